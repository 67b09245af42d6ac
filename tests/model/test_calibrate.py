"""Drivers out of amounts: what is solved, what falls back, what is carried flat, and what a leader types."""

from __future__ import annotations

import pytest
from support import account, amount, given, plain_line, run, small

from sifund.analysis.unknown import amounts
from sifund.dataset import Dataset
from sifund.declare.parameter import month_of
from sifund.model.baseline import Baseline
from sifund.model.calibrate import calibrate
from sifund.model.case import Case
from sifund.model.frames import balances_frame, lines_frame
from sifund.problem import SifundError

PUBLIC, RESIDENT, UNEMPLOYMENT = "public", "resident", "unemployment"
CLOSED = 1_000 * 12 * 1_000  # 1,000 claimants × 1,000 yuan × 12 months


def at(base: Baseline, key: str, month: int = month_of(2022)) -> float:
    value = base.value_at(key, month)
    assert value is not None
    return value


def lines_of_year(base: Baseline) -> dict[str, float]:
    result = Case(base.dataset, years=1).side("baseline")
    return {key: float(result.line(key)[0]) for key in result.line_keys()}


# --- the shipped dataset ------------------------------------------------------------------------------------------------

SOLVED = [  # key, value as the model prints it, digits after the point
    ("public.retirees", 42_535, 0), ("public.adjustment", 4.157, 3), ("public.pension_mix", -0.26, 2),
    ("public.prior_pension", 5_867.58, 2), ("resident.recipients", 42_819, 0), ("resident.account_standard", 22.28, 2),
    ("resident.funeral_claim_rate", 4.48, 2), ("resident.funeral_months", 4, 0), ("unemployment.mean_months", 9.296, 3),
    ("unemployment.medical_premium", 636.29, 2), ("unemployment.rural_months", 27_354, 0),
    ("unemployment.assistance_months", 75_246, 0), ("unemployment.skills_claims", 4_667, 0),
    ("unemployment.refund_take_up", 64.67, 2), ("unemployment.remit_share", 12.90, 2),
    ("unemployment.skills_subsidy", 1_785, 0), ("unemployment.benefit_standard", 1_117, 0),
]  # fmt: skip


@pytest.mark.parametrize(("key", "printed", "places"), SOLVED)
def test_drivers_of_the_report(base: Baseline, key: str, printed: float, places: int) -> None:
    assert round(at(base, key, month_of(2021)), places) == printed
    assert base.values[key].ground_at(month_of(2021)).basis == "derived"


@pytest.mark.parametrize(("key", "printed"), [
    ("public.transfers", 3_829_000), ("unemployment.skills_claims", 2_342), ("unemployment.assistance_months", 0),
])  # fmt: skip
def test_values_from_2022(base: Baseline, key: str, printed: float) -> None:
    assert at(base, key) == pytest.approx(printed, rel=0.0003)
    assert base.values[key].ground_at(month_of(2022)).basis == ("reported" if printed == 0 else "assumed")


def test_the_report_leaves_no_remainder(base: Baseline) -> None:
    assert base.remainders == [] and base.notices == [] and base.flat == {}
    assert len(base.modelled) == 25


# --- fallbacks of a smaller dataset -------------------------------------------------------------------------------------


def test_a_missing_driver_falls_back_on_the_assumed_value_and_says_so() -> None:
    base = calibrate(small([amount("unemployment.benefit", CLOSED)], [given("unemployment.benefit_standard", 1_000)]))
    assert at(base, "unemployment.mean_months") == 9.3
    ground = base.values["unemployment.mean_months"].ground_at(month_of(2022))
    assert ground.basis == "assumed" and ground.says.zh and ground.says.en
    assert ground.low == 6 and ground.high == 14
    # what is left to solve is the inflow: 1,000 claimants leave after 9.3 months
    assert at(base, "unemployment.new_claims") == pytest.approx(12 * 1_000 / 9.3)
    assert base.values["unemployment.new_claims"].ground_at(month_of(2022)).basis == "derived"
    assert lines_of_year(base)["unemployment.benefit"] == pytest.approx(CLOSED)


