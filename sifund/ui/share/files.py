"""The files of the share dialog: tables, picture, brief and workbook, each made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from sifund.analysis.comparison import Comparison
from sifund.analysis.outcome import answer
from sifund.analysis.outlook.reliability import relies
from sifund.charts import balances, surplus
from sifund.charts import compare as panels
from sifund.model.case import Side
from sifund.problem import SifundError
from sifund.report import flat, pictures, side
from sifund.report.fonts import require_glyphs
from sifund.report.kinds import DOCUMENTS, EXCEL
from sifund.report.order import Order
from sifund.report.progress import silent
from sifund.scenario import Scenario
from sifund.text import Text
from sifund.ui import st
from sifund.ui.compare import arrange
from sifund.ui.parts import figures
from sifund.ui.parts.which import standing
from sifund.ui.session import state
from sifund.ui.session.state import t

FILES = Text("可带走的文件（点击后生成）", "Files to take along, made on the click")
CSV, PICTURE, BOOK = (
    Text("表格（CSV）", "Table (CSV)"),
    Text("图（PNG）", "Picture (PNG)"),
    Text("工作簿", "Workbook"),
)
EXPORT = Text("导出工作簿", "Export to a workbook")
BRIEF = {"pdf": Text("一页简报（PDF）", "Brief (PDF)"), "docx": Text("一页简报（Word）", "Brief (Word)")}
PNG = "image/png"


@dataclass(frozen=True, slots=True)
class File:
    """Something to take along: its label, name and media type, what makes it, and whether it sets words in our font."""

    label: Text
    name: str
    media: str
    make: Callable[[], bytes]
    set: bool = True


def offer(files: Iterable[File], names: str) -> None:
    """A button a file. What the font of pictures and documents lacks of the names is said: those files cannot be made."""
    lacks = _lacks(names)
    st.caption(lacks or t(FILES))
    with st.container(horizontal=True):
        for file in files:
            st.download_button(
                t(file.label), data=file.make, mime=file.media, file_name=file.name, on_click="ignore",
                icon=":material/download:", key=f"share-{file.media}", disabled=bool(lacks) and file.set,
            )  # fmt: skip


def _lacks(names: str) -> str:
    try:
        require_glyphs(names)
    except SifundError as error:
        return " ".join(error.lines(state.lang()))
    return ""


def of_scenario(scenario: Scenario, side: Side, fund: str) -> Iterator[File]:
    """Every figure as a table, the balances as a picture, the brief."""
    lang, dataset = state.lang(), state.dataset()
    order = Order(
        dataset, replace(scenario, dataset="", origin=""), lang, state.base_address(), standing(scenario).words(lang)
    )
    answers = map(t, (*(answer(side, scenario) if scenario.changes else ()), relies(side.base, fund)))
    says = "\n".join(filter(None, (scenario.name, t(dataset.name), *answers)))
    drawn = balances if side.knows(fund) else surplus
    title = drawn.title
    draw = partial(pictures.png, drawn.spec(fund, lang), drawn.frame(side, fund, lang), t(title(side, fund)), says)
    name = f"sifund-{dataset.code}"
    yield File(CSV, f"{name}.csv", "text/csv", lambda: flat.csv(flat.scenario_table(side, lang)), set=False)
    yield File(PICTURE, f"{name}-{fund}.png", PNG, draw)
    for form in DOCUMENTS["brief"].forms:
        yield File(BRIEF[form.ending], f"{name}.{form.ending}", form.media, partial(form.make, order, silent))


def of_comparison(text: str, comparison: Comparison, fund: str, words: str) -> Iterator[File]:
    """Every figure as a table, closing balances as a picture, the workbook."""
    lang, dataset = state.lang(), state.dataset()
    is_known = any(comparison.side(number).knows(fund) for number in comparison.numbers)
    measure = panels.SHOWN[0] if is_known else "surplus"
    draw = partial(pictures.png, panels.spec(comparison, fund, measure, lang), panels.frame(comparison, fund, measure, lang),
                   t(panels.title(comparison, fund, measure)), f"{t(dataset.name)}\n{words}")  # fmt: skip
    name = f"sifund-compare-{dataset.code}"
    yield File(CSV, f"{name}.csv", "text/csv", _table(comparison), set=False)
    yield File(PICTURE, f"{name}-{fund}.png", PNG, draw)
    yield File(BOOK, f"{name}.xlsx", EXCEL, _book(text, comparison), set=False)


def export(comparison: Comparison, *drawn: figures.Picture) -> None:
    """What takes along that which stands side by side, behind a fold: the workbook, the plain table, the charts."""
    name = f"sifund-compare-{state.dataset().code}"
    with figures.fold(name) as opened:
        if not opened.open:
            return
        with st.container(horizontal=True):
            figures.file(t(EXPORT), f"{name}.xlsx", EXCEL, _book(arrange.whole_text(), comparison))
            figures.file(t(CSV), f"{name}.csv", "text/csv", _table(comparison))
            figures.file(
                t(figures.PARQUET), f"{name}.parquet", figures.PARQUET_TYPE, lambda: flat.parquet(comparison.frame())
            )
        for picture in drawn:
            figures.offer(picture, name)


def _table(comparison: Comparison) -> Callable[[], bytes]:
    return partial(lambda lang: flat.csv(flat.comparison_table(comparison, lang)), state.lang())


def _book(text: str, comparison: Comparison) -> Callable[[], bytes]:
    return partial(side.workbook, side.Side(state.dataset(), comparison, state.lang(), state.link_to(text, "compare")))
