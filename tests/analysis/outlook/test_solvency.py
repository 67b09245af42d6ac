"""Actuaries' measures by hand; what is not defined is None; the years in which a fund runs short."""

from __future__ import annotations

import numpy as np
import pytest
from support import FEN, WAN, account, amount, given, run, small

from sifund import catalog
from sifund.analysis.outlook.solvency import (
    INDICATORS,
    cost_history,
    indicator,
    indicators_frame,
    milestones,
)
from sifund.analysis.unknown import amounts
from sifund.dataset import Dataset
from sifund.model.case import Case, Side


def value(side: Side, fund: str, key: str, year: int) -> float:
    return float(indicator(side, fund, key)[side.years.index(year)])


def test_dependency_is_persons_drawing_for_each_hundred_who_pay(baseline: Side) -> None:
    assert value(baseline, "public", "dependency", 2021) == pytest.approx(100 * 42_535 / 88_765, rel=1e-4)
    assert value(baseline, "resident", "dependency", 2021) == pytest.approx(100 * 42_819 / 90_481, rel=1e-4)
    # 15,028 new claims over 9.296 months: 11,642 on benefit in a month, of 1,074,200 insured
    assert value(baseline, "unemployment", "dependency", 2021) == pytest.approx(
        100 * 15_028 * 9.296 / 12 / 1_074_200, rel=1e-3
    )


def test_rates_on_covered_wages_by_hand(baseline: Side) -> None:
    wages = 1_074_200 * 5_200 * 12
    assert value(baseline, "unemployment", "cost_rate", 2021) == pytest.approx(100 * 511_020_150 / wages, rel=1e-6)
    assert value(baseline, "unemployment", "reserve_ratio", 2021) == pytest.approx(100 * 888_810_650 / wages, rel=1e-4)
    grown = 88_765 * 8_000 * 1.06 * 12
    spent = amounts(baseline, "public", "expenditure")[1]
    assert value(baseline, "public", "cost_rate", 2022) == pytest.approx(100 * spent / grown, rel=1e-9)


def test_the_high_cost_multiple_takes_the_years_that_are_known(baseline: Side) -> None:
    # 2020: 65,761万 of cost over wages of 2021 less a year's growth of wages (6%) and insured (3%)
    wages = 1_074_200 * 5_200 * 12
    history = cost_history(baseline, "unemployment")
    assert sorted(history) == [2020, 2021]
    assert history[2020] == pytest.approx(100 * 65_761 * WAN / (wages / 1.06 / 1.03), rel=1e-4)
    mean = (history[2020] + history[2021]) / 2
    wanted = value(baseline, "unemployment", "reserve_ratio", 2021) / mean
    assert value(baseline, "unemployment", "high_cost_multiple", 2021) == pytest.approx(wanted, rel=1e-9)
    name = next(i.name for i in INDICATORS if i.key == "high_cost_multiple")
    assert "暂定" in name.zh and "provisional" in name.en


def test_a_year_of_which_only_some_lines_are_known_is_no_cost() -> None:
    now = [amount("unemployment.benefit", 9e7), amount("unemployment.medical", 4e7)]
    drivers = [
        given(f"unemployment.{key}", x) for key, x in (("benefit_standard", 1500), ("insured", 2e5), ("wage_base", 5e3))
    ]
    for before, years in (({}, [2022]), ({"unemployment.medical": 3e7}, [2021, 2022])):
        past = [amount(key, yuan, 2021) for key, yuan in ({"unemployment.benefit": 8e7} | before).items()]
        side = Case(small([*now, *past], drivers), years=2).side("baseline")
        assert sorted(cost_history(side, "unemployment")) == years


