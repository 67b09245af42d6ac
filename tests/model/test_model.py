"""The six checks that the model must always pass."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import pytest
from hypothesis import given as example_of
from hypothesis import settings
from hypothesis import strategies as st
from support import FEN, PRINTED, run, sample, scenario, scenarios, value_range, wan

from sifund import catalog
from sifund.analysis.own import stands
from sifund.analysis.unknown import amounts
from sifund.dataset import Dataset
from sifund.declare.measure import BALANCE_SHEET, COVER_OWN
from sifund.declare.parameter import Parameter, Steps, month_of
from sifund.model.baseline import Baseline
from sifund.model.calibrate import calibrate
from sifund.model.case import Case, Side
from sifund.model.case import run as run_rows
from sifund.model.drawn import run_drawn
from sifund.model.frames import balances_frame, fingerprint, lines_frame
from sifund.model.paths import Array
from sifund.model.rows import Draws
from sifund.scenario import Scenario

DATED = [k for k, p in catalog.parameters().items() if p.kind != "input" and p.dated]
MOVES = [k for k, p in catalog.parameters().items() if p.kind != "input"]


# --- 1 the base year is the report -------------------------------------------------------------------------------------


def test_every_line_is_the_reported_amount(baseline: Side) -> None:
    assert set(baseline.line_keys(["expenditure"])) == set(PRINTED)
    for key, amount in PRINTED.items():
        assert baseline.line(key)[0] == pytest.approx(amount, abs=FEN), key


def test_sums_of_funds_and_the_rounding_remainder(baseline: Side, dataset: Dataset) -> None:
    spent = {f: amounts(baseline, f, "expenditure")[0] / 1e4 for f in (*baseline.funds, catalog.ALL)}
    assert spent["public"] == pytest.approx(313_370.0, abs=0.05)
    assert spent["resident"] == pytest.approx(19_926.8, abs=0.05)
    assert spent["unemployment"] - 8_647 == pytest.approx(51_102.0, abs=0.05)
    assert spent[catalog.ALL] == pytest.approx(393_045.8, abs=0.05)
    stated = dataset.account(catalog.ALL, "expenditure")
    assert stated and stated.amount_yuan / 1e4 - spent[catalog.ALL] == pytest.approx(1.2, abs=0.05)


def test_balances_of_the_base_year(baseline: Side) -> None:
    assert amounts(baseline, catalog.ALL, "income")[0] == pytest.approx(5_027e6, abs=FEN)
    assert amounts(baseline, catalog.ALL, "opening")[0] == pytest.approx(115_347e4, abs=FEN)
    # 225,000 printed; 1.18 more, because the lines sum to 1.18 less than the printed 393,047
    assert amounts(baseline, catalog.ALL, "closing")[0] / 1e4 == pytest.approx(225_001.2, abs=0.05)


# --- 2 nothing changed is exactly nothing ------------------------------------------------------------------------------


def _same(side: Side, tolerance: float = 0.0) -> None:
    for key in side.line_keys():
        gap = np.abs(side.line(key) - side.baseline.line(key)).max()
        assert gap <= tolerance, (key, gap)
    for fund in (*side.funds, catalog.ALL):
        for name in BALANCE_SHEET:
            gap = np.abs(amounts(side, fund, name) - amounts(side.baseline, fund, name)).max()
            assert gap <= tolerance, (fund, name, gap)


def test_no_change_is_exactly_zero(dataset: Dataset) -> None:
    result = Case(dataset, (), 15).side()
    _same(result)
    assert set(lines_frame(result)["difference"]) == {0.0}
    assert set(balances_frame(result)["difference"]) == {0.0}


@example_of(scenarios())
def test_no_change_is_exactly_zero_beside_any_other_scenario(other: Scenario) -> None:
    _same(run_rows(sample(), [other.changes, ()])[1])


@example_of(scenarios())
def test_base_year_inputs_alone_differ_in_nothing_from_their_own_baseline(other: Scenario) -> None:
    inputs = tuple((k, ((0, x),)) for k, x in other.inputs)
    _same(run_rows(sample(), [other.changes, inputs])[1])


def _own_path(base: Baseline, key: str, month: int) -> Steps:
    """The baseline's path from a month on, as a change would state it."""
    later = tuple(step for step in base.values[key].steps if step[0] > month)
    value = base.value_at(key, month)
    assert value is not None
    return ((month, value), *later)


