"""What of the base year needs attention."""

from __future__ import annotations

import pytest

from sifund.analysis.year.attention import attention, level_of, supplies
from sifund.catalog import all_funds
from sifund.dataset import SAMPLE, find
from sifund.declare.fund import Band
from sifund.model.case import Case
from sifund.scenario import parse

BAND = Band(red=3, amber=6)


@pytest.mark.parametrize(
    ("cover", "level"), [(2.99, "red"), (3, "amber"), (5.99, "amber"), (6, None), (float("nan"), None)]
)
def test_a_cover_stands_in_its_band(cover: float, level: str | None) -> None:
    assert level_of(cover, BAND) == level


def test_the_sample_s_assumed_balances_are_no_alert_but_to_be_supplied() -> None:
    result = Case(find(SAMPLE), years=1).side("baseline")
    assert attention(result) == []
    assert [says.zh.partition("：")[0] for says in supplies(result)] == ["机关养老", "居民养老", "失业保险"]
    assert "4.1个月" in supplies(result)[0].zh
    assert "opening balance and income of the year;" in supplies(result)[0].en


def test_base_year_inputs_move_it() -> None:
    dataset = find(SAMPLE)
    scenario, notices = parse("1;unemployment.opening=10000000;unemployment.income=400000000", dataset)
    assert not notices
    found = attention(Case(dataset, scenario.changes, 1).side())
    fund = all_funds()["unemployment"].short.zh
    assert found[0].level == "red" and found[0].says.zh.startswith(fund)
    assert any("支出大于收入" in item.says.zh for item in found if item.says.zh.startswith(fund))
