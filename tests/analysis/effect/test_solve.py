"""What would it take: the answer meets its target when it is run, or says what can be reached."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given as example_of
from hypothesis import settings
from hypothesis import strategies as st
from support import account, amount, balance, given, run, sample, scenario, small

from sifund.analysis.effect import goal as goals
from sifund.analysis.effect.answer import answer
from sifund.analysis.effect.goal import Goal
from sifund.analysis.effect.solve import Solution, grain, solve
from sifund.analysis.unknown import amounts
from sifund.catalog import parameter
from sifund.cli import main
from sifund.dataset import Dataset
from sifund.declare.parameter import month_of
from sifund.model.case import Case
from sifund.problem import SifundError
from sifund.scenario import Changes, Scenario

COVER = Goal("unemployment", "cover_months", 2024, 18)
SME = "unemployment.refund_rate_sme"


def measured(dataset: Dataset, found: Solution) -> float:
    """The goal's measure in a fresh run of the answer."""
    goal = found.goal
    side = Case(dataset, found.scenario.changes, max(6, goal.year - dataset.base_year + 1)).side()
    return float(amounts(side, goal.fund, goal.measure)[side.years.index(goal.year)])


def find(dataset: Dataset, text: str, lever: str, *goal: Any, **options: Any) -> Solution:
    return solve(dataset, scenario(dataset, text), lever, Goal(*goal), **options)


def test_the_refund_rate_that_leaves_eighteen_months(dataset: Dataset) -> None:
    found = solve(dataset, Scenario(), SME, COVER)
    assert (found.status, found.value, found.confirmed) == ("met", 70.4, True)
    assert found.exact == pytest.approx(70.42, abs=0.01)
    assert found.reached == pytest.approx(18, abs=0.01) and found.reached == measured(dataset, found)
    assert found.scenario.steps(SME) == ((month_of(2022), 70.4),)
    assert found.was == 60 and found.before == pytest.approx(20.61, abs=0.01)
    assert balance(run(dataset, f"{SME}={found.exact}"), "unemployment", "cover_months", 2024) == pytest.approx(
        18, abs=1e-4
    )


def test_an_unreachable_target_gives_the_nearest_and_the_range(dataset: Dataset) -> None:
    found = solve(dataset, Scenario(), SME, Goal("unemployment", "cover_months", 2024, 60))
    assert (found.status, found.value, found.confirmed) == ("nearest", 0, True)
    assert found.reach.tried == (0, 100) and found.reach.monotone
    low, high = (balance(run(dataset, f"{SME}={x}"), "unemployment", "cover_months", 2024) for x in (100, 0))
    assert (found.reach.least, found.reach.most) == pytest.approx((low, high))
    assert (found.reach.least_at, found.reach.most_at) == (100, 0)
    assert found.reached == pytest.approx(high)


def test_the_ends_of_a_range_have_the_places_that_tell_them_apart_and_no_more(dataset: Dataset) -> None:
    """Four places of a small number; of a large one those of its unit."""
    claims = "unemployment.new_claims"
    for lever, tried, ends in ((SME, (1.23456, 2.34567), "between 1.2346% and 2.3457%"),
                               (claims, (15_000.123456, 16_000.654321), "15,000 persons a year and 16,001")):  # fmt: skip
        found = find(dataset, "1", lever, "unemployment", "cover_months", 2024, 60, tried=tried)
        assert ends in " ".join(line.en for line in answer(found))


def test_a_lever_that_moves_nothing_says_so(dataset: Dataset) -> None:
    found = find(dataset, "1", "public.adjustment", "unemployment", "expenditure", 2024, 8e8)
    assert (found.status, found.scenario) == ("no_effect", Scenario(dataset=found.scenario.dataset))
    assert len(answer(found)) == 1


