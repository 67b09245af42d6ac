"""What a lever's card shows and asks for: its steps, a step more, where its path goes, and what is no change."""

from __future__ import annotations

import json
import re
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest
from support import run, sample, scenario, scenarios

from sifund import catalog
from sifund.analysis.unknown import amounts
from sifund.dataset import Dataset
from sifund.declare.parameter import Parameter, month_of, month_text
from sifund.model.case import Case
from sifund.scenario import Scenario, parse
from sifund.scenario.steps import read_steps, scale, value_words
from sifund.text import LANGS, Lang
from sifund.ui.parts.courses import Card, exact, shown, typed

FEN = 0.005
DATED = [p for p in catalog.of_kind(("lever", "driver", "assumption"), *catalog.all_funds(), "economy") if p.dated]
BENEFIT = "unemployment.benefit_standard"


def card(key: str, text: str = "1", *, start: int = 2022, years: int = 6) -> Card:
    found = scenario(sample(), text)
    return Card(catalog.parameter(key), found, Case(sample(), found.changes, years).side(), month_of(start))


def furthest(found: Scenario, other: Scenario, years: int = 6) -> float:
    """The largest difference of any line or closing balance between two scenarios [yuan]."""
    one, two = (Case(sample(), x.changes, years).side() for x in (found, other))
    lines = [np.abs(two.line(key) - one.line(key)).max() for key in one.line_keys()]
    closings = [np.abs(amounts(two, f, "closing") - amounts(one, f, "closing")).max() for f in one.funds]
    return float(max([*lines, *closings]))


# --- a step more ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", [2021, 2022])
@pytest.mark.parametrize("p", DATED, ids=lambda p: p.key)
def test_a_step_added_to_any_card_changes_nothing(p: Parameter, start: int) -> None:
    """One step or three, on an untouched path, be it flat, growing, stepped or the model's own."""
    own = card(p.key, start=start)
    if not own.untouched(own.month):
        return
    found = own.scenario
    for _ in range(3):
        found = found.with_steps(p.key, Card(p, found, own.side, own.start_month).added())
    assert len(found.steps(p.key)) >= 4 and furthest(Scenario(), found) < FEN, found.text()
    assert parse(found.text(), sample())[0].changes == found.changes


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_a_step_added_to_any_scenario_changes_nothing(data: st.DataObject) -> None:
    found = data.draw(scenarios())
    p = data.draw(st.sampled_from(DATED))
    own = Card(p, found, Case(sample(), found.changes).side(), month_of(data.draw(st.sampled_from([2021, 2022]))))
    if own.own_steps or own.untouched(own.month):
        assert furthest(found, found.with_steps(p.key, own.added())) < FEN


@pytest.mark.parametrize(("text", "steps"), [
    ("1", [("2022-01", 1323.0), ("2023-01", 1402.38)]),
    ("1;unemployment.benefit_standard=1530", [("2022-01", 1530.0), ("2023-01", 1621.8)]),
    ("1;unemployment.benefit_standard=1530@2022-01,2000@2024-01",
     [("2022-01", 1530.0), ("2024-01", 2000.0), ("2025-01", 2120.0)]),
    ("1;unemployment.standard_growth=5", [("2022-01", 1389.15), ("2023-01", 1458.6075)]),
])  # fmt: skip
def test_the_step_proposed_is_the_value_of_that_month(text: str, steps: list[tuple[str, float]]) -> None:
    assert [(month_text(m), value) for m, value in card(BENEFIT, text).added()] == steps