def test_the_costs_of_past_years_are_the_same_whatever_the_scenario_pays_or_earns(dataset: Dataset) -> None:
    text = "unemployment.insured=900000;unemployment.wage_base=4000;unemployment.benefit_standard=1530"
    frame = indicators_frame(run(dataset, text), "unemployment")
    ratio, multiple = (frame.filter(frame["indicator"] == key) for key in ("reserve_ratio", "high_cost_multiple"))
    for side in ("baseline", "scenario"):
        means = (ratio[side] / multiple[side]).to_list()
        assert means == pytest.approx([np.mean(list(cost_history(run(dataset), "unemployment").values()))] * 6), side
    assert ratio["scenario"][1] != pytest.approx(ratio["baseline"][1], rel=0.1)


def test_what_is_not_defined_is_none_and_never_nan(baseline: Side) -> None:
    for fund in (*baseline.funds, catalog.ALL):
        frame = indicators_frame(baseline, fund)
        assert set(frame["indicator"]) == {i.key for i in INDICATORS} and len(frame) == len(INDICATORS) * 6
        assert not frame["scenario"].is_nan().any()
        empty = set(frame.filter(frame["scenario"].is_null())["indicator"])
        wages = {"cost_rate", "reserve_ratio", "high_cost_multiple"}
        assert empty == {"resident": wages, "all": wages | {"dependency"}}.get(fund, set())


def test_nobody_paying_has_no_dependency_ratio(dataset: Dataset) -> None:
    result = run(dataset, "resident.contributors=0;public.active_members=0")
    base, own = result.baseline, result
    assert np.isfinite(indicator(base, "resident", "dependency")).all()
    assert np.isnan(indicator(own, "resident", "dependency")[1:]).all()
    for key in ("cost_rate", "reserve_ratio", "high_cost_multiple"):
        assert np.isnan(indicator(own, "public", key)[1:]).all()


def test_a_fund_without_drivers_has_its_balances_and_nothing_else() -> None:
    lines = [amount("unemployment.benefit", 1.2e8)]
    bare = small(lines, [given("unemployment.benefit_standard", 1500)], [account("unemployment", "opening", 5e7)])
    result = Case(bare, years=3).side("baseline")
    frame = indicators_frame(result, "unemployment")
    assert frame.filter(frame["indicator"] == "dependency")["scenario"].to_list() == [None] * 3
    assert frame.filter(frame["indicator"] == "closing")["scenario"].null_count() == 0


def test_baseline_and_scenario_stand_side_by_side(dataset: Dataset) -> None:
    result = run(dataset, "unemployment.benefit_standard=1530;unemployment.new_claims=20000")
    base, own = result.baseline, result
    assert indicator(base, "unemployment", "dependency")[1] < indicator(own, "unemployment", "dependency")[1]
    frame = indicators_frame(result, "unemployment")
    closing = frame.filter((frame["indicator"] == "closing") & (frame["year"] == 2022))
    gap = amounts(result, "unemployment", "closing")[1] - amounts(result.baseline, "unemployment", "closing")[1]
    assert closing["scenario"][0] - closing["baseline"][0] == pytest.approx(gap, abs=FEN)


def test_first_deficit_depletion_and_what_could_be_paid_then(dataset: Dataset) -> None:
    result = run(dataset, "public.adjustment=7", years=16)
    base, own = result.baseline, result
    assert milestones(base, "public").depletion is None and milestones(base, "public").payable is None
    found = milestones(own, "public")
    closing, surplus = amounts(result, "public", "closing"), amounts(result, "public", "surplus")
    assert found.deficit == result.years[int((surplus < 0).argmax())] == 2022
    assert found.depletion == result.years[int((closing < 0).argmax())] == 2026
    income, spent = (amounts(result, "public", name)[5] for name in ("income", "expenditure"))
    assert found.payable == pytest.approx(100 * income / spent) and 80 < (found.payable or 0) < 100


def test_the_baseline_compared_with_has_its_own_inputs(dataset: Dataset) -> None:
    result = run(dataset, "unemployment.opening=700000000;unemployment.benefit_standard=1530")
    base, own = result.baseline, result
    assert amounts(base, "unemployment", "opening")[0] == amounts(own, "unemployment", "opening")[0] == 7e8