@pytest.mark.parametrize(("lever", "goal", "within"), [
    ("public.subsidy", ("public", "cover_months", 2024, 6), 4.9e9),
    ("public.adjustment", ("public", "closing", 2026, -6e9), 20),
    ("public.wage_base", ("public", "closing", 2024, 9e9), 1e5),
    ("unemployment.new_claims", ("unemployment", "closing", 2026, 0), 5e4),
    ("unemployment.benefit_standard", ("unemployment", "closing", 2026, -2e9), 1e5),
    ("unemployment.training", ("unemployment", "closing", 2026, 5e8), 1e9),
    ("unemployment.remit_share", ("unemployment", "closing", 2026, 5e8), 100),
    ("unemployment.refund_cover", ("unemployment", "expenditure", 2022, 5.3e8), 60),
    ("resident.contribution", ("resident", "closing", 2024, 9e8), 1e4),
    ("economy.wage_growth", ("unemployment", "closing", 2026, 4e9), 100),
])  # fmt: skip
def test_a_target_beyond_the_slider_is_met_and_said_to_lie_there(
    dataset: Dataset, lever: str, goal: tuple[str, str, int, float], within: float
) -> None:
    found = find(dataset, "unemployment.refund_gate=enforce", lever, *goal)
    p = parameter(lever)
    slider = p.soft_range(solve(dataset, Scenario(), lever, Goal(*goal)).was)
    assert found.usual == pytest.approx(slider)
    if found.status == "met":
        assert found.outside and found.confirmed and found.reached == measured(dataset, found)
        assert not slider[0] <= found.value <= slider[1] and found.value <= within
        assert any("超出" in line.zh and "outside" in line.en for line in answer(found))
        assert any("Reachable" in line.en for line in answer(found))
    else:  # a gate is open or shut, nothing between
        assert lever == "unemployment.refund_cover" and found.status == "nearest"
    assert not any(re.search("(?<![0-9])—", line.zh + line.en) for line in answer(found))


@pytest.mark.parametrize(("lever", "target", "edge"), [
    ("unemployment.employer_rate", 1e13, 100), ("unemployment.remit_share", 9e9, 0), ("unemployment.mean_months", -9e9, 36),
])  # fmt: skip
def test_beyond_the_hard_bound_the_bound_is_the_nearest(
    dataset: Dataset, lever: str, target: float, edge: float
) -> None:
    found = find(dataset, "1", lever, "unemployment", "closing", 2026, target)
    p = parameter(lever)
    assert (found.status, found.value, found.confirmed) == ("nearest", edge, True)
    assert found.reach.tried == (p.low, p.high)
    assert found.outside == (edge not in found.usual) == any("超出" in line.zh for line in answer(found))


def test_within_the_slider_nothing_is_said_of_what_lies_beyond(dataset: Dataset) -> None:
    found = solve(dataset, Scenario(), SME, COVER)
    assert not found.outside and not any("超出" in line.zh for line in answer(found))


def test_a_usual_range_that_does_not_hold_the_value_in_force(dataset: Dataset) -> None:
    """The value typed lies above the slider; the answer may lie between it and the slider's end."""
    found = find(dataset, "unemployment.benefit_standard=6000", "unemployment.benefit_standard", "unemployment",
                 "closing", 2026, -2e9)  # fmt: skip
    assert found.status == "met" and 3000 < found.value < 6000 and found.outside and found.usual == (500, 3000)
    assert "500" in answer(found)[1].zh and "3,000" in answer(found)[1].zh


def test_other_values_are_named_only_where_there_are_some(dataset: Dataset) -> None:
    text = "unemployment.refund_gate=enforce;unemployment.refund_cover=18"
    for target in (6e8, 7e8, 7.5e8, 8e8, 9e8):
        found = find(dataset, text, SME, "unemployment", "expenditure", 2025, target)
        says = answer(found)
        assert not any(re.search("(?<![0-9])—", line.zh + line.en) for line in says)
        assert any("其他可行值" in line.zh for line in says) == bool(found.others)


def test_without_effect_what_the_lever_moves_instead_is_named(dataset: Dataset) -> None:
    (says,) = answer(find(dataset, "1", "public.adjustment", "unemployment", "expenditure", 2024, 8e8))
    assert "基本养老金支出" in says.zh and "Basic pensions" in says.en
    (says,) = answer(
        find(dataset, "1", "public.adjustment", "public", "expenditure", 2022, 8e8, month=month_of(2022, 7))
    )
    assert "2023" in says.zh, "it waits for January"
    (says,) = answer(find(dataset, "public.closure=balance", "public.adjustment", "public", "closing", 2024, 1e9))
    assert "之间不影响" in says.zh and "财政补贴" in says.zh
    (says,) = answer(find(dataset, "1", "resident.central_share", "resident", "closing", 2024, 1e9))
    assert "不影响任何收支项目" in says.zh


# --- any office's data ------------------------------------------------------------------------------------------------


def bare_office(*accounts: Any) -> Dataset:
    return small([amount("unemployment.benefit", 1e8), amount("unemployment.gifts", 1e7)],
                 [given("unemployment.benefit_standard", 1500), given("unemployment.new_claims", 8000)], accounts)  # fmt: skip


