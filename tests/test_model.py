"""The six checks that the model must always pass."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given as example_of
from hypothesis import settings
from hypothesis import strategies as st
from support import FEN, PRINTED, run, sample, scenario, scenarios, value_range, wan

from sifund import catalog
from sifund.dataset import Dataset
from sifund.declare.parameter import Parameter, Steps, month_of
from sifund.model.baseline import Baseline
from sifund.model.calibrate import calibrate
from sifund.model.engine import simulate
from sifund.model.result import COVER_OWN, MEASURES, Result
from sifund.model.rows import Draws
from sifund.scenario import Scenario

DATED = [k for k, p in catalog.parameters().items() if p.kind != "input" and p.dated]
MOVES = [k for k, p in catalog.parameters().items() if p.kind != "input"]


# --- 1 the base year is the report -------------------------------------------------------------------------------------


def test_every_line_is_the_reported_amount(baseline: Result) -> None:
    assert set(baseline.line_keys(["expenditure"])) == set(PRINTED)
    for key, amount in PRINTED.items():
        assert baseline.line(key)[0, 0] == pytest.approx(amount, abs=FEN), key


def test_sums_of_funds_and_the_rounding_remainder(baseline: Result, dataset: Dataset) -> None:
    spent = {f: baseline.measure(f, "expenditure")[0, 0] / 1e4 for f in (*baseline.funds, catalog.ALL)}
    assert spent["public"] == pytest.approx(313_370.0, abs=0.05)
    assert spent["resident"] == pytest.approx(19_926.8, abs=0.05)
    assert spent["unemployment"] - 8_647 == pytest.approx(51_102.0, abs=0.05)
    assert spent[catalog.ALL] == pytest.approx(393_045.8, abs=0.05)
    stated = dataset.account(catalog.ALL, "expenditure")
    assert stated and stated.amount_yuan / 1e4 - spent[catalog.ALL] == pytest.approx(1.2, abs=0.05)


def test_balances_of_the_base_year(baseline: Result) -> None:
    assert baseline.measure(catalog.ALL, "income")[0, 0] == pytest.approx(5_027e6, abs=FEN)
    assert baseline.measure(catalog.ALL, "opening")[0, 0] == pytest.approx(115_347e4, abs=FEN)
    # 225,000 printed; 1.18 more, because the lines sum to 1.18 less than the printed 393,047
    assert baseline.measure(catalog.ALL, "closing")[0, 0] / 1e4 == pytest.approx(225_001.2, abs=0.05)


# --- 2 nothing changed is exactly nothing ------------------------------------------------------------------------------


def _same(result: Result, number: int, tolerance: float = 0.0) -> None:
    for key in result.line_keys():
        gap = np.abs(result.line(key, number) - result.line_baseline(key, number)).max()
        assert gap <= tolerance, (key, gap)
    for fund in (*result.funds, catalog.ALL):
        for name in MEASURES:
            gap = np.abs(result.measure(fund, name, number) - result.measure_baseline(fund, name, number)).max()
            assert gap <= tolerance, (fund, name, gap)


def test_no_change_is_exactly_zero(dataset: Dataset) -> None:
    result = simulate(dataset, [Scenario(name="nothing")], 15)
    _same(result, 1)
    assert set(result.lines_frame()["difference"]) == {0.0}
    assert set(result.balances_frame()["difference"]) == {0.0}


@example_of(scenarios())
def test_no_change_is_exactly_zero_beside_any_other_scenario(other: Scenario) -> None:
    _same(simulate(sample(), [other, Scenario()]), 2)


@example_of(scenarios())
def test_base_year_inputs_alone_differ_in_nothing_from_their_own_baseline(other: Scenario) -> None:
    inputs = Scenario(tuple((k, ((0, x),)) for k, x in other.inputs))
    _same(simulate(sample(), [other, inputs]), 2)


def _own_path(base: Baseline, key: str, month: int) -> Steps:
    """The baseline's path from a month on, as a change would state it."""
    later = tuple(step for step in base.values[key].steps if step[0] > month)
    value = base.value_at(key, month)
    assert value is not None
    return ((month, value), *later)


@pytest.mark.parametrize("key", [k for k in DATED if k != "public.subsidy"])
def test_the_baselines_own_path_changes_nothing(base: Baseline, key: str) -> None:
    months = [month_of(2021), month_of(2021, 6), month_of(2022), month_of(2022, 7), month_of(2024, 11)]
    result = simulate(sample(), [Scenario(((key, _own_path(base, key, m)),)) for m in months], 9)
    for number in range(1, len(months) + 1):
        _same(result, number, FEN / 2)


