"""What `solve` is asked: a lever, a measure in a year and its target, and how the one is read off the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sifund import catalog
from sifund.analysis.unknown import unknown_problem, why_none
from sifund.dataset import Dataset
from sifund.declare.measure import BALANCE_SHEET
from sifund.declare.parameter import Month, Parameter, month_of, month_text
from sifund.model.case import Side, run
from sifund.model.paths import Array
from sifund.problem import Problem, SifundError, problem
from sifund.scenario import Scenario, typed_from
from sifund.scenario.scenario import unknown_key
from sifund.scenario.view import LAST_YEARS
from sifund.text import plain

POINTS = 129
Bounds = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Goal:
    """A fund's measure, or that of `all`, or the replacement rate of one of its persons, in a calendar year, and what it
    should be [yuan; cover in months; percent]."""

    fund: str
    measure: str
    year: int
    target: float


@dataclass(frozen=True)
class Question:
    """A lever of a scenario, changed from a month on, and the goal that it is to meet in a run of `years`."""

    dataset: Dataset
    scenario: Scenario
    lever: Parameter
    goal: Goal
    month: Month
    years: int

    def change(self, value: float) -> Scenario:
        """The scenario with the lever at a value from the month on."""
        return typed_from(self.scenario, self.lever, self.month, float(value))

    def measure(self, values: Sequence[float] | Array) -> Array:
        """The goal's measure with the lever at each value (value,), in one engine call; NaN where it has none."""
        return self.run([self.change(value) for value in np.ravel(values)]).reshape(np.shape(values))

    def run(self, scenarios: Sequence[Scenario]) -> Array:
        """The goal's measure in each scenario (scenario,): only its own fund is run, since funds do not interact."""
        funds = () if self.goal.fund == catalog.ALL else (self.goal.fund,)
        sides = run(self.dataset, [scenario.changes for scenario in scenarios], self.years, funds)
        return np.array([self.read(side) for side in sides])

    def read(self, side: Side) -> float:
        """The goal's measure in a side; NaN where it has none."""
        amount = side.value(self.goal.fund, self.goal.measure, self.goal.year)
        return np.nan if amount is None else amount


def lever_of(key: str) -> Parameter:
    """The parameter to solve for. Raises SifundError for an unknown key or a base-year input."""
    try:
        p = catalog.parameter(key)
    except catalog.UnknownKey as error:
        raise SifundError([unknown_key(error)]) from None
    if p.kind == "input":
        raise SifundError([problem(
            "not_a_lever", key, "是基年实数，不能反求；请选政策参数、驱动量或假设。",
            "is a figure of the base year and cannot be solved for; choose a lever, driver or assumption.",
        )])  # fmt: skip
    return p


def measures_of(fund: str) -> tuple[str, ...]:
    """What may be aimed at of a fund: its balance sheet, and what its persons get."""
    return *BALANCE_SHEET, *(person.short for person in catalog.persons().values() if person.fund == fund)


def check(dataset: Dataset, goal: Goal, month: Month | None) -> None:
    """Raises SifundError with everything about the goal that does not exist."""
    first = dataset.base_year
    allowed: list[tuple[str, object, Sequence[object]]] = [
        ("fund", goal.fund, (*dataset.funds, catalog.ALL)),
        ("measure", goal.measure, measures_of(goal.fund)),
        ("year", goal.year, range(first, first + LAST_YEARS)),
    ]
    wrong: list[Problem] = [
        problem("goal", name, "“{value}”不可选；可选：{known}。", '"{value}" is not a choice; choose from {known}.', value=value,
                known=", ".join(map(str, choices)))
        for name, value, choices in allowed if value not in choices
    ]  # fmt: skip
    if month is not None and not first <= month // 12 <= goal.year:
        wrong.append(problem(
            "month", "lever", "起始月份{value}应在{first}年至{last}年之间。",
            "the month {value} from which it changes must lie in {first} to {last}.",
            value=month_text(month), first=first, last=goal.year,
        ))  # fmt: skip
    if not np.isfinite(goal.target):
        wrong.append(problem("goal", "target", "目标不是数字。", "the target is not a number."))
    elif not wrong and goal.target < 0 and not catalog.measure_of(goal.measure, goal.fund).signed:
        wrong.append(problem(
            "goal", "target", "“{value}”作为{name}的目标，应不小于0。", "\"{value}\" should be 0 or more as a target of {name}.",
            value=plain(goal.target), name=catalog.measure_name(goal.measure, goal.fund).inside,
        ))  # fmt: skip
    if wrong:
        raise SifundError(wrong)


def require_known(side: Side, goal: Goal) -> None:
    """Raises SifundError where the goal's measure rests on an opening balance that nobody gave, or on what the data
    lack."""
    if side.measure(goal.fund, goal.measure) is not None:
        return
    if person := catalog.person_of(goal.fund, goal.measure):
        raise SifundError([problem("no_value", goal.measure, "“{name}”没有数值：{why}。", '"{name}" has no value: {why}.',
                                   name=person.measure.name, why=why_none(side, person))])  # fmt: skip
    raise SifundError([unknown_problem(side.base, goal.fund, catalog.measure_name(goal.measure, goal.fund))])


def in_force(side: Side, question: Question) -> float:
    """The lever's value in force in the month, before the change; of a closing line that nobody typed, its amount; NaN
    where the dataset has none."""
    p = question.lever
    at = min(max(question.month - month_of(question.dataset.base_year), 0), 12 * question.years - 1)
    value = float(side.path(p)[at]) * p.divisor
    if np.isfinite(value):
        return float(plain(round(value, 10)))
    return float(side.line(p.key)[at // 12]) if p.key in side.base.modelled else np.nan


def usual_range(p: Parameter, baseline: float) -> Bounds:
    """The slider's range, about the baseline's value; every choice."""
    if p.options:
        return p.low, p.high
    if np.isfinite(baseline):
        return p.soft_range(baseline)
    return p.low if p.soft_low is None else p.soft_low, p.high if p.soft_high is None else p.soft_high


def grid_of(p: Parameter, was: float, low: float, high: float) -> Array:
    """The values tried first: every choice, or evenly over a range with the value in force among them."""
    if p.options:
        return np.arange(len(p.options), dtype=float)
    inside = [was] if low <= was <= high else []
    return np.unique([*np.linspace(low, high, POINTS), *inside])


def beyond(p: Parameter, low: float, high: float) -> Array:
    """The values tried where a range does not do: from its ends to the hard bounds, ever farther apart."""
    least = max(p.step, (high - low) / POINTS)
    up, down = (_apart(least, span) for span in (p.high - high, low - p.low))
    return np.unique([p.low, *np.clip([*(low - down), *(high + up)], p.low, p.high), p.high])


def _apart(least: float, span: float) -> Array:
    return np.geomspace(min(least, span), span, POINTS // 2) if span > 0 else np.empty(0)


def require_range(p: Parameter, low: float, high: float) -> None:
    """Raises SifundError for a range that cannot be tried."""
    if not (p.allows(low) and p.allows(high) and low < high):
        raise SifundError([problem(
            "range", p.key, "不能在{value}试算：范围应在{low}至{high}之内，下限小于上限。",
            "cannot be tried from {value}: a range lies within {low} to {high}, its low below its high.",
            value=f"{plain(low)}:{plain(high)}", low=plain(p.low), high=plain(p.high),
        )])  # fmt: skip
