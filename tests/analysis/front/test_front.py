"""The lawful front: equal to trying every combination one by one, lawful by the alerts themselves, in time, in words."""

from __future__ import annotations

import itertools
import json
import time
from dataclasses import replace

import numpy as np
import pytest
from support import amount, given, sample, scenario, small

from sifund import catalog
from sifund.analysis.alerts import alerts
from sifund.analysis.front import search, settings
from sifund.analysis.front.aims import aims_of, first_aims
from sifund.analysis.front.question import Question, check
from sifund.analysis.front.search import Front, front, spread
from sifund.analysis.front.settings import Settings
from sifund.analysis.front.trial import Trial, unbeaten
from sifund.analysis.front.words import gives_up, summary
from sifund.cli import main
from sifund.dataset import Dataset
from sifund.declare.parameter import Parameter, Steps, month_of
from sifund.model.case import Case, Side
from sifund.problem import SifundError
from sifund.scenario import Scenario, parse

LEVERS = tuple(f"unemployment.{x}" for x in ("benefit_standard", "refund_rate_sme", "remit_share"))
AIMS = ("cost", "cover_months", "claimant_1")


def asked(
    levers: tuple[str, ...] = LEVERS, aims: tuple[str, ...] = AIMS, text: str = "", on: Dataset | None = None
) -> Question:
    held = scenario(on or sample(), text) if text else Scenario()
    on = on or sample()
    return Question(on, held, levers[0].partition(".")[0], levers, aims, month_of(on.base_year + 1), 6)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sliders of four places, so that each setting can be tried by itself."""
    whole = settings._lawful_steps

    def some(question: Question, p: Parameter) -> list[Steps]:
        every = whole(question, p)
        return [every[at] for at in sorted({round((len(every) - 1) * i / 3) for i in range(4)})]

    monkeypatch.setattr(settings, "_lawful_steps", some)


def settings_of(question: Question) -> Settings:
    return Settings(question, check(question)[0])


def one(side: Side, fund: str, aim: str) -> float:
    """An aim read off a run by itself, year by year [less is better]."""
    if aim == "cost":
        spent: list[float] = [
            x.value(fund, "expenditure", year) or 0.0 for x in (side, side.baseline) for year in side.years[1:]
        ]
        half = len(spent) // 2
        return round(sum(spent[:half]) - sum(spent[half:]), 0)
    known: list[float | None] = [side.value(fund, aim, year) for year in side.years[1:]]
    return -round(min(np.inf if x is None else x for x in known), 6)


def values(side: Side, fund: str, aims: tuple[str, ...]) -> tuple[float, ...]:
    """All aims of a run."""
    return tuple(one(side, fund, aim) for aim in aims)


def beats(own: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether one is at least as good everywhere and better somewhere."""
    return own != other and all(a <= b for a, b in zip(own, other, strict=True))


def by_force(question: Question) -> set[tuple[float, ...]]:
    """What no other lawful combination beats, each run as a case of its own [less is better]."""
    lawful: list[tuple[float, ...]] = []
    for setting in itertools.product(*settings_of(question).every):
        changed = question.scenario
        for key, steps in zip(question.levers, setting, strict=True):
            changed = changed.with_steps(key, steps)
        side = Case(question.dataset, changed.changes, question.years).side()
        if not alerts(side):
            lawful.append(values(side, question.fund, question.aims))
    return {own for own in lawful if not any(beats(other, own) for other in lawful)}


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(("levers", "text", "aims"), [
    (LEVERS, "", AIMS),
    (LEVERS, "1;unemployment.new_claims=32000@2022-01", AIMS),  # cover runs short: the gate forbids some
    (("unemployment.benefit_standard", "unemployment.refund_gate", "unemployment.refund_rate_sme"),
     "1;unemployment.new_claims=34000@2022-01", ("cost", "small_firm", "claimant_5")),
])  # fmt: skip
def test_equal_to_brute_force_on_three_levers(levers: tuple[str, ...], text: str, aims: tuple[str, ...]) -> None:
    question = asked(levers, aims, text)
    found = front(question)
    assert found.points and (not text or found.unlawful)
    forced = by_force(question)
    assert {values(Case(sample(), p.scenario.changes, 6).side(), question.fund, aims) for p in found.points} == forced
    assert len(found.points) == len(forced)


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("setting", [(1, 1, 1), (0, 3, 1), (2, 0, 3)])
def test_around_a_setting_are_those_a_gap_away_in_one_lever_or_in_two(setting: tuple[int, ...]) -> None:
    beside = list(settings_of(asked()).around(setting, (1, 1, 1)))
    moved = {
        other: [abs(a - b) for a, b in zip(setting, other, strict=True)]
        for other in itertools.product(range(4), repeat=3)
    }
    assert set(beside) == {other for other, by in moved.items() if max(by) == 1 and by.count(1) <= 2}
    assert len(beside) == len(set(beside))


