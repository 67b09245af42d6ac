"""Why this number: every explanation works out the shown number from its own inputs, down to rows of the data."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given as example_of
from hypothesis import settings
from hypothesis import strategies as st
from support import account, amount, given, run, sample, scenarios, small

from sifund import catalog
from sifund.analysis.explain import Explanation, Input, explain
from sifund.analysis.explain.run import if_moved
from sifund.analysis.explain.wording import figure, numbers, words
from sifund.dataset import Dataset
from sifund.declare.unit import PERSONS, POINTS_OFF, RATE
from sifund.model.case import Case, Side
from sifund.scenario import Scenario

FEN = 0.005
TEXTS = [
    "1",
    "unemployment.benefit_standard=1530;unemployment.benefit_elasticity=0.5;unemployment.refund_gate=enforce;"
    "unemployment.refund_cover=18;public.adjustment=6@2022-01,3@2024-01;public.closure=balance;economy.wage_growth=3",
    "public.subsidy=500000000@2023-05,300000000@2025-01;unemployment.standard_growth=9@2024-01;"
    "unemployment.new_claims=20000@2021-07;public.prior_pension=5900;resident.basic_standard=400@2022-10",
    "public.opening=200000000;unemployment.income=600000000;unemployment.employee_rate=0.4;"
    "unemployment.refund_rate_sme=80@2022-12;public.closure=balance@2024-01;economy.interest=0@2023-06",
]


def shown(side: Side, key: str, year: int) -> float:
    return float(side.line(key)[side.years.index(year)])


def inputs(found: Explanation) -> dict[str, Input]:
    return {item.key: item for _, item in found.deep()}


# --- the number comes out of its inputs ---------------------------------------------------------------------------------


@pytest.mark.parametrize("text", TEXTS)
def test_every_line_of_every_year_and_run_is_worked_out_again(dataset: Dataset, text: str) -> None:
    result = run(dataset, text, years=8)
    for side in (result, result.baseline):
        for year in side.years:
            for key in side.line_keys():
                assert explain(side, key, year).amount == pytest.approx(shown(side, key, year), abs=FEN), (key, year)


@settings(max_examples=12)
@example_of(scenarios(), st.integers(2021, 2026))
def test_any_scenario_is_worked_out_again(changed: Scenario, year: int) -> None:
    result = Case(sample(), changed.changes).side()
    for key in result.line_keys():
        assert explain(result, key, year).amount == pytest.approx(shown(result, key, year), abs=FEN), key


@pytest.mark.parametrize("text", TEXTS)
def test_quantities_are_those_of_the_run(dataset: Dataset, text: str) -> None:
    result = run(dataset, text)
    kept = result.part.quantities
    assert {"unemployment.claimants", "public.average_pension"} <= set(kept)
    for key in kept:
        for index, year in enumerate(result.years):
            months = result.quantity(catalog.quantities()[key])
            assert months is not None
            want = np.broadcast_to(months, 72)[12 * index : 12 * index + 12]
            np.testing.assert_allclose(explain(result, key, year).values, want, rtol=1e-12)


@pytest.mark.parametrize("text", TEXTS)
def test_parameters_are_steps_times_growth(dataset: Dataset, text: str) -> None:
    result, seen = run(dataset, text), 0
    for year in (2021, 2023, 2026):
        for key in result.line_keys():
            for _, item in explain(result, key, year).deep():
                for step in item.steps:
                    scale = item.unit.divisor
                    got = [item.values[month - 1] * scale for month in step.months]
                    assert got == pytest.approx([step.grown] * len(got), rel=1e-12), item.key
                    seen += 1
                if item.steps and not np.isnan(item.values).any():
                    assert sorted(m for step in item.steps for m in step.months) == list(range(1, 13))
    assert seen > 100


def test_what_an_input_rests_on_stands_in_the_data(dataset: Dataset, baseline: Side) -> None:
    tables = {
        "parameters": {f"{row.key}/{row.from_month}" for row in dataset.parameters},
        "lines": {f"{row.line}/{row.year}" for row in dataset.lines},
        "accounts": {f"{row.fund}/{row.item}/{row.year}" for row in dataset.accounts},
    }
    grounds = [
        ground
        for key in baseline.line_keys()
        for _, item in explain(baseline, key, 2021).deep()
        for ground in (*(step.ground for step in item.steps), item.ground)
        if ground
    ]
    placed = [ground.row for ground in grounds if ground.row and "/income/" not in ground.row]
    assert len(placed) > 40
    for place in placed:
        table, _, row = place.partition("/")
        assert row in tables[table], place
    assert all(ground.says.zh and ground.basis in ("reported", "derived", "assumed") for ground in grounds)
    assert all(ground.row for ground in grounds if ground.basis == "reported")


# --- who moved it -------------------------------------------------------------------------------------------------------


def test_the_lever_that_moved_an_input_is_named(dataset: Dataset) -> None:
    result = run(dataset, "unemployment.benefit_standard=1530;unemployment.claim_growth=10;public.adjustment=6")
    found = inputs(explain(result, "unemployment.benefit", 2023))
    assert found["unemployment.benefit_standard"].moved_by == ("unemployment.benefit_standard",)
    assert found["unemployment.benefit_standard"].steps[0].ground is None  # the scenario's own
    assert found["unemployment.new_claims"].moved_by == ("unemployment.claim_growth",)
    assert found["unemployment.claimants"].moved_by == ("unemployment.claim_growth",)  # the benefit does not move it
    assert found["unemployment.mean_months"].moved_by == ()
    assert not any(item.moved_by for item in inputs(explain(result.baseline, "unemployment.benefit", 2023)).values())
    opening = inputs(explain(result, "unemployment.interest", 2023))["unemployment.opening"]
    assert set(opening.moved_by) == {"unemployment.benefit_standard", "unemployment.claim_growth"}
    assert opening.before[0] > opening.values[0]


def test_base_year_inputs_move_what_is_solved_from_them(dataset: Dataset) -> None:
    result = run(dataset, "unemployment.income=600000000;unemployment.opening=700000000")
    read = inputs(explain(result.baseline, "unemployment.contributions", 2022))
    assert read["unemployment.wage_base"].steps[0].ground.basis == "derived"  # type: ignore[union-attr]
    assert explain(result.baseline, "unemployment.contributions", 2022).amount == pytest.approx(
        explain(result, "unemployment.contributions", 2022).amount
    )


# --- in words -----------------------------------------------------------------------------------------------------------


def test_a_formula_in_words_and_numbers(dataset: Dataset) -> None:
    found = explain(run(dataset, "unemployment.benefit_standard=1530"), "unemployment.benefit", 2022)
    assert words(found).zh == "领取人数 × 失业保险金标准"
    assert words(found).en == "Claimants × Unemployment benefit"
    assert numbers(found, 1).en.endswith("× 1,530 = 17,869,377.5")


@pytest.mark.parametrize(("key", "says"), [
    ("unemployment.stabilisation_refund",
     "(中小微企业返还基数 × 中小微企业稳岗返还比例 + 大型企业返还基数 × 大型企业稳岗返还比例) × 稳岗返还享受面 × 返还门槛 "
     "+ 扩岗、留工补助"),
    ("unemployment.contributions", "缴费工资总额 × (单位缴费比例 + 个人缴费比例) × 计失业率的征缴率"),
    ("unemployment.refund_base_large", "上年失业保险费收入 × (1 − 中小微企业缴费占比)"),
    ("public.interest", "〔年初滚存结余，至少为0〕 × (基金结余利率 + 利率差) ÷ 12"),
    ("unemployment.claimants",
     "上月数 × (1 − 1 ÷ 本次领取月数) + 计失业率的新增领取人数 ÷ 12（首月之前：上年末领取人数）"),
    ("public.average_pension",
     "上年末月人均养老金 × ((1 + 比例调整合计) × 进出对人均数的影响) + 定额、年限和高龄调整的人均额 × 进出对人均数的影响"),
    ("public.subsidy", "〔基年末可支付月数 ÷ 12 × 当年支出合计 − (年初滚存结余 + 其他收入合计 − 当年支出合计)，至少为0〕 ÷ 12"),
])  # fmt: skip
def test_every_kind_of_formula_reads_in_words(baseline: Side, key: str, says: str) -> None:
    assert words(explain(baseline, key, 2023)).zh == says


def test_the_closing_line_says_which_rule_holds(dataset: Dataset) -> None:
    held = explain(run(dataset, "public.adjustment=6"), "public.subsidy", 2023)
    assert words(held).en == "Fiscal subsidy and other income in the baseline ÷ 12"
    balanced = explain(run(dataset, "public.adjustment=6;public.closure=balance"), "public.subsidy", 2023)
    assert words(balanced).en.startswith("[Closing balance in the baseline − (Opening balance + ")
    typed = explain(run(dataset, "public.subsidy=500000000@2023-05"), "public.subsidy", 2023)
    assert words(typed).en.startswith("[where typed: Fiscal subsidy and other income; else: ")
    assert numbers(typed, 12).en == "500,000,000 ÷ 12 = 41,666,666.67"
    assert typed.segments == ((1, 2, 3, 4), (5, 6, 7, 8, 9, 10, 11, 12))


def test_months_stand_apart_only_where_they_differ(dataset: Dataset) -> None:
    result = run(dataset, "resident.basic_standard=400@2022-10")
    found = explain(result, "resident.basic_pension", 2022)
    assert found.segments == (tuple(range(1, 10)), (10, 11, 12))
    assert explain(result, "resident.account_pension", 2022).segments == (tuple(range(1, 13)),)
    assert explain(result, "unemployment.stabilisation_refund", 2022).segments == ((10,),)


@pytest.mark.parametrize("text", TEXTS)
def test_every_line_reads_in_both_languages_in_every_month(dataset: Dataset, text: str) -> None:
    result = run(dataset, text)
    for key in (*result.line_keys(), *catalog.quantities()):
        for year in (2021, 2024):
            found = explain(result, key, year)
            for months in found.segments:
                both = words(found), numbers(found, months[0])
                assert all(t.zh and t.en and "nan" not in t.zh + t.en and "Expr(" not in t.en for t in both), key
                assert not any("\u4e00" <= c <= "\u9fff" for t in both for c in t.en), key


def test_figures_keep_the_decimals_that_one_needs() -> None:
    assert [figure(x, PERSONS) for x in (12345.678, 9.29605, 3.0, 0.0, np.inf)] == [
        "12,345.68",
        "9.2961",
        "3",
        "0",
        "∞",
    ]
    assert figure(0.646657, RATE) == "64.6657%" and figure(-0.002577, RATE) == "−0.2577%"
    assert figure(2.0, POINTS_OFF) == "2"  # two points are multiplied as 2, not as 0.02


# --- other datasets -----------------------------------------------------------------------------------------------------


def test_lines_carried_flat_and_part_years_are_explained_too() -> None:
    data = small(
        [amount("unemployment.benefit", 9e7), amount("unemployment.odd", 1.8e6),
         amount("unemployment.stabilisation_refund", 5e7), amount("resident.basic_pension", 6e7)],
        [given("unemployment.benefit_standard", 1500), given("unemployment.new_claims", 9000),
         given("unemployment.prior_contributions_sme", 1e8), given("unemployment.prior_contributions_large", 6e7),
         given("resident.basic_standard", 200)],
        [account(fund, "opening", 5e8) for fund in ("unemployment", "resident")], months=9,
    )  # fmt: skip
    result = run(data, "unemployment.benefit_standard=1700")
    for year in result.years:
        for key in result.line_keys():
            assert explain(result, key, year).amount == pytest.approx(shown(result, key, year), abs=FEN)
    (government,) = (
        x for x in explain(result, "resident.government", 2024).inputs if x.key == "resident.funeral.absent"
    )
    assert not government.values.any() and government.ground and "未计入" in government.ground.says.zh
    flat = explain(result, "unemployment.odd", 2024)
    assert flat.amount == pytest.approx(2.4e6) and flat.inputs[0].ground and "公式" in flat.inputs[0].ground.says.zh


def test_what_does_not_exist_is_not_explained(baseline: Side) -> None:
    with pytest.raises(KeyError):
        explain(baseline, "unemployment.benefits", 2022)
    with pytest.raises(ValueError, match="2099"):
        explain(baseline, "unemployment.benefit", 2099)


def test_what_is_unknown_on_both_sides_is_moved_by_nothing() -> None:
    unknown, moved = np.array([np.nan, 1.0]), np.array([np.nan, 2.0])
    assert (if_moved(["a"], unknown, unknown), if_moved(["a", "a"], moved, unknown)) == ((), ("a",))
