"""What would clear an alert, and keep it cleared: for each lever of the fund, the smallest change after which cover
stands at or above a bound in every year of the run, to one slider step.

Many scenarios are run at once: first a coarse grid of slider steps both ways, then ever finer ones between the last
step that fails and the first that suffices, until these are neighbours. So a remedy is exact, also where a lever does
not act in proportion. Where the slider's range does not do, the search goes on to the hard bound.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sifund import catalog
from sifund.analysis.alerts import Alert, legal
from sifund.analysis.effect.goal import Bounds, usual_range
from sifund.dataset import Dataset
from sifund.declare.measure import COVER
from sifund.declare.parameter import DECIDERS, Month, Parameter, month_of
from sifund.declare.party import PARTIES
from sifund.model.case import Side, run
from sifund.model.memory import remembered
from sifund.scenario import Scenario, typed_from

TINY = 1e-9

SCOUTS, GRID = 6, 24
"""Steps tried in one run: over a whole range at first, then between what fails and what does."""


@dataclass(frozen=True, slots=True)
class Goal:
    """Cover months that a fund is to have at the end of every year after the base year, or another `measure` of it, such
    as a person's replacement rate [percent]; `year` is the one whose alert asks for it."""

    fund: str
    year: int
    cover: float
    measure: str = COVER

    def reached(self, side: Side) -> float | None:
        """The lowest after the base year; of cover infinite where nothing is spent, None where it is unknown."""
        given = side.measure(self.fund, self.measure)
        lowest = np.nan if given is None else float(given[1:].min(initial=np.inf))
        return None if np.isnan(lowest) else lowest

    def met(self, side: Side) -> bool:
        """Whether a scenario is known to have the cover."""
        reached = self.reached(side)
        return reached is not None and reached >= self.cover - TINY


@dataclass(frozen=True, slots=True)
class Remedy:
    """A lever's smallest lawful change that meets a goal: from the value in force (None: nothing is typed) to `value`
    from `month` on, `count` slider steps away, and the lowest cover that it gives in any year. `usual` is the slider's
    range. `by_law`: less would do, but is unlawful."""

    key: str
    month: Month
    start: float | None
    value: float
    count: int
    cover: float
    by_law: bool = False
    usual: Bounds = (-math.inf, math.inf)

    def put(self, scenario: Scenario) -> Scenario:
        """The scenario with the change."""
        return typed_from(scenario, catalog.parameter(self.key), self.month, self.value)

    @property
    def outside(self) -> bool:
        """Whether the value lies outside the slider's range."""
        low, high = self.usual
        return not low - TINY <= self.value <= high + TINY


@dataclass(frozen=True, slots=True)
class Remedies:
    """What meets a goal, sorted by who bears it and who decides; the levers that cannot within their hard bounds; and
    those that could, with the legal alert that their smallest sufficient change raises."""

    remedies: tuple[Remedy, ...]
    too_weak: tuple[str, ...]
    unlawful: tuple[tuple[str, Alert], ...]


