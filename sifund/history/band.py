"""How far a year's total moves: a level that keeps a part of each shock, a drift between a series' own and that of all, and
draws about them. Everything is in ln of the total."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2, norm, qmc

KEPT = 0.7
"""What part of a shock stays in the level."""
DOUBT = 8
"""Years of its own growth that weigh as much as what all series say."""
JOINT = 4
"""Years that weigh as much as no correlation at all."""
LEAST = 3
"""Growths that a series must have to be forecast."""
DRAWS, SEED = 4096, 20260101
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Trend:
    """A series at an origin: its level and yearly drift, the sd of its one-step errors, how many growths made them, and the
    errors by year."""

    level: float
    drift: float
    sd: float
    growths: int
    errors: Mapping[int, float]

    @property
    def weight(self) -> float:
        """The weight of its own mean growth."""
        return self.growths / (self.growths + DOUBT)

    def path(self, years: int) -> Array:
        """The middle of the next years' totals (years)."""
        return self.level + self.drift * np.arange(1, years + 1, dtype=np.float64)


def trends(totals: Sequence[Mapping[int, float]]) -> list[Trend]:
    """The trends of series, each given by its totals over an unbroken run of years. Raises ValueError for fewer than three
    growths."""
    logs = [np.log(list(each.values())) for each in totals]
    if min(map(len, logs), default=LEAST + 1) <= LEAST:
        raise ValueError("a series has too few years")
    usual = float(np.median([np.median(np.diff(each)) for each in logs])) if logs else 0.0
    return [_trend(list(years)[1:], each, usual) for years, each in zip(totals, logs, strict=True)]


def _trend(years: Sequence[int], logs: Array, usual: float) -> Trend:
    n = len(logs) - 1
    weight = n / (n + DOUBT)
    drift = weight * (logs[-1] - logs[0]) / n + (1 - weight) * usual
    level, errors = logs[0], {}
    for year, value in zip(years, logs[1:], strict=True):
        errors[year] = float(value - level - drift)
        level += drift + KEPT * errors[year]
    return Trend(float(level), float(drift), float(np.sqrt(sum(e * e for e in errors.values()) / (n - 1))), n, errors)


def moves(made: Sequence[Trend], years: int, draws: int = DRAWS, seed: int = SEED) -> Array:
    """Draws of ln(total ÷ path), joint over series (series, draws, years): heavy-tailed as the errors are few, with the
    drift's own doubt."""
    drawn = _drawn(1 + len(made) * (years + 1), draws, seed)
    shocks = drawn[:, 1:].reshape(draws, years + 1, len(made)) @ _root(made).T
    stay, ahead = shocks[:, :years], np.arange(1, years + 1)
    summed = KEPT * (np.cumsum(stay, axis=1) - stay) + stay
    drawn_logs = np.empty((len(made), draws, years))
    for at, trend in enumerate(made):
        doubt = ahead * shocks[:, years:, at] * np.sqrt(trend.weight / trend.growths)
        drawn_logs[at] = (
            trend.sd * _tails(trend.growths - 1, draws, drawn.shape[1], seed)[:, None] * (summed[:, :, at] + doubt)
        )
    return drawn_logs


@lru_cache(maxsize=64)
def _drawn(dimensions: int, draws: int, seed: int) -> Array:
    """Even draws of a normal in so many dimensions (draws, dimensions)."""
    return np.asarray(norm.ppf(qmc.Sobol(dimensions, rng=np.random.default_rng(seed)).random(draws)), np.float64)


@lru_cache(maxsize=256)
def _tails(freedom: int, draws: int, dimensions: int, seed: int) -> Array:
    """Student's t over a normal, one a draw (draws)."""
    return np.asarray(np.sqrt(freedom / chi2.ppf(norm.cdf(_drawn(dimensions, draws, seed)[:, 0]), freedom)), np.float64)


def _root(made: Sequence[Trend]) -> Array:
    """A root of the errors' correlation, which weighs the less the fewer years it is from (series, series)."""
    years = sorted({year for trend in made for year in trend.errors})
    errors = np.array([[trend.errors.get(year, 0.0) for year in years] for trend in made])
    size = np.linalg.norm(errors, axis=1)
    size[size == 0] = 1
    few = min(trend.growths for trend in made)
    joint = (errors @ errors.T) / np.outer(size, size) * few / (few + JOINT)
    np.fill_diagonal(joint, 1)
    return np.asarray(np.linalg.cholesky(joint), np.float64)
