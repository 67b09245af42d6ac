"""What would clear an alert: for each lever of the fund, the smallest change that does, to one slider step.

Many scenarios are run at once: first a coarse grid of slider steps both ways, then ever finer ones between the last
step that fails and the first that suffices, until these are neighbours. So a remedy is exact, also where a lever does
not act in proportion.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sifund import catalog
from sifund.analysis.alerts import Alert, legal
from sifund.calibrate import calibrate
from sifund.dataset import Dataset
from sifund.engine import simulate
from sifund.parameter import DECIDERS, Month, Parameter, Steps, month_of
from sifund.party import PARTIES
from sifund.result import Result
from sifund.rows import RowPaths
from sifund.scenario import Scenario

TINY = 1e-9

SCOUTS, GRID = 6, 24
"""Steps tried in one run: over a whole range at first, then between what fails and what does."""


@dataclass(frozen=True, slots=True)
class Goal:
    """Cover months that a fund is to have at the end of a year."""

    fund: str
    year: int
    cover: float

    def reached(self, result: Result, number: int) -> float:
        """The cover that a scenario gives."""
        return float(result.measure(self.fund, "cover_months", number)[0, result.years.index(self.year)])


@dataclass(frozen=True, slots=True)
class Remedy:
    """A lever's smallest lawful change that meets a goal: from the value in force (None: nothing is typed) to `value`
    from `month` on, `count` slider steps away, and the cover that it gives. `by_law`: less would do, but is unlawful."""

    key: str
    month: Month
    start: float | None
    value: float
    count: int
    cover: float
    by_law: bool = False

    @property
    def steps(self) -> Steps:
        return ((self.month, self.value),)


@dataclass(frozen=True, slots=True)
class Remedies:
    """What meets a goal, sorted by who bears it and who decides; the levers that cannot within their slider's range;
    and those that could, with the legal alert that their smallest sufficient change raises."""

    found: tuple[Remedy, ...]
    too_weak: tuple[str, ...]
    unlawful: tuple[tuple[str, Alert], ...]


@dataclass(slots=True)
class Search:
    """One lever in one direction, counted in slider steps: `fails` is known not to do; `does` to do, or None yet.

    `origin` is where counting starts: the value in force, or the whole step just behind it, so that every value tried is
    one that the slider's scale names and that is written without rounding.
    """

    lever: Parameter
    start: float | None
    origin: float
    step: float
    most: int
    fails: int = 0
    does: int | None = None
    lawful: bool = False
    cover: float = 0.0
    breach: Alert | None = None

    def value(self, count: int) -> float:
        return round(self.origin + count * self.step, 9)

    def tries(self) -> list[int]:
        """The counts to run next, evenly between what fails and what does; none where these are neighbours."""
        first, last = self.fails + 1, self.most if self.does is None else self.does - 1
        many = min(SCOUTS if self.does is None and not self.fails else GRID, last - first + 1)
        return sorted({first + (last - first) * i // max(many - 1, 1) for i in range(many)})


class Remedying:
    """The runs of one question: a dataset and scenario, a goal, and the month in which changes start."""

    def __init__(self, dataset: Dataset, scenario: Scenario, goal: Goal, month: Month, years: int) -> None:
        self.dataset, self.scenario, self.goal, self.month, self.years = dataset, scenario, goal, month, years

    def searches(self) -> list[Search]:
        """Each lever of the fund that moves a line, up and down from the value in force."""
        base = calibrate(self.dataset, self.scenario.inputs)
        rows = RowPaths(base, [self.scenario], self.years, None)
        at = self.month - month_of(base.base_year)
        found = []
        for p in catalog.parameters().values():
            if p.kind == "lever" and p.fund == self.goal.fund and catalog.moved_by(p.key):
                found += _both_ways(p, *(float(path[-1, at]) * p.divisor for path in (rows.first(p), rows.path(p))))
        return found

    def run(self, searches: Sequence[Search]) -> None:
        """Narrow every search to neighbours; those that nothing meets keep `does` empty."""
        while rows := [(s, count) for s in searches for count in s.tries()]:
            changed = [self.scenario.with_steps(s.lever.key, ((self.month, s.value(count)),)) for s, count in rows]
            result = simulate(self.dataset, changed, self.years, funds=(self.goal.fund,))
            judged: dict[int, list[tuple[int, bool]]] = {}
            for number, (s, count) in enumerate(rows, start=1):
                judged.setdefault(id(s), []).append((count, self._meets(s, result, number)))
            for s in searches:
                _narrow(s, judged.get(id(s), []))

    def _meets(self, s: Search, result: Result, number: int) -> bool:
        met = self.goal.reached(result, number) >= self.goal.cover
        return met and not (s.lawful and any(legal(result, number, s.lever.key)))

    def judge(self, searches: Sequence[Search]) -> None:
        """The cover that each solved search gives, and the first legal alert that it raises."""
        changed = [self.scenario.with_steps(s.lever.key, ((self.month, s.value(s.does or 0)),)) for s in searches]
        result = simulate(self.dataset, changed, self.years, funds=(self.goal.fund,))
        for number, s in enumerate(searches, start=1):
            s.cover = self.goal.reached(result, number)
            s.breach = next(legal(result, number, s.lever.key), None)


def _both_ways(p: Parameter, usual: float, now: float) -> list[Search]:
    """The slider's steps up and down from the value in force, over the range that it has about the baseline's value: a
    choice's other options; any amount where the baseline has none (NaN)."""
    low, high = p.soft_range(usual) if math.isfinite(usual) and not p.options else (p.low, p.high)
    start, steps = (now, now / p.step) if math.isfinite(now) else (None, 0.0)
    up, down = math.floor(steps + TINY) * p.step, math.ceil(steps - TINY) * p.step
    ways = ((up, p.step, (high - up) / p.step), (down, -p.step, (down - low) / p.step))
    return [Search(p, start, origin, step, math.floor(most + TINY)) for origin, step, most in ways if most + TINY >= 1]


