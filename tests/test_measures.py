"""The same figure of the same run is called the same and is the same amount, with the same sign, wherever it stands."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from support import run, sample, scenario

from sifund import catalog
from sifund.cli import main
from sifund.declare.measure import BALANCE_SHEET, MEASURES
from sifund.model.case import Side
from sifund.report.brief import Brief
from sifund.report.order import Order
from sifund.text import LANGS, Lang

APP = str(Path(__file__).parents[1] / "app.py")
TEXT = "unemployment.benefit_standard=2600@2022-01;public.adjustment=6@2022-01;resident.basic_standard=900@2022-01"
FUNDS = list(catalog.all_funds())
Case = tuple[str, str, int]
"""A fund, a measure, a year."""


@pytest.fixture(scope="module")
def side() -> Side:
    return run(sample(), TEXT)


def expected(side: Side, case: Case, lang: Lang) -> tuple[str, str, str, str]:
    """What a figure is called, and as it is written: baseline, scenario and the change."""
    fund, measure, year = case
    unit, (before, after) = MEASURES[measure].unit, (x.value(fund, measure, year) for x in (side.baseline, side))
    name, change = catalog.measure_name(measure, fund), unit.change(before, after)
    return name(lang), unit.number(before)(lang), unit.number(after)(lang), change(lang)


def printed(side: Side, lang: Lang, capsys: pytest.CaptureFixture[str]) -> Mapping[Case, tuple[str, str, str, str]]:
    """Every figure of the command line's table, with its name."""
    assert main(["simulate", "--scenario", f"1;{TEXT}", "--lang", lang]) == 0
    found: dict[Case, tuple[str, str, str, str]] = {}
    names = {side.base.dataset.fund_name(fund)(lang): fund for fund in FUNDS}
    for block in capsys.readouterr().out.split("\n\n"):
        (head, *years), *rows = [re.split(r" {2,}", line.rstrip()) for line in block.splitlines()] or [[""]]
        if (fund := names.get(head)) is None:
            continue
        at = {row[0]: number for number, row in enumerate(rows)}
        for measure in BALANCE_SHEET:
            name = catalog.measure_name(measure, fund)(lang)
            first = at[name]
            changed = len(rows) > first + 2 and rows[first + 1][0] == ""
            for column, year in enumerate(years):
                before = rows[first][1 + column]
                after, change = (rows[first + k][2 + column] for k in (1, 2)) if changed else (before, "")
                found[fund, measure, int(year)] = (name, before, after, change)
    return found


@pytest.mark.parametrize("lang", LANGS)
def test_the_command_line_says_each_figure_of_each_fund_as_its_measure_does(
    lang: Lang, side: Side, capsys: pytest.CaptureFixture[str]
) -> None:
    every = printed(side, lang, capsys)
    assert every.keys() == {(fund, m, year) for fund in FUNDS for m in BALANCE_SHEET for year in side.years}
    for case, (name, before, after, change) in every.items():
        wanted = expected(side, case, lang)
        assert (name, before, after) == wanted[:3], case
        assert change in ("", wanted[3]), case


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("fund", FUNDS)
def test_the_brief_says_them_so(fund: str, lang: Lang, side: Side) -> None:
    """Its figures have their unit beside them: the number is that of the measure where that is counted in 万元."""
    rows = list(Brief(Order(sample(), scenario(sample(), f"{TEXT};view.fund={fund}"), lang)).figures())
    assert len(rows) == 4
    for row, measure in zip(rows, ("expenditure", "closing", "cover_months", "closing"), strict=True):
        year = int(re.findall("[0-9]{4}", row["name"])[0])
        name, before, after, change = expected(side, (fund, measure, year), lang)
        assert name in row["name"]
        assert (
            row["baseline"].startswith(before)
            and row["scenario"].startswith(after)
            and row["change"].startswith(change)
        )


def page(name: str, text: str, lang: Lang) -> str:
    """All that a page shows in words, in tables too; what a table holds as a number is written by the browser."""
    app = AppTest.from_file(APP, default_timeout=60)
    app.session_state["s"], app.session_state["lang"] = text, lang
    app.run().switch_page(f"pages/{name}.py").run()
    assert not app.exception
    parts = [str(part.value) for kind in (app.markdown, app.caption) for part in kind]
    parts += [re.sub("<[^>]+>", " ", html.unescape(str(x.proto.body))) for x in app.get("html")]
    tables = [[*frame.value.columns, *frame.value.to_numpy().ravel()] for frame in app.dataframe]
    cells = [cell for table in tables for cell in table if isinstance(cell, str)]
    return "\n".join([*parts, *cells])


PLACES: Mapping[str, tuple[str, Callable[[Side], list[Case]]]] = {
    "overview": ("1", lambda side: [(fund, m, side.years[0]) for fund in FUNDS for m in BALANCE_SHEET]),
    "scenario": (f"1;{TEXT};view.fund=public", lambda side: [("public", "closing", side.years[-1])]),
    "compare": (f"1;n=a|1;n=b;{TEXT}", lambda side: [("unemployment", "closing", side.years[-1])]),
}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("place", PLACES)
def test_pages_say_them_so_with_one_minus_sign(place: str, lang: Lang, side: Side) -> None:
    """And nowhere is a hyphen before a figure, but in dates and ranges."""
    text, cases = PLACES[place]
    shown = page(place, text, lang)
    for case in cases(side):
        _, before, after, _ = expected(side, case, lang)
        assert (before if place == "overview" else after) in shown, case
        name = MEASURES[case[1]].name if place == "overview" else catalog.measure_name(case[1], case[0])
        assert name(lang) in shown or name.inside(lang) in shown, case
    assert re.findall(r"(?:^|[\s(（:：])-[0-9][0-9,.]*(?![0-9-])", shown) == []
