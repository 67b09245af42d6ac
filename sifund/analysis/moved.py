"""Which years and funds a scenario moves, against the baseline that it is compared with, and the fund that is shown."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sifund import catalog
from sifund.model.result import Result
from sifund.scenario import Scenario

FEN = 0.005
"""A difference below this is none: half a fen."""


def lines_of(result: Result, fund: str) -> list[str]:
    """Keys of a fund's lines, or of all."""
    return [key for key in result.line_keys() if fund in (catalog.ALL, key.partition(".")[0])]


def moved_years(result: Result, keys: Sequence[str], scenario: int | None = None) -> list[int]:
    """Years in which any of the lines differs from the baseline by a fen or more."""
    number = result.shown if scenario is None else scenario
    gaps = [np.abs(result.line(key, number)[0] - result.line_baseline(key, number)[0]) for key in keys]
    return [year for at, year in enumerate(result.years) if any(gap[at] >= FEN for gap in gaps)]


def first_effect(result: Result, fund: str = catalog.ALL, scenario: int | None = None) -> int | None:
    """The first year in which a line of the fund, or of any, is moved; None where none is."""
    return next(iter(moved_years(result, lines_of(result, fund), scenario)), None)


def moved_funds(result: Result, scenario: int | None = None) -> list[str]:
    """The funds of which any line is moved, in the run's order."""
    return [fund for fund in result.funds if first_effect(result, fund, scenario)]


def fund_shown(result: Result, found: Scenario) -> str:
    """The fund that the scenario's view asks for; else one that it moves, or of which it changes a parameter."""
    moved = moved_funds(result) if found.changes else []
    return choose(result, found.view.fund, moved, [found])


def choose(result: Result, asked: str, moved: Sequence[str], scenarios: Sequence[Scenario]) -> str:
    """The fund asked for where the run has it; else of those moved, else of those whose parameters the scenarios
    change, else of all, the usual one or the first."""
    if asked in result.funds:
        return asked
    keys = [key for found in scenarios for key, _ in found.changes]
    changed = [fund for fund in result.funds if any(key.startswith(f"{fund}.") for key in keys)]
    among = moved or changed or result.funds
    return catalog.usual().key if catalog.usual().key in among else among[0]
