"""The effect of each lever: Shapley's axioms, parts that equal the whole, one engine call."""

from __future__ import annotations

from itertools import permutations
from math import factorial

import numpy as np
import polars as pl
import pytest
from hypothesis import given as example_of
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from support import run, sample, scenario, scenarios

from sifund import catalog
from sifund.analysis.effect import attribution
from sifund.analysis.effect.attribution import ATTRIBUTED, attribute
from sifund.analysis.effect.rounding import to_the_fen
from sifund.analysis.effect.shapley import EXACT, game, shapley
from sifund.analysis.unknown import amounts
from sifund.dataset import Dataset
from sifund.model.case import Case
from sifund.model.frames import balances_frame
from sifund.scenario import Changes, Scenario

TWELVE = (
    "public.adjustment=6;public.employer_rate=15;public.retirees=45000;resident.basic_standard=400;resident.match=90;"
    "resident.recipients=45000;unemployment.benefit_standard=1530;unemployment.refund_rate_sme=90;"
    "unemployment.new_claims=18000;unemployment.employer_rate=0.6;unemployment.refund_gate=enforce;economy.wage_growth=4"
)
MANY = (
    "unemployment.benefit_standard=1530;unemployment.refund_rate_sme=90;unemployment.refund_rate_large=50;"
    "unemployment.new_claims=18000;unemployment.mean_months=10;unemployment.employer_rate=0.6;"
    "unemployment.employee_rate=0.4;unemployment.remit_share=10;unemployment.skills_subsidy=2000;"
    "unemployment.refund_take_up=70;unemployment.collection=95;economy.wage_growth=4"
)


def fen(amount: float) -> int:
    return round(amount * 100)


def sums(frame: pl.DataFrame, column: str = "effect") -> dict[tuple[str, str, int], int]:
    """Sum of a column by fund, measure and year, in fen."""
    found: dict[tuple[str, str, int], int] = {}
    for row in frame.to_dicts():
        key = row["fund"], row["measure"], row["year"]
        found[key] = found.get(key, 0) + fen(row[column])
    return found


def effects(dataset: Dataset, changed: Scenario, years: int = 6) -> dict[tuple[str, str, int], int]:
    """The whole effect by fund, measure and year as the balances table shows it, in fen."""
    result = Case(dataset, changed.changes, years).side()
    rows = balances_frame(result).filter(pl.col("measure").is_in(ATTRIBUTED)).to_dicts()
    return {(row["fund"], row["measure"], row["year"]): fen(row["difference"]) for row in rows}


# --- the values themselves ----------------------------------------------------------------------------------------------


def by_orders(players: int, worth: np.ndarray) -> np.ndarray:
    """Shapley's definition: mean gain over all orders of joining."""
    out = np.zeros((players, worth.shape[1]))
    for order in permutations(range(players)):
        mask = 0
        for player in order:
            out[player] += worth[mask | 1 << player] - worth[mask]
            mask |= 1 << player
    return out / factorial(players)


@example_of(st.integers(1, 5).flatmap(lambda n: arrays.arrays(float, (2**n, 2), elements=st.floats(-1e6, 1e6))))
def test_values_are_the_mean_over_all_orders(worth: np.ndarray) -> None:
    players = len(worth).bit_length() - 1
    found = shapley(game(players), worth)
    np.testing.assert_allclose(found.shapley, by_orders(players, worth), atol=1e-6)
    np.testing.assert_allclose(found.shapley.sum(axis=0), worth[-1] - worth[0], atol=1e-6)
    assert not found.error.any()


def test_a_player_that_adds_nothing_gets_exactly_nothing() -> None:
    worth = np.repeat(np.random.default_rng(1).normal(size=(64, 3)), 2, axis=0)  # player 0 changes nothing
    assert (shapley(game(7), worth).shapley[0] == 0).all()


def test_drawn_orders_are_exact_for_players_that_do_not_interact() -> None:
    played, gains = game(EXACT + 2), np.arange(1.0, EXACT + 3)
    worth = np.array([[sum(g for i, g in enumerate(gains) if mask >> i & 1)] for mask in played.masks.tolist()])
    found = shapley(played, worth)
    assert not played.exact
    np.testing.assert_allclose(found.shapley[:, 0], gains, atol=1e-9)
    assert found.error.max() < 1e-9


def test_drawn_orders_lie_within_their_error() -> None:
    exact, drawn = game(11, exact=11), game(11, exact=10, budget=1000)
    worth = np.random.default_rng(3).normal(size=(2**11, 40)).cumsum(axis=0)
    truth, found = shapley(exact, worth), shapley(drawn, worth[drawn.masks])
    off = (found.shapley - truth.shapley) / found.error
    assert (np.abs(off) > 3).mean() < 0.05 and 0.7 < off.std() < 1.3
    np.testing.assert_allclose(found.shapley.sum(axis=0), worth[-1] - worth[0], atol=1e-9)
    np.testing.assert_allclose(found.alone, truth.alone, atol=1e-9)
    assert len(drawn.masks) < 2**11 / 1.5
    assert np.array_equal(game(11).masks, game(11).masks)  # seeded


@example_of(arrays.arrays(float, (5, 4), elements=st.floats(-1e10, 1e10)))
def test_rounded_parts_add_up(parts: np.ndarray) -> None:
    found = to_the_fen(parts, parts.sum(axis=0))
    want = np.round(parts.sum(axis=0), 2)
    assert [sum(map(fen, column)) for column in found.T.tolist()] == [fen(x) for x in want]
    assert np.abs(found - parts).max() <= 0.0101


# --- on the model -------------------------------------------------------------------------------------------------------


