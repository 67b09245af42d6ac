"""What is in force in a run, as dated values, and the assumptions that its figures rest on."""

from __future__ import annotations

import numpy as np

from sifund import catalog
from sifund.declare.parameter import Month, Parameter, Steps, month_of
from sifund.declare.unit import GROWTH
from sifund.model.case import Side
from sifund.model.paths import Array

DECIMALS = 9
"""Decimals of a value read back from a path: what is left of percents that formulas read as fractions."""


def own_steps(side: Side, p: Parameter, first: Month, last: Month) -> Steps:
    """What is in force from the first month to the last, in the parameter's own unit: a step where it turns."""
    start = month_of(side.base.base_year)
    path = (side.path(p) * p.divisor).round(DECIMALS).tolist()
    values = [(month, path[month - start]) for month in range(first, last + 1)]
    return tuple(step for at, step in enumerate(values) if not at or step[1] != values[at - 1][1])


def stands(side: Side, p: Parameter) -> Array | None:
    """What holds by month for a parameter without a value of its own, in its own unit; of a closed line the year's amount.
    None where nothing gives it."""
    if (line := side.base.typed_line(p)) is None:
        return None
    if line.kind != "quantity":
        return np.repeat(side.line(line.key), 12)
    path = side.quantity(line)
    return None if path is None or np.isnan(path).any() else path * p.divisor


def growth_paths(side: Side, fund: str) -> list[tuple[Parameter, Steps]]:
    """The growth assumed of what the fund's lines read, over the years after the base year, as the side has it
    [percent]; with growth that a scenario types."""
    first, last = month_of(side.years[0] + 1), month_of(side.years[-1])
    return [
        (p, own_steps(side, p, first, last))
        for p in catalog.of_kind(("assumption",), fund, catalog.SHARED)
        if p.unit == GROWTH and p.key in side.base.values and first <= last and _moves(side, p.key, fund)
    ]


def _moves(side: Side, key: str, fund: str) -> bool:
    return any(line in side.base.modelled and line.startswith(f"{fund}.") for line in catalog.moved_by(key))
