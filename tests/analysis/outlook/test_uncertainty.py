"""Draws have the declared distributions; the fan is the single path without them; error shrinks as draws grow."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm
from support import FEN, sample, scenario, scenarios, small
from support import account as an_account
from support import amount as an_amount
from support import given as given_value

from sifund import catalog
from sifund.analysis.outlook import uncertainty
from sifund.analysis.outlook.distributions import HORIZON, Input, Uncertain, draw, mean, uncertain
from sifund.analysis.outlook.still import ENDED, still_lines
from sifund.analysis.outlook.uncertainty import (
    BLOCKS,
    QUANTILES,
    breach,
    chance_words,
    fan,
    leans,
    quantiles,
    standard_error,
)
from sifund.analysis.unknown import amounts
from sifund.dataset import Dataset
from sifund.declare.parameter import month_of
from sifund.model.baseline import Baseline
from sifund.model.calibrate import calibrate
from sifund.model.case import Case
from sifund.model.drawn import run_drawn
from sifund.model.rows import Draws, RowPaths
from sifund.scenario import Scenario

SIZE, SEED = 4096, 7
LEVELS = {  # path, low, high of the sample's levels, as the model has them
    "economy.interest": (2, 0, 4), "public.active_members": (88765, 71012, 106518), "public.wage_base": (8000, 6400, 9600),
    "unemployment.mean_months": (9.2961, 6, 14), "unemployment.sme_share": (70, 30, 95),
    "unemployment.refund_take_up": (64.6657, 50, 65), "unemployment.benefit_elasticity": (0, 0, 0.9),
    "economy.claims_per_point": (0.2, 0.05, 0.4), "economy.insured_per_point": (1, 0, 2), "economy.wage_per_point": (0.5, 0, 1.5),
    "economy.collection_per_point": (1, 0, 3), "economy.duration_per_point": (0.04, 0, 0.1),
}  # fmt: skip
VOLUMES = {  # that the declarations name, and how far each is drawn where the line has no three years of its own
    "public.transfers", "resident.contributors", "resident.funeral_claim_rate", "resident.transfers", "unemployment.training",
    "unemployment.transfers", "unemployment.rural_months", "unemployment.skills_claims", "unemployment.funeral_per_month",
}  # fmt: skip
FOLLOWS = {"economy.wage_growth", "unemployment.standard_growth"}
NEVER_FALL = {"unemployment.standard_growth", "resident.standard_growth"}


def inputs(base: Baseline, *shapes: str) -> list[Input]:
    return [x for x in uncertain(base).inputs if x.spread.shape in shapes]


def drawn_values(x: Input, draws: Draws) -> np.ndarray:
    """The values drawn for an input (draw, year), in its own unit."""
    if x.key in draws.rates:
        return draws.rates[x.key]
    if x.key in draws.shifts:
        return x.mode + draws.shifts[x.key]
    return draws.factors[x.key] * x.mode


# --- declarations -----------------------------------------------------------------------------------------------------


def test_every_driver_and_assumption_declares_a_distribution_and_nothing_else_does() -> None:
    """None has: a fund's margin over the common interest, whose spread stands for both; the law; what moves nothing as long as
    nobody postpones retirement, moves the limits of the base, raises pensions but by the percentage or pays subsidies a head."""
    without = (
        "interest_margin",
        "minimum_wage",
        "mortality",
        "new_retirees",
        "new_recipients",
        "entry_ratio",
        "wage_sigma",
        "inflation",
        "contribution_years",
        "aged_share",
        "hired_share",
        "retained_share",
    )
    for key, p in catalog.parameters().items():
        drawn = p.kind in ("driver", "assumption") and p.dated and key.partition(".")[2] not in without
        assert (p.spread is not None) == drawn, key
    yearly = {k for k, p in catalog.parameters().items() if p.spread and p.spread.shape == "yearly"}
    assert yearly == {k for k in catalog.parameters() if k.endswith("_growth")} | {"public.pension_mix"}
    assert all(catalog.parameter(k).spread.persistence == 0.6 for k in yearly)  # type: ignore[union-attr]
    shocks = {
        k: p.spread.persistence for k, p in catalog.parameters().items() if p.spread and p.spread.shape == "shock"
    }
    assert shocks == {"unemployment.new_claims": 0.8}


def test_what_is_known_or_moves_nothing_is_not_drawn(base: Baseline) -> None:
    """A product of which only the total ties is not drawn by its parts."""
    drawn = {x.key for x in uncertain(base).inputs}
    known = {"public.retirees", "resident.recipients", "unemployment.medical_premium", "unemployment.assistance_months"}
    parts = {"unemployment.insured", "unemployment.wage_base", "unemployment.collection"}
    idle = {"unemployment.minimum_wage", "public.central_share", "resident.region_share"}
    assert not drawn & (known | parts | idle)
    assert not any(catalog.parameter(k).kind in ("lever", "input") for k in drawn)


def test_levels_stand_on_their_ranges(base: Baseline) -> None:
    found = {x.key: (x.mode, x.low, x.high) for x in inputs(base, "level")}
    for key, wanted in LEVELS.items():
        assert found[key] == pytest.approx(wanted, rel=1e-4), key
    assert set(found) - set(LEVELS) == VOLUMES


def test_a_walk_shows_the_range_that_it_is_drawn_over(base: Baseline) -> None:
    """Not its slider's: unemployment, long after the base year, lies within a point of its path in nine draws of ten."""
    (x,) = inputs(base, "walk")
    last = x.mode + draw(Uncertain((x,), ()), 4096, SEED).shifts[x.key][:, -1]
    assert (x.low, x.high) == pytest.approx(np.quantile(last, (0.05, 0.95)), abs=0.03) and x.high - x.low < 2


