"""The path that a lever's card starts from, what one step more would be, and where it goes year by year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from zlib import crc32

import numpy as np

from sifund.analysis.limits import borne_by
from sifund.analysis.own import stands
from sifund.analysis.response.places import Places
from sifund.declare.parameter import Month, Parameter, Step, Steps, month_of, month_text
from sifund.model.baseline import Baseline
from sifund.model.case import Side
from sifund.model.memory import remembered
from sifund.model.paths import Array
from sifund.model.rows import steps_from
from sifund.scenario import Changes, Scenario, value_text
from sifund.scenario.steps import places, scale, value_number
from sifund.terms import BASELINE, SCENARIO
from sifund.text import LANGS, Lang, Text

YEAR, YEARS, FROM = (
    Text("{first}年", "{first}"),
    Text("{first}—{last}年", "{first}–{last}"),
    Text("{first}起", "from {first}"),
)
STAYS = Text("{value}，不变", "{value}, unchanged")
_NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?")
Course = list[tuple[Text, Text]]
"""When, and the value then, in words."""


@dataclass(frozen=True)
class Card:
    """A parameter under a scenario that was run; `month` is where a change of it starts."""

    p: Parameter
    scenario: Scenario
    side: Side
    start_month: Month

    @property
    def base(self) -> Baseline:
        return self.side.base

    @property
    def own_steps(self) -> Steps:
        """What the scenario types; empty where it leaves the parameter alone."""
        return self.scenario.steps(self.p.key)

    @property
    def month(self) -> Month:
        return self.own_steps[0][0] if self.own_steps and self.p.dated else self.start_month

    @property
    def mark(self) -> str:
        """What the results of the lever's values rest on: all of the scenario but the lever, in short."""
        view = self.scenario.view
        rest = self.scenario.with_steps(self.p.key, ()).changes, view.years, view.fund, self.month
        return f"{crc32(repr(rest).encode()):08x}"

    @property
    def places(self) -> Places | None:
        """The places of its slider; None where it has none."""
        rows, line = self.rows(self.month), self.base.typed_line(self.p)
        if line and line.kind == "quantity":  # what is worked out by year lies beside what is typed for all
            return None
        if self.p.options or len(rows) != 1 or len(self.own_steps) > 1:
            return None
        places = Places.of(self.p, self.month, rows[0][1])
        return places if places.count > 1 else None

    def untouched(self, month: Month) -> Steps:
        """The path from a month on without the card's own change: that of the baseline, grown as the scenario grows it.
        A line that the model closes has each year's amount, one without a value nothing."""
        if self.p.key in self.base.values:
            return _steps(self.base, self.scenario.with_steps(self.p.key, ()), self.p, month)
        amounts = stands(self.side.baseline if self.own_steps else self.side, self.p)
        if amounts is None or self.p.instead_of:
            return ()
        first = _place(self.side, amounts, month)
        later = enumerate(amounts[12 * (first // 12 + 1) :: 12].tolist(), month // 12 + 1)
        return (month, float(amounts[first])), *((month_of(year), amount) for year, amount in later)

    def rows(self, month: Month) -> Steps:
        """The dated values that an untouched card shows: the whole path where it is stepped. What the model closes, or
        works out, is one value, as it is no path that somebody set."""
        if self.p.key in self.base.values:
            return self.untouched(month)
        if not self.p.instead_of:
            return self.untouched(month)[:1]
        value = in_force(self.p, self.side.baseline if self.own_steps else self.side, month)
        return () if value is None else ((month, value),)

    def added(self) -> Steps:
        """The path with one step more, which changes nothing until it is changed: the next January, or the first of
        the years shown that has none, and the value of that month."""
        steps = self.own_steps or self.untouched(self.month)
        if not self.own_steps and self.p.key not in self.base.values:
            return steps
        januaries, taken = map(month_of, self.side.years), {month for month, _ in steps}
        later = month_of(steps[-1][0] // 12 + 1)
        free = [month for month in januaries if month > steps[0][0] and month not in taken]
        month = next((month for month in free if month >= later), free[0] if free else later)
        value = _steps(self.base, self.scenario.with_steps(self.p.key, steps), self.p, month)[0][1]
        return tuple(sorted([*steps, (month, value)]))

    def is_no_change(self, steps: Steps) -> bool:
        """Whether the steps are those of the untouched card, as far as it shows them."""
        start = self.rows(steps[0][0] if steps and self.p.dated else self.start_month)
        return not steps or _as_shown(self.p, steps) == _as_shown(self.p, start)

    def by_year(self) -> dict[str, list[float]] | None:
        """The baseline's path and the scenario's by January, in a unit that does not matter; None where either is not
        known all through."""
        if self.p.options or not self.p.dated:
            return None
        both = {"base": _januaries(self, self.side.baseline), "own": _januaries(self, self.side)}
        return both if np.isfinite([*both.values()]).all() else None

    def courses(self) -> list[tuple[Text, Course]]:
        """Where the baseline goes by January, and the scenario where it goes elsewhere."""
        if not self.p.dated:
            return []
        base, course = _course(self, changed=False), _course(self, changed=True)
        return [(BASELINE, base), *([(SCENARIO, course)] if course != base else [])]


def in_force(p: Parameter, side: Side, month: Month) -> float | None:
    """What a side has in a month for a parameter without a value of its own; None where nothing gives it."""
    amounts = stands(side, p)
    return None if amounts is None else float(amounts[_place(side, amounts, month)])


def _place(side: Side, amounts: Array, month: Month) -> int:
    """Where a month stands in amounts by month; before and after them the nearest."""
    return min(max(month - month_of(side.years[0]), 0), len(amounts) - 1)


def _as_shown(p: Parameter, steps: Steps) -> list[tuple[Month, float | str]]:
    return [(month if p.dated else 0, shown(p, value)) for month, value in steps]


def _steps(base: Baseline, scenario: Scenario, p: Parameter, month: Month) -> Steps:
    return _kept_steps(base, _bearing(scenario, p), p, month)


def _bearing(scenario: Scenario, p: Parameter) -> Changes:
    """What of a scenario the parameter's path rests on."""
    return tuple(change for change in scenario.changes if change[0] in borne_by(p))


@remembered(4096)
def _kept_steps(base: Baseline, changes: Changes, p: Parameter, month: Month) -> Steps:
    return steps_from(base, Scenario(changes), p, month)


def shown(p: Parameter, value: float, lang: Lang = "zh") -> float | str:
    """A value as the card shows it: a number in the unit of the card, or the key of a choice."""
    return value_text(p, value) if p.options else round(value / scale(p, lang), places(p, lang))


def exact(p: Parameter, value: float, lang: Lang = "zh") -> str:
    """A value in full, in the unit of the card."""
    return value_text(p, value) if p.options else format(Decimal(repr(value)) / Decimal(scale(p, lang)), "f")


def typed(p: Parameter, value: str, lang: Lang = "zh") -> str:
    """What is typed or stands in full on a card of that language, as it stands in a link; what is no number as it is."""
    if p.options or not _NUMBER.fullmatch(value):
        return value
    return format(Decimal(value) * Decimal(scale(p, lang)), "f")


def _januaries(card: Card, side: Side) -> list[float]:
    """A parameter by year, as a formula reads it; of a line that the model closes its amounts."""
    path = stands(side, card.p) if card.p.key not in card.base.values else None
    return [float(f"{value:.6g}") for value in (side.path(card.p) if path is None else path)[::12]]


# --- where a path goes ------------------------------------------------------------------------------------------------


def _course(card: Card, changed: bool) -> Course:
    """The baseline's path or the scenario's: each January's value as far as growth or the model moves it, else the dated
    values."""
    p, scenario, last = card.p, card.scenario if changed else Scenario(), card.side.years[-1]
    first = min(card.month, card.start_month)
    side = card.side if changed else card.side.baseline
    amounts = stands(side, p) if p.key not in card.base.values and not scenario.steps(p.key) else None
    if amounts is not None:
        months = [month_of(min(first // 12, last)), *(month_of(year) for year in range(first // 12 + 1, last + 1))]
        return course_words(p, [(month, float(amounts[_place(side, amounts, month)])) for month in months], last)
    return _kept_course(card.base, _bearing(scenario, p), p, first, last)


@remembered(4096)
def _kept_course(base: Baseline, changes: Changes, p: Parameter, first: Month, last: int) -> Course:
    """Where a path with a value of its own goes from a month on; it does not change while other levers are moved."""
    steps, years = _kept_steps(base, changes, p, first), range(first // 12 + 1, last + 1)
    path = tuple(step for step in steps if np.isfinite(step[1]))
    if not p.grows or not years:
        return course_words(p, path, None)
    months = sorted({*map(month_of, years), *(month for month, _ in path if month // 12 <= last)})
    return course_words(p, [(month, _kept_steps(base, changes, p, month)[0][1]) for month in months], last)


def course_words(p: Parameter, path: Sequence[Step], last: int | None) -> Course:
    """Values that stay grouped with the months that they hold; a path without a last year goes on."""
    turns = [step for at, step in enumerate(path) if not at or shown(p, step[1]) != shown(p, path[at - 1][1])]
    ends = [*(month for month, _ in turns[1:]), month_of(last + 1) if last else None]
    values = [_value(p, value) for _, value in turns]
    values = values if len(turns) > 1 else [STAYS.format(value=value) for value in values]
    return [(_when(month, end), value) for (month, _), end, value in zip(turns, ends, values, strict=True)]


def _value(p: Parameter, value: float) -> Text:
    return p.options[int(value)].name if p.options else Text(*(value_number(p, value, lang=lang) for lang in LANGS))


def _when(first: Month, end: Month | None) -> Text:
    """The months from the first to before the end, as years where they are whole years."""
    if first % 12 or (end or 0) % 12:
        return FROM.format(first=month_text(first))
    if end is None:
        return FROM.format(first=YEAR.format(first=first // 12))
    return (YEAR if end - first == 12 else YEARS).format(first=first // 12, last=end // 12 - 1)
