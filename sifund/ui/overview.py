"""The parts of the overview page."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from sifund import catalog
from sifund.analysis.attention import attention
from sifund.analysis.execution import deviations, execution
from sifund.analysis.words import BASIS, MEASURE
from sifund.baseline import Baseline
from sifund.dataset import Dataset
from sifund.result import MEASURES, Result
from sifund.scenario import Scenario
from sifund.source import where
from sifund.text import LANGS, WAN, YI, YI_NAME, Text, format_number, format_wan, format_yi
from sifund.ui import figures, state
from sifund.ui.grid import grid
from sifund.ui.state import t

SOURCE = Text("{year}年 · 报告数 · {source}", "{year} · reported · {source}")
SUM = Text("{year}年 · {basis}", "{year} · {basis}")
TOGETHER = Text("{item}合计", "{item}, all funds")
ANSWER = Text(
    "{year}年三项基金收入{income}、支出{expenditure}，年末滚存结余{closing}。",
    "{year}: the funds together took in {income} and spent {expenditure}; they close at {closing}.",
)
FUND, LINE = Text("基金", "Fund"), Text("项目", "Line")
SPLIT, INCOME_BASIS = Text("结余依据", "Balance rests on"), Text("收入依据", "Income rests on")
FOLLOWS = Text("由年末结余推算", "worked back from the closing balance")
ASSUMED_SPLIT, TYPED = Text("假设拆分", "assumed split"), Text("已填入", "filled in")
LISTED = Text("各项之和", "sum of its lines")
MISSING, MODELLED = Text("未知：缺年初结余", "unknown: no opening balance"), Text("推算", "modelled")
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
ATTENTION = Text("需要关注", "What needs attention")
NOTHING = Text(
    "没有基金低于预警线，当年收支也没有缺口。", "No fund is below its warning line or spent more than it took in."
)
LEVEL = {
    "red": (":material/error:", Text("严重", "severe")),
    "amber": (":material/warning:", Text("关注", "watch")),
}
DEVIATIONS = Text("偏离调整预算最大的项目（万元）", "Largest deviations from the adjusted budget (10k yuan)")
NO_BUDGET = Text("数据集没有预算数，无法比较执行情况。", "The dataset has no budget, so execution cannot be compared.")


def answer(dataset: Dataset) -> None:
    """The reported totals in one sentence."""
    rows = {item: dataset.account(catalog.ALL, item) for item in ("income", "expenditure", "closing")}
    if all(rows.values()):
        amounts = {
            item: Text(*(format_yi(row.amount_yuan, lang) for lang in LANGS)) for item, row in rows.items() if row
        }
        figures.answer(t(ANSWER, year=dataset.base_year, **amounts), strong=True)


def totals(dataset: Dataset) -> None:
    """Income, expenditure and closing balance of all funds as reported."""
    boxes = []
    for item in ("income", "expenditure", "closing"):
        row = dataset.account(catalog.ALL, item)
        if row:
            place = where(row.source)
            says = t(SOURCE, year=row.year, source=place) if place else t(SUM, year=row.year, basis=BASIS[row.basis])
            boxes.append(
                figures.box(t(TOGETHER, item=MEASURE[item]), format_number(row.amount_yuan / YI, 2), YI_NAME, says)
            )
    figures.draw(boxes)


def funds(result: Result) -> None:
    """Each fund's measures in the base year [亿元, months], with what balance and income rest on."""
    rows = []
    for fund in (*result.funds, *((catalog.ALL,) if len(result.funds) > 1 else ())):
        amounts = {name: float(result.measure_baseline(fund, name, result.shown)[0, 0]) for name in MEASURES}
        scaled = {n: round(x, 1) if n == "cover_months" else round(x / YI, 2) for n, x in amounts.items()}
        rows.append({t(FUND): t(catalog.fund_name(fund, short=True))} | _named(scaled) | _basis(result, fund))
    months = t(MEASURE["cover_months"])
    frame = pl.DataFrame(
        rows, infer_schema_length=None, schema_overrides={t(MEASURE[name]): pl.Float64 for name in MEASURES}
    )
    grid(frame, {t(MEASURE[name]): "%.2f" for name in MEASURES} | {months: "%.1f"})


