"""Tornado, heat map and Sobol indices against runs one by one and against closed forms."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from support import balance, run, scenario

from sifund import catalog
from sifund.analysis.alerts import alerts
from sifund.analysis.outlook.sensitivity import (
    INDICES,
    OPENINGS,
    TORNADO,
    Figure,
    Grid,
    Question,
    Range,
    grid,
    indices,
    ranges,
    tornado,
)
from sifund.analysis.response.ends import lawful_ends
from sifund.analysis.response.places import slider_step
from sifund.dataset import Dataset
from sifund.declare.parameter import month_of
from sifund.model.case import Case
from sifund.scenario import Scenario

WAN = 10_000


def ask(
    dataset: Dataset, text: str = "", fund: str = "unemployment", measure: str = "closing", year: int = 2026
) -> Question:
    return Question(dataset, scenario(dataset, text), Figure(fund, measure, year), month_of(2022), 6)


def test_a_bar_is_the_figure_with_the_parameter_typed_at_its_end(dataset: Dataset) -> None:
    table = tornado(ask(dataset, "unemployment.refund_rate_sme=90"))
    assert table.schema == TORNADO
    rows = {r["key"]: r for r in table.to_dicts()}
    for key in (
        "unemployment.benefit_standard",
        "unemployment.mean_months",
        "economy.wage_growth",
        "unemployment.collection",
    ):
        for end in ("low", "high"):
            text = f"unemployment.refund_rate_sme=90;{key}={rows[key][end]}"
            alone = balance(run(dataset, text), "unemployment", "closing", 2026)
            assert rows[key][f"at_{end}"] == pytest.approx(alone * WAN, rel=1e-9), (key, end)
    middle = balance(run(dataset, "unemployment.refund_rate_sme=90"), "unemployment", "closing", 2026)
    assert set(table["figure"].round(0)) == {round(middle * WAN)}


def test_the_widest_swing_stands_first_and_what_moves_nothing_is_left_out(dataset: Dataset) -> None:
    table = tornado(ask(dataset))
    swings = table["swing"].to_list()
    assert swings == sorted(swings, reverse=True) and swings[-1] > 0
    keys = set(table["key"])
    assert not any(key.startswith(("public.", "resident.")) for key in keys)
    assert "unemployment.minimum_wage" not in keys and "unemployment.opening" not in keys
    together = set(tornado(ask(dataset, fund="all"))["key"])
    assert {"public.adjustment", "resident.contribution", "unemployment.collection"} <= together


@pytest.mark.parametrize("fund", list(catalog.all_funds()))
def test_within_the_law_no_end_of_a_bar_gives_an_alert_and_a_step_beyond_does(dataset: Dataset, fund: str) -> None:
    asked = ask(dataset, fund=fund)
    ends, wide = lawful_ends(asked), {r.parameter.key: r for r in ranges(asked)}
    limited = {p.key for p in catalog.of_kind(("lever",), fund) if p.alerts and p.key in wide}
    assert limited <= {key for key, _, _ in ends}
    ranked = {row["key"]: row for row in tornado(replace(asked, within=ends)).to_dicts()}
    for key, low, high in ends:
        p, r = catalog.parameter(key), wide[key]
        if key in ranked:
            assert (ranked[key]["low"], ranked[key]["high"]) == (low, high) and r.low <= low < high <= r.high
        step = slider_step(p, *p.soft_range(r.value))
        for value, beyond in ((low, low - step), (high, high + step)):
            assert not breaks(asked, key, value) or low == high, (key, value)
            if r.low <= beyond <= r.high and p.fund == fund:
                assert breaks(asked, key, beyond), (key, beyond)


def breaks(asked: Question, key: str, value: float) -> bool:
    side = Case(asked.dataset, asked.changed({key: value}).changes, asked.years).side()
    return any(alert.key == key and not alert.baseline for alert in alerts(side))


def test_ranges_are_those_declared_or_of_the_data(dataset: Dataset) -> None:
    found = {r.parameter.key: r for r in ranges(ask(dataset))}
    assert (found["unemployment.collection"].low, found["unemployment.collection"].high) == (85, 100)
    wages = found["unemployment.wage_base"]
    assert (wages.value, wages.low, wages.high) == pytest.approx((5512, 4160 * 1.06, 6240 * 1.06))
    assert (found["unemployment.skills_claims"].low, found["unemployment.skills_claims"].high) == (1874, 2810)
    assert "public.subsidy" not in found and "unemployment.prior_contributions_sme" not in found
    assert (found["public.closure"].low, found["public.closure"].high) == (0, 1)
    assert all(r.low < r.high and r.parameter.low <= r.low and r.high <= r.parameter.high for r in found.values())


# --- heat map ---------------------------------------------------------------------------------------------------------

SME, LARGE = "unemployment.refund_rate_sme", "unemployment.refund_rate_large"


def test_a_cell_is_the_figure_with_both_typed(dataset: Dataset) -> None:
    found = grid(ask(dataset), SME, LARGE, size=5)
    assert found.values.shape == (5, 5) and found.xs.tolist() == found.ys.tolist() == [0, 25, 50, 75, 100]
    alone = balance(run(dataset, f"{SME}=75;{LARGE}=25"), "unemployment", "closing", 2026)
    assert found.values[1, 3] == pytest.approx(alone * WAN, rel=1e-9)


def test_the_iso_line_meets_its_target(dataset: Dataset) -> None:
    asked = ask(dataset)
    found = grid(asked, SME, LARGE, size=9)
    target = 1.5e9
    points = [end for piece in found.iso(target) for end in piece]
    assert len(points) > 5
    values = asked.answers([asked.changed({SME: x, LARGE: y}) for x, y in points])
    assert values == pytest.approx([target] * len(points), rel=2e-3)
    assert found.iso(1e13) == []


def test_a_crossing_on_a_grid_point_is_found_once() -> None:
    p = catalog.parameter(SME)
    r = Range(p, 0, 0, 2)
    plane = Grid(r, r, np.array([0.0, 1.0, 2.0]), np.array([0.0, 1.0]), np.array([[0.0, 1.0, 2.0], [1.0, 2.0, 3.0]]))
    assert [set(piece) for piece in plane.iso(1.0)] == [{(0.0, 1.0), (1.0, 0.0)}]


def test_a_choice_has_its_options_on_the_grid(dataset: Dataset) -> None:
    found = grid(ask(dataset, "unemployment.refund_cover=36"), "unemployment.refund_gate", SME, size=4)
    assert found.xs.tolist() == [0, 1] and (found.values[1:, 1] > found.values[1:, 0]).all()


# --- Sobol indices ----------------------------------------------------------------------------------------------------


def test_two_equal_factors_share_the_variance_of_their_product(dataset: Dataset) -> None:
    table = indices(ask(dataset, fund="public", measure="income", year=2022), 512, 7)
    assert table.schema == INDICES
    rows = {r["key"]: r for r in table.to_dicts()}
    # contributions = members × wages × rates, both ±20%; what they are beside the baseline's is subsidy in the base year,
    # so that of income growth is left to them
    members, wages = rows["public.active_members"], rows["public.wage_base"]
    for share in ("first", "total"):
        error = 4 * (members[f"{share}_error"] + wages[f"{share}_error"])
        assert members[share] == pytest.approx(wages[share], abs=error)
    assert rows["economy.wage_growth"]["total"] > 0.6
    assert rows["public.retiree_growth"]["total"] == pytest.approx(0, abs=1e-6)


def test_inputs_alone_explain_less_of_a_product_than_with_their_interactions(dataset: Dataset) -> None:
    table = indices(ask(dataset, fund="public", measure="income", year=2026), 512, 7)
    assert 0 < table["first"].sum() < table["total"].sum()
    assert (table["first_error"] > 0).any() and (table["first"] != table["total"]).any()


def test_shares_of_a_nearly_additive_figure_sum_to_one(dataset: Dataset) -> None:
    table = indices(ask(dataset), 512, 3)
    assert table["total"].sum() == pytest.approx(1.05, abs=0.12)
    assert table["first"].sum() == pytest.approx(0.97, abs=0.2)
    totals = table["total"].to_list()
    assert totals == sorted(totals, reverse=True) and totals[-1] >= 0
    assert OPENINGS in set(table["key"])


def test_indices_of_a_linear_sum_agree_with_its_variances(dataset: Dataset) -> None:
    # resident closing 2021+1 in the contributors and the opening alone: both enter by themselves
    asked = ask(dataset, fund="resident", measure="closing", year=2022)
    rows = {r["key"]: r for r in indices(asked, 512, 5).to_dicts()}
    assert rows[OPENINGS]["first"] > 0.8 and 0.002 < rows["resident.contributors"]["total"] < 0.05
    assert abs(sum(r["total"] for r in rows.values()) - 1) < 0.1


def test_a_figure_that_nothing_moves_has_no_indices(dataset: Dataset) -> None:
    asked = Question(dataset, Scenario(), Figure("resident", "expenditure", 2021), month_of(2022), 2)
    assert indices(asked, 16, 1).is_empty()
