"""The answer of `solve` in sentences."""

from __future__ import annotations

from typing import Any

from sifund import catalog
from sifund.analysis.goal import Goal
from sifund.analysis.solve import Solution
from sifund.parameter import Parameter, month_text
from sifund.result import MEASURE_NAMES
from sifund.steps import value_words
from sifund.text import Text, format_number, format_wan, join, same

DIGITS = 4
MET = Text(
    "“{lever}”{month}为{value}时，{goal}为{reached}（目标{target}）。",
    "“{lever}” at {value}{month} gives {reached} for {goal} (target {target}).",
)
ALREADY = Text("{goal}已是{reached}，不需要改变。", "{goal} is {reached} already; nothing need change.")
NEAREST = Text(
    "达不到{target}。最接近：“{lever}”{month}为{value}时，{goal}为{reached}。",
    "{target} cannot be reached. Nearest: “{lever}” at {value}{month} gives {reached} for {goal}.",
)
NO_EFFECT = Text("“{lever}”不影响{goal}（{reached}）。", "“{lever}” does not move {goal} ({reached}).")
SAYS = {"met": MET, "already": ALREADY, "nearest": NEAREST, "no_effect": NO_EFFECT}
RANGE = Text(
    "可达范围：{least}至{most}（“{lever}”在{low}至{high}之间）。",
    "Reachable: {least} to {most}, with “{lever}” between {low} and {high}.",
)
NOT_MONOTONE = Text("不是单调关系；其他可行值：{others}。", "Not monotone; other values that meet it: {others}.")
NOT_CONFIRMED = Text("复算与所求不符，请缩小范围再试。", "The run does not confirm the answer; try a narrower range.")
FROM, IN_BASE = Text("自{month}起", " from {month} on"), Text("在基年", " in the base year")
MONTHS = Text("{value}个月", "{value} months")
MEASURED = Text("{fund}{year}年{measure}", "{measure} of {fund} in {year}")


def answer(found: Solution) -> list[Text]:
    """What it takes, what can be reached, and where that is not the whole story."""
    p, goal, reach = catalog.parameter(found.lever), found.goal, found.reach
    parts: dict[str, Any] = {
        "lever": p.name, "value": _value(p, found.value), "goal": goal_words(goal),
        "month": FROM.format(month=month_text(found.month)) if p.dated else IN_BASE,
        "target": amount(goal, goal.target), "reached": amount(goal, found.reached),
    }  # fmt: skip
    lines = [SAYS[found.status].format(**parts)]
    if found.status != "no_effect":
        low, high = (_value(p, x) for x in reach.tried)
        span = {"least": amount(goal, reach.least), "most": amount(goal, reach.most)}
        lines.append(RANGE.format(lever=p.name, low=low, high=high, **span))
    if not reach.monotone:
        others = join(_value(p, x) for x in found.others)
        lines.append(NOT_MONOTONE.format(others=others or same("—")))
    return lines if found.confirmed else [*lines, NOT_CONFIRMED]


def goal_words(goal: Goal) -> Text:
    """失业保险基金2024年年末滚存结余."""
    name = measure_name(goal.fund, goal.measure).inside
    return MEASURED.format(fund=catalog.fund_name(goal.fund), year=goal.year, measure=name)


def measure_name(fund: str, measure: str) -> Text:
    """What a measure is called for a fund: its cover has a name of its own."""
    own = measure == "cover_months" and fund != catalog.ALL
    return catalog.all_funds()[fund].cover_name if own else MEASURE_NAMES[measure]


def amount(goal: Goal, value: float) -> Text:
    """The measure's value: months, or 万元."""
    if goal.measure == "cover_months":
        return MONTHS.format(value=format_number(value, 2))
    return Text(format_wan(value, "zh", places=1), format_wan(value, "en", places=1))


def _value(p: Parameter, value: float) -> Text:
    return value_words(p, value, DIGITS)
