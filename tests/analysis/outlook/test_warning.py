"""Lights, what led to an alert, and the quarterly log: bounds exact, own and editable, money moved only within a year."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import FEN, WAN, account, amount, run, sample, scenario, small
from support import given as spends

from sifund import catalog
from sifund.analysis.outlook.monthly import month_ends
from sifund.analysis.outlook.warning import AMBER, GREEN, NONE, RED, bands, gravest, light, lights, log, signs, warned
from sifund.analysis.unknown import amounts
from sifund.dataset import Dataset, nation
from sifund.declare.fund import Band
from sifund.history.profile import profile
from sifund.history.series import flows
from sifund.model.case import Case, Side
from sifund.model.drawn import run_drawn
from sifund.model.rows import Draws
from sifund.scenario.view import View, read_view
from sifund.text import Text
from sifund.ui.outlook.words import what_words

SHORT = "unemployment.benefit_standard=1530;unemployment.refund_rate_sme=90"


@pytest.mark.parametrize(
    ("cover", "shown"),
    [(-3, RED), (5.999, RED), (6, AMBER), (11.999, AMBER), (12, GREEN), (40, GREEN), (np.nan, NONE), (np.inf, NONE)],
)
def test_a_bound_belongs_to_the_better_light(cover: float, shown: object) -> None:
    assert light(cover, Band(6, 12)) is shown


def test_bands_are_declared_with_the_fund_and_can_be_changed() -> None:
    assert {key: (b.red, b.amber) for key, b in bands().items()} == {
        "public": (3, 6),
        "resident": (3, 6),
        "unemployment": (6, 12),
    }
    changed = bands((("public", (2.0, 4.0)),))
    assert (changed["public"].red, changed["public"].amber) == (2, 4) and changed["resident"] == bands()["resident"]


def test_bands_floors_and_calendars_travel_in_the_link() -> None:
    text = {
        "bands": "public:2:4",
        "floor": "unemployment:9",
        "calendar": "public.subsidy:6:12",
        "seed": "7",
        "draws": "256",
    }
    view, notices = read_view(text)
    assert not notices and View.model_validate(view.model_dump()) == view
    assert sorted(view.parts()) == sorted(f"view.{k}={v}" for k, v in text.items())
    for wrong in ({"bands": "public:4:2"}, {"bands": "public:4"}, {"floor": "public:61"}, {"floor": "nobody:3"},
                  {"calendar": "public.subsidy:13"}, {"calendar": "public.subsidy:6:6"}, {"calendar": "x.y:1"},
                  {"draws": "1000"}, {"seed": "-1"}, {"floor": "public:nan"}):  # fmt: skip
        assert len(read_view(wrong)[1]) == 1 and read_view(wrong)[0] == View(), wrong


def test_a_light_for_every_fund_and_year(dataset: Dataset) -> None:
    own = run(dataset, SHORT)
    base = own.baseline
    assert lights(base, bands())["unemployment"] == [GREEN] * 6
    assert lights(own, bands())["unemployment"] == [GREEN] * 3 + [AMBER] * 3
    assert lights(own, bands())["public"] == [AMBER] * 6


def test_alerts_name_cover_and_bound_after_the_base_year(dataset: Dataset) -> None:
    own = run(dataset, SHORT, years=16)
    found = [a for a in warned(own, bands()) if a.fund == "unemployment"]
    assert [a.year for a in found if a.light is AMBER] == list(range(2024, 2034))
    assert [a.year for a in found if a.light is RED] == [2034, 2035, 2036]
    assert all(a.cover < a.bound == (6 if a.light is RED else 12) for a in found)
    assert gravest(found) == found[-1] and gravest([]) is None
    assert gravest(found[:5]) == found[4], "of the same light the last year"


def test_signs_are_what_got_worse_against_the_year_before(dataset: Dataset) -> None:
    result = run(dataset, "unemployment.new_claims=30000@2023-01")
    found = {s.key: s for s in signs(result, "unemployment", 2023)}
    assert {"unemployment.benefit", "dependency", "cost_rate", "surplus"} == set(found)
    spent = result.line("unemployment.benefit")
    assert (found["unemployment.benefit"].before, found["unemployment.benefit"].after) == (spent[1], spent[2])
    assert found["dependency"].after > found["dependency"].before
    weights = [s.weight for s in signs(result, "unemployment", 2023)]
    assert weights == sorted(weights, reverse=True)
    calm = [s.key for s in signs(result.baseline, "unemployment", 2024)]
    assert "dependency" not in calm and "surplus" not in calm


# --- the log ----------------------------------------------------------------------------------------------------------


def test_four_reports_a_year_for_each_fund(dataset: Dataset) -> None:
    own = run(dataset, SHORT)
    table = log(own, bands(), {})
    assert len(table) == 6 * 4 * 3
    assert table.group_by("year", "fund").len()["len"].to_list() == [4] * 18
    ends = table.filter((table["quarter"] == 4) & (table["fund"] == "unemployment"))
    assert ends["balance_yuan"].to_list() == pytest.approx(amounts(own, "unemployment", "closing").tolist(), abs=FEN)
    assert ends["cover_months"].to_list() == pytest.approx(amounts(own, "unemployment", "cover_months").tolist())
    assert ends["light"].to_list() == ["green"] * 3 + ["amber"] * 3


def test_the_log_marks_a_light_that_got_worse(dataset: Dataset) -> None:
    own = run(dataset, SHORT)
    table = log(own, bands(), {}).filter(pl_fund("unemployment"))
    worse = [(r["year"], r["quarter"]) for r in table.to_dicts() if r["worsened"]]
    ranks = {"red": 0, "amber": 1, "green": 2}
    shown = [(r["year"], r["quarter"], ranks[r["light"]]) for r in table.to_dicts()]
    assert worse == [b[:2] for a, b in pairwise(shown) if b[2] < a[2]] and worse


def pl_fund(fund: str):
    import polars as pl

    return pl.col("fund") == fund


def test_a_quarter_by_hand(baseline: Side) -> None:
    """Unemployment 2021, end of March: 80,000 + what the nation's years have of income by then − what they have of each line,
    less of those whose standard rose in April; the refund comes in October."""
    row = log(baseline, bands(), {}).filter(pl_fund("unemployment")).to_dicts()[0]
    country = {one.key: np.array(profile(None, one, 2022).weights) for one in flows(nation())}

    def part(kind: str) -> float:
        weights = country[f"unemployment.{kind}"]
        ran = [
            (baseline.months(k)[:12] * weights, baseline.line(k)[0])
            for k in baseline.base.keys_of("unemployment", kind)
        ]
        return sum(months[:3].sum() / months.sum() * year for months, year in ran)

    income, lines = part("income"), part("expenditure")
    assert row["balance_yuan"] == pytest.approx(80_000 * WAN + income - lines, abs=1)
    assert row["cover_months"] == pytest.approx(12 * row["balance_yuan"] / (59_749 * WAN), rel=1e-4)


def test_a_fund_that_spends_nothing_has_a_balance_and_no_cover() -> None:
    lines = [amount("unemployment.benefit", 0.0), amount("resident.funeral", 1e6)]
    balances = [account(fund, "opening", 5e7) for fund in ("unemployment", "resident")]
    idle = small(lines, [spends("unemployment.benefit_standard", 1500)], balances)
    table = log(Case(idle, years=3).side("baseline"), bands(), {}).filter(pl_fund("unemployment"))
    assert (table["balance_yuan"] > 5e7).all() and table["cover_months"].null_count() == len(table) == 12
    assert set(table["light"]) == {"none"} and not table["worsened"].any()


# --- payment calendars ------------------------------------------------------------------------------------------------


@st.composite
def calendars(draw: st.DrawFn) -> dict[str, tuple[float, ...]]:
    keys = draw(st.lists(st.sampled_from(sorted(catalog.lines())), max_size=6, unique=True))
    months = st.lists(st.integers(1, 12), min_size=1, max_size=12, unique=True)
    return {key: tuple(float(m) for m in sorted(draw(months))) for key in keys}


@given(calendars())
def test_a_calendar_never_moves_a_years_figures(calendar: dict[str, tuple[float, ...]]) -> None:
    result = Case(sample(), years=4).side("baseline")
    for fund in result.funds:
        ends = month_ends(result.part, slice(0, 1), fund, calendar)
        assert ends[0, 11::12] == pytest.approx(amounts(result, fund, "closing"), abs=FEN)


def test_a_calendar_puts_the_year_into_its_months(baseline: Side) -> None:
    even = month_ends(baseline.part, slice(0, 1), "public", {})[0]
    late = month_ends(baseline.part, slice(0, 1), "public", {"public.subsidy": (12.0,)})[0]
    subsidy = baseline.line("public.subsidy")
    assert even[:11] - late[:11] == pytest.approx(subsidy[0] / 12 * np.arange(1, 12), abs=FEN)
    half = month_ends(baseline.part, slice(0, 1), "public", {"public.subsidy": (6.0, 12.0)})[0]
    assert half[5] - late[5] == pytest.approx(subsidy[0] / 2, abs=FEN)


@pytest.mark.parametrize("claims", [[1.0], [0.9, 1.0, 1.3]])
def test_each_side_has_a_row_a_draw_and_its_own_month_ends(dataset: Dataset, claims: list[float]) -> None:
    by_year = {"unemployment.new_claims": np.repeat(np.array(claims)[:, None], 4, axis=1)}
    draws, plain = Draws(len(claims), factors=by_year, months=True), run(dataset, SHORT, years=4)
    blocks = run_drawn(dataset, scenario(dataset, SHORT).changes, 4, draws)
    for block, side in zip(blocks, (plain.baseline, plain), strict=True):
        ends = month_ends(block.part, block.rows, "unemployment", {})[:, 11::12]
        assert ends.shape == (len(claims), 4)
        assert ends[claims.index(1.0)] == pytest.approx(amounts(side, "unemployment", "closing"), abs=1)
        assert sorted(ends[:, 3], reverse=True) == ends[:, 3].tolist()


@pytest.mark.parametrize(("cover", "bound"), [(5.97, 6), (5.9996, 6), (11.95, 12), (5.4, 6), (-3.0, 6), (2.99996, 3)])
def test_a_cover_below_a_bound_does_not_read_as_the_bound(cover: float, bound: float) -> None:
    said = what_words("unemployment", Text("年末", "the end"), cover, bound, RED.name)
    shown = re.findall(r"备付期限([0-9.]+|已用尽)", said.zh)[0]
    assert shown == "已用尽" if cover < 0 else float(shown) < bound
