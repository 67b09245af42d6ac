"""What a run sends for the lever under the hand, and what it says of the last move."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import seen
from streamlit.testing.v1 import AppTest
from support import run, sample, scenario
from test_scripts import ROOT

from sifund import catalog
from sifund.analysis.limits import Judged, judge
from sifund.declare.parameter import month_of
from sifund.ui.parts.bounds import limits
from sifund.ui.parts.courses import Card

BENEFIT, SME = "unemployment.benefit_standard=1530@2022-01", "unemployment.refund_rate_sme=90@2022-01"


def page(text: str, lang: str = "zh", before: list[str] | None = None) -> dict[str, Any]:
    """What each component of the page is sent."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.session_state["s"], app.session_state["lang"] = text, lang
    if before:
        app.session_state["_undo"] = before
    app.switch_page(str(ROOT / "pages" / "scenario.py")).run()
    assert not app.exception
    return seen.sent(app)


def test_the_amounts_sent_are_the_run_s_at_every_place_and_rest_on_the_cards() -> None:
    sent = page(f"1;{SME};view.fund=unemployment")
    cards = {card["key"]: card for card in sent["levers"]["cards"]}
    assert set(sent["hand"]["levers"]) and all(cards[key]["of"] == lever["of"] for key, lever in sent["hand"]["levers"].items()
                                               if key in cards)  # fmt: skip
    lever = sent["hand"]["levers"]["unemployment.benefit_standard"]
    side = run(sample(), f"1;{SME};unemployment.benefit_standard={500 + lever['at'][-1]}")
    for name, measure in (("spending", "expenditure"), ("closing", "closing")):
        amounts = 1000 * (np.array(sent["hand"][name]) + np.array(lever[name][-1]))
        assert amounts == pytest.approx(side.measure("unemployment", measure), abs=1100)


@pytest.mark.parametrize(("lang", "since", "latest"), [
    ("zh", "；上次改动+9,103", "比上次改动 · 2022年：支出+9,103万元、年末滚存结余−9,103万元"),
    ("en", "; last move +91.03", "Since the last move, 2022: "
     "expenditure +91.03 million yuan, closing balance −91.03 million yuan"),
])  # fmt: skip
def test_what_the_last_move_changed_stands_beside_the_baseline(lang: str, since: str, latest: str) -> None:
    sent = page(f"1;{BENEFIT};{SME};view.fund=unemployment", lang, before=[f"1;{BENEFIT}"])
    assert sent["headline"]["boxes"][0]["beside"].endswith(since)
    cards = {card["key"]: card for card in sent["levers"]["cards"]}
    cards |= {card["key"]: card for fold in sent["levers"]["folds"] for card in fold["cards"]}
    assert cards["unemployment.refund_rate_sme"]["latest"] == latest
    assert cards["unemployment.benefit_standard"]["latest"] == ""
    assert cards["unemployment.benefit_standard"]["alone"] and latest in cards["unemployment.refund_rate_sme"]["brief"]


@pytest.mark.parametrize(
    "before", [None, ["1;view.fund=public"], ["1;d=elsewhere-2020.abcdef;unemployment.refund_rate_sme=70"]]
)
def test_nothing_is_said_of_a_move_that_was_none(before: list[str] | None) -> None:
    text = "1;view.fund=unemployment" if before and "view" in before[0] else f"1;{SME};view.fund=unemployment"
    sent = page(text, before=before)
    assert all("上次改动" not in box["beside"] for box in sent["headline"]["boxes"])
    assert not any(card["latest"] for card in sent["levers"]["cards"])


def test_a_card_has_its_path_by_year_beside_the_baseline_s() -> None:
    cards = {card["key"]: card["line"] for card in page(f"1;{BENEFIT};view.fund=unemployment")["levers"]["cards"]}
    line = cards["unemployment.benefit_standard"]
    assert line["base"][1:3] == pytest.approx([1323, 1402.38]) and line["own"][1:3] == pytest.approx([1530, 1621.8])
    assert line["base"][0] == line["own"][0]


@pytest.mark.parametrize(
    ("lang", "value", "ends"),
    [("zh", "1234.5", "多支不超过1,234.5万元"), ("en", "12.345", "Extra up to 12.345 million yuan")],
)
def test_a_limit_of_cost_stands_in_its_box_and_in_the_ends_of_the_corridors(lang: str, value: str, ends: str) -> None:
    sent = page("1;view.fund=unemployment;view.cost=unemployment:12345000", lang)
    ceiling = sent["levers"]["tools"]["ceiling"]
    assert (ceiling["fund"], ceiling["value"]) == ("unemployment", value)
    zones = [zone for lever in sent["hand"]["levers"].values() for zone in lever["zones"] if zone["kind"] == "cost"]
    assert zones and all(zone["says"].startswith(ends) for zone in zones)
    assert page("1;view.fund=public", lang)["levers"]["tools"]["ceiling"]["value"] == ""


@pytest.mark.parametrize("fund", list(catalog.all_funds()))
def test_a_card_shows_the_law_beside_its_path(fund: str) -> None:
    """Every limit of every lever by January, where a rule is known, and in words with its name."""
    side, found = run(sample(), BENEFIT), scenario(sample(), BENEFIT)
    for p in catalog.of_kind(("lever",), fund):
        shown = limits(Card(p, found, side, month_of(2022)))
        judged_at_all = any(judge(side, p, rule) for rule in p.alerts)
        assert judged_at_all or not p.alerts or (p.instead_of and not found.steps(p.key)), p.key
        assert bool(shown) == bool(judged_at_all and p.dated), p.key
        for name, bounds, course in shown:
            judged = [one for rule in p.alerts if (one := judge(side, p, rule))]
            assert any(_same(one, bounds) for one in judged) and course and name.zh.startswith("法定"), p.key
    line = next(
        x["line"] for x in page(f"1;{BENEFIT}")["levers"]["cards"] if x["key"] == "unemployment.benefit_standard"
    )
    assert line["limits"] == [["法定须低于", [1620, 1700, 1700, 1700, 2070, None]]]


def _same(judged: Judged, bounds: tuple[float | None, ...]) -> bool:
    known = zip(judged.bounds[::12] / judged.parameter.divisor, judged.dated[::12], bounds, strict=True)
    return all(
        (value == pytest.approx(bound)) if bound is not None else (not on or np.isnan(value))
        for value, on, bound in known
    )


def test_scripts_are_fetched_by_address() -> None:
    """A run sends a line of each; the address holds a hash of what is fetched."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.switch_page(str(ROOT / "pages" / "scenario.py")).run()
    scripts = {e.proto.component_name: e.proto.js_content for e in app.get("bidi_component")}
    assert len(scripts) == 4 and all(len(text) < 320 and f"/{name}/" in text for name, text in scripts.items())
