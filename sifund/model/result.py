"""What a run gives: arrays by line and fund, and the long frames of the slice asked for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, fields

import numpy as np
import polars as pl

from sifund import catalog
from sifund.model.baseline import Baseline
from sifund.model.cells import cells, places_of, sum_of
from sifund.model.paths import Array
from sifund.model.rows import RowPaths
from sifund.scenario import Scenario
from sifund.text import Text

COVER_OWN = "cover_months_without_remittance"
"""Shown beside cover months: the same closing over the expenditure without what is remitted up."""
_DENOMINATOR = {"cover_months": "expenditure", COVER_OWN: "own"}
ON_BALANCE = ("opening", "closing", *_DENOMINATOR)
"""Measures that are unknown where the opening balance is."""
MEASURE_NAMES = {
    "opening": Text("年初滚存结余", "Opening balance"),
    "income": Text("收入", "Income"),
    "expenditure": Text("支出", "Expenditure"),
    "surplus": Text("当期结余", "Surplus"),
    "closing": Text("年末滚存结余", "Closing balance"),
    "cover_months": Text("可支付月数", "Cover"),
}
MEASURES = tuple(MEASURE_NAMES)


@dataclass(slots=True)
class FundBalances:
    """A fund's year-end figures (row, year) [yuan]; `cover` is months, infinite where nothing is spent.

    `own` is expenditure without what is remitted up: the denominator of the cover shown beside cover months. Opening,
    closing and cover are NaN where the opening balance is unknown; income is then without interest on it.
    """

    opening: Array
    income: Array
    expenditure: Array
    own: Array
    closing: Array
    cover: Array

    @classmethod
    def empty(cls, rows: int, years: int) -> FundBalances:
        return cls(*(np.zeros((rows, years)) for _ in range(6)))

    def enter(self, year: int, income: Array, expenditure: Array, own: Array) -> None:
        """Close a year and open the next: closing = opening + income − expenditure."""
        self.income[:, year], self.expenditure[:, year], self.own[:, year] = income, expenditure, own
        closing = self.opening[:, year] + income - expenditure
        self.closing[:, year] = closing
        self.cover[:, year] = cover_months(closing, expenditure)
        if year + 1 < self.opening.shape[1]:
            self.opening[:, year + 1] = closing

    def measure(self, name: str, rows: slice) -> Array:
        """One of MEASURES or COVER_OWN (row, year); cover without expenditure is NaN here and None outside."""
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


@dataclass(slots=True)
class Part:
    """The rows that share one baseline; row 0 is that baseline."""

    base: Baseline
    years: int
    rows: int
    annual: dict[str, Array] = field(default_factory=dict)
    months: dict[str, Array] = field(default_factory=dict)
    quantities: dict[str, Array] = field(default_factory=dict)
    balances: dict[str, FundBalances] = field(default_factory=dict)

    def add(self, key: str, amounts: Array, *, keep_months: bool) -> None:
        self.annual[key] = amounts.reshape(len(amounts), -1, 12).sum(axis=2)
        if keep_months:
            self.months[key] = amounts

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


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a scenario's rows stand: which part, which rows of it."""

    part: int
    rows: slice


