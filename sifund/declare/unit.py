"""Units: what a number is counted in, and how it is written: each unit has one rule for digits, sign and words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeGuard

from sifund.declare.scale import IN_WAN, IN_YUAN, MOST, with_unit
from sifund.text import (
    DASH,
    EXHAUSTED,
    HALF_FEN,
    NO_CHANGE,
    WAN,
    Lang,
    Text,
    exhausted,
    format_number,
    same,
    short_number,
)

AMOUNT_LIMIT = 1e13
WHOLE = 1_000 * WAN
"""From here on an amount is written in whole 万元, below it with a place more where it has one: 7.8万元 is not 8."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What a number is counted in: the words, the hard bounds, whether it is percent, which a formula reads as a fraction
    where not `in_points`, and the decimals that it is written with."""

    key: str
    name: Text
    low: float
    high: float
    percent: bool = False
    places: int = 0
    money: bool = False
    in_points: bool = False

    @property
    def divisor(self) -> float:
        """What formulas divide its numbers by."""
        return 100.0 if self.percent and not self.in_points else 1.0

    @property
    def column(self) -> Text:
        """What stands over a column of `number`s."""
        return self.name

    def key_of(self, name: str) -> str:
        """What a column of values is called in a file: its name with what it counts in."""
        counted = "yuan" if self.money else "percent" if self.percent else self.name.en
        return name if name.endswith(counted) else f"{name}_{counted}"

    def size(self, lang: Lang) -> float:
        """What 1 of its `number`s stands for."""
        return 1.0

    def scaled(self, value: float, lang: Lang) -> float:
        """A value as one of its `number`s, to six places."""
        return round(float(value) / self.size(lang), 6)

    def shape(self, lang: Lang) -> str:
        """How charts write a scaled value where they write it themselves."""
        return f",.{self.places}f"

    def typed(self, value: float) -> int | None:
        """Places of a value that somebody typed, where it has more than is written otherwise."""
        places = next((p for p in range(MOST) if round(value, p) == value), MOST)
        return places if places > self.places else None

    def number(self, value: float | None, places: int | None = None, *, signed: bool = False) -> Text:
        """A value without its unit; a dash for none."""
        return same(format_number(value, self.places if places is None else places, signed=signed))

    def write(
        self, value: float | None, places: int | None = None, *, signed: bool = False, short: bool = False
    ) -> Text:
        """A value with its unit, `short` without zeros at its end; a dash for none."""
        number = self.number(value, places, signed=signed)
        if number.zh == DASH:
            return number
        return with_unit(Text(short_number(number.zh), short_number(number.en)) if short else number, self.name)

    def change(self, before: float | None, after: float | None) -> Text:
        """The signed difference without its unit, with the places it takes to be seen; ±0 for none, a dash where either
        value is not known."""
        if not (is_known(before) and is_known(after)):
            return same(DASH)
        return self.gap(after - before)

    def change_words(self, before: float | None, after: float | None) -> Text:
        """The same with its unit."""
        change = self.change(before, after)
        return change if change.zh == DASH else with_unit(change, self.name)

    def gap(self, difference: float) -> Text:
        """A known difference without its unit."""
        if abs(difference) < HALF_FEN:
            return same(NO_CHANGE)
        places = next((p for p in range(self.places, 3) if round(difference, p)), self.places)
        return same(format_number(difference, places, signed=True))


@dataclass(frozen=True, slots=True)
class Amount(Unit):
    """Money of a fund: in 万元 and million yuan, below 1万元 in yuan, so that nothing that is something reads 0."""

    @property
    def column(self) -> Text:
        """What stands over a column of amounts."""
        return IN_WAN.name

    def size(self, lang: Lang) -> float:
        """Yuan that a column counts as one."""
        return float(IN_WAN.size(lang))

    def shape(self, lang: Lang) -> str:
        """How charts write an amount of a column."""
        return f",.{IN_WAN.places(0, lang)}f"

    def number(self, value: float | None, places: int | None = None, *, signed: bool = False) -> Text:
        """An amount in 万元 and million yuan: below 1万元 as exact as in yuan."""
        if not is_known(value):
            return same(DASH)
        if signed and abs(value) < HALF_FEN:
            return same(NO_CHANGE)
        small = places is None and abs(value) < WAN
        fine = 4 if abs(value) >= 1 else 6
        return IN_WAN.number(value, fine if small else _fit(value, places), signed=signed, short=small)

    def write(
        self, value: float | None, places: int | None = None, *, signed: bool = False, short: bool = False
    ) -> Text:
        """An amount in 万元 and million yuan, below 1万元 in yuan; a dash for none."""
        if not is_known(value):
            return same(DASH)
        if abs(value) >= WAN:
            return IN_WAN.write(value, _fit(value, places), signed=signed, short=short)
        if signed and abs(value) < HALF_FEN:
            return with_unit(same(NO_CHANGE), self.name)
        return IN_YUAN.write(value, 0 if abs(value) >= 1 or abs(value) < HALF_FEN else 2, signed=signed)

    def typed(self, value: float) -> int | None:
        """Places of a typed amount in 万元, where it has more than is written otherwise."""
        places = IN_WAN.stated(value, None)
        return places if places > _fit(value, None) and abs(value) >= WAN else None

    def change_words(self, before: float | None, after: float | None) -> Text:
        """The signed difference in the unit that fits it; a dash where either is not known."""
        return self.write(after - before if is_known(before) and is_known(after) else None, signed=True)

    def gap(self, difference: float) -> Text:
        """A known difference for a column."""
        return self.number(difference, signed=True)


def _fit(yuan: float, places: int | None) -> int:
    """Places of an amount in 万元."""
    if places is not None:
        return places
    whole = round(abs(yuan), 2)
    return 0 if round(whole, -3) >= WHOLE or (whole / WAN).is_integer() else 1


@dataclass(frozen=True, slots=True)
class Cover(Unit):
    """Months that a balance pays for: below 0 a fund is exhausted, and a negative number of months says nothing."""

    def number(self, value: float | None, places: int | None = None, *, signed: bool = False) -> Text:
        """Months without their unit; exhausted below 0."""
        return EXHAUSTED if exhausted(value) else Unit.number(self, value, places, signed=signed)

    def write(
        self, value: float | None, places: int | None = None, *, signed: bool = False, short: bool = False
    ) -> Text:
        """Months with their unit; exhausted below 0."""
        return EXHAUSTED if exhausted(value) else Unit.write(self, value, places, signed=signed, short=short)

    def change(self, before: float | None, after: float | None) -> Text:
        """Months gained or lost; a dash where a fund is exhausted."""
        if exhausted(before) or exhausted(after):
            return same(DASH)
        return Unit.change(self, before, after)


def is_known(value: float | None) -> TypeGuard[float]:
    """Whether there is a finite number."""
    return value is not None and math.isfinite(value)


RATE = Unit("percent", Text("%", "%"), 0, 100, percent=True, places=2)
GROWTH = Unit("percent a year", Text("%/年", "% a year"), -50, 100, percent=True, places=2)
POINTS = Unit("percentage points", Text("个百分点", "percentage points"), -100, 100, percent=True, places=2)
PERCENT_A_POINT = Unit("percent a point", Text("%/百分点", "% a point"), 0, 100, percent=True, places=2)
UNEMPLOYED = Unit("percent of the labour force", Text("%", "%"), 0, 100, percent=True, places=2, in_points=True)
POINTS_OFF = Unit("points off", POINTS.name, -100, 100, percent=True, places=2, in_points=True)
"""Read in points, not as fractions: what follows from each is declared for a point."""
YUAN_PER_MONTH = Unit("yuan a month", Text("元/月", "yuan a month"), 0, 100_000, places=2, money=True)
YUAN_PER_YEAR = Unit("yuan a year", Text("元/年", "yuan a year"), 0, AMOUNT_LIMIT, money=True)
YUAN_PER_HEAD = Unit("yuan a head", Text("元/人", "yuan a head"), 0, 100_000, places=2, money=True)
YUAN_PER_HEAD_YEAR = Unit(
    "yuan a head a year", Text("元/人·年", "yuan a head a year"), 0, 100_000, places=2, money=True
)
YUAN_PER_MONTH_YEAR = Unit(
    "yuan a month a year", Text("元/月·年", "yuan a month for each year"), 0, 100_000, places=2, money=True
)
YEARS = Unit("years", Text("年", "years"), 0, 80, places=1)
YUAN_TO_ONE = Unit("yuan to one", Text("元", "yuan"), 0, AMOUNT_LIMIT, places=2, money=True)
"""Money of one person or firm: to the fen, however much."""
YUAN = Amount("yuan", Text("元", "yuan"), 0, AMOUNT_LIMIT, money=True)
PERSONS = Unit("persons", Text("人", "persons"), 0, AMOUNT_LIMIT)
PERSONS_PER_YEAR = Unit("persons a year", Text("人/年", "persons a year"), 0, AMOUNT_LIMIT)
PERSON_MONTHS_PER_YEAR = Unit("person-months a year", Text("人月/年", "person-months a year"), 0, AMOUNT_LIMIT)
MONTHS = Unit("months", Text("个月", "months"), 0, 60, places=2)
COVER_MONTHS = Cover("cover", MONTHS.name, 0, 60, places=1)
ELASTICITY = Unit("elasticity", Text("弹性", "elasticity"), 0, 10, places=2)
MONTHS_A_MONTH = Unit("months a month", Text("月/月", "months a month"), 0, 12, places=2)
SIGMA = Unit("sigma", Text("σ", "σ"), 0, 10, places=2)
RATIO = Unit("ratio", Text("比率", "ratio"), 0, AMOUNT_LIMIT, places=3)
TIMES = Unit("times", Text("倍", "times"), 0, AMOUNT_LIMIT, places=2)
CHOICE = Unit("choice", Text("选项", "choice"), 0, 0)
