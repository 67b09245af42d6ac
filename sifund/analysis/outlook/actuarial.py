"""Actuaries' summary of a fund over a run: the present value of what comes in and goes out, with a target fund at the end.

Actuarial balance and trust-fund ratio are those of the US Social Security Trustees' reports (ssa.gov/oact/TR, section IV.B
and glossary). Flows are discounted with the fund's own interest and, as the model pays it, from the end of their year: so
the balance is nought exactly where the fund ends the run with the target, and opening balance + flows = closing balance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sifund import catalog
from sifund.analysis.outlook.solvency import milestones
from sifund.analysis.unknown import amounts, unknown_words
from sifund.model.case import Side
from sifund.model.paths import Array
from sifund.text import Text

ONE_YEAR = Text("只有一年，没有以后各年可折现", "the run has one year, so there is nothing later to discount")
NO_RATE = Text("数据没有可以折现的利率", "the data have no rate of interest to discount with")


@dataclass(frozen=True, slots=True)
class Summary:
    """A fund over the years after the base year, in present values at the start of the first [yuan]: balance at that time,
    income without interest, expenditure, the target fund, and what they leave; that in percent of covered wages, and the
    first year with a deficit. What is not known is None, and `why` says so."""

    years: tuple[int, int]
    opening: float | None
    income: float | None
    cost: float | None
    target: float | None
    balance: float | None
    percent: float | None
    deficit: int | None
    why: Text | None = None


def summary(side: Side, fund: str) -> Summary:
    """The actuarial balance of a fund over the run: opening balance + income − expenditure − a target of one year's
    expenditure, that of the last year."""
    span = side.years[min(1, len(side.years) - 1)], side.years[-1]
    rates = interest_rates(side, fund)
    if not side.knows(fund):
        return _none(span, unknown_words(side.base, fund))
    if rates is None or len(side.years) < 2:
        return _none(span, NO_RATE if rates is None else ONE_YEAR)
    worth = np.cumprod(1 / (1 + rates[1:]))
    spent = amounts(side, fund, "expenditure")[1:]
    opening = float(amounts(side, fund, "opening")[1])
    income = float((worth * (amounts(side, fund, "income") - _interest(side, fund))[1:]).sum())
    cost, target = float((worth * spent).sum()), float(worth[-1] * spent[-1])
    balance = opening + income - cost - target
    wages = _wages(side, fund)
    percent = None if wages is None else 100 * balance / float((worth * wages[1:]).sum())
    return Summary(span, opening, income, cost, target, balance, percent, milestones(side, fund).deficit)


def _none(span: tuple[int, int], why: Text) -> Summary:
    return Summary(span, None, None, None, None, None, None, None, why)


def interest_rates(side: Side, fund: str) -> Array | None:
    """What the fund's balance earns by year (year,), a fraction: all rates that its interest reads; None where it reads
    none that is known."""
    read = [p for line in side.base.lines_of(fund) if line.earns for p in line.parameters if p.key in side.base.values]
    return np.sum([side.path(p)[::12] for p in read], axis=0) if read else None


def _interest(side: Side, fund: str) -> Array:
    """Interest by year [yuan]; 0 where a fund has no line of it."""
    lines = [side.line(line.key) for line in side.base.lines_of(fund) if line.earns]
    return np.sum(lines, axis=0) if lines else np.zeros(len(side.years))


def _wages(side: Side, fund: str) -> Array | None:
    """Covered wages by year [yuan]; None where the fund has none."""
    line = catalog.all_funds()[fund].wages
    months = side.quantity(line) if line else None
    if months is None:
        return None
    wages = months.reshape(-1, 12).sum(axis=1)
    return wages if np.isfinite(wages).all() and (wages > 0).all() else None
