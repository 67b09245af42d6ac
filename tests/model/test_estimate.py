"""By how much claims follow unemployment, out of an office's own months; what is not sure enough stays assumed, and both are said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm
from support import run, sample

from sifund import catalog
from sifund.analysis.outlook.distributions import Uncertain, draw, uncertain
from sifund.dataset import Dataset
from sifund.dataset.schema import HistoryRow
from sifund.model.baseline import Baseline
from sifund.model.calibrate import calibrate
from sifund.model.estimate import fit_of
from sifund.model.ground import Ground

KEY, CLAIMS, RATE = "economy.claims_per_point", "unemployment.new_claims", "economy.unemployment_rate"


def row(series: str, month: int, value: float, counts: str = "single") -> HistoryRow:
    fund, _, item = series.partition(".")
    unit = "%" if series == RATE else "人"
    return HistoryRow(series=series, fund=fund, item=item, period=f"{2017 + month // 12}-{month % 12 + 1:02d}", counts=counts,  # type: ignore[arg-type]
                      value=value, unit=unit, basis="reported", source="月报")  # fmt: skip


def months(
    count: int, elasticity: float, noise: float = 0.0, *, flat: bool = False, cumulative: bool = False
) -> Dataset:
    """The sample with months of claims that follow a walking rate, a trend of 3% a year and the seasons."""
    rng = np.random.default_rng(7)
    rates = np.full(count, 5.1) if flat else 5.1 + np.cumsum(rng.normal(0, 0.2, count))
    at = np.arange(count)
    claims = 1200 * np.exp(
        0.03 * at / 12
        + 0.2 * np.sin(at) * 0
        + 0.1 * (at % 12 == 6)
        + elasticity * (rates - 5.1)
        + noise * rng.normal(size=count)
    )
    if cumulative:
        claims = np.concatenate([np.cumsum(claims[start : start + 12]) for start in range(0, count, 12)])
    rows = [row(CLAIMS, i, float(x), "cumulative" if cumulative else "single") for i, x in enumerate(claims)]
    return sample().with_history([*rows, *(row(RATE, i, float(x), "stock") for i, x in enumerate(rates))])


def ground(base: Baseline) -> Ground:
    return base.values[KEY].grounds[0]


@pytest.mark.parametrize("cumulative", [False, True])
def test_the_elasticity_that_made_the_months_is_found(cumulative: bool) -> None:
    base = calibrate(months(48, 0.27, cumulative=cumulative))
    assert base.value_at(KEY, 2022 * 12) == pytest.approx(0.27, abs=1e-9)
    assert ground(base).basis == "derived" and ground(base).row == f"history/{CLAIMS}"
    assert (
        "48" in ground(base).says.en
        and "0.2 would be assumed" in ground(base).says.en
        and "假设值为0.2" in ground(base).says.zh
    )


def test_its_standard_error_is_how_far_it_is_drawn() -> None:
    """In place of the assumed 0.05 to 0.40: the normal of the least squares, so that P5 and P95 lie 1.645 standard errors off."""
    data = months(60, 0.25, noise=0.05)
    base, fit = calibrate(data), fit_of(data, catalog.estimates()[KEY])
    (x,) = [x for x in uncertain(base).inputs if x.key == KEY]
    assert fit and 0 < fit.error <= 0.1 and x.rests == "estimate" and x.mode == pytest.approx(fit.value)
    off = norm.ppf(0.95) * fit.error
    assert (x.low, x.high) == pytest.approx((fit.value - off, fit.value + off), rel=1e-3)
    drawn = draw(Uncertain((x,), ()), 4096, 7).factors[KEY][:, 1] * x.mode
    assert drawn.std() == pytest.approx(fit.error, rel=0.02)
    (assumed,) = [x for x in uncertain(calibrate(months(60, 0.25, noise=2.0))).inputs if x.key == KEY]
    assert (assumed.low, assumed.high, assumed.rests) == (0.05, 0.4, "range"), (
        "one that is not sure enough leaves the assumed range"
    )


def test_it_moves_claims_by_what_it_is_and_no_baseline() -> None:
    office, text = months(60, 0.3), f"{RATE}=6.1@2022-01"
    claims = catalog.quantities()["unemployment.claims"]
    side, plain = run(office, text), run(sample(), text)
    ratio = side.quantity(claims)[12] / side.baseline.quantity(claims)[12]  # type: ignore[index]
    assert ratio == pytest.approx(np.exp(0.3), rel=1e-9)
    for key in plain.line_keys():
        assert side.baseline.line(key) == pytest.approx(plain.baseline.line(key), abs=0.01), "no baseline moves"


@pytest.mark.parametrize(("data", "says"), [
    (months(48, 0.2, 0.6), "standard error is above 0.1"), (months(60, 0.7), "outside 0.05 to 0.4"),
    (months(60, -0.1), "outside 0.05 to 0.4"),
])  # fmt: skip
def test_what_is_not_sure_or_out_of_range_is_said_beside_the_assumed_one(data: Dataset, says: str) -> None:
    base = calibrate(data)
    assert base.value_at(KEY, 2022 * 12) == 0.2 and ground(base).basis == "assumed"
    assert (
        says in ground(base).says.en
        and "没有采用" in ground(base).says.zh
        and (ground(base).low, ground(base).high) == (0.05, 0.4)
    )


@pytest.mark.parametrize("data", [months(35, 0.2), months(60, 0.2, flat=True), sample()])
def test_too_few_months_or_a_rate_that_stands_give_none(data: Dataset) -> None:
    assert fit_of(data, catalog.estimates()[KEY]) is None
    assert calibrate(data).values[KEY] == calibrate(sample()).values[KEY]


def test_what_the_dataset_states_stands() -> None:
    first = sample().parameters[0]
    stated = type(first)(key=KEY, from_month="2021-01", value=0.1, basis="reported", source="研究")
    base = calibrate(replace(months(48, 0.27), parameters=(*sample().parameters, stated)))
    assert base.value_at(KEY, 2022 * 12) == 0.1 and ground(base).basis == "reported"


def test_the_standard_error_by_hand() -> None:
    """Of y on dummies, trend and rate the textbook's: s²·(X'X)⁻¹."""
    data, estimate = months(36, 0.2, 0.05), catalog.estimates()[KEY]
    fit = fit_of(data, estimate)
    assert fit and fit.months == 36
    rows = {(r.series, r.period): r.value for r in data.history}
    periods = sorted(period for series, period in rows if series == RATE)
    rates = np.array([rows[RATE, period] for period in periods])
    dummies = np.array([[period.endswith(f"-{m:02d}") for m in range(1, 13)] for period in periods], dtype=float)
    x = np.column_stack([dummies, np.arange(36), rates])
    y = np.log([rows[CLAIMS, period] for period in periods])
    solved = np.linalg.solve(x.T @ x, x.T @ y)
    left = y - x @ solved
    error = np.sqrt(left @ left / (36 - 14) * np.linalg.inv(x.T @ x)[-1, -1])
    assert (fit.value, fit.error) == pytest.approx((solved[-1], error), rel=1e-6)