def test_a_line_without_its_drivers_is_carried_flat_and_marked() -> None:
    base = calibrate(small([amount("resident.funeral", 1_200_000)]))
    assert base.flat["resident.funeral"].monthly == pytest.approx(100_000)
    assert "missing" in base.flat["resident.funeral"].why.en
    result = Case(base.dataset, years=4).side("baseline")
    assert result.line("resident.funeral") == pytest.approx([1_200_000] * 4)
    assert result.kind("resident.funeral") == "expenditure"


def test_a_line_unknown_to_the_model_is_carried_flat_and_marked() -> None:
    dataset = small([amount("unemployment.benefit", CLOSED), amount("unemployment.bonus", 600_000),
                     amount("unemployment.gift", 120_000, kind="income")],
                    [given("unemployment.benefit_standard", 1_000)])  # fmt: skip
    base, result = calibrate(dataset), Case(dataset, years=3).side("baseline")
    assert "no formula" in base.flat["unemployment.bonus"].why.en
    assert result.line("unemployment.bonus") == pytest.approx([600_000] * 3)
    assert result.line("unemployment.gift") == pytest.approx([120_000] * 3)
    assert amounts(result, UNEMPLOYMENT, "expenditure")[0] == pytest.approx(CLOSED + 600_000)
    assert amounts(result, UNEMPLOYMENT, "income")[0] == pytest.approx(120_000)
    assert set(lines_frame(result)["line"]) >= {"unemployment.bonus", "unemployment.gift"}


def test_a_driver_that_the_dataset_gives_leaves_a_remainder_that_is_shown() -> None:
    rows = [given("resident.recipients", 1_000), given("resident.basic_standard", 100)]
    base = calibrate(small([amount("resident.basic_pension", 1_250_000)], rows))
    assert at(base, "resident.recipients") == 1_000  # 1,000 × 100 × 12 = 1,200,000
    (left,) = base.remainders
    assert (left.key, left.difference) == ("resident.basic_pension", pytest.approx(50_000))
    assert lines_of_year(base)["resident.basic_pension"] == pytest.approx(1_200_000)


def test_the_price_is_solved_where_the_volume_is_given() -> None:
    base = calibrate(small([amount("resident.basic_pension", 1_250_000)], [given("resident.recipients", 1_000)]))
    assert at(base, "resident.basic_standard") == pytest.approx(1_250_000 / 12 / 1_000)


def test_a_solved_value_keeps_the_later_steps_of_the_dataset() -> None:
    rows = [given("unemployment.skills_claims", 10, "2023-01"), given("unemployment.skills_subsidy", 1_000)]
    dataset = small([amount("unemployment.skills", 50_000)], rows)
    assert Case(dataset, years=3).side("baseline").line("unemployment.skills") == pytest.approx(
        [50_000, 10_000, 10_000]
    )


def test_no_expenditure_gives_no_cover() -> None:
    nothing = small([amount("resident.transfer_out", 0)], accounts=[account(RESIDENT, "opening", 1e6)])
    frame = balances_frame(run(nothing))
    cover = frame.filter(frame["measure"] == "cover_months")
    assert cover.height > 0 and cover["baseline"].is_null().all() and cover["difference"].is_null().all()


def test_a_fund_that_earns_more_than_it_spends_needs_no_subsidy() -> None:
    # 1,000 members × 8,000 × 24% × 12 = 23.04 million against 12 million of pensions: never less than 0
    rows = [given("public.active_members", 1_000), given("public.prior_pension", 1_000)]
    result = Case(small([amount("public.pension", 12e6)], rows, [account("public", "opening", 1e6)])).side()
    assert result.line("public.contributions")[0] == pytest.approx(23.04e6)
    assert result.line("public.subsidy") == pytest.approx([0] * 6)
    assert amounts(result, "public", "closing")[0] == pytest.approx(1e6 * 1.02 + 23.04e6 - 12e6)


# --- part of a year -----------------------------------------------------------------------------------------------------


def nine_months(refund: float | None) -> Dataset:
    """January to September: 1,000 claimants × 1,000 yuan, and what has been refunded so far."""
    lines = [amount("unemployment.benefit", 9_000_000), amount("unemployment.transfer_out", 90_000)]
    lines += [] if refund is None else [amount("unemployment.stabilisation_refund", refund)]
    rows = [("benefit_standard", 1_000), ("new_claims", 1_200), ("prior_contributions_sme", 1e7),
            ("prior_contributions_large", 0), ("refund_rate_sme", 60), ("insured", 1_000)]  # fmt: skip
    return small(lines, [given(f"unemployment.{k}", v) for k, v in rows], months=9)