def test_the_baselines_own_subsidy_changes_nothing(baseline: Result) -> None:
    own = tuple(
        (month_of(y), float(x)) for y, x in zip(baseline.years, baseline.line("public.subsidy")[0], strict=True)
    )
    _same(simulate(sample(), [Scenario((("public.subsidy", own[1:]),))]), 1, FEN / 2)


@pytest.mark.parametrize("key", ["prior_pension", "prior_contributions_sme", "prior_contributions_large"])
def test_undated_values_typed_as_they_are_change_nothing(base: Baseline, key: str) -> None:
    key = next(k for k in catalog.parameters() if k.endswith(f".{key}"))
    _same(simulate(sample(), [Scenario(((key, ((0, base.values[key].steps[0][1]),)),))]), 1, FEN / 2)


# --- 3 parts equal the total --------------------------------------------------------------------------------------------


@example_of(scenarios())
def test_parts_equal_the_total(changed: Scenario) -> None:
    result = simulate(sample(), [changed])
    for kind in ("income", "expenditure"):
        by_fund = np.zeros((1, 6))
        for fund in result.funds:
            keys = [k for k in result.line_keys([kind]) if k.startswith(f"{fund}.")]
            total = np.sum([result.line(k, 1) for k in keys], axis=0)
            np.testing.assert_allclose(total, result.measure(fund, kind, 1), rtol=1e-12)
            by_fund += result.measure(fund, kind, 1)
        np.testing.assert_allclose(by_fund, result.measure(catalog.ALL, kind, 1), rtol=1e-12)
    for key in result.line_keys():
        np.testing.assert_allclose(result.months(key, 1).reshape(6, 12).sum(axis=1), result.line(key, 1)[0], rtol=1e-12)


def test_effects_of_levers_on_different_lines_add_up(dataset: Dataset) -> None:
    parts = ["public.adjustment=6", "resident.basic_standard=400", "unemployment.refund_rate_sme=90"]
    result = run(dataset, *parts, ";".join(parts))
    effect = [
        result.measure("all", "expenditure", i) - result.measure_baseline("all", "expenditure") for i in range(1, 5)
    ]
    np.testing.assert_allclose(effect[0] + effect[1] + effect[2], effect[3], atol=FEN)
    assert (effect[3][0, 1:] > 1e8).all()


# --- 4 roll-forward -----------------------------------------------------------------------------------------------------


def _rolls_forward(result: Result, number: int) -> None:
    for fund in (*result.funds, catalog.ALL):
        opening, income, spent, surplus, closing = (
            result.measure(fund, m, number) for m in ("opening", "income", "expenditure", "surplus", "closing")
        )
        size = np.maximum.reduce([np.abs(opening), income, spent, np.ones_like(income)])
        assert (np.abs(closing - opening - income + spent) <= 1e-12 * size * 3).all(), fund
        assert (np.abs(surplus - income + spent) <= 1e-12 * size * 3).all(), fund
        assert (opening[:, 1:] == closing[:, :-1]).all() or fund == catalog.ALL


@example_of(scenarios() | scenarios(hard=True))
def test_closing_is_opening_plus_income_less_expenditure(changed: Scenario) -> None:
    result = simulate(sample(), [changed], 8)
    _rolls_forward(result, 1)
    assert all(np.isfinite(result.line(key, 1)).all() for key in result.line_keys())


@example_of(st.integers(0, 2**32 - 1), scenarios())
@settings(max_examples=25)
def test_every_draw_rolls_forward(seed: int, changed: Scenario) -> None:
    random = np.random.default_rng(seed)
    draws = Draws(
        16,
        rates={"economy.wage_growth": random.uniform(0, 10, (16, 6))},
        factors={"unemployment.new_claims": random.uniform(0.5, 2, (16, 6))},
        shifts={"economy.interest": random.normal(0, 1, (16, 6))},
        openings={f: random.uniform(1e8, 9e8, 16) for f in ("public", "unemployment")},
    )
    result = simulate(sample(), [Scenario(), changed], 6, draws)
    for number in range(3):
        _rolls_forward(result, number)
    for key in result.line_keys():  # untouched: every draw is the baseline's draw
        assert (result.line(key, 1) == result.line(key, 0)).all(), key
    assert np.ptp(result.line("unemployment.contributions", 0)[:, 1]) > 0
    assert np.ptp(result.line("unemployment.contributions", 0)[:, 0]) == 0


# --- 5 a lever moves the lines whose formula names it -------------------------------------------------------------------

