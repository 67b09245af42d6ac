"""Every line worked by hand from the report's figures [万元]; the comment shows the arithmetic."""

from __future__ import annotations

import pytest
from support import balance, run, wan

from sifund import catalog
from sifund.dataset import Dataset
from sifund.model.case import Side

NEAR = 0.006  # 万元: 60 yuan, the rounding of the arithmetic below
PENSION_STEP = 6_095.75 / 5_867.58  # the year's rise of the average pension: 1.038886
ADJUSTED = 311_140 / (311_140 - 12_418)  # of which adjustment: 1.041570
KEPT = 1 - 1 / 9.2960567  # of claimants in a month: 17,763万 ÷ (3·1,117 + 9·1,323) ÷ (15,028/12) = 9.296 months
FUND_2020 = 72_373.03  # 51,103 ÷ 0.7771 + 8,647 ÷ 1.3078


def stocked(rise: float, months: int = 12) -> float:
    """Mean of claimants over the year in which the inflow rises by that much, against the steady state before."""
    left = [KEPT**m for m in range(1, months + 1)]
    return 1 + rise * (1 - sum(left) / months)


BY_HAND: dict[str, tuple[float, float]] = {  # 2021, 2022
    # 42,535.1 persons × 6,095.75 × 12; 2022 × 1.034 persons × 1.038886 average
    "public.pension": (42_535.0996 * 6_095.75 * 12 / 1e4, 311_140 * 1.034 * PENSION_STEP),
    "public.transfer_out": (2_230, 2_230 / 5.8243),  # the backlog gone: 382.88
    "public.contributions": (88_765 * 8_000 * 0.24 * 12 / 1e4, 204_514.56 * 1.06),  # 204,514.56; wages + 6%
    # 2% of 11,347; of 11,347 + 408,391.769 − 313,370 = 106,368.769
    "public.interest": (226.94, 106_368.769 * 0.02),
    # 502,700 − 67,030.08 − 1,600 − 25,678.151 − 204,514.56 − 226.94 = 203,650.269;
    # 2022: closing 106,368.769 ÷ 313,370 × spending, + spending − opening − contributions − interest
    "public.subsidy": (
        203_650.269,
        (1 + 106_368.769 / 313_370) * (311_140 * 1.034 * PENSION_STEP + 382.8786)
        - 106_368.769 - 216_785.4336 - 2_127.37538,
    ),
    "resident.basic_pension": (42_819.4444 * 360 * 12 / 1e4, 18_498 * 1.0315),  # no rise of the standard in 2022
    "resident.account_pension": (42_819.4444 * 22.28349 * 12 / 1e4, 1_145 * 1.0315 * 1.05),
    "resident.funeral": (1_916.6667 * 4 * 360 / 1e4, 276 * 1.0315),  # 1,917 grants of 1,440 yuan
    "resident.transfer_out": (7.8, 7.8),
    "resident.contributions": (90_481 * 650 / 1e4, 5_881.265),
    "resident.match": (90_481 * 60 / 1e4, 542.886),
    "resident.government": (18_498 + 276, 18_774 * 1.0315),
    "resident.interest": (480, 29_751.351 * 0.02),  # 24,000 + 25,678.151 − 19,926.8 = 29,751.351
    # 11,641.76 claimants × (3·1,117 + 9·1,323); 2022: inflow + 3%, standard 1,323 all year
    "unemployment.benefit": (11_641.7617 * 15_258 / 1e4, 11_641.7617 * 1_323 * 12 * stocked(0.03) / 1e4),
    "unemployment.medical": (11_641.7617 * 636.28686 * 12 / 1e4, 8_889 * 1.015 * stocked(0.03)),
    "unemployment.funeral": (11_641.7617 * 12.025671 * 12 / 1e4, 168 * stocked(0.03)),
    "unemployment.training": (0.015, 0.015),  # 150 yuan, not 150万
    # (23,283·60% + 16,502·30%) = 18,920.4, 64.6657% of it paid; 2022 on 67,030.08 of contributions, 70% small firms'
    "unemployment.stabilisation_refund": (18_920.4 * 0.646656519, 67_030.08 * (0.7 * 0.6 + 0.3 * 0.3) * 0.646656519),
    "unemployment.skills": (4_666.6667 * 1_785 / 1e4, 833 - 415),  # 415 were late claims of 2020
    "unemployment.other_cost": (27_353.5195 * (3 * 1_117 + 9 * 1_323) / 12 / 1e4, 3_478 * 1_323 / 1_271.5),
    "unemployment.assistance": (75_245.7727 * 0.8 * 1_271.5 / 1e4, 0),  # ended 31 December 2021
    "unemployment.transfer_out": (82, 82),
    "unemployment.remit_up": (0.12900178547 * 67_030.08, 8_647 * 1.03 * 1.06),
    "unemployment.contributions": (1_074_200 * 5_200 * 0.01 * 12 / 1e4, 67_030.08 * 1.03 * 1.06),
    "unemployment.interest": (1_600, 88_881.065 * 0.02),  # 80,000 + 68,630.08 − 59,749.015 = 88,881.065
}  # fmt: skip


