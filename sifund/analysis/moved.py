"""Which years and funds a scenario moves, against the baseline that it is compared with, and the fund that is shown."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sifund import catalog
from sifund.model.case import Side
from sifund.model.memory import remembered
from sifund.model.paths import Array
from sifund.scenario import Scenario
from sifund.text import HALF_FEN


def lines_of(side: Side, fund: str) -> list[str]:
    """Keys of a fund's lines, or of all."""
    return [key for key in side.line_keys() if fund in (catalog.ALL, key.partition(".")[0])]


def gap_of(side: Side, other: Side, key: str) -> Array:
    """By how much a line of a side differs from another's (year,) [yuan]."""
    return np.abs(side.line(key) - other.line(key))


def moved_years(side: Side, keys: Sequence[str]) -> list[int]:
    """Years in which any of the lines differs from the baseline by a fen or more."""
    gaps = [gap_of(side, side.baseline, key) for key in keys]
    return [year for at, year in enumerate(side.years) if any(gap[at] >= HALF_FEN for gap in gaps)]


@remembered()
def first_effect(side: Side, fund: str = catalog.ALL) -> int | None:
    """The first year in which a line of the fund, or of any, is moved; None where none is."""
    return next(iter(moved_years(side, lines_of(side, fund))), None)


def moved_funds(side: Side) -> list[str]:
    """The funds of which any line is moved, in the run's order."""
    return [fund for fund in side.funds if first_effect(side, fund)]


def fund_shown(side: Side, scenario: Scenario) -> str:
    """The fund that the scenario's view asks for; else one that it moves, or of which it changes a parameter."""
    moved = moved_funds(side) if scenario.changes else []
    return choose(side.funds, scenario.view.fund, moved, [scenario])


def choose(funds: Sequence[str], wanted: str, moved: Sequence[str], scenarios: Sequence[Scenario]) -> str:
    """The fund asked for where the run has it; else of those moved, else of those whose parameters the scenarios
    change, else of all, the usual one or the first."""
    if wanted in funds:
        return wanted
    keys = [key for scenario in scenarios for key, _ in scenario.changes]
    changed = [fund for fund in funds if any(key.startswith(f"{fund}.") for key in keys)]
    among = moved or changed or funds
    return catalog.usual().key if catalog.usual().key in among else among[0]