@pytest.mark.parametrize("year", [2022, 2024, 2025, 2026])
def test_the_slider_of_a_share_begins_at_what_holds_in_its_month(year: int) -> None:
    question = replace(asked(("unemployment.benefit_share", "unemployment.refund_rate_sme")), month=month_of(year))
    side, at = Case(sample()).side("baseline"), 12 * (year - 2021)
    benefit, wage = (
        side.path(catalog.parameter(f"unemployment.{key}"))[at] for key in ("benefit_standard", "minimum_wage")
    )
    start = settings.places_of(question, catalog.parameter("unemployment.benefit_share")).start
    assert start == pytest.approx(100 * benefit / wage, abs=0.005)


def test_three_levers_are_tried_at_every_step_of_their_sliders_where_these_are_few() -> None:
    """The adjustment's 81 steps, both closures and the one lawful rate: the front is that of all of them."""
    levers = ("public.adjustment", "public.closure", "public.employee_rate")
    question = asked(levers, ("cost", "cover_months", "pensioner"))
    assert [len(some) for some in settings_of(question).every] == [82, 2, 1], "0 to 8 by 0.1 about 4.157, and both ends"
    result = front(question)
    assert result.whole and result.tried == result.count == 164 and "全部" not in summary(result).zh
    assert {tuple(round(x, 6) for x in values(Case(sample(), p.scenario.changes, 6).side(), "public", question.aims))
            for p in result.points} == {tuple(round(x, 6) for x in forced) for forced in by_force(question)}  # fmt: skip


def test_what_few_steps_leave_goes_to_the_levers_with_many() -> None:
    question = asked(("unemployment.benefit_standard", "unemployment.refund_gate", "unemployment.refund_rate_sme"))
    counts = [len(some) for some in settings_of(question).thinned(search.TRIED)]
    assert counts[1] == 2 and counts[0] * counts[2] <= search.TRIED / 2 * 1.1 and min(counts[0], counts[2]) >= 38


GATED = "1;unemployment.new_claims=32000@2022-01"
STEPPED = tuple(f"unemployment.{x}" for x in ("refund_gate", "refund_rate_sme", "refund_rate_large"))


@pytest.mark.parametrize(
    ("text", "aims"), [("", AIMS), (GATED, ("cost", "cover_months", "small_firm")), (GATED, ("cost", "large_firm"))]
)
def test_thinned_it_is_part_of_the_front_of_every_step_with_the_best_of_each_aim(
    monkeypatch: pytest.MonkeyPatch, text: str, aims: tuple[str, ...]
) -> None:
    """2 · 61 · 31 settings, every one tried, against 100 at first and what lies beside the best of these."""
    question = asked(STEPPED, aims, text)
    every = front(question)
    assert every.whole and every.count == every.tried == 2 * 61 * 31
    monkeypatch.setattr(search, "ALL", 100)
    monkeypatch.setattr(search, "TRIED", 100)
    some = front(question)
    assert not some.whole and some.count == every.count and some.first < 160 and some.tried < every.tried
    assert some.points and {p.values for p in some.points} <= {p.values for p in every.points}
    assert some.best == pytest.approx(every.best)
    assert f"{every.count:,}" in summary(some).zh and "slightly better" in summary(some).en
    assert every.unbeaten == len(every.points) and some.unbeaten >= len(some.points)
    assert (
        f"none beats {some.unbeaten} of them" in summary(some).en
        and f"none beats, {len(some.points)} {'was' if len(some.points) == 1 else 'were'}" in summary(some).en
    )


FIVE = (*LEVERS, "unemployment.skills_subsidy", "unemployment.refund_rate_large")
RISES = tuple(f"public.{x}" for x in ("adjustment", "flat_rise", "year_rise", "wage_link", "aged_rise"))