@pytest.mark.parametrize("measure", ["opening", "closing", "cover_months"])
@pytest.mark.parametrize("fund", ["unemployment", "all"])
def test_a_target_on_an_unknown_opening_is_refused_with_its_cure(measure: str, fund: str) -> None:
    with pytest.raises(SifundError) as caught:
        find(bare_office(), "1", "unemployment.benefit_standard", fund, measure, 2024, 12)
    (problem,) = caught.value.problems
    assert problem.code == "unknown_opening" and "年初结余" in problem("zh") and "opening" in problem("en")
    known = bare_office(account("unemployment", "opening", 2e8))
    assert find(known, "1", "unemployment.benefit_standard", fund, measure, 2024, 12).status in (
        "met",
        "nearest",
        "no_effect",
    )


def test_spending_needs_no_opening() -> None:
    found = find(bare_office(), "1", "unemployment.benefit_standard", "unemployment", "expenditure", 2024, 2e8)
    assert found.status == "met" and found.confirmed


def test_a_lever_that_the_dataset_does_not_have_moves_nothing() -> None:
    for lever in ("unemployment.medical_premium", "resident.basic_standard", "public.subsidy"):
        found = find(bare_office(), "1", lever, "unemployment", "expenditure", 2024, 2e8)
        (says,) = answer(found)
        assert found.status == "no_effect" and ("不影响任何收支项目" in says.zh or "在本数据中不起作用" in says.zh)


def test_a_lever_that_is_idle_in_these_data_says_why() -> None:
    (says,) = answer(find(bare_office(), "1", "unemployment.medical_premium", "unemployment", "expenditure", 2024, 2e8))
    assert "在本数据中不起作用：" in says.zh and "moves nothing in these data: " in says.en


def test_a_target_past_depletion_reads_as_exhausted(dataset: Dataset) -> None:
    found = find(dataset, "1;unemployment.benefit_standard=20000@2022-01", SME, "unemployment", "cover_months", 2026, 6)
    words = " ".join(line.zh + line.en for line in answer(found))
    assert "已用尽" in words and "exhausted" in words and "−" not in words


@pytest.mark.parametrize(("text", "lever", "year", "target", "subjects"), [
    ("1", "unemployment.benefit_standard", 2024, 10, ["unemployment.benefit_standard"] * 2 + ["unemployment.stabilisation_refund"]),
    ("1", SME, 2024, 18, [SME, SME]),
    ("1", SME, 2022, 19, []),  # 2022 itself is asked, and 58% is lawful
    ("1;unemployment.benefit_standard=1900@2022-01", "unemployment.skills_subsidy", 2022, 15, []),  # the benefit breaks it anyway
    ("1;unemployment.benefit_standard=4000@2022-01", SME, 2023, 4, []),  # the fund is empty a year later than it was
])  # fmt: skip
def test_an_answer_that_the_law_or_the_gate_speaks_against_says_so(
    dataset: Dataset, text: str, lever: str, year: int, target: float, subjects: list[str]
) -> None:
    solution = find(dataset, text, lever, "unemployment", "cover_months", year, target)
    assert [alert.key for alert in solution.alerts] == subjects
    of_law = [line for line in answer(solution) if line.en.startswith("Legal alert (")]
    assert [str(alert.years[0]) in line.zh for alert, line in zip(solution.alerts, of_law, strict=True)] == [
        True
    ] * len(subjects)


def test_a_target_that_is_met_needs_no_change(dataset: Dataset) -> None:
    result = Case(dataset).side("baseline")
    now = float(amounts(result, "unemployment", "closing")[3])
    found = find(dataset, "1", SME, "unemployment", "closing", 2024, now)
    assert (found.status, found.value) == ("already", 60) and not found.scenario.changes


def test_what_is_held_is_held(dataset: Dataset) -> None:
    held = find(dataset, "unemployment.benefit_standard=1530", SME, "unemployment", "cover_months", 2024, 18)
    assert held.scenario.steps("unemployment.benefit_standard") and held.value < 70.4
    closing = ("public.adjustment", "public", "closing", 2024, 1e9)
    assert find(dataset, "public.closure=balance", *closing).status == "no_effect"
    assert find(dataset, "public.closure=hold", *closing).status == "met"


def test_the_change_may_start_later(dataset: Dataset) -> None:
    found = solve(dataset, scenario(dataset, f"{SME}=90@2022-01"), SME, COVER, month=month_of(2023))
    assert found.scenario.steps(SME)[0] == (month_of(2022), 90) and found.scenario.steps(SME)[1][0] == month_of(2023)
    assert found.was == 90 and found.reached == pytest.approx(18, abs=0.05) and found.confirmed


def test_a_year_beyond_the_run_is_run(dataset: Dataset) -> None:
    found = find(dataset, "1", "economy.wage_growth", "all", "closing", 2033, 9e9)
    assert found.status == "met" and found.reached == pytest.approx(measured(dataset, found))


