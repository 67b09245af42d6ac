"""How a fund's income and expenditure moved, by the office's own years or the nation's, and how forecasts of them did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Literal

from sifund.history.band import LEAST, Trend, trends
from sifund.history.record import ALL, SHAKEN, Point, points
from sifund.history.series import Series
from sifund.text import Text, years_text

OWN_YEARS = 5
"""Years that an office must have for its own moves to stand before the nation's."""
PAIR = ("income", "expenditure")
BY_ORIGIN, BY_TARGET, BY_SERIES = (
    Text("按起点", "By origin"),
    Text("按预测的年度", "By year forecast"),
    Text("按序列", "By series"),
)
SHAKEN_ONLY = Text("只看{years}年", "{years} alone").format(years=years_text(SHAKEN))
FEW = Text(
    "{n}个点来自{years}个年度、{series}条序列，彼此相关：不算多。",
    "{n} {n:point|points} of {years} {years:year|years} and {series} series, which move together, {n:is|are} few.",
)


@dataclass(frozen=True, eq=False)
class Past:
    """The trends of a fund's income and expenditure with the series and years that they are from, whether these are the
    office's own, and the points of forecasts made of all series beside them."""

    ground: Literal["own", "nation"]
    trends: tuple[Trend, Trend]
    series: tuple[Series, Series]
    years: tuple[int, int]
    record: Record


@dataclass(frozen=True, eq=False)
class Record:
    """Every forecast of some series that could be made and came to be known."""

    series: tuple[Series, ...]
    points: tuple[Point, ...]

    def of(self, keys: Iterable[str]) -> Record:
        """The same of some series alone."""
        some = set(keys)
        return Record(self.series, tuple(p for p in self.points if p.series in some))

    def parts(self) -> Iterator[tuple[Text, list[tuple[str, tuple[Point, ...]]]]]:
        """The points by origin, by the year that was forecast and by series, and of the shaken years alone."""
        origins, targets, keys = (
            {getattr(p, name): None for p in self.points} for name in ("origin", "target", "series")
        )
        yield BY_ORIGIN, [(f"{year}", tuple(p for p in self.points if p.origin == year)) for year in sorted(origins)]
        yield BY_TARGET, [(f"{year}", tuple(p for p in self.points if p.target == year)) for year in sorted(targets)]
        yield BY_SERIES, [(key, self.of([key]).points) for key in keys]
        yield SHAKEN_ONLY, [(ALL, self.shaken)]

    @property
    def few(self) -> Text:
        """That they are few."""
        keys = {p.series for p in self.points}
        return FEW.format(n=len(self.points), years=self.years, series=len(keys))

    @property
    def shaken(self) -> tuple[Point, ...]:
        """The points of the years that a pandemic shook."""
        return tuple(p for p in self.points if p.target in SHAKEN)

    @property
    def years(self) -> int:
        """How many years they are of."""
        return len({p.target for p in self.points})

    def inside(self, shaken: bool = False) -> float | None:
        """The share of what came that lay in the 90% band [percent]; None where nothing has come."""
        some = self.shaken if shaken else self.points
        return 100 * fmean(p.in_90 for p in some) if some else None


def record(held: Sequence[Series]) -> Record:
    """The record of series."""
    return Record(tuple(held), tuple(points(held)))


def past(
    held: Sequence[Series], fund: str, until: int, ground: Literal["own", "nation"], scored: Record
) -> Past | None:
    """What series say of a fund to the end of a year, or to the last that all know; None where they have too few years."""
    last = min(until, max((year for one in held for year in one.years if one.total(year)), default=until))
    totals = {one.key: {y: amount for y, (amount, _) in one.totals(last).items()} for one in held}
    long = {key: each for key, each in totals.items() if len(each) > LEAST}
    keys = [f"{fund}.{item}" for item in PAIR]
    if not all(len(long.get(key, ())) >= (OWN_YEARS if ground == "own" else LEAST + 1) for key in keys):
        return None
    made = dict(zip(long, trends(list(long.values())), strict=True))
    income, spent = ((made[key], next(one for one in held if one.key == key)) for key in keys)
    first = max(min(long[key]) for key in keys)
    return Past(ground, (income[0], spent[0]), (income[1], spent[1]), (first, last), scored)
