"""The parts of the overview page."""

from __future__ import annotations

import polars as pl
import streamlit as st

from sifund import catalog
from sifund.analysis.execution import deviations, execution
from sifund.baseline import Baseline
from sifund.dataset import Dataset
from sifund.result import MEASURES, Result
from sifund.scenario import Scenario
from sifund.source import where
from sifund.text import WAN, YI, YI_NAME, Text, format_number, format_percent, format_wan
from sifund.ui import state
from sifund.ui.state import t
from sifund.ui.words import BASIS, MEASURE

SOURCE = Text("{year}年 · 依据{source}", "{year} · {source}")
TOGETHER = Text("{item}合计（{unit}）", "{item}, all funds ({unit})")
FUND, LINE = Text("基金", "Fund"), Text("项目", "Line")
SPLIT = Text("结余口径", "Basis of the balance")
BOXES = Text("填入各基金真实的年初结余与全年收入", "Fill in each fund's real opening balance and income")
BOXES_HELP = Text(
    "报告只给出三项合计，分基金的结余按假设拆分。填入后重新标定基线，所有页面和链接随之改变；留空的基金按假设比例分摊其余。",
    "The report gives the three together, so the split is assumed. What you fill in recalibrates the baseline on every "
    "page and in the link; funds left empty share the rest in the assumed proportion.",
)
BESIDE = Text(
    "{fund}一行不含{line}{amount}，三险合计含。",
    "The {fund} row leaves out “{line}”, {amount}; the row of all funds includes it.",
)
ATTENTION = Text("偏离预算最大的项目", "Largest deviations from the adjusted budget")
DEVIATES = Text(
    "**{fund} · {line}**：执行{actual}，比调整预算{gap}（执行率{rate}）",
    "**{fund} · {line}**: outturn {actual}, {gap} against the adjusted budget ({rate} of it)",
)


def totals(dataset: Dataset) -> None:
    """Income, expenditure and closing balance of all funds as reported."""
    columns = st.columns(3)
    for column, item in zip(columns, ("income", "expenditure", "closing"), strict=True):
        row = dataset.account(catalog.ALL, item)
        if row:
            label = t(TOGETHER, item=MEASURE[item], unit=YI_NAME)
            column.metric(label, format_number(row.amount_yuan / YI, 2), border=True)
            column.caption(t(SOURCE, year=row.year, source=where(row.source) or BASIS[row.basis]))


def funds(result: Result) -> None:
    """Each fund's measures in the base year [亿元, months], with the basis of its opening balance."""
    rows = []
    for fund in (*result.funds, catalog.ALL):
        figures = {name: float(result.measure_baseline(fund, name, result.shown)[0, 0]) for name in MEASURES}
        scaled = {n: round(x, 1) if n == "cover_months" else round(x / YI, 2) for n, x in figures.items()}
        rows.append(
            {t(FUND): t(catalog.fund_name(fund, short=True))} | _named(scaled) | {t(SPLIT): _basis(result, fund)}
        )
    two = st.column_config.NumberColumn(format="%.2f")
    months = t(MEASURE["cover_months"])
    shape = {name: two for name in rows[0] if name not in (t(FUND), t(SPLIT), months)}
    shape |= {months: st.column_config.NumberColumn(format="%.1f"), t(FUND): st.column_config.Column(pinned=True)}
    st.dataframe(pl.DataFrame(rows), hide_index=True, column_config=shape)


def _named(figures: dict[str, float]) -> dict[str, float | None]:
    return {t(MEASURE[name]): x if x == x else None for name, x in figures.items()}


def _basis(result: Result, fund: str) -> str:
    base = result.base(result.shown)
    if fund == catalog.ALL:
        return t(BASIS["derived"])
    opening = base.openings[fund]
    return t(Text("已填入", "filled in") if opening.typed else BASIS[opening.basis])


def boxes(found: Scenario, base: Baseline) -> None:
    """The six base-year inputs [万元]: empty is not typed."""
    with st.expander(t(BOXES), icon=":material/edit:"):
        st.caption(t(BOXES_HELP))
        for fund in base.funds:
            columns = st.columns(2)
            for column, item in zip(columns, ("opening", "income"), strict=True):
                key = f"{fund}.{item}"
                typed = found.steps(key)
                st.session_state[f"i:{key}"] = typed[0][1] / WAN if typed else None
                label = f"{t(catalog.fund_name(fund, short=True))} · {t(catalog.parameter(key).name)} ({t(Text('万元', '10k yuan'))})"
                column.number_input(label, min_value=0.0, step=100.0, format="%.10g", key=f"i:{key}",
                                    on_change=_typed, args=(key,))  # fmt: skip
        for notice in base.notices:
            st.caption(f":material/info: {notice(state.lang())}")


def _typed(key: str) -> None:
    value = st.session_state[f"i:{key}"]
    state.change(key, () if value is None else ((0, round(value * WAN, 2)),))


def completion(dataset: Dataset) -> None:
    """Totals by fund: both budgets, outturn, completion against each, growth on the year before."""
    frame = execution(dataset).filter(pl.col("kind") == "total")
    lang = state.lang()
    rows = [
        {
            t(FUND): t(catalog.fund_name(row["fund"], short=True)),
            t(Text("年初预算数", "Initial budget")): format_wan(row["initial_budget_yuan"], lang),
            t(Text("调整预算数", "Adjusted budget")): format_wan(row["budget_yuan"], lang),
            t(Text("执行数", "Outturn")): format_wan(row["actual_yuan"], lang),
            t(Text("执行率（年初）", "Completion, initial")): format_percent(row["completion_initial_percent"], 2),
            t(Text("执行率（调整）", "Completion, adjusted")): format_percent(row["completion_percent"], 2),
            t(Text("同比", "Year on year")): format_percent(row["yoy_percent"], 2, signed=True),
        }
        for row in frame.to_dicts()
    ]
    st.dataframe(pl.DataFrame(rows), hide_index=True, column_config={t(FUND): st.column_config.Column(pinned=True)})
    beside = [line.key for line in catalog.lines().values() if line.beside]
    for row in execution(dataset).filter(pl.col("line").is_in(beside)).to_dicts():
        fund = catalog.fund_name(row["fund"], short=True)
        amount = format_wan(row["actual_yuan"], lang)
        st.caption(t(BESIDE, fund=fund, line=catalog.lines()[row["line"]].name, amount=amount))


def attention(dataset: Dataset) -> None:
    """The lines that most need an explanation."""
    st.markdown(f"**{t(ATTENTION)}**")
    for row in deviations(dataset).to_dicts():
        known = catalog.lines().get(row["line"])
        parts = {
            "fund": catalog.fund_name(row["fund"], short=True), "line": known.name if known else row["line"],
            "actual": format_wan(row["actual_yuan"], state.lang()),
            "gap": format_wan(row["gap_yuan"], state.lang(), signed=True),
            "rate": format_percent(row["completion_percent"], 2),
        }  # fmt: skip
        st.markdown(f"- {t(DEVIATES, **parts)}")
