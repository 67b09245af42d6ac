"""What followed 2021, at nothing until it is typed: pensions raised by a formula or a link, subsidies a head to firms."""

from __future__ import annotations

import polars as pl
import pytest
from support import FEN, amount, given, run, small, wan

from sifund import catalog
from sifund.analysis.alerts import alerts
from sifund.analysis.effect.payers import payments
from sifund.analysis.explain import explain
from sifund.dataset import Dataset
from sifund.presets import presets

AVERAGE, MIX = 6_095.75, 6_095.75 / 5_867.58 * (1 - 12_418 / 311_140)  # of 2021; what new retirees make of it a year
PARTS = ("flat_rise", "year_rise", "aged_rise", "wage_link", "price_link")
NEAR = 0.02  # 万元
REFUND = "unemployment.stabilisation_refund"


def pension(average: float, years: int = 1) -> float:
    """Pensions of a later year [万元]: 42,535 persons, 3.4% more each year, on an average."""
    return 311_140 * 1.034**years * average / AVERAGE


def test_the_formula_by_hand(dataset: Dataset) -> None:
    # 50 + 1 · 33 years + 40 · 25% = 93 yuan, and 1.5% of 6,095.75: 184.44, 3.03%
    side = run(dataset, presets()["adjustment-formula"].scenario(dataset).text())
    first = (AVERAGE * 1.015 + 93) * MIX
    assert (first / MIX - AVERAGE) / AVERAGE == pytest.approx(0.0303, abs=5e-5)
    assert wan(side, "public.pension", 2022) == pytest.approx(pension(first), abs=NEAR)
    assert wan(side, "public.pension", 2023) == pytest.approx(pension((first * 1.015 + 93) * MIX, 2), abs=NEAR)


def test_the_link_by_hand(dataset: Dataset) -> None:
    # half of 6% and half of 2%: 4%; from 2027 half of 4% and half of 2%: 3%
    side = run(dataset, presets()["linked-pensions"].scenario(dataset).text(), 8)
    assert wan(side, "public.pension", 2022) == pytest.approx(pension(AVERAGE * 1.04 * MIX), abs=NEAR)
    months = side.quantity(catalog.quantities()["public.average_pension"])
    assert months is not None
    assert (months[72] / months[60], months[60] / months[48]) == pytest.approx((1.03 * MIX, 1.04 * MIX))


def test_falling_wages_lower_no_pension(dataset: Dataset) -> None:
    text = "public.adjustment=0;public.wage_link=100;economy.wage_growth=-10"
    assert wan(run(dataset, text), "public.pension", 2022) == pytest.approx(pension(AVERAGE * MIX), abs=NEAR)


@pytest.mark.parametrize("part", PARTS)
def test_each_part_moves_pensions_alone_and_is_explained(dataset: Dataset, part: str) -> None:
    side = run(dataset, f"public.{part}=1.5@2023-01")
    assert side.line("public.pension")[1] == side.baseline.line("public.pension")[1]
    assert side.line("public.pension")[2] > side.baseline.line("public.pension")[2] + FEN
    assert explain(side, "public.pension", 2024).amount == pytest.approx(side.line("public.pension")[3], rel=1e-12)


def test_subsidies_a_head_by_hand(dataset: Dataset) -> None:
    # 1,074,200 · 1.03 insured: 1% of them · 1,500 yuan, 20% · 500 yuan, beside a refund of 22,106.17
    for text, more in (("unemployment.hiring_subsidy=1500@2022-01,0@2023-01", 1_106_426 * 0.01 * 1_500 / 1e4),
                       ("unemployment.retention_subsidy=500@2022-01,0@2023-01", 1_106_426 * 0.2 * 500 / 1e4)):  # fmt: skip
        side = run(dataset, text)
        gaps = [wan(side, REFUND, year) - wan(side.baseline, REFUND, year) for year in (2021, 2022, 2023)]
        assert gaps == pytest.approx([0, more, 0], abs=NEAR)
        assert side.months(REFUND)[[20, 22]].tolist() == [0, 0] and not alerts(side)
        firms = payments(side).filter(
            (pl.col("party") == "firms") & (pl.col("year") == 2022) & (pl.col("fund") == "all")
        )
        assert firms["receives"].item() / 1e4 == pytest.approx(more, abs=NEAR)  # of the change


def test_subsidies_a_head_are_for_those_insured_at_the_unemployment_rate(dataset: Dataset) -> None:
    # one point more: 1% fewer of 1,106,426 insured; the refund goes by the contributions of the year before
    paid = run(dataset, "unemployment.hiring_subsidy=1500@2022-01;economy.unemployment_rate=6.1@2022-01")
    more = wan(paid, REFUND, 2022) - wan(paid.baseline, REFUND, 2022)
    assert more == pytest.approx(1_106_426 * 0.99 * 0.01 * 1_500 / 1e4, abs=NEAR)


@pytest.mark.parametrize("text", ["hiring_subsidy=1501", "retention_subsidy=501"])
def test_above_the_ceiling_of_its_years_it_alerts(dataset: Dataset, text: str) -> None:
    key = f"unemployment.{text.partition('=')[0]}"
    ends = "2026-01" if "hiring" in text else "2023-01"
    years = [alert.years for alert in alerts(run(dataset, f"unemployment.{text}@2022-01,0@{ends}")) if alert.key == key]
    assert years == [(2022, 2023, 2024, 2025) if "hiring" in text else (2022,)]


def test_an_office_that_paid_them_in_its_base_year_ties(dataset: Dataset) -> None:
    """What is typed for the base year stands beside the refund that its amount leaves."""
    office = small(
        [amount(REFUND, 2e8)],
        [
            given("unemployment.insured", 1e6),
            given("unemployment.hiring_subsidy", 1500),
            given("unemployment.hired_share", 1),
        ],
    )
    side = run(office, "")
    assert side.line(REFUND)[0] == pytest.approx(2e8, abs=FEN)
