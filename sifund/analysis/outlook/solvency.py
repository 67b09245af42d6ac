"""Where the funds go year by year, in actuaries' measures, and when one runs a deficit or runs dry.

Cost rate, reserve ratio and high-cost multiple follow 20 CFR 606.3; pay-as-you-go rate and dependency ratio are the
usual ones of actuarial reports; the trust-fund ratio is that of
the US Trustees' reports, section IV.B. What a fund has no wages or members for is not defined: `None`, never NaN.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sifund import catalog
from sifund.analysis.unknown import amounts
from sifund.declare.formula import Line
from sifund.declare.measure import COVER, MEASURES
from sifund.model.case import Side
from sifund.model.paths import Array
from sifund.text import HALF_FEN

COSTLIEST = 3
"""The high-cost multiple takes the mean of the three costliest of the last twenty years; fewer make it provisional."""


INDICATORS = tuple(
    MEASURES[key] for key in (
        "income", "expenditure", "surplus", "closing", COVER, "trust_fund_ratio", "dependency",
        "cost_rate", "reserve_ratio", "high_cost_multiple",
    )
)  # fmt: skip


def by_year(side: Side, item: Line | None) -> Array:
    """A quantity's mean by year (year,); NaN where it is not defined."""
    months = side.quantity(item) if item else None
    if months is None:
        return _none(side)
    years = months.reshape(-1, 12).mean(axis=1)
    return np.where(np.isfinite(years), years, np.nan)


def _none(side: Side) -> Array:
    return np.full(len(side.years), np.nan)


def indicator(side: Side, fund: str, key: str) -> Array:
    """One of INDICATORS by year (year,): yuan, months, percent or times; NaN in a year in which it is not defined."""
    return _DERIVED[key](side, fund) if key in _DERIVED else amounts(side, fund, key)


def _dependency(side: Side, fund: str) -> Array:
    return 100 * by_year(side, _declared(fund, "dependency"))


def _declared(fund: str, role: Literal["wages", "dependency"]) -> Line | None:
    """The quantity that a fund names for it; None of all funds together."""
    declared = catalog.all_funds().get(fund)
    return getattr(declared, role) if declared else None


def _wages(side: Side, fund: str) -> Array:
    """Covered wages of the year [yuan]; NaN where a fund has none."""
    wages = 12 * by_year(side, _declared(fund, "wages"))
    return np.where(wages > 0, wages, np.nan)


def _own_cost(side: Side, fund: str) -> Array:
    """Expenditure without what is remitted up [yuan]."""
    beside = [line.key for line in side.base.lines_of(fund) if line.beside]
    return amounts(side, fund, "expenditure") - np.sum([side.line(key) for key in beside], axis=0)


def _cost_rate(side: Side, fund: str) -> Array:
    return 100 * _own_cost(side, fund) / _wages(side, fund) if fund != catalog.ALL else _none(side)


def _reserve_ratio(side: Side, fund: str) -> Array:
    return 100 * amounts(side, fund, "closing") / _wages(side, fund) if fund != catalog.ALL else _none(side)


def _trust_fund_ratio(side: Side, fund: str) -> Array:
    """Opening balance over the year's expenditure, what is remitted up included [percent]."""
    spent = amounts(side, fund, "expenditure")
    return 100 * amounts(side, fund, "opening") / np.where(spent > 0, spent, np.nan)


def _high_cost_multiple(side: Side, fund: str) -> Array:
    costliest = sorted(cost_history(side.baseline, fund).values())[-COSTLIEST:]
    return _reserve_ratio(side, fund) / np.mean(costliest) if costliest else _none(side)


_DERIVED: dict[str, Callable[[Side, str], Array]] = {
    "dependency": _dependency, "cost_rate": _cost_rate, "reserve_ratio": _reserve_ratio,
    "high_cost_multiple": _high_cost_multiple, "trust_fund_ratio": _trust_fund_ratio,
}  # fmt: skip


def cost_history(side: Side, fund: str) -> dict[int, float]:
    """Cost rates of the years that the dataset knows [percent], by year, from a baseline: years of which it has every line that
    it has an amount of in the base year. Empty where the fund has no covered wages.

    Wages of a year before the base year are the base year's less the growth that the baseline has in its first year.
    """
    base = side.base
    wages = _wages(side, fund) if fund != catalog.ALL else _none(side)
    if len(wages) < 2 or not np.isfinite(wages[:2]).all():
        return {}
    growth = wages[1] / wages[0]
    rates = {base.base_year: float(_cost_rate(side, fund)[0])}
    lines = {
        key
        for key in base.keys_of(fund, "expenditure")
        if key not in catalog.lines() or not catalog.lines()[key].beside
    }
    spent: dict[int, dict[str, float]] = {}
    for row in base.dataset.lines:
        if row.line in lines and row.actual_yuan is not None:
            spent.setdefault(row.year, {})[row.line] = row.actual_yuan
    needed = {key for key, amount in spent.get(base.base_year, {}).items() if amount}
    whole = {year: sum(by.values()) for year, by in spent.items() if year < base.base_year and needed <= by.keys()}
    return rates | {year: 100 * amount * growth ** (base.base_year - year) / wages[0] for year, amount in whole.items()}


# --- when it runs short -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Milestones:
    """First year with a deficit, first year that ends below nought, and the share of that year's expenditure that its
    income pays [percent]; None where it does not come."""

    deficit: int | None
    depletion: int | None
    payable: float | None


def milestones(side: Side, fund: str) -> Milestones:
    """When a fund, or all together, first runs a deficit and first runs dry."""
    years = side.years
    surplus, closing = amounts(side, fund, "surplus"), amounts(side, fund, "closing")
    income, spent = amounts(side, fund, "income"), amounts(side, fund, "expenditure")
    dry = _first(closing < -HALF_FEN)
    payable = None if dry is None or spent[dry] <= 0 else float(100 * income[dry] / spent[dry])
    deficit = _first(surplus < -HALF_FEN)
    return Milestones(None if deficit is None else years[deficit], None if dry is None else years[dry], payable)


def _first(hit: NDArray[np.bool_]) -> int | None:
    return int(hit.argmax()) if hit.any() else None


def indicators_frame(side: Side, fund: str) -> pl.DataFrame:
    """Every indicator by year: indicator, year, baseline, scenario; null in a year in which it is not defined."""
    return pl.concat(
        pl.DataFrame({
            "indicator": [i.key] * len(side.years), "year": side.years,
            "baseline": indicator(side.baseline, fund, i.key), "scenario": indicator(side, fund, i.key),
        }).with_columns(pl.col("baseline", "scenario").fill_nan(None))
        for i in INDICATORS
    )  # fmt: skip
