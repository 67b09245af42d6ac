"""Where a run passes what the law allows, month by month: by a decision, or by the growth that the model assumes.

Law is dated, it does not grow. A limit holds from its month to the next one's, the last to the end of the last year for
which a rule is known; a rule without such a year stands until another takes its place. A limit that the scenario types is
known from its month on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from sifund import catalog
from sifund.declare.parameter import LegalAlert, Month, Parameter, Steps, month_of, month_text
from sifund.model.baseline import Baseline
from sifund.model.case import Side
from sifund.model.memory import remembered
from sifund.model.paths import Array, hold_year, merge, step_path
from sifund.model.result import Part
from sifund.model.rows import RowPaths
from sifund.scenario.steps import path_words
from sifund.text import Cite

TINY = 1e-9
LAWFUL, NOTE, ALERT = range(3)
Grades = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a limit is from a month on, and the document of that date; None where the scenario types it. `ended` is the last
    year of the rule that allowed what is allowed by none from here on."""

    month: Month
    value: float
    law: Cite | None
    ended: int | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """Dated rules, the earliest first, and the first month for which none is known any more; None where that never comes."""

    rules: tuple[Rule, ...]
    until: Month | None


@dataclass(frozen=True, slots=True)
class Passing:
    """Years in which a row passes a limit for one cause: the value in force before growth, `given`, and one rule.

    `month` is the worst of the first year; `reached` and `bound` are value and limit then; `is_dated` is whether a rule is
    dated for it; `alert` is whether the value given passes by itself in such a month.
    """

    years: tuple[int, ...]
    month: Month
    given: float
    reached: float
    bound: float
    rule: Rule
    is_dated: bool
    alert: bool


@dataclass(frozen=True, eq=False)
class Judged:
    """A parameter of one row beside one rule of it, by month (month,) in the parameter's own unit.

    `values` are its path, `given` the dated values that it grows from, `steps` these with their months; `moves` is what
    the row's scenario changes.
    """

    parameter: Parameter
    rule: LegalAlert
    limit: Limit
    steps: Steps
    moves: dict[str, Steps]
    values: Array
    given: Array
    first: Month

    @cached_property
    def months(self) -> NDArray[np.intp]:
        return self.first + np.arange(len(self.values))

    @cached_property
    def in_force(self) -> NDArray[np.intp]:
        """Which rule holds in each month; −1 before the first."""
        starts = [rule.month for rule in self.limit.rules]
        return np.searchsorted(starts, self.months, side="right") - 1

    @cached_property
    def bounds(self) -> Array:
        """The limit of each month; NaN before the first rule."""
        return np.array([*(rule.value for rule in self.limit.rules), np.nan])[self.in_force]

    @cached_property
    def dated(self) -> NDArray[np.bool_]:
        return np.full(len(self.months), True) if self.limit.until is None else self.months < self.limit.until

    def beyond(self, values: Array) -> Array:
        """By how much values pass the limit."""
        return self.bounds - values if self.rule.floor else values - self.bounds

    @cached_property
    def grades(self) -> Grades:
        """LAWFUL, NOTE or ALERT by month."""
        least = -TINY if self.rule.at_limit else TINY
        passes, decided = self.beyond(self.values) > least, self.beyond(self.given) > least
        return np.where(passes, np.where(decided & self.dated, ALERT, NOTE), LAWFUL)

    def passings(self, where: NDArray[np.bool_]) -> Iterator[Passing]:
        """What the months of `where` give, a year under its gravest grade."""
        grades, groups = np.where(where, self.grades, LAWFUL), {}
        if not grades.any():
            return
        for start in range(0, len(grades), 12):
            year = grades[start : start + 12]
            if gravest := year.max():
                far = np.where(year == gravest, self.beyond(self.values)[start : start + 12], -np.inf)
                at = start + int(far.argmax())
                cause = (gravest, bool(self.dated[at]), float(self.given[at]), int(self.in_force[at]))
                groups.setdefault(cause, []).append(at)
        for (grade, dated, given, rule), places in groups.items():
            at, years = places[0], tuple(int(self.months[i]) // 12 for i in places)
            yield Passing(years, int(self.months[at]), given, float(self.values[at]), float(self.bounds[at]),
                          self.limit.rules[rule], dated, grade == ALERT)  # fmt: skip


def judge(side: Side, p: Parameter, rule: LegalAlert) -> Judged | None:
    """A parameter beside a rule of its own in one row of a run, which is its baseline's where the row moves neither; None
    where the value or the limit is not known."""
    if side.moves.keys().isdisjoint(borne_by(p) | borne_by(rule.parameter)):
        return _of_baseline(side.base, len(side.years), p, p.alerts.index(rule))
    return _judged(side, p, rule)


@cache
def borne_by(p: Parameter | None) -> frozenset[str]:
    """Keys of what a parameter's path rests on: itself, what it grows by, and what is typed in its place; none of none."""
    return frozenset({p.key, *borne_by(p.grows), *(q.key for q in catalog.beside(p))}) if p else frozenset()


@remembered(512)
def _of_baseline(base: Baseline, years: int, p: Parameter, at: int) -> Judged | None:
    paths = RowPaths(base, [], years)
    return _judged(Side(Part(base, years, paths.rows), paths), p, p.alerts[at])


def _judged(side: Side, p: Parameter, rule: LegalAlert) -> Judged | None:
    limit, steps = limit_of(side, rule), _steps(side, p)
    if limit is None or not steps:
        return None
    first = side.base.base_year
    given, values = hold_year(p, step_path(steps, first, len(side.years)))[0], side.path(p) * p.divisor
    for other in catalog.beside(p) if not p.instead_of else ():
        values = np.where(np.isnan(side.path(other)), values, np.nan)  # what is typed in its place is judged by itself
    return Judged(p, rule, limit, steps, side.moves, values, given, month_of(first))


def _steps(side: Side, p: Parameter) -> Steps:
    base_steps = side.base.values[p.key].steps if p.key in side.base.values else ()
    return merge(base_steps, side.moves.get(p.key, ()))


def limit_of(side: Side, rule: LegalAlert) -> Limit | None:
    """The dated rules of a limit in a row of a run; None where none is known."""
    if not rule.parameter:
        rules = tuple(Rule(month_of(x.from_year), x.value, x.law) for x in rule.limits)
        until = None if rule.through is None else month_of(rule.through + 1)
        if until is None or not rule.lapses:
            return Limit(rules, until)
        return Limit((*rules, Rule(until, 0.0, rule.law or rules[-1].law, rule.through)), None)
    p = rule.parameter
    typed, steps = side.moves.get(p.key, ()), _steps(side, p)
    if not steps:
        return None
    decided = typed[0][0] if typed else None
    rules = tuple(
        Rule(month, value, None if decided is not None and month >= decided else _cite(p, side.base, month, value))
        for month, value in steps
    )
    return Limit(rules, None if typed else month_of(steps[-1][0] // 12 + 1))


def _cite(p: Parameter, base: Baseline, month: Month, value: float) -> Cite:
    """The document of a dated rule, and what it sets."""
    says = path_words(p, ((month, value),), start=-1)
    row = next((row for row in base.dataset.law_rows(p.key) if row.from_month == month_text(month)), None)
    if row:
        return Cite(row.document, says, row.checked)
    ground = base.values[p.key].ground_at(month)
    return Cite(ground.document or (p.law.document if p.law else p.name.zh), says, ground.basis == "reported")