def test_a_volume_has_the_range_of_its_own_years_else_a_fifth_either_way_and_says_which(dataset: Dataset) -> None:
    training = "unemployment.training"
    (x,) = [x for x in uncertain(calibrate(dataset)).inputs if x.key == training]
    assert (x.low, x.high, x.rests) == (pytest.approx(120), pytest.approx(180), "width")
    row = next(r for r in dataset.lines if r.line == training)
    older = [row.model_copy(update={"year": y, "actual_yuan": a}) for y, a in ((2018, 1e6), (2019, 2e6), (2020, 1e6))]
    others = [r for r in dataset.lines if not (r.line == training and r.year < 2021)]
    longer = replace(dataset, lines=(*others, *older))
    (x,) = [x for x in uncertain(calibrate(longer)).inputs if x.key == training]
    sd = np.sqrt((2 * np.log(2) ** 2 + np.log((row.actual_yuan or 0) / 1e6) ** 2) / 3)
    assert x.rests == "history" and x.high == pytest.approx(x.mode * np.exp(norm.ppf(0.95) * sd))


# --- the draws --------------------------------------------------------------------------------------------------------


def test_range_means_range(base: Baseline) -> None:
    """Of what is drawn 5% lie below and 5% above the range, half on either side of the path; none beyond hard bounds."""
    for x in inputs(base, "level", "yearly", "shock"):
        drawn = draw(Uncertain((replace(x, spread=replace(x.spread, follows=None)),), ()), 2**15, SEED)
        values, p = drawn_values(x, drawn)[:, x.first :], catalog.parameter(x.key)
        down, up = (reach[x.first :] for reach in x.reach())
        middle = x.middle()[x.first :]
        unit = x.mode if x.spread.shape == "shock" else 1
        least = p.low if x.spread.least is None else x.spread.least
        for bound, below in (((middle - down) * unit, True), ((middle + up) * unit, False)):
            share = ((values < bound - 1e-9) if below else (values > bound + 1e-9)).mean(axis=0)
            cut = (bound <= least) | (bound >= p.high) | ((down if below else up) == 0)
            assert cut.all() or share[~cut].mean() == pytest.approx(0.05, abs=0.001), (x.key, below)
            assert share[cut].max(initial=0) <= 0.501, x.key
        assert values.min() >= min(least, middle.min()) and values.max() <= p.high, x.key
        assert np.median(values, axis=0) == pytest.approx(middle * unit, abs=0.01 * (x.high - x.low)), x.key


def test_a_level_is_one_value_for_all_years(base: Baseline) -> None:
    draws = draw(uncertain(base), SIZE, SEED)
    for x in inputs(base, "level"):
        values = drawn_values(x, draws)[:, 1:]
        assert np.ptp(values, axis=1).max() == 0, x.key
    assert draws.shifts["unemployment.benefit_elasticity"].min() >= 0, "at its edge it is one-sided"