def test_part_of_a_year_is_calibrated_over_the_months_covered() -> None:
    dataset = nine_months(None)
    result = Case(dataset, years=2).side("baseline")
    assert at(calibrate(dataset), "unemployment.mean_months") == pytest.approx(10)
    benefit = result.months("unemployment.benefit")
    assert benefit[:9].sum() == pytest.approx(9_000_000)
    assert benefit[:12].sum() == pytest.approx(12_000_000)  # the months not covered are modelled
    assert result.line("unemployment.transfer_out")[0] == pytest.approx(120_000)


def test_a_yearly_payment_shown_as_paid_counts_in_the_last_month_covered() -> None:
    dataset = nine_months(5_000_000)
    assert at(calibrate(dataset), "unemployment.refund_take_up") == pytest.approx(100 * 5 / 6)
    paid = Case(dataset, years=2).side("baseline").months("unemployment.stabilisation_refund")
    assert list(paid.nonzero()[0]) == [8, 12 + 9]  # September, not again in October; October again a year later
    assert paid[8] == pytest.approx(5_000_000)
    # 1,000 insured × 5,200 × 1% × 12 = 624,000, of which 70% · 60% + 30% · 30%
    assert paid[21] == pytest.approx(624_000 * 0.51 * 5 / 6)


def test_a_yearly_payment_without_a_row_is_modelled_in_its_month() -> None:
    paid = Case(nine_months(None), years=1).side("baseline").months("unemployment.stabilisation_refund")
    assert list(paid.nonzero()[0]) == [9]
    assert paid[9] == pytest.approx(1e7 * 0.6 * 0.65)


def test_a_yearly_payment_of_nothing_so_far_is_modelled_in_its_month() -> None:
    paid = Case(nine_months(0), years=1).side("baseline").months("unemployment.stabilisation_refund")
    assert paid[9] == pytest.approx(1e7 * 0.6 * 0.65)


def test_a_yearly_payment_carried_flat_is_not_scaled_up() -> None:
    dataset = small([amount("unemployment.stabilisation_refund", 9_000_000)], months=9)
    assert "unemployment.stabilisation_refund" in calibrate(dataset).flat
    assert Case(dataset, years=1).side("baseline").line("unemployment.stabilisation_refund")[0] == pytest.approx(
        9_000_000
    )


# --- base-year inputs: six boxes ----------------------------------------------------------------------------------------


def wans(dataset: Dataset, measure: str, text: str, year: int = 0) -> list[float]:
    """A measure of the three funds in the scenario's own baseline [万元]."""
    result = run(dataset, text)
    return [float(amounts(result, f, measure)[year]) / 1e4 for f in (PUBLIC, RESIDENT, UNEMPLOYMENT)]


def test_one_opening_typed_leaves_the_rest_in_proportion(dataset: Dataset) -> None:
    # 115,347 − 70,000 = 45,347, split 11,347 : 24,000
    found = wans(dataset, "opening", "unemployment.opening=700000000")
    assert found == pytest.approx([45_347 * 11_347 / 35_347, 45_347 * 24_000 / 35_347, 70_000])


def test_two_openings_typed_leave_the_rest_to_the_third(dataset: Dataset) -> None:
    found = wans(dataset, "opening", "unemployment.opening=700000000;public.opening=200000000")
    assert found == pytest.approx([20_000, 25_347, 70_000])


def test_three_openings_typed_stand_and_the_difference_is_a_finding(dataset: Dataset) -> None:
    inputs = tuple((f"{f}.opening", x) for f, x in ((PUBLIC, 2e8), (RESIDENT, 3e8), (UNEMPLOYMENT, 7e8)))
    base = calibrate(dataset, inputs)
    assert [base.openings[f].amount for f in base.funds] == [2e8, 3e8, 7e8]
    assert all(x.typed and x.basis == "reported" for x in base.openings.values())
    (notice,) = base.notices
    assert notice.code == "opening_differs"
    assert "1,200,000,000" in notice("en") and "46,530,000" in notice("zh")