def test_a_step_added_keeps_the_steps_that_follow() -> None:
    """6%, from 2027 4%: a step in 2023 does not take 2027's away."""
    assert card("economy.wage_growth").added() == ((month_of(2022), 6.0), (month_of(2023), 6.0), (month_of(2027), 4.0))
    steps = card("unemployment.standard_growth").added()
    assert [(m // 12, v) for m, v in steps] == [(2022, 0.0), (2023, 6.0), (2024, 6.0), (2027, 4.0)]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("p", DATED, ids=lambda p: p.key)
def test_a_value_comes_back_from_the_browser_as_it_was(p: Parameter, lang: Lang) -> None:
    for value in (0.0, 1402.38, 1486.5228, 88_765.123456789, 3_110_400_000.07):
        if not p.options:
            back = typed(p, exact(p, value, lang), lang)
            assert read_steps(p, f"{back}@2022-01", 2021)[0] in ((), ((month_of(2022), value),))


@pytest.mark.parametrize("p", [p for p in DATED if scale(p) > 1], ids=lambda p: p.key)
def test_an_amount_is_shown_said_and_typed_in_million_yuan_in_english(p: Parameter) -> None:
    """So many 万元 are a hundredth of that many million yuan, with the same digits, on the card and in words."""
    assert value_words(p, 2_036_540_000.0).en == "2,036.54 million yuan a year"
    assert value_words(p, 2_036_540_000.0).zh == "203,654 万元/年"
    assert (shown(p, 2_036_543_210.0), shown(p, 2_036_543_210.0, "en")) == (203_654.0, 2_036.54)
    assert float(typed(p, "203654", "zh")) == float(typed(p, "2036.54", "en")) == 2_036_540_000


# --- what the card shows ----------------------------------------------------------------------------------------------


def courses(own: Card, lang: str = "zh") -> dict[str, str]:
    words = cast(Any, lang)
    return {name(words): " ".join(f"{w(words)}:{v(words)}" for w, v in course) for name, course in own.courses()}


@pytest.mark.parametrize(("key", "text", "said"), [
    ("unemployment.standard_growth", "1", {"基线": "2022年:0 2023—2026年:6 2027年起:4"}),
    (BENEFIT, "1", {"基线": "2022年:1,323 2023年:1,402.38 2024年:1,486.52 2025年:1,575.71 2026年:1,670.26"}),
    ("unemployment.refund_rate_sme", "1", {"基线": "2022年起:60，不变"}),
    ("unemployment.refund_gate", "1;unemployment.refund_gate=enforce@2023-01",
     {"基线": "2022年起:照付并提示，不变", "方案": "2022年:照付并提示 2023年起:停付"}),
    (BENEFIT, "1;unemployment.standard_growth=0",
     {"基线": "2022年:1,323 2023年:1,402.38 2024年:1,486.52 2025年:1,575.71 2026年:1,670.26", "方案": "2022—2026年:1,323，不变"}),
    ("unemployment.prior_contributions_sme", "1", {}),
])  # fmt: skip
def test_a_card_says_where_its_path_goes(key: str, text: str, said: dict[str, str]) -> None:
    assert courses(card(key, text)) == said


def test_the_course_is_the_run_s_own(dataset: Dataset) -> None:
    """Each January on the card of a closing line is the amount of the run; of a grown lever the path of the formulas."""
    own = card("public.subsidy", "1;public.adjustment=6;public.closure=balance", years=10)
    amounts = own.side.line("public.subsidy")[1:]
    assert list(courses(own)) == ["基线", "方案"]
    assert [v("zh") for _, v in own.courses()[1][1]] == [f"{round(x / 1e4):,}" for x in amounts]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("start", [2021, 2022])
def test_every_card_has_its_course_in_words(start: int, lang: str) -> None:
    for p in DATED:
        for when, value in (pair for _, course in card(p.key, start=start).courses() for pair in course):
            words = f"{when(cast(Any, lang))} {value(cast(Any, lang))}"
            assert " nan" not in words and (lang == "zh" or not re.search("[一-鿿，。]", words)), words


def test_a_stepped_path_is_shown_in_steps_and_a_flat_one_as_a_value() -> None:
    assert [v for _, v in card("economy.wage_growth").rows(month_of(2022))] == [6, 4]
    assert [v for _, v in card(BENEFIT).rows(month_of(2022))] == [1323]
    assert [v for _, v in card(BENEFIT).rows(month_of(2021))] == [1117, 1323]
    assert len(card("public.subsidy").rows(month_of(2022))) == 1


# --- what is no change ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("p", DATED, ids=lambda p: p.key)
def test_a_card_put_back_to_what_it_showed_is_no_change(p: Parameter) -> None:
    own = card(p.key)
    rows = own.rows(own.month)
    back = tuple((m, float(typed(p, str(shown(p, v))))) for m, v in rows) if not p.options else rows
    assert own.is_no_change(back) and own.is_no_change(())
    assert not rows or not own.is_no_change(own.added()) or p.key not in own.base.values


def test_a_number_typed_on_a_stepped_path_is_a_change() -> None:
    """0% from 2022 on is not 0, then 6, then 4."""
    assert not card("unemployment.standard_growth").is_no_change(((month_of(2022), 0.0),))
    assert not card("economy.wage_growth").is_no_change(((month_of(2022), 6.0),))


def test_a_card_starts_from_the_path_that_another_change_grows() -> None:
    own = card(BENEFIT, "1;unemployment.standard_growth=5@2022-01")
    assert own.rows(own.month) == ((month_of(2022), 1389.15),)
    assert own.is_no_change(((month_of(2022), 1389.15),)) and not own.is_no_change(((month_of(2022), 1323.0),))


# --- as it reaches the browser ----------------------------------------------------------------------------------------


def draw(fund: str, kinds: tuple = ("lever", "driver", "assumption")) -> None:
    """A page of one fund's cards, as a script of its own."""
    from sifund import catalog
    from sifund.ui.parts.levers import levers
    from sifund.ui.session import state

    found = state.scenario()[0]
    own = (*catalog.of_kind(kinds, fund), *catalog.of_kind(kinds, "economy"))
    levers("levers", own, found, state.case(found).side(), [])


def sent(text: str = "", lang: str = "zh", fund: str = "unemployment") -> dict[str, dict[str, Any]]:
    app = AppTest.from_function(draw, kwargs={"fund": fund}, default_timeout=30)
    app.session_state["s"], app.session_state["lang"], app.session_state["fold-rest"] = text, lang, True
    app.run()
    assert not app.exception
    data = levers_sent(app)
    return {one["key"]: one for cards in (data["cards"], data["folds"][0]["cards"]) for one in cards}


def levers_sent(app: AppTest) -> dict[str, Any]:
    (component,) = app.get("bidi_component")
    return json.loads(component.proto.bytes)


def test_the_browser_gets_steps_as_shown_and_in_full() -> None:
    cards = sent(f"1;{BENEFIT}=1530@2022-01,1621.8123@2023-01")
    assert cards[BENEFIT]["steps"] == [["2022-01", 1530, "1530.0"], ["2023-01", 1621.81, "1621.8123"]]
    assert cards[BENEFIT]["changed"] and not cards["economy.wage_growth"]["changed"]
    assert [step[:2] for step in cards["economy.wage_growth"]["steps"]] == [["2022-01", 6], ["2027-01", 4]]


def test_each_change_that_waits_is_named() -> None:
    cards = sent("1;unemployment.refund_rate_sme=70@2022-01,80@2023-11", "en")
    assert cards["unemployment.refund_rate_sme"]["waits"].endswith("the change of 2023-11 waits until 2024-10.")
    assert not run(sample(), "1").line("unemployment.benefit").min() < 0


@pytest.mark.parametrize(("text", "opened", "name"), [
    ("1", False, "Other levers"), (f"1;{BENEFIT}=1530@2022-01", False, "Other levers"),
    ("1;unemployment.remit_share=10@2022-01", True, "Other levers ({others}, 1 changed)"),
])  # fmt: skip
def test_the_most_used_levers_stand_open_and_a_fold_where_something_is_changed(
    text: str, opened: bool, name: str
) -> None:
    app = AppTest.from_function(draw, kwargs={"fund": "unemployment", "kinds": ("lever",)}, default_timeout=30)
    app.session_state["s"], app.session_state["lang"] = text, "en"
    data = levers_sent(app.run())
    (fold,) = data["folds"]
    assert len(data["cards"]) == 5 and data["cards"][0]["key"] == BENEFIT
    name = name.format(others=len(catalog.levers("unemployment")) - 5)
    assert (fold["key"], fold["open"], fold["name"]) == ("rest", opened, name) and bool(fold["cards"]) == opened


def test_a_card_says_in_one_line_what_it_does_and_what_speaks_against_it() -> None:
    cards = sent("1;unemployment.benefit_standard=1700@2022-01;unemployment.refund_rate_large=30@2022-01", "en")
    assert cards["unemployment.refund_cover"]["brief"] == ""
    assert re.match(r"Alone, 2022: expenditure [+]", cards[BENEFIT]["brief"])


@pytest.mark.parametrize(("text", "values", "says"), [
    ("1", ["2", "2", "2022"], ("", "")),
    ("1;economy.unemployment_rate=6.6@2023-01,5.1@2026-01", ["1.5", "3", "2023"],
     ("比基线高1.5个百分点，持续3年", "1.5 points above the baseline for 3 years")),
    ("1;economy.unemployment_rate=6.6@2023-01", ["", "", ""], ("另有填写", "typed otherwise")),
])  # fmt: skip
def test_points_and_years_of_unemployment_stand_on_its_card(
    text: str, values: list[str], says: tuple[str, str]
) -> None:
    """What is proposed, what is typed so, and what is typed otherwise; no other card has such boxes."""
    for lang, words in zip(LANGS, says, strict=True):
        cards = sent(text, lang)
        spell = cards["economy.unemployment_rate"]["spell"]
        assert [value for _, value in spell["boxes"]] == values and len(spell["form"]) == 4
        assert words in spell["says"] and bool(words) == bool(spell["says"])
        assert [key for key, card in cards.items() if card["spell"]] == ["economy.unemployment_rate"]
