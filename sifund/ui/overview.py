"""The parts of the overview page."""

from __future__ import annotations

from functools import partial

import polars as pl

from sifund import catalog
from sifund.analysis.grounds import RESTS_ON, assumes, income_basis, opening_basis
from sifund.analysis.words import BASIS
from sifund.analysis.year.attention import attention, supplies
from sifund.dataset import Dataset
from sifund.dataset.source import where
from sifund.declare.measure import BALANCE_SHEET, MEASURES
from sifund.declare.scale import scale_of, stated
from sifund.declare.unit import YUAN
from sifund.model.baseline import Baseline
from sifund.model.case import Side
from sifund.report.sentences import of_all
from sifund.scenario import Scenario
from sifund.terms import FUND
from sifund.text import TAILS, Text, period_end
from sifund.ui import st
from sifund.ui.parts import figures
from sifund.ui.parts.grid import grid
from sifund.ui.session import state
from sifund.ui.session.state import t
from sifund.ui.words import Markdown, icon, points

SOURCE = Text("{when} · 报告数 · {source}", "{when} · reported · {source}")
SUM = Text("{when} · {basis}", "{when} · {basis}")
TOGETHER = Text("{item}合计", "{item}, all funds")
HELD = Text("滚存结余", "Balance")
ANSWER = Text(
    "{period}{whole}收入{income}、支出{expenditure}，{end}滚存结余{closing}。",
    "{period}: {whole} took in {income} and spent {expenditure}; the balance at {end} is {closing}.",
)
TOGETHER_ALL = Text("{count}项基金", "the funds together")
SPLIT, INCOME_RESTS = Text("结余依据", "Balance rests on"), Text("收入依据", "Income rests on")
MISSING = Text("未知：缺年初结余", "unknown: no opening balance")
BOXES = Text("填入各基金真实的年初结余与全年收入", "Fill in each fund's real opening balance and income")
BOX = Text("{fund} · {name}（万元）", "{fund} · {name} (million yuan)")
BOXES_HELP = Text(
    "填入后重新标定基线，所有页面和链接随之改变。",
    "What you fill in recalibrates the baseline on every page and in the link.",
)
BOXES_SPLIT = Text(
    "来源只给出合计，留空的基金按假设比例分摊其余。",
    "The source gives the total only: funds left empty share the rest in the assumed proportion.",
)
ATTENTION = Text("需要关注", "What needs attention")
SUPPLY, INTO_BOXES = Text("需要补充的数据", "What must be supplied"), Text(
    "填入真实数后再判断：填写框就在下方。", "Fill in the real figures, then judge: the boxes are right below."
)  # fmt: skip
NOTHING = Text(
    "没有基金低于预警线，当年收支也没有缺口。", "No fund is below its warning line or spent more than it took in."
)
NOT_JUDGED = Text(
    "按已有的真实数没有需要关注的事项；缺真实数的基金不作判断。",
    "The real figures at hand call for nothing; funds without them are not judged.",
)
CURE = Text("看{fund}的前景与对策", "Outlook and remedies: {fund}")
LEVEL = {
    "red": ("error", Text("严重", "severe")),
    "amber": ("warning", Text("关注", "watch")),
}
WATCH = Markdown("**{}** · {}")
YEAR_OF_FUNDS = Text("{year}年各基金收支与结余（{unit}；备付为月数）", "Funds in {year} ({unit}; cover in months)")
YEAR_PART = Text("{period}为报告数，其余月份为推算。", "{period} is reported, the other months are modelled.")


def answer(dataset: Dataset) -> None:
    """The reported totals in one sentence."""
    rows = {item: of_all(dataset, item) for item in ("income", "expenditure", "closing")}
    if all(rows.values()):
        amounts = {item: stated(row.amount_yuan, row.amount_step_yuan) for item, row in rows.items() if row}
        funds = dataset.funds
        whole = TOGETHER_ALL.format(count=catalog.counted(len(funds))) if len(funds) > 1 else catalog.fund_name(*funds)
        figures.answer(
            t(
                ANSWER,
                period=dataset.period(),
                end=period_end(dataset.base_year, dataset.meta.months_covered),
                whole=whole,
                **amounts,
            ),
            strong=True,
        )


