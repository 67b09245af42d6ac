"""Later retirement: who comes to draw a pension, who stays a contributor, what the average does; worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given as example_of
from hypothesis import settings
from hypothesis import strategies as st
from support import FEN, run, sample, wan

from sifund import catalog
from sifund.analysis.explain import explain
from sifund.dataset import Dataset
from sifund.declare.parameter import Steps, month_of
from sifund.model.case import Side
from sifund.model.case import run as run_rows
from sifund.model.drawn import run_drawn
from sifund.model.paths import Array
from sifund.model.rows import Draws

LATER = "public.delay=0.25@2025-01"
YEARS = 15


def quantity(side: Side, key: str) -> Array:
    """A quantity each January (year,)."""
    found = side.quantity(catalog.quantities()[key])
    assert found is not None
    return found[::12]


def gap(side: Side, key: str, year: int) -> float:
    return wan(side, key, year) - wan(side.baseline, key, year)


def test_sizes_of_one_month_in_four(dataset: Dataset) -> None:
    side = run(dataset, LATER, YEARS)
    found = [round(gap(side, "public.pension", year)) for year in (2024, 2025, 2026, 2030, 2035)]
    assert found == [0, -4_606, -9_612, -28_011, -59_046]
    assert gap(side, "public.pension", 2030) / wan(side.baseline, "public.pension", 2030) == pytest.approx(
        -0.0499, abs=5e-5
    )
    assert round(gap(side, "public.contributions", 2030)) == 11_016


def test_two_years_by_hand(dataset: Dataset) -> None:
    # December 2024: 42,535.0996 · 1.034³ = 47,022.86 retirees; 2025: 6% of them would retire, 2,821.37; a fifth is late, 564.27
    side = run(dataset, LATER, YEARS)
    left, due = 42_535.0996 * 1.034**3, 42_535.0996 * 1.034**3 * 0.06
    late = due * 0.25 / 1.25
    assert quantity(side, "public.expected")[4] == pytest.approx(due, abs=0.01) and round(due, 1) == 2_821.4
    assert quantity(side, "public.postponed")[4] == quantity(side, "public.stayers")[4] == pytest.approx(late, abs=0.01)
    # the average: (left·0.974·1 + 0.8·due·0.9556) ÷ (left·0.974 + 0.8·due), against a mix of −0.2577%
    ratio = 1 - 0.00257675 * (left * 0.974 + due) / due
    assert quantity(side, "public.entry")[4] == pytest.approx(ratio, abs=1e-6) and round(ratio, 4) == 0.9556
    mixed = (left * 0.974 + 0.8 * due * ratio) / (left * 0.974 + 0.8 * due)
    assert quantity(side, "public.mixed")[4] == pytest.approx(mixed, abs=1e-8)
    pension = 311_140 * (1.034 * 6_095.75 / 5_867.58) ** 3  # 2024
    pension *= (left * 1.034 - late) / left * (311_140 / (311_140 - 12_418)) * mixed
    assert wan(side, "public.pension", 2025) == pytest.approx(pension, abs=0.1)
    # 88,765 + 564.27 members · 8,000 · 1.06⁴ · 24%
    assert wan(side, "public.contributions", 2025) == pytest.approx(
        (88_765 + late) * 8_000 * 1.06**4 * 0.24 * 12 / 1e4, abs=0.1
    )
    # 2026: of the late 2.6% die, more come; who stays in service stays
    more = (left * 1.034 * 0.06) * 0.2
    assert quantity(side, "public.postponed")[5] == pytest.approx(late * 0.974 + more, abs=0.01)
    assert quantity(side, "public.stayers")[5] == pytest.approx(late + more, abs=0.01)


def test_who_retires_first_in_the_baseline(baseline: Side) -> None:
    assert quantity(baseline, "public.expected")[:2].round(1).tolist() == [0, 2_552.1]  # 42,535 · (3.4 + 2.6%)
    assert quantity(baseline, "public.entry")[1] == pytest.approx(0.956, abs=5e-4)


def test_entrants_fall_by_the_delay_and_nobody_is_lost(dataset: Dataset) -> None:
    """e = n ÷ (1 + d); retirees and the deaths so far are the retirees of the base year and all who came."""
    for delay in (0.25, 0.5, 3.0):
        side = run(dataset, f"public.delay={delay}@2025-01", YEARS)
        drawing, due = quantity(side, "public.drawing"), quantity(side, "public.expected")
        came = due / np.where(np.arange(YEARS) >= 4, 1 + delay, 1)
        deaths = 0.026 * drawing[:-1]
        assert drawing[1:] + np.cumsum(deaths) == pytest.approx(drawing[0] + np.cumsum(came[1:]), rel=1e-12)


def test_w_of_1_leaves_the_average_to_the_adjustment(dataset: Dataset) -> None:
    side = run(dataset, f"{LATER};public.entry_ratio=1", YEARS)
    average = quantity(side, "public.average_pension")
    assert average[1:] / average[:-1] == pytest.approx(311_140 / (311_140 - 12_418), rel=1e-12)


def test_typed_entrants_take_the_place_of_growth(dataset: Dataset) -> None:
    side = run(dataset, "public.new_retirees=3000@2024-01", YEARS)
    number = quantity(side, "public.drawing")
    assert number[:3] == pytest.approx(quantity(side.baseline, "public.drawing")[:3], rel=1e-15)
    for year in range(3, YEARS):
        assert number[year] == pytest.approx(number[year - 1] * 0.974 + 3_000, rel=1e-12)
    faster = run(dataset, "public.new_retirees=3000@2024-01;public.retiree_growth=6@2024-01", YEARS)
    assert quantity(faster, "public.drawing") == pytest.approx(number, rel=1e-12)


def test_the_delay_ends_and_what_it_postponed_fades(dataset: Dataset) -> None:
    side = run(dataset, "public.delay=0.25@2025-01,0@2030-01", YEARS)
    late, stay = quantity(side, "public.postponed"), quantity(side, "public.stayers")
    assert stay[9:].tolist() == [stay[8]] * (YEARS - 9) and stay[8] > 0
    assert late[9:] == pytest.approx(late[8] * 0.974 ** np.arange(1, YEARS - 8), rel=1e-12)


# --- neutral ----------------------------------------------------------------------------------------------------------

GROWTH = st.lists(st.tuples(st.integers(2021, 2035), st.floats(-50, 20)), max_size=4, unique_by=lambda x: x[0])
NUMBERS = st.lists(
    st.tuples(st.integers(2021 * 12, 2036 * 12 - 1), st.floats(0, 1e6)), max_size=3, unique_by=lambda x: x[0]
)


@example_of(GROWTH, NUMBERS, st.floats(-2, 2), st.floats(0, 10))
@settings(max_examples=30)
def test_without_delay_every_line_is_as_before(growth: list, numbers: list, mix: float, deaths: float) -> None:
    """retirees · average, the average raised by adjustment and mix, under any typed growth, number, mix and mortality."""
    dated: Steps = tuple(sorted((month_of(year), rate) for year, rate in growth))
    typed = {"public.retiree_growth": dated, "public.retirees": tuple(sorted(numbers)),
             "public.pension_mix": ((month_of(2021), mix),), "public.mortality": ((month_of(2021), deaths),),
             "public.delay": ((month_of(2021), 0.0),)}  # fmt: skip
    (side,) = run_rows(sample(), [tuple(sorted((k, v) for k, v in typed.items() if v))], YEARS)
    p = catalog.parameters()
    raised = (1 + side.path(p["public.adjustment"])[::12]) * (1 + side.path(p["public.pension_mix"])[::12])
    average = side.path(p["public.prior_pension"])[0] * np.cumprod(raised)
    plain = side.path(p["public.retirees"]) * np.repeat(average, 12)
    assert np.abs(side.months("public.pension") - plain).max() < max(FEN / 2, 1e-13 * plain.max())
    paid = side.path(p["public.active_members"]) * side.path(p["public.wage_base"]) * 0.24
    assert np.abs(side.months("public.contributions") - paid).max() < FEN / 2


def test_without_delay_draws_are_as_before_and_with_it_each_goes_its_own_way(dataset: Dataset) -> None:
    rates = np.random.default_rng(1).uniform(-6, 8, (64, YEARS))
    draws = Draws(
        64,
        rates={"public.retiree_growth": rates},
        factors={"public.retirees": np.linspace(0.8, 1.2, 64)[:, None] * np.ones((1, YEARS))},
    )
    first, later = run_drawn(dataset, (("public.delay", ((month_of(2025), 0.25),)),), YEARS, draws)
    index = np.cumprod(np.concatenate([np.ones((64, 1)), 1 + rates[:, 1:] / 100], axis=1), axis=1)
    number = 42_535.09959124526 * index * np.where(np.arange(YEARS) > 0, np.linspace(0.8, 1.2, 64)[:, None], 1)
    average = 5_867.58 * (6_095.75 / 5_867.58) ** np.arange(1, YEARS + 1)
    assert first.line("public.pension") == pytest.approx(12 * number * average, rel=1e-9)
    fewer = later.line("public.pension")[:, 4:] < first.line("public.pension")[:, 4:]
    assert (
        fewer[:, -1].mean() > 0.95
        and (later.line("public.pension")[:, :4] == first.line("public.pension")[:, :4]).all()
    )


def test_who_is_late_is_explained(dataset: Dataset) -> None:
    side = run(dataset, LATER, YEARS)
    for key in ("public.pension", "public.contributions"):
        for year in (2021, 2025, 2031):
            assert explain(side, key, year).amount == pytest.approx(side.line(key)[year - 2021], rel=1e-12)
    found = explain(side, "public.drawing", 2030)
    moved = {item.key: item.moved_by for item in found.inputs}
    assert moved == {"public.retirees": (), "public.typed_gap": (), "public.postponed": ("public.delay",)}


# --- residents --------------------------------------------------------------------------------------------------------


def test_residents_flow_alike(dataset: Dataset, baseline: Side) -> None:
    """The base year's funeral claims are the deaths, 4.48 of a hundred: 42,819 · (3.15 + 4.48%) come in 2022, the report has
    3,267 in 2021; their account pension is 1.676 times the average. Later changes of the claims do not move the deaths."""
    assert quantity(baseline, "resident.expected")[1] == pytest.approx(
        42_819.4444 * (0.0315 + 1_916.6667 / 42_819.4444), abs=0.01
    )
    assert quantity(baseline, "resident.entry")[1] == pytest.approx(1.676, abs=5e-4)
    side = run(dataset, "resident.delay=0.25@2025-01", YEARS)
    assert (
        round(gap(side, "resident.basic_pension", 2035)) == -3_903
        and round(gap(side, "resident.account_pension", 2035)) == -617
    )
    assert gap(side, "resident.government", 2035) == pytest.approx(
        gap(side, "resident.basic_pension", 2035) + gap(side, "resident.funeral", 2035), abs=1e-6)  # fmt: skip
    stay = quantity(side, "resident.stayers")[14]
    assert gap(side, "resident.contributions", 2035) == pytest.approx(stay * 650 / 1e4, abs=0.01)
    claims = run(dataset, "resident.delay=0.25@2025-01;resident.funeral_claim_rate=8", YEARS)
    assert quantity(claims, "resident.postponed") == pytest.approx(quantity(side, "resident.postponed"), rel=1e-15)


def test_without_delay_residents_are_as_before(dataset: Dataset) -> None:
    text = "resident.recipient_growth=8@2022-01,-9@2026-01;resident.account_growth=7;resident.recipients=50000@2024-05;resident.mortality=2"
    side, p = run(dataset, text, YEARS), catalog.parameters()
    people = side.path(p["resident.recipients"])
    for key, per_head in (("basic_pension", "basic_standard"), ("account_pension", "account_standard")):
        plain = people * side.path(p[f"resident.{per_head}"])
        assert np.abs(side.months(f"resident.{key}") - plain).max() < FEN / 2
