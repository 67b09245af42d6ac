"""The parts of the compare page: what is compared with what, charts by year, the table that decides, the years folded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sifund import catalog
from sifund.analysis.comparison import Comparison, compare
from sifund.analysis.decide.criteria import SIGNS, Criterion, criteria, signs
from sifund.analysis.decide.criteria import Cell as Decides
from sifund.analysis.grounds import NO_OPENING, split_words
from sifund.analysis.words import projected
from sifund.charts import compare as chart
from sifund.charts.theme import in_unit
from sifund.declare.measure import COVER, MEASURES
from sifund.declare.unit import YUAN
from sifund.problem import Problem, problem
from sifund.scenario import Scenario
from sifund.scenario.link import COMPARED, NTH_SCENARIO
from sifund.scenario.view import View, beyond
from sifund.text import DASH, NO_CHANGE, Text, join
from sifund.ui import st
from sifund.ui.parts import figures
from sifund.ui.parts.paths import lever_name, steps_words
from sifund.ui.parts.tables import Cell, Marked, Row, wide
from sifund.ui.session import state
from sifund.ui.session.state import t

CURRENT = Text("当前方案", "Current scenario")
AGAINST = Text("以谁为基准", "Compared with")
COMPARED_WITH = Text("以{name}为基准", "Compared with {name}")
IN_FORCE, OTHER = Text("按基线", "as in the baseline"), SIGNS["other"]
AS_BASIS = Text("{name}（基准）", "{name} (compared with)")
LEVERS = Text("不同的参数", "Differing levers")
FOUR = Text("四个数（{unit}，月数除外）", "Four figures ({unit}, but for months)")
REST = Text(
    "与基准相比：{signs}。小字是差额；各数分别取整，差额可有尾差。{projected}",
    "Against what it is compared with: {signs}. Small figures are differences, rounded by themselves. {projected}",
)
OWN = Text(
    "“{name}”填有自己的基年数，它的基线与其他方案不同。",
    '"{name}" has base-year figures of its own, so that its baseline is not the others\'.',
)
MORE = Text(
    "链接中有{count}个方案；只用前{limit}个。",
    "the link holds {count} {count:scenario|scenarios}; only the first {limit} are used.",
)
DECIDES = Text("{fund}：决定用什么", "{fund}: what decides")
SETTINGS = ("floor", "bands", "draws", "seed")
"""What of the page's view the figures depend on, beside the years."""
TABLE, YEARS = Text("方案对照表", "The scenarios side by side"), Text("逐年数字", "Year by year")


def read() -> tuple[list[Scenario], list[Problem]]:
    """The scenarios in the address, named, and what of each could not be applied."""
    scenarios, notices = [], []
    texts = state.texts()
    for number, text in enumerate(texts[:COMPARED], start=1):
        scenario, wrong = state.read(text)
        name = scenario.name or t(CURRENT if number == 1 else NTH_SCENARIO, number=number)
        scenarios.append(replace(scenario, name=name))
        notices += [replace(one, place=f"{number} {name}") for one in wrong]
    if len(texts) > COMPARED:
        notices.append(problem("too_many", "", MORE.zh, MORE.en, count=len(texts), limit=COMPARED))
    return scenarios, notices + beyond(scenarios[0].view, len(scenarios))


def run(scenarios: Sequence[Scenario]) -> Comparison:
    """All of them in one engine call, over the years of the page's own; of a dataset that is gone, the baseline."""
    view, gone = scenarios[0].view, state.missing()
    changed = (replace(scenario, changes=()) for scenario in scenarios) if gone else scenarios
    bare = [replace(one, view=View(), origin="", dataset="") for one in changed]
    bare[0] = replace(bare[0], view=View.model_validate({key: getattr(view, key) for key in SETTINGS}))
    return compare(state.dataset(), bare, view.against, view.years)


def heads_of(comparison: Comparison) -> list[str]:
    """Each column's name with its number; the one that the others are compared with is marked."""
    names = [(number, t(comparison.name(number))) for number in comparison.columns]
    return [t(AS_BASIS, name=name) if number and number == comparison.against else name for number, name in names]


def choose_against(comparison: Comparison) -> None:
    """What the scenarios are compared with."""
    options = [0, *comparison.numbers]
    st.selectbox(t(AGAINST), options, format_func=lambda number: t(COMPARED_WITH, name=comparison.name(number)),
                 key="against", now=comparison.against, width=240, label_visibility="collapsed",
                 on_change=state.into_view("against"))  # fmt: skip


# --- charts -----------------------------------------------------------------------------------------------------------


