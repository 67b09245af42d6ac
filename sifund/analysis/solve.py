"""What would it take: the value of one lever that brings a measure to a target, or the nearest that can be reached.

The lever is tried over its range in one engine call; each place where the measure passes the target is narrowed down by
scipy's root finder, all places at once; the answer is rounded as a person would type it and run again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.optimize import elementwise

from sifund.analysis.goal import POINTS, Bounds, Goal, Question, check, grid_of, in_force, lever_of
from sifund.dataset import Dataset
from sifund.engine import simulate
from sifund.parameter import Month, Parameter, month_of
from sifund.paths import Array
from sifund.problem import SifundError, problem
from sifund.scenario import Scenario
from sifund.text import plain

NEAR = 1e-6
"""A measure this near to the target, as a share of its size, has met it."""
FINER = 1000
"""How much nearer than that the root finder comes before it stops."""
ZOOMS = 3
Status = Literal["met", "already", "nearest", "no_effect"]


@dataclass(frozen=True, slots=True)
class Reach:
    """What a measure can be while the lever takes the values tried: least and most, each with the value that gives it."""

    tried: Bounds
    least: float
    least_at: float
    most: float
    most_at: float
    monotone: bool


@dataclass(frozen=True, slots=True)
class Solution:
    """The answer: `scenario` holds `value` from `month` on, and run again it gives `reached`.

    `exact` is the value before rounding, `others` are further values that meet the target, `was` and `before` are value
    and measure without the change. `confirmed`: the run gives what was looked for, but for the grain of rounding.
    """

    status: Status
    goal: Goal
    lever: str
    month: Month
    value: float
    exact: float
    others: tuple[float, ...]
    reached: float
    confirmed: bool
    was: float
    before: float
    reach: Reach
    scenario: Scenario


def solve(
    dataset: Dataset, scenario: Scenario, lever: str, goal: Goal, *, month: Month | None = None,
    tried: Bounds | None = None, years: int = 6,
) -> Solution:  # fmt: skip
    """The value of a lever that meets the goal, everything else held as the scenario has it.

    The value holds from `month` on, by default from where the scenario changes the lever already, or January after the
    base year. `tried` is the range looked at, by default the slider's. Raises SifundError for what cannot be asked.
    """
    p = lever_of(lever)
    check(dataset, goal, month)
    steps = scenario.steps(lever)
    first = month or (steps[0][0] if steps else month_of(dataset.base_year + 1))
    asked = Question(dataset, scenario, p, goal, first if p.dated else 0, max(years, goal.year - dataset.base_year + 1))
    held = simulate(dataset, [scenario], asked.years)
    was, before = in_force(held, asked), float(asked.read(held)[0])
    grid = grid_of(p, was, tried)
    values = asked.measure(grid)
    known = np.isfinite(values)
    if not known.any():
        raise SifundError(
            [
                problem(
                    "no_value",
                    goal.measure,
                    "在{year}年没有数值（没有支出）。",
                    "has no value in {year}: nothing is spent.",
                    year=goal.year,
                )
            ]
        )
    return _answer(asked, grid[known], values[known], was, before)


def _answer(asked: Question, grid: Array, values: Array, was: float, before: float) -> Solution:
    target = asked.goal.target
    size = max(abs(target), float(np.abs(values).max()), 1.0) * NEAR
    roots = sorted(_roots(asked, grid, values, size), key=lambda x: abs(x - was))
    if abs(before - target) <= size:
        status, exact = "already", was
    elif roots:
        status, exact = "met", roots[0]
    else:
        status = "no_effect" if np.ptp(values) <= size else "nearest"
        exact = was if status == "no_effect" else _nearest(asked, grid, values)
    value = exact if status in ("already", "no_effect") else _rounded(asked.lever, exact, (grid[0], grid[-1]))
    changed = asked.scenario if value == was and status != "met" else asked.change(value)
    sought = before if status == "no_effect" else float(asked.measure([exact])[0]) if status == "nearest" else target
    reached, confirmed = _confirm(asked, changed, value, sought)
    return Solution(
        status, asked.goal, asked.lever.key, asked.month, value, float(exact), tuple(float(x) for x in roots[1:]), reached,
        confirmed, was, before, _reach(grid, values, size), changed,
    )  # fmt: skip


def _roots(asked: Question, grid: Array, values: Array, size: float) -> list[float]:
    """Values of the lever at which the measure is the target; a jump past it is none."""
    gap = values - asked.goal.target
    found = [float(x) for x in grid[np.abs(gap) <= size]]
    passes = np.flatnonzero((gap[:-1] * gap[1:] < 0) & (np.abs(gap[:-1]) > size) & (np.abs(gap[1:]) > size))
    if asked.lever.options or not len(passes):
        return found
    root = elementwise.find_root(
        lambda x: asked.measure(x) - asked.goal.target, (grid[passes], grid[passes + 1]),
        tolerances={"fatol": size / FINER},
    )  # fmt: skip
    return found + [float(x) for x, off in zip(root.x, root.f_x, strict=True) if abs(off) <= size]


def _nearest(asked: Question, grid: Array, values: Array) -> float:
    """The value that comes nearest to the target, looked at more and more closely."""
    for _ in range(0 if asked.lever.options else ZOOMS):
        best = int(np.abs(values - asked.goal.target).argmin())
        grid = np.linspace(grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)], POINTS)
        values = asked.measure(grid)
    return float(grid[np.nanargmin(np.abs(values - asked.goal.target))])


def _reach(grid: Array, values: Array, size: float) -> Reach:
    low, high = int(values.argmin()), int(values.argmax())
    moves = np.diff(values)
    monotone = bool((moves >= -size).all() or (moves <= size).all())
    return Reach((float(grid[0]), float(grid[-1])), float(values[low]), float(grid[low]), float(values[high]),
                 float(grid[high]), monotone)  # fmt: skip


def grain(p: Parameter) -> float:
    """What answers are rounded to: money to the lever's step, all else to a tenth of it."""
    return p.step if p.unit.money or p.options else p.step / 10


def _rounded(p: Parameter, value: float, tried: Bounds) -> float:
    """To the grain, within the range tried."""
    least, most = np.ceil(round(tried[0] / grain(p), 6)), np.floor(round(tried[1] / grain(p), 6))
    return float(plain(round(float(np.clip(round(value / grain(p)), least, most)) * grain(p), 6)))


def _confirm(asked: Question, changed: Scenario, value: float, sought: float) -> tuple[float, bool]:
    """What the answer gives when it is run, and whether what was sought lies within a grain of it."""
    p, fine = asked.lever, grain(asked.lever)
    beside = [min(max(value + move, p.low), p.high) for move in (-fine, fine)]
    scenarios = [changed, *(asked.change(x) for x in beside)]
    reached, *around = asked.run(scenarios)
    slack = max(abs(x - reached) for x in around)
    return float(reached), bool(abs(reached - sought) <= max(slack, NEAR * abs(sought)))
