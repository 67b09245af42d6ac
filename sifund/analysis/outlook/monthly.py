"""Balances within the year: each line's amount of a year falls in the months that its payment calendar names.

A line without a calendar of its own falls as the model has it: in equal months, or in its one payment month. That is
assumed: no source gives payment dates. A calendar moves money between the months of a year and never between years.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sifund.model.paths import Array
from sifund.model.result import Part

Calendar = Mapping[str, tuple[float, ...]]
"""Months (1 to 12) by line key."""


def month_ends(part: Part, rows: slice, fund: str, calendar: Calendar) -> Array:
    """The fund's balance at the end of each month (row, month) [yuan]. The run must have kept its months."""
    opening = part.balances[fund].opening[rows]
    flows = np.zeros((len(opening), 12 * part.years))
    for kind, sign in (("income", 1), ("expenditure", -1)):
        for key in part.base.keys_of(fund, kind):
            flows += sign * _rows(line_months(part, key, calendar), rows)
    within = flows.reshape(len(opening), -1, 12).cumsum(axis=2)
    return (opening[:, :, None] + within).reshape(flows.shape)


def line_months(part: Part, key: str, calendar: Calendar) -> Array:
    """A line's months (row, month) [yuan], as its calendar has them or as the model does."""
    if key not in calendar:
        return part.months[key]
    share = np.isin(np.arange(1, 13), calendar[key]) / len(calendar[key])
    return (part.annual[key][:, :, None] * share).reshape(len(part.annual[key]), -1)


def _rows(amounts: Array, rows: slice) -> Array:
    return amounts if len(amounts) == 1 else amounts[rows]
