"""Cover below 0, a chance whose assumed split is not said, a chance or band without its condition, a span of years as the other
language writes it: no page, document or command prints one. A fund that runs dry in a year, on the sample, whose split of
opening balances is assumed."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path

import fastexcel
import pytest
from docx import Document
from seen import read_as_markdown, sent
from streamlit.testing.v1 import AppTest
from support import scenario

from sifund.analysis.comparison import compare
from sifund.analysis.year.example import example
from sifund.analysis.year.running import cockpit
from sifund.analysis.year.running_words import draft
from sifund.cli import main
from sifund.dataset import Dataset, nation
from sifund.report import side
from sifund.report.draft import warning
from sifund.report.kinds import DOCUMENTS
from sifund.report.order import Order
from sifund.report.progress import silent
from sifund.scenario import Scenario
from sifund.text import LANGS, Lang, Text
from sifund.ui.parts import sections

APP = Path(__file__).resolve().parents[1] / "app.py"
GONE = "unemployment.new_claims=40000@2022-01;unemployment.refund_rate_sme=90@2022-01;view.fund=unemployment;view.draws=256"
"""The fund runs dry, and some of the law is broken."""
FULL = "unemployment.refund_rate_large=60;unemployment.skills_subsidy=2500;resident.match=80;public.adjustment=6"
PAGES = (
    ("overview", f"1;{GONE}"), ("scenario", f"1;{GONE}"), ("compare", f"1;{GONE}|1;n=b;view.fund=unemployment"),
    ("performance", f"1;{GONE}"), ("outlook", f"1;{GONE}"), ("outlook", "1;view.fund=public;view.draws=256"), ("methods", f"1;{GONE}"),
    ("saved", f"1;{GONE}"), ("scenario", f"1;{GONE};view.stage=1"),
)  # fmt: skip
FOLDS = ("share", "running-example", "running-draft", "compare-years", "fan-record")
CHANCE = re.compile(r"可能性|九成可能|跌破底线，|\b[Cc]hances?\b|\bBreach by\b")
FIGURE = re.compile(r"[0-9.]+%")
BAND = re.compile(r"90 ?%(?:区间| band(?! \(%\)|, [tf]o)|:)(?!上|下)")
CONDITION = re.compile(
    r"法规不变|照历史波动|at unchanged law|as history moved|各年的差异|years differ|走势依据|Profile rests on|以前各年|earlier years"
)
"""Of a forecast of the years to come, and of the running year's."""
RECORD = re.compile(r"(?:past outcomes|of outcomes) lay in the 90% band")
ASSUMED = re.compile(
    r"按假设拆分|年初结余是假设|[Oo]pening balances? (?:is|are|split)[^.]* assumed|split of (?:the )?opening balances is assumed"
)
NEGATIVE = re.compile(r"−[0-9.,]+ ?(?:个月|months)")
LEVELS = re.compile(r"[0-9.]+ ?(?:个月|months) · [0-9.]+ ?(?:个月|months) · −[0-9.]+ ?(?:个月|months)")
"""Scenario, baseline and what lies between them."""
ENGLISH_SPAN = re.compile("[0-9]–[0-9]+(?:年|个月|毫米)")


def broken(pieces: list[str]) -> Iterator[str]:
    """What of the pieces of a page or document is printed and may not be."""
    chances = [piece for piece in pieces if CHANCE.search(piece) and FIGURE.search(piece)]
    yield from (f"no condition: {piece}" for piece in chances if not CONDITION.search(piece))
    yield from (
        f"nowhere that the split is assumed: {piece}" for piece in chances[:1] if not any(map(ASSUMED.search, pieces))
    )
    banded = [RECORD.sub("", piece) for piece in pieces]
    yield from (
        f"band without condition: {p}"
        for p in banded
        if BAND.search(p) and re.search("[0-9]", BAND.sub("", p)) and not CONDITION.search(p)
    )
    yield from (f"cover below 0: {piece}" for piece in pieces if NEGATIVE.search(LEVELS.sub("", piece)))
    yield from (f"a span as English writes it: {piece}" for piece in pieces if ENGLISH_SPAN.search(piece))


def all_parts(key: str, parts: Mapping[Text, Callable[..., None]], *given: object, begin: Text | None = None) -> None:
    """Every part of a page, one after the other."""
    for show in parts.values():
        show(*given)