def test_the_examples_cover_every_line() -> None:
    assert set(BY_HAND) == set(catalog.lines()) and len(BY_HAND) == 25


@pytest.mark.parametrize("key", BY_HAND)
def test_line_by_hand(baseline: Side, key: str) -> None:
    assert [wan(baseline, key, 2021), wan(baseline, key, 2022)] == pytest.approx(BY_HAND[key], abs=NEAR)


@pytest.mark.parametrize(("key", "year", "expected"), [
    ("resident.basic_pension", 2023, 18_498 * 1.0315**2 * 1.014),  # the standard grows from 2023
    ("resident.account_pension", 2023, 1_145 * 1.0315**2 * 1.05**2),
    ("public.pension", 2026, 311_140 * (1.034 * PENSION_STEP) ** 5),
    ("public.contributions", 2026, 204_514.56 * 1.06**5),
    ("public.contributions", 2028, 204_514.56 * 1.06**5 * 1.04**2),  # wages slow from 2027
    ("unemployment.contributions", 2027, 67_030.08 * (1.03 * 1.06) ** 5 * 1.005 * 1.04),
    ("unemployment.stabilisation_refund", 2023, 67_030.08 * 1.0918 * 0.51 * 0.646656519),
    ("unemployment.other_cost", 2024, 3_478 * 1_323 / 1_271.5 * 1.06**2),
])  # fmt: skip
def test_growth_runs_on(dataset: Dataset, key: str, year: int, expected: float) -> None:
    assert wan(run(dataset, years=8), key, year) == pytest.approx(expected, abs=2 * NEAR)


def test_claimants_month_by_month(baseline: Side) -> None:
    claimants = baseline.quantity(catalog.quantities()["unemployment.claimants"])
    assert claimants is not None
    assert claimants[:12] == pytest.approx([11_641.7617] * 12, abs=0.01)  # the steady state of the base year
    assert claimants[12] == pytest.approx(11_641.7617 * (1 + 0.03 * (1 - KEPT)), abs=0.01)
    assert claimants[13] == pytest.approx(11_641.7617 * (1 + 0.03 * (1 - KEPT**2)), abs=0.01)


def test_a_typed_standard_grows_on_from_its_month(dataset: Dataset) -> None:
    # 1,400 typed for July 2023, after that January's growth; + 6% in January 2024
    result = run(dataset, "unemployment.benefit_standard=1400@2023-07")
    standard = result.months("unemployment.other_cost") / (27_353.5195 / 12)
    assert standard[[0, 3, 12, 24, 29, 30, 36]] == pytest.approx(
        [1_117, 1_323, 1_323, 1_323 * 1.06, 1_323 * 1.06, 1_400, 1_400 * 1.06], abs=0.001
    )


# --- the fiscal subsidy -------------------------------------------------------------------------------------------------


def test_held_subsidy_lets_the_balance_move(dataset: Dataset) -> None:
    result = run(dataset, "public.adjustment=6")
    raised = 311_140 * 1.034 * PENSION_STEP * (1.06 / ADJUSTED - 1)  # 2022, against an adjustment of 4.157%
    assert wan(result, "public.subsidy", 2022) == wan(result.baseline, "public.subsidy", 2022)
    gap = balance(result, "public", "closing", 2022) - balance(result.baseline, "public", "closing", 2022)
    assert gap == pytest.approx(-raised, abs=NEAR)
    interest = wan(result, "public.interest", 2023) - wan(result.baseline, "public.interest", 2023)
    assert interest == pytest.approx(-raised * 0.02, abs=NEAR)


