"""What would it take: a lever, a measure and a target → the value that meets it, put on the card with one click."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce

from sifund import catalog
from sifund.analysis.effect.answer import answer
from sifund.analysis.effect.goal import Goal, measures_of
from sifund.analysis.effect.solve import Solution, solve
from sifund.analysis.outlook.reliability import goal_relies
from sifund.dataset import Dataset
from sifund.declare.parameter import Month, Parameter, month_of
from sifund.model.case import Side
from sifund.model.memory import remembered
from sifund.problem import SifundError
from sifund.scenario import Scenario
from sifund.scenario.view import View
from sifund.text import WAN, Text
from sifund.ui import st
from sifund.ui.parts.paths import choose_scope, choose_year, typed_in
from sifund.ui.parts.sight import into_sight
from sifund.ui.session import state
from sifund.ui.session.state import t
from sifund.ui.words import paragraphs, points

LEVER, WANTED = Text("调哪个参数", "Lever"), Text("哪个指标", "Measure")
WANTED_OF = ("cover_months", "closing", "expenditure")
TARGET = Text("目标（{unit}）", "Target ({unit})")
NOW = Text("现在{value}", "now {value}")
TYPE = Text("填入目标，就会求出参数应取的值。", "Type a target to find the value that meets it.")
OTHERS = Text("其他参数", "Other parameters")
HELD = {
    "scenario": Text("保持方案中的改变", "as the scenario has them"),
    "baseline": Text("全部回到基线", "all back to the baseline"),
}
CLOSURE = Text("财政补贴", "Subsidy")
AS_IS = Text("照方案", "as the scenario has it")
PUT = Text("写到参数卡片上", "Put it on the card")
PUT_HELP = Text("方案中该参数改为这个值；可以撤销。", "The scenario takes this value; it can be undone.")
STATUS = {
    "outside": ("warning", ":material/warning:"),
    "met": ("success", ":material/check_circle:"),
    "already": ("info", ":material/check:"),
    "nearest": ("warning", ":material/block:"),
    "no_effect": ("warning", ":material/horizontal_rule:"),
}


@remembered(128)
def _solved(dataset: Dataset, scenario: Scenario, lever: str, goal: Goal, month: Month, years: int) -> Solution:
    return solve(dataset, scenario, lever, goal, month=month, years=years)


def solve_for_it(side: Side, scenario: Scenario, fund: str, year: int) -> None:
    """Choosers, the answer in sentences, and a button that writes it into the scenario."""
    left, right = st.columns(2)
    with left:
        lever = _choose_lever(side, fund)
        held = _held(scenario, fund)
    with right:
        goal = _choose_goal(side, fund, year)
    if goal is None:
        st.caption(t(TYPE))
        return
    steps = scenario.steps(lever.key)
    month = steps[0][0] if steps and lever.dated else state.start_month(scenario)
    try:
        solved = _solved(state.dataset(), held, lever.key, goal, min(month, month_of(goal.year)), scenario.view.years)
    except SifundError as error:
        st.warning(points(error.lines(state.lang())), icon=":material/error:")
        return
    beyond = solved.status == "met" and (solved.outside or solved.alerts)
    kind, icon = STATUS["outside" if beyond else solved.status]
    rests = goal_relies(side.base, goal.fund, goal.measure)
    says = paragraphs(t(line) for line in (*answer(solved), *rests))
    getattr(st, kind)(says, icon=icon)
    if solved.scenario.changes != scenario.changes:
        wanted = replace(solved.scenario, name=scenario.name, view=scenario.view)
        st.button(t(PUT), key="put", icon=":material/input:", help=t(PUT_HELP), on_click=state.write, args=(wanted,))
    into_sight(says, "solved")


def _choose_lever(side: Side, fund: str) -> Parameter:
    parameters = [*catalog.levers(fund), *catalog.of_kind(("driver", "assumption"), fund, catalog.SHARED)]
    base = side.base
    usable = [p for p in parameters if p.key in base.values or base.typed_line(p)]
    names = {p.key: t(p.name) for p in usable}
    return catalog.parameter(
        st.selectbox(t(LEVER), list(names), format_func=names.__getitem__, key=f"solve-lever:{fund}")
    )


def _choose_goal(side: Side, fund: str, year: int) -> Goal | None:
    """What is wanted; None as long as no target is typed."""
    scope = choose_scope("solve", side, fund)
    wanted = (*WANTED_OF, *(x for x in measures_of(scope) if catalog.person_of(scope, x)))
    names = {name: t(catalog.measure_name(name, scope)) for name in wanted}
    name = st.selectbox(t(WANTED), list(names), format_func=names.__getitem__, key=f"solve-measure:{scope}")
    when = choose_year("solve", side, year)
    unit = catalog.measure_of(name, scope).unit
    says = t(NOW, value=unit.number(side.value(scope, name, when)))
    scale = unit.size(state.lang())
    target = st.number_input(t(TARGET, unit=unit.column), value=None, step=1.0 if scale == 1 or scale > WAN else 100.0,
                             format="%.10g", key=f"solve-target:{scope}:{name}:{when}{typed_in(unit)}", placeholder=says)  # fmt: skip
    return None if target is None else Goal(scope, name, when, target * scale)


def _held(scenario: Scenario, fund: str) -> Scenario:
    """What stays while the lever is solved for: the scenario's other changes or none, and the closure chosen."""
    names = {name: t(text) for name, text in HELD.items()}
    others = st.radio(t(OTHERS), list(names), format_func=names.__getitem__, key="solve-others", horizontal=True)
    inputs = tuple(change for change in scenario.changes if change not in scenario.moves)
    held = replace(scenario if others == "scenario" else replace(scenario, changes=inputs), name="", view=View())
    lines = (x for x in catalog.lines().values() if x.fund == fund and x.residual)
    rules = (p for line in lines for p in line.parameters if p.options)
    return reduce(lambda scenario, rule: _closed(scenario, rule, state.start_month(scenario)), rules, held)


def _closed(held: Scenario, rule: Parameter, month: Month) -> Scenario:
    names = {"": t(AS_IS)} | {option.key: t(option.name) for option in rule.options}
    chosen = st.radio(t(CLOSURE), list(names), format_func=names.__getitem__, key=f"solve-closure:{rule.key}")
    if not chosen:
        return held
    value = float([option.key for option in rule.options].index(chosen))
    return held.with_steps(rule.key, ((month, value),) if value else ())
