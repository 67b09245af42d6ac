"""Budget work: the adjustment a line needs, progress against the calendar, and the applications that make up a year."""

from __future__ import annotations

import polars as pl
import pytest
from support import PRINTED, amount, run, small

from sifund.analysis.year.budget import adjustment_table, applications, budget
from sifund.dataset import Dataset
from sifund.dataset.schema import LineRow
from sifund.model.case import Case
from sifund.model.frames import lines_frame

TEXT = "1;unemployment.benefit_standard=1530;unemployment.refund_rate_sme=90"


def row(table: pl.DataFrame, line: str) -> dict:
    return table.row(by_predicate=pl.col("line") == line, named=True)


def test_the_base_year_forecast_is_the_outturn(dataset: Dataset) -> None:
    table = budget(dataset, run(dataset), dataset.base_year, 12)
    assert {r["line"]: r["forecast_yuan"] for r in table.to_dicts()} == pytest.approx(PRINTED, abs=0.01)
    pension = row(table, "public.pension")
    assert (pension["budget_yuan"], pension["adjustment_yuan"]) == pytest.approx((3_036_420_000, 74_980_000))
    assert row(table, "resident.basic_pension")["adjustment_yuan"] == 0


def test_a_scenario_s_adjustment_is_its_difference_where_no_budget_is_known(dataset: Dataset) -> None:
    result = run(dataset, TEXT)
    table = budget(dataset, result, 2022, 12)
    gaps = {r["line"]: r["difference"] for r in lines_frame(result).filter(pl.col("year") == 2022).to_dicts()}
    assert set(table["budget_basis"]) == {"model"}
    assert {r["line"]: r["adjustment_yuan"] for r in table.to_dicts()} == pytest.approx(
        {key: gaps[key] for key in table["line"]}, abs=0.02
    )
    assert row(table, "unemployment.stabilisation_refund")["adjustment_yuan"] > 9e7


def test_progress_knows_when_a_yearly_payment_falls(dataset: Dataset) -> None:
    half = row(budget(dataset, run(dataset, TEXT), 2022, 6), "unemployment.stabilisation_refund")
    assert (half["calendar_percent"], half["planned_percent"], half["progress_percent"]) == (50, 0, 0)
    assert half["ahead_points"] == 0
    benefit = row(budget(dataset, run(dataset, TEXT), 2022, 6), "unemployment.benefit")
    assert benefit["ahead_points"] == pytest.approx(benefit["progress_percent"] - benefit["planned_percent"])
    assert benefit["ahead_points"] > 5


def test_the_plan_is_the_baselines_also_where_a_change_comes_within_the_year(dataset: Dataset) -> None:
    found = run(dataset, "unemployment.benefit_standard=1530@2022-07;unemployment.employer_rate=0.4@2022-10")
    plain, moved = (budget(dataset, result, 2022, 6) for result in (run(dataset), found))
    assert moved["planned_percent"].to_list() == plain["planned_percent"].to_list()
    benefit, before = row(moved, "unemployment.benefit"), row(plain, "unemployment.benefit")
    assert benefit["spent_yuan"] == before["spent_yuan"] and benefit["forecast_yuan"] > before["forecast_yuan"]
    assert benefit["ahead_points"] == pytest.approx(0, abs=1e-6)


def test_a_budget_says_whether_it_is_stated_worked_out_or_the_models(dataset: Dataset) -> None:
    def of(**given: float | str) -> tuple[float, str]:
        known = amount("unemployment.medical", 9e6).model_copy(update=given)
        data = small([LineRow.model_validate(known.model_dump())])
        found = row(budget(data, Case(data).side("baseline"), 2022, 12), "unemployment.medical")
        return found["budget_yuan"], found["budget_basis"]

    assert of() == (9e6, "model")
    assert of(initial_budget_yuan=8e6) == (8e6, "reported")
    assert of(initial_budget_yuan=8e6, initial_budget_formula="300 + 500") == (8e6, "derived")
    assert of(initial_budget_yuan=8e6, budget_yuan=1e7) == (1e7, "reported")
    assert of(initial_budget_yuan=8e6, budget_yuan=1e7, budget_formula="500 + 500") == (1e7, "derived")


def test_applications_make_up_the_year(dataset: Dataset) -> None:
    result = run(dataset, TEXT)
    table = applications(result, 2022)
    year = {r["line"]: r["scenario"] for r in lines_frame(result).filter(pl.col("year") == 2022).to_dicts()}
    for line, months in table.group_by("line"):
        assert months["amount_yuan"].sum() == pytest.approx(year[str(line[0])], abs=0.1)
        assert months.sort("month")["cumulative_yuan"].last() == pytest.approx(year[str(line[0])], abs=0.01)
    paid = table.filter((pl.col("line") == "unemployment.stabilisation_refund") & (pl.col("amount_yuan") > 0))
    assert paid["month"].to_list() == [10]


def test_the_adjustment_table_adds_up(dataset: Dataset) -> None:
    table = adjustment_table(dataset, run(dataset), 2021)
    whole = row(table, "all.total")
    assert whole["initial_budget_yuan"] == pytest.approx(3_759_370_000)
    for name in ("budget_yuan", "adjustment_yuan", "forecast_yuan"):
        totals = [row(table, f"{fund}.total")[name] for fund in dataset.funds]
        assert sum(totals) == pytest.approx(whole[name])
    for r in table.to_dicts():
        assert r["budget_yuan"] + r["adjustment_yuan"] == pytest.approx(r["forecast_yuan"], abs=0.01)
    assert row(table, "unemployment.total")["budget_yuan"] == pytest.approx(515_680_150)


def test_part_year_data_are_carried_to_the_end_of_the_year() -> None:
    known = amount("unemployment.medical", 9e6).model_copy(update={"budget_yuan": 1e7})
    data = small([LineRow.model_validate(known.model_dump())], months=9)
    found = row(budget(data, Case(data).side("baseline"), 2022, 9), "unemployment.medical")
    assert found["spent_yuan"] == pytest.approx(9e6)
    assert found["forecast_yuan"] == pytest.approx(12e6)
    assert found["adjustment_yuan"] == pytest.approx(2e6)
    assert found["adjustment_percent"] == pytest.approx(20)
