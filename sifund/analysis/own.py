"""The parameter paths behind one scenario of a result, and the assumptions that its figures rest on."""

from __future__ import annotations

from sifund import catalog
from sifund.declare.parameter import GROWTH, Month, Parameter, Steps, month_of
from sifund.model.result import Result
from sifund.model.rows import RowPaths

DECIMALS = 9
"""Decimals of a value read back from a path: what is left of percents that formulas read as fractions."""


def own_paths(result: Result, scenario: int) -> RowPaths:
    """Paths of a scenario without draws: the first row is the baseline that it is compared with, the last its own."""
    chosen = [result.scenarios[scenario - 1].moves] if scenario else []
    return RowPaths(result.base(scenario), chosen, len(result.years))


def own_steps(rows: RowPaths, p: Parameter, first: Month, last: Month, row: int = -1) -> Steps:
    """What is in force from the first month to the last, in the parameter's own unit: a step where it turns."""
    start = month_of(rows.base.base_year)
    path = (rows.path(p)[row] * p.divisor).round(DECIMALS).tolist()
    values = [(month, path[month - start]) for month in range(first, last + 1)]
    return tuple(step for at, step in enumerate(values) if not at or step[1] != values[at - 1][1])


def growth_paths(result: Result, scenario: int, fund: str) -> list[tuple[Parameter, Steps]]:
    """The growth assumed of what the fund's lines read, over the years after the base year, as the scenario has it
    [percent]; with growth that the scenario types."""
    first, last = month_of(result.years[0] + 1), month_of(result.years[-1])
    rows = own_paths(result, scenario)
    return [
        (p, own_steps(rows, p, first, last))
        for p in catalog.of_kind(("assumption",), fund, catalog.SHARED)
        if p.unit == GROWTH and p.key in rows.base.values and first <= last and _moves(rows, p.key, fund)
    ]


def _moves(rows: RowPaths, key: str, fund: str) -> bool:
    return any(line in rows.base.modelled and line.startswith(f"{fund}.") for line in catalog.moved_by(key))
