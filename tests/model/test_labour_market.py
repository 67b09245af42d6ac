"""One labour market: unemployment moves claims, insured, wages, collection and duration together, each as its share says."""

from __future__ import annotations

import numpy as np
import pytest
from support import FEN, scenario

from sifund import catalog
from sifund.analysis.outlook.distributions import HORIZON, Uncertain, draw, uncertain
from sifund.analysis.unknown import amounts
from sifund.dataset import Dataset
from sifund.model.baseline import Baseline
from sifund.model.case import Case, Side
from sifund.model.drawn import run_drawn
from sifund.text import WAN

RATE, PER_POINT = "economy.unemployment_rate", "economy.{}_per_point"
WORSE = f"{RATE}=7.1@2023-01,5.1@2025-01"
ALONE = {"claims": -32_724, "insured": -1_923, "wage": -4_334, "collection": -1_923, "duration": -5_058}


def run(dataset: Dataset, text: str, years: int = 6) -> Side:
    return Case(dataset, scenario(dataset, text).changes, years).side()


def gap(side: Side, fund: str = "unemployment", name: str = "closing") -> np.ndarray:
    return amounts(side, fund, name) - amounts(side.baseline, fund, name)


def quantity(side: Side, key: str) -> np.ndarray:
    found = side.quantity(catalog.computed()[f"unemployment.{key}"])
    assert found is not None
    return np.broadcast_to(found, (12 * len(side.years),))


def but(*kept: str) -> str:
    """Every share of a point at 0 but those kept."""
    return "".join(f";{PER_POINT.format(name)}=0" for name in ALONE if name not in kept)


def test_two_bad_years_come_to_what_the_model_says(dataset: Dataset) -> None:
    side = run(dataset, WORSE)
    assert gap(side) / WAN == pytest.approx([0, 0, -12_033, -32_266, -42_785, -47_469], abs=0.51)
    assert amounts(side.baseline, "unemployment", "cover_months")[-1] == pytest.approx(22.6, abs=0.05)
    assert amounts(side, "unemployment", "cover_months")[-1] == pytest.approx(15.7, abs=0.05)
    for fund in ("public", "resident"):
        assert not gap(side, fund).any(), "neither the public wages nor the standards move"


@pytest.mark.parametrize("name", ALONE)
def test_each_share_alone_moves_its_own_driver(dataset: Dataset, name: str) -> None:
    side = run(dataset, WORSE + but(name))
    assert round(gap(side)[-1] / WAN) == ALONE[name]
    keys = {"claims": "claims", "insured": "paying", "wage": "covered_wages", "collection": "collected",
                "duration": "lengthened"}  # fmt: skip
    for other, key in keys.items():
        moved = not np.array_equal(quantity(side, key), quantity(side.baseline, key))
        assert moved == (other == name or (name, other) == ("insured", "wage")), "wages times insured"


@pytest.mark.parametrize("text", [f"{RATE}=5.1", *(f"{PER_POINT.format(name)}=0" for name in ALONE)])
def test_without_a_difference_nothing_moves_to_the_fen(dataset: Dataset, text: str) -> None:
    side = run(dataset, text)
    for fund in dataset.funds:
        for name in ("income", "expenditure", "closing"):
            assert abs(gap(side, fund, name)).max() < FEN, (fund, name)


def test_four_recover_with_the_rate_and_lost_wages_do_not(dataset: Dataset) -> None:
    side = run(dataset, WORSE)
    for key, lasts in (
        ("claims", False),
        ("paying", False),
        ("collected", False),
        ("lengthened", False),
        ("covered_wages", True),
    ):
        off = quantity(side, key) - quantity(side.baseline, key)
        assert not off[:24].any() and off[24:48].all() and bool(off[48:].any()) == lasts, key


def test_it_is_read_in_january_and_not_in_the_base_year(dataset: Dataset) -> None:
    assert not gap(run(dataset, f"{RATE}=9@2021-01,5.1@2022-01")).any()
    assert not gap(run(dataset, f"{RATE}=9@2022-02,5.1@2023-01")).any()
    assert gap(run(dataset, f"{RATE}=9@2022-02"))[2:].all()


def test_collection_stays_within_0_and_100_and_duration_within_the_law(dataset: Dataset) -> None:
    most = f"{RATE}=100;economy.collection_per_point=3;economy.duration_per_point=0.1;economy.claims_per_point=0"
    high, low = run(dataset, most), run(dataset, f"{RATE}=0")
    assert quantity(high, "collected").min() == 0 and quantity(low, "collected").max() == 1
    assert quantity(high, "lengthened").max() == pytest.approx(24)


# --- drawn ------------------------------------------------------------------------------------------------------------


def test_the_rate_is_drawn_as_a_walk_from_nought_that_comes_to_rest(base: Baseline) -> None:
    what = Uncertain(uncertain(base).only([RATE]).inputs, ())
    off = draw(what, 2**13, 7).shifts[RATE]
    assert not off[:, 0].any()
    exact = [0.43 * np.sqrt(sum(0.7 ** (2 * k) for k in range(y))) for y in range(1, HORIZON + 1)]
    assert off[:, 1:].std(axis=0) == pytest.approx(exact, rel=0.02) and exact[-1] == pytest.approx(0.6, abs=0.005)
    step = off[:, 2:] - 0.7 * off[:, 1:-1]
    assert step.std(axis=0) == pytest.approx(np.full(HORIZON - 1, 0.43), rel=0.03)


def test_what_is_drawn_moves_claims_and_contributions_against_each_other(dataset: Dataset, base: Baseline) -> None:
    draws = draw(Uncertain(uncertain(base).only([RATE]).inputs, ()), 256, 7)
    _, block = run_drawn(dataset, (), 4, draws, ("unemployment",))
    spent, paid = block.line("unemployment.benefit")[:, 1], block.line("unemployment.contributions")[:, 1]
    assert np.corrcoef(spent, paid)[0, 1] < -0.8
    _, typed = run_drawn(dataset, scenario(dataset, f"{RATE}=6").changes, 4, draws, ("unemployment",))
    assert not np.ptp(typed.line("unemployment.benefit"), axis=0).any(), "a typed rate is not drawn"