FORMULAS = {  # the tables of the model, line by line; growth in its place
    "public.pension": "retirees retiree_growth adjustment pension_mix prior_pension",
    "public.transfer_out": "transfers",
    "public.contributions": "active_members wage_base economy.wage_growth employer_rate employee_rate",
    "public.interest": "economy.interest interest_margin",
    "public.subsidy": "subsidy closure",
    "resident.basic_pension": "recipients recipient_growth basic_standard standard_growth",
    "resident.account_pension": "recipients recipient_growth account_standard account_growth",
    "resident.funeral": "recipients recipient_growth funeral_claim_rate funeral_months basic_standard standard_growth",
    "resident.transfer_out": "transfers",
    "resident.contributions": "contributors contribution",
    "resident.match": "contributors match",
    "resident.government": "",
    "resident.interest": "economy.interest interest_margin",
    "unemployment.benefit": "STOCK",
    "unemployment.medical": "STOCK medical_premium medical_growth",
    "unemployment.funeral": "STOCK funeral_per_month",
    "unemployment.training": "training",
    "unemployment.stabilisation_refund": "prior_contributions_sme prior_contributions_large sme_share refund_rate_sme "
                                         "refund_rate_large refund_take_up refund_gate refund_cover",
    "unemployment.skills": "skills_claims skills_subsidy",
    "unemployment.other_cost": "rural_months benefit_standard standard_growth",
    "unemployment.assistance": "assistance_months assistance_ratio benefit_standard standard_growth",
    "unemployment.transfer_out": "transfers",
    "unemployment.remit_up": "remit_share",
    "unemployment.contributions": "insured insured_growth wage_base economy.wage_growth employer_rate employee_rate "
                                  "collection",
    "unemployment.interest": "economy.interest interest_margin",
}  # fmt: skip
STOCK = "new_claims claim_growth mean_months benefit_standard standard_growth benefit_elasticity"
COMPANION = (  # a policy under which every path of the formulas is alive
    "unemployment.assistance_months=10000;unemployment.refund_gate=enforce;unemployment.refund_cover=18;"
    "unemployment.benefit_standard=1500;unemployment.benefit_elasticity=0.3;public.adjustment=6"
)


def _full(fund: str, words: str) -> set[str]:
    names = words.replace("STOCK", STOCK).split()
    return {n if "." in n else f"{fund}.{n}" for n in names}


def test_formulas_name_the_parameters_of_the_model() -> None:
    assert set(catalog.lines()) == set(FORMULAS) and len(FORMULAS) == 25
    for key, words in FORMULAS.items():
        assert {p.key for p in catalog.movers(key)} == _full(key.partition(".")[0], words), key


def _another(dataset: Dataset, p: Parameter, now: float | None) -> float:
    if p.options:
        return 1.0 - (now or 0.0)
    low, high = value_range(dataset, p, hard=False)
    return low if now is None or abs(now - low) > abs(now - high) else high


@pytest.mark.parametrize("key", MOVES)
def test_a_parameter_moves_its_lines_and_the_indirect_ones_only(dataset: Dataset, key: str) -> None:
    p = catalog.parameter(key)
    companion = scenario(dataset, COMPANION)
    steps = companion.steps(key)
    now = steps[0][1] if steps else calibrate(dataset).value_at(key, month_of(2022))
    start = month_of(2022) if p.dated else 0
    changed = companion.with_steps(key, ((start, _another(dataset, p, now)),))
    result = simulate(dataset, [companion, changed])
    moved = {k for k in result.line_keys() if np.abs(result.line(k, 1) - result.line(k, 2)).max() > FEN}
    direct = {k for k, words in FORMULAS.items() if key in _full(k.partition(".")[0], words)}
    assert direct <= moved
    assert moved <= direct | set(catalog.indirect(key))
    assert set(catalog.moved_by(key)) == direct


# --- 6 volumes and months -----------------------------------------------------------------------------------------------

VOLUMES = {
    "public.retirees": ["public.pension"], "public.active_members": ["public.contributions"],
    "public.transfers": ["public.transfer_out"],
    "resident.recipients": ["resident.basic_pension", "resident.account_pension", "resident.funeral", "resident.government"],
    "resident.contributors": ["resident.contributions", "resident.match"],
    "resident.funeral_claim_rate": ["resident.funeral"], "resident.transfers": ["resident.transfer_out"],
    "unemployment.insured": ["unemployment.contributions", "unemployment.remit_up"],
    "unemployment.rural_months": ["unemployment.other_cost"], "unemployment.skills_claims": ["unemployment.skills"],
    "unemployment.training": ["unemployment.training"], "unemployment.transfers": ["unemployment.transfer_out"],
}  # fmt: skip


@pytest.mark.parametrize("key", VOLUMES)
def test_doubling_a_volume_doubles_its_line(dataset: Dataset, base: Baseline, key: str) -> None:
    value = base.value_at(key, month_of(2022))
    assert value
    result = simulate(dataset, [Scenario(((key, ((month_of(2022), 2 * value),)),))])
    for line in VOLUMES[key]:
        ratio = result.line(line, 1) / result.line_baseline(line)
        np.testing.assert_allclose(ratio[0], [1, 2, 2, 2, 2, 2], rtol=1e-12, err_msg=line)


