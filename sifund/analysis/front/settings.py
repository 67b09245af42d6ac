"""What the levers of a question can be set to: the places of their sliders that the law permits, and settings of them all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import combinations, pairwise, product
from math import prod

import numpy as np

from sifund import catalog
from sifund.analysis.front.question import Question
from sifund.analysis.own import stands
from sifund.analysis.response.lawful import lawful
from sifund.analysis.response.places import Places
from sifund.declare.parameter import Parameter, Steps, month_of
from sifund.model.calibrate import calibrate
from sifund.model.case import Case
from sifund.model.rows import steps_from
from sifund.problem import SifundError, problem
from sifund.scenario import Changes, Scenario
from sifund.scenario.place import typed
from sifund.scenario.scenario import inputs_of

Setting = tuple[int, ...]
"""Which of its lawful places each lever stands at."""


class Settings:
    """All lawful places of the question's levers, `every` lever's own."""

    def __init__(self, question: Question, levers: Sequence[Parameter]) -> None:
        self.question, self.levers = question, levers
        self.every = [_lawful_steps(question, p) for p in levers]

    @property
    def count(self) -> int:
        """How many settings there are."""
        return prod(map(len, self.every))

    def thinned(self, most: int) -> list[list[int]]:
        """Places to try of each lever: all, where the settings are so many at most; of those with more than their part so
        many evenly, both ends and what changes nothing among them."""
        if self.count <= most:
            return [list(range(len(steps))) for steps in self.every]
        some, room = [list[int]() for _ in self.every], float(most)
        order = sorted(range(len(some)), key=lambda at: len(self.every[at]))
        for left, at in zip(range(len(order), 0, -1), order, strict=True):
            some[at] = _evenly(self.every[at], max(int(round(room ** (1 / left), 6)), 3))
            room /= max(len(some[at]), 1)
        return some

    def size(self, places: Sequence[Sequence[int]]) -> int:
        """How many settings of some places of each lever there are."""
        return prod(map(len, places))

    def all_of(self, places: Sequence[Sequence[int]]) -> list[Setting]:
        """Every setting of some places of each lever."""
        return list(product(*places))

    def around(self, setting: Setting, gaps: Sequence[int]) -> Iterator[Setting]:
        """Settings a gap to either side of one lever, or of two."""
        count = len(setting)
        moved = [[(at, place) for place in self._beside(setting, at, gaps[at])] for at in range(count)]
        for moves in (*((move,) for some in moved for move in some),
                      *(pair for one, other in combinations(moved, 2) for pair in product(one, other))):  # fmt: skip
            places = list(setting)
            for at, place in moves:
                places[at] = place
            yield tuple(places)

    def _beside(self, setting: Setting, at: int, gap: int) -> set[int]:
        """The places of one lever a gap away, the slider's end where it is nearer."""
        last = len(self.every[at]) - 1
        return {max(setting[at] - gap, 0), min(setting[at] + gap, last)} - {setting[at]}

    def gaps(self, places: Sequence[Sequence[int]]) -> list[int]:
        """How far the places that are tried of each lever lie apart."""
        return [max((b - a for a, b in pairwise(some)), default=1) for some in places]

    def steps(self, setting: Setting) -> tuple[Steps, ...]:
        """What it sets of each lever (none: as in force)."""
        return tuple(steps[at] for steps, at in zip(self.every, setting, strict=True))

    def scenario(self, setting: Setting) -> Scenario:
        """The question's scenario with it."""
        scenario = self.question.scenario
        for p, steps in zip(self.levers, self.steps(setting), strict=True):
            scenario = typed(scenario, p, steps)
        return replace(scenario, name="")

    def changes(self, setting: Setting) -> Changes:
        """What that scenario changes."""
        if self._apart is None:
            return self.scenario(setting).changes
        steps = zip(self.question.levers, self.steps(setting), strict=True)
        return tuple(sorted((*self._apart, *((key, moves) for key, moves in steps if moves))))

    @cached_property
    def _apart(self) -> Changes | None:
        """The scenario's other changes, where no lever ends any of them; else None."""
        changes, keys = self.question.scenario.changes, self.question.levers
        beside = {other.key for p in self.levers for other in catalog.beside(p)}
        if beside & {*keys, *(key for key, _ in changes)}:
            return None
        return tuple(change for change in changes if change[0] not in keys)


def _evenly(steps: Sequence[Steps], many: int) -> list[int]:
    """So many of them, both ends and what changes nothing among them."""
    if len(steps) <= many:
        return list(range(len(steps)))
    some = {round((len(steps) - 1) * i / (many - 1)) for i in range(many)}
    return [at for at, each in enumerate(steps) if at in some or not each]


def _lawful_steps(question: Question, p: Parameter) -> list[Steps]:
    """A lever's options, or the lawful places of its slider."""
    if p.options:
        return [((question.month, float(number)),) for number in range(len(p.options))]
    places = places_of(question, p)
    runs = lawful(question.dataset, question.scenario, question.years, places)
    whole = ((0, places.count - 1),)
    return [places.steps(at) for first, last in (whole if runs is None else runs) for at in range(first, last + 1)]


def places_of(question: Question, p: Parameter) -> Places:
    """The lever's slider, as its card has it. Raises SifundError where nothing is in force."""
    start = _start(question, p)
    if not np.isfinite(start):
        raise SifundError([problem("no_start", p.key, "没有现行值，无法在滑块上逐个试算；请换一个参数。",
                                   "has no value in force, so there is no slider to try; choose another lever.")])  # fmt: skip
    return Places.of(p, question.month, start)


def _start(question: Question, p: Parameter) -> float:
    """What holds in the question's month without the lever, in its own unit; of what is typed in another's place, that as a share
    of it. NaN where nothing is in force."""
    without = question.scenario.with_steps(p.key, ())
    if p.instead_of:
        side = Case(question.dataset, without.changes, question.years).side()
        amounts, at = stands(side, p), question.month - month_of(side.years[0])
        return np.nan if amounts is None else float(amounts[min(max(at, 0), len(amounts) - 1)])
    base = calibrate(question.dataset, inputs_of(question.scenario.changes))
    return steps_from(base, without, p, question.month)[0][1] if base.steps(p.key) else np.nan
