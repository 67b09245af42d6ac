"""What the pages show of a side: notices, headline and four figures, charts with a table behind them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from itertools import islice

import polars as pl
import pyarrow as pa
from markupsafe import Markup

from sifund import catalog
from sifund.analysis.moved import first_effect
from sifund.analysis.words import projected
from sifund.declare.unit import Unit
from sifund.model.case import Side
from sifund.problem import SifundError
from sifund.report.flat import csv, parquet
from sifund.report.pictures import png, require_words, svg
from sifund.scenario import Scenario
from sifund.terms import FUND
from sifund.text import DASH, Text
from sifund.ui import st
from sifund.ui.session import state
from sifund.ui.session.state import t
from sifund.ui.words import lines

PARQUET_TYPE = "application/octet-stream"
SOURCE = Text("来源：{name}。{rests}", "Source: {name}. {rests}")
PARQUET = Text("下载Parquet", "Download Parquet")
CLERK = Text("经办人员", "For the clerk")
DATA = Text("数据与下载", "Table and download")
FILES, DOWNLOAD = Text("下载", "Download"), Text("下载CSV", "Download CSV")
PICTURE = Text("下载{form}", "Download {form}")
BELOW_TITLE = Text("图：所示内容见上面的标题", "Chart: the heading above says what it shows")
ANSWER, TITLE = (
    Markup('<p class="answer{}" role="status">{}</p>'),
    Markup('<h2 class="chart-title">{}</h2><p class="source">{}</p>'),
)
MAY_BREAK = re.compile(
    r"(?<=基金)(?=.)|(?<=[^—\d])(?=\d{4}年)|(?<=\d{4}年)(?=.)|(?<=[\u3400-\u9fff])(?=[+−]?\d)(?!\d{4}年)"
)
"""Where a Chinese title may go on in the next line: after a fund's name, around a year, before a figure; never within a word."""
BOX = Markup('<div><dt>{}</dt><dd>{} <small>{}</small></dd>{}<dd class="beside">{}</dd></div>')
CHANGE, BOXES = Markup('<dd class="change">{}</dd>'), Markup('<dl class="figures">{}</dl>{}')
NOTE_ITEM, NOTES = Markup("<li>{}</li>"), Markup('<ul class="notes">{}</ul>')
FORMS = {"png": "image/png", "svg": "image/svg+xml"}


def place() -> AbstractContextManager[object]:
    """Room for what comes and goes. It is always there: what stands below it is not built anew, and keeps its focus."""
    return st.container()


def rows_of(columns: int, count: int) -> Iterator[AbstractContextManager[object]]:
    """Room for so many things in rows, which on a telephone stand in their order."""
    rooms = (room for _ in range(0, count, columns) for room in st.columns(columns))
    return islice(rooms, count)


def choose_fund(side: Side, fund: str) -> None:
    """Which fund's levers and effects are shown."""
    names = {key: t(catalog.fund_name(key, short=True)) for key in side.funds}
    st.segmented_control(t(FUND), list(names), format_func=names.__getitem__, key="fund", now=fund, required=True,
                         label_visibility="collapsed", on_change=state.into_view("fund"))  # fmt: skip