def _of_html(body: str) -> Iterator[str]:
    """A paragraph, list item, row or box each."""
    for part in re.split(r"</(?:p|li|tr|div|h[1-6]|dl)>", re.sub(r"<style>.*?</style>", "", body, flags=re.S)):
        words = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", part))).strip()
        if words:
            yield words


def _of_page(app: AppTest) -> Iterator[str]:
    for node in app.get("html"):
        yield from _of_html(node.proto.body)
    yield from read_as_markdown(app)
    for code in app.code:
        yield from code.value.splitlines()
    for frame in app.dataframe:
        columns = list(frame.value.columns)
        yield from (
            " · ".join(f"{c} {v}" for c, v in zip(columns, row, strict=True))
            for row in frame.value.astype(str).to_numpy()
        )
    headline = sent(app).get("headline", {"says": "", "boxes": [], "remarks": []})
    yield headline["says"]
    yield from (f"{box['name']} {box['value']} {box['unit']}" for box in headline["boxes"])
    for remark in headline["remarks"]:
        yield from [remark["title"], *("".join(line) for line in remark["says"])]


@pytest.mark.parametrize("lang", LANGS)
def test_no_page_prints_one(lang: Lang, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sections, "sections", all_parts)
    chances = 0
    for page, text in PAGES:
        app = AppTest.from_file(str(APP), default_timeout=120)
        app.query_params |= {"lang": lang, "s": text}
        for key in FOLDS:
            app.session_state[key] = True
        app.switch_page(f"pages/{page}.py").run()
        assert not app.exception, (page, app.exception)
        pieces = list(_of_page(app))
        assert list(broken(pieces)) == [], (page, text)
        chances += sum(bool(CHANCE.search(piece)) for piece in pieces)
    assert chances > 10, "the reader still finds them"


def _of_word(content: bytes) -> Iterator[str]:
    document = Document(BytesIO(content))
    yield from (words for paragraph in document.paragraphs for words in paragraph.text.splitlines())
    yield from (" · ".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows)


def _of_workbook(content: bytes) -> Iterator[str]:
    book = fastexcel.read_excel(content)
    for name in book.sheet_names:
        rows = book.load_sheet(name, header_row=None, dtypes="string").to_polars().rows()
        yield from (" · ".join(cell for cell in row if cell) for row in rows)


@pytest.mark.parametrize("lang", LANGS)
def test_no_document_prints_one(dataset: Dataset, lang: Lang) -> None:
    """Word and PDF of the brief are filled with the same words."""
    gone, full = scenario(dataset, GONE), scenario(dataset, f"{GONE};{FULL}")
    for text in (gone, full):
        pieces = list(_of_word(DOCUMENTS["brief"].forms[1].make(Order(dataset, text, lang), silent)))
        assert list(broken(pieces)) == [] and any(map(CHANCE.search, pieces)), pieces
    assert list(broken(list(_of_word(DOCUMENTS["annual"].forms[0].make(Order(dataset, gone, lang), silent))))) == []
    compared = side.workbook(side.Side(dataset, compare(dataset, [gone, Scenario()]), lang, "link"))
    for content in (DOCUMENTS["workbook"].forms[0].make(Order(dataset, gone, lang), silent), compared):
        assert list(broken(list(_of_workbook(content)))) == []
    year = cockpit(example(), nation())
    assert year
    drafted = list(_of_word(warning(example(), year, lang)))
    assert drafted == [words(lang) for words in draft(example(), year)] and list(broken(drafted)) == []


@pytest.mark.parametrize("lang", LANGS)
def test_no_command_prints_one(lang: Lang, capsys: pytest.CaptureFixture[str]) -> None:
    link = f"1;{GONE}"
    for words in (
        ("risk", "--scenario", link),
        ("compare", link, "1;view.fund=unemployment"),
        ("simulate", "--scenario", link),
    ):
        assert main([*words, "--lang", lang]) == 0, words
        pieces = capsys.readouterr().out.splitlines()
        assert list(broken(pieces)) == [], words


@pytest.mark.parametrize(
    "piece",
    [
        "到2026年跌破底线的可能性 36.7%",
        "The chance is 3.1%.",
        "90%区间 12至34",
        "90%: 1 to 2",
        "备付期限−3.2个月",
        "−3.2 months of cover",
    ],
)
def test_the_reader_finds_what_may_not_be_printed(piece: str) -> None:
    assert list(broken([piece]))
    conditioned = list(broken([f"{piece}（法规不变）"]))
    assert bool(conditioned) != bool(BAND.search(piece)), (
        "an assumed split must be said too, and cover below 0 never is"
    )