@dataclass(frozen=True, slots=True)
class Search:
    """One lever in one direction, counted in slider steps: `fails` is known not to do; `does` to do, or None yet; `most`
    is the last of the slider's range, `far` at the hard bound. `lawful` ones must raise no alert.

    `origin` is where counting starts: the value in force, or the whole step just behind it, so that every value tried is
    one that the slider's scale names and that is written without rounding.
    """

    lever: Parameter
    start: float | None
    origin: float
    step: float
    most: int
    far: int
    usual: Bounds
    fails: int = 0
    does: int | None = None
    lawful: bool = False

    def value(self, count: int) -> float:
        """The lever's value so many steps from where it stands, in its own unit."""
        return round(self.origin + count * self.step, 9)

    def tries(self) -> list[int]:
        """The counts to run next, evenly between what fails and what does; none where these are neighbours. Where the
        slider's range is used up, on to the hard bound."""
        most = self.far if self.fails >= self.most else self.most
        first, last = self.fails + 1, most if self.does is None else self.does - 1
        many = min(SCOUTS if self.does is None and not self.fails else GRID, last - first + 1)
        return sorted({first + (last - first) * i // max(many - 1, 1) for i in range(many)})

    def narrowed(self, meets: Sequence[tuple[int, bool]]) -> Search:
        """The search once tried counts, ascending, have met the goal or not."""
        does = next((count for count, met in meets if met), self.does)
        fails = (count for count, met in meets if not met and (does is None or count < does))
        return replace(self, does=does, fails=max(fails, default=self.fails))


@dataclass(frozen=True, slots=True)
class Solved:
    """A search that met the goal: the smallest count that does, the cover that it gives, and the first legal alert that
    it raises."""

    search: Search
    count: int
    cover: float
    breach: Alert | None


class Remedying:
    """The runs of one question: a dataset and scenario, a goal, and the month in which changes start."""

    def __init__(self, dataset: Dataset, scenario: Scenario, goal: Goal, month: Month, years: int) -> None:
        self.dataset, self.scenario, self.goal, self.month, self.years = dataset, scenario, goal, month, years

    def searches(self, held: Side) -> list[Search]:
        """Each lever of the fund that moves a line by itself, up and down from the value in force in the run without a change."""
        at = self.month - month_of(self.dataset.base_year)
        searches: list[Search] = []
        for p in catalog.levers(self.goal.fund):
            if catalog.moved_by(p.key) and not p.instead_of:
                usual, now = (float(side.path(p)[at]) * p.divisor for side in (held.baseline, held))
                if math.isnan(usual) and p.key in held.base.modelled:
                    usual = float(held.baseline.line(p.key)[at // 12])
                searches += _both_ways(p, usual_range(p, usual), now)
        return searches

    def run(self, searches: Sequence[Search]) -> Sequence[Search]:
        """Every search narrowed to neighbours; those that nothing meets keep `does` empty."""
        while any(tries := [s.tries() for s in searches]):
            rows = [(s, count) for s, counts in zip(searches, tries, strict=True) for count in counts]
            sides = iter(self._sides(rows))
            searches = [
                s.narrowed([(count, self._meets(s, next(sides))) for count in counts])
                for s, counts in zip(searches, tries, strict=True)
            ]
        return searches

    def _sides(self, rows: Sequence[tuple[Search, int]]) -> tuple[Side, ...]:
        """What each search gives at a count; only the goal's fund is run."""
        changed = [typed_from(self.scenario, s.lever, self.month, s.value(count)).changes for s, count in rows]
        return run(self.dataset, changed, self.years, (self.goal.fund,))

    def _meets(self, s: Search, side: Side) -> bool:
        return self.goal.met(side) and not (s.lawful and any(legal(side, s.lever.key)))

    def solved(self, searches: Sequence[Search]) -> list[Solved]:
        """Those that met the goal, with what they give."""
        rows = [(s, s.does) for s in searches if s.does is not None]
        return [
            Solved(s, count, self.goal.reached(side) or 0.0, next(legal(side, s.lever.key), None))
            for (s, count), side in zip(rows, self._sides(rows), strict=True)
        ]


def _both_ways(p: Parameter, usual: Bounds, now: float) -> list[Search]:
    """The slider's steps up and down from the value in force, over the usual range and then to the hard bounds; a
    choice's other options; any amount where nothing is typed (NaN)."""
    start, steps = (now, now / p.step) if math.isfinite(now) else (None, 0.0)
    up, down = math.floor(steps + TINY) * p.step, math.ceil(steps - TINY) * p.step
    ways = ((up, p.step, usual[1], p.high), (down, -p.step, usual[0], p.low))
    counted = [
        (origin, step, *(math.floor((end - origin) / step + TINY) for end in ends)) for origin, step, *ends in ways
    ]
    return [Search(p, start, origin, step, max(most, 0), far, usual) for origin, step, most, far in counted if far >= 1]


def remedies(dataset: Dataset, scenario: Scenario, goal: Goal, month: Month, years: int) -> Remedies:
    """Each lever's smallest change from `month` on that meets a goal in every year of a run of `years`, where the
    scenario misses it; none where it does not, or where the fund's opening balance is unknown.

    Raises SifundError for impossible base-year inputs.
    """
    question = Remedying(dataset, scenario, goal, month, years)
    (held,) = run(dataset, [scenario.changes], years, (goal.fund,))
    if goal.reached(held) is None or goal.met(held):
        return Remedies((), (), ())
    searches = question.searches(held)
    first = question.solved(question.run(searches))
    further = [replace(x.search, fails=x.count, does=None, lawful=True) for x in first if x.breach]
    lawful = [*question.solved(question.run(further)), *(x for x in first if not x.breach)]
    best = {x.search.lever.key: x for x in sorted(lawful, key=lambda x: -x.count)}
    unlawful = {x.search.lever.key: x.breach for x in first if x.breach and x.search.lever.key not in best}
    weak = [s.lever.key for s in searches if s.lever.key not in best and s.lever.key not in unlawful]
    every = sorted((_remedy(month, solved) for solved in best.values()), key=_order)
    return Remedies(tuple(every), tuple(dict.fromkeys(weak)), tuple(unlawful.items()))


def _remedy(month: Month, solved: Solved) -> Remedy:
    s, count = solved.search, solved.count
    return Remedy(s.lever.key, month, s.start, s.value(count), count, solved.cover, s.lawful, s.usual)


@dataclass(frozen=True, slots=True)
class Plan:
    """What would clear a fund's alerts for good: the goal that some lever meets alone, the first of those asked for, and
    the remedies that meet it; the first goal with none where no lever meets any."""

    goal: Goal
    remedies: Remedies


def plan(dataset: Dataset, scenario: Scenario, goals: Sequence[Goal], month: Month, years: int) -> Plan:
    """The remedies of the first goal that has any. Raises SifundError as `remedies` does."""
    return _plan(dataset, scenario, tuple(goals), month, years)


@remembered()
def _plan(dataset: Dataset, scenario: Scenario, goals: tuple[Goal, ...], month: Month, years: int) -> Plan:
    plans = (Plan(goal, remedies(dataset, scenario, goal, month, years)) for goal in goals)
    first = next(plans)
    return first if first.remedies.remedies else next((p for p in plans if p.remedies.remedies), first)


def _order(remedy: Remedy) -> tuple[int, int]:
    p = catalog.parameters()[remedy.key]
    assert p.borne_by and p.decided_by
    return PARTIES.index(p.borne_by), DECIDERS.index(p.decided_by)
