"""Series of years and months: amounts that fall, years that do not tie, units, months that are missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from sifund.checks.check import Comparison, between, check, compare, present
from sifund.checks.facts import ROUNDING, Facts
from sifund.checks.place import Place
from sifund.checks.plausible import NOTHING
from sifund.declare.known import Known, printed
from sifund.history.series import SCALE, UNITS, Series, series
from sifund.text import Text, join, same

SLIP = 20
"""How many times off the other years a figure of the same month is a question of its unit."""


def _at(one: Series, year: int, month: int = 0) -> Place:
    return Place("history", one.key, year, f"{year}-{month:02d}" if month else f"{year}", one.name)


@check(
    "falling", Text("累计数下降", "Cumulative amounts that fall"), "warning",
    compares=Text("每月的累计数与上一个有数的月份；12月与11月也在内",
                  "each cumulative amount and the one of the month before, December and November too"),
    tolerance=NOTHING,
    says=Text("累计{stated}，比前一个月的{recomputed}少{gap}。", "{stated} so far, {gap} less than the {recomputed} of the month before."),
    assumes=Text("收支只增不减；冲销会使累计数下降。", "what came in or went out is not taken back; a correction would lower it."),
    remedy=Text("核对两个月的数；确有冲销的，说明原因。", "check both months; where there was a correction, say so."),
)  # fmt: skip
def falling(f: Facts) -> Iterator[Comparison]:
    """A cumulative amount against the month before [unit]."""
    for one in series(f.dataset):
        months = sorted(at for at, row in one.rows.items() if at[1] and row.counts == "cumulative")
        for before, at in pairwise(months):
            if before[0] == at[0]:
                low, now = one.value(*before) or 0, one.value(*at) or 0
                yield between(_at(one, *at), now, low, None, recomputed=low, unit=one.unit, source=one.rows[at].source)


@check(
    "year_ends", Text("各月与全年", "Months and the year"), "error", ties=True,
    compares=Text(
        "12月累计（或各月相加）与全年数、与“收支”“结余”表的执行数",
        "December's cumulative amount, or the months' sum, and the year's own figure, and the outturn in \"lines\" and \"accounts\"",
    ),
    tolerance=ROUNDING,
    says=Text("各月到年末为{stated}，全年为{recomputed}，相差{gap}。",
              "the months come to {stated}, the year to {recomputed}: {gap} apart."),
    assumes=Text("月报和年报口径相同。", "months and year count the same things."),
    remedy=Text(
        "核对12月和全年的数；快报与决算不同的，以决算为准并说明。",
        "check December and the year; where quick figures and final accounts differ, keep the accounts and say so.",
    ),
)  # fmt: skip
def year_ends(f: Facts) -> Iterator[Comparison]:
    """December against the year's row and the annual tables [yuan]."""
    for one in filter(lambda each: each.is_flow, series(f.dataset)):
        for year in one.years:
            end, row = one.to_date(year, 12), one.rows.get((year, 12))
            if end is not None and row is not None:
                stated = printed(end, _step(row.value) * SCALE[row.unit])
                for annual in _annual(f, one, year):
                    yield compare(_at(one, year, 12), stated, annual, unit=one.unit, source=row.source)


def _step(value: float) -> float:
    """The unit of a figure's last digit: 94.9274 is known to 0.0001."""
    _, _, digits = repr(value).partition(".")
    return 1.0 if digits in ("", "0") else 10.0 ** -len(digits)


def _annual(f: Facts, one: Series, year: int) -> Iterator[Known]:
    """What else says the year's flow; of a year that the data cover in part, nothing."""
    if (row := one.rows.get((year, 0))) is not None:
        yield printed(row.value * SCALE[row.unit], _step(row.value) * SCALE[row.unit])
    if f.dataset.meta.months_covered < 12 and year == f.base_year:
        return
    key = f"{one.fund}.total" if one.item == "expenditure" else one.key
    line, account = f.dataset.line(key, year), f.account(one.fund, one.item, year)
    figure = f.evidence(line, "actual") if line else account[1] if account else None
    if figure is not None:
        yield figure


@check(
    "series_units", Text("数列的单位", "Units of series"), "error",
    compares=Text(
        "同一数列各行的单位和计法；每个数与其他年份同月的中位数",
        "unit and way of counting over a series' rows; each figure and the median of the same month of other years",
    ),
    tolerance=Text(f"相差不到{SLIP}倍", f"less than {SLIP} times apart"),
    says=Text(
        "{stated}，其他年份同月的中位数是{recomputed}：单位是否写对？",
        "{stated}, where the median of that month in other years is {recomputed}: is the unit right?",
    ),
    assumes=Text("同一数列一个口径，年与年不会差几十倍。", "a series counts one thing; years do not differ dozens of times."),
    remedy=Text("核对单位和计法。", "check unit and way of counting."),
)  # fmt: skip
def series_units(f: Facts) -> Iterator[Comparison]:
    """Units within a series, and figures that one would explain."""
    for one in series(f.dataset):
        kinds = Counter((UNITS[row.unit].key, row.counts == "stock") for row in one.rows.values())
        mixed = join(same(unit) for unit in dict.fromkeys(row.unit for row in one.rows.values()))
        yield present(
            Place("history", one.key, one.years[0], "row", one.name), len(kinds) == 1, parts={"units": mixed or "—"},
            says=Text("同一数列有不同的单位或计法（{units}）。", "rows of one series differ in unit or way of counting ({units})."),
        )  # fmt: skip
        for at, row in one.rows.items():
            yield from _against_others(one, at, row.source)


def _against_others(one: Series, at: tuple[int, int], source: str) -> Iterator[Comparison]:
    value = one.value(*at) or 0
    others = [abs(one.value(*other) or 0) for other in one.rows if other[1] == at[1] and other != at]
    usual = median(others) if others else 0
    if value and usual:
        yield between(_at(one, *at), value, usual / SLIP, usual * SLIP, recomputed=usual, unit=one.unit, source=source)


@check(
    "months", Text("数列的月份", "Months of series"), "note",
    compares=Text("各年有没有多数年份都有的月份", "whether a year has the months that most years have"),
    tolerance=Text(
        "半数以下的年份才有的月份，以及首尾两年，不算缺",
        "a month that at most half of the years have is not missed, nor one in the first or last year",
    ),
    says=Text("缺：{missing}。", "missing: {missing}."),
    assumes=Text("各年发布的月份相同。", "the same months are published every year."),
    remedy=Text(
        "补上；没有公布的，说明原因。全年数将作估计并标明。",
        "add them; where they were not published, say so. The year's total is then estimated, and marked.",
    ),
)  # fmt: skip
def months(f: Facts) -> Iterator[Comparison]:
    """Months that a year lacks and most years have."""
    for one in series(f.dataset):
        often = Counter(month for _, month in one.rows if month)
        usual = [month for month, times in sorted(often.items()) if 2 * times > len(one.years)]
        for year in range(one.years[0] + 1, one.years[-1]):
            gone = [month for month in usual if (year, month) not in one.rows]
            names = join(Text(f"{month}月", f"month {month}") for month in gone) or "—"
            yield present(_at(one, year), not gone, parts={"missing": names})
