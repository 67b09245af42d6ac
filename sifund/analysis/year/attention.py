"""What of the base year needs attention, and what must be supplied first: an alert is built on real figures, never on a
balance or an income that this program assumed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import nan
from typing import Literal

from sifund import catalog
from sifund.analysis.grounds import assumes, knows_income
from sifund.declare.fund import Band
from sifund.declare.unit import COVER_MONTHS, YUAN
from sifund.model.baseline import Baseline
from sifund.model.case import Side
from sifund.terms import OPENING
from sifund.text import Text, exhausted, format_number, join, places_below, plain

Level = Literal["red", "amber"]
LOW = Text(
    "{fund}：年末结余可支付{months}个月，低于{line}个月（{rests}）",
    "{fund}: {months} months of cover at the year's end, below {line} ({rests})",
)
SUPPOSED, MODELLED = (
    Text("收入为假设", "the income is assumed"),
    Text("数据以后的月份为推算", "later months are modelled"),
)
GONE = Text("{fund}：年末结余已用尽", "{fund}: exhausted at the year's end")
UNKNOWN = Text(
    "{fund}：数据没有年初结余，无法判断还能支付几个月",
    "{fund}: the data have no opening balance, so cover cannot be judged",
)
ASSUMED = Text(
    "{fund}：{items}为假设，由此算出的备付（{months}）和收支差额只作参考，不据以预警",
    "{fund}: assumed, not reported: {items}; the cover ({months}) and the surplus that follow are no ground for an "
    "alert",
)
INCOME = Text("全年收入", "income of the year")
OWN_LINE = Text("本程序的预警线", "this program's own warning line")
DEFICIT = Text("{fund}：当年支出大于收入{gap}", "{fund}: the year's expenditure exceeds its income by {gap}")
NOTED = Text("{says}（{rests}）", "{says} ({rests})")


@dataclass(frozen=True, slots=True)
class Attention:
    """One matter: how pressing it is, what it is, and the fund that it is about."""

    level: Level
    says: Text
    fund: str


def attention(side: Side) -> list[Attention]:
    """What the base year of the shown scenario's baseline calls for, the most pressing first."""
    attentions = [item for fund in side.funds for item in _of_fund(side, fund)]
    return sorted(attentions, key=lambda item: item.level != "red")


def supplies(side: Side) -> list[Text]:
    """What must be supplied before a fund of the base year can be judged: openings and incomes that are assumed."""
    return [says for fund in side.funds for says in _lacking(side, fund)]


def level_of(cover: float, band: Band) -> Level | None:
    """Where cover months stand in a fund's band; None where they are above it, unknown, or nothing is spent."""
    return "red" if cover < band.red else "amber" if cover < band.amber else None


def _of_fund(side: Side, key: str) -> Iterator[Attention]:
    fund, base = catalog.all_funds()[key], side.base
    modelled = [MODELLED] * base.dataset.partial
    has_income, real = knows_income(base, key), base.knows(key) and not assumes(base, key)
    level = level_of(_base_year(side, key, "cover_months"), fund.band) if real else None
    if not side.knows(key):
        yield Attention("amber", UNKNOWN.format(fund=fund.short), key)
    if level:
        rests = [OWN_LINE, *([] if has_income else [SUPPOSED]), *modelled]
        months, line = _base_year(side, key, "cover_months"), fund.band.red if level == "red" else fund.band.amber
        yield Attention(level, GONE.format(fund=fund.short) if exhausted(months) else LOW.format(
            fund=fund.short, months=format_number(months, places_below(months, line)), line=plain(line),
            rests=join(rests, "；", "; "),
        ), key)  # fmt: skip
    surplus = _base_year(side, key, "surplus")
    if has_income and surplus < 0:
        gap = YUAN.write(-surplus)
        says = DEFICIT.format(fund=fund.short, gap=gap)
        yield Attention("amber", NOTED.format(says=says, rests=MODELLED) if modelled else says, key)


def _lacking(side: Side, key: str) -> Iterator[Text]:
    name, base = catalog.fund_name(key, short=True), side.base
    if base.knows(key) and (items := join(_assumed(base, key), "和", " and ")):
        yield ASSUMED.format(fund=name, items=items, months=COVER_MONTHS.write(_base_year(side, key, "cover_months")))


def _assumed(base: Baseline, key: str) -> list[Text]:
    return [OPENING] * assumes(base, key) + [INCOME] * (not knows_income(base, key))


def _base_year(side: Side, fund: str, measure: str) -> float:
    """The baseline's measure in the base year; NaN where it has no value."""
    amount = side.baseline.value(fund, measure, side.years[0])
    return nan if amount is None else amount
