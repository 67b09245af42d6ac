"""What would it take: the value of one lever that brings a measure to a target, or the nearest that can be reached.

The lever is tried over its slider's range in one engine call, and on to its hard bounds where the range does not do;
each place where the measure passes the target is narrowed down by scipy's root finder, all places at once; the answer
is rounded as a person would type it and run again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sifund.analysis.alerts import Alert, alerts
from sifund.analysis.effect.curve import NEAR, Curve, Reach
from sifund.analysis.effect.goal import (
    Bounds,
    Goal,
    Question,
    beyond,
    check,
    grid_of,
    in_force,
    lever_of,
    require_known,
    require_range,
    usual_range,
)
from sifund.analysis.effect.idle import idle_of
from sifund.analysis.moved import gap_of
from sifund.dataset import Dataset
from sifund.declare.parameter import Month, Parameter, month_of
from sifund.model.case import Case, Side, run
from sifund.problem import SifundError, problem
from sifund.scenario import Scenario
from sifund.text import HALF_FEN, Cite, Text, plain

Status = Literal["met", "already", "nearest", "no_effect"]


@dataclass(frozen=True, slots=True)
class Move:
    """A line that the lever moves, and the first year in which it does."""

    name: Text
    year: int


@dataclass(frozen=True, slots=True)
class Solution:
    """The answer: `scenario` holds `value` from `month` on, and run again it gives `reached`.

    `exact` is the value before rounding, `others` are further values that meet the target, `was` and `before` are value
    and measure without the change (`was` is NaN where the dataset has none). `reach` is of all that was tried, `near` of
    what was tried first, `usual` the slider's range. `confirmed`: the run gives what was looked for, but for the grain
    of rounding. `fund` is whose the goal is, in words. `moves`: what a lever without effect on the goal moves instead, the
    most moved first; `idle`: why it can move nothing in these data. `alerts` are the answer's that there were none of before.
    """

    status: Status
    goal: Goal
    fund: Text
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
    near: Reach
    usual: Bounds
    scenario: Scenario
    moves: tuple[Move, ...] = ()
    idle: Text | None = None
    alerts: tuple[Alert, ...] = ()

    @property
    def outside(self) -> bool:
        """Whether the answer lies outside the slider's range."""
        low, high = self.usual
        return self.status in ("met", "nearest") and not low - NEAR <= self.value <= high + NEAR


@dataclass(frozen=True, eq=False)
class Search:
    """One question on its way: the side without the change, what was tried first and in all, and where it meets the goal.

    `size` is what the measure may be off its target and still meet it.
    """

    question: Question
    held: Side
    was: float
    before: float
    usual: Bounds
    near: Curve
    whole: Curve
    size: float
    roots: list[float]

    @property
    def status(self) -> Status:
        """Whether the goal is met already, can be met, cannot be moved, or only neared."""
        if abs(self.before - self.question.goal.target) <= self.size:
            return "already"
        return "met" if self.roots else "no_effect" if self.near.flat else "nearest"


def solve(
    dataset: Dataset, scenario: Scenario, lever: str, goal: Goal, *, month: Month | None = None,
    tried: Bounds | None = None, years: int = 6,
) -> Solution:  # fmt: skip
    """The value of a lever that meets the goal, everything else held as the scenario has it.

    The value holds from `month` on, by default from where the scenario changes the lever already, or January after the
    base year. `tried` is the range looked at; by default the slider's, and where that does not do all that is allowed.
    Raises SifundError for what cannot be asked.
    """
    p = lever_of(lever)
    check(dataset, goal, month)
    if tried:
        require_range(p, *tried)
    steps = scenario.steps(lever)
    first = month or (steps[0][0] if steps else month_of(dataset.base_year + 1))
    question = Question(
        dataset, scenario, p, goal, first if p.dated else 0, max(years, goal.year - dataset.base_year + 1)
    )
    held = Case(dataset, scenario.changes, question.years).side()
    require_known(held, goal)
    return _answer(_search(question, held, tried))


