"""Draws have the declared distributions; the fan is the single path without them; error shrinks as draws grow."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import triang
from support import FEN, sample, scenario, scenarios, small
from support import account as an_account
from support import amount as an_amount

from sifund import catalog
from sifund.analysis.outlook import uncertainty
from sifund.analysis.outlook.distributions import HORIZON, Input, draw, uncertain
from sifund.analysis.outlook.uncertainty import BLOCKS, QUANTILES, breach, fan, leans, quantiles, standard_error
from sifund.analysis.unknown import amounts
from sifund.dataset import Dataset
from sifund.declare.parameter import month_of
from sifund.model.baseline import Baseline
from sifund.model.calibrate import calibrate
from sifund.model.case import Case
from sifund.model.drawn import run_drawn
from sifund.model.rows import Draws
from sifund.scenario import Scenario

SIZE, SEED = 4096, 7
LEVELS = {  # mode, low, high of the sample's levels, as the model has them
    "economy.interest": (2, 0, 4), "public.active_members": (88765, 71012, 106518), "public.wage_base": (8000, 6400, 9600),
    "unemployment.mean_months": (9.2961, 6, 14), "unemployment.sme_share": (70, 30, 95), "unemployment.wage_base": (5200, 4160, 6240),
    "unemployment.refund_take_up": (64.6657, 50, 65), "unemployment.collection": (100, 85, 100),
    "unemployment.benefit_elasticity": (0, 0, 0.9),
}  # fmt: skip


def inputs(base: Baseline, *shapes: str) -> list[Input]:
    return [x for x in uncertain(base).inputs if x.spread.shape in shapes]


def drawn_values(x: Input, draws: Draws) -> np.ndarray:
    """The values drawn for an input (draw, year), in its own unit; a shock's as its factor."""
    if x.key in draws.rates:
        return draws.rates[x.key]
    if x.key in draws.shifts:
        return x.mode + draws.shifts[x.key]
    return draws.factors[x.key] * (1 if x.spread.shape == "shock" else x.mode)


# --- declarations -----------------------------------------------------------------------------------------------------


def test_every_driver_and_assumption_declares_a_distribution_and_nothing_else_does() -> None:
    """A fund's margin over the common interest is none: the spread of that rate stands for both."""
    for key, p in catalog.parameters().items():
        drawn = p.kind in ("driver", "assumption") and p.dated and not key.endswith(".interest_margin")
        assert (p.spread is not None) == drawn, key
    yearly = {k for k, p in catalog.parameters().items() if p.spread and p.spread.shape == "yearly"}
    assert yearly == {k for k in catalog.parameters() if k.endswith("_growth")} | {"public.pension_mix"}
    assert all(catalog.parameter(k).spread.persistence == 0.6 for k in yearly)  # type: ignore[union-attr]
    shocks = {
        k: p.spread.persistence for k, p in catalog.parameters().items() if p.spread and p.spread.shape == "shock"
    }
    assert shocks == {"unemployment.new_claims": 0.8}


def test_what_is_known_or_moves_nothing_is_not_drawn(base: Baseline) -> None:
    drawn = {x.key for x in uncertain(base).inputs}
    known = {"public.retirees", "unemployment.insured", "unemployment.training", "unemployment.rural_months"}
    idle = {"unemployment.minimum_wage", "public.central_share", "resident.region_share"}
    assert not drawn & (known | idle)
    assert not any(catalog.parameter(k).kind in ("lever", "input") for k in drawn)


def test_levels_stand_on_their_ranges(base: Baseline) -> None:
    found = {x.key: (x.mode, x.low, x.high) for x in inputs(base, "level")}
    for key, wanted in LEVELS.items():
        assert found[key] == pytest.approx(wanted, rel=1e-4), key
    assert set(found) - set(LEVELS) == {"public.transfers", "resident.contributors", "unemployment.skills_claims"}


# --- the draws --------------------------------------------------------------------------------------------------------


def test_levels_are_triangular_with_the_baseline_as_mode(base: Baseline) -> None:
    draws = draw(uncertain(base), SIZE, SEED)
    for x in inputs(base, "level"):
        values = drawn_values(x, draws)
        assert np.array_equal(values, values[:, :1] * np.ones(HORIZON + 1)), "one value for all years"
        exact = triang((x.mode - x.low) / (x.high - x.low), x.low, x.high - x.low)
        for q in (0.01, 0.1, 0.5, 0.9, 0.99):
            assert np.quantile(values[:, 1], q) == pytest.approx(exact.ppf(q), abs=0.01 * (x.high - x.low)), x.key
        assert values.min() >= x.low - 1e-9 * x.high and values.max() <= x.high * (1 + 1e-9)


