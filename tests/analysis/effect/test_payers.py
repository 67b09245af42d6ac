"""Who pays: payments and receipts add up to the effect on spending, for every fund, year and scenario."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given as example_of
from hypothesis import settings
from support import account, amount, given, run, sample, scenarios, small

from sifund import catalog
from sifund.analysis.effect.payers import PUBLIC, payments, public_view
from sifund.dataset import Dataset
from sifund.declare.party import PARTIES
from sifund.model.case import Case, Side
from sifund.model.frames import balances_frame
from sifund.scenario import Scenario


def fen(x: float) -> int:
    return round(x * 100)


def wan(frame: pl.DataFrame, fund: str, year: int) -> dict[str, dict[str, float]]:
    """Payments in 万元 by party."""
    rows: list[dict[str, Any]] = frame.filter((pl.col("fund") == fund) & (pl.col("year") == year)).to_dicts()
    return {row["party"]: {side: row[side] / 1e4 for side in ("pays", "receives", "net")} for row in rows}


def spent(result: Side, fund: str) -> list[int]:
    rows = balances_frame(result).filter((pl.col("fund") == fund) & (pl.col("measure") == "expenditure"))
    return [fen(x) for x in rows["difference"]]


@settings(max_examples=30)
@example_of(scenarios())
def test_payments_and_receipts_are_the_whole(changed: Scenario) -> None:
    result = Case(sample(), changed.changes).side()
    frame = payments(result)
    assert set(frame["party"]) <= {party.key for party in PARTIES}
    for fund in (*result.funds, catalog.ALL):
        for year, whole in zip(result.years, spent(result, fund), strict=True):
            rows = frame.filter((pl.col("fund") == fund) & (pl.col("year") == year))
            assert sum(map(fen, rows["pays"])) == whole == sum(map(fen, rows["receives"]))
            assert sum(map(fen, rows["net"])) == 0
            view = public_view(rows)
            assert sum(map(fen, view["pays"])) == whole and abs(sum(map(fen, view["net"]))) == 0
            assert view.filter(pl.col("public")).height == 1


def test_the_basic_pension_is_paid_by_three_budgets(dataset: Dataset) -> None:
    # 400 instead of 360 yuan: (18,498 + 276)·1.0315/9 = 2,151.7万 more, shared 60, 20 and the city's 20%
    found = wan(payments(run(dataset, "resident.basic_standard=400")), "resident", 2022)
    assert found["central"]["pays"] == pytest.approx(0.6 * 2151.7, abs=0.1)
    assert found["region"]["pays"] == found["city"]["pays"] == pytest.approx(0.2 * 2151.7, abs=0.1)
    assert found["fund"]["pays"] == pytest.approx(0, abs=0.01) and found["residents"]["pays"] == 0
    assert found["recipients"]["receives"] == pytest.approx(2151.7, abs=0.1)


def test_a_refund_comes_out_of_the_fund_and_goes_to_firms(dataset: Dataset) -> None:
    found = wan(payments(run(dataset, "unemployment.refund_rate_sme=90")), "unemployment", 2022)
    rise = found["firms"]["receives"]
    assert rise > 9000 and found["firms"]["net"] == -rise
    assert found["fund"] == {"pays": rise, "receives": 0.0, "net": rise}


def test_contributions_are_split_by_their_rates_month_by_month(dataset: Dataset) -> None:
    # 2022 contributions at 1% in all; from July the employer's 0.5 is 0.7: six months of 40% more for employers
    result = run(dataset, "unemployment.employer_rate=0.7@2022-07")
    base = result.baseline.line("unemployment.contributions")[1] / 1e4
    found = wan(payments(result), "unemployment", 2022)
    assert found["firms"]["pays"] == pytest.approx(base / 2 * 0.4 / 2, rel=1e-9)
    assert found["employees"]["pays"] == pytest.approx(0, abs=0.01)
    remitted = found["adjustment_fund"]["receives"]
    assert remitted == pytest.approx(0.129 * found["firms"]["pays"], rel=0.001)
    assert found["fund"]["pays"] == pytest.approx(remitted - found["firms"]["pays"], abs=0.01)


def test_a_balancing_subsidy_is_shared_by_the_assumed_shares(dataset: Dataset) -> None:
    held, balanced = (wan(payments(run(dataset, f"public.adjustment=6;public.closure={rule}")), "public", 2023)
                      for rule in ("hold", "balance"))  # fmt: skip
    whole = held["fund"]["pays"]
    assert balanced["fund"]["pays"] == pytest.approx(0, abs=0.01)
    assert [balanced[p]["pays"] for p in ("central", "region", "city")] == pytest.approx(
        [0.5 * whole, 0.2 * whole, 0.3 * whole], abs=20  # what the fund loses in interest is restored too
    )  # fmt: skip


def test_a_changed_share_moves_the_burden_between_budgets_only(dataset: Dataset) -> None:
    found = wan(payments(run(dataset, "resident.central_share=50")), "resident", 2022)
    assert found["central"]["pays"] == pytest.approx(-found["city"]["pays"]) and found["central"]["pays"] < -1000
    assert found["recipients"]["receives"] == 0


def test_shares_above_a_whole_are_scaled_down(dataset: Dataset) -> None:
    # 60 + 60%: half to each, nothing to the city
    found = wan(payments(run(dataset, "resident.region_share=60")), "resident", 2022)
    government = run(dataset).line("resident.government")[1] / 1e4
    assert found["city"]["pays"] == pytest.approx(-0.2 * government)
    assert found["central"]["pays"] == pytest.approx(-0.1 * government)
    assert found["region"]["pays"] == pytest.approx(0.3 * government)


def test_public_parties_are_one_in_the_consolidated_view(dataset: Dataset) -> None:
    result = run(dataset, "public.employer_rate=18;unemployment.employer_rate=0.6")
    frame = payments(result)
    own, view = wan(frame, "all", 2023), wan(public_view(frame), "all", 2023)
    assert own["public_employers"]["pays"] > 10_000  # what the fund gains, another public body pays
    public = [p.key for p in PARTIES if p.public and p.key in own]
    assert view[PUBLIC]["net"] == pytest.approx(sum(own[p]["net"] for p in public), abs=0.01)
    assert view[PUBLIC]["net"] == pytest.approx(
        -own["firms"]["net"], abs=0.01
    )  # in the end firms pay the public sector


def test_no_change_moves_nothing(dataset: Dataset) -> None:
    frame = payments(Case(dataset, Scenario().changes).side())
    assert frame.select(pl.col("pays", "receives", "net").abs().sum()).row(0) == (0, 0, 0)


def test_a_dataset_of_one_fund_with_unknown_lines() -> None:
    data = small(
        [
            amount("unemployment.benefit", 1e8),
            amount("unemployment.odd", 2e6),
            amount("unemployment.gift", 3e6, kind="income"),
        ],
        [given("unemployment.benefit_standard", 1500), given("unemployment.new_claims", 9000)],
        [account("unemployment", "opening", 5e8)],
    )
    result = run(data, "unemployment.benefit_standard=1700")
    frame = payments(result)
    assert [fen(x) for x in frame.filter(pl.col("fund") == "all").group_by("year", maintain_order=True).agg(
        pl.col("pays").sum())["pays"]] == spent(result, "all")  # fmt: skip
