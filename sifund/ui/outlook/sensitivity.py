"""What the figure depends on: tornado and heat map; Sobol indices for experts, folded."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from sifund import catalog
from sifund.analysis.outlook import sensitivity
from sifund.analysis.outlook.samples import bare
from sifund.analysis.outlook.sensitivity import OPENINGS, Figure, Grid, Question
from sifund.analysis.response.ends import lawful_ends
from sifund.charts import heat
from sifund.charts import tornado as chart
from sifund.charts.theme import IN_UNIT, label_lines
from sifund.dataset import Dataset
from sifund.declare.measure import MEASURES
from sifund.declare.parameter import DECIDERS, Month, Parameter
from sifund.model.memory import remembered
from sifund.scenario import Scenario
from sifund.terms import YEAR
from sifund.text import Text, exhausted, format_percent
from sifund.ui import st
from sifund.ui.outlook.behind import behind
from sifund.ui.outlook.measures import Shown, shown
from sifund.ui.outlook.subject import COVER, Subject
from sifund.ui.outlook.words import both, value_words
from sifund.ui.parts import figures
from sifund.ui.parts.grid import grid
from sifund.ui.parts.levers import FOLDS
from sifund.ui.parts.paths import typed_in
from sifund.ui.session import state
from sifund.ui.session.state import t

CHOICE = ("closing", COVER, "surplus", "expenditure", "income")
KINDS = {
    "all": Text("全部", "All"), "lever": Text("政策参数", "Levers"), "rest": FOLDS["drivers"],
}  # fmt: skip
WHICH, KIND = Text("看哪个数", "Which figure"), Text("哪些参数", "Which parameters")
MOST = 12
TITLE = Text(
    "{year}年{measure}：影响最大的是“{name}”，{scope}，它单独可使之相差{swing}",
    '{measure} {year}: "{name}" matters most, {scope} it alone makes a difference of {swing}',
)
SCOPES = {
    "slider": Text("滑块全范围", "Full slider range"), "law": Text("法定范围", "Lawful range"),
}  # fmt: skip
OVER = {
    "slider": Text("按滑块全范围排序（含法规不许的值）", "ranked over the full slider (values that the law forbids among them)"),
    "law": Text("按法定范围排序", "ranked within the lawful range"),
}  # fmt: skip
SCOPE = Text("取多大范围", "Over which range")
NOTHING = Text("没有参数影响这个数。", "No parameter moves this figure.")
STAYS_GONE = Text("各参数在范围两端都仍是已用尽。", "At both ends of every parameter's range the fund is exhausted.")
ONE_BY_ONE = Text(
    "每个参数单独取范围的两端，其余按方案；政策参数取滑块范围，驱动量与假设取其假设范围或±20%。",
    "Each parameter alone at either end of its range, the rest as in the scenario: a lever over its slider, a driver or "
    "assumption over its assumed range or ±20%.",
)
AT_NOUGHT = Text("备付低于0即已用尽，按0计。", " Cover below 0 is exhausted and counts as 0.")
ACROSS, UP, TARGET = Text("横轴", "Across"), Text("纵轴", "Up"), Text("目标（{unit}）", "Target ({unit})")
HEAT = Text(
    "{year}年{measure}随两个参数的变化；白线上等于{target}",
    "{measure} {year} over two parameters; on the white line it is {target}",
)
NO_LINE = Text(
    "{year}年{measure}随两个参数的变化；图内没有等于{target}之处",
    "{measure} {year} over two parameters; nowhere on the map is it {target}",
)
AIM, AS_NOW = Text("目标{target}", "the target, {target}"), Text("现方案的{target}", "{target} as in the scenario")
EXPERT = Text("专家：方差分解（Sobol指数）", "For experts: Sobol indices")
INDEX_NOTE = Text(
    "一阶为该输入单独解释的方差份额，总效应另含它与其他输入的交互；±为自助法标准误；{size}点Saltelli设计。",
    "First order: share of variance that an input explains alone; total: with its interactions; ± bootstrap standard "
    "errors; Saltelli design of {size} points.",
)
WORKING, POINTS = Text("正在分解方差", "Working out the shares"), 256
INPUT, FIRST, TOTAL = Text("输入", "Input"), Text("一阶", "First order"), Text("总效应", "Total")
SPLIT = Text("年初结余的拆分", "Split of the opening balances")
Key = tuple[Dataset, Scenario, Figure, Month, int]


def show(subject: Subject) -> None:
    """The tab."""
    names = {key: t(shown(subject, key).name) for key in CHOICE}
    with st.container(horizontal=True):
        measure = st.segmented_control(t(WHICH), CHOICE, format_func=names.__getitem__, default="closing",
                                       required=True, key="sensitivity-measure")  # fmt: skip
        years = subject.side.years[1:]
        year = st.selectbox(t(YEAR), years, index=len(years) - 1, key=f"sensitivity-year-{years[-1]}", width=120)
    if MEASURES[measure].rests_on_opening and not subject.is_known:
        st.info(t(subject.unknown), icon=":material/question_mark:")
        return
    figure = Figure(subject.fund, measure, year)
    question = Question(subject.dataset, bare(subject.scenario), figure, subject.month, subject.scenario.view.years)
    key = (question.dataset, question.scenario, figure, question.month, question.years)
    _tornado(subject, figure, key)
    _heat(subject, figure, key)
    _indices(subject, key)


@remembered(64)
def _table(
    dataset: Dataset, scenario: Scenario, figure: Figure, month: Month, years: int, lawful: bool = False
) -> pl.DataFrame:
    question = Question(dataset, scenario, figure, month, years)
    table = sensitivity.tornado(replace(question, within=lawful_ends(question)) if lawful else question)
    return sensitivity.at_least_nought(table) if figure.measure == COVER else table


@remembered(64)
def _grid(dataset: Dataset, scenario: Scenario, figure: Figure, month: Month, years: int, across: str, up: str) -> Grid:
    return sensitivity.grid(Question(dataset, scenario, figure, month, years), across, up)


@remembered(32)
def _shares(dataset: Dataset, scenario: Scenario, figure: Figure, month: Month, years: int, seed: int) -> pl.DataFrame:
    return sensitivity.indices(Question(dataset, scenario, figure, month, years), POINTS, seed)


# --- one at a time ----------------------------------------------------------------------------------------------------


def _tornado(subject: Subject, figure: Figure, key: Key) -> None:
    with st.container(horizontal=True):
        kind, scope = (
            st.segmented_control(t(name), list(some), format_func=lambda one, some=some: t(some[one]), default=first,
                                 required=True, key=where)
            for name, some, first, where in ((KIND, KINDS, "all", "kind"), (SCOPE, SCOPES, "slider", "scope"))
        )  # fmt: skip
    table = _table(*key, lawful=scope == "law")
    wanted = {"lever": pl.col("kind") == "lever", "rest": pl.col("kind") != "lever"}
    table = table.filter(wanted.get(kind, pl.lit(True)))
    if table.is_empty():
        cover = subject.side.value(subject.fund, COVER, figure.year)
        gone = figure.measure == COVER and cover is not None and exhausted(cover)
        st.caption(t(STAYS_GONE if gone else NOTHING))
        return
    drawn = _bars(figure, shown(subject, figure.measure), table, OVER[scope])
    st.caption(t(both(ONE_BY_ONE, AT_NOUGHT) if figure.measure == COVER else ONE_BY_ONE))
    ends_in = pl.col("key").replace_strict({key: catalog.parameter(key).unit.name.en for key in table["key"]})
    name = f"sifund-tornado-{figure.fund}-{figure.measure}-{figure.year}"
    behind(
        table,
        name,
        None,
        drawn,
        rows=table.with_columns(range_unit=ends_in),
        rows_in=shown(subject, figure.measure).unit,
    )


def _bars(figure: Figure, how: Shown, table: pl.DataFrame, over: Text) -> figures.Picture:
    """The ranking, and in its title over what it ranks."""
    names = {key: t(catalog.parameter(key).name) for key in table["key"]}
    ends = {r["key"]: (_value(r["key"], r["low"]), _value(r["key"], r["high"])) for r in table.to_dicts()}
    title = TITLE.format(year=figure.year, measure=how.name, name=names[table["key"][0]],
                         swing=how.unit.write(table["swing"][0]), scope=over)  # fmt: skip
    data = chart.frame(table.head(MOST), names, ends, how.unit, state.lang())
    return figures.chart(
        title, data, chart.spec(how.axis, how.unit, state.lang(), label_lines(data["name"])), "tornado"
    )


def _value(key: str, value: float) -> str:
    return t(value_words(catalog.parameter(key), value))


# --- two at a time ----------------------------------------------------------------------------------------------------


def _heat(subject: Subject, figure: Figure, key: Key) -> None:
    """Two of the parameters that move the figure, the levers that are decided nearest first."""
    table = _table(*key)
    keys = sorted(table["key"], key=_nearness)
    if len(keys) < 2:
        return
    names = {k: t(catalog.parameter(k).name) for k in keys}
    how = shown(subject, figure.measure)
    with st.container(horizontal=True):
        across = (
            st.selectbox(t(ACROSS), keys, format_func=names.__getitem__, key=f"across-{subject.fund}", width=260)
            or keys[0]
        )
        rest = [k for k in keys if k != across]
        up = st.selectbox(t(UP), rest, format_func=names.__getitem__, key=f"up-{subject.fund}", width=260) or rest[0]
        figure_now, lang = float(table["figure"][0]), state.lang()
        least = None if how.signed else 0.0
        typed = st.number_input(t(TARGET, unit=how.unit.column), least, value=None, step=1.0, format="%.10g", width=200,
                                placeholder=t(how.unit.number(figure_now)).replace(",", ""),
                                key=f"target-{subject.fund}-{figure.measure}-{figure.year}{typed_in(how.unit)}")  # fmt: skip
        target = figure_now if typed is None else float(typed) * how.unit.size(lang)
    _map(figure, how, _grid(*key, across, up), target, AIM if typed is not None else AS_NOW)


def _map(figure: Figure, how: Shown, grid: Grid, target: float, aimed: Text) -> None:
    """The heat map; its line lies where the figure passes the target, also where cover is exhausted."""
    title = (HEAT if grid.iso(target) else NO_LINE).format(
        year=figure.year, measure=how.name, target=aimed.format(target=how.unit.write(target))
    )
    first, second = (_axis(r.parameter) for r in (grid.across, grid.up))
    data = heat.frame(grid, target, how.unit, state.lang())
    if figure.measure == COVER:
        data = data.with_columns(pl.col("value").clip(lower_bound=0))
        grid = replace(grid, values=np.maximum(grid.values, 0))
    drawn = figures.chart(title, data, heat.spec(first, second, how.axis, how.unit, state.lang()), "heat")
    name = f"sifund-heat-{figure.fund}-{figure.measure}-{figure.year}"
    behind(grid.frame(t(first), t(second), t(how.axis), how.unit.size(state.lang())), name, how.unit.column, drawn)


def _nearness(key: str) -> int:
    decider = catalog.parameter(key).decided_by
    return DECIDERS.index(decider) if decider else len(DECIDERS)


def _axis(p: Parameter) -> Text:
    return IN_UNIT.format(name=p.name, unit=p.unit.name)


# --- all at once ------------------------------------------------------------------------------------------------------


def _indices(subject: Subject, key: Key) -> None:
    with st.expander(t(EXPERT), key="indices", on_change="rerun") as opened:
        if not opened.open:
            return
        with st.spinner(t(WORKING)):
            table = _shares(*key, subject.scenario.view.seed)
        if table.is_empty():
            st.caption(t(NOTHING))
            return
        grid(_in_words(table))
        st.caption(t(INDEX_NOTE, size=POINTS))
        figures.download(table, f"sifund-sobol-{subject.fund}")


def _in_words(table: pl.DataFrame) -> pl.DataFrame:
    names = [t(SPLIT if key == OPENINGS else catalog.parameter(key).name) for key in table["key"]]
    columns = {t(INPUT): names}
    for head, kind in ((FIRST, "first"), (TOTAL, "total")):
        pairs = zip(table[kind], table[f"{kind}_error"], strict=True)
        columns[t(head)] = [f"{format_percent(100 * x)} ± {format_percent(100 * e)}" for x, e in pairs]
    return pl.DataFrame(columns)
