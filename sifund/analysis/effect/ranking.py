"""Which of several scenarios spends most and closes highest, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from sifund import catalog
from sifund.analysis.comparison import Comparison
from sifund.declare.unit import YUAN
from sifund.scenario.link import COMPARED
from sifund.text import HALF_FEN, Text, exhausted, format_number, join, quoted, same

ALONE = Text(
    "{fund}：目前只有“{name}”一个方案；用“加入方案”放入其他方案，最多{limit}个。",
    '{fund}: "{name}" stands alone so far; put up to {limit} side by side with "Add scenarios".',
)
SAME = Text(
    "各基金：{count}个方案的各项收支完全相同。",
    "All funds: the {count} {count:scenario has|scenarios have} the same figures in every line.",
)
SAME_FUND = Text(
    "{fund}：{count}个方案的各项收支完全相同。",
    "{fund}: the {count} {count:scenario has|scenarios have} the same figures in every line.",
)
RANKED = Text(
    "{year}年{fund}：{count}个方案中，{spends}，{closes}。",
    "{fund} in {year}: of {count} {count:scenario|scenarios}, {spends} and {closes}.",
)
MOST = Text("支出最多的是{most}（{gap}）", "{most} spends most ({gap})")
LEVEL = Text("支出都相同", "all spend the same")
BEST = Text("年末滚存结余最高的是{best}{cover}", "{best} closes highest{cover}")
COVER = Text("，{cover}{months}个月", ", with {months} months of cover")
GONE = Text("，{cover}已用尽", ", its cover exhausted")
ALL_CLOSE = Text("年末滚存结余都相同", "all close the same")
UNKNOWN = Text(
    "年末滚存结余和{cover}为“—”（数据没有年初结余）",
    'closing balance and cover are "—" (the data have no opening balance)',
)
MORE_SPENT = Text("比基准{gap}", "{gap} against what it is compared with")
ITSELF = Text("即基准", "what the others are compared with")
NO_MORE = Text("与基准相同", "as what it is compared with")


def ranking(comparison: Comparison, fund: str, year: int) -> Text:
    """Who spends most and who closes highest in a fund and year; all of those that tie."""
    scenarios = comparison.scenarios
    count, name = len(scenarios), catalog.fund_name(fund)
    if count == 1:
        return ALONE.format(fund=name, name=scenarios[0].name, limit=COMPARED)
    if comparison.all_same():
        return SAME.format(count=count)
    if comparison.all_same(fund):
        return SAME_FUND.format(count=count, fund=name)
    spends, closes = _spends(comparison, fund, year), _closes(comparison, fund, year)
    return RANKED.format(year=year, fund=name, count=count, spends=spends, closes=closes)


def _spends(comparison: Comparison, fund: str, year: int) -> Text:
    most = _highest(comparison, fund, "expenditure", year)
    if len(most) == len(comparison.numbers):
        return LEVEL
    at = comparison.years.index(year)
    amounts, beside = (read(fund, "expenditure", most[0]) for read in (comparison.amounts, comparison.beside))
    gap = float(amounts[at] - beside[at])
    says = (
        ITSELF
        if most == [comparison.against]
        else NO_MORE
        if abs(gap) < HALF_FEN
        else MORE_SPENT.format(gap=YUAN.write(gap, signed=True))
    )
    return MOST.format(most=names(comparison, most), gap=says)


def _closes(comparison: Comparison, fund: str, year: int) -> Text:
    cover = catalog.all_funds()[fund].cover_name
    if not all(comparison.side(number).knows(fund) for number in comparison.numbers):
        return UNKNOWN.format(cover=cover)
    best = _highest(comparison, fund, "closing", year)
    if len(best) == len(comparison.numbers):
        return ALL_CLOSE
    months = float(comparison.amounts(fund, "cover_months", best[0])[comparison.years.index(year)])
    stated = len(best) == 1 and isfinite(months)
    words = GONE if exhausted(months) else COVER
    says = words.format(cover=cover, months=format_number(months, 1)) if stated else ""
    return BEST.format(best=names(comparison, best), cover=says)


def _highest(comparison: Comparison, fund: str, measure: str, year: int) -> list[int]:
    """The scenarios within a fen of the highest."""
    at = comparison.years.index(year)
    amounts = {number: float(comparison.amounts(fund, measure, number)[at]) for number in comparison.numbers}
    return [number for number, amount in amounts.items() if amount > max(amounts.values()) - HALF_FEN]


def names(comparison: Comparison, numbers: Sequence[int]) -> Text:
    """The scenarios with these numbers, by name."""
    return join(quoted(comparison.scenarios[number - 1].name) for number in numbers) or same("—")
