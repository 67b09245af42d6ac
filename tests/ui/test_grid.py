"""Tables: every column is as wide as what it will say, and one table of one kind draws them all."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_tables import tables_of
from streamlit.testing.v1 import AppTest

from sifund.charts.theme import LABEL_LINES, LABEL_WIDTH, em, label, label_lines
from sifund.ui.parts import grid

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(("value", "form", "says"), [
    (17763.0, "accounting", "17,763.00"), (-23156.964, "accounting", "−23,156.96"), (303976.0, "localized", "303,976"),
    (1.5, "%.2f", "1.50"), (-22.29, "%.2f", "−22.29"), (1347.35, "%.2f", "1,347.35"), (-4.7, "localized", "−4.7"),
    (-0.0001, "%.2f", "0.00"),
    (2021, None, "2021"), (0.25, None, "0.25"),
])  # fmt: skip
def test_numbers_are_measured_as_they_are_written(value: float, form: str | None, says: str) -> None:
    assert grid.written(value, form) == says
    assert grid.em(pl.Series([0.0, value]), form) >= sum(0.33 if c in ",." else 0.56 for c in says)


def page_of(times: int) -> AppTest:
    def page(times: int) -> None:
        import polars as pl

        from sifund.ui.parts.grid import grid

        rows = {"a": ["x", None, "<z>"], "n": [-22.294, None, 3e6], "m": [-1.0, 2.5, None],
                "w": ["12（2022）", "−3", "已用尽"], "v": ["2022-01起", "无", "无"]}  # fmt: skip
        grid(pl.DataFrame({name: cells * times for name, cells in rows.items()}), {"n": "accounting", "m": "localized"})

    return AppTest.from_function(page, default_timeout=60, args=(times,)).run()


def test_a_short_table_is_plain_its_figures_to_the_right_in_our_own_writing() -> None:
    (table,) = tables_of(page_of(1))
    assert table.to_numpy()[:, :3].tolist() == [
        ["x", "−22.29", "−1.0"],
        ["—", "—", "2.5"],
        ["<z>", "3,000,000.00", "—"],
    ]
    right = re.findall(r'<td[^>]*class="n">(?:<div>|<span[^>]*>)*([^<]*)', page_of(1).get("html")[0].proto.body)
    assert right[2::3] == list(table["w"])  # words that are figures for the most part, and no others


def test_a_long_table_is_sent_our_own_writing_beside_its_numbers() -> None:
    """Which the browser sorts by: every cell of a column of numbers, what is not known as a dash."""
    (sent,) = page_of(grid.SHORT // 3 + 1).dataframe
    assert sent.value["n"].to_list()[:3:2] == [-22.294, 3e6]
    words = pa.ipc.open_stream(sent.proto.arrow_data.styler.display_values).read_pandas()
    assert words.to_numpy()[:3, 1:3].tolist() == [["−22.29", "−1.0"], ["—", "2.5"], ["3,000,000.00", "—"]]


def test_the_longest_cell_counts_wherever_it_stands() -> None:
    assert grid.em(pl.Series(["短"] * 200 + ["职业培训和职业介绍补贴支出", None])) == pytest.approx(13)
    assert grid.em(pl.Series([None, None], dtype=pl.Float64), "accounting") == 1


@pytest.mark.parametrize(("words", "wide"), [
    ("Other costs (farm workers' lump sums)", 18.04), ("Year on year %", 6.87), ("Government match", 9.04), ("maximum", 4.72),
])  # fmt: skip
def test_english_words_get_what_their_letters_take(words: str, wide: float) -> None:
    """As wide as Noto Sans sets them, and little more: the overview's widest table fits a page of 1440 px."""
    assert wide <= grid.em(pl.Series([words])) <= wide * 1.15


def test_no_page_draws_a_table_of_its_own() -> None:
    own = [
        p.name
        for folder in ("sifund", "pages")
        for p in (ROOT / folder).rglob("*.py")
        if "st.dataframe(" in p.read_text()
    ]
    assert own == ["grid.py"]


# --- names beside bars ------------------------------------------------------------------------------------------------


@given(st.text("职业培训和介绍补贴支出 ABCdefghi（）·, ", max_size=60))
def test_a_name_beside_a_bar_loses_nothing_and_stays_within_its_width(name: str) -> None:
    lines = label(name).split("\n")
    assert len(lines) <= LABEL_LINES and all(em(line) <= LABEL_WIDTH + 1 for line in lines)
    if not lines[-1].endswith("…"):
        assert "".join("".join(lines).split()) == "".join(name.split())


def test_lines_are_even_and_counted() -> None:
    assert label("职业培训和职业介绍补贴支出") == "职业培训和职业\n介绍补贴支出"
    assert label("Unemployment benefits") == "Unemployment\nbenefits" and label("转移支出") == "转移支出"
    assert label("Unemployment benefit") == "Unemployment benefit" and em("Unemployment benefit") == LABEL_WIDTH
    assert label_lines(pl.Series(["a", label("职业培训和职业介绍补贴支出")])) == 2 and label_lines([]) == 1
