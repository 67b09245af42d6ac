"""A measure over the values of a lever: what it can be, where it meets a target, and what comes nearest to one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import elementwise

from sifund import catalog
from sifund.analysis.effect.goal import POINTS, Bounds, Question
from sifund.model.paths import Array
from sifund.text import HALF_FEN

NEAR = 1e-6
"""A measure this near to the target, as a share of its size, has met it."""
FINER = 1000
"""How much nearer than that the root finder comes before it stops."""
ZOOMS = 3
STILL = 1e-9
"""A measure that moves by less, in yuan or in months, does not move."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What a measure can be while the lever takes the values tried: least and most, each with the value that gives it."""

    tried: Bounds
    least: float
    least_at: float
    most: float
    most_at: float
    monotone: bool
    flat: bool


@dataclass(frozen=True, eq=False)
class Curve:
    """The measure at values of the lever (value,), ascending; values at which it has none are left out."""

    question: Question
    grid: Array
    values: Array

    @classmethod
    def of(cls, question: Question, grid: Array) -> Curve:
        """The measure on a grid of values, where it is known."""
        values = question.measure(grid)
        finite = np.isfinite(values)
        return cls(question, grid[finite], values[finite])

    def joined(self, other: Curve) -> Curve:
        """Both curves on one grid."""
        grid, first = np.unique(np.concatenate([self.grid, other.grid]), return_index=True)
        return Curve(self.question, grid, np.concatenate([self.values, other.values])[first])

    @property
    def gap(self) -> Array:
        return self.values - self.question.goal.target

    @property
    def still(self) -> float:
        """A move of the measure that is none."""
        goal = self.question.goal
        return HALF_FEN if catalog.measure_of(goal.measure, goal.fund).unit.money else STILL

    @property
    def flat(self) -> bool:
        return bool(np.ptp(self.values) <= self.still)

    def reach(self, size: float) -> Reach:
        """Least and most; a move below `size` is none."""
        low, high, moves = int(self.values.argmin()), int(self.values.argmax()), np.diff(self.values)
        monotone = bool((moves >= -size).all() or (moves <= size).all())
        return Reach((float(self.grid[0]), float(self.grid[-1])), float(self.values[low]), float(self.grid[low]),
                     float(self.values[high]), float(self.grid[high]), monotone, self.flat)  # fmt: skip

    def roots(self, size: float, was: float) -> list[float]:
        """Values of the lever at which the measure is within `size` of the target, the nearest to the value in force
        first; a jump past it is none, and of neighbours that all meet it one stands for all."""
        gap = self.gap
        hits = np.flatnonzero(np.abs(gap) <= size)
        runs = [self.grid[run] for run in np.split(hits, np.flatnonzero(np.diff(hits) > 1) + 1) if len(run)]
        met = [float(min(run, key=lambda x: abs(x - was))) for run in runs]
        passes = np.flatnonzero((gap[:-1] * gap[1:] < 0) & (np.abs(gap[:-1]) > size) & (np.abs(gap[1:]) > size))
        if len(passes) and not self.question.lever.options:
            root = elementwise.find_root(
                lambda x: self.question.measure(x) - self.question.goal.target, (self.grid[passes], self.grid[passes + 1]),
                tolerances={"fatol": size / FINER},
            )  # fmt: skip
            met += [float(x) for x, off in zip(root.x, root.f_x, strict=True) if abs(off) <= size]
        return sorted(met, key=lambda x: abs(x - was))

    def nearest(self, was: float) -> float:
        """The value that comes nearest to the target, looked at more and more closely; of equals the one nearest to the
        value in force."""
        curve = self
        for _ in range(0 if self.question.lever.options else ZOOMS):
            best = curve._best(was)
            ends = curve.grid[max(best - 1, 0)], curve.grid[min(best + 1, len(curve.grid) - 1)]
            curve = Curve.of(self.question, np.unique([*np.linspace(*ends, POINTS), curve.grid[best]]))
        return float(curve.grid[curve._best(was)])

    def _best(self, was: float) -> int:
        gap = np.abs(self.gap)
        equals = np.flatnonzero(gap <= gap.min() + self.still)
        return int(min(equals, key=lambda i: (abs(self.grid[i] - was), gap[i])))
