"""What of a series a forecast takes: which years as they stand, which estimated from their months, and which not, with why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sifund.history.series import Series
from sifund.text import Text, join, same

GONE = Text("没有数", "no figure")
NOT_ABOVE = Text("合计不大于0", "not above 0")
GAPPED = Text("数到{month}月，当月数缺{missing}月", "figures to month {month}, single amounts lack month {missing}")
UNFINISHED = Text("数到{month}月，不能估计全年", "figures to month {month}, too little to estimate the year")


@dataclass(frozen=True, slots=True)
class Used:
    """A series' years whose totals are targets and origins, those estimated from a month, which are origins alone, and those left
    out, each with why. A gap ends a run: origins after it know the years since."""

    series: str
    years: tuple[int, ...]
    estimated: Mapping[int, int]
    left: Mapping[int, Text]


def used(held: Iterable[Series]) -> list[Used]:
    """Of each series."""
    return [_used(one) for one in held]


def _used(one: Series) -> Used:
    whole, estimated, left = list[int](), dict[int, int](), dict[int, Text]()
    for year in range(one.years[0], one.years[-1] + 1):
        last = max((month for of, month in one.rows if of == year), default=0)
        match one.totals(year).get(year):
            case _, "reported":
                whole.append(year)
            case _, "estimated":
                estimated[year] = last
            case _:
                left[year] = GONE if year not in one.years else _why(one, year, last)
    return Used(one.key, tuple(whole), estimated, left)


def _why(one: Series, year: int, last: int) -> Text:
    if one.total(year) is not None:
        return NOT_ABOVE
    missing = join(same(f"{month}") for month in one.missing(year))
    return GAPPED.format(month=last, missing=missing) if missing else UNFINISHED.format(month=last)