def test_what_the_declaration_holds_is_not_drawn_and_the_two_standards_never_fall(base: Baseline) -> None:
    draws = draw(uncertain(base), SIZE, SEED)
    for key in NEVER_FALL:
        assert not draws.rates[key][:, 1].any(), "the standard at the end of the base year stands for a year"
        assert draws.rates[key].min() == 0 and (draws.rates[key][:, 2:] > 0).mean() > 0.5
    assert draws.rates["resident.account_growth"].min() < 0


def test_yearly_paths_have_the_declared_persistence(base: Baseline) -> None:
    draws = draw(uncertain(base), SIZE, SEED)
    for x in inputs(base, "yearly", "shock"):
        off = drawn_values(x, draws)[:, x.first :]
        signs = np.where(off < np.median(off, axis=0), -1.0, 1.0)  # of two normals: 2/π · arcsin of their correlation
        for lag in (1, 2):
            found = [np.mean(signs[:, i] * signs[:, i + lag]) for i in range(off.shape[1] - lag)]
            wanted = 2 / np.pi * np.arcsin(x.spread.persistence**lag)
            assert np.mean(found) == pytest.approx(wanted, abs=0.03), (x.key, lag)


def test_the_standard_follows_wages(base: Baseline) -> None:
    draws = draw(uncertain(base), SIZE, SEED)
    pair = [draws.rates[key][:, 3] for key in ("economy.wage_growth", "unemployment.standard_growth")]
    signs = np.sign(np.subtract(pair, np.median(pair, axis=1)[:, None]))
    assert np.mean(signs[0] * signs[1]) == pytest.approx(2 / np.pi * np.arcsin(0.7), abs=0.03)


def test_the_base_year_ties_in_every_draw(dataset: Dataset) -> None:
    drawn = uncertainty.sample(dataset, scenario(dataset, "unemployment.benefit_standard=1530"), 3, 64, SEED)
    for fund in dataset.funds:
        for name in ("income", "expenditure"):
            interest = 0.02 * drawn.measure(fund, "opening")[:, 0] if name == "income" else 0
            assert np.ptp(drawn.measure(fund, name)[:, 0] - interest) < FEN, (fund, name)
    for name in ("income", "expenditure", "closing"):
        assert np.ptp(drawn.measure(catalog.ALL, name)[:, 0]) < FEN, "the reported totals"


def test_a_draw_that_takes_more_to_be_contributions_takes_less_to_be_subsidy(dataset: Dataset, base: Baseline) -> None:
    what = Uncertain(uncertain(base).only(["public.active_members", "public.wage_base"]).inputs, ())
    draws = draw(what, 256, SEED)
    one, block = run_drawn(dataset, (), 4, draws)
    share = (draws.factors["public.active_members"] * draws.factors["public.wage_base"])[:, 1:2]
    held, paid = (one.line(f"public.{key}") for key in ("subsidy", "contributions"))
    assert block.line("public.contributions")[:, 1:] == pytest.approx(share * paid[:, 1:])
    assert block.line("public.subsidy")[:, 1:] == pytest.approx(np.maximum(held[:, 1:] - (share - 1) * paid[:, :1], 0))
    balanced = scenario(dataset, "public.closure=balance").changes
    _, restored = run_drawn(dataset, balanced, 4, draws)
    assert restored.measure("public", "closing") == pytest.approx(
        np.broadcast_to(one.measure("public", "closing"), (256, 4)), abs=FEN
    )


FIXED = {  # lines that are the same in every draw after the base year, and what fixes them
    "unemployment.assistance": "the scheme ended with the base year",
}


def test_no_line_is_the_same_in_every_draw_but_what_an_ended_scheme_fixes(dataset: Dataset, base: Baseline) -> None:
    _, block = run_drawn(dataset, (), 4, draw(uncertain(base), 64, SEED))
    still = {key for key in base.modelled if not np.ptp(block.line(key)[:, -1])}
    assert still == FIXED.keys(), "the held subsidy moves by what is contributions in truth"


def test_each_line_that_no_draw_moves_is_named_with_what_fixes_it(base: Baseline) -> None:
    assert {key: why.en for key, why in still_lines(base).items()} == {"unemployment.assistance": ENDED.en}


