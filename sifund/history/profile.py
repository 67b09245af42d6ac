"""How a year runs: what part of it has come by the end of each month, from an office's own years, the nation's, or evenly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Literal

from sifund.history.series import SPARE, Series
from sifund.text import Text, years_text

MONTHS = range(1, 13)
Ground = Literal["own", "fund", "nation", "even"]
NAMED: dict[Ground, Text] = {
    "own": Text("本单位{years}年的走势", "how the office's years {years} ran"),
    "fund": Text("本单位{name}{years}年的走势", "how the office's {years} ran ({name})"),
    "nation": Text("全国{name}{years}年的走势", "how the nation's {years} ran ({name})"),
    "even": Text("按月平均（没有三年的分月数，全国数列中也没有这一项）", "even months (neither three years of months nor the nation's)"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Profile:
    """The part of a year that has come by the end of each month (12), the years that it is from, and what it rests on.

    `least` and `most` are the range of those years, month by month.
    """

    ground: Ground
    shares: tuple[float, ...]
    least: tuple[float, ...]
    most: tuple[float, ...]
    years: tuple[int, ...] = ()
    name: Text = NAMED["even"]

    @property
    def weights(self) -> tuple[float, ...]:
        """Each month's own part of the year."""
        return tuple(now - before for before, now in zip((0.0, *self.shares), self.shares, strict=False))


_EVENLY = tuple(month / 12 for month in MONTHS)
EVEN = Profile("even", _EVENLY, _EVENLY, _EVENLY)


def profile(series: Series | None, nation: Series | None, before: int, fund: Series | None = None) -> Profile:
    """The profile for a year: the office's own where three whole years before it are known by month, else that of its whole fund
    and kind, else the nation's of that fund and kind, else even months."""
    grounds: tuple[tuple[Ground, Series | None], ...] = (("own", series), ("fund", fund), ("nation", nation))
    for ground, one in grounds:
        years = whole_years(one, before) if one else ()
        if one and len(years) >= SPARE:
            return _of(ground, one, years)
    return EVEN


def whole_years(one: Series, before: int) -> tuple[int, ...]:
    """Years before one of which every month is known."""
    return tuple(y for y in one.years if y < before and all(one.share(y, month) is not None for month in MONTHS))


def _of(ground: Ground, one: Series, years: Sequence[int]) -> Profile:
    parts = [[one.share(year, month) or 0.0 for year in years] for month in MONTHS]
    name = NAMED[ground].format(name=one.name, years=years_text(years))
    ranges = (tuple(min(part) for part in parts), tuple(max(part) for part in parts))
    return Profile(ground, tuple(map(fmean, parts)), *ranges, tuple(years), name)
