"""Every chart of every page leaves as PNG and SVG under its sentence; nothing of that is built while the fold is closed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from seen import opened
from streamlit.testing.v1 import AppTest

from sifund.charts.theme import LATIN
from sifund.problem import SifundError
from sifund.report.pictures import HEAD, WIDE, require_words
from sifund.report.pictures import lines as broken
from sifund.text import LANGS, Lang
from sifund.ui import st
from sifund.ui.parts import figures

ROOT = Path(__file__).resolve().parents[2]
TEXT = "1;unemployment.benefit_standard=1530;unemployment.refund_rate_sme=90"
TWO = f"{TEXT}|1;n=%E4%B8%80;unemployment.benefit_standard=1700"
FOLDS = ("data", "files-", "table-", "path-table")
PAGES: dict[str, tuple[str, tuple[str, ...], set[str]]] = {
    "scenario": ("lab", ("Effect", "Which lever", "Who pays"),
                 {"spending", "balances", "cover", "effect-unemployment", "pays-unemployment"}),
    "compare": ("", (), {"compare-closing", "compare-cover_months"}),
    "outlook": ("outlook", ("Paths", "Sensitivity", "Backtest"),
                {"fan-unemployment", "path-unemployment", "people-unemployment.claimants", "people-unemployment.claims",
                 "people-dependency", "tornado", "heat", "backtest"}),
    "performance": ("performance", ("Execution", "Price and volume"), {"bullet", "growth"}),
}  # fmt: skip
"""Page → the key of its tabs, those with charts, and every chart."""


SIZE = HEAD["fontSize"]


def lines(title: str) -> list[str]:
    return broken(title, SIZE)


@dataclass
class Offered:
    """What the pages drew, the folds that they have, and the files that they offered."""

    drawn: dict[str, figures.Picture] = field(default_factory=dict)
    folds: set[str] = field(default_factory=set)
    files: dict[str, Callable[[], bytes]] = field(default_factory=dict)


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> Offered:
    found, picture, file = Offered(), figures.Picture, figures.file

    def drawn(*parts: Any) -> figures.Picture:
        found.drawn[parts[0]] = picture(*parts)
        return found.drawn[parts[0]]

    def offer(label: str, name: str, media: str, make: Callable[[], bytes]) -> None:
        found.files[name] = make
        file(label, name, media, make)

    def noted(make: Callable[..., Any]) -> Callable[..., Any]:
        def fold(*args: Any, **kwargs: Any) -> Any:
            found.folds |= {kwargs["key"]} if str(kwargs.get("key")).startswith(FOLDS) else set()
            return make(*args, **kwargs)

        return fold

    monkeypatch.setattr(figures, "Picture", drawn)
    monkeypatch.setattr(figures, "file", offer)
    for name in ("expander", "popover"):
        monkeypatch.setattr(st, name, noted(getattr(st, name)))
    return found


def visit(page: str, lang: Lang, offered: Offered, fold: bool) -> AppTest:
    """A page with every tab that has charts shown in turn, and every fold open where asked for."""
    key, tabs, _ = PAGES[page]
    app = AppTest.from_file(ROOT / "app.py", default_timeout=60)
    app.query_params["s"], app.query_params["lang"] = TWO if page == "compare" else TEXT, lang
    app.session_state["files-sifund-compare-urumqi-2021"] = fold  # run once: a select box of AppTest knows one language
    app.run()
    offered.drawn.clear()  # the overview's
    app.switch_page(f"pages/{page}.py").run()
    assert not app.exception, app.exception
    for tab in tabs:
        app.session_state["s"] = opened(TEXT, key, tab) if key else TWO
        app.run()
        for name in offered.folds if fold else ():
            app.session_state[name] = True
        app.run()
        assert not app.exception, app.exception
    return app


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("page", PAGES)
def test_every_chart_is_offered_as_png_and_svg(page: str, lang: Lang, offered: Offered) -> None:
    visit(page, lang, offered, fold=True)
    assert set(offered.drawn) == PAGES[page][2]
    for key, picture in offered.drawn.items():
        for form, start in (("png", b"\x89PNG"), ("svg", b"<svg")):
            names = [name for name in offered.files if name.endswith(f"{key}.{form}")]
            assert names, (key, form)
            assert offered.files[names[-1]]().startswith(start)
        words = unescape(re.sub("<[^>]+>", "", picture.make("svg").decode()))
        assert "".join(lines(picture.title)) in words


@pytest.mark.parametrize("page", PAGES)
def test_a_closed_fold_costs_the_page_nothing(page: str, offered: Offered) -> None:
    visit(page, "zh", offered, fold=False)
    assert offered.drawn and offered.folds and not offered.files


def test_a_word_without_its_glyph_is_said_where_the_picture_would_be(offered: Offered) -> None:
    text = TEXT.replace("1;", "1;n=%F0%A0%AE%B7;", 1)  # 𠮷, outside the font
    app = AppTest.from_file(ROOT / "app.py", default_timeout=60)
    app.query_params["s"], app.session_state["files-sifund-compare-urumqi-2021"] = text, True
    app.run()
    app.switch_page("pages/compare.py").run()
    assert not app.exception
    assert [w.value for w in app.warning if "U+20BB7" in w.value]
    assert {name.rpartition(".")[2] for name in offered.files} == {"csv", "parquet", "xlsx"}


def test_a_title_breaks_where_a_reader_would() -> None:
    long = (
        "失业保险基金：由2020年推算2021年支出59,643万元，实际59,749万元，差+105.7万元（标准+4,436万元，数量−4,330万元）"
        * 2
    )
    made = lines(long)
    assert "".join(made) == long and 2 <= len(made) <= 5
    assert all(line[0] not in "，。：；）” " for line in made)
    assert all(not (a[-1].isdigit() and b[0].isdigit()) for a, b in pairwise(made))
    assert lines("A closing balance of “one” fund") == ['A closing balance of "one" fund']
    assert lines("") == [""]
    words = ("word " * 60).strip()
    assert " ".join(lines(words)) == words and all(len(line) * SIZE * LATIN <= WIDE for line in lines(words))


def test_what_a_picture_may_say_is_known_before_it_is_drawn() -> None:
    spec, empty = {"mark": "bar", "title": "结余"}, pl.DataFrame()
    require_words(spec, empty, "失业保险基金")
    require_words(spec, pl.DataFrame({"name": ["一", None], "x": [1.0, None]}), "")
    for bad in (({"title": "𠮷"}, empty, ""), (spec, pl.DataFrame({"name": ["𠮷"]}), ""), (spec, empty, "𠮷")):
        with pytest.raises(SifundError) as error:
            require_words(*bad)
        assert "U+20BB7" in error.value.lines("en")[0]
