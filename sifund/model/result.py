"""What a run gives: arrays by line and fund over its rows."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

import numpy as np

from sifund import catalog
from sifund.declare.measure import COVER, COVER_OWN
from sifund.model.baseline import Baseline
from sifund.model.paths import Array

_DENOMINATOR = {COVER: "expenditure", COVER_OWN: "own_expenditure"}


@dataclass(slots=True, eq=False)
class FundBalances:
    """A fund's year-end figures (row, year) [yuan]; `cover` is months, infinite where nothing is spent.

    `own_expenditure` is without what is remitted up: the denominator of the cover shown beside cover months. Opening,
    closing and cover are NaN where the opening balance is unknown; income is then without interest on it.
    """

    opening: Array
    income: Array
    expenditure: Array
    own_expenditure: Array
    closing: Array
    cover: Array

    @classmethod
    def empty(cls, rows: int, years: int) -> FundBalances:
        """Balances of so many rows and years, all 0."""
        return cls(*(np.zeros((rows, years)) for _ in range(6)))

    def enter(self, year: int, income: Array, expenditure: Array, own_expenditure: Array) -> None:
        """Close a year and open the next: closing = opening + income − expenditure."""
        self.income[:, year], self.expenditure[:, year], self.own_expenditure[:, year] = (
            income,
            expenditure,
            own_expenditure,
        )
        closing = self.opening[:, year] + income - expenditure
        self.closing[:, year] = closing
        self.cover[:, year] = cover_months(closing, expenditure)
        if year + 1 < self.opening.shape[1]:
            self.opening[:, year + 1] = closing

    def all_alike(self, rows: int) -> FundBalances:
        """The first row so many times."""
        return FundBalances(
            *(np.broadcast_to(getattr(self, x.name)[:1], (rows, self.cover.shape[1])) for x in fields(self))
        )

    def measure(self, name: str, rows: slice) -> Array:
        """One of BALANCE_SHEET or COVER_OWN (row, year); cover without expenditure is NaN here and None outside."""
        if name == "surplus":
            return (self.income - self.expenditure)[rows]
        if name in _DENOMINATOR:
            return finite(cover_months(self.closing[rows], getattr(self, _DENOMINATOR[name])[rows]))
        return getattr(self, name)[rows]


def cover_months(closing: Array, spent: Array) -> Array:
    """12 · closing ÷ the year's expenditure; infinite where there is none."""
    if spent.min() > 0:
        return 12 * closing / spent
    return np.divide(12 * closing, spent, out=np.full_like(closing, np.inf), where=spent > 0)


def finite(cover: Array) -> Array:
    """Cover months, NaN where nothing is spent."""
    return np.where(np.isfinite(cover), cover, np.nan)


@dataclass(slots=True, eq=False)
class Part:
    """The rows that share one baseline; row 0 is that baseline."""

    base: Baseline
    years: int
    rows: int
    annual: dict[str, Array] = field(default_factory=dict[str, Array])
    months: dict[str, Array] = field(default_factory=dict[str, Array])
    quantities: dict[str, Array] = field(default_factory=dict[str, Array])
    balances: dict[str, FundBalances] = field(default_factory=dict[str, FundBalances])

    def add(self, key: str, amounts: Array, *, keep_months: bool) -> None:
        """A line's months (row, month) [yuan], summed by year; the months are kept where asked."""
        self.annual[key] = amounts.reshape(len(amounts), -1, 12).sum(axis=2)
        if keep_months:
            self.months[key] = amounts

    def take(self, other: Part, fund: str) -> None:
        """Every row is that of another part, in which no row moves the fund."""
        for mine, its in (
            (self.annual, other.annual),
            (self.months, other.months),
            (self.quantities, other.quantities),
        ):
            mine |= {key: amounts[:1] for key, amounts in its.items()}
        self.balances[fund] = other.balances[fund].all_alike(self.rows)

    @property
    def bytes(self) -> int:
        """What the arrays take."""
        tables = (self.annual, self.months, self.quantities)
        balances = (getattr(b, f.name) for b in self.balances.values() for f in fields(FundBalances))
        return sum(x.nbytes for x in (*(x for table in tables for x in table.values()), *balances))

    def measure(self, fund: str, name: str, rows: slice) -> Array:
        """A measure of a fund, or of all funds together (row, year)."""
        if fund != catalog.ALL:
            return self.balances[fund].measure(name, rows)
        if name in _DENOMINATOR:
            spent = sum(getattr(b, _DENOMINATOR[name])[rows] for b in self.balances.values())
            return finite(cover_months(self.measure(fund, "closing", rows), np.asarray(spent)))
        return np.asarray(sum(b.measure(name, rows) for b in self.balances.values()))