def test_balancing_subsidy_takes_the_whole_effect(dataset: Dataset) -> None:
    result = run(dataset, "public.adjustment=6;public.closure=balance")
    for year in range(2022, 2027):
        assert balance(result, "public", "closing", year) == pytest.approx(
            balance(result.baseline, "public", "closing", year)
        )
        dearer = wan(result, "public.pension", year) - wan(result.baseline, "public.pension", year)
        more = wan(result, "public.subsidy", year) - wan(result.baseline, "public.subsidy", year)
        assert dearer > 5_000 and more == pytest.approx(dearer, abs=NEAR)


def test_balancing_subsidy_is_never_negative(dataset: Dataset) -> None:
    result = run(dataset, "public.employer_rate=40;public.closure=balance")
    assert wan(result, "public.subsidy", 2022) == 0
    assert balance(result, "public", "closing", 2022) > balance(result.baseline, "public", "closing", 2022)


def test_typed_subsidy_wins_from_its_month_on(dataset: Dataset) -> None:
    # half of the held 122,909.7 to June 2022, then 150,000 a year, in twelfths
    held = BY_HAND["public.subsidy"][1]
    for closure in ("hold", "balance"):
        result = run(dataset, f"public.subsidy=1500000000@2022-07;public.closure={closure}")
        assert wan(result, "public.subsidy", 2022) == pytest.approx(held / 2 + 75_000, abs=NEAR)
        assert wan(result, "public.subsidy", 2025) == pytest.approx(150_000, abs=NEAR)


def test_closure_of_july_waits_for_january(dataset: Dataset) -> None:
    result = run(dataset, "public.adjustment=6@2022-01;public.closure=balance@2022-07")
    assert wan(result, "public.subsidy", 2022) == wan(result.baseline, "public.subsidy", 2022)
    assert balance(result, "public", "closing", 2023) == pytest.approx(
        balance(result.baseline, "public", "closing", 2023)
    )


# --- the refund and its gate --------------------------------------------------------------------------------------------


def test_refund_to_small_firms_at_ninety(dataset: Dataset) -> None:
    result = run(dataset, "unemployment.refund_rate_sme=90")
    full = 67_030.08 * 0.646656519  # × (70% · 90% + 30% · 30%)
    assert wan(result, "unemployment.stabilisation_refund", 2022) == pytest.approx(full * 0.72, abs=NEAR)


def test_refund_looks_at_last_years_contributions(dataset: Dataset) -> None:
    # 0.6% instead of 0.5% from employers in 2022: contributions + 10% that year, the refund + 10% only in 2023
    result = run(dataset, "unemployment.employer_rate=0.6")
    rise = [wan(result, k, y) / wan(result.baseline, k, y) for k in ("unemployment.contributions", "unemployment.stabilisation_refund")
            for y in (2022, 2023)]  # fmt: skip
    assert rise == pytest.approx([1.1, 1.1, 1.0, 1.1])


def test_refund_is_paid_in_october(baseline: Side) -> None:
    paid = baseline.months("unemployment.stabilisation_refund")
    assert list(paid.nonzero()[0] % 12) == [9] * 6
    assert paid[9] == pytest.approx(12_235e4)


def refunds(dataset: Dataset, text: str) -> list[bool]:
    """Whether the refund is paid, 2021 to 2024."""
    result = run(dataset, text)
    return [wan(result, "unemployment.stabilisation_refund", y) > 0 for y in range(2021, 2025)]


def test_gate_looks_back_a_year(dataset: Dataset) -> None:
    # 2021 looks back on 80,000 ÷ 72,373 × 12 = 13.26 months, 2022 on 88,881.065 ÷ 59,749.015 × 12 = 17.85;
    # without a refund in 2022 the cover of 2022 is above 18
    cover = 80_000 / FUND_2020 * 12
    assert cover == pytest.approx(13.26, abs=0.005)
    assert refunds(dataset, "unemployment.refund_cover=18") == [True] * 4  # alert only
    assert refunds(dataset, "unemployment.refund_cover=18;unemployment.refund_gate=enforce") == [
        True,
        False,
        True,
        True,
    ]
    assert refunds(dataset, "unemployment.refund_cover=17.8;unemployment.refund_gate=enforce") == [True] * 4
    enforced = "unemployment.refund_gate=enforce@2021-01;unemployment.refund_cover={}@2021-01"
    assert refunds(dataset, enforced.format(13.2))[0] and not refunds(dataset, enforced.format(13.3))[0]