def totals(dataset: Dataset) -> None:
    """Income, expenditure and closing balance of all funds as reported."""
    boxes = []
    for item in ("income", "expenditure", "closing"):
        row = of_all(dataset, item)
        if row:
            place = where(row.source)
            when = (
                period_end(dataset.base_year, dataset.meta.months_covered)
                if item == "closing" and dataset.partial
                else dataset.period(row.year)
            )
            says = t(SOURCE, when=when, source=place) if place else t(SUM, when=when, basis=BASIS[row.basis])
            scale = scale_of(row.amount_yuan, row.amount_step_yuan)
            value = scale.number(row.amount_yuan, scale.stated(row.amount_yuan, row.amount_step_yuan))
            name = HELD if item == "closing" and dataset.partial else MEASURES[item].name
            boxes.append(figures.box(t(TOGETHER, item=name), t(value), scale.name, says))
    figures.draw(boxes)


def funds(side: Side) -> None:
    """Each fund's measures in the base year, with what balance and income rest on."""
    data = side.base.dataset
    st.subheader(t(YEAR_OF_FUNDS, year=data.base_year, unit=YUAN.column))
    if data.partial:
        st.caption(t(YEAR_PART, period=data.period()))
    rows = []
    for fund in (*side.funds, *((catalog.ALL,) if len(side.funds) > 1 else ())):
        amounts = {
            t(measure.name): t(measure.unit.number(side.baseline.value(fund, key, data.base_year)))
            for key in BALANCE_SHEET
            for measure in (MEASURES[key],)
        }
        rows.append({t(FUND): t(data.fund_name(fund, short=True))} | amounts | _basis(side, fund))
    grid(pl.DataFrame(rows))
    st.caption(t(TAILS))


def _basis(side: Side, fund: str) -> dict[str, str]:
    """What a fund's balance and income rest on: filled in, reported, or the assumed split."""
    base = side.base
    if fund == catalog.ALL:
        balance = BASIS["assumed" if assumes(base, fund) else "derived"] if base.knows(fund) else MISSING
        return {t(SPLIT): t(balance), t(INCOME_RESTS): t(BASIS["derived"])}
    balance = RESTS_ON[opening_basis(base, fund)] if base.knows(fund) else MISSING
    return {t(SPLIT): t(balance), t(INCOME_RESTS): t(RESTS_ON[income_basis(base, fund)])}


def boxes(scenario: Scenario, base: Baseline) -> None:
    """The base-year inputs [万元]: empty is not typed."""
    with st.expander(t(BOXES), icon=":material/edit:", key="boxes"):
        split = any(base.dataset.account(catalog.ALL, item) for item in ("opening", "income"))
        st.caption(t(BOXES_HELP) + ("" if state.lang() == "zh" else " ") * split + t(BOXES_SPLIT) * split)
        size = YUAN.size(state.lang())
        for fund in base.funds:
            columns, declared = st.columns(2), catalog.all_funds()[fund]
            for column, p in zip(columns, (declared.opening, declared.income), strict=True):
                key, typed = p.key, scenario.steps(p.key)
                shown = typed[0][1] / size if typed else None
                label = t(BOX, fund=declared.short, name=p.name)
                with column:
                    st.number_input(label, min_value=0.0, step=1e6 / size, format="%.10g", key=f"i:{key}", now=shown,
                                    required=False, on_change=partial(_typed, key, size))  # fmt: skip
        for notice in base.notices:
            st.caption(icon("info", notice(state.lang())))


def _typed(key: str, size: float, value: float | None) -> None:
    state.change(key, () if value is None else ((0, round(value * size, 2)),))


def attend(side: Side) -> None:
    """What needs attention, each with its degree in an icon and a word, and the way to what would cure it."""
    attentions = attention(side)
    for number, item in enumerate(attentions):
        sign, word = LEVEL[item.level]
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(icon(sign, WATCH.format(t(word), t(item.says))), width="content")
            if side.knows(item.fund):
                _cure(item.fund, number)
    if not attentions:
        st.markdown(t(NOT_JUDGED if supplies(side) else NOTHING))


def supply(side: Side) -> None:
    """What must be supplied before all funds can be judged; the boxes for it stand below."""
    if lacking := supplies(side):
        st.subheader(t(SUPPLY))
        st.markdown(points(icon("edit", t(says)) for says in lacking))
        st.caption(t(INTO_BOXES))


def _cure(fund: str, number: int) -> None:
    """A button that goes to the outlook of a fund, where remedies stand."""
    label = t(CURE, fund=catalog.fund_name(fund, short=True))
    if st.button(label, key=f"cure-{number}", type="tertiary", icon=":material/arrow_forward:", on_click=state.set_view,
                 kwargs={"fund": fund}):  # fmt: skip
        st.switch_page("pages/outlook.py", query_params={})  # the address's own stay: it is bound to them
