"""A benefit typed as a share of the minimum wage: law is dated, so the share follows it, to the yuan."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support import run, scenario, wan

from sifund import catalog
from sifund.analysis.alerts import alerts, notes
from sifund.analysis.effect.goal import Goal, Question
from sifund.analysis.effect.idle import idle_of
from sifund.analysis.explain import explain
from sifund.analysis.explain.wording import numbers
from sifund.analysis.own import stands
from sifund.analysis.response.grid import Query, respond
from sifund.analysis.response.lawful import lawful
from sifund.analysis.response.places import Places
from sifund.dataset import Dataset
from sifund.declare.parameter import month_of
from sifund.model.case import Case
from sifund.presets import presets
from sifund.scenario.place import typed as stands_typed
from sifund.ui.parts.cards import share
from sifund.ui.parts.courses import Card

SHARE, YUAN = "unemployment.benefit_share", "unemployment.benefit_standard"
STANDARD = catalog.quantities()["unemployment.standard"]


def paid(dataset: Dataset, text: str) -> list[float]:
    """The benefit in force each December, 2021 to 2028 [yuan a month]."""
    amounts = run(dataset, text, years=8).quantity(STANDARD)
    assert amounts is not None
    return amounts[11::12].tolist()


@pytest.mark.parametrize(("text", "expected"), [
    (f"{SHARE}=90@2022-01", [1323, 1530, 1530, 1530, 1863, 1863, 1863, 1863]),  # 90% of 1,700, then of 2,070
    (f"{SHARE}=77.8@2023-07", [1323, 1323, 1323, 1323, 1610, 1610, 1610, 1610]),  # 1,322.6; 1,610.46
    (f"{SHARE}=90@2022-01,80@2025-01", [1323, 1530, 1530, 1530, 1656, 1656, 1656, 1656]),
    # yuan typed later end the share, a share typed later ends the yuan, of two of one month the share holds
    (f"{SHARE}=90@2022-01;{YUAN}=1600@2024-01", [1323, 1530, 1530, 1600, 1696, 1797.76, 1869.6704, 1944.457216]),
    (f"{SHARE}=90@2025-01;{YUAN}=1400@2022-01", [1323, 1400, 1484, 1573.04, 1863, 1863, 1863, 1863]),
    (f"{SHARE}=90@2022-01;{YUAN}=1400@2022-01", [1323, 1530, 1530, 1530, 1863, 1863, 1863, 1863]),
    (f"{SHARE}=90;unemployment.minimum_wage=1905@2024-01", [1323, 1530, 1530, 1715, 1715, 1715, 1715, 1715]),  # 1,714.5
])  # fmt: skip
def test_the_share_follows_the_dated_law_to_the_yuan(dataset: Dataset, text: str, expected: list[float]) -> None:
    assert paid(dataset, text) == pytest.approx(expected, abs=1e-9)


def test_a_share_does_what_its_yuan_do(dataset: Dataset) -> None:
    """Every line that follows the benefit, by hand and to the fen; duration too where it answers the benefit."""
    assert wan(run(dataset, f"{SHARE}=90"), "unemployment.other_cost", 2022) == pytest.approx(
        27_353.5195 * 1_530 / 1e4, abs=0.01
    )
    text = "unemployment.benefit_elasticity=0.4;unemployment.assistance_months=9000;"
    one, two = (
        run(dataset, text + x)
        for x in (f"{SHARE}=90", f"{YUAN}=1530@2022-01,1530@2023-01,1530@2024-01,1863@2025-01,1863@2026-01")
    )
    assert (
        max(abs(one.line(k)[:3] - two.line(k)[:3]).max() for k in one.line_keys()) < 1e-6
    )  # the standard of 2023 still grows in January
    moved = {k for k in one.line_keys() if abs(one.line(k) - one.baseline.line(k)).max() > 1e-6}
    assert set(catalog.moved_by(SHARE)) <= moved and set(catalog.moved_by(SHARE)) == set(catalog.moved_by(YUAN))


def test_what_the_law_says_of_a_share(dataset: Dataset) -> None:
    lawful = run(dataset, f"{SHARE}=90", years=8)
    assert alerts(lawful) == []
    (note,) = notes(lawful)
    assert (
        note.key == SHARE and note.years == (2026, 2027, 2028) and "2,070" in note.says.en and "stays" in note.says.en
    )
    over = alerts(run(dataset, f"{SHARE}=100@2023-01"))
    assert [(a.key, a.years) for a in over] == [(SHARE, (2023, 2024, 2025, 2026))]
    both = notes(run(dataset, f"{SHARE}=90;{YUAN}=1750"))
    assert [a.key for a in both if "not used" in a.says.en] == [YUAN]  # what is not in force breaks no rule
    assert alerts(run(dataset, f"{SHARE}=90;{YUAN}=1750")) == []


def test_the_card_shows_both_and_either_may_bestands_typed(dataset: Dataset) -> None:
    def card(key: str, text: str) -> Card:
        found = scenario(dataset, text)
        return Card(catalog.parameter(key), found, Case(dataset, found.changes).side(), 24264)

    for key in (SHARE, YUAN):
        says = share(card(key, "").side, catalog.parameter(key), 24264)
        assert says and says.zh == "1,323 元/月 = 当地最低工资标准1,700 元/月的77.8%"
    untouched = card(SHARE, "")
    assert untouched.rows(24264)[0][1] == pytest.approx(100 * 1323 / 1700) and untouched.is_no_change(((24264, 77.82),))
    typed = stands_typed(
        scenario(dataset, f"{YUAN}=1500@2022-01,1600@2024-01"), catalog.parameter(SHARE), ((24288 - 12, 90.0),)
    )
    assert typed.text().partition("1;")[2] == f"{SHARE}=90@2023-01;{YUAN}=1500@2022-01" or dict(typed.changes) == {
        SHARE: ((24276, 90.0),), YUAN: ((24264, 1500.0),)}  # fmt: skip
    back = stands_typed(typed, catalog.parameter(YUAN), ((24264, 1400.0),))
    assert dict(back.changes) == {YUAN: ((24264, 1400.0),)}


def test_what_a_slider_does_is_what_typing_its_value_does(dataset: Dataset) -> None:
    """Yuan typed where a share stands end it, for the response of the slider as for the card; the lawful places leave out the
    one that lets an unlawful share stand, and no other."""
    for held, lawless in ((f"{SHARE}=90", False), (f"{SHARE}=100", True), (f"{YUAN}=1750", False)):
        query = scenario(dataset, held)
        for key in (SHARE, YUAN):
            card = Card(catalog.parameter(key), query, Case(dataset, query.changes).side(), 24264)
            places = card.places or Places.of(card.p, 24264, card.rows(24264)[0][1])
            (response,) = respond(dataset, query, Query("unemployment", 6, 2022, 6), [places])
            for at, spent in zip(response.at, response.spending, strict=True):
                typed = Case(dataset, stands_typed(query, places.p, places.steps(at)).changes).side()
                assert spent == pytest.approx(typed.measure("unemployment", "expenditure"), abs=1)
            runs = lawful(dataset, query, 6, places)
            assert runs is not None
            for at in {
                0,
                *(end + d for ends in runs for end in ends for d in (-1, 0, 1) if 0 <= end + d < places.count),
            }:
                side = Case(dataset, stands_typed(query, places.p, places.steps(at)).changes).side()
                unlawful = any(alert.key in (SHARE, YUAN) for alert in alerts(side))
                assert unlawful != any(first <= at <= last for first, last in runs), (held, key, at)
            assert (len(runs) == 2) == (lawless and key == YUAN)


def test_solve_ends_what_stands_in_the_lever_s_place(dataset: Dataset) -> None:
    query = scenario(dataset, f"{SHARE}=90@2022-01")
    goal = Goal("unemployment", "expenditure", 2024, 62_000e4)
    changed = Question(dataset, query, catalog.parameter(YUAN), goal, month_of(2023), 6).change(1400)
    assert dict(changed.changes) == {SHARE: ((24264, 90.0),), YUAN: ((24276, 1400.0),)}
    assert paid(dataset, changed.text())[1:4] == pytest.approx([1530, 1400, 1400 * 1.06])


def test_it_is_explained_and_where_no_wage_is_known_that_is_said(dataset: Dataset) -> None:
    side = run(dataset, f"{SHARE}=90")
    assert numbers(explain(side, STANDARD.key, 2025), 1).en == "[90% × 2,070, in whole numbers] = 1,863"
    assert explain(side, "unemployment.benefit", 2025).amount == pytest.approx(side.line("unemployment.benefit")[4])
    without = tuple(row for row in dataset.parameters if row.key != "unemployment.minimum_wage")
    bare = run(replace(dataset, parameters=without, law=()), f"{SHARE}=90")
    assert max(abs(bare.line(k) - bare.baseline.line(k)).max() for k in bare.line_keys()) == 0
    assert (
        (says := idle_of(bare, SHARE)) and "minimum wage" in says.en and stands(bare, catalog.parameter(SHARE)) is None
    )


def test_the_ready_scenario(dataset: Dataset) -> None:
    found = presets()["benefit-share"].scenario(dataset)
    assert dict(found.changes) == {SHARE: ((24264, 90.0),)}
    _, *later = paid(dataset, found.text().partition(";")[2])
    says = presets()["benefit-share"].says
    for amount in set(later):
        assert f"{amount:.0f}元" in says.zh and f"{amount:,.0f}" in says.en
