"""The overview's part on the budget: what was spent against it, and the largest deviations."""

from __future__ import annotations

from typing import Any

import polars as pl

from sifund import catalog
from sifund.analysis.year.execution import deviations, execution, in_the_whole, stands_beside
from sifund.dataset import Dataset
from sifund.declare.scale import IN_WAN
from sifund.declare.unit import YUAN
from sifund.terms import ADJUSTED_BUDGET, DIFFERENCE, FUND, INITIAL_BUDGET, LINE, OUTTURN
from sifund.text import Text, format_percent
from sifund.ui import st
from sifund.ui.parts.grid import grid
from sifund.ui.session import state
from sifund.ui.session.state import t

BESIDE = Text("{fund}一行不含{line}{amount}{whole}。", 'The {fund} row leaves out "{line}", {amount}{whole}.')
WHOLE = Text("，各基金合计含", "; the row of all funds includes it")
OF_THE_YEAR = Text(
    "预算数为全年数，执行数为{period}的数，执行率是两者之比；序时进度{calendar}。",
    "Budgets are of the year, outturns of {period}; completion is the one over the other, with {calendar} of the year gone.",
)
NO_GAP = Text(
    "数据只有{period}，不与全年预算比较差额。",
    "The data cover {period}: no differences from the year's budget are shown.",
)
EXECUTED = Text("{period}支出预算执行（万元）", "Expenditure against budget, {period} (million yuan)")
DEVIATIONS = Text("偏离调整预算最大的项目（万元）", "Largest deviations from the adjusted budget (million yuan)")
NO_BUDGET = Text("数据集没有预算数，无法比较执行情况。", "The dataset has no budget, so execution cannot be compared.")


def completion(dataset: Dataset) -> None:
    """Totals by fund [万元]: both budgets, outturn, completion against each, growth on the year before."""
    st.subheader(t(EXECUTED, period=dataset.period()))
    rows = execution(dataset)
    frame = rows.filter(pl.col("kind") == "total")
    if frame["budget_yuan"].is_null().all():
        st.caption(t(NO_BUDGET))
    if dataset.partial:
        st.caption(
            t(OF_THE_YEAR, period=dataset.period(), calendar=format_percent(dataset.meta.months_covered / 12 * 100))
        )
    if len(frame):
        _table([{t(FUND): t(dataset.fund_name(row["fund"], short=True))} | _executed(row) for row in frame.to_dicts()])
    beside = [key for key in rows["line"] if stands_beside(dataset, key)]
    for row in rows.filter(pl.col("line").is_in(beside)).to_dicts():
        fund = dataset.fund_name(row["fund"], short=True)
        amount = YUAN.write(row["actual_yuan"])(state.lang())
        whole = WHOLE if in_the_whole(dataset, row["line"]) else ""
        st.caption(t(BESIDE, fund=fund, line=catalog.lines()[row["line"]].name, amount=amount, whole=whole))


def _executed(row: dict[str, Any]) -> dict[str, float | None]:
    wan = {
        "initial_budget_yuan": INITIAL_BUDGET,
        "budget_yuan": ADJUSTED_BUDGET,
        "actual_yuan": OUTTURN,
    }
    rates = {
        "completion_initial_percent": Text("执行率（年初）%", "Of initial, %"),
        "completion_percent": Text("执行率（调整）%", "Of adjusted, %"),
        "yoy_percent": Text("同比 %", "Year on year %"),
    }
    amounts = {t(name): None if row[key] is None else YUAN.scaled(row[key], state.lang()) for key, name in wan.items()}
    return amounts | {t(name): row[key] for key, name in rates.items()}


def _table(rows: list[dict[str, Any]]) -> None:
    """Figures right-aligned with separators: amounts whole, percents to two places."""
    frame = pl.DataFrame(rows, infer_schema_length=None)
    places = IN_WAN.places(0, state.lang())
    whole = [pl.col(c).round(places) for c, kind in frame.schema.items() if kind.is_numeric() and not c.endswith("%")]
    grid(frame.with_columns(whole), {name: "%.2f" if name.endswith("%") else "localized" for name in frame.columns})


def largest(dataset: Dataset) -> None:
    """The lines that most need an explanation [万元]."""
    gap = t(DIFFERENCE)
    rows = []
    for row in deviations(dataset).to_dicts():
        names = {
            t(FUND): t(dataset.fund_name(row["fund"], short=True)),
            t(LINE): t(dataset.line_name(row["line"])),
        }
        rows.append(names | {gap: YUAN.scaled(row["gap_yuan"], state.lang())} | _executed(row))
    if rows:
        _table(rows)
    else:
        st.caption(t(NO_GAP, period=dataset.period()) if dataset.partial else t(NO_BUDGET))