def test_a_line_without_a_formula_is_drawn_too() -> None:
    """By the usual share where it has not three years of its own; one share for all years, none of the base year."""
    rows = [an_amount("unemployment.benefit", 5e7), an_amount("unemployment.of_its_own", 3e7)]
    standards = [given_value("unemployment.benefit_standard", 1500)]
    office = calibrate(small(rows, standards, [an_account("unemployment", "opening", 1e8)]))
    (flat,) = uncertain(office).flats
    assert (flat.key, flat.low, flat.high, flat.rests) == ("unemployment.of_its_own", 0.8, 1.2, "width")
    assert flat.key not in still_lines(office)
    _, block = run_drawn(office.dataset, (), 4, draw(uncertain(office), SIZE, SEED))
    amounts = block.line(flat.key)
    assert not np.ptp(amounts[:, 0]) and np.ptp(amounts[:, 1:], axis=1).max() < FEN
    assert np.quantile(amounts[:, 3], (0.05, 0.5, 0.95)) == pytest.approx(3e7 * np.array([0.8, 1, 1.2]), rel=0.003)


def test_where_contributions_are_reported_their_parts_are_not_drawn(dataset: Dataset) -> None:
    row = next(r for r in dataset.lines if r.line == "public.pension" and r.year == 2021)
    known = row.model_copy(update={"line": "public.contributions", "kind": "income", "actual_yuan": 2e9})
    drawn = {x.key for x in uncertain(calibrate(replace(dataset, lines=(*dataset.lines, known)))).inputs}
    assert not drawn & {"public.active_members", "public.wage_base"}


@pytest.mark.parametrize(
    ("key", "text"),
    [("unemployment.claim_growth", "unemployment.claim_growth=3@2024-01"),
     ("unemployment.mean_months", "unemployment.mean_months=9@2024-07"), ("public.wage_base", "public.wage_base=8000")],
)  # fmt: skip
def test_what_is_typed_is_not_drawn_from_its_month_on(dataset: Dataset, base: Baseline, key: str, text: str) -> None:
    found, p = scenario(dataset, text), catalog.parameter(key)
    paths = RowPaths(base, [found.moves], 6, replace(draw(uncertain(base).only([key]), 16, SEED), baseline=False))
    start = max(12, found.moves[0][1][0][0] - month_of(2021))
    drawn = paths.path(p)[1:]
    assert not np.ptp(drawn[:, start:], axis=0).any() and not np.ptp(drawn[:, :12], axis=0).any()
    assert start == 12 or np.ptp(drawn[:, 12:start], axis=0).all()


def test_inputs_are_independent(base: Baseline) -> None:
    draws = draw(uncertain(base), SIZE, SEED)
    years = np.column_stack(
        [drawn_values(x, draws)[:, year] for x in uncertain(base).inputs for year in (x.first, HORIZON)]
    )
    names = [x.key for x in uncertain(base).inputs for _ in range(2)]
    years = np.column_stack([years, draws.openings["unemployment"], draws.openings["resident"]])
    names += ["openings"] * 2
    off = np.atleast_2d(np.corrcoef(years, rowvar=False))
    close = [(names[i], names[j]) for i, j in zip(*np.triu_indices(len(names), 1), strict=True)
             if names[i] != names[j] and abs(off[i, j]) >= 0.08 and not {names[i], names[j]} <= FOLLOWS]  # fmt: skip
    assert close == []


def test_openings_tie_to_their_sum_and_none_is_negative(base: Baseline) -> None:
    openings = draw(uncertain(base), SIZE, SEED).openings
    ranges = {"unemployment": (6e8, 9e8), "resident": (1.5e8, 4.2e8)}
    assert sum(openings.values()) == pytest.approx(
        np.full(SIZE, sum(o.amount or 0.0 for o in base.openings.values())), rel=1e-12
    )
    for fund, (low, high) in ranges.items():
        found, reach = np.quantile(openings[fund], (0.05, 0.5, 0.95)), 0.08 * (high - low)
        assert found[:2] == pytest.approx((low, base.openings[fund].amount), abs=reach)
        assert found[1] < found[2] < high + reach, "draws in which two take more than there is are redrawn"
        assert openings[fund].min() >= 0
    assert openings["public"].min() >= 0
    assert (openings["public"] < 5e7).any(), "the rest takes what the others leave"


def test_a_typed_opening_is_not_drawn(dataset: Dataset) -> None:
    typed = calibrate(dataset, (("unemployment.opening", 7e8),))
    assert {o.fund for o in uncertain(typed).openings} == {"resident", "public"}
    all_typed = calibrate(dataset, tuple((f"{f}.opening", 3e8) for f in dataset.funds))
    assert uncertain(all_typed).openings == ()