@dataclass(frozen=True, eq=False)
class Result:
    """The outcome of `simulate`. Scenario 0 is the dataset's baseline, scenario i the i-th given.

    Arrays are (row, year) or (row, month), one row a scenario or one a draw; amounts in yuan, cover in months. What
    rests on an unknown opening balance is NaN: ask `knows`.
    """

    parts: tuple[Part, ...]
    spots: tuple[Spot, ...]
    scenarios: tuple[Scenario, ...]
    drawn: bool
    paths: tuple[RowPaths, ...]

    @property
    def years(self) -> list[int]:
        first = self.parts[0].base.base_year
        return list(range(first, first + self.parts[0].years))

    @property
    def shown(self) -> int:
        """The scenario that frames and pages show: the first given, or the baseline where none was."""
        return min(1, len(self.spots) - 1)

    def base(self, scenario: int = 0) -> Baseline:
        """The baseline that the scenario is compared with."""
        return self.parts[self.spots[scenario].part].base

    @property
    def funds(self) -> tuple[str, ...]:
        return self.parts[0].base.funds

    def knows(self, fund: str, scenario: int = 0) -> bool:
        """Whether closing, cover and what follows from them are known for a fund, or for "all"."""
        return self.base(scenario).knows(fund)

    def line(self, key: str, scenario: int = 0) -> Array:
        """A line's amounts by year (row, year) [yuan]."""
        spot = self.spots[scenario]
        return _rows(self.parts[spot.part].annual[key], spot.rows)

    def line_baseline(self, key: str, scenario: int = 0) -> Array:
        """The same line in the baseline that the scenario is compared with (1, year) [yuan]."""
        return self.parts[self.spots[scenario].part].annual[key][:1]

    def months(self, key: str, scenario: int = 0) -> Array:
        """A line's or quantity's months (row, month); only of runs without draws."""
        spot = self.spots[scenario]
        part = self.parts[spot.part]
        return _rows(part.months[key] if key in part.months else part.quantities[key], spot.rows)

    def months_baseline(self, key: str, scenario: int = 0) -> Array:
        """The same months in the baseline that the scenario is compared with (1, month)."""
        part = self.parts[self.spots[scenario].part]
        return (part.months[key] if key in part.months else part.quantities[key])[:1]

    def measure(self, fund: str, name: str, scenario: int = 0) -> Array:
        """One of MEASURES of a fund or of "all" (row, year); NaN where cover has no expenditure to divide by."""
        spot = self.spots[scenario]
        return self.parts[spot.part].measure(fund, name, spot.rows)

    def measure_baseline(self, fund: str, name: str, scenario: int = 0) -> Array:
        """The same measure in the baseline that the scenario is compared with (1, year)."""
        return self.parts[self.spots[scenario].part].measure(fund, name, slice(0, 1))

    def line_keys(self, kinds: Sequence[str] = ("expenditure", "income")) -> list[str]:
        """Keys of the lines of those kinds, fund by fund."""
        base = self.parts[0].base
        return [key for fund in base.funds for kind in kinds for key in base.keys_of(fund, kind)]

    def kind(self, key: str) -> str:
        base = self.parts[0].base
        return base.flat[key].kind if key in base.flat else base.modelled[key].kind

    def lines_frame(self, scenario: int | None = None) -> pl.DataFrame:
        """Lines by year: year, fund, line, kind, baseline, scenario, difference [yuan]."""
        number = self.shown if scenario is None else scenario
        rows = []
        for key in self.line_keys():
            pairs = zip(self.years, self.line_baseline(key, number)[0], self.line(key, number)[0], strict=True)
            rows += [(y, key.partition(".")[0], key, self.kind(key), *cells(b, s)) for y, b, s in pairs]
        names = ["year", "fund", "line", "kind", "baseline", "scenario", "difference"]
        return pl.DataFrame(rows, schema=dict(zip(names, _TYPES, strict=True)), orient="row")

    def balances_frame(self, scenario: int | None = None) -> pl.DataFrame:
        """By year, fund and measure: baseline, scenario, difference [yuan to the fen; cover in months to six places, below 0
        where a fund is exhausted]; of "all" the sum of the differences."""
        number = self.shown if scenario is None else scenario
        rows, gaps = [], {name: [] for name in MEASURES}
        for fund in (*self.funds, catalog.ALL):
            for name in MEASURES:
                base, own = self.measure_baseline(fund, name, number)[0], self.measure(fund, name, number)[0]
                row = [cells(b, s, places_of(name)) for b, s in zip(base, own, strict=True)]
                if fund == catalog.ALL and name not in _DENOMINATOR:
                    row = [(*two, sum_of(g)) for (*two, _), *g in zip(row, *gaps[name], strict=True)]
                gaps[name].append([gap for *_, gap in row])
                rows += [(y, fund, name, *cell) for y, cell in zip(self.years, row, strict=True)]
        names = ["year", "fund", "measure", "baseline", "scenario", "difference"]
        return pl.DataFrame(rows, schema=dict(zip(names, _TYPES[:3] + _TYPES[4:], strict=True)), orient="row")

    def fingerprint(self, scenario: int | None = None) -> str:
        """Hash of the annual amounts in whole yuan, baseline and scenario: 12 hexadecimal digits."""
        number = self.shown if scenario is None else scenario
        amounts = {
            key: [[_whole(v) for v in x[0].tolist()] for x in (self.line_baseline(key, number), self.line(key, number))]
            for key in self.line_keys()
        }
        text = json.dumps([self.years, amounts], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:12]


_TYPES = [pl.Int64, pl.String, pl.String, pl.String, pl.Float64, pl.Float64, pl.Float64]


def _whole(amount: float) -> int | None:
    return None if np.isnan(amount) else round(amount)


def _rows(amounts: Array, rows: slice) -> Array:
    """The scenario's rows; a line that no row moves is kept once and repeated here."""
    if len(amounts) == 1:
        return np.broadcast_to(amounts, (rows.stop - rows.start, amounts.shape[1]))
    return amounts[rows]