def spoken(side: Side, scenario: Scenario, fund: str) -> int:
    """The year that the page speaks of: the first in which the scenario moves the fund shown, else any; or the one in
    which a change starts."""
    effect = (first_effect(side, fund) or first_effect(side)) if scenario.changes else None
    return effect or min(state.start_month(scenario) // 12, side.years[-1])


def answer(words: str, *, strong: bool = False) -> None:
    """What the page says, in a sentence that stays in sight and that a screen reader hears when it changes."""
    st.html(ANSWER.format(" strong" if strong else "", words))


def box(label: str, value: str, unit: Text | None, says: str, change: str = "") -> Markup:
    """One figure: what it is, its value, its change, and what it stands beside or rests on. What is not known has no unit."""
    middle = CHANGE.format(change) if change else ""
    return BOX.format(label, value, t(unit) if unit and value != DASH else "", middle, says)


def draw(boxes: Iterable[Markup], notes: Iterable[str] = ()) -> None:
    """Figures side by side with notes below, in one message: Streamlit's own metrics cost several each."""
    st.html(BOXES.format(Markup("").join(boxes), listed(notes)))


def listed(notes: Iterable[str]) -> Markup:
    """Notes as a list; nothing of none."""
    items = Markup("").join(NOTE_ITEM.format(note) for note in notes)
    return NOTES.format(items) if items else items


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A chart as it was drawn, to be offered as a file: what it is called, its sentence, its rows and its specification."""

    key: str
    title: str
    data: pl.DataFrame
    spec: dict
    source: str = ""

    def make(self, form: str) -> bytes:
        """Its bytes as "png" or "svg", under its title. Raises SifundError where the font lacks a character."""
        if form == "png":
            return png(self.spec, self.data, self.title, self.source)
        return svg(self.spec, self.data, self.title, self.source).encode()


def chart(title: Text, data: pl.DataFrame, spec: dict, key: str) -> Picture:
    """A chart under its sentence, which is its text alternative, and its source; what is returned can be offered beside its table."""
    dataset = state.dataset()
    source = t(SOURCE, name=dataset.name, rests=projected(dataset))
    st.html(TITLE.format(Markup("<wbr>").join(MAY_BREAK.split(t(title))), source))
    rows = pa.table(data.to_dict(as_series=False))  # Polars' own way takes a millisecond for a few rows
    st.vega_lite_chart(rows, spec, key=f"chart-{key}", alt=t(BELOW_TITLE))  # words that change would build it anew
    return Picture(key, t(title), data, spec, source)


def clerk(name: str):
    """Where commands and places in the tables stand: whoever reads figures needs neither."""
    return st.expander(t(CLERK), icon=":material/terminal:", key=f"clerk-{name}", on_change="rerun")


def fold(name: str):
    """Where downloads stand, to be built when it is opened."""
    return st.expander(t(FILES), icon=":material/download:", key=f"files-{name}", on_change="rerun")


def folded(frame: pl.DataFrame, name: str, *drawn: Picture, unit: Unit | None = None) -> None:
    """The downloads of a frame and its charts behind a fold."""
    with fold(name) as opened:
        if opened.open:
            download(frame, name, *drawn, unit=unit)


def download(frame: pl.DataFrame, name: str, *drawn: Picture, unit: Unit | None = None) -> None:
    """A frame as CSV and as Parquet, with the `unit` that its figures are in where they all are in one, and the charts drawn
    of it as PNG and SVG, each made when asked for."""
    frame = frame if unit is None else frame.with_columns(unit=pl.lit(unit.name.en))
    with st.container(horizontal=True):
        file(t(DOWNLOAD), f"{name}.csv", "text/csv", lambda: csv(frame))
        file(t(PARQUET), f"{name}.parquet", PARQUET_TYPE, lambda: parquet(frame))
    for picture in drawn:
        offer(picture, name)


def offer(picture: Picture, name: str) -> None:
    """A chart's sentence with PNG and SVG, or why there is no picture of it."""
    st.caption(picture.title)
    try:
        require_words(picture.spec, picture.data, picture.title)
    except SifundError as error:
        st.warning(lines(error.lines(state.lang())), icon=":material/font_download_off:")
        return
    with st.container(horizontal=True):
        for form, media in FORMS.items():
            file(t(PICTURE, form=form.upper()), f"{name}-{picture.key}.{form}", media, partial(picture.make, form))


def file(label: str, name: str, media: str, make: Callable[[], bytes]) -> None:
    """A button that downloads a file, made when it is pressed."""
    st.download_button(label, make, name, media, on_click="ignore", icon=":material/download:")