@pytest.mark.parametrize(("levers", "aims"), [
    (RISES[:3], ("cost", "cover_months", "pensioner")), (RISES[:4], ("cost", "pensioner")),
    (FIVE, ("cost", "skilled_worker", "claimant_1")),
])  # fmt: skip
def test_no_random_setting_at_full_steps_beats_it_by_a_step(levers: tuple[str, ...], aims: tuple[str, ...]) -> None:
    """Levers at all steps of their sliders, 6·10⁵ to 2·10¹² settings: of 2,000 at random none is better by what a step of a
    slider does, and hardly any at all."""
    question = asked(levers, aims)
    result, trial = front(question), Trial(settings_of(question), check(question)[1])
    assert result.points and not result.whole
    random = np.random.default_rng(19)
    places = np.stack([random.integers(len(steps), size=2000) for steps in trial.settings.every], axis=1)
    some = [
        tuple(p.index(s) for p, s in zip(trial.settings.every, point.steps, strict=True)) for point in result.points
    ]
    beside = [list(trial.settings.around(one, [1] * len(one)))[: 2 * len(levers)] for one in some]
    list(trial.take([*map(tuple, places.tolist()), *some, *itertools.chain(*beside)]))
    worth = trial.worth[: len({*map(tuple, places.tolist())})]
    worth = worth[trial.allowed[: len(worth)]]
    beaten = 0
    for one, near in zip(some, beside, strict=True):
        value = trial.worth[trial.number[one]]
        step = np.abs(trial.worth[[trial.number[x] for x in near]] - value).max(axis=0)
        better = worth[(worth >= value).all(axis=1) & (worth > value).any(axis=1)]
        beaten += bool(len(better))
        assert (better <= value + step).all()
        assert not any(
            beats(tuple(-trial.worth[trial.number[x]]), tuple(-value)) for x in near if trial.allowed[trial.number[x]]
        )
    assert beaten <= len(some) / 4


@pytest.mark.parametrize(
    "levers", [LEVERS[:2], LEVERS, (*LEVERS, "unemployment.skills_subsidy", "unemployment.refund_rate_large")]
)
def test_in_time_with_progress_and_none_unlawful(levers: tuple[str, ...]) -> None:
    seen: list[float] = []
    front(asked(LEVERS[:2]))  # what is imported and calibrated once
    start = time.process_time()
    found = front(asked(levers), seen.append)
    assert time.process_time() - start < 2, "of the processor: others run beside the tests"
    assert seen == sorted(seen) and seen[-1] == 1 and len(seen) > 2
    assert not any(alerts(Case(sample(), p.scenario.changes, 6).side()) for p in spread(found, 40))


def test_a_point_is_a_link_that_gives_its_values_again() -> None:
    found = front(asked())
    for point in spread(found, 6):
        again, wrong = parse(point.scenario.text(), sample())
        assert not wrong
        side = Case(sample(), again.changes, 6).side()
        spent, cover, rate = values(side, "unemployment", AIMS)
        assert point.values == pytest.approx((spent, -cover, -rate), abs=0.51)


def test_what_is_given_up_is_the_distance_from_the_best() -> None:
    found = front(asked(LEVERS[:2]))
    cheapest, richest = found.points[0], max(found.points, key=lambda p: p.values[2])
    assert "多支出（各年合计）" in gives_up(found, cheapest).zh.partition("最优")[0]
    gap = aims_of("unemployment")["cost"].unit.write(richest.values[0] - cheapest.values[0])
    assert gap.zh in gives_up(found, richest).zh and gap.en in gives_up(found, richest).en
    assert str(len(found.points)) in summary(found).en


def test_rows_that_are_beaten() -> None:
    worth = np.array([[1.0, 1.0], [2.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 2.0]])
    assert unbeaten(worth, [2, 1, 1, 1, 0]).tolist() == [1, 3, 4]  # of two equals the one with fewer changes


def test_what_the_scenario_breaks_itself_no_lever_mends() -> None:
    found = front(asked(text="1;unemployment.employer_rate=0.8@2022-01"))
    assert isinstance(found, Front) and not found.points and "单位缴费比例" in summary(found).zh
    assert "alerts (" in summary(found).en