def test_openings_typed_as_the_report_has_them_raise_no_finding(dataset: Dataset) -> None:
    inputs = tuple((f"{f}.opening", x) for f, x in ((PUBLIC, 113_470_000), (RESIDENT, 2.4e8), (UNEMPLOYMENT, 8e8)))
    assert calibrate(dataset, tuple((k, float(v)) for k, v in inputs)).notices == []


@pytest.mark.parametrize(("gap", "is_named"), [(0.4, False), (0.8, True)])
def test_openings_typed_half_a_yuan_off_a_total_without_a_step_raise_none(gap: float, is_named: bool) -> None:
    lines = [amount("unemployment.benefit", 1e7), amount("public.pension", 3e7)]
    data = small(lines, accounts=[account("all", "opening", 3e6)])
    typed = (("unemployment.opening", 1e6), ("public.opening", 2e6 + gap))
    assert [notice.code for notice in calibrate(data, typed).notices] == ["opening_differs"] * is_named


def test_an_opening_moves_interest_but_not_the_reported_income(dataset: Dataset) -> None:
    text = "unemployment.opening=700000000"
    assert sum(wans(dataset, "income", text)) == pytest.approx(502_700)
    result = run(dataset, text)
    assert result.line("unemployment.interest")[0] == pytest.approx(7e8 * 0.02)
    assert run(dataset).line("unemployment.interest")[0] == pytest.approx(8e8 * 0.02)  # the dataset's own baseline


def test_an_income_sets_the_wage_base_and_leaves_the_rest_in_proportion(dataset: Dataset) -> None:
    base = calibrate(dataset, (("unemployment.income", 6e8),))
    # 60,000 − 1,600 interest = 58,400 = 1,074,200 × wage × 1% × 12
    assert at(base, "unemployment.wage_base", month_of(2021)) == pytest.approx(584e6 / (1_074_200 * 0.01 * 12))
    # 442,700 for the others, in proportion to the assumed 408,391.769 : 25,678.151
    public, resident, unemployment = wans(dataset, "income", "unemployment.income=600000000")
    assert unemployment == pytest.approx(60_000)
    assert public == pytest.approx(442_700 * 408_391.769 / 434_069.92, abs=0.01)
    assert resident == pytest.approx(442_700 * 25_678.151 / 434_069.92, abs=0.01)


def test_the_remittance_still_ties_after_an_income(dataset: Dataset) -> None:
    base = calibrate(dataset, (("unemployment.income", 6e8),))
    assert at(base, "unemployment.remit_share", month_of(2021)) == pytest.approx(100 * 8_647 / 58_400)
    result = run(dataset, "unemployment.income=600000000")
    assert result.line("unemployment.remit_up")[0] == pytest.approx(86_470_000)
    assert sum(amounts(result, "all", "expenditure")[:1]) == pytest.approx(3_930_458_150, abs=0.01)


def test_resident_income_sets_the_contribution(dataset: Dataset) -> None:
    # 30,000 − 18,774 government − 542.886 match − 480 interest = 10,203.114 ÷ 90,481 = 1,127.65 yuan
    base = calibrate(dataset, (("resident.income", 3e8),))
    assert at(base, "resident.contribution", month_of(2021)) == pytest.approx(1_127.65, abs=0.005)


def test_public_income_sets_the_subsidy(dataset: Dataset) -> None:
    result = run(dataset, "public.income=3500000000")  # 350,000 − 204,514.56 − 226.94
    assert result.line("public.subsidy")[0] / 1e4 == pytest.approx(145_258.5)


def test_three_incomes_typed_stand_and_the_difference_is_a_finding(dataset: Dataset) -> None:
    typed = {PUBLIC: 3.5e9, RESIDENT: 2.6e8, UNEMPLOYMENT: 6e8}
    base = calibrate(dataset, tuple((f"{f}.income", x) for f, x in typed.items()))
    assert [n.code for n in base.notices] == ["income_differs"]
    assert all(plain_line(base.notices[0](lang)) for lang in ("zh", "en"))
    text = ";".join(f"{f}.income={x:.0f}" for f, x in typed.items())
    assert wans(dataset, "income", text) == pytest.approx([350_000, 26_000, 60_000])


