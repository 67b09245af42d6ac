"""How far each driver and assumption of a baseline is drawn, and what that range rests on."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import exp, log, sqrt
from statistics import fmean
from typing import Literal

import numpy as np

from sifund.declare.parameter import Parameter, month_of
from sifund.declare.spread import Spread
from sifund.history.series import flows
from sifund.model.baseline import Baseline
from sifund.model.estimate import Z95
from sifund.model.paths import Array

HORIZON = 15
"""Years after the base year that are drawn; a shorter run reads the first of them."""
Rests = Literal["range", "history", "width", "estimate"]
"""What a range rests on: one that is given or declared, the line's own years, the usual share of the value, or the standard
error of an estimate."""
YEARS_OF_ITS_OWN = 3
"""Years of its own that give a volume its range."""


@dataclass(frozen=True, eq=False)
class Input:
    """A parameter that is drawn: its baseline's values by year (year,), the step in force that its range belongs to, and
    the range, in the parameter's own unit; what the range rests on; the first year after the base year that is drawn, and
    how many times as wide as the range it is drawn."""

    key: str
    spread: Spread
    path: Array
    mode: float
    low: float
    high: float
    rests: Rests = "range"
    first: int = 1
    width: float = 1.0

    def middle(self) -> Array:
        """What it is drawn about (year,): its path, its value for all years, 1 for a shock, 0 for a walk."""
        about = {"yearly": self.path, "level": self.mode, "shock": 1.0, "walk": 0.0}[self.spread.shape]
        return np.broadcast_to(np.asarray(about, np.float64), self.path.shape)

    def reach(self) -> tuple[Array, Array]:
        """How far P5 and P95 lie from the middle (year,): nothing on a side where the path is beyond the range."""
        if self.spread.shape == "walk":
            reach = np.full(self.path.shape, self.width * Z95 * self.spread.sd)
            return reach, reach
        unit = self.mode if self.spread.shape == "shock" else 1.0
        middle = self.middle()
        down, up = np.maximum(middle - self.low / unit, 0), np.maximum(self.high / unit - middle, 0)
        return self.width * down, self.width * up


def input_of(base: Baseline, p: Parameter) -> Input | None:
    """A parameter as it is drawn of a baseline; None where it is known or has no range."""
    spread = p.spread or p.latent
    if spread is None or (spread.split and not _made_up_for(base, p)):
        return None
    first = month_of(base.base_year + 1)
    mode = [value for month, value in base.values[p.key].steps if month <= first or month == 0][-1]
    low, high, rests = _range(base, p, spread, mode)
    path = base.path(p, HORIZON + 1)[0, ::12] * p.divisor
    still = p.still if not path[1 : p.still + 1].any() else 0
    return Input(p.key, spread, path, mode, low, high, rests, 1 + still) if low < high else None


def _made_up_for(base: Baseline, p: Parameter) -> bool:
    """Whether the product that the parameter is a part of is unknown, and a line that nobody reports takes up what the
    part is drawn at."""
    lines = base.lines_of(p.fund)
    held = any(line.residual and not _reported(base, line.key) for line in lines)
    return held and not any(_reported(base, line.key) for line in lines if p in line.parameters)


def _reported(base: Baseline, key: str) -> bool:
    row = base.dataset.line(key)
    return row is not None and row.actual_yuan is not None


def _range(base: Baseline, p: Parameter, spread: Spread, mode: float) -> tuple[float, float, Rests]:
    """Of a walk its own; else the dataset's, that of an estimate, of the line's own years for a volume, or the declared one; without
    any a share of what is assumed, a volume or drawn every year, and none of a level that is measured."""
    if spread.shape == "walk":  # where it has walked for long
        off = Z95 * spread.sd / sqrt(1 - spread.persistence**2)
        return mode - off, mode + off, "range"
    ground = base.values[p.key].ground_at(month_of(base.base_year + 1))
    given = ground.row.startswith("parameters/")
    is_estimate = ground.row.startswith("history/")
    if (given or is_estimate) and ground.low is not None and ground.high is not None:
        return min(ground.low, mode), max(ground.high, mode), "estimate" if is_estimate else "range"
    if spread.volume and (sd := _sd_of(base, {line.key for line in base.modelled.values() if p in line.solves})):
        return max(p.low, mode * exp(-Z95 * sd)), min(p.high, mode * exp(Z95 * sd)), "history"
    declared = p.soft_low is not None and spread.shape != "shock"
    if spread.shape == "level" and not spread.volume and ground.basis != "assumed" and (given or not declared):
        return mode, mode, "range"
    if declared:
        low, high = p.soft_range(mode)
        return low, high, "range"
    return max(p.low, mode * (1 - spread.width)), min(p.high, mode * (1 + spread.width)), "width"


@dataclass(frozen=True, slots=True)
class FlatRange:
    """A line that is carried flat with the ends of its range, as shares of its amount, and what they rest on."""

    key: str
    low: float
    high: float
    rests: Rests


def flat_ranges(base: Baseline) -> tuple[FlatRange, ...]:
    """What no formula explains is no better known for that: by the line's own years, else the usual share; one share for all
    years."""
    return tuple(_flat_range(key, _sd_of(base, {key})) for key, item in base.flat.items() if item.monthly)


def _flat_range(key: str, sd: float) -> FlatRange:
    width = Spread("level").width
    return (
        FlatRange(key, exp(-Z95 * sd), exp(Z95 * sd), "history")
        if sd
        else FlatRange(key, 1 - width, 1 + width, "width")
    )


def _sd_of(base: Baseline, lines: set[str]) -> float:
    """How far lines moved a year [ln], from three years or more; 0 where there are fewer."""
    totals = {row.year: row.actual_yuan for row in base.dataset.lines if row.line in lines and row.actual_yuan}
    totals |= {
        year: total
        for one in flows(base.dataset)
        if one.key in lines
        for year in one.years
        if (total := one.total(year))
    }
    years = sorted(year for year, amount in totals.items() if amount > 0 and year <= base.base_year)
    moves = [log(totals[b] / totals[a]) for a, b in pairwise(years) if b == a + 1]
    return sqrt(fmean(x * x for x in moves)) if len(moves) >= YEARS_OF_ITS_OWN - 1 else 0.0
