"""The parameter paths behind one scenario of a result."""

from __future__ import annotations

from sifund.result import Result
from sifund.rows import RowPaths


def own_paths(result: Result, scenario: int) -> RowPaths:
    """Paths of a scenario without draws: the first row is the baseline that it is compared with, the last its own."""
    chosen = [result.scenarios[scenario - 1]] if scenario else []
    return RowPaths(result.base(scenario), chosen, len(result.years), None)