def test_a_shared_lever_of_the_fund_is_one_of_its_levers(capsys: pytest.CaptureFixture[str]) -> None:
    """It stands where every list of the fund's levers has it; law leaves the limits of the base one place, so nothing moves
    them, and what a scenario does to them is set right."""
    shared = {"economy.base_floor": 70, "economy.base_ceiling": 350}
    assert shared.keys() == {p.key for p in catalog.levers("unemployment") if p.fund == catalog.SHARED}
    for key, unlawful in shared.items():
        found = front(asked((LEVERS[0], key), text=f"1;{key}={unlawful}@2022-01"))
        assert found.points and all(steps == () for _, steps in (p.steps for p in found.points))
        assert not any(alerts(Case(sample(), p.scenario.changes, 6).side()) for p in spread(found, 6))
        for levers in ((LEVERS[0], key), (key, LEVERS[0])):
            assert main(["front", *(x for lever in levers for x in ("--lever", lever)), "--json"]) == 0
            assert json.loads(capsys.readouterr().out)["fund"] == "unemployment"
    with pytest.raises(SifundError):
        front(asked(("resident.match", *list(shared)[:1]), ("cost", "cover_months")))  # moves no line of that fund


@pytest.mark.parametrize(("question", "says"), [
    (asked(LEVERS[:1]), "2"), (asked(aims=("cost",)), "2"), (asked(aims=("cost", "nothing")), "claimant_10"),
    (asked((*LEVERS[:1], "public.adjustment")), "public.adjustment"), (asked((*LEVERS, LEVERS[0])), "4"),
    (asked(("public.subsidy", "public.adjustment"), ("cost", "pensioner")), "public.subsidy"),
])  # fmt: skip
def test_what_cannot_be_asked_is_refused(question: Question, says: str) -> None:
    with pytest.raises(SifundError) as error:
        front(question)
    assert says in "".join(error.value.lines("en")) and "".join(error.value.lines("zh"))


@pytest.mark.usefixtures("few")
def test_an_unknown_balance_has_no_cover_but_the_rest() -> None:
    own = small(
        [amount("unemployment.benefit", 1e8), amount("unemployment.skills", 1e6)],
        [given("unemployment.benefit_standard", 1500), given("unemployment.new_claims", 15_000)],
    )
    levers = ("unemployment.skills_subsidy", "unemployment.benefit_standard")
    with pytest.raises(SifundError, match="opening"):
        front(asked(levers, ("cost", "cover_months"), on=own))
    found = front(asked(levers, ("cost", "skilled_worker"), on=own))
    assert found.points and "无从判断" in summary(found).zh and "其中" not in summary(found).zh
    with pytest.raises(SifundError, match=r"unemployment\.refund_rate_sme: moves nothing in these data"):
        front(asked((levers[0], "unemployment.refund_rate_sme"), ("cost", "skilled_worker"), on=own))


def test_command(capsys: pytest.CaptureFixture[str]) -> None:
    chosen = [x for key in LEVERS[:2] for x in ("--lever", key)]
    assert main(["front", *chosen, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [aim["key"] for aim in found["aims"]] == ["cost", "cover_months", "claimant_1"]
    assert first_aims(list(aims_of("unemployment")), "unemployment", LEVERS[1:], 3) == [
        "cost",
        "cover_months",
        "small_firm",
    ]
    assert len(found["points"]) > 10
    assert all(p["link"].startswith("http") and p["gives_up"] for p in found["points"])
    assert main(["front", *chosen, "--lang", "zh"]) == 0
    said = capsys.readouterr().out
    assert "为此放弃" in said and "/scenario?s=" in said and "nan" not in said
    assert main(["front", *chosen, "--format", "csv"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1 + len(found["points"])
    assert main(["front", "--lever", LEVERS[0]]) == 2


def test_a_share_that_is_typed_in_place_of_an_amount_is_a_lever_like_any_other() -> None:
    """From the share that the amount in force is; where both are levers the one that is typed holds."""
    share = "unemployment.benefit_share"
    result = front(asked((share, LEVERS[1])))
    assert result.points and any(p.steps[0] for p in result.points)
    assert not any(alerts(Case(sample(), p.scenario.changes, 6).side()) for p in spread(result, 6))
    assert front(asked((share, LEVERS[0]), ("cost", "claimant_1"))).points
