"""What moves nothing by itself is drawn where a change makes it count, and there alone; no other draw moves with it."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm
from support import amount, scenario, small

from sifund import catalog
from sifund.analysis.outlook.distributions import draw, mean, uncertain
from sifund.analysis.outlook.latent import latent_inputs, uncertain_in
from sifund.analysis.outlook.ranges import Z95, flat_ranges
from sifund.analysis.outlook.uncertainty import piece
from sifund.dataset import Dataset
from sifund.model.baseline import Baseline
from sifund.model.calibrate import calibrate

WAKES = {
    "public.delay=0.25": {"public.mortality"},
    "resident.delay=0.25": {"resident.mortality"},
    "economy.base_floor=40": {"public.wage_sigma", "unemployment.wage_sigma"},
    "economy.base_floor=40;public.wage_sigma=0.35": {"unemployment.wage_sigma"},
    "unemployment.benefit_standard=1530": set(),
    "public.opening=100000000": set(),
}


def test_every_assumption_with_a_range_that_moves_money_is_drawn_or_latent_or_left_with_a_reason(
    base: Baseline,
) -> None:
    """Left are a margin, for which the common rate's range stands; what follows from another that is drawn; the law; shares of
    who pays, which move no line."""
    drawn = {x.key for x in (*uncertain(base).inputs, *latent_inputs(base))}
    left = {
        key for key, p in catalog.parameters().items()
        if p.kind == "assumption" and p.soft_low is not None and catalog.moved_by(key) and key not in drawn and p.spread is None
    }  # fmt: skip
    reasons = ("interest_margin", "entry_ratio", "minimum_wage")
    assert {key.partition(".")[2] for key in left} == set(reasons)


@pytest.mark.parametrize("text", WAKES)
def test_it_is_drawn_in_a_run_that_it_moves_and_not_where_it_is_typed(
    base: Baseline, dataset: Dataset, text: str
) -> None:
    changes = scenario(dataset, text).changes
    awake = {x.key for x in uncertain_in(base, changes).inputs} - {x.key for x in uncertain(base).inputs}
    assert awake == WAKES[text]


def test_what_wakes_widens_the_run_and_moves_no_other_draw(base: Baseline, dataset: Dataset) -> None:
    chosen = scenario(dataset, "economy.base_floor=40")
    usual, wider = uncertain(base), uncertain_in(base, chosen.changes)
    alone, awake = (piece(dataset, chosen, 4, 1024, 7, range(1), what, ("unemployment",)) for what in (usual, None))
    incomes = [part.measure("unemployment", "income", slice(0, part.rows)) for part in (alone, awake)]
    assert np.abs(incomes[0] - incomes[1])[:, 1:].max() > 1e6, "the dispersion of wages moves contributions"
    before, after = draw(usual, 64, 7), draw(wider, 64, 7)
    for name in ("rates", "factors", "shifts", "openings"):
        tables = getattr(before, name), getattr(after, name)
        assert all((tables[1][key] == values).all() for key, values in tables[0].items()), name
    assert set(after.factors) - set(before.factors) == WAKES["economy.base_floor=40"]


@pytest.mark.parametrize(("millions", "rests"), [((10, 12, 9), "history"), ((12, 9), "width")])
def test_a_flat_line_ranges_by_its_own_years_where_there_are_three(millions: tuple[int, ...], rests: str) -> None:
    years = range(2023 - len(millions), 2023)
    rows = [amount("unemployment.relief", 1e6 * x, year) for x, year in zip(millions, years, strict=True)]
    (flat,) = flat_ranges(calibrate(small(rows)))
    assert (flat.key, flat.rests) == ("unemployment.relief", rests)
    sd = np.sqrt(np.mean(np.diff(np.log(millions)) ** 2))
    ends = np.exp([-Z95 * sd, Z95 * sd]) if rests == "history" else (0.8, 1.2)
    assert (flat.low, flat.high) == pytest.approx(ends)


def test_the_mean_of_a_lopsided_range_is_that_of_its_draws() -> None:
    """Half of the draws lie to either side of the mode, each side as wide as its own end says."""
    mode, low, high = 3.0, 2.0, 8.0
    z = norm.ppf((np.arange(4096) + 0.5) / 4096)
    draws = mode + z / Z95 * np.where(z < 0, mode - low, high - mode)
    assert mean(mode, low, high) == pytest.approx(draws.mean(), abs=0.01)