def test_doubled_inflow_works_through_the_stock(dataset: Dataset) -> None:
    # 1 − (1 − 1/9.296)^12 = 74.5 %: three quarters after a year; all of it only in the long run
    result = run(dataset, "unemployment.claim_growth=0;unemployment.new_claims=30056",
                 "unemployment.claim_growth=0;unemployment.new_claims=15028", years=15)  # fmt: skip
    share = result.months("unemployment.claimants", 1)[0] / result.months("unemployment.claimants", 2)[0] - 1
    assert share[11] == pytest.approx(0, abs=1e-12) and share[23] == pytest.approx(0.745, abs=0.001)
    assert share[-1] == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize("month", [2, 5, 12])
@pytest.mark.parametrize("key", [
    "resident.basic_standard", "resident.account_standard", "resident.funeral_months", "unemployment.benefit_standard",
    "unemployment.medical_premium", "unemployment.skills_subsidy", "unemployment.employer_rate", "public.employee_rate",
])  # fmt: skip
def test_one_month_of_a_changed_standard_costs_that_months_part(
    dataset: Dataset, base: Baseline, key: str, month: int
) -> None:
    at = month_of(2023, month)
    value = base.value_at(key, at)
    assert value
    once = ((at, value * 1.1), *_own_path(base, key, at + 1))
    result = simulate(dataset, [Scenario(((key, once),))], 5)
    for line in catalog.moved_by(key):
        gap = result.months(line, 1)[0] - result.months(line, 0)[0]
        part = at - month_of(2021)
        level = result.months(line, 0)[0, part]
        expected = 0.0 if line in ("unemployment.medical", "unemployment.funeral") and "benefit" in key else 0.1 * level
        if key == "unemployment.employer_rate" or key == "public.employee_rate":
            expected *= value / (1 if key.startswith("unemployment") else 24)  # one of two rates: 0.5 of 1, 8 of 24
        assert gap[part] == pytest.approx(expected, abs=FEN)
        assert gap.sum() == pytest.approx(gap[part], abs=FEN)


# --- what hard bounds allow must stay a number --------------------------------------------------------------------------


@pytest.mark.parametrize("text", [
    "unemployment.benefit_standard=0;unemployment.benefit_elasticity=0.5",
    "unemployment.benefit_standard=500;unemployment.benefit_elasticity=0.9;unemployment.mean_months=1",
])  # fmt: skip
def test_duration_never_falls_below_a_month(dataset: Dataset, text: str) -> None:
    result = run(dataset, text)
    assert (result.months("unemployment.claimants", 1) >= 0).all()


def test_fingerprint_of_the_largest_amounts(dataset: Dataset) -> None:
    texts = [f"public.retirees={n};public.prior_pension=100000" for n in (10**13, 10**13 - 1)]
    assert len({run(dataset, t).fingerprint() for t in texts}) == 2


def test_covers_fixed_by_two_anchors(dataset: Dataset) -> None:
    result = run(dataset, "unemployment.refund_rate_sme=70.4", "unemployment.benefit_standard=1530")
    assert result.measure("unemployment", "cover_months", 1)[0, 3] == pytest.approx(18.0, abs=0.05)
    assert result.measure("unemployment", "cover_months", 2)[0, 1] == pytest.approx(17.2, abs=0.05)


def test_cover_without_the_remittance_stands_beside(baseline: Result) -> None:
    # 88,881.065 × 12 ÷ 59,749.015 with it, ÷ 51,102.015 without
    assert baseline.measure("unemployment", "cover_months")[0, 0] == pytest.approx(17.851, abs=0.001)
    assert baseline.measure("unemployment", COVER_OWN)[0, 0] == pytest.approx(20.871, abs=0.001)
    assert baseline.measure("public", COVER_OWN)[0] == pytest.approx(baseline.measure("public", "cover_months")[0])


def test_figures_that_the_project_must_show(dataset: Dataset, baseline: Result) -> None:
    result = run(dataset, "unemployment.benefit_standard=1530")
    rise = result.measure("unemployment", "expenditure", 1) - result.measure_baseline("unemployment", "expenditure", 1)
    assert rise[0, [1, 5]] / 1e4 == pytest.approx([3_500.1, 4_862.9], abs=0.05)
    for key, expected in (("unemployment.benefit", 2_933.9), ("unemployment.other_cost", 566.2)):
        assert wan(result, key, 2022) - wan(baseline, key, 2022) == pytest.approx(expected, abs=0.05)
    closing = baseline.measure("unemployment", "closing")[0] / 1e4
    assert closing[[0, 5]] == pytest.approx([88_881, 164_542], abs=0.5)
    assert baseline.measure("public", "cover_months")[0] == pytest.approx([4.07] * 6, abs=0.005)