def test_a_level_at_its_edge_is_one_sided(base: Baseline) -> None:
    draws = draw(uncertain(base), SIZE, SEED)
    assert draws.factors["unemployment.collection"].max() <= 1
    assert draws.shifts["unemployment.benefit_elasticity"].min() >= 0


def test_yearly_paths_have_the_declared_middle_spread_and_persistence(base: Baseline) -> None:
    draws = draw(uncertain(base), SIZE, SEED)
    for x in inputs(base, "yearly", "shock"):
        values = drawn_values(x, draws)
        middle = x.path if x.spread.shape == "yearly" else np.ones(HORIZON + 1)
        unit = 1 if x.spread.shape == "yearly" else x.mode
        width = (x.high - x.low) / unit
        assert np.array_equal(values[:, 0], np.full(SIZE, middle[0])), "the base year is not drawn"
        assert values[:, 1:].mean(axis=0) == pytest.approx(middle[1:], abs=0.01 * width), x.key
        spread = np.quantile(values[:, 1:], 0.95, axis=0) - np.quantile(values[:, 1:], 0.05, axis=0)
        assert spread == pytest.approx(np.full(HORIZON, width), rel=0.05), x.key
        off = values[:, 1:] - middle[1:]
        for lag in (1, 2):
            found = [np.corrcoef(off[:, i], off[:, i + lag])[0, 1] for i in range(HORIZON - lag)]
            assert np.mean(found) == pytest.approx(x.spread.persistence**lag, abs=0.02), (x.key, lag)


def test_inputs_are_independent(base: Baseline) -> None:
    draws = draw(uncertain(base), SIZE, SEED)
    years = np.column_stack([drawn_values(x, draws)[:, year] for x in uncertain(base).inputs for year in (1, HORIZON)])
    names = [x.key for x in uncertain(base).inputs for _ in range(2)]
    years = np.column_stack([years, draws.openings["unemployment"], draws.openings["resident"]])
    names += ["openings"] * 2
    off = np.atleast_2d(np.corrcoef(years, rowvar=False))
    close = [(names[i], names[j]) for i, j in zip(*np.triu_indices(len(names), 1), strict=True)
             if names[i] != names[j] and abs(off[i, j]) >= 0.08]  # fmt: skip
    assert close == []


def test_openings_tie_to_their_sum_and_none_is_negative(base: Baseline) -> None:
    openings = draw(uncertain(base), SIZE, SEED).openings
    ranges = {"unemployment": (6e8, 9e8), "resident": (1.5e8, 4.2e8)}
    assert sum(openings.values()) == pytest.approx(
        np.full(SIZE, sum(o.amount or 0.0 for o in base.openings.values())), rel=1e-12
    )
    for fund, (low, high) in ranges.items():
        assert openings[fund].min() >= low and openings[fund].max() <= high
        counts, edges = np.histogram(openings[fund], bins=24)
        peak = edges[int(counts.argmax())]
        assert abs(peak - base.openings[fund].amount) < 0.15 * (high - low), "the baseline is the mode"
    assert openings["public"].min() >= 0
    assert (openings["public"] < 5e7).any(), "the rest takes what the others leave"


def test_a_typed_opening_is_not_drawn(dataset: Dataset) -> None:
    typed = calibrate(dataset, (("unemployment.opening", 7e8),))
    assert {o.fund for o in uncertain(typed).openings} == {"resident", "public"}
    all_typed = calibrate(dataset, tuple((f"{f}.opening", 3e8) for f in dataset.funds))
    assert uncertain(all_typed).openings == ()


def test_seed_and_block_make_the_draws(base: Baseline) -> None:
    one, again = draw(uncertain(base), 64, 1), draw(uncertain(base), 64, 1)
    key = "unemployment.collection"
    assert np.array_equal(one.factors[key], again.factors[key])
    for other in (draw(uncertain(base), 64, 2), draw(uncertain(base), 64, 1, block=1)):
        assert not np.array_equal(one.factors[key], other.factors[key])


