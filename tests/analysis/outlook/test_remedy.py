"""Every proposed remedy clears its alert within the law, and one slider step less of it does not."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support import amount, sample, scenario, scenarios, small
from support import given as given_

from sifund import catalog
from sifund.analysis.alerts import legal
from sifund.analysis.outlook.remedy import Goal, Remedies, Remedy, plan, remedies
from sifund.analysis.outlook.warning import bands, light, warned
from sifund.analysis.unknown import amounts
from sifund.dataset import Dataset
from sifund.declare.parameter import DECIDERS, month_of
from sifund.declare.party import PARTIES
from sifund.model.case import Case, run
from sifund.scenario import Scenario
from sifund.ui.outlook.words import remedy_words

START = month_of(2022)
CASES = [
    ("unemployment.benefit_standard=1530;unemployment.refund_rate_sme=90", "unemployment", 2026, 6),
    ("unemployment.benefit_standard=1530;unemployment.refund_rate_sme=90", "unemployment", 2024, 6),
    ("unemployment.refund_rate_sme=90@2022-01,100@2024-01;unemployment.new_claims=25000", "unemployment", 2031, 11),
    ("unemployment.benefit_elasticity=0.9;unemployment.benefit_standard=1800", "unemployment", 2025, 6),
    ("", "public", 2026, 6),
    ("public.adjustment=7", "public", 2027, 8),
    ("public.subsidy=800000000", "public", 2024, 6),
    ("resident.contribution=100;resident.basic_standard=900;resident.account_growth=30", "resident", 2030, 11),
]  # fmt: skip


def check(on: Dataset, found: Scenario, goal: Goal, years: int, proposed: Remedies) -> None:
    """Each remedy and one slider step less of it, simulated one by one."""
    for remedy in proposed.remedies:
        at = Case(on, remedy.put(found).changes, years).side()
        assert goal.met(at) and goal.reached(at) == pytest.approx(remedy.cover)
        assert not list(legal(at, remedy.key))
        less = Case(on, one_step_less(found, remedy).changes, years).side()
        if remedy.by_law:
            assert not goal.met(less) or list(legal(less, remedy.key))
        else:
            assert not goal.met(less)


def one_step_less(found: Scenario, remedy: Remedy) -> Scenario:
    if remedy.count == 1:
        return found
    step = catalog.parameter(remedy.key).step
    value = round(remedy.value - (step if remedy.value > (remedy.start or 0.0) else -step), 9)
    return replace(remedy, value=value).put(found)


@pytest.mark.parametrize(("text", "fund", "year", "years"), CASES)
def test_a_remedy_clears_its_alert_and_one_step_less_does_not(
    dataset: Dataset, text: str, fund: str, year: int, years: int
) -> None:
    found = scenario(dataset, text)
    own = Case(dataset, found.changes, years).side()
    alert = next(a for a in warned(own, bands()) if (a.fund, a.year) == (fund, year))
    goal = Goal(fund, year, alert.bound)
    proposed = remedies(dataset, found, goal, START, years)
    assert proposed.remedies
    check(dataset, found, goal, years, proposed)
    for remedy in proposed.remedies:
        cured = Case(dataset, remedy.put(found).changes, years).side()
        cover = amounts(cured, fund, "cover_months")[year - 2021]
        assert light(cover, bands()[fund]).rank > alert.light.rank


@pytest.mark.parametrize("years", [2, 6, 11, 16])
@pytest.mark.parametrize("cover", [3, 6, 12, 15])
@pytest.mark.parametrize(("text", "fund"), sorted({(text, fund) for text, fund, *_ in CASES}))
def test_a_remedy_holds_in_every_year_of_the_horizon(
    dataset: Dataset, text: str, fund: str, cover: float, years: int
) -> None:
    found = scenario(dataset, text)
    for remedy in remedies(dataset, found, Goal(fund, 2021 + years - 1, cover), START, years).remedies:
        again = Case(dataset, remedy.put(found).changes, years).side()
        covers = amounts(again, fund, "cover_months")[1:]
        assert (covers >= cover).all() and covers.min() == pytest.approx(remedy.cover), remedy


def test_what_was_typed_before_a_remedy_s_month_stands(dataset: Dataset) -> None:
    """Of the lever itself: the year in which another share was remitted is not undone by the remedy of the years after."""
    found, key, goal = scenario(dataset, "unemployment.remit_share=13@2021-01"), "unemployment.remit_share", 19.3
    proposed = remedies(dataset, found, Goal("unemployment", 2026, goal), START, 6).remedies
    remedy = next(remedy for remedy in proposed if remedy.key == key)
    by_hand = found.with_steps(key, ((month_of(2021), 13.0), (START, remedy.value)))
    assert amounts(Case(dataset, by_hand.changes, 6).side(), "unemployment", "cover_months")[1:].min() >= goal
    assert remedy.put(found) == by_hand


def test_a_remedy_beyond_the_slider_says_so(dataset: Dataset) -> None:
    proposed = {r.key: r for r in remedies(dataset, Scenario(), Goal("public", 2026, 6), START, 6).remedies}
    subsidy = proposed["public.subsidy"]
    assert subsidy.outside and subsidy.value > subsidy.usual[1]
    assert "超出通常范围" in remedy_words(subsidy).zh and "outside the usual range" in remedy_words(subsidy).en
    inside = remedies(dataset, scenario(dataset, CASES[0][0]), Goal("unemployment", 2026, 12), START, 6).remedies
    assert inside and not any(r.outside or "超出" in remedy_words(r).zh for r in inside)


def test_without_an_opening_there_is_no_remedy() -> None:
    on = small([amount("unemployment.benefit", 1e8)], [given_("unemployment.benefit_standard", 1500)])
    assert remedies(on, Scenario(), Goal("unemployment", 2025, 12), month_of(2023), 6) == Remedies((), (), ())


def test_a_plan_turns_to_the_lower_bound_where_none_meets_the_higher(dataset: Dataset) -> None:
    found = scenario(dataset, "unemployment.new_claims=60000")
    goals = [Goal("unemployment", 2026, bound) for bound in (500, 6)]
    chosen = plan(dataset, found, goals, START, 6)
    assert chosen.goal == goals[1] and chosen.remedies.remedies
    assert plan(dataset, found, goals[:1], START, 6).goal == goals[0]


@settings(max_examples=15)
@given(scenarios(inputs=False), st.sampled_from(["public", "resident", "unemployment"]), st.sampled_from([2023, 2026]),
       st.floats(1, 30))  # fmt: skip
def test_any_goal_is_met_exactly(found: Scenario, fund: str, year: int, cover: float) -> None:
    goal = Goal(fund, year, cover)
    assume(not goal.met(Case(sample(), found.changes, 6).side()))
    check(sample(), found, goal, 6, remedies(sample(), found, goal, START, 6))


def test_a_goal_already_met_needs_nothing(dataset: Dataset) -> None:
    assert remedies(dataset, Scenario(), Goal("unemployment", 2026, 12), START, 6) == Remedies((), (), ())


def test_what_the_law_does_not_allow_is_not_proposed(dataset: Dataset) -> None:
    proposed = remedies(dataset, scenario(dataset, CASES[0][0]), Goal("unemployment", 2026, 12), START, 6)
    unlawful = dict(proposed.unlawful)
    assert {key: a.law.document for key, a in unlawful.items() if a.law} == {
        "unemployment.employer_rate": "人社部发〔2024〕40号", "unemployment.employee_rate": "人社部发〔2024〕40号",
        "economy.base_floor": "国发〔2015〕2号",
    }  # fmt: skip
    (sme,) = [r for r in proposed.remedies if r.key == "unemployment.refund_rate_sme"]
    assert sme.by_law and sme.value == 60, "82% would do, but the law allows 60"


def test_every_lever_of_the_fund_is_accounted_for(dataset: Dataset) -> None:
    proposed = remedies(dataset, scenario(dataset, CASES[0][0]), Goal("unemployment", 2026, 12), START, 6)
    named = [*(r.key for r in proposed.remedies), *proposed.too_weak, *(key for key, _ in proposed.unlawful)]
    assert sorted(named) == sorted(p.key for p in catalog.levers("unemployment") if not p.instead_of)
    assert {"economy.base_floor", "economy.base_ceiling"} < set(named), "shared levers move its contributions"


def test_remedies_stand_in_order_of_who_bears_them_and_who_decides(dataset: Dataset) -> None:
    proposed = remedies(dataset, scenario(dataset, CASES[0][0]), Goal("unemployment", 2026, 12), START, 6).remedies
    order = []
    for r in proposed:
        p = catalog.parameter(r.key)
        assert p.borne_by and p.decided_by
        order.append((PARTIES.index(p.borne_by), DECIDERS.index(p.decided_by)))
    assert order == sorted(order) and len(order) >= 4


def test_a_remedy_says_the_very_value_that_it_sets(dataset: Dataset) -> None:
    text = "unemployment.benefit_standard=1530@2022-01;unemployment.refund_rate_sme=90@2022-01"
    for goal in (Goal("public", 2026, 6), Goal("unemployment", 2026, 12)):
        proposed = remedies(dataset, scenario(dataset, text), goal, START, 6).remedies
        assert proposed
        for r in proposed:
            assert r.value == round(r.value, catalog.parameter(r.key).unit.places), r.key
            steps = r.value / catalog.parameter(r.key).step
            assert steps == pytest.approx(round(steps), abs=1e-6), r.key


@pytest.mark.parametrize(("text", "fund", "cover"), [
    (CASES[0][0], "unemployment", 13), (f"{CASES[0][0]};unemployment.employee_rate=0.42", "unemployment", 13),
    ("unemployment.benefit_standard=1530.5;unemployment.refund_rate_sme=90.4", "unemployment", 13),
    ("", "public", 6), ("public.subsidy=800000000;public.adjustment=3.7", "public", 6),
])  # fmt: skip
def test_a_remedy_counts_the_steps_of_the_slider_that_lie_on_its_way(
    dataset: Dataset, text: str, fund: str, cover: float
) -> None:
    proposed = remedies(dataset, scenario(dataset, text), Goal(fund, 2026, cover), START, 6).remedies
    assert proposed
    for r in proposed:
        step = catalog.parameter(r.key).step
        assert r.value / step == pytest.approx(round(r.value / step), abs=1e-6), r.key
        assert r.count == math.ceil(round(abs(r.value - (r.start or 0.0)) / step, 6)) >= 1, r.key


def test_a_remedy_may_be_the_hard_bound_itself_and_is_never_beyond_it(dataset: Dataset) -> None:
    levers = [p for p in catalog.levers("unemployment") if p.fund == "unemployment" and not p.instead_of]
    at_bounds = [(p, bound) for p in levers for bound in (p.low, p.high) if bound < 1e8]
    steps = [Scenario().with_steps(p.key, ((START, bound),)) for p, bound in at_bounds]
    lowest = Goal("unemployment", 2023, 0).reached
    *reached, now = map(lowest, run(dataset, [*(step.changes for step in steps), ()], 3))
    goals, tried = [Goal("unemployment", 2023, cover or 0.0) for cover in reached], 0
    for (p, bound), goal in zip(at_bounds, goals, strict=True):
        if goal.cover > (now or 0.0):
            proposed = remedies(dataset, Scenario(), replace(goal, cover=goal.cover - 1e-9), START, 3)
            mine = [r.value for r in proposed.remedies if r.key == p.key]
            assert mine == [bound] or p.key in dict(proposed.unlawful), p.key
            assert all(q.low <= r.value <= q.high for r in proposed.remedies for q in [catalog.parameter(r.key)])
            tried += 1
    assert tried >= 6


def test_a_choice_and_a_typed_amount_are_remedies_too(dataset: Dataset) -> None:
    found = scenario(dataset, "public.adjustment=7")
    proposed = {r.key: r for r in remedies(dataset, found, Goal("public", 2026, 3), START, 6).remedies}
    assert proposed["public.closure"].value == 1
    subsidy = proposed["public.subsidy"]
    assert subsidy.start is None and subsidy.value % catalog.parameter("public.subsidy").step == 0


def test_every_lever_says_who_bears_it() -> None:
    assert all((p.borne_by in PARTIES) == (p.kind == "lever") for p in catalog.parameters().values())


def test_a_scenario_with_base_year_inputs_keeps_them(dataset: Dataset) -> None:
    found = scenario(dataset, "unemployment.opening=300000000;unemployment.refund_rate_sme=90")
    goal = Goal("unemployment", 2025, 10)
    proposed = remedies(dataset, found, goal, START, 6)
    check(dataset, found, goal, 6, replace(proposed, remedies=proposed.remedies[:2]))
    assert proposed.remedies
