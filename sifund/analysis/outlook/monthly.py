"""Balances within the year: each line's amount of a year falls in the months that its payment calendar names.

A line without a calendar of its own falls as the office's own months ran, where three years of them are known; else as the
model has it: in equal months, or in its one payment month. That is assumed: no source gives payment dates. A calendar moves
money between the months of a year and never between years.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sifund.dataset import Dataset
from sifund.history.profile import profile
from sifund.history.series import flows
from sifund.model.memory import remembered
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


@remembered(4)
def profiles(dataset: Dataset) -> Mapping[str, tuple[float, ...]]:
    """Each month's part of a year (12) by line, of the lines whose own months are known over three whole years."""
    by_key = {one.key: profile(one, None, one.years[-1] + 1) for one in flows(dataset)}
    return {key: each.weights for key, each in by_key.items() if each.ground == "own"}


def line_months(part: Part, key: str, calendar: Calendar) -> Array:
    """A line's months (row, month) [yuan], as its calendar has them, as its own years ran, or as the model does."""
    ran = profiles(part.base.dataset).get(key)
    if key not in calendar and ran is None:
        return part.months[key]
    share = np.isin(np.arange(1, 13), calendar[key]) / len(calendar[key]) if key in calendar else np.array(ran)
    return (part.annual[key][:, :, None] * share).reshape(len(part.annual[key]), -1)


def _rows(amounts: Array, rows: slice) -> Array:
    return amounts if len(amounts) == 1 else amounts[rows]