def test_seed_and_block_make_the_draws(base: Baseline) -> None:
    one, again = draw(uncertain(base), 64, 1), draw(uncertain(base), 64, 1)
    key = "unemployment.sme_share"
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
    idle = {"unemployment.benefit_elasticity", *(x.key for x in what.inputs if x.key.endswith("_per_point"))}
    x = data.draw(st.sampled_from([x for x in what.inputs if x.key not in idle]))
    narrow = data.draw(st.floats(0.2, 0.9))
    touched = catalog.moved_by(x.key)[0].partition(".")[0]
    bands = []
    for width in (narrow, 1.0):
        only = Uncertain(what.only([x.key]).inputs, ()).scaled(width)
        low, *_, high = quantiles(
            uncertainty.sample(on, Scenario(), 6, 128, SEED, only).measure(touched, "cover_months")
        )
        bands.append(high - low)
    assert (bands[1] >= bands[0] - 1e-9).all()
    assert bands[1][-1] > 1.05 * bands[0][-1]


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
    """The line resident.match in 2022 [yuan] (draw,), linear in the contributors, these uniform within ±20%."""
    factor = np.random.default_rng(seed).uniform(0.8, 1.2, (size, 1)) * np.ones(2)
    draws = Draws(size, factors={"resident.contributors": factor})
    return run_drawn(dataset, (), 2, draws)[1].line("resident.match")[:, 1]


def test_the_standard_error_is_the_scatter_of_the_blocks() -> None:
    # two blocks of means 2 and 6: standard deviation √8, over √2
    assert standard_error(np.array([1.0, 3.0, 5.0, 7.0]), 2) == pytest.approx(2)
    assert standard_error(np.array([[1.0], [3.0], [5.0], [7.0]]), 2).tolist() == pytest.approx([2])


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


def test_a_split_normal_input_agrees_too(dataset: Dataset) -> None:
    what = Uncertain(uncertain(calibrate(dataset)).only(["resident.contributors"]).inputs, ())
    drawn = uncertainty.sample(dataset, Scenario(), 2, 512, SEED, what).measure("resident", "income")[:, 1]
    single = Case(dataset, years=2).side("baseline")
    linear = sum(float(single.line(k)[1]) for k in ("resident.contributions", "resident.match"))
    (x,) = what.inputs
    exact = amounts(single, "resident", "income")[1] + linear * (mean(x.mode, x.low, x.high) / x.mode - 1)
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
    assert found.so_far.tolist() == [0.25, 0.5, 0.5] and found.ever == 0.5
    assert found.first.tolist() == [1, 1, 0] and found.typical == 2022
    assert breach([2021, 2022], values[:, :2], 0, 2).typical is None


@pytest.mark.parametrize(("breached", "says"), [
    (0, "under 0.02%"), (4096, "over 99.98%"), (1, "0.02% ± 0.02%"), (2048, "50.0% ± 18.9%"),
])  # fmt: skip
def test_a_chance_is_neither_never_nor_always_nor_without_error(breached: int, says: str) -> None:
    rows = np.full((4096, 2), 9.0)
    rows[:breached, 1] = 1
    assert chance_words(breach([2021, 2022], rows, 5, blocks=8), 4096).en == says


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
    assert found["unemployment.sme_share"].effect > 0 and found["unemployment.refund_take_up"].effect > 0
    assert found["unemployment.opening"].effect < 0
    assert "unemployment.wage_base" not in found, "a symmetric range leans nowhere"
    assert "public.wage_base" not in found and "unemployment.benefit_elasticity" not in found, "they move nothing here"
    months = found["unemployment.mean_months"]
    value = mean(months.mode, months.low, months.high)
    by_hand = Case(dataset, scenario(dataset, f"unemployment.mean_months={value!r}").changes, 6).side()
    gap = amounts(by_hand, "unemployment", "closing") - amounts(by_hand.baseline, "unemployment", "closing")
    assert months.effect == pytest.approx(gap[-1], rel=1e-9)


def test_an_assumed_range_of_the_dataset_wins_over_the_declared_one(dataset: Dataset, base: Baseline) -> None:
    (x,) = [x for x in uncertain(base).inputs if x.key == "unemployment.skills_claims"]
    row = next(r for r in dataset.parameters if r.key == x.key)
    assert (x.low, x.high) == (row.low, row.high) and month_of(2022) == 24264
