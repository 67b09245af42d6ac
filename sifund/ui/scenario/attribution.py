"""Which lever did that: the effect of the scenario split over what it changes, as a waterfall and a table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl

from sifund import catalog
from sifund.analysis.effect.attribution import ATTRIBUTED, Attribution, attribute
from sifund.charts import waterfall
from sifund.charts.theme import label_lines
from sifund.dataset import Dataset
from sifund.declare.unit import YUAN
from sifund.model.case import Side
from sifund.model.memory import remembered
from sifund.scenario import Scenario
from sifund.scenario.view import View
from sifund.terms import MEASURE, PARAMETER
from sifund.text import Text, difference
from sifund.ui import st
from sifund.ui.parts import figures
from sifund.ui.parts.paths import NOTHING, UNIT, choose_scope, choose_year, lever_name, wan
from sifund.ui.parts.tables import table
from sifund.ui.session import state
from sifund.ui.session.state import t
from sifund.ui.words import lines

MEASURED = MEASURE
TITLE = Text(
    "{year}年{fund}{measure}{whole}：影响最大的是“{lever}”，{part}",
    '{fund}, {measure} {whole} in {year}: "{lever}" has the largest part, {part}',
)
NO_PART = Text("{year}年{fund}的{measure}没有变化。", "{measure} of {fund} does not change in {year}.")
INTERACTION = Text(
    "各参数单独作用之和为{alone}，合在一起为{whole}；差{gap}是相互作用，已按所有先后次序的平均分给各参数。",
    "Alone they sum to {alone}, together they make {whole}; the difference of {gap} is interaction, shared among them by "
    "the mean over all orders in which they could be changed.",
)
ADDITIVE = Text("各参数互不影响：单独作用之和就是总的作用。", "They do not interact: alone they sum to the whole.")
DRAWN = Text(
    "一个基金改变的参数超过10个，按{orders}种随机次序估计（抽样固定可重复），标准误见表；合计仍然精确。",
    "More than ten parameters of a fund are changed, so parts are estimated from {orders} drawn orders (repeatable); the "
    "table gives their standard error; the sum is still exact.",
)
INPUTS = Text(
    "基年实数改变的是基线本身，不参与分解。",
    "Base-year figures change the baseline itself and take no part in the split.",
)
WHOLE = Text("合计", "Total")
COLUMNS = {
    "effect": Text("贡献", "Part"),
    "alone": Text("单独作用", "Alone"),
    "interaction": Text("相互作用", "Interaction"),
    "error": Text("标准误", "Standard error"),
}


@remembered(64)
def _attributed(dataset: Dataset, scenario: Scenario, years: int) -> tuple[Attribution, pl.DataFrame]:
    attribution = attribute(dataset, scenario, years)
    return attribution, attribution.frame()


def why_effect(side: Side, scenario: Scenario, fund: str, year: int) -> None:
    """The whole effect on one measure by lever: a sentence, the waterfall, the table, and what is interaction."""
    if not scenario.moves:
        st.caption(t(NOTHING))
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        scope = choose_scope("effect", side, fund)
        names = {name: t(catalog.measure_name(name, scope)) for name in ATTRIBUTED}
        name = st.segmented_control(t(MEASURED), list(names), format_func=names.__getitem__, key="effect-measure",
                                    default="closing", required=True)  # fmt: skip
        when = choose_year("effect", side, year)
    split, frame = _attributed(state.dataset(), replace(scenario, name="", view=View()), scenario.view.years)
    rows = frame.filter((pl.col("fund") == scope) & (pl.col("measure") == name) & (pl.col("year") == when))
    rows = rows.filter(pl.any_horizontal(pl.col("effect", "alone") != 0)).sort(pl.col("effect").abs(), descending=True)
    if rows.is_empty():
        st.caption(
            t(
                NO_PART,
                year=when,
                fund=side.base.dataset.fund_name(scope),
                measure=catalog.measure_name(name, scope),
            )
        )
    else:
        _show(side, rows, scope, name, when, split.splits[scope].orders)
    if scenario.inputs:
        st.caption(t(INPUTS))


def _show(side: Side, rows: pl.DataFrame, scope: str, name: str, when: int, orders: int) -> None:
    whole, alone = (round(float(rows[column].sum()), 2) for column in ("effect", "alone"))
    levers = [t(lever_name(key, scope)) for key in rows["lever"]]
    title = TITLE.format(
        year=when,
        fund=side.base.dataset.fund_name(scope),
        measure=catalog.measure_name(name, scope).inside,
        whole=YUAN.write(whole, signed=True),
        lever=levers[0],
        part=YUAN.write(float(rows["effect"][0]), signed=True),
    )
    data = waterfall.frame(list(zip(levers, rows["effect"], strict=True)), t(WHOLE), lang=state.lang())
    drawn = figures.chart(
        title, data, waterfall.spec(scope, state.lang(), label_lines(data["name"])), f"effect-{scope}"
    )
    gap = whole - alone
    parts = {
        "alone": YUAN.write(alone, signed=True),
        "whole": YUAN.write(whole, signed=True),
        "gap": difference(YUAN.write(gap, signed=True), YUAN.write(whole, signed=True), YUAN.write(alone, signed=True)),
    }
    apart = (rows["interaction"].abs() < 1).all()
    says = [t(ADDITIVE) if apart else t(INTERACTION, **parts), *([t(DRAWN, orders=orders)] if orders else [])]
    st.caption(lines(says))
    shown = [column for column in COLUMNS if column != "error" or orders]
    sums = {column: round(float(rows[column].sum()), 2) for column in shown if column != "error"}
    _table(rows, levers, shown, sums)
    figures.folded(rows, f"sifund-effect-{scope}-{when}", drawn, unit=YUAN)


def _table(rows: pl.DataFrame, levers: list[str], shown: list[str], sums: dict[str, float]) -> None:
    """Parts by lever and their sum [万元]."""
    headers = [t(PARAMETER), *(t(UNIT, name=COLUMNS[column]) for column in shown)]
    body = [
        [lever, *(_cell(row, column) for column in shown)] for lever, row in zip(levers, rows.to_dicts(), strict=True)
    ]
    body.append([t(WHOLE), *(wan(sums.get(column)) for column in shown)])
    table(headers, body, figures=range(1, len(headers)), label=t(COLUMNS["effect"]))


def _cell(row: dict[str, Any], column: str) -> str:
    return f"±{wan(row[column]).lstrip('+±')}" if column == "error" else wan(row[column])