def _search(question: Question, held: Side, tried: Bounds | None) -> Search:
    p, goal = question.lever, question.goal
    was, before = in_force(held, question), question.read(held)
    usual, middle = usual_range(p, in_force(held.baseline, question)), was if np.isfinite(was) else 0.0
    low, high = tried or (float(np.fmin(usual[0], was)), float(np.fmax(usual[1], was)))
    near = whole = Curve.of(question, grid_of(p, was, low, high))
    size = max(abs(goal.target), float(np.abs(near.values).max(initial=0.0)), 1.0) * NEAR
    roots = near.roots(size, middle)
    if not (roots or tried or p.options or abs(before - goal.target) <= size):
        whole = near.joined(Curve.of(question, beyond(p, low, high)))
        roots = whole.roots(size, middle)
    if not len(whole.grid):
        raise SifundError([problem(
            "no_value", goal.measure, "在{year}年没有数值（没有支出，或取决于未知的年初结余）。",
            "has no value in {year}: nothing is spent, or it rests on an unknown opening balance.", year=goal.year,
        )])  # fmt: skip
    return Search(question, held, was, before, usual, near if len(near.grid) else whole, whole, size, roots)


def _answer(s: Search) -> Solution:
    """What was looked for, rounded, run again, and with what was tried."""
    question, status, target = s.question, s.status, s.question.goal.target
    whole, near = s.whole.reach(s.size), s.near.reach(s.size)
    still = status in ("already", "no_effect")
    exact = s.was if still else s.roots[0] if s.roots else s.whole.nearest(s.was)
    value = exact if still else _rounded(question.lever, exact, whole.tried)
    changed = question.scenario if still or (value == s.was and status != "met") else question.change(value)
    sought = float(question.measure([exact])[0]) if status == "nearest" else target
    reached, confirmed = (s.before, True) if still else _confirm(question, changed, value, sought)
    others = tuple(x for x in s.roots if x != exact)
    moves = _moves(s, whole.tried) if status == "no_effect" else ()
    idle = idle_of(s.held, question.lever.key) if status == "no_effect" and not moves else None
    fund = question.dataset.fund_name(question.goal.fund)
    return Solution(status, question.goal, fund, question.lever.key, question.month, value, float(exact), others, reached, confirmed, s.was,
                    s.before, whole, near, s.usual, changed, moves, idle, _alerts(s, changed))  # fmt: skip


def _alerts(s: Search, changed: Scenario) -> tuple[Alert, ...]:
    """What the law, the gate and an empty fund say of the answer, and not of the scenario without it."""
    if changed is s.question.scenario:
        return ()
    before: defaultdict[tuple[object, Cite | None], set[int]] = defaultdict(set)
    for alert in alerts(s.held):
        before[alert.about, alert.law] |= {*_years(alert, s.held)}
    side = Case(s.question.dataset, changed.changes, s.question.years).side()
    return tuple(alert for alert in alerts(side) if not before[alert.about, alert.law].issuperset(alert.years))


def _years(alert: Alert, side: Side) -> Sequence[int]:
    """The years that an alert is of: a fund that is empty in its year is so from then on."""
    return side.years[side.years.index(alert.years[0]) :] if alert.of == "fund" else alert.years


def _moves(s: Search, ends: Bounds) -> tuple[Move, ...]:
    """The lines that the lever moves anywhere in the run, between the ends of what was tried."""
    tried = run(s.question.dataset, [s.question.change(value).changes for value in ends], s.question.years)
    sizes = []
    for key in s.held.line_keys():
        gap = np.max([gap_of(side, s.held, key) for side in tried], axis=0)
        if gap.max() >= HALF_FEN:
            name, year = s.held.base.line_name(key), s.held.years[int((gap >= HALF_FEN).argmax())]
            sizes.append((-float(gap.max()), Move(name, year)))
    return tuple(move for _, move in sorted(sizes, key=lambda x: x[0]))


def grain(p: Parameter) -> float:
    """What answers are rounded to: money to the lever's step, all else to a tenth of it."""
    return p.step if p.unit.money or p.options else p.step / 10


def _rounded(p: Parameter, value: float, tried: Bounds) -> float:
    """To the grain, within the range tried."""
    least, most = np.ceil(round(tried[0] / grain(p), 6)), np.floor(round(tried[1] / grain(p), 6))
    return float(plain(round(float(np.clip(round(value / grain(p)), least, most)) * grain(p), 6)))


def _confirm(question: Question, changed: Scenario, value: float, sought: float) -> tuple[float, bool]:
    """What the answer gives when it is run, and whether what was sought lies within a grain of it."""
    p, fine = question.lever, grain(question.lever)
    beside = [min(max(value + move, p.low), p.high) for move in (-fine, fine)]
    scenarios = [changed, *(question.change(x) for x in beside)]
    reached, *around = question.run(scenarios)
    slack = max(abs(x - reached) for x in around)
    return float(reached), bool(abs(reached - sought) <= max(slack, NEAR * abs(sought)))