WORKED_OUT = {x.shows.key for x in catalog.quantities().values() if x.shows}
"""Without a value of their own: what holds as long as nothing is typed is worked out."""


@pytest.mark.parametrize("key", [k for k in DATED if k not in {"public.subsidy", *WORKED_OUT}])
def test_the_baselines_own_path_changes_nothing(base: Baseline, key: str) -> None:
    months = [month_of(2021), month_of(2021, 6), month_of(2022), month_of(2022, 7), month_of(2024, 11)]
    for side in run_rows(sample(), [((key, _own_path(base, key, m)),) for m in months], 9):
        _same(side, FEN / 2)


def test_the_baselines_own_subsidy_changes_nothing(baseline: Side) -> None:
    own = tuple((month_of(y), float(x)) for y, x in zip(baseline.years, baseline.line("public.subsidy"), strict=True))
    _same(Case(sample(), (("public.subsidy", own[1:]),)).side(), FEN / 2)


@pytest.mark.parametrize("p", [catalog.parameter(k) for k in sorted(WORKED_OUT)], ids=lambda p: p.key)
def test_what_is_worked_out_typed_as_it_is_changes_nothing(baseline: Side, p: Parameter) -> None:
    path = stands(baseline, p)
    assert path is not None
    last = 2022 if p.instead_of else 2026  # a share does not grow with the standard, which stands still for a year
    typed = tuple((month_of(year), float(path[12 * (year - 2021)])) for year in range(2022, last + 1))
    side = Case(sample(), ((p.key, typed),)).side()
    gaps = [np.abs(side.line(key) - baseline.line(key))[: last - 2020].max() for key in side.line_keys()]
    assert max(gaps) < FEN / 2


@pytest.mark.parametrize("key", ["prior_pension", "prior_contributions_sme", "prior_contributions_large"])
def test_undated_values_typed_as_they_are_change_nothing(base: Baseline, key: str) -> None:
    key = next(k for k in catalog.parameters() if k.endswith(f".{key}"))
    _same(Case(sample(), ((key, ((0, base.values[key].steps[0][1]),)),)).side(), FEN / 2)


# --- 3 parts equal the total --------------------------------------------------------------------------------------------


@example_of(scenarios())
def test_parts_equal_the_total(changed: Scenario) -> None:
    result = Case(sample(), changed.changes).side()
    for kind in ("income", "expenditure"):
        by_fund = np.zeros(6)
        for fund in result.funds:
            keys = [k for k in result.line_keys([kind]) if k.startswith(f"{fund}.")]
            total = np.sum([result.line(k) for k in keys], axis=0)
            np.testing.assert_allclose(total, amounts(result, fund, kind), rtol=1e-12)
            by_fund += amounts(result, fund, kind)
        np.testing.assert_allclose(by_fund, amounts(result, catalog.ALL, kind), rtol=1e-12)
    for key in result.line_keys():
        np.testing.assert_allclose(result.months(key).reshape(6, 12).sum(axis=1), result.line(key), rtol=1e-12)


def test_effects_of_levers_on_different_lines_add_up(dataset: Dataset) -> None:
    parts = ["public.adjustment=6", "resident.basic_standard=400", "unemployment.refund_rate_sme=90"]
    sides = [run(dataset, text) for text in (*parts, ";".join(parts))]
    effect = [amounts(x, "all", "expenditure") - amounts(x.baseline, "all", "expenditure") for x in sides]
    np.testing.assert_allclose(effect[0] + effect[1] + effect[2], effect[3], atol=FEN)
    assert (effect[3][1:] > 1e8).all()


# --- 4 roll-forward -----------------------------------------------------------------------------------------------------


def _rolls_forward(funds: Sequence[str], measure: Callable[[str, str], Array]) -> None:
    for fund in (*funds, catalog.ALL):
        opening, income, spent, surplus, closing = (
            measure(fund, m) for m in ("opening", "income", "expenditure", "surplus", "closing")
        )
        size = np.maximum.reduce([np.abs(opening), income, spent, np.ones_like(income)])
        assert (np.abs(closing - opening - income + spent) <= 1e-12 * size * 3).all(), fund
        assert (np.abs(surplus - income + spent) <= 1e-12 * size * 3).all(), fund
        assert (opening[..., 1:] == closing[..., :-1]).all() or fund == catalog.ALL


