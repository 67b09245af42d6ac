"""Stress tests: what a shock does to a fund, and how far a driver must move before its floor is breached."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.optimize import elementwise

from sifund import catalog
from sifund.analysis.outlook.monthly import Calendar, month_ends
from sifund.analysis.outlook.uncertainty import compared_with
from sifund.dataset import Dataset
from sifund.declare.parameter import Parameter, month_text
from sifund.declare.unit import COVER_MONTHS, GROWTH, YUAN
from sifund.model.baseline import Baseline
from sifund.model.calibrate import calibrate
from sifund.model.drawn import Block, run_drawn
from sifund.model.memory import remembered
from sifund.model.paths import Array
from sifund.model.rows import Draws
from sifund.scenario import Scenario
from sifund.text import Text

TO_THE_END = 0


@dataclass(frozen=True, slots=True)
class Move:
    """A parameter's change [percent of its path; points for a growth rate, or where it is in `points`], in which year after
    the base year it starts, and for how many years it holds (TO_THE_END: all that follow)."""

    key: str
    change: float
    first: int = 1
    years: int = TO_THE_END
    points: bool = False

    @property
    def adds(self) -> bool:
        """Whether the change is added to the path, in points."""
        return self.points or _is_growth(self.key)


@dataclass(frozen=True, slots=True)
class Shock:
    """A named set of moves that happen together."""

    key: str
    name: Text
    moves: tuple[Move, ...]


def _declared() -> tuple[Shock, ...]:
    """The shocks that the fund files declare, those of the usual fund first and of what all share last; then all at once."""
    shown = {key: not fund.usual for key, fund in catalog.all_funds().items()}
    names: dict[str, Text] = {}
    moves: dict[str, tuple[Move, ...]] = {}
    for p in sorted(catalog.parameters().values(), key=lambda p: shown.get(p.fund, len(shown))):
        if p.shock:
            names.setdefault(p.shock.key, p.shock.name)
            moves[p.shock.key] = (
                *moves.get(p.shock.key, ()),
                Move(p.key, p.shock.change, years=p.shock.years, points=p.shock.points),
            )
    each = [Shock(key, name, moves[key]) for key, name in names.items()]
    return *each, Shock("combined", TOGETHER, tuple(move for shock in each for move in shock.moves))


TOGETHER = Text("以上同时发生", "All of these together")
READY = _declared()
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
    year; all null where the fund's opening balance is unknown. The calendar places a year's money in its months; it
    moves no year's figures.
    """
    draws = _draws(dataset, scenario, shocks, years)
    rows = []
    for side, block in zip(
        ("baseline", "scenario"), run_drawn(dataset, scenario.changes, years, draws, (fund,)), strict=True
    ):
        ends = month_ends(block.part, block.rows, fund, calendar)[:, 12:]
        rows += [(s.key, side, *_strain(block, fund, floor, ends, i)) for i, s in enumerate(shocks)]
    return pl.DataFrame(rows, schema=STRAIN, orient="row")


def file_of(table: pl.DataFrame, floor: float) -> pl.DataFrame:
    """The table as it is taken away: its columns name what they count in, and the floor stands beside the years below it."""
    units = {"closing": YUAN, "month_end": YUAN, "cover": COVER_MONTHS}
    years = pl.col("breaches").cast(pl.List(pl.String)).list.join(" ")
    named = table.with_columns(years, floor_months=pl.lit(floor)).rename(
        {k: unit.key_of(k) for k, unit in units.items()}
    )
    return named.rename({"breaches": "years_below_floor"})


def _strain(block: Block, fund: str, floor: float, ends: Array, row: int) -> tuple[Any, ...]:
    base = block.part.base
    if not base.knows(fund):
        return (None,) * (len(STRAIN) - 2)
    closing, cover = (block.measure(fund, name)[row, 1:] for name in ("closing", "cover_months"))
    years = range(base.base_year + 1, base.base_year + block.part.years)
    first = years[0] * 12
    covers = np.where(np.isnan(cover), np.inf, cover)
    low, month, least = int(closing.argmin()), int(ends[row].argmin()), int(covers.argmin())
    cover_at = (float(covers[least]), years[least]) if np.isfinite(covers[least]) else (None, None)
    breaches = [year for year, c in zip(years, covers, strict=True) if c < floor]
    return float(closing[low]), years[low], float(ends[row, month]), month_text(first + month), *cover_at, breaches