def charts(comparison: Comparison, fund: str) -> list[figures.Picture]:
    """Cover beside its floor and the closing balance by year, side by side; nothing where the balance is not known."""
    if not any(comparison.side(number).knows(fund) for number in comparison.numbers):
        st.caption(t(NO_OPENING))
        return []
    drawn = []
    for column, measure in zip(st.columns(2, vertical_alignment="bottom"), chart.SHOWN, strict=True):
        with column:
            drawn.append(figures.chart(chart.title(comparison, fund, measure),
                                       chart.frame(comparison, fund, measure, state.lang()),
                                       chart.spec(comparison, fund, measure, state.lang()), f"compare-{measure}"))  # fmt: skip
    return drawn


# --- tables -----------------------------------------------------------------------------------------------------------


def table(comparison: Comparison, fund: str, year: int) -> None:
    """What decides, levers that differ, four figures; a column a scenario."""
    rows = criteria(comparison, fund)
    heads = ["", *heads_of(comparison)]
    body = [*_decide_rows(rows, fund), *_lever_rows(comparison), *_four_rows(comparison, fund, year)]
    says = join((words for _, words in signs(rows)), zh="，") or SIGNS[""]
    notes = [t(REST, signs=says, projected=projected(comparison.side(0).base.dataset))]
    split = split_words(comparison.side(0).base, fund)
    notes += [t(split)] if split else []
    unknown = not all(comparison.side(number).knows(fund) for number in comparison.columns)
    notes += [t(NO_OPENING)] if unknown else []
    notes += [t(OWN, name=s.name) for s in comparison.scenarios if s.inputs]
    wide(heads, body, label=t(TABLE), width=7 * len(heads), figures=range(1, len(heads)), notes=notes)


def _decide_rows(rows: Sequence[Criterion], fund: str) -> Iterator[Row]:
    yield t(DECIDES, fund=catalog.fund_name(fund))
    for row in rows:
        yield t(row.name), *map(_decides, row.cells)


def _decides(cell: Decides) -> Cell:
    """What a criterion says, marked where it differs."""
    lines = [t(line) for line in cell.lines]
    return Marked(lines) if cell.mark else lines


def _lever_rows(comparison: Comparison) -> Iterator[Row]:
    rows = comparison.levers()
    if rows:
        yield t(LEVERS)
    at = comparison.columns.index(comparison.against)
    for key, columns in rows:
        cells = ((t(steps_words(key, steps)) if steps else t(IN_FORCE), steps != columns[at]) for steps in columns)
        yield (
            t(lever_name(key, catalog.ALL)),
            *(Marked((words, t(OTHER))) if differs else words for words, differs in cells),
        )


def _four_rows(comparison: Comparison, fund: str, year: int) -> Iterator[Row]:
    yield t(FOUR, unit=YUAN.column)
    for measure, when in [("expenditure", year), ("closing", year), (COVER, year), ("closing", comparison.years[-1])]:
        title = t(catalog.measure_name(measure, fund))
        yield f"{when} · {title}", *_cells(comparison, fund, measure)[when]


def by_year(comparison: Comparison, fund: str) -> None:
    """Closing and cover of every year, behind a fold."""
    with st.expander(t(YEARS), key="compare-years", icon=":material/table:", on_change="rerun") as opened:
        if not opened.open:
            return
        heads = ["", *heads_of(comparison)]
        rows = list(_year_rows(comparison, fund))
        wide(heads, rows, label=t(YEARS), width=7 * len(heads), figures=range(1, len(heads)))


def _year_rows(comparison: Comparison, fund: str) -> Iterator[Row]:
    for measure in ("closing", COVER):
        yield t(in_unit(catalog.measure_name(measure, fund), MEASURES[measure].unit))
        for when, cells in _cells(comparison, fund, measure).items():
            yield str(when), *cells


def _cells(comparison: Comparison, fund: str, measure: str) -> dict[int, list[Cell]]:
    """A measure by year: every column's amount, with its difference from what it is compared with."""
    unit = MEASURES[measure].unit
    cells: dict[int, list[Cell]] = {year: [] for year in comparison.years}
    for number in comparison.columns:
        amounts = comparison.amounts(fund, measure, number)
        others = comparison.beside(fund, measure, number) if number else amounts
        compared = number not in (0, comparison.against)
        for year, value, other in zip(cells, amounts.tolist(), others.tolist(), strict=True):
            change = t(unit.change(other, value)) if compared else ""
            says = t(unit.number(value)), "" if change == DASH else change
            cells[year].append(Marked((says[0], f"≠ {says[1]}")) if says[1] not in ("", NO_CHANGE) else says)
    return cells
