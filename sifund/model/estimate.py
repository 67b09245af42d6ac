"""Elasticities out of an office's own months: ln(count) on the months of the year, a trend and the rate, by least squares."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtri  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType]

from sifund import catalog
from sifund.dataset import Dataset
from sifund.declare.estimate import Estimate
from sifund.declare.parameter import month_of
from sifund.history.series import Series, series
from sifund.model.baseline import Draft
from sifund.model.ground import Ground, Value
from sifund.text import Text, plain

FOUND = Text(
    "{count}个月的{counted}和{rate}估计为{value}，标准误{error}",
    "{value} from {count} {count:month|months} of {counted} and {rate}, standard error {error}",
)
TAKEN = Text("由{found}；假设值为{assumed}", "{found}; {assumed} would be assumed")
SURE = Text("标准误大于{surest}", "its standard error is above {surest}")
WITHIN = Text("超出{low}至{high}", "it lies outside {low} to {high}")
LEFT = Text("{reason}（{found}，没有采用：{why}）", "{reason} ({found}: not used, as {why})")
DIGITS = 3
Z95 = float(ndtri(0.95))
"""How many standard errors the ends of a 90% range lie off."""


@dataclass(frozen=True, slots=True)
class Fit:
    """What least squares give: the elasticity, its standard error, and out of how many months."""

    value: float
    error: float
    months: int


def set_estimates(base: Draft) -> None:
    """Give every elasticity that the dataset's months give, and say of those not taken why; what is stated stands."""
    for estimate in catalog.estimates().values():
        p = estimate.elasticity
        fit = None if base.dataset.steps(p.key) else fit_of(base.dataset, estimate)
        if fit and p.key in base.values:
            base.set(p.key, _value(estimate, fit, base.values[p.key], base.base_year))


def fit_of(dataset: Dataset, estimate: Estimate) -> Fit | None:
    """The fit of an elasticity; None where too few months are known of both, or the rate never moves by itself."""
    by_key = {one.key: one for one in series(dataset)}
    counted, rate = by_key.get(estimate.counted.key), by_key.get(estimate.rate.key)
    if counted is None or rate is None:
        return None
    counts, rates = months_of(counted), months_of(rate)
    months = sorted(month for month in counts.keys() & rates.keys() if counts[month] > 0)
    if len(months) < estimate.least:
        return None
    at = np.array(months)
    seasons = (at[:, None] % 12 == np.arange(12)).astype(float)
    seasons = seasons[:, seasons.any(axis=0)]
    columns = np.column_stack([seasons, (at - at[0]) / 12, [rates[month] for month in months]])
    return _squares(columns, np.log([counts[month] for month in months]))


def months_of(one: Series) -> dict[int, float]:
    """Each month's own figure of a series, by month since year 0; of one that is cumulative what the month adds."""
    by_month: dict[int, float] = {}
    for year, month in one.rows:
        value = one.value(year, month) if month else None
        if value is not None and one.rows[year, month].counts == "cumulative" and month > 1:
            before = one.value(year, month - 1)
            value = None if before is None else value - before
        if value is not None:
            by_month[month_of(year, month)] = value
    return by_month


def _squares(columns: np.ndarray, values: np.ndarray) -> Fit | None:
    """The last column's coefficient."""
    solved, _, rank, _ = np.linalg.lstsq(columns, values, rcond=None)
    free = len(values) - columns.shape[1]
    if rank < columns.shape[1] or free < 1:
        return None
    left = values - columns @ solved
    spread = float(left @ left) / free * np.linalg.inv(columns.T @ columns)[-1, -1]
    return Fit(float(solved[-1]), float(np.sqrt(spread)), len(values))


def _value(estimate: Estimate, fit: Fit, assumed: Value, base_year: int) -> Value:
    p, ground = estimate.elasticity, assumed.grounds[0]
    low, high = p.soft_low or 0.0, p.soft_high or 0.0
    words = FOUND.format(
        count=fit.months, counted=estimate.counted.name.inside, rate=estimate.rate.name.inside,
        value=plain(round(fit.value, DIGITS)), error=plain(round(fit.error, DIGITS)),
    )  # fmt: skip
    if fit.error <= estimate.surest and low <= fit.value <= high:
        says = TAKEN.format(found=words, assumed=plain(assumed.steps[0][1]))
        off = Z95 * fit.error
        ground = Ground("derived", says, fit.value - off, fit.value + off, row=f"history/{estimate.counted.key}")
        return Value(((month_of(base_year), fit.value),), (ground,))
    why = (
        SURE.format(surest=plain(estimate.surest))
        if fit.error > estimate.surest
        else WITHIN.format(low=plain(low), high=plain(high))
    )
    return Value(
        assumed.steps,
        (replace(ground, says=LEFT.format(reason=ground.says, found=words, why=why)), *assumed.grounds[1:]),
    )