def test_a_choice_is_tried_in_every_option(dataset: Dataset) -> None:
    text = "unemployment.refund_cover=18"
    found = find(dataset, text, "unemployment.refund_gate", "unemployment", "expenditure", 2022, 4.2e8)
    assert (found.status, found.value) == ("nearest", 1)
    assert found.scenario.text().endswith("unemployment.refund_gate=enforce@2022-01")
    assert answer(found)[0].en.startswith("420.00 million yuan cannot be reached. Nearest:")


def test_not_monotone_is_said(dataset: Dataset) -> None:
    # with an enforced gate a higher rate empties the fund until the refund stops, and spending falls
    text = "unemployment.refund_gate=enforce;unemployment.refund_cover=18"
    found = find(dataset, text, SME, "unemployment", "expenditure", 2025, 7.5e8)
    assert (found.status, found.reach.monotone, found.confirmed) == ("met", False, True)
    assert any("单调" in line.zh for line in answer(found))


def test_a_jump_past_the_target_is_no_solution(dataset: Dataset) -> None:
    text = "unemployment.refund_gate=enforce"
    goal = ("unemployment.refund_cover", "unemployment", "expenditure", 2022, 5e8)
    found = find(dataset, text, *goal)  # paid or not paid, nothing between
    assert found.status == "nearest" and found.confirmed
    ends = (found.reach.least, found.reach.most)
    assert min(abs(x - 5e8) for x in ends) == pytest.approx(abs(found.reached - 5e8))