@example_of(scenarios() | scenarios(hard=True))
def test_closing_is_opening_plus_income_less_expenditure(changed: Scenario) -> None:
    result = Case(sample(), changed.changes, 8).side()
    _rolls_forward(result.funds, partial(amounts, result))
    assert all(np.isfinite(result.line(key)).all() for key in result.line_keys())


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
    for block in run_drawn(sample(), changed.changes, 6, draws):
        _rolls_forward(sample().funds, block.measure)
    inputs = tuple((k, ((0, x),)) for k, x in changed.inputs)
    first, own = run_drawn(sample(), inputs, 6, draws)
    for key in own.part.annual:  # untouched: every draw is the baseline's draw
        assert (own.line(key) == first.line(key)).all(), key
    assert np.ptp(first.line("unemployment.contributions")[:, 1]) > 0
    assert np.ptp(first.line("unemployment.contributions")[:, 0]) == 0


# --- 5 a lever moves the lines whose formula names it -------------------------------------------------------------------

U = "economy.unemployment_rate"
FORMULAS = {  # the tables of the model, line by line; growth in its place
    "public.pension": "FLOW entry_ratio adjustment pension_mix prior_pension RISES",
    "public.transfer_out": "transfers",
    "public.contributions": "active_members wage_base economy.wage_growth employer_rate employee_rate LIMITS FLOW",
    "public.interest": "economy.interest interest_margin",
    "public.subsidy": "subsidy closure",
    "resident.basic_pension": "COMING basic_standard standard_growth",
    "resident.account_pension": "COMING entry_ratio account_standard account_growth",
    "resident.funeral": "COMING funeral_claim_rate funeral_months basic_standard standard_growth",
    "resident.transfer_out": "transfers",
    "resident.contributions": "contributors contribution COMING",
    "resident.match": "contributors match COMING",
    "resident.government": "",
    "resident.interest": "economy.interest interest_margin",
    "unemployment.benefit": "STOCK",
    "unemployment.medical": "STOCK medical_premium medical_growth",
    "unemployment.funeral": "STOCK funeral_per_month",
    "unemployment.training": "training",
    "unemployment.stabilisation_refund": "prior_contributions_sme prior_contributions_large sme_share refund_rate_sme "
                                         "refund_rate_large refund_take_up refund_gate refund_cover hiring_subsidy hired_share "
                                         f"retention_subsidy retained_share insured insured_growth {U} economy.insured_per_point",
    "unemployment.skills": "skills_claims skills_subsidy",
    "unemployment.other_cost": "rural_months STANDARD",
    "unemployment.assistance": "assistance_months assistance_ratio STANDARD",
    "unemployment.transfer_out": "transfers",
    "unemployment.remit_up": "remit_share",
    "unemployment.contributions": "insured insured_growth wage_base economy.wage_growth employer_rate employee_rate "
                                  f"collection {U} economy.insured_per_point economy.wage_per_point economy.collection_per_point LIMITS",
    "unemployment.interest": "economy.interest interest_margin",
}  # fmt: skip
COMING = "recipients recipient_growth mortality new_recipients delay"
FLOW = "retirees retiree_growth mortality new_retirees delay"
RISES = "flat_rise year_rise contribution_years aged_rise aged_share wage_link economy.wage_growth price_link economy.inflation"
LIMITS = "economy.base_floor economy.base_ceiling wage_sigma"
STANDARD = "benefit_standard standard_growth benefit_share minimum_wage"
STOCK = (
    f"new_claims claim_growth mean_months {STANDARD} benefit_elasticity {U} economy.claims_per_point "
    "economy.duration_per_point"
)
COMPANION = (  # a policy under which every path of the formulas is alive
    "unemployment.assistance_months=10000;unemployment.refund_gate=enforce;unemployment.refund_cover=18;"
    "unemployment.benefit_standard=1500;unemployment.benefit_share=80@2024-01;unemployment.benefit_elasticity=0.3;"
    "public.adjustment=6;economy.base_floor=50;public.delay=0.25;resident.delay=0.25;economy.unemployment_rate=6;"
    "public.year_rise=1;public.aged_rise=40;public.wage_link=20;public.price_link=20;"
    "unemployment.hiring_subsidy=1000;unemployment.retention_subsidy=200"
)


