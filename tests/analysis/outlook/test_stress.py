"""Shocks against the same change typed into a scenario; the reverse test lands on the floor."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from support import FEN, WAN, run, scenario

from sifund import catalog
from sifund.analysis.outlook.stress import (
    CALM,
    READY,
    REVERSE,
    STRAIN,
    TO_THE_END,
    Move,
    Shock,
    own_shock,
    reverse_stress,
    stress,
)
from sifund.analysis.unknown import amounts
from sifund.dataset import Dataset
from sifund.model.case import Side
from sifund.scenario import Scenario
from sifund.scenario.view import read_view
from sifund.text import Text

SHORT = "unemployment.benefit_standard=1530;unemployment.refund_rate_sme=90"


def strain(table: pl.DataFrame, shock: str, side: str = "scenario") -> dict:
    (row,) = table.filter((pl.col("shock") == shock) & (pl.col("side") == side)).to_dicts()
    return row


def lowest(side: Side, fund: str, name: str) -> float:
    return float(amounts(side, fund, name)[1:].min())


# --- shocks -----------------------------------------------------------------------------------------------------------


def test_the_ready_shocks_are_those_asked_for() -> None:
    assert [s.key for s in READY] == ["claims", "wages", "collection", "interest", "bad_years", "combined"]
    assert set(READY[-1].moves) == {m for s in READY[:-1] for m in s.moves}
    assert all(catalog.parameter(m.key).spread for s in READY for m in s.moves)


def test_without_a_shock_it_is_the_single_path(dataset: Dataset) -> None:
    table = stress(dataset, scenario(dataset, SHORT), [CALM], "unemployment", 6, {}, 6)
    assert table.schema == STRAIN
    plain = run(dataset, SHORT)
    for own, side in ((plain.baseline, "baseline"), (plain, "scenario")):
        row = strain(table, "none", side)
        assert row["closing"] == pytest.approx(lowest(own, "unemployment", "closing"), abs=FEN)
        assert row["cover"] == pytest.approx(lowest(own, "unemployment", "cover_months"))
    assert strain(table, "none")["breaches"] == []


@pytest.mark.parametrize(("key", "text"), [
    ("claims", "unemployment.new_claims=30957.68@2022-01,15943.2052@2023-01"),  # twice 15,028 × 1.03, then as before
    ("wages", "unemployment.wage_base=4960.8@2022-01"),  # 5,200 × 1.06 × 0.9
    ("collection", "unemployment.collection=90@2022-01"),
    ("interest", "economy.interest=0@2022-01"),
    ("bad_years", "economy.unemployment_rate=7.1@2022-01,5.1@2024-01"),
])  # fmt: skip
def test_a_shock_does_what_the_same_change_typed_does(dataset: Dataset, key: str, text: str) -> None:
    table = stress(dataset, Scenario(), READY, "unemployment", 6, {}, 6)
    typed = run(dataset, text)
    row = strain(table, key)
    assert row["closing"] == pytest.approx(lowest(typed, "unemployment", "closing"), abs=1)
    assert row["cover"] == pytest.approx(lowest(typed, "unemployment", "cover_months"), rel=1e-6)


def test_baseline_and_scenario_stand_in_one_table(dataset: Dataset) -> None:
    table = stress(dataset, scenario(dataset, SHORT), [CALM, *READY], "unemployment", 6, {}, 6)
    assert len(table) == 14 and table["side"].to_list() == ["baseline"] * 7 + ["scenario"] * 7
    for key in ("none", *(s.key for s in READY)):
        assert strain(table, key, "scenario")["closing"] < strain(table, key, "baseline")["closing"]
    combined = strain(table, "combined")
    assert combined["closing"] < min(strain(table, s.key)["closing"] for s in READY[:-1])
    assert combined["breaches"] == [2022, 2023, 2024, 2025, 2026]


def test_the_lowest_month_end_shows_the_refund_of_october(dataset: Dataset) -> None:
    table = stress(dataset, scenario(dataset, SHORT), [CALM], "unemployment", 6, {}, 6)
    row = strain(table, "none")
    assert row["month"].endswith("-10") and row["month_end"] < row["closing"]
    assert strain(table, "none", "baseline")["month"] == "2022-01"


def test_a_calendar_moves_month_ends_and_nothing_else(dataset: Dataset) -> None:
    one, other = (stress(dataset, Scenario(), [CALM], "public", 3, calendar, 6)
                  for calendar in ({}, {"public.subsidy": (12.0,)}))  # fmt: skip
    yearly = [c for c in STRAIN if c not in ("month_end", "month")]
    assert one.select(yearly).equals(other.select(yearly))
    assert strain(other, "none")["month_end"] < strain(one, "none")["month_end"]
    assert strain(other, "none")["month"].endswith("-11")


def test_a_growth_rate_moves_by_points_and_for_its_years(dataset: Dataset) -> None:
    lasting = Shock("a", Text("甲", "a"), (Move("unemployment.claim_growth", 2, first=2),))
    short = Shock("b", Text("乙", "b"), (Move("unemployment.claim_growth", 2, first=2, years=1),))
    table = stress(dataset, Scenario(), [CALM, lasting, short], "unemployment", 6, {}, 6)
    typed = run(dataset, "unemployment.claim_growth=3@2022-01,5@2023-01")
    assert strain(table, "a")["cover"] == pytest.approx(lowest(typed, "unemployment", "cover_months"), rel=1e-9)
    assert strain(table, "a")["closing"] <= strain(table, "b")["closing"] <= strain(table, "none")["closing"]


def test_an_own_shock_travels_in_the_link() -> None:
    view, notices = read_view({"shock": "unemployment.new_claims:50:2023:2,economy.wage_growth:-3:2022:0"})
    assert not notices and view.parts() == [
        "view.shock=economy.wage_growth:-3:2022:0,unemployment.new_claims:50:2023:2"
    ]
    own = own_shock(view.shock, 2021)
    assert own.moves == (Move("economy.wage_growth", -3, 1, TO_THE_END), Move("unemployment.new_claims", 50, 2, 2))
    for wrong in ("unemployment.benefit_standard:10:2022:0", "unemployment.new_claims:-101:2022:0",
                  "unemployment.new_claims:10:2022", "unemployment.new_claims:10:2022.5:1"):  # fmt: skip
        assert len(read_view({"shock": wrong})[1]) == 1, wrong


def test_a_shock_after_the_last_year_changes_nothing(dataset: Dataset) -> None:
    late = own_shock((("unemployment.new_claims", (500.0, 2030.0, 1.0)),), 2021)
    table = stress(dataset, Scenario(), [CALM, late], "unemployment", 6, {}, 6)
    assert strain(table, "own")["closing"] == strain(table, "none")["closing"]


# --- the other way round ----------------------------------------------------------------------------------------------


def test_a_driver_moved_that_far_stands_on_the_floor(dataset: Dataset) -> None:
    table = reverse_stress(dataset, scenario(dataset, SHORT), "unemployment", 6, 6)
    assert table.schema == REVERSE
    seen = 0
    for row in table.drop_nulls("scenario").head(8).to_dicts():
        moved = Shock("x", Text("丙", "x"), (Move(row["key"], row["scenario"]),))
        found = stress(dataset, scenario(dataset, SHORT), [moved], "unemployment", 6, {}, 6)
        assert strain(found, "x")["cover"] == pytest.approx(6, abs=1e-6), row
        seen += 1
    assert seen == 8
    near = table["scenario"].abs().to_list()[0]
    assert near == min(x for x in (*table["scenario"].abs(), *table["baseline"].abs()) if x is not None)


def test_a_little_less_does_not_breach_and_a_little_more_does(dataset: Dataset) -> None:
    (row,) = (
        reverse_stress(dataset, Scenario(), "unemployment", 6, 6)
        .filter(pl.col("key") == "unemployment.new_claims")
        .to_dicts()
    )
    for share, breaches in ((0.99, False), (1.01, True)):
        moved = Shock("x", Text("丙", "x"), (Move(row["key"], share * row["baseline"]),))
        found = stress(dataset, Scenario(), [moved], "unemployment", 6, {}, 6)
        assert bool(strain(found, "x", "baseline")["breaches"]) is breaches


def test_what_cannot_breach_is_none_and_what_has_breached_is_nought(dataset: Dataset) -> None:
    table = reverse_stress(dataset, Scenario(), "unemployment", 6, 6)
    assert table.filter(pl.col("key") == "economy.interest")["baseline"].to_list() == [None]
    gone = reverse_stress(dataset, Scenario(), "unemployment", 60, 6)
    assert set(gone["baseline"]) == {0.0}


def test_only_drivers_of_the_fund_are_moved(dataset: Dataset) -> None:
    keys = set(reverse_stress(dataset, Scenario(), "resident", 3, 6)["key"])
    assert {k.partition(".")[0] for k in keys} == {"resident", "economy"}
    assert not any(catalog.parameter(k).kind in ("lever", "input") for k in keys)
    assert "economy.wage_growth" not in keys


def test_a_run_with_months_keeps_them_row_by_row(dataset: Dataset) -> None:
    table = stress(dataset, Scenario(), [CALM, READY[0]], "unemployment", 6, {}, 3)
    assert np.isfinite(table["month_end"].to_numpy()).all()
    assert strain(table, "claims")["month_end"] < strain(table, "none")["month_end"] < 1e5 * WAN
