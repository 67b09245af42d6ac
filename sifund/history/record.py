"""How often the band held: rolling origins over series, each forecast made of what was known at its origin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np
from scipy.stats import norm

from sifund.history.band import DRAWS, LEAST, Array, moves, trends
from sifund.history.series import How, Series

HORIZONS = (1, 2, 3)
SHAKEN = (2020, 2021, 2022)
"""Years whose coverage is shown alone."""
ALL = "all"
FIXED = float(np.log(1.1) / norm.ppf(0.95))
"""The sd of a fixed band of ±10%, P5 to P95."""
BOUNDS = (0.05, 0.25, 0.75, 0.95)
Totals = Mapping[int, tuple[float, How]]


@dataclass(frozen=True, slots=True)
class Point:
    """A forecast and what came: whether the bands held it, and the errors of ours and of two plain ones [ln × 100]."""

    series: str
    origin: int
    horizon: int
    in_50: bool
    in_90: bool
    crps: float
    last_growth: float
    fixed: float

    @property
    def target(self) -> int:
        """The year that was forecast."""
        return self.origin + self.horizon


@dataclass(frozen=True, slots=True)
class Score:
    """Coverage [percent] and errors [ln × 100] of some points; None where there are none."""

    series: str
    horizon: int | None
    n: int
    coverage_50: float | None
    coverage_90: float | None
    crps: float | None
    crps_last_growth: float | None
    crps_fixed: float | None


def score(name: str, points: Sequence[Point], horizon: int | None = None) -> Score:
    """What points come to."""
    if not points:
        return Score(name, horizon, 0, None, None, None, None, None)
    inside = (100 * fmean(p.in_50 for p in points), 100 * fmean(p.in_90 for p in points))
    errors = (fmean(p.crps for p in points), fmean(p.last_growth for p in points), fmean(p.fixed for p in points))
    return Score(name, horizon, len(points), *inside, *errors)


def rows(points: Sequence[Point]) -> list[Score]:
    """A score a series and horizon, then one of all."""
    keys = dict.fromkeys((p.series, p.horizon) for p in points)
    each = [score(key, [p for p in points if (p.series, p.horizon) == (key, h)], h) for key, h in keys]
    return [*each, score(ALL, points)]


def points(held: Iterable[Series], draws: int = DRAWS) -> list[Point]:
    """Every point of series, one to three years from every origin whose totals let it be forecast; an estimated total is
    an origin and never a target."""
    serieses = list(held)
    targets = {one.key: {year: one.total(year) for year in one.years} for one in serieses}
    years = sorted({year for totals in targets.values() for year in totals})
    made: list[Point] = []
    for origin in years:
        histories = {one.key: one.totals(origin) for one in serieses}
        made += _at(origin, {key: t for key, t in histories.items() if len(t) > LEAST}, targets, draws)
    return made


def _at(
    origin: int, histories: Mapping[str, Totals], targets: Mapping[str, Mapping[int, float | None]], draws: int
) -> list[Point]:
    """The points of one origin."""
    totals = [{year: amount for year, (amount, _) in each.items()} for each in histories.values()]
    if not totals:
        return []
    made = trends(totals)
    drawn = moves(made, len(HORIZONS), draws) + np.array([trend.path(len(HORIZONS)) for trend in made])[:, None, :]
    drawn.sort(axis=1)
    bounds = np.quantile(drawn, BOUNDS, axis=1)
    scored = []
    for at, (key, each) in enumerate(zip(histories, totals, strict=True)):
        logs = np.log(list(each.values()))
        for h in HORIZONS:
            if (came := targets[key].get(origin + h)) is not None and came > 0:
                low, quarter, upper, high = bounds[:, at, h - 1] - np.log(came)
                errors = (_crps(drawn[at, :, h - 1], float(np.log(came))), *_plain(logs, h, float(np.log(came))))
                scored.append(
                    Point(key, origin, h, quarter <= 0 <= upper, low <= 0 <= high, *(100 * e for e in errors))
                )
    return scored


def _plain(logs: Array, horizon: int, came: float) -> tuple[float, float]:
    """The errors of the last growth going on, and of a fixed band about the mean growth."""
    growths = np.diff(logs)
    last = abs(logs[-1] + horizon * growths[-1] - came)
    return float(last), _normal_crps(came - logs[-1] - horizon * float(growths.mean()), FIXED)


def _crps(ordered: Array, came: float) -> float:
    """Continuous ranked probability score of draws in order: the mean distance less half that between two draws."""
    n = len(ordered)
    weights = 2 * np.arange(1, n + 1) - n - 1
    return float(np.abs(ordered - came).mean() - weights @ ordered / n**2)


def _normal_crps(off: float, sd: float) -> float:
    z = off / sd
    return float(sd * (z * (2 * norm.cdf(z) - 1) + 2 * norm.pdf(z) - 1 / np.sqrt(np.pi)))
