"""Every chart of every fund in both languages: read from the back of the room, nothing cut, the result stands over it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import pytest
from support import sample, scenario

from sifund import catalog, colours
from sifund.analysis.comparison import Comparison, compare
from sifund.analysis.outlook import backtest
from sifund.analysis.outlook.costs import NAMES, CostSet, cost_sets
from sifund.analysis.outlook.people import people as headcounts
from sifund.analysis.outlook.sensitivity import Figure, Question, grid, tornado
from sifund.analysis.outlook.solvency import indicators_frame
from sifund.analysis.outlook.uncertainty import fan
from sifund.analysis.outlook.uncertainty import sample as draw
from sifund.analysis.outlook.warning import floor_of
from sifund.analysis.unknown import amounts
from sifund.analysis.year.performance import performance
from sifund.analysis.year.variance import variance
from sifund.charts import (
    balances,
    bullet,
    costs,
    cover,
    errors,
    growth,
    heat,
    paths,
    people,
    spending,
    surplus,
    waterfall,
)
from sifund.charts import compare as compared
from sifund.charts import fan as fans
from sifund.charts import tornado as tornados
from sifund.charts.theme import LABEL_SIZE, in_unit
from sifund.declare.measure import MEASURES
from sifund.declare.parameter import month_of
from sifund.declare.unit import YUAN
from sifund.model.case import Case, Side
from sifund.scenario.view import View
from sifund.text import LANGS, Lang, Text, quoted, same

FUNDS = tuple(catalog.all_funds())
CHANGES = {
    "unemployment": "unemployment.benefit_standard=1530@2022-01;unemployment.refund_rate_sme=90@2022-01",
    "resident": "resident.basic_standard=400@2022-01", "public": "public.retiree_growth=8",
}  # fmt: skip
FLOOR = 6.0
FIGURE = re.compile(r"[0-9]")
CHARTS = Path(compared.__file__).parent
NO_CHARTS = {"theme", "ends", "lines", "titles", "__init__"}


class Drawn(NamedTuple):
    spec: dict[str, Any]
    data: pl.DataFrame
    title: Text | None = None


@cache
def side_of(fund: str) -> Side:
    return Case(sample(), scenario(sample(), CHANGES[fund]).changes, 6).side()


@cache
def sets_of(fund: str) -> tuple[CostSet, ...]:
    return cost_sets(sample(), scenario(sample(), CHANGES[fund]), fund, 6)


@cache
def together(fund: str) -> Comparison:
    return compare(
        sample(),
        [scenario(sample(), text) for text in (f"n=一;{CHANGES[fund]}", "n=A rather long name of two", "n=三")],
    )


def _lines(module: Any) -> Callable[[str, Lang], Drawn]:
    def made(fund: str, lang: Lang) -> Drawn:
        return Drawn(
            module.spec(fund, lang), module.frame(side_of(fund), fund, lang), module.title(side_of(fund), fund)
        )

    return made


def _cover(fund: str, lang: Lang) -> Drawn:
    side = side_of(fund)
    return Drawn(cover.spec(fund, lang, FLOOR), cover.frame(side, fund, lang, FLOOR), cover.title(side, fund, FLOOR))


def _costs(fund: str, lang: Lang) -> Drawn:
    sets = sets_of(fund)
    return Drawn(costs.spec(fund, lang), costs.frame(sets, fund, lang), costs.title(sets, fund))


def _spending(fund: str, lang: Lang) -> Drawn:
    side = side_of(fund)
    return Drawn(spending.spec(fund, lang), spending.frame(side, fund, 2022, lang), spending.title(side, fund, 2022))


def _compare(fund: str, lang: Lang) -> Drawn:
    found = together(fund)
    return Drawn(compared.spec(found, fund, "cover_months", lang), compared.frame(found, fund, "cover_months", lang),
                 compared.title(found, fund, "cover_months"))  # fmt: skip


def _fan(fund: str, lang: Lang) -> Drawn:
    drawn, unit = draw(sample(), scenario(sample(), CHANGES[fund]), 6, 64, 1), MEASURES["closing"].unit
    table = fan(side_of(fund).years, drawn.measure(fund, "closing"), scenario=amounts(side_of(fund), fund, "closing"))
    return Drawn(fans.spec(same("x"), fund, unit, ("p50", "scenario"), lang), fans.frame(table, unit, lang))


def _question(fund: str) -> Question:
    return Question(sample(), scenario(sample(), CHANGES[fund]), Figure(fund, "closing", 2026), month_of(2022), 6)


def _tornado(fund: str, lang: Lang) -> Drawn:
    table = tornado(_question(fund)).head(12)
    names = {key: catalog.parameter(key).name(lang) for key in table["key"]}
    ends = {row["key"]: (str(row["low"]), str(row["high"])) for row in table.to_dicts()}
    return Drawn(tornados.spec(same("x"), YUAN, lang), tornados.frame(table, names, ends, YUAN, lang))


def _heat(fund: str, lang: Lang) -> Drawn:
    keys = tornado(_question(fund))["key"].to_list()
    found = grid(_question(fund), keys[0], keys[1], 5)
    return Drawn(
        heat.spec(same("x"), same("y"), same("z"), YUAN, lang),
        heat.frame(found, float(found.values.mean()), YUAN, lang),
    )


def _errors(fund: str, lang: Lang) -> Drawn:
    table = backtest.backtest(sample(), backtest.earlier_years(sample())[-1]).filter(fund=fund, kind="expenditure")
    names = {key: side_of(fund).base.line_name(key)(lang) for key in table["line"]}
    return Drawn(errors.spec(lang), errors.frame(table, names, lang))


def _bullet(fund: str, lang: Lang) -> Drawn:
    rows = [row for row in performance(sample(), 5, 20) if row.fund == fund and row.kind != "total"]
    return Drawn(bullet.spec(fund, lang), bullet.frame(rows, 5, lang), bullet.title(rows, catalog.fund_name(fund)))


def _growth(fund: str, lang: Lang) -> Drawn:
    own = next(x for x in variance(sample()) if x.fund == fund)
    data = growth.frame(own, 2021, lang)
    assert data is not None
    return Drawn(waterfall.spec(fund, lang), data, growth.title(own, sample(), catalog.fund_name(fund)))


def _paths(fund: str, lang: Lang) -> Drawn:
    table = indicators_frame(side_of(fund), fund).filter(indicator="closing")
    spec = paths.spec(in_unit(MEASURES["closing"].name, YUAN), fund, lang, FLOOR)
    return Drawn(spec, paths.frame(table, YUAN, lang))


def _people(fund: str, lang: Lang) -> Drawn:
    side = side_of(fund)
    count = headcounts(side, fund)[0]
    spec = people.spec(count.name, count.unit, fund, lang)
    return Drawn(spec, people.frame(side, count, lang), people.title(side, fund, count))


MAKERS: dict[str, Callable[[str, Lang], Drawn]] = {
    "balances": _lines(balances), "surplus": _lines(surplus), "cover": _cover, "spending": _spending, "compare": _compare,
    "fan": _fan, "tornado": _tornado, "heat": _heat, "errors": _errors, "bullet": _bullet, "growth": _growth,
    "waterfall": _growth, "paths": _paths, "costs": _costs, "people": _people,
}  # fmt: skip


def test_every_chart_is_looked_at() -> None:
    assert {path.stem for path in CHARTS.glob("*.py")} - NO_CHARTS == set(MAKERS)
    assert all(import_module(f"sifund.charts.{name}") for name in MAKERS)


def inside(node: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Every key of a specification with its value."""
    for name, value in node.items() if isinstance(node, dict) else ():
        yield name, value
        yield from inside(value)
    for one in node if isinstance(node, list) else ():
        yield from inside(one)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (x / 12.92 if x <= 0.03928 else ((x + 0.055) / 1.055) ** 2.4 for x in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("fund", FUNDS)
@pytest.mark.parametrize("name", MAKERS)
def test_a_chart_is_read_from_the_back_of_the_room(name: str, fund: str, lang: Lang) -> None:
    spec, data, title = MAKERS[name](fund, lang)
    every = list(inside(spec))
    sizes = [value for key, value in every if key.lower().endswith("fontsize")]
    assert sizes and min(sizes) >= 12, sizes
    assert all(value == 0 for key, value in every if key in ("labelLimit", "titleLimit", "limit"))
    layers = spec.get("layer", [spec])
    texts = [layer["mark"] for layer in layers if isinstance(layer["mark"], dict) and layer["mark"]["type"] == "text"]
    assert all(mark["fontSize"] >= LABEL_SIZE and mark["color"] == colours.CHART_INK for mark in texts)
    assert all(value == colours.CHART_INK for key, value in every if key in ("labelColor", "titleColor"))
    assert (
        not any(value for key, value in every if key == "aria")
        and not spec["config"]["aria"]
        and not spec["config"]["mark"]["aria"]
    )
    assert "…" not in "".join(str(x) for column in data.select(pl.col(pl.String)) for x in column.drop_nulls())
    legends = [value for key, value in inside({**spec, "config": {}}) if key == "legend" and value]
    assert not legends or name == "heat"  # a map's scale; all else is named where it is
    assert not data.is_empty() and data.width
    if title:
        assert FIGURE.search(title(lang).replace("2022", "").replace("2026", "").replace("2021", "")), title(lang)
        assert title.zh != title.en


@pytest.mark.parametrize("fund", FUNDS)
@pytest.mark.parametrize("lang", LANGS)
def test_a_floor_is_drawn_and_named(fund: str, lang: Lang) -> None:
    for spec in (cover.spec(fund, lang, FLOOR), compared.spec(together(fund), fund, "cover_months", lang)):
        words = [
            layer["encoding"]["text"]["value"]
            for layer in spec["layer"]
            if "value" in layer["encoding"].get("text", {})
        ]
        assert any(("底线" if lang == "zh" else "Floor") in word for word in words)
    labels = MAKERS["fan"](fund, lang).data["label"].drop_nulls().to_list()
    assert len(labels) == 6 and all(FIGURE.search(label) for label in labels)


@pytest.mark.parametrize("fund", FUNDS)
@pytest.mark.parametrize("measure", compared.SHOWN)
@pytest.mark.parametrize("lang", LANGS)
def test_a_title_speaks_of_as_many_scenarios_as_there_are(measure: str, fund: str, lang: Lang) -> None:
    """One alone stands against its baseline; several that end alike are named, all or some of them."""
    one = scenario(sample(), f"n=A;{CHANGES[fund]}")
    side, floor = side_of(fund), floor_of(one.view, fund)
    alone = compared.title(compare(sample(), [one]), fund, measure)
    assert alone == (cover.title(side, fund, floor) if measure == "cover_months" else balances.title(side, fund))
    alike = compared.title(compare(sample(), [one, scenario(sample(), f"n=B;{CHANGES[fund]}")]), fund, measure)(lang)
    assert quoted("A")(lang) in alike and quoted("B")(lang) in alike


@pytest.mark.parametrize("name", MAKERS)
def test_an_axis_goes_as_far_as_the_data_need(name: str) -> None:
    """No axis has ends of its own: bars that end at 100 are not drawn on one of 200."""
    domains = [value for key, value in inside(MAKERS[name](FUNDS[-1], "en").spec) if key in ("domain", "domainMax")]
    assert all(isinstance(x, str) for domain in domains if isinstance(domain, list) for x in domain), domains
    assert not any(isinstance(domain, int | float) and not isinstance(domain, bool) for domain in domains)


@pytest.mark.parametrize("fund", FUNDS)
@pytest.mark.parametrize("lang", LANGS)
def test_a_floor_is_drawn_in_money_too(fund: str, lang: Lang) -> None:
    """Beside a balance stands what so many months of the scenario's spending are."""
    side, floor = side_of(fund), floor_of(View(), fund)
    data, spec = balances.frame(side, fund, lang, floor), balances.spec(fund, lang, floor)
    own = data.filter(pl.col("series").str.contains("底线" if lang == "zh" else "Floor"))
    assert own["amount"].to_list() == pytest.approx(
        (amounts(side, fund, "expenditure") * floor / 12 / YUAN.size(lang)).tolist(), rel=1e-6
    )
    assert own["label"].drop_nulls().len() == 1
    domain = spec["layer"][0]["encoding"]["color"]["scale"]
    assert dict(zip(domain["domain"], domain["range"], strict=True))[own["series"][0]] == colours.ALARM


def test_words_and_marks_are_seen_in_both_themes() -> None:
    for ink, theme in ((colours.CHART_INK, colours.LIGHT), (colours.CHART_INK_DARK, colours.DARK)):
        assert contrast(ink, theme.background) >= 4.5
    assert colours.STYLE["chart"] == (colours.CHART_INK, colours.CHART_INK_DARK)
    sheet = (CHARTS.parent / "ui" / "parts" / "page.css").read_text("utf-8")
    assert "[data-testid=stVegaLiteChart] svg text {fill: var(--sifund-chart-color)}" in sheet
    marks = (*colours.SERIES, *colours.PAIR, colours.ALARM, colours.LABEL, colours.GREY, colours.TOGETHER,
             *(fund.colour for fund in catalog.all_funds().values()))  # fmt: skip
    for mark in marks:
        assert min(contrast(mark, theme.background) for theme in (colours.LIGHT, colours.DARK)) >= 3, mark


@pytest.mark.parametrize("fund", FUNDS)
def test_titles_state_the_figures_of_their_own_run(fund: str) -> None:
    side = side_of(fund)
    closing = side.value(fund, "closing", 2026)
    assert YUAN.write(closing).zh in balances.title(side, fund).zh
    assert YUAN.write(side.value(fund, "expenditure", 2022)).en in spending.title(side, fund, 2022).en
    own = [float(x) for x in amounts(side, fund, "cover_months")[1:]]
    assert ("已用尽" if min(own) < 0 else f"{min(own):.1f}") in cover.title(side, fund, FLOOR).zh
    calm = Case(sample(), (), 6).side()
    assert "与基线相同" in balances.title(calm, fund).zh and "as in the baseline" in balances.title(calm, fund).en


@pytest.mark.parametrize("fund", FUNDS)
@pytest.mark.parametrize("lang", LANGS)
def test_three_sets_are_named_and_told_apart_where_they_end(lang: Lang, fund: str) -> None:
    """Low cost ends above the run, high cost below it; the title states the ends that the lines have."""
    spec, data, title = MAKERS["costs"](fund, lang)
    names, last = [NAMES[key](lang) for key in ("low", "intermediate", "high")], side_of(fund).years[-1]
    ends = {row["series"]: row for row in data.filter(year=last).to_dicts()}
    assert list(ends) == names and all(name in ends[name]["label"] for name in names)
    assert ends[names[0]]["amount"] > ends[names[1]]["amount"] > ends[names[2]]["amount"]
    assert ends[names[1]]["amount"] == pytest.approx(amounts(side_of(fund), fund, "closing")[-1] / YUAN.size(lang))
    assert title and all(YUAN.write(x.side.value(fund, "closing", last))(lang) in title(lang) for x in sets_of(fund))
    scale = spec["layer"][0]["encoding"]["color"]["scale"]
    assert dict(zip(scale["domain"], scale["range"], strict=True))[names[1]] == catalog.all_funds()[fund].colour
    dashes = spec["layer"][0]["encoding"]["strokeDash"]["scale"]
    assert dashes["domain"] == names and len({str(x) for x in dashes["range"]}) == 3


@pytest.mark.parametrize("lang", LANGS)
def test_what_does_not_move_or_is_nothing_stands_in_one_row(lang: Lang) -> None:
    side = side_of("unemployment")
    moved = spending.frame(side, "unemployment", 2022, lang)
    keys = side.base.keys_of("unemployment", "expenditure")
    at = side.years.index(2022)
    still = [key for key in keys if abs(float(side.line(key)[at] - side.baseline.line(key)[at])) < 0.005]
    assert moved["name"].n_unique() == len(keys) - len(still) + 1
    folded = moved.filter(order=moved["order"].max())
    assert str(len(still)) in folded["name"][0]
    whole = side.value("unemployment", "expenditure", 2022)
    series = moved.filter(series=moved["series"][1])
    assert series["amount"].sum() == pytest.approx((whole or 0) / YUAN.size(lang), abs=0.01)
    calm = spending.frame(Case(sample(), (), 6).side(), "unemployment", 2022, lang)
    assert calm.filter(amount=0)["name"].n_unique() <= 1


def test_a_renamed_scenario_builds_no_chart_anew() -> None:
    """Lines go by the places of their columns, so that names, even those that are numbers, are words of the data alone."""

    def drawn(*names: str) -> tuple[dict, list[tuple[str, str]]]:
        many = compare(sample(), [scenario(sample(), f"n={name};{CHANGES['unemployment']}") for name in names])
        rows = compared.frame(many, "unemployment", "cover_months")
        spec = compared.spec(many, "unemployment", "cover_months", "zh")
        return spec, list(dict.fromkeys(rows.select("place", "series").iter_rows()))

    (before, _), (after, series) = drawn("A", "B", "C"), drawn("2", "0", "一")
    assert before == after and [place for place, _ in series] == ["0", "1", "2", "3"]
    assert [name for _, name in series][1:] == ["1 2", "2 0", "3 一"]
    scales = [layer["encoding"][name]["scale"] for layer in after["layer"] for name in ("color", "strokeDash")
              if name in layer.get("encoding", {})]  # fmt: skip
    assert scales and all(scale["domain"] == ["0", "1", "2", "3"] for scale in scales)
    assert str(after).count("'domain'") == len(scales)
