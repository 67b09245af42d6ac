"""Tables of words: one part builds them all, escapes what it is given, and names every row and column."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from sifund.declare.unit import YUAN
from sifund.text import DASH, Text
from sifund.ui.parts import figures
from sifund.ui.performance import tables as performance

ROOT = Path(__file__).resolve().parents[2]
SHAPES = ("table", "wide", "stacked")


def page(shape: str) -> None:
    from markupsafe import Markup

    from sifund.ui.parts import tables

    rows = [
        "A section & more",
        ["<b>2022</b>", ("1,530", "", "基线1,323，+207"), tables.Lamp("red", ["2.0", ""])],
        ["2023", "", ("", "")],
        ["month", ("1,530 from 2022-01, <i>", "to 2023-12"), Markup('<a href="?s=1530%402022-01">open</a>')],
    ]
    width = {"width": 24, "notes": ["a < b"]} if shape == "wide" else {}
    getattr(tables, shape)(["", 'Benefit "new"', "Light"], rows, label="Four & figures", figures=(1,), **width)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_table_shows_lines_lights_and_sections_and_escapes_all(shape: str) -> None:
    (html,) = [
        element.proto.body
        for element in AppTest.from_function(page, kwargs={"shape": shape}, default_timeout=30).run().get("html")
    ]
    assert html.count('aria-label="Four &amp; figures"') == 1 and html.count('role="row"') == 4
    assert '<th scope="colgroup" colspan="3" class="part">A section &amp; more</th>' in html
    assert '<th scope="row" role="rowheader"><div>&lt;b&gt;2022&lt;/b&gt;</div></th>' in html
    assert (
        'data-label="Benefit &#34;new&#34;" class="n"><div>1,530<small>基线1,323，<wbr>+207</small></div></td>' in html
    )
    assert '<div><span class="lamp red">2.0</span></div>' in html
    assert [re.sub("<[^>]*>", "", cell) for cell in re.findall(r"<td role.*?</td>", html)[2:4]] == ["", ""]
    assert (
        '1,530 from <span class="month">2022-01</span>, &lt;i&gt;<small>to <span class="month">2023-12</span></small>'
        in html
    )
    assert '<a href="?s=1530%402022-01">open</a>' in html  # what is markup already stays as it is
    assert "<div></div>" not in html and html.endswith(
        '<ul class="notes"><li>a &lt; b</li></ul>' if shape == "wide" else "</div>"
    )


def test_no_other_module_builds_a_table_by_hand() -> None:
    by_hand = [path.name for folder in ("sifund", "pages") for path in (ROOT / folder).rglob("*.py")
               if re.search("<(table|t[rdh])\\b", path.read_text("utf-8"))]  # fmt: skip
    assert by_hand == ["tables.py"]


def test_figures_that_leave_in_a_file_name_their_units(monkeypatch: pytest.MonkeyPatch) -> None:
    """万元 and million yuan are a hundred apart, and percents are no amounts."""
    monkeypatch.setattr(performance, "t", lambda text, **_: text.en)
    monkeypatch.setattr(performance, "grid", lambda *_, **__: None)
    monkeypatch.setattr(figures, "t", lambda text: text.en)
    assert "yuan" not in figures.box("Budget", DASH, YUAN.name, "not in the data"), "what is not known has no unit"
    amount, rate, points = Text("执行数", "Outturn"), Text("同比", "Change"), Text("拉动（百分点）", "Points of growth")
    rows = [{"Line": "a", "Outturn": 5.0, "Change": 1.8700000053198238, "Points of growth": None}]
    monkeypatch.setattr(performance.st, "caption", lambda _: None)
    table = performance.draw(rows, [amount], [rate, points], "key")
    assert table.columns == ["Line", "Outturn (million yuan)", "Change (%)", "Points of growth"]
    assert table.row(0) == ("a", 5.0, 1.87, None)