def test_a_sample_is_the_same_however_many_draws_run_at_once(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    found = scenario(dataset, "unemployment.benefit_standard=1530")
    whole = uncertainty.sample(dataset, found, 6, 128, 1).measure("unemployment", "closing")
    monkeypatch.setattr(uncertainty, "AT_ONCE", 32)
    assert [len(numbers) for numbers in uncertainty.pieces(128)] == [2, 2, 2, 2]
    assert np.array_equal(whole, uncertainty.sample(dataset, found, 6, 128, 1).measure("unemployment", "closing"))


# --- the fan ----------------------------------------------------------------------------------------------------------


@settings(max_examples=8)
@given(scenarios())
def test_without_spread_the_fan_is_the_single_path(found: Scenario) -> None:
    on = sample()
    single = Case(on, found.changes, 6).side()
    still = uncertain(calibrate(on, found.inputs)).scaled(0)
    drawn = uncertainty.sample(on, found, 6, 16, SEED, still)
    for fund in (*on.funds, catalog.ALL):
        for name in ("income", "expenditure", "closing"):
            pairs = {"scenario": amounts(single, fund, name), "baseline": amounts(single.baseline, fund, name)}
            for of, path in pairs.items():
                assert abs(quantiles(drawn.measure(fund, name, of)) - path).max() < FEN


@settings(max_examples=25)
@given(st.data())
def test_a_wider_range_widens_the_band(data: st.DataObject) -> None:
    on = sample()
    what = uncertain(calibrate(on))
    x = data.draw(st.sampled_from([x for x in what.inputs if x.key != "unemployment.benefit_elasticity"]))
    narrow = data.draw(st.floats(0.2, 0.9))
    touched = catalog.moved_by(x.key)[0].partition(".")[0]
    bands = []
    for width in (narrow, 1.0):
        only = uncertainty.Uncertain(what.only([x.key]).inputs, ()).scaled(width)
        low, *_, high = quantiles(
            uncertainty.sample(on, Scenario(), 6, 128, SEED, only).measure(touched, "cover_months")
        )
        bands.append(high - low)
    assert (bands[1] >= bands[0] - 1e-9).all()
    assert bands[1][-1] > bands[0][-1] + 1e-6


def test_without_a_change_the_difference_is_nought_in_every_draw(dataset: Dataset) -> None:
    drawn = uncertainty.sample(dataset, Scenario(), 6, 64, SEED)
    for fund in (*dataset.funds, catalog.ALL):
        assert not drawn.measure(fund, "closing", "difference").any()


def test_the_difference_has_its_own_narrower_band(dataset: Dataset) -> None:
    found = scenario(dataset, "unemployment.benefit_standard=1530")
    drawn = uncertainty.sample(dataset, found, 6, 1024, SEED)
    gaps = {of: np.ptp(quantiles(drawn.measure("unemployment", "closing", of))[[0, -1], -1])
            for of in ("baseline", "scenario", "difference")}  # fmt: skip
    assert gaps["difference"] < 0.3 * min(gaps["baseline"], gaps["scenario"])
    exact = drawn.measure("unemployment", "closing") - drawn.measure("unemployment", "closing", "baseline")
    assert np.array_equal(exact, drawn.measure("unemployment", "closing", "difference"))


def test_a_scenario_with_base_year_inputs_is_compared_with_its_own_baseline(dataset: Dataset) -> None:
    found = scenario(dataset, "unemployment.opening=700000000")
    drawn = uncertainty.sample(dataset, found, 3, 64, SEED)
    assert not drawn.measure("unemployment", "closing", "difference").any()
    assert set(drawn.baseline.balances["unemployment"].opening[:, 0]) == {7e8}


def test_every_draw_rolls_forward(dataset: Dataset) -> None:
    found = scenario(dataset, "unemployment.refund_rate_sme=90;public.closure=balance")
    drawn = uncertainty.sample(dataset, found, 16, 64, SEED)
    for fund in dataset.funds:
        gap = drawn.measure(fund, "closing") - drawn.measure(fund, "opening")
        assert gap == pytest.approx(drawn.measure(fund, "surplus"), abs=FEN)


def test_a_fan_holds_no_nan(dataset: Dataset) -> None:
    spent = an_amount("unemployment.benefit", 0)
    empty = small([spent], accounts=[an_account("unemployment", "opening", 5e7)])
    drawn = uncertainty.sample(empty, Scenario(), 3, 16, SEED)
    frame = fan([2022, 2023, 2024], drawn.measure("unemployment", "cover_months"))
    assert frame.columns == ["year", *(f"p{q}" for q in QUANTILES)]
    assert frame["p50"].to_list() == [None] * 3
    assert breach([2022, 2023, 2024], drawn.measure("unemployment", "cover_months"), 12, BLOCKS).ever == 0


# --- chance and error -------------------------------------------------------------------------------------------------


def uniform_run(dataset: Dataset, size: int, seed: int) -> np.ndarray:
    """The line resident.match in 2022 [yuan] (draw,), linear in the contributors, these uniform within ±20 %."""
    factor = np.random.default_rng(seed).uniform(0.8, 1.2, (size, 1)) * np.ones(2)
    draws = Draws(size, factors={"resident.contributors": factor})
    return run_drawn(dataset, (), 2, draws)[1].line("resident.match")[:, 1]


def test_a_linear_line_with_one_uniform_input_agrees_with_its_closed_form(dataset: Dataset) -> None:
    plain = Case(dataset, years=2).side("baseline").line("resident.match")[1]
    values = uniform_run(dataset, 1024, SEED)
    error = standard_error(values, BLOCKS)
    assert error == pytest.approx(0.4 * plain / np.sqrt(12 * 1024), rel=0.5)
    assert abs(values.mean() - plain) < 3 * error
    for share in (0.1, 0.37, 0.8):
        floor = plain * (0.8 + 0.4 * share)
        found = breach([2021, 2022], np.column_stack([values, values]), floor, BLOCKS)
        assert 0 < found.ever_error < 0.05 and abs(found.ever - share) < 3 * found.ever_error


def test_a_triangular_input_agrees_too(dataset: Dataset) -> None:
    what = uncertainty.Uncertain(uncertain(calibrate(dataset)).only(["resident.contributors"]).inputs, ())
    drawn = uncertainty.sample(dataset, Scenario(), 2, 512, SEED, what).measure("resident", "income")[:, 1]
    single = Case(dataset, years=2).side("baseline")
    linear = sum(float(single.line(k)[1]) for k in ("resident.contributions", "resident.match"))
    (x,) = what.inputs
    exact = amounts(single, "resident", "income")[1] + linear * ((x.low + x.mode + x.high) / 3 / x.mode - 1)
    assert abs(drawn.mean() - exact) < 4 * standard_error(drawn, BLOCKS)


def test_the_error_shrinks_as_draws_grow(dataset: Dataset) -> None:
    errors, misses = [], []
    exact = uncertainty.sample(dataset, Scenario(), 4, 8192, 99).measure("unemployment", "closing")[:, -1].mean()
    for size in (64, 512, 4096):
        found = [uncertainty.sample(dataset, Scenario(), 4, size, seed) for seed in range(4)]
        values = [s.measure("unemployment", "closing")[:, -1] for s in found]
        errors.append(np.mean([standard_error(v, BLOCKS) for v in values]))
        misses.append(np.sqrt(np.mean([(v.mean() - exact) ** 2 for v in values])))
    assert errors[0] > 2 * errors[1] > 4 * errors[2]
    assert misses[0] > 2 * misses[2]


def test_a_breach_is_counted_from_the_year_after_the_base_year() -> None:
    values = np.array([[1, 9, 9, 9], [9, 1, 9, 9], [9, 9, 1, 1], [9, 9, 9, np.nan]], dtype=float)
    found = breach([2021, 2022, 2023, 2024], values, 5, blocks=2)
    assert found.by_year.tolist() == [0.25, 0.25, 0.25]
    assert found.so_far.tolist() == [0.25, 0.5, 0.5] and found.ever == 0.5
    assert found.first.tolist() == [1, 1, 0] and found.typical == 2022
    assert breach([2021, 2022], values[:, :2], 0, 2).typical is None


def test_the_chance_of_a_breach_against_counting_by_hand(dataset: Dataset) -> None:
    drawn = uncertainty.sample(dataset, scenario(dataset, "unemployment.refund_rate_sme=90"), 6, 256, SEED)
    cover = drawn.measure("unemployment", "cover_months")
    found = breach(range(2021, 2027), cover, 12, BLOCKS)
    by_hand = sum(any(x < 12 for x in row[1:]) for row in cover.tolist()) / 256
    assert 0 < found.ever == by_hand < 1
    assert 0 < found.ever_error < 0.1


# --- why the band leans -----------------------------------------------------------------------------------------------


def test_lopsided_ranges_explain_where_the_band_leans(dataset: Dataset) -> None:
    found = {x.key: x for x in leans(dataset, Scenario(), "unemployment", "closing", 6)}
    assert found["unemployment.collection"].effect < 0 < found["unemployment.refund_take_up"].effect
    assert found["unemployment.opening"].effect < 0
    assert "unemployment.wage_base" not in found, "a symmetric range leans nowhere"
    assert "public.wage_base" not in found and "unemployment.benefit_elasticity" not in found, "they move nothing here"
    by_hand = Case(dataset, scenario(dataset, "unemployment.collection=95").changes, 6).side()
    gap = amounts(by_hand, "unemployment", "closing") - amounts(by_hand.baseline, "unemployment", "closing")
    assert found["unemployment.collection"].effect == pytest.approx(gap[-1], rel=1e-9)


def test_an_assumed_range_of_the_dataset_wins_over_the_declared_one(dataset: Dataset, base: Baseline) -> None:
    (x,) = [x for x in uncertain(base).inputs if x.key == "unemployment.skills_claims"]
    row = next(r for r in dataset.parameters if r.key == x.key)
    assert (x.low, x.high) == (row.low, row.high) and month_of(2022) == 24264