def test_twelve_levers_at_once_in_one_engine_call(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    engine = attribution.run

    def counted(data: Dataset, rows: list[Changes], years: int):
        calls.append(len(rows))
        return engine(data, rows, years)

    monkeypatch.setattr(attribution, "run", counted)
    changed = scenario(dataset, TWELVE)
    assert len(changed.changes) == 12
    frame = attribute(dataset, changed).frame()
    assert calls == [2**6]  # unemployment has five of its own and shares wage growth; the rest goes along
    assert sums(frame) == effects(dataset, changed)
    assert len(frame) == 6 * 3 * (12 + 4 + 4 + 6)
    assert set(frame["error"]) == {0.0}


def test_more_than_ten_levers_of_a_fund_are_drawn_and_say_so(dataset: Dataset) -> None:
    changed = scenario(dataset, MANY)
    found = attribute(dataset, changed)
    split = found.splits["unemployment"]
    assert split.orders > 100 and found.splits["public"].orders == 0 and found.splits["all"].orders == split.orders
    assert sums(found.frame()) == effects(dataset, changed)
    exact = attribute(dataset, changed, exact=12).splits["unemployment"]
    assert exact.orders == 0
    for name in ATTRIBUTED:
        gap = np.abs(split.parts[name].shapley - exact.parts[name].shapley)
        # 100 yuan: a fund that runs dry in a few combinations only, none of them drawn
        assert (gap <= 5 * split.parts[name].error + 100).all(), name
        np.testing.assert_allclose(split.parts[name].alone, exact.parts[name].alone, atol=1e-3)


@settings(max_examples=25)
@example_of(scenarios())
def test_parts_equal_the_total_to_the_fen(changed: Scenario) -> None:
    frame = attribute(sample(), changed).frame()
    whole = effects(sample(), changed)
    parts = sums(frame)
    assert {key: parts.get(key, 0) for key in whole} == whole
    for row in frame.to_dicts():
        assert fen(row["alone"]) + fen(row["interaction"]) == fen(row["effect"])


def test_a_baseline_keeps_its_steps_where_every_row_replaces_them(dataset: Dataset) -> None:
    """The benefit rises in April of the base year; a change from January on replaces that rise, in its own rows only."""
    changed = scenario(dataset, "unemployment.benefit_standard=500@2021-01")
    parts = sums(attribute(dataset, changed).frame())
    assert parts["unemployment", "expenditure", 2021] == effects(dataset, changed)["unemployment", "expenditure", 2021]
    beside, own = (run(dataset, text, years=1) for text in (changed.text(), ""))
    assert (beside.baseline.line("unemployment.benefit") == own.line("unemployment.benefit")).all()


def test_a_lever_alone_is_its_own_effect(dataset: Dataset) -> None:
    frame = attribute(dataset, scenario(dataset, "unemployment.benefit_standard=1530")).frame()
    row = frame.row(by_predicate=(pl.col("fund") == "unemployment") & (pl.col("year") == 2022)
                    & (pl.col("measure") == "expenditure"), named=True)  # fmt: skip
    assert row["effect"] == row["alone"] == pytest.approx(35_001_000, abs=1000) and row["interaction"] == 0


def test_interaction_is_shared_by_those_who_interact(dataset: Dataset) -> None:
    # expenditure is claims × standard: alone 3,500 and so on; together more, and half of the excess to each
    changed = "unemployment.benefit_standard=1530;unemployment.new_claims=20000;unemployment.skills_subsidy=2000"
    frame = attribute(dataset, scenario(dataset, changed)).frame()
    rows = {row["lever"].partition(".")[2]: row for row in frame.filter(
        (pl.col("fund") == "unemployment") & (pl.col("year") == 2023) & (pl.col("measure") == "expenditure")).to_dicts()}  # fmt: skip
    assert rows["skills_subsidy"]["interaction"] == 0
    assert rows["benefit_standard"]["interaction"] == pytest.approx(rows["new_claims"]["interaction"], abs=0.02)
    assert rows["benefit_standard"]["interaction"] > 1e6


def test_order_of_the_changes_does_not_matter(dataset: Dataset) -> None:
    forward = scenario(dataset, TWELVE)
    back = Scenario(tuple(reversed(forward.changes)))
    one, other = (attribute(dataset, s).splits["unemployment"] for s in (forward, back))
    for name in ATTRIBUTED:
        place = [other.players.index(key) for key in one.players]
        np.testing.assert_allclose(one.parts[name].shapley, other.parts[name].shapley[place], atol=1e-5)


def test_funds_know_only_their_own_levers_and_the_economy(dataset: Dataset) -> None:
    splits = attribute(dataset, scenario(dataset, TWELVE)).splits
    for fund in dataset.funds:
        assert {key.partition(".")[0] for key in splits[fund].players} == {fund, "economy"}
    assert len(splits[catalog.ALL].players) == 12


def test_base_year_inputs_are_no_players_but_in_every_run(dataset: Dataset) -> None:
    text = "unemployment.income=600000000;unemployment.refund_rate_sme=90;unemployment.collection=95"
    changed = scenario(dataset, text)
    found = attribute(dataset, changed)
    assert found.splits["unemployment"].players == ("unemployment.collection", "unemployment.refund_rate_sme")
    assert sums(found.frame()).items() <= effects(dataset, changed).items()
    own = run(dataset, text)
    gap = amounts(own, "unemployment", "closing") - amounts(own.baseline, "unemployment", "closing")
    np.testing.assert_allclose(found.splits["unemployment"].total["closing"], gap, atol=0.005)


def test_nothing_changed_has_no_parts(dataset: Dataset) -> None:
    found = attribute(dataset, Scenario())
    assert found.frame().is_empty()
    assert not found.splits["all"].total["closing"].any()
