"""The base year modelled from the year before: nothing leaks, errors split exactly into standard and volume."""

from __future__ import annotations

import polars as pl
import pytest
from support import WAN, amount, given, small

from sifund.analysis.outlook.backtest import SCHEMA, backtest, earlier, earlier_years
from sifund.dataset import Dataset
from sifund.dataset.schema import ParameterRow
from sifund.declare.parameter import month_of
from sifund.model.calibrate import calibrate

BASIC = "resident.basic_pension"


def row(table: pl.DataFrame, line: str) -> dict:
    (found,) = table.filter(pl.col("line") == line).to_dicts()
    return found


def two_years(before: float, actual: float, standard_before: float, standard: float, **more: float) -> Dataset:
    """Recipients × basic standard in 2021 and 2022, the base year; both standards known."""
    lines = [amount(BASIC, before, 2021), amount(BASIC, actual)]
    known = [given("resident.basic_standard", standard_before, "2021-01"), given("resident.basic_standard", standard)]
    return small(lines, [*known, *(given(f"resident.{k}", v, "2021-01") for k, v in more.items())])


def test_the_sample_has_2020_and_a_dataset_without_an_earlier_year_has_none(dataset: Dataset) -> None:
    assert earlier_years(dataset) == [2020]
    assert earlier_years(small([amount(BASIC, 1e8)])) == []


def test_every_line_with_both_amounts_is_tested(dataset: Dataset) -> None:
    table = backtest(dataset, 2020)
    assert table.schema == SCHEMA and len(table) == 16
    for r in table.to_dicts():
        assert r["error"] == pytest.approx(r["actual"] - r["forecast"], abs=1e-6)
        assert r["error"] == pytest.approx(r["standard"] + r["volume"], abs=1e-6)
        assert r["actual"] == dataset.line(r["line"]).actual_yuan  # type: ignore[union-attr]
        assert r["before"] == dataset.line(r["line"], 2020).actual_yuan  # type: ignore[union-attr]


def test_the_benefits_error_is_its_standard_of_april(dataset: Dataset) -> None:
    found = row(backtest(dataset, 2020), "unemployment.benefit")
    # 1,117 stood until March, 1,323 from April: at 1,117 all year the forecast misses 9 of 12 months of 206 yuan
    raised = (3 * 1117 + 9 * 1323) / (12 * 1117) - 1
    assert found["standard"] == pytest.approx(found["forecast"] * raised, rel=0.005)
    assert found["forecast"] > found["before"], "claims grow by their assumption"
    assert abs(found["volume"]) < 0.02 * found["actual"]


def test_the_pensions_error_by_hand(dataset: Dataset) -> None:
    found = row(backtest(dataset, 2020), "public.pension")
    forecast = 289_675.1 * 1.04 * 1.034  # the adjustment and growth that are declared; no mix effect is
    assert found["forecast"] / WAN == pytest.approx(forecast, rel=1e-5)
    standards = 289_675.1 * 1.034 * (1 + 228.17 / 5867.58)
    assert found["standard"] / WAN == pytest.approx(standards - forecast, rel=1e-3)
    assert abs(found["error_percent"]) < 0.2


def test_a_count_of_the_earlier_year_is_its_standard(dataset: Dataset) -> None:
    then = earlier(dataset, 2020)
    assert then.steps("resident.basic_standard") == ((month_of(2020), 355.0),)
    found = row(backtest(dataset, 2020), BASIC)
    assert found["standard"] == pytest.approx(found["forecast"] * (360 / 355 - 1), rel=1e-9)


def test_nothing_of_the_later_year_leaks(dataset: Dataset) -> None:
    then = earlier(dataset, 2020)
    assert then.base_year == 2020 and all(r.year <= 2020 for r in (*then.lines, *then.accounts))
    assert all(r.from_month == "2020-01" for r in then.parameters)
    keys = {r.key for r in then.parameters}
    assert not keys & {"public.adjustment", "public.pension_mix"}, "rates of a year are not known before it"
    assert not keys & {"public.transfers", "unemployment.training"}, "an amount of that year tells them"
    assert not keys & {"unemployment.assistance_months", "unemployment.skills_claims"}, "known from 2022 on only"
    assert calibrate(then).value_at("public.transfers", month_of(2020)) == pytest.approx(22_300_000 / 5.8243, rel=1e-6)
    assert then.steps("unemployment.insured")[0][1] == pytest.approx(1_074_200 / 1.03)


def test_a_year_that_went_as_assumed_has_no_error() -> None:
    found = row(backtest(two_years(1e8, 1e8 * 1.0315, 400, 400), 2021), BASIC)
    assert found["error"] == pytest.approx(0, abs=0.01)
    assert not found["carried_flat"] and found["unexplained"] == 0


def test_a_standard_alone_is_all_standard_and_a_volume_alone_all_volume() -> None:
    dearer = row(backtest(two_years(1e8, 1e8 * 1.0315 * 1.1, 400, 440), 2021), BASIC)
    assert dearer["standard"] == pytest.approx(1e8 * 1.0315 * 0.1, rel=1e-9) and dearer["volume"] == pytest.approx(
        0, abs=0.01
    )
    more = row(backtest(two_years(1e8, 1e8 * 1.0315 * 1.1, 400, 400), 2021), BASIC)
    assert more["volume"] == pytest.approx(1e8 * 1.0315 * 0.1, rel=1e-9) and more["standard"] == 0


def test_what_the_model_leaves_of_the_earlier_year_is_said(dataset: Dataset) -> None:
    refund = row(backtest(dataset, 2020), "unemployment.stabilisation_refund")
    assert refund["unexplained"] > 0.5 * refund["before"], "the higher rates of 2020 are not in the dataset"
    unknown = small([amount("resident.gifts", 5e6, 2021), amount("resident.gifts", 6e6), amount(BASIC, 1e8)])
    found = row(backtest(unknown, 2021), "resident.gifts")
    assert found["carried_flat"] and found["forecast"] == pytest.approx(5e6) and found["volume"] == pytest.approx(1e6)


def test_several_years_back_grow_for_as_many_years() -> None:
    lines = [amount(BASIC, 1e8, 2019), amount(BASIC, 1.1e8, 2021), amount(BASIC, 1.2e8)]
    on = small(lines, [given("resident.basic_standard", 400, "2019-01")])
    assert earlier_years(on) == [2021, 2019]
    # the standard of 2019 stands through 2020 and rises by 1.4% in 2021 and 2022: the year that it stands is counted
    # from the base year, no longer from 2022
    assert row(backtest(on, 2019), BASIC)["forecast"] == pytest.approx(1e8 * 1.0315**3 * 1.014**2, rel=1e-9)
    assert row(backtest(on, 2021), BASIC)["forecast"] == pytest.approx(1.1e8 * 1.0315, rel=1e-9)


def test_a_dataset_cast_back_stays_valid(dataset: Dataset) -> None:
    then = earlier(dataset, 2020)
    assert all(isinstance(r, ParameterRow) and r.reason_zh for r in then.parameters)
    assert {r.basis for r in then.parameters} == {"assumed"}
