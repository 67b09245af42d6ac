"""Every rule finds what was planted for it and spares what only looks alike."""

from __future__ import annotations

import pytest
import rule_cases_core  # noqa: F401
import rule_cases_more  # noqa: F401
from rule_cases import CASES
from small_city import JAN, City

from sifund.records.engine import needs, over
from sifund.records.rules import rules


@pytest.mark.parametrize("code", rules())
def test_a_rule_finds_what_is_planted_and_spares_what_looks_alike(code: str) -> None:
    city = City()
    planted, alike = CASES[code](city)
    assert planted and alike
    found = over({name: frame.lazy() for name, frame in city.frames().items()})([rules()[code]])
    assert sorted(found["record"]) == sorted(planted)


@pytest.mark.parametrize("code", ["C28", "C30", "P36", "P66"])
def test_who_is_missing_in_a_register_that_is_not_at_hand_is_not_known(code: str) -> None:
    city = City()
    CASES[code](city)
    city.rows["registers"].clear()
    city.add("registers", person_id=1, register="owner", from_month=JAN)
    assert over({name: frame.lazy() for name, frame in city.frames().items()})([rules()[code]]).is_empty()


def test_what_a_rule_needs_is_seen_on_empty_tables() -> None:
    assert needs(rules()["P03"]) == ("spells", "payments")
    assert needs(rules()["P12"]) == ("claims", "payments", "standards")
    assert needs(rules()["P60"]) == ("firm_years", "contributions", "refunds")