def test_all_six_boxes(dataset: Dataset) -> None:
    boxes = {"public.opening": 2e8, "resident.opening": 3e8, "unemployment.opening": 7e8,
             "public.income": 3.5e9, "resident.income": 2.6e8, "unemployment.income": 6e8}  # fmt: skip
    text = ";".join(f"{key}={value:.0f}" for key, value in boxes.items())
    assert wans(dataset, "opening", text) == pytest.approx([20_000, 30_000, 70_000])
    assert wans(dataset, "income", text) == pytest.approx([350_000, 26_000, 60_000])
    # closing = opening + income − 313,370 / 19,926.8 / 59,749.015
    assert wans(dataset, "closing", text) == pytest.approx([56_630, 36_073.2, 70_250.985])
    assert wans(dataset, "opening", text, 1) == pytest.approx([56_630, 36_073.2, 70_250.985])


@pytest.mark.parametrize(("inputs", "words"), [
    ({"public.opening": 1e9, "resident.opening": 2e8}, ["1,200,000,000", "1,153,470,000"]),
    ({"unemployment.opening": 2e9}, ["2,000,000,000", "1,153,470,000"]),
    ({"public.income": 6e9}, ["6,000,000,000", "5,027,000,000"]),
    ({"unemployment.income": 1e6}, ["1,000,000"]),  # less than its interest
    ({"resident.income": 1e8}, ["100,000,000"]),  # less than government pays
    ({"public.income": 1e9}, ["1,000,000,000"]),  # less than contributions
])  # fmt: skip
def test_impossible_inputs_are_refused_in_plain_words(
    dataset: Dataset, inputs: dict[str, float], words: list[str]
) -> None:
    with pytest.raises(SifundError) as caught:
        calibrate(dataset, tuple(inputs.items()))
    (line_zh,), (line_en,) = caught.value.lines("zh"), caught.value.lines("en")
    assert plain_line(line_zh) and plain_line(line_en)
    assert all(word in line_zh and word in line_en for word in words)


def test_a_dataset_with_its_own_incomes_needs_no_box() -> None:
    rows = [given("unemployment.insured", 1_000), given("unemployment.benefit_standard", 1_000)]
    accounts = [account(UNEMPLOYMENT, "opening", 1e7), account(UNEMPLOYMENT, "income", 8e5)]
    base = calibrate(small([amount("unemployment.benefit", CLOSED)], rows, accounts))
    # 800,000 − 2% of 10,000,000 = 600,000 = 1,000 × wage × 1% × 12
    assert at(base, "unemployment.wage_base") == pytest.approx(5_000)
    assert base.openings[UNEMPLOYMENT].basis == "reported"


def test_the_standard_of_another_base_year_stands_for_a_year_too() -> None:
    """Base year 2022: 1,500 in 2022 and 2023, 6% more in 2024; from 2027 the outlook's 4%."""
    lines = [amount("unemployment.benefit", 1e8)]
    data = small(lines, [given("unemployment.benefit_standard", 1500), given("unemployment.new_claims", 9000)])
    found = calibrate(data)
    standards = [found.value_at("unemployment.benefit_standard", month_of(year)) for year in range(2022, 2028)]
    assert standards == pytest.approx([1500, 1500] + [1500 * 1.06**n for n in (1, 2, 3)] + [1500 * 1.06**3 * 1.04])


@pytest.mark.parametrize(("yuan", "standard", "claims"), [(0.0, 0.0, 0.0), (0.0, 1500.0, 0.0), (5e6, 0.0, None)])
def test_a_line_of_nothing_has_a_driver_of_nothing_and_an_amount_without_a_price_has_none(
    yuan: float, standard: float, claims: float | None
) -> None:
    base = calibrate(small([amount("unemployment.benefit", yuan)], [given("unemployment.benefit_standard", standard)]))
    assert base.value_at("unemployment.new_claims", month_of(2022)) == claims
    assert ("unemployment.benefit" in base.modelled) is (claims is not None)
    assert base.covered("unemployment.benefit") == pytest.approx(yuan)
