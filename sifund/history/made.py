"""The band on series made by code: kinds of course that it holds for, and two for which it is not claimed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from sifund.dataset.schema import HistoryRow
from sifund.declare.unit import YUAN
from sifund.history.band import Array
from sifund.history.record import Point, points
from sifund.history.series import Series
from sifund.text import Text, same

TOGETHER, YEARS, WORLDS, FIRST, SEED = 8, 11, 6, 2001, 7
Make = Callable[[np.random.Generator], Array]


@dataclass(frozen=True, slots=True)
class Course:
    """A kind of course that a series may take, and whether the band is claimed for it."""

    name: Text
    make: Make
    claimed: bool = True


def _shape(g: np.random.Generator) -> Array:
    return g.normal(size=(TOGETHER, YEARS))


def _turn(g: np.random.Generator) -> Array:
    """Growth of 10% that stops in the middle of the years."""
    growth = np.where(np.arange(YEARS) < YEARS // 2 + 1, 0.1, 0.0)
    return np.cumsum(growth + 0.03 * _shape(g), axis=1)


def _jump(g: np.random.Generator) -> Array:
    """A level that rises by half once, in a year from the fifth on."""
    at = g.integers(4, YEARS, size=(TOGETHER, 1))
    return 0.05 * np.arange(YEARS) + 0.03 * _shape(g) + np.log(1.5) * (np.arange(YEARS) >= at)


COURSES: Mapping[str, Course] = {
    "random_walk": Course(Text("随机游走", "random walk"), lambda g: np.cumsum(0.06 + 0.1 * _shape(g), axis=1)),
    "trend": Course(Text("直线趋势", "trend"), lambda g: 0.08 * np.arange(YEARS) + 0.03 * _shape(g)),
    "white_noise": Course(Text("白噪声", "white noise"), lambda g: 0.1 * _shape(g)),
    "regime_change": Course(Text("趋势转折", "regime change"), _turn, claimed=False),
    "jump": Course(Text("水平突变", "jump"), _jump, claimed=False),
}


def _series(key: str, amounts: Sequence[float]) -> Series:
    """A made series, known by its totals alone."""
    row = HistoryRow(series=key, fund="made", item="made", period=f"{FIRST}", counts="cumulative", value=1, unit="元",
                     basis="assumed", reason_zh="造出", reason_en="made")  # fmt: skip
    rows = {
        (year, 0): row.model_copy(update={"period": f"{year}", "value": x}) for year, x in enumerate(amounts, FIRST)
    }
    return Series(key, row.fund, row.item, same(key), YUAN, rows)


@cache
def tried(course: Course, worlds: int = WORLDS, draws: int = 512) -> list[Point]:
    """The points of rolling origins over many made sets of series."""
    g, scored = np.random.default_rng(SEED), []
    for _ in range(worlds):
        logs = course.make(g)
        scored += points([_series(f"made.s{n}", np.exp(row).tolist()) for n, row in enumerate(logs)], draws)
    return scored
