"""The parts of the compare page: the sentence, what is compared with what, one table, panels by year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sifund import catalog
from sifund.analysis.comparison import Comparison, compare
from sifund.analysis.grounds import NO_OPENING
from sifund.analysis.words import projected
from sifund.charts import compare as panels
from sifund.charts.theme import in_unit
from sifund.declare.measure import COVER, MEASURES
from sifund.declare.unit import YUAN
from sifund.problem import Problem, problem
from sifund.scenario import Scenario
from sifund.scenario.link import COMPARED
from sifund.scenario.view import View
from sifund.terms import BASELINE
from sifund.text import DASH, Text
from sifund.ui import st
from sifund.ui.parts import figures
from sifund.ui.parts.paths import lever_name, steps_words
from sifund.ui.parts.tables import Cell, Row, wide
from sifund.ui.session import state
from sifund.ui.session.state import t

CURRENT, NTH = Text("当前方案", "Current scenario"), Text("方案{number}", "Scenario {number}")
AGAINST = Text("以谁为基准", "Compared with")
IN_FORCE = Text("按基线", "as in the baseline")
AS_BASIS = Text("{name}（基准）", "{name} (compared with)")
LEVERS = Text("不同的参数", "Differing levers")
FOUR = Text("四个数（{unit}，月数除外）", "Four figures ({unit}, but for months)")
REST = Text(
    "小字是与基准的差额；各数分别取整，差额可有尾差。{projected}",
    "Small figures are differences from what it is compared with, rounded by themselves. {projected}",
)
OWN = Text(
    "“{name}”填有自己的基年数，它的基线与其他方案不同。",
    "“{name}” has base-year figures of its own, so that its baseline is not the others'.",
)
MORE = Text(
    "链接中有{count}个方案；只用前{limit}个。", "the link holds {count} scenarios; only the first {limit} are used."
)
PANELS = Text(
    "{fund}{measure}：各方案{years}年逐年的柱，灰线为“{against}”",
    "{measure}, {fund}: a bar a year {years} for each scenario; grey lines are “{against}”",
)
TABLE = Text("方案对照表", "The scenarios side by side")


def read() -> tuple[list[Scenario], list[Problem]]:
    """The scenarios in the address, named, and what of each could not be applied."""
    found, notices = [], []
    asked = state.texts()
    for number, text in enumerate(asked[:COMPARED], start=1):
        scenario, wrong = state.read(text)
        name = scenario.name or t(CURRENT if number == 1 else NTH, number=number)
        found.append(replace(scenario, name=name))
        notices += [replace(one, place=f"{number} {name}") for one in wrong]
    if len(asked) > COMPARED:
        notices.append(problem("too_many", "", MORE.zh, MORE.en, count=len(asked), limit=COMPARED))
    return found, notices


def run(scenarios: Sequence[Scenario]) -> Comparison:
    """All of them in one engine call, over the years of the page's own; of a dataset that is gone, the baseline."""
    view, gone = scenarios[0].view, state.missing()
    changed = (replace(found, changes=()) for found in scenarios) if gone else scenarios
    bare = [replace(found, view=View(), origin="", dataset="") for found in changed]
    return compare(state.dataset(), bare, view.against, view.years)


def _heads(comparison: Comparison) -> list[str]:
    """Each column's name with its number; the one that the others are compared with is marked."""
    names = [(number, column(comparison, number)) for number in comparison.columns]
    return [t(AS_BASIS, name=name) if number and number == comparison.against else name for number, name in names]


def column(comparison: Comparison, number: int) -> str:
    """A scenario's number and name; 0 is the baseline."""
    return f"{number} {comparison.scenarios[number - 1].name}" if number else t(BASELINE)


def choose_against(comparison: Comparison) -> None:
    """What the scenarios are compared with."""
    options = [0, *comparison.numbers]
    st.session_state["against"] = comparison.against
    st.selectbox(t(AGAINST), options, format_func=lambda number: column(comparison, number), key="against", width=260,
                 on_change=lambda: state.set_view(against=st.session_state["against"]))  # fmt: skip


# --- one table --------------------------------------------------------------------------------------------------------


def table(comparison: Comparison, fund: str, year: int) -> None:
    """Levers that differ, four figures, closing and cover by year; a column a scenario."""
    heads, rows = ["", *_heads(comparison)], [*_lever_rows(comparison), *_figure_rows(comparison, fund, year)]
    notes = [t(REST, projected=projected(comparison.side(0).base.dataset))]
    unknown = not all(comparison.side(number).knows(fund) for number in comparison.columns)
    notes += [t(NO_OPENING)] if unknown else []
    notes += [t(OWN, name=s.name) for s in comparison.scenarios if s.inputs]
    wide(heads, rows, label=t(TABLE), width=8 * len(heads), figures=range(1, len(heads)), notes=notes)


def _lever_rows(comparison: Comparison) -> Iterator[Row]:
    rows = comparison.levers()
    if rows:
        yield t(LEVERS)
    for key, columns in rows:
        yield t(lever_name(key, catalog.ALL)), *(t(steps_words(key, steps) if steps else IN_FORCE) for steps in columns)


def _figure_rows(comparison: Comparison, fund: str, year: int) -> Iterator[Row]:
    years = comparison.years
    title = {measure: catalog.measure_name(measure, fund) for measure in ("expenditure", "closing", COVER)}
    cells = {measure: _cells(comparison, fund, measure) for measure in title}
    yield t(FOUR, unit=YUAN.column)
    for measure, when in [*((name, year) for name in title), ("closing", years[-1])]:
        yield f"{when} · {t(title[measure])}", *cells[measure][when]
    for measure in ("closing", COVER):
        yield t(in_unit(title[measure], MEASURES[measure].unit))
        for when in years:
            yield str(when), *cells[measure][when]


def _cells(comparison: Comparison, fund: str, measure: str) -> dict[int, list[Cell]]:
    """A measure by year: every column's amount, with its difference from what it is compared with."""
    unit = MEASURES[measure].unit
    found: dict[int, list[Cell]] = {year: [] for year in comparison.years}
    for number in comparison.columns:
        own = comparison.amounts(fund, measure, number)
        others = comparison.beside(fund, measure, number) if number else own
        compared = number not in (0, comparison.against)
        for year, value, other in zip(found, own.tolist(), others.tolist(), strict=True):
            change = t(unit.change(other, value))
            found[year].append((t(unit.number(value)), change if compared and change != DASH else ""))
    return found


def panel_title(comparison: Comparison, fund: str, measure: str) -> Text:
    """What the panels of a measure show."""
    years = comparison.years
    name = catalog.measure_name(measure, fund)
    against = Text(column(comparison, comparison.against), column(comparison, comparison.against))
    return PANELS.format(fund=catalog.fund_name(fund), measure=name, years=f"{years[0]}–{years[-1]}", against=against)


def charts(comparison: Comparison, fund: str) -> Iterator[figures.Picture]:
    """Closing and cover by year, a panel a scenario; drawn one after the other."""
    shown = [column(comparison, number) for number in comparison.numbers]
    if not any(comparison.side(number).knows(fund) for number in comparison.numbers):
        st.caption(t(NO_OPENING))
        return
    for measure in ("closing", "cover_months"):
        title = panel_title(comparison, fund, measure)
        yield figures.chart(title, panels.frame(comparison, shown, fund, measure, state.lang()),
                            panels.spec(fund, measure, state.lang()), f"compare-{measure}")  # fmt: skip