def test_several_values_that_meet_it_are_all_given(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    def parabola(asked: goals.Question, values: Any) -> np.ndarray:
        return (np.asarray(values, dtype=float) - 50) ** 2

    monkeypatch.setattr(goals.Question, "measure", parabola)
    found = solve(dataset, Scenario(), SME, Goal("unemployment", "closing", 2024, 625))
    assert (found.exact, found.others, found.reach.monotone) == (pytest.approx(75), (pytest.approx(25),), False)


def test_money_is_rounded_to_the_step_and_the_rest_to_a_tenth(dataset: Dataset) -> None:
    assert [grain(parameter(key)) for key in (SME, "unemployment.benefit_standard", "unemployment.new_claims")] == [
        0.1,
        1,
        10,
    ]
    found = find(dataset, "1", "unemployment.benefit_standard", "unemployment", "expenditure", 2024, 8e8)
    assert found.value == round(found.value) and found.exact != found.value and found.confirmed
    assert found.reached == pytest.approx(8e8, rel=2e-4)


def test_the_range_tried_may_be_chosen(dataset: Dataset) -> None:
    goal = ("public.subsidy", "public", "cover_months", 2024, 6)
    near = find(dataset, "1", *goal, tried=(0, 1.4e9))
    assert near.status == "nearest" and near.reach.tried == (0, 1.4e9)
    wide = find(dataset, "1", *goal, tried=(0, 4e9))
    assert wide.status == "met" and wide.reached == pytest.approx(6, abs=1e-3)


@settings(max_examples=20)
@example_of(
    st.sampled_from([SME, "unemployment.benefit_standard", "unemployment.new_claims", "unemployment.collection",
                     "economy.wage_growth", "unemployment.mean_months", "unemployment.employer_rate"]),
    st.sampled_from(["expenditure", "income", "closing", "surplus", "cover_months"]),
    st.integers(2022, 2026), st.floats(0.02, 0.98),
)  # fmt: skip
def test_what_a_value_gives_is_found_again(lever: str, measure: str, year: int, share: float) -> None:
    """The measure at a value of the lever, asked for as a target, is met by that value or one as good."""
    dataset, p = sample(), parameter(lever)
    was = solve(dataset, Scenario(), lever, Goal("unemployment", measure, year, 0.0)).was
    low, high = p.soft_range(was)
    result = Case(dataset, ((lever, ((month_of(2022), low + share * (high - low)),)),)).side()
    target = float(amounts(result, "unemployment", measure)[result.years.index(year)])
    found = solve(dataset, Scenario(), lever, Goal("unemployment", measure, year, target))
    if found.status == "already":  # the lever does not reach that measure in that year
        assert found.before == pytest.approx(target, rel=2e-6)
    else:
        assert found.status == "met" and found.confirmed
        exact = Case(dataset, ((lever, ((month_of(2022), found.exact),)),)).side()
        assert exact.value("unemployment", measure, year) == pytest.approx(target, rel=1e-5, abs=1e-3)


def test_the_grid_is_one_engine_call(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    engine = goals.run

    def counted(data: Dataset, rows: list[Changes], years: int, funds: tuple[str, ...]):
        assert funds == ("unemployment",), "funds do not interact: one is run"
        calls.append(len(rows))
        return engine(data, rows, years, funds)

    monkeypatch.setattr(goals, "run", counted)
    solve(dataset, Scenario(), SME, COVER)
    assert calls[0] >= goals.POINTS and all(rows <= 4 for rows in calls[1:]) and len(calls) < 12


@pytest.mark.parametrize(("lever", "goal", "codes"), [
    ("unemployment.refund_rate_sm", COVER, ["unknown_key"]),
    ("unemployment.opening", COVER, ["not_a_lever"]),
    (SME, Goal("unemploymnt", "cover", 1999, float("nan")), ["goal", "goal", "goal", "goal"]),
    (SME, Goal("unemployment", "cover_months", 2037, 12), ["goal"]),
])  # fmt: skip
def test_what_cannot_be_asked_is_refused(dataset: Dataset, lever: str, goal: Goal, codes: list[str]) -> None:
    with pytest.raises(SifundError) as caught:
        solve(dataset, Scenario(), lever, goal)
    assert [p.code for p in caught.value.problems] == codes


@pytest.mark.parametrize(("options", "code"), [
    ({"tried": (0, 101)}, "range"), ({"tried": (5, 5)}, "range"), ({"month": month_of(2020)}, "month"),
    ({"month": month_of(2025)}, "month"),
])  # fmt: skip
def test_a_range_or_month_out_of_place_is_refused(dataset: Dataset, options: dict[str, Any], code: str) -> None:
    with pytest.raises(SifundError) as caught:
        solve(dataset, Scenario(), SME, COVER, **options)
    assert [p.code for p in caught.value.problems] == [code]


def test_answers_read_in_both_languages(dataset: Dataset) -> None:
    says = answer(solve(dataset, Scenario(), SME, COVER))
    assert (
        says[0].zh
        == "“中小微企业稳岗返还比例”自2022-01起为70.4%时，失业保险基金2024年备付期限为18.0个月（目标18.0个月）。"
    )
    assert says[1].en == 'Reachable: 11.8 months to 42.9 months, with "Refund rate, small firms" between 0% and 100%.'
    money = answer(find(dataset, "1", "public.subsidy", "public", "closing", 2024, 1.5e9))[0]
    assert "万元/年" in money.zh and "million yuan a year" in money.en


# --- on the command line ------------------------------------------------------------------------------------------------


def command(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    status = main(["solve", *argv])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


ASK = ("--lever", SME, "--measure", "unemployment:cover_months@2024")


def test_the_command_answers_in_json(capsys: pytest.CaptureFixture[str], dataset: Dataset) -> None:
    status, out, err = command(capsys, *ASK, "--target", "18", "--format", "json")
    found = json.loads(out)
    assert (status, err) == (0, "")
    assert (found["status"], found["value"], found["confirmed"]) == ("met", 70.4, True)
    assert scenario(dataset, found["scenario"]["text"]).steps(SME)[0][1] == 70.4
    assert found["range"]["least"] < 18 < found["range"]["most"]


def test_the_command_gives_the_range_of_what_is_out_of_reach(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = command(capsys, *ASK, "--target", "60", "--lang", "en")
    assert status == 0 and out.startswith("60.0 months cannot be reached.") and "Reachable: 11.8 months to 42.9" in out


def test_the_command_takes_what_simulate_takes(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = command(capsys, "urumqi-2021", *ASK, "--target", "18", "--set", "unemployment.benefit_standard=1530",
                             "--format", "csv", "--range", "0:90")  # fmt: skip
    header, row = out.splitlines()
    cells = dict(zip(header.split(","), row.split(","), strict=True))
    assert status == 0 and cells["high"] == "90" and float(cells["value"]) < 70


@pytest.mark.parametrize("argv", [
    (*ASK, "--target", "many"), (*ASK, "--target", "18", "--range", "0-100"),
    ("--lever", SME, "--measure", "cover_months@2024", "--target", "18"),
    ("--lever", f"{SME}@2022-13", "--measure", "unemployment:cover_months@2024", "--target", "18"),
    ("--lever", SME, "--target", "18"), (*ASK, "--target", "18", "--set", "unemployment.nothing=1"),
])  # fmt: skip
def test_the_command_refuses_in_one_line(capsys: pytest.CaptureFixture[str], argv: tuple[str, ...]) -> None:
    status, out, err = command(capsys, *argv)
    assert status == 2 and out == "" and len(err.splitlines()) == 1