def _narrow(s: Search, judged: Sequence[tuple[int, bool]]) -> None:
    """Take in what the tried counts, ascending, gave."""
    for count, meets in judged:
        if meets:
            s.does = count
            return
        s.fails = count


def remedies(dataset: Dataset, scenario: Scenario, goal: Goal, month: Month, years: int) -> Remedies:
    """Each lever's smallest change from `month` on that meets a goal which the scenario misses; none where it does not.

    `years` is the run's length; it reaches the goal's year. Raises SifundError for impossible base-year inputs.
    """
    asked = Remedying(dataset, scenario, goal, month, years)
    if goal.reached(simulate(dataset, [scenario], years, funds=(goal.fund,)), 1) >= goal.cover:
        return Remedies((), (), ())
    first = asked.searches()
    asked.run(first)
    done = [s for s in first if s.does is not None]
    asked.judge(done)
    again = [replace(s, fails=s.does or 0, does=None, lawful=True) for s in done if s.breach]
    asked.run(again)
    lawful = [s for s in again if s.does is not None]
    asked.judge(lawful)
    best = {s.lever.key: s for s in sorted([*lawful, *(s for s in done if not s.breach)], key=lambda s: -(s.does or 0))}
    unlawful = {s.lever.key: s.breach for s in done if s.breach and s.lever.key not in best}
    weak = [s.lever.key for s in first if s.lever.key not in best and s.lever.key not in unlawful]
    found = [Remedy(k, month, s.start, s.value(s.does or 0), s.does or 0, s.cover, s.lawful) for k, s in best.items()]
    return Remedies(tuple(sorted(found, key=_order)), tuple(dict.fromkeys(weak)), tuple(unlawful.items()))


def _order(remedy: Remedy) -> tuple[int, int]:
    p = catalog.parameters()[remedy.key]
    assert p.borne_by and p.decided_by
    return PARTIES.index(p.borne_by), DECIDERS.index(p.decided_by)