def _full(fund: str, words: str) -> set[str]:
    names = (
        words.replace("STOCK", STOCK)
        .replace("LIMITS", LIMITS)
        .replace("RISES", RISES)
        .replace("FLOW", FLOW)
        .replace("COMING", COMING)
        .replace("STANDARD", STANDARD)
        .split()
    )
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
    one, two = run_rows(dataset, [companion.changes, changed.changes])
    moved = {k for k in one.line_keys() if np.abs(one.line(k) - two.line(k)).max() > FEN}
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
    result = Case(dataset, ((key, ((month_of(2022), 2 * value),)),)).side()
    for line in VOLUMES[key]:
        ratio = result.line(line) / result.baseline.line(line)
        np.testing.assert_allclose(ratio, [1, 2, 2, 2, 2, 2], rtol=1e-12, err_msg=line)


def test_doubled_inflow_works_through_the_stock(dataset: Dataset) -> None:
    # 1 − (1 − 1/9.296)^12 = 74.5%: three quarters after a year; all of it only in the long run
    texts = (f"unemployment.claim_growth=0;unemployment.new_claims={claims}" for claims in (30056, 15028))
    doubled, usual = (
        run(dataset, text, years=15).quantity(catalog.quantities()["unemployment.claimants"]) for text in texts
    )
    assert doubled is not None and usual is not None
    share = doubled / usual - 1
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
    result = Case(dataset, ((key, once),), 5).side()
    for line in catalog.moved_by(key):
        gap = result.months(line) - result.baseline.months(line)
        part = at - month_of(2021)
        level = result.baseline.months(line)[part]
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
    claimants = result.quantity(catalog.quantities()["unemployment.claimants"])
    assert claimants is not None and (claimants >= 0).all()


def test_fingerprint_of_the_largest_amounts(dataset: Dataset) -> None:
    texts = [f"public.retirees={n};public.prior_pension=100000" for n in (10**13, 10**13 - 1)]
    assert len({fingerprint(run(dataset, t)) for t in texts}) == 2


def test_covers_fixed_by_two_anchors(dataset: Dataset) -> None:
    one, two = (
        run(dataset, text) for text in ("unemployment.refund_rate_sme=70.4", "unemployment.benefit_standard=1530")
    )
    assert amounts(one, "unemployment", "cover_months")[3] == pytest.approx(18.0, abs=0.05)
    assert amounts(two, "unemployment", "cover_months")[1] == pytest.approx(17.2, abs=0.05)


def test_cover_without_the_remittance_stands_beside(baseline: Side) -> None:
    # 88,881.065 × 12 ÷ 59,749.015 with it, ÷ 51,102.015 without
    assert amounts(baseline, "unemployment", "cover_months")[0] == pytest.approx(17.851, abs=0.001)
    assert amounts(baseline, "unemployment", COVER_OWN)[0] == pytest.approx(20.871, abs=0.001)
    assert amounts(baseline, "public", COVER_OWN) == pytest.approx(amounts(baseline, "public", "cover_months"))


def test_figures_that_the_project_must_show(dataset: Dataset, baseline: Side) -> None:
    result = run(dataset, "unemployment.benefit_standard=1530")
    rise = amounts(result, "unemployment", "expenditure") - amounts(result.baseline, "unemployment", "expenditure")
    assert rise[[1, 5]] / 1e4 == pytest.approx([3_500.1, 4_862.9], abs=0.05)
    for key, expected in (("unemployment.benefit", 2_933.9), ("unemployment.other_cost", 566.2)):
        assert wan(result, key, 2022) - wan(baseline, key, 2022) == pytest.approx(expected, abs=0.05)
    closing = amounts(baseline, "unemployment", "closing") / 1e4
    assert closing[[0, 5]] == pytest.approx([88_881, 164_542], abs=0.5)
    assert amounts(baseline, "public", "cover_months") == pytest.approx([4.07] * 6, abs=0.005)
