"""Stress tests: what a shock does to a fund, and how far a driver must move before its floor is breached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.optimize import elementwise

from sifund import catalog
from sifund.analysis.monthly import Calendar, month_ends, rows_of
from sifund.analysis.uncertainty import compared_with
from sifund.calibrate import calibrate
from sifund.dataset import Dataset
from sifund.engine import simulate
from sifund.parameter import GROWTH, Parameter, month_text
from sifund.paths import Array
from sifund.result import Part, Result
from sifund.rows import Draws
from sifund.scenario import Scenario
from sifund.text import Text

TO_THE_END = 0


@dataclass(frozen=True, slots=True)
class Move:
    """A parameter's change [percent of its path; points for a growth rate], in which year after the base year it
    starts, and for how many years it holds (TO_THE_END: all that follow)."""

    key: str
    change: float
    first: int = 1
    years: int = TO_THE_END


@dataclass(frozen=True, slots=True)
class Shock:
    """A named set of moves that happen together."""

    key: str
    name: Text
    moves: tuple[Move, ...]


CLAIMS = (Move("unemployment.new_claims", 100, years=1),)
WAGES = (Move("public.wage_base", -10), Move("unemployment.wage_base", -10))
COLLECTION = (Move("unemployment.collection", -10),)
INTEREST = (Move("economy.interest", -100),)
READY = (
    Shock("claims", Text("新增领取人数翻倍，持续一年", "New claims +100 % for a year"), CLAIMS),
    Shock("wages", Text("缴费工资下降10%", "Covered wages −10 %"), WAGES),
    Shock("collection", Text("征缴只有应收的90%", "Collection at 90 %"), COLLECTION),
    Shock("interest", Text("结余利率为零", "No interest"), INTEREST),
    Shock("combined", Text("以上同时发生", "All of these together"), CLAIMS + WAGES + COLLECTION + INTEREST),
)
CALM = Shock("none", Text("无冲击", "No shock"), ())
OWN = Text("自设冲击", "Your own shock")


def own_shock(entries: Sequence[tuple[str, tuple[float, ...]]], base_year: int) -> Shock:
    """The shock of a link: key → change, first calendar year, years."""
    moves = [Move(key, change, int(first) - base_year, int(years)) for key, (change, first, years) in entries]
    return Shock("own", OWN, tuple(moves))


# --- shocks -----------------------------------------------------------------------------------------------------------

STRAIN = {
    "shock": pl.String, "side": pl.String, "closing": pl.Float64, "closing_year": pl.Int64, "month_end": pl.Float64,
    "month": pl.String, "cover": pl.Float64, "cover_year": pl.Int64, "breaches": pl.List(pl.Int64),
}  # fmt: skip


def stress(
    dataset: Dataset,
    scenario: Scenario,
    shocks: Sequence[Shock],
    fund: str,
    floor: float,
    calendar: Calendar,
    years: int,
) -> pl.DataFrame:
    """What each shock does to a fund in the baseline and in the scenario: columns of STRAIN, one run.

    Lowest closing and month-end balance [yuan], lowest cover [months] and the years below the floor, after the base
    year. The calendar places a year's money in its months; it moves no year's figures.
    """
    draws = _draws(dataset, scenario, shocks, years)
    found = simulate(dataset, [scenario] if scenario.changes else [], years, draws, (fund,))
    rows = []
    for side, baseline in (("baseline", True), ("scenario", False)):
        part, block = rows_of(found, found.shown, baseline=baseline)
        ends = month_ends(part, block, fund, calendar)[:, 12:]
        rows += [(s.key, side, *_strain(found, part, block, fund, floor, ends, i)) for i, s in enumerate(shocks)]
    return pl.DataFrame(rows, schema=STRAIN, orient="row")


def _strain(
    result: Result, part: Part, block: slice, fund: str, floor: float, ends: Array, row: int
) -> tuple[Any, ...]:
    closing, cover = (part.measure(fund, name, block)[row, 1:] for name in ("closing", "cover_months"))
    years, first = result.years[1:], result.years[1] * 12
    known = np.where(np.isnan(cover), np.inf, cover)
    low, month, least = int(closing.argmin()), int(ends[row].argmin()), int(known.argmin())
    cover_at = (float(known[least]), years[least]) if np.isfinite(known[least]) else (None, None)
    breaches = [year for year, c in zip(years, known, strict=True) if c < floor]
    return float(closing[low]), years[low], float(ends[row, month]), month_text(first + month), *cover_at, breaches


def _draws(dataset: Dataset, scenario: Scenario, shocks: Sequence[Shock], years: int) -> Draws:
    """A row for each shock."""
    base = calibrate(dataset, scenario.inputs)
    moves = [(row, m) for row, s in enumerate(shocks) for m in s.moves if m.key in base.values]
    factors = {m.key: np.ones((len(shocks), years)) for _, m in moves if not _is_growth(m.key)}
    shifts = {m.key: np.zeros((len(shocks), years)) for _, m in moves if _is_growth(m.key)}
    for row, m in moves:
        span = slice(m.first, m.first + m.years if m.years != TO_THE_END else None)
        if _is_growth(m.key):
            shifts[m.key][row, span] += m.change
        else:
            factors[m.key][row, span] *= 1 + m.change / 100
    return Draws(len(shocks), factors=factors, shifts=shifts, months=True)


def _is_growth(key: str) -> bool:
    return catalog.parameter(key).unit is GROWTH


# --- the other way round ----------------------------------------------------------------------------------------------

FURTHEST = {True: (-20.0, 20.0), False: (-100.0, 400.0)}
"""How far a growth rate [points] and anything else [percent] is moved in search of a breach."""
REVERSE = {"key": pl.String, "baseline": pl.Float64, "scenario": pl.Float64}
ALREADY = 0.0


def reverse_stress(dataset: Dataset, scenario: Scenario, fund: str, floor: float, years: int) -> pl.DataFrame:
    """How far each driver and assumption of a fund must move, lastingly from the year after the base year, before cover
    falls below the floor: columns of REVERSE [percent of its path; points for a growth rate], the nearest first.

    Null where it is not reached within FURTHEST, ALREADY where no move is needed.
    """
    keys = [p.key for p in _moving(dataset, scenario, fund)]
    sides = {"baseline": compared_with(scenario), "scenario": scenario}
    columns = {name: _distances(dataset, chosen, keys, fund, floor, years) for name, chosen in sides.items()}
    table = pl.DataFrame({"key": keys, **columns}, schema=REVERSE)
    nearest = pl.min_horizontal(pl.col("scenario").abs(), pl.col("baseline").abs())
    return table.sort(nearest, nulls_last=True, maintain_order=True)


def _moving(dataset: Dataset, scenario: Scenario, fund: str) -> list[Parameter]:
    """Drivers and assumptions that move a line of the fund."""
    base = calibrate(dataset, scenario.inputs)
    return [
        p for key, p in catalog.parameters().items()
        if p.spread and key in base.values and any(line.startswith(f"{fund}.") for line in catalog.moved_by(key))
    ]  # fmt: skip


def _distances(
    dataset: Dataset, scenario: Scenario, keys: Sequence[str], fund: str, floor: float, years: int
) -> list[float | None]:
    """The nearest move of each key that breaches, either way."""

    def margin(change: Array, which: NDArray[Any]) -> Array:
        """Lowest cover after the base year less the floor [months], each key moved by itself."""
        moves = [
            Shock("", CALM.name, (Move(keys[int(k)], float(c)),)) for c, k in zip(change.flat, which.flat, strict=True)
        ]
        draws = replace(_draws(dataset, scenario, moves, years), baseline=False, months=False)
        cover = simulate(dataset, [scenario], years, draws, (fund,)).measure(fund, "cover_months", 1)[:, 1:]
        return np.reshape(np.where(np.isnan(cover), np.inf, cover).min(axis=1) - floor, change.shape)

    which = np.repeat(np.arange(len(keys)), 2)
    ends = np.array([FURTHEST[_is_growth(key)] for key in keys]).ravel()
    if not keys or margin(np.zeros(1), np.zeros(1))[0] < 0:
        return [ALREADY for _ in keys]
    hit = margin(ends, which) < 0
    found = np.full(len(ends), np.inf)
    if hit.any():
        solved = elementwise.find_root(margin, (np.zeros(int(hit.sum())), ends[hit]), args=(which[hit],))
        found[hit] = solved.x
    best = [min(low, high, key=abs) for low, high in found.reshape(-1, 2)]
    return [float(x) if np.isfinite(x) else None for x in best]