def _draws(dataset: Dataset, scenario: Scenario, shocks: Sequence[Shock], years: int) -> Draws:
    """A row for each shock."""
    base = calibrate(dataset, scenario.inputs)
    moves = [(row, m) for row, s in enumerate(shocks) for m in s.moves if m.key in base.values]
    factors = {m.key: np.ones((len(shocks), years)) for _, m in moves if not m.adds}
    shifts = {m.key: np.zeros((len(shocks), years)) for _, m in moves if m.adds}
    for row, m in moves:
        span = slice(m.first, m.first + m.years if m.years != TO_THE_END else None)
        if m.adds:
            shifts[m.key][row, span] += m.change
        else:
            factors[m.key][row, span] *= 1 + m.change / 100
    return Draws(len(shocks), factors=factors, shifts=shifts, months=True, shocks=True)


def _is_growth(key: str) -> bool:
    return catalog.parameter(key).unit is GROWTH


# --- the other way round ----------------------------------------------------------------------------------------------

FURTHEST = {True: (-20.0, 20.0), False: (-100.0, 400.0)}
"""How far a growth rate [points] and anything else [percent] is moved at first in search of a breach."""
REVERSE = {"key": pl.String, "baseline": pl.Float64, "scenario": pl.Float64}
ALREADY = 0.0


@remembered()
def reverse_stress(dataset: Dataset, scenario: Scenario, fund: str, floor: float, years: int) -> pl.DataFrame:
    """How far each driver and assumption of a fund must move, lastingly from the year after the base year, before cover
    falls below the floor: columns of REVERSE [percent of its path; points for a growth rate], the nearest first.

    Looked for within FURTHEST, and where nothing there does on to the parameter's hard bounds. Null where these do not do
    either, or the fund's opening balance is unknown; ALREADY where no move is needed.
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
        cover = run_drawn(dataset, scenario.changes, years, draws, (fund,))[1].measure(fund, "cover_months")[:, 1:]
        return np.reshape(np.where(np.isnan(cover), np.inf, cover).min(axis=1) - floor, change.shape)

    base = calibrate(dataset, scenario.inputs)
    if not base.knows(fund) or not keys:
        return [None for _ in keys]
    if margin(np.zeros(1), np.zeros(1))[0] < 0:
        return [ALREADY for _ in keys]
    near = np.array([FURTHEST[_is_growth(key)] for key in keys])
    distances = _nearest(margin, np.zeros_like(near), near, np.arange(len(keys)))
    if (left := np.flatnonzero(~np.isfinite(distances))).size:
        far = np.array([_to_the_bounds(base, keys[int(k)], near[k], years) for k in left])
        distances[left] = _nearest(margin, near[left], far, left)
    return [float(x) if np.isfinite(x) else None for x in distances]


def _nearest(margin: Callable[..., Array], starts: Array, ends: Array, which: NDArray[Any]) -> Array:
    """The nearest move, down or up, of each key (key,) between starts and ends (key, way) at which the margin is gone;
    infinite where neither end does it."""
    keys = np.repeat(which, 2)
    hit = margin(ends.ravel(), keys) < 0
    roots = np.full(ends.size, np.inf)
    if hit.any():
        roots[hit] = elementwise.find_root(margin, (starts.ravel()[hit], ends.ravel()[hit]), args=(keys[hit],)).x
    return np.array([min(low, high, key=abs) for low, high in roots.reshape(-1, 2)])


def _to_the_bounds(base: Baseline, key: str, near: Array, years: int) -> tuple[float, float]:
    """The moves that take a parameter to its hard bounds, at least as far as `near`."""
    p = catalog.parameter(key)
    path = base.path(p, years)[0] * p.divisor
    if _is_growth(key):
        low, high = p.low - path.max(), p.high - path.min()
    else:
        least = float(path[path > 0].min(initial=np.inf))
        low, high = -100.0, 100 * (p.high / least - 1) if np.isfinite(least) else 0.0
    return min(low, float(near[0])), max(high, float(near[1]))