def _named(amounts: dict[str, float]) -> dict[str, float | None]:
    return {t(MEASURE[name]): x if x == x else None for name, x in amounts.items()}


def _basis(result: Result, fund: str) -> dict[str, str]:
    """What a fund's balance and income rest on: filled in, reported, or the assumed split."""
    base = result.base(result.shown)
    if fund == catalog.ALL:
        known = base.knows(fund)
        return {t(SPLIT): t(BASIS["derived"] if known else MISSING), t(INCOME_BASIS): t(BASIS["derived"])}
    opening = base.openings[fund]
    assumed = MISSING if opening.missing else ASSUMED_SPLIT
    follows = opening.basis == "derived" and base.dataset.account(fund, "opening") is None
    balance = (
        FOLLOWS
        if follows
        else TYPED
        if opening.typed
        else assumed
        if opening.basis == "assumed"
        else BASIS[opening.basis]
    )
    own = base.dataset.account(fund, "income")
    listed = any((row.fund, row.kind, row.year) == (fund, "income", base.base_year) for row in base.dataset.lines)
    together = ASSUMED_SPLIT if base.dataset.account(catalog.ALL, "income") else LISTED if listed else MODELLED
    income = TYPED if f"{fund}.income" in dict(base.inputs) else BASIS[own.basis] if own else together
    return {t(SPLIT): t(balance), t(INCOME_BASIS): t(income)}


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
    """Totals by fund [万元]: both budgets, outturn, completion against each, growth on the year before."""
    found = execution(dataset)
    frame = found.filter(pl.col("kind") == "total")
    if frame["budget_yuan"].is_null().all():
        st.caption(t(NO_BUDGET))
    if len(frame):
        _table([{t(FUND): t(catalog.fund_name(row["fund"], short=True))} | _executed(row) for row in frame.to_dicts()])
    beside = [line.key for line in catalog.lines().values() if line.beside]
    for row in found.filter(pl.col("line").is_in(beside)).to_dicts():
        fund = catalog.fund_name(row["fund"], short=True)
        amount = format_wan(row["actual_yuan"], state.lang())
        st.caption(t(BESIDE, fund=fund, line=catalog.lines()[row["line"]].name, amount=amount))


def _executed(row: dict[str, Any]) -> dict[str, float | None]:
    wan = {
        "initial_budget_yuan": Text("年初预算数", "Initial budget"),
        "budget_yuan": Text("调整预算数", "Adjusted budget"),
        "actual_yuan": Text("执行数", "Outturn"),
    }
    rates = {
        "completion_initial_percent": Text("执行率（年初）%", "Completion, initial %"),
        "completion_percent": Text("执行率（调整）%", "Completion, adjusted %"),
        "yoy_percent": Text("同比 %", "Year on year %"),
    }
    amounts = {t(name): None if row[key] is None else row[key] / WAN for key, name in wan.items()}
    return amounts | {t(name): row[key] for key, name in rates.items()}


def _table(rows: list[dict[str, Any]]) -> None:
    """Figures right-aligned with separators: amounts whole, percents to two places."""
    frame = pl.DataFrame(rows, infer_schema_length=None)
    whole = [pl.col(c).round(0) for c, kind in frame.schema.items() if kind.is_numeric() and not c.endswith("%")]
    grid(frame.with_columns(whole), {name: "%.2f" if name.endswith("%") else "localized" for name in frame.columns})


def attend(result: Result) -> None:
    """What needs attention, each with its degree in an icon and a word."""
    found = [(*LEVEL[item.level], item.says) for item in attention(result)]
    st.markdown("\n".join(f"- {icon} **{t(word)}** · {t(says)}" for icon, word, says in found) or t(NOTHING))


def largest(dataset: Dataset) -> None:
    """The lines that most need an explanation [万元]."""
    gap = t(Text("差额", "Difference"))
    rows = []
    for row in deviations(dataset).to_dicts():
        names = {
            t(FUND): t(catalog.fund_name(row["fund"], short=True)),
            t(LINE): t(dataset.line_name(row["line"])),
        }
        rows.append(names | {gap: row["gap_yuan"] / WAN} | _executed(row))
    if rows:
        _table(rows)
    else:
        st.caption(t(NO_BUDGET))