# --- elasticity ---------------------------------------------------------------------------------------------------------


def test_elasticity_stretches_the_stock(dataset: Dataset) -> None:
    # D = 9.296 · (1,530 ÷ 1,323)^0.5 = 9.997 months in 2022; the inflow is 1,252.33 × 1.03 a month
    result = run(dataset, "unemployment.benefit_standard=1530;unemployment.benefit_elasticity=0.5")
    stays, level = 1 - 1 / (9.2960567 * (1_530 / 1_323) ** 0.5), 11_641.7617
    total = 0.0
    for _ in range(12):
        level = level * stays + 15_028 * 1.03 / 12
        total += level
    months = result.quantity(catalog.quantities()["unemployment.claimants"])
    assert months is not None and months[23] == pytest.approx(level, abs=0.01)
    assert wan(result, "unemployment.benefit", 2022) == pytest.approx(total * 1_530 / 1e4, abs=NEAR)
    assert wan(result, "unemployment.medical", 2022) == pytest.approx(total * 636.28686 * 1.015 / 1e4, abs=NEAR)


def test_elasticity_without_a_change_of_the_benefit_moves_nothing(dataset: Dataset) -> None:
    result = run(dataset, "unemployment.benefit_elasticity=0.9")
    assert wan(result, "unemployment.benefit", 2024) == pytest.approx(
        wan(result.baseline, "unemployment.benefit", 2024)
    )


# --- which month's value holds for the year -----------------------------------------------------------------------------


@pytest.mark.parametrize(("change", "line", "same", "then"), [
    ("unemployment.refund_rate_sme=90@2022-11", "unemployment.stabilisation_refund", 2022, 0.72 / 0.51),
    ("unemployment.refund_rate_large=60@2022-12", "unemployment.stabilisation_refund", 2022, 0.60 / 0.51),
    ("unemployment.refund_take_up=50@2022-11", "unemployment.stabilisation_refund", 2022, 0.5 / 0.646656519),
    ("unemployment.sme_share=100@2022-11", "unemployment.stabilisation_refund", 2022, 0.6 / 0.51),
    ("public.adjustment=0@2022-07", "public.pension", 2022, 1 / ADJUSTED),
    ("public.pension_mix=0@2022-02", "public.pension", 2022, ADJUSTED / PENSION_STEP),
    ("economy.wage_growth=10@2022-07", "public.contributions", 2022, 1.10 / 1.06),
    ("resident.recipient_growth=0@2022-12", "resident.basic_pension", 2022, 1 / 1.0315),
    ("economy.interest=4@2022-02", "resident.interest", 2022, 2.0),
])  # fmt: skip
def test_a_late_change_waits_for_the_next_reading(
    dataset: Dataset, change: str, line: str, same: int, then: float
) -> None:
    result = run(dataset, change)
    assert wan(result, line, same) == pytest.approx(wan(result.baseline, line, same), rel=1e-12)
    assert wan(result, line, same + 1) / wan(result.baseline, line, same + 1) == pytest.approx(then, rel=1e-6)


def test_a_refund_rate_holds_for_its_whole_year(dataset: Dataset) -> None:
    october, january = (run(dataset, f"unemployment.refund_rate_sme=90@2022-{month}") for month in ("10", "01"))
    line = "unemployment.stabilisation_refund"
    assert abs(october.line(line) - january.line(line)).max() == 0


def test_other_levers_act_in_their_month(dataset: Dataset) -> None:
    # 400 instead of 360 yuan for three of twelve months: 1/9 × 3/12 more
    result = run(dataset, "resident.basic_standard=400@2022-10")
    rise = wan(result, "resident.basic_pension", 2022) / wan(result.baseline, "resident.basic_pension", 2022)
    assert rise == pytest.approx(1 + 40 / 360 * 3 / 12)


def test_legal_payers_do_not_move_the_fund(dataset: Dataset) -> None:
    # the basic pension is government-paid: 400 yuan is a burden of 18,498·1.0315/9, the balance stays
    result = run(dataset, "resident.basic_standard=400")
    burden = wan(result, "resident.government", 2022) - wan(result.baseline, "resident.government", 2022)
    assert burden == pytest.approx((18_498 + 276) * 1.0315 / 9, abs=NEAR)
    assert balance(result, "resident", "closing", 2026) == pytest.approx(
        balance(result.baseline, "resident", "closing", 2026)
    )
