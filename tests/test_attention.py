"""What of the base year needs attention."""

from __future__ import annotations

import pytest

from sifund.analysis.attention import attention, level_of
from sifund.catalog import all_funds
from sifund.dataset import SAMPLE, find
from sifund.engine import simulate
from sifund.formula import Band
from sifund.scenario import parse

BAND = Band(red=3, amber=6)


@pytest.mark.parametrize(
    ("cover", "level"), [(2.99, "red"), (3, "amber"), (5.99, "amber"), (6, None), (float("nan"), None)]
)
def test_a_cover_stands_in_its_band(cover: float, level: str | None) -> None:
    assert level_of(cover, BAND) == level


def test_the_sample_has_one_fund_below_its_line() -> None:
    dataset = find(SAMPLE)
    found = attention(simulate(dataset, [], 1))
    assert [(item.level, item.says.zh) for item in found] == [
        ("amber", "机关养老：年末结余可支付4.1个月，低于6个月（本程序的预警线）")
    ]


def test_base_year_inputs_move_it() -> None:
    dataset = find(SAMPLE)
    scenario, notices = parse("1;unemployment.opening=10000000;unemployment.income=400000000", dataset)
    assert not notices
    found = attention(simulate(dataset, [scenario], 1))
    fund = all_funds()["unemployment"].short.zh
    assert found[0].level == "red" and found[0].says.zh.startswith(fund)
    assert any("支出大于收入" in item.says.zh for item in found if item.says.zh.startswith(fund))
