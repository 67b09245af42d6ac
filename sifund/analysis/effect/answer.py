"""The answer of `solve` in sentences."""

from __future__ import annotations

from sifund import catalog
from sifund.analysis.alerts import Alert
from sifund.analysis.effect.goal import Bounds, Goal
from sifund.analysis.effect.solve import Solution
from sifund.declare.parameter import Parameter, month_text
from sifund.declare.unit import COVER_MONTHS
from sifund.scenario.steps import scale, value_words
from sifund.text import Text, join, places_below, years_text

DIGITS = 4
MET = Text(
    "“{lever}”{month}为{value}时，{goal}为{reached}（目标{target}）。",
    '"{lever}" at {value}{month} gives {reached} for {goal} (target {target}).',
)
ALREADY = Text("{goal}已是{reached}，不需要改变。", "{goal} is {reached} already; nothing need change.")
NEAREST = Text(
    "达不到{target}。最接近：“{lever}”{month}为{value}时，{goal}为{reached}。",
    '{target} cannot be reached. Nearest: "{lever}" at {value}{month} gives {reached} for {goal}.',
)
NO_EFFECT = Text("“{lever}”不影响{goal}（{reached}）{moves}。", '"{lever}" does not move {goal} ({reached}){moves}.')
NOT_WITHIN = Text(
    "“{lever}”在{low}至{high}之间不影响{goal}（{reached}）{moves}。",
    '"{lever}" between {low} and {high} does not move {goal} ({reached}){moves}.',
)
MOVES = Text("；它影响的是{lines}（最早自{year}年起）", "; what it moves is {lines} (from {year} on)")
WHY_IDLE = Text("；{why}", "; {why}")
MOVES_NOTHING = Text(
    "；按现在的方案，单独改变它不影响任何收支项目", "; as the scenario stands it moves no line by itself"
)
SAYS = {"met": MET, "already": ALREADY, "nearest": NEAREST}
OUTSIDE = Text(
    "{value}超出该参数的通常范围（{low}至{high}）。", "{value} lies outside the lever's usual range, {low} to {high}."
)
RANGE = Text(
    "可达范围：{least}至{most}（“{lever}”在{low}至{high}之间）。",
    'Reachable: {least} to {most}, with "{lever}" between {low} and {high}.',
)
NOT_MONOTONE = Text("不是单调关系。", "Not monotone.")
ALERT = Text("合规提示（{name}，{years}年）：{says}。", "Legal alert ({name}, {years}): {says}.")
OTHERS = Text("其他可行值：{others}。", "Other values that meet it: {others}.")
NOT_CONFIRMED = Text("复算与所求不符，请缩小范围再试。", "The run does not confirm the answer; try a narrower range.")
FROM, IN_BASE = Text("自{month}起", " from {month} on"), Text("在基年", " in the base year")
MEASURED = Text("{fund}{year}年{measure}", "{measure} of {fund} in {year}")
MOST_NAMED = 3


def answer(solution: Solution) -> list[Text]:
    """What it takes, what can be reached, and where that is not the whole story."""
    p, goal = catalog.parameter(solution.lever), solution.goal
    if solution.status == "no_effect":
        return [_no_effect(p, solution)]
    value = _value(p, solution.value)
    lines = [SAYS[solution.status].format(
        lever=p.name, value=value, goal=goal_words(solution), target=amount(goal, goal.target), reached=amount(goal, solution.reached),
        month=FROM.format(month=month_text(solution.month)) if p.dated else IN_BASE,
    )]  # fmt: skip
    if solution.outside:
        lines.append(OUTSIDE.format(value=value, **_ends(p, solution.usual)))
    reach = solution.reach if solution.status == "nearest" else solution.near
    lines.append(RANGE.format(
        lever=p.name, least=amount(goal, reach.least), most=amount(goal, reach.most), **_ends(p, reach.tried),
    ))  # fmt: skip
    lines += [NOT_MONOTONE] if not solution.reach.monotone else []
    others = join(_value(p, x) for x in solution.others)
    lines += [OTHERS.format(others=others)] if others else []
    lines += [_alert(alert) for alert in solution.alerts]
    return lines if solution.confirmed else [*lines, NOT_CONFIRMED]


def _alert(alert: Alert) -> Text:
    says = join((alert.says, *([alert.documents] if alert.documents else [])), "；", "; ")
    return ALERT.format(name=alert.about.name, years=years_text(alert.years), says=says)


def _no_effect(p: Parameter, solution: Solution) -> Text:
    """That the lever does not move the goal, within what was tried first or at all, and what it moves instead."""
    lines = join(move.name for move in solution.moves[:MOST_NAMED])
    moves = WHY_IDLE.format(why=solution.idle) if solution.idle else MOVES_NOTHING
    if lines:
        moves = MOVES.format(lines=lines, year=min(m.year for m in solution.moves))
    at_all = p.options or solution.near.tried == (p.low, p.high) or solution.reach.flat
    says = NO_EFFECT if at_all else NOT_WITHIN
    return says.format(lever=p.name, goal=goal_words(solution), reached=amount(solution.goal, solution.reached), moves=moves,
                       **_ends(p, solution.near.tried))  # fmt: skip


def _ends(p: Parameter, bounds: Bounds) -> dict[str, Text]:
    """Both ends of a range, small numbers with the decimals that tell them apart."""
    digits = DIGITS if abs(bounds[1]) < 100 * scale(p) else None
    return {name: value_words(p, x, digits) for name, x in zip(("low", "high"), bounds, strict=True)}


def goal_words(solution: Solution) -> Text:
    """失业保险基金2024年年末滚存结余."""
    name = catalog.measure_name(solution.goal.measure, solution.goal.fund).inside
    return MEASURED.format(fund=solution.fund, year=solution.goal.year, measure=name)


def amount(goal: Goal, value: float) -> Text:
    """A value of the measure, with the places of the target that was typed, and those that tell it from the target."""
    unit = catalog.measure_of(goal.measure, goal.fund).unit
    short = unit is COVER_MONTHS and goal.target - 0.5 < value < goal.target - 0.005
    return unit.write(value, places_below(value, goal.target) if short else unit.typed(goal.target))


def _value(p: Parameter, value: float) -> Text:
    return value_words(p, value, DIGITS)
