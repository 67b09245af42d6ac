"""Sentences that state figures: amounts in the unit that fits them, growth with the word that its sign asks for."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import fsum

from sifund import catalog
from sifund.analysis.year.performance import Performance
from sifund.analysis.year.targets import ENOUGH, Card
from sifund.dataset import Dataset
from sifund.dataset.schema import AccountRow
from sifund.declare.scale import IN_WAN, scale_of, stated
from sifund.declare.unit import WHOLE, YUAN
from sifund.text import (
    TAIL,
    Text,
    format_number,
    format_percent,
    period,
    printed,
)

UP = Text("同比增长{rate}", "up {rate} on the year before")
DOWN = Text("同比减少{rate}", "down {rate} on the year before")
LEVEL = Text("与上年持平", "unchanged on the year before")
UNKNOWN = Text("没有上年数，不能比较", "with no figure for the year before")
UNKNOWN_PART = Text("没有上年同期数，不能比较", "with no figure for the same months of the year before")
OUTTURN = Text("{period}{name}{amount}，{change}，{completion}。", "{period}: {name} {amount}, {change}; {completion}.")
BOTH = Text(
    "{made}调整预算的{adjusted}（年初预算的{initial}）",
    "{adjusted} of {made} adjusted budget ({initial} of the initial one)",
)
ADJUSTED = Text("{made}调整预算的{adjusted}", "{adjusted} of {made} adjusted budget")
INITIAL = Text("{made}年初预算的{initial}", "{initial} of {made} initial budget")
ONE_BUDGET = Text("{made}预算的{adjusted}", "{adjusted} of {made} budget")
MADE, SO_FAR = Text("完成", "the"), Text("相当于全年", "the year's")
PART = Text("{says}，序时进度{calendar}", "{says}, with {calendar} of the year gone")
EMPTY = Text(
    "调整预算已等于执行数，执行率不含信息", "the adjusted budget equals the outturn, so completion says nothing"
)
NO_BUDGET = Text("没有预算数", "no budget is given")
TOTAL = Text("{fund}支出", "expenditure of the {fund}")
RAISED = Text(
    "预算由{initial}调增{change}，为{budget}", "The budget was raised by {change}, from {initial} to {budget}"
)
CUT = Text("预算由{initial}调减{change}，为{budget}", "The budget was cut by {change}, from {initial} to {budget}")
KEPT = Text("预算{budget}，来源没有列出调整", "The budget is {budget}; the source states no adjustment")
GIVEN = Text(
    "调整后的预算为{budget}，没有分项的年初预算数",
    "The adjusted budget is {budget}; no initial budget is given for the line",
)


WORKED_OUT = Text("{amount}（推算）", "{amount} (derived)")
GRADED = Text(
    "得分{low}分，等次为{band}；证据补齐后最高{high}分。证据覆盖权重的{evidence}（满{enough}才评等次）。",
    "{low} points, graded {band}; {high} at most with all evidence. Evidence covers {evidence} of the weights (a grade takes "
    "{enough}).",
)
UNGRADED = Text(
    "得分在{low}至{high}分之间，不评等次：证据只覆盖权重的{evidence}，不足{enough}。",
    "Between {low} and {high} points, not graded: evidence covers {evidence} of the weights, a grade takes {enough}.",
)


def adding_up(parts: Sequence[float]) -> list[Text]:
    """Signed amounts and their sum, with as few places, at most three, as make what is printed add up; else the sum is
    marked as rounded by itself."""
    whole = fsum(parts)
    scale = scale_of(whole, None)
    first = 1 if scale is IN_WAN and abs(whole) < WHOLE else 0
    tries = [[scale.write(x, places, signed=True) for x in (*parts, whole)] for places in range(first, 4)]
    worst = [*tries[-1][:-1], TAIL.format(figure=tries[-1][-1])]
    return next((texts for texts in tries if 2 * _amount_in(texts[-1]) == sum(map(_amount_in, texts))), worst)


def _amount_in(figure: Text) -> Decimal:
    return printed(figure) or Decimal(0)


def of_all(dataset: Dataset, item: str) -> AccountRow | None:
    """An account of all funds as a headline prints it: where the source gives it twice, in 亿元 rather than 万元."""
    rows = [r for r in dataset.accounts if (r.fund, r.item, r.year) == (catalog.ALL, item, dataset.base_year)]
    return max(rows, key=lambda row: row.amount_step_yuan or 0, default=None)


def growth(percent: float | None, *, partial: bool = False) -> Text:
    """同比增长 or 同比减少, never “增加 −22%”."""
    if percent is None:
        return UNKNOWN_PART if partial else UNKNOWN
    rate = format_percent(abs(percent), 2)
    return LEVEL if rate == format_percent(0, 2) else (UP if percent > 0 else DOWN).format(rate=rate)


def graded(card: Card) -> Text:
    """The score with its grade, or its range where the evidence is too thin for one."""
    low, high = (format_number(x, 1) for x in (card.low, card.high))
    parts = {"evidence": format_percent(card.evidence, 1), "enough": format_percent(ENOUGH, 0)}
    words = UNGRADED if card.band is None else GRADED
    return words.format(low=low, high=high, band=card.band or "", **parts)


def completion(row: Performance) -> Text:
    """Completion against both budgets, or why it says nothing; a part of the year is held against it as such."""
    adjusted, initial = row.completion_percent, row.completion_initial_percent
    if "empty" in row.flags:
        return EMPTY
    if adjusted is None and initial is None:
        return NO_BUDGET
    one = INITIAL if adjusted is None else ADJUSTED if initial is None else ONE_BUDGET
    says = (BOTH if row.adjustment_yuan else one).format(
        made=SO_FAR if row.partial else MADE, adjusted=format_percent(adjusted, 2), initial=format_percent(initial, 2)
    )
    return PART.format(says=says, calendar=format_percent(row.months / 12 * 100, 1)) if row.partial else says


def outturn(row: Performance) -> Text:
    """A line's or fund's year, or the part of it that the data cover, in one sentence."""
    name = TOTAL.format(fund=catalog.fund_name(row.fund)) if row.kind == "total" else row.name
    return OUTTURN.format(
        period=period(row.row.year, row.months), name=name, amount=_of_source(row, "actual"),
        change=growth(row.yoy_percent, partial=row.partial), completion=completion(row),
    )  # fmt: skip


def adjustment(row: Performance) -> Text | None:
    """What the adjustment of the budget was; None without a budget."""
    if row.budget_yuan is None:
        return None
    parts = {"initial": _of_source(row, "initial_budget"), "budget": _of_source(row, "budget")}
    if row.adjustment_yuan is None:
        return GIVEN.format(**parts)
    if not row.adjustment_yuan:
        return KEPT.format(**parts)
    word = RAISED if row.adjustment_yuan > 0 else CUT
    steps = [step for step in (row.row.initial_budget_step_yuan, row.row.budget_step_yuan) if step]
    finest = min(steps) if len(steps) == 2 else None
    return word.format(change=stated(abs(row.adjustment_yuan), finest), **parts)


def budget(row: Performance) -> Text:
    """The adjusted budget as the source prints it, marked where it is worked out."""
    return _of_source(row, "budget")


def _of_source(row: Performance, name: str) -> Text:
    """An amount of a line's row: as printed, or rounded and marked where it is worked out."""
    yuan, matching = getattr(row.row, f"{name}_yuan"), row.row
    formula = (
        matching.formula
        if name == "actual" and matching.basis == "derived"
        else getattr(matching, f"{name}_formula", "")
    )
    if yuan is None or not formula:
        return stated(yuan, getattr(matching, f"{name}_step_yuan"))
    return WORKED_OUT.format(amount=YUAN.write(yuan))
