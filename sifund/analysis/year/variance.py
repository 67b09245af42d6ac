"""Price and volume: a line's growth on the year before, split by its standard, beside the reasons that the source gives.

The split is Shapley's for two factors: the standard's effect is its change times the mean of both years' volumes, and the
other way round. It is exact, treats both factors and both years alike, is defined where an amount is zero, and is how
`analysis.attribution` splits a scenario; LMDI needs logarithms of positive amounts and hides the interaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum

import polars as pl

from sifund import catalog
from sifund.analysis.year.execution import ratio, stands_beside, year_before
from sifund.analysis.year.naming import line_name
from sifund.dataset import Dataset
from sifund.dataset.schema import Basis, LineRow, ReasonRow
from sifund.declare.formula import Price
from sifund.model.paths import step_path
from sifund.text import Text

COLUMNS = (
    "before_yuan", "actual_yuan", "growth_yuan", "growth_percent", "share_percent", "points", "standard_percent",
    "volume_percent", "standard_yuan", "volume_yuan", "interaction_yuan", "standard_part_yuan", "volume_part_yuan",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Split:
    """Growth by standard, volume and their interaction [yuan], which add up; `_part` are the two Shapley parts, each
    with half of the interaction. Standards in their own unit; a shared volume leaves them unknown."""

    price: Price
    standards: tuple[float, float] | None
    standard_percent: float
    volume_percent: float
    standard_yuan: float
    volume_yuan: float
    interaction_yuan: float

    @property
    def standard_part_yuan(self) -> float:
        return self.standard_yuan + self.interaction_yuan / 2

    @property
    def volume_part_yuan(self) -> float:
        return self.volume_yuan + self.interaction_yuan / 2


@dataclass(frozen=True, slots=True)
class LineGrowth:
    """A line's growth; `share_percent` is its part of the fund's growth and `points` what it adds to the fund's growth
    rate, None for a line beside the fund's total. `before_basis` is what the year before rests on."""

    key: str
    name: Text
    beside: bool
    actual_yuan: float | None
    before_yuan: float | None
    before_basis: Basis | None
    share_percent: float | None
    points: float | None
    split: Split | None
    reasons: tuple[ReasonRow, ...]

    @property
    def growth_yuan(self) -> float | None:
        """Outturn less the year before's [yuan]; None where either is not known."""
        if self.actual_yuan is None or self.before_yuan is None:
            return None
        return self.actual_yuan - self.before_yuan

    @property
    def growth_percent(self) -> float | None:
        return ratio(self.growth_yuan, self.before_yuan)


@dataclass(frozen=True, slots=True)
class FundGrowth:
    """A fund's growth by line. `remainder_*` is what the printed total leaves beside its lines, each year [yuan]."""

    fund: str
    before_yuan: float | None
    actual_yuan: float | None
    lines: tuple[LineGrowth, ...]
    remainder_before_yuan: float
    remainder_yuan: float


def variance(dataset: Dataset) -> tuple[FundGrowth, ...]:
    """Growth of the base year on the year before, fund by fund [yuan, percent]; what a remittance moves stands beside."""
    return tuple(_fund(dataset, fund) for fund in dataset.funds)


def frame(growth: tuple[FundGrowth, ...]) -> pl.DataFrame:
    """One row a line: fund, line, before_basis and COLUMNS; null where the data lack what it needs."""
    rows = [
        {"fund": fund_growth.fund, "line": line.key, "before_basis": line.before_basis} | {name: _cell(line, name) for name in COLUMNS}
        for fund_growth in growth for line in fund_growth.lines
    ]  # fmt: skip
    text = dict.fromkeys(("fund", "line", "before_basis"), pl.String)
    return pl.DataFrame(rows, schema={**text, **dict.fromkeys(COLUMNS, pl.Float64)})


def _cell(line: LineGrowth, name: str) -> float | None:
    return getattr(line if hasattr(line, name) else line.split, name, None)


def _fund(dataset: Dataset, fund: str) -> FundGrowth:
    year = dataset.base_year
    rows = [r for r in dataset.lines if (r.fund, r.year, r.kind) == (fund, year, "expenditure")]
    totals = [_amount(row) for row in _two(dataset, f"{fund}.total")]
    within = [row for row in rows if not stands_beside(dataset, row.line)]
    pairs = [_two(dataset, row.line) for row in within]
    sums = [fsum(_amount(pair[at]) or 0.0 for pair in pairs) for at in (0, 1)]
    before, actual = (
        total if total is not None else amount or None for total, amount in zip(totals, sums, strict=True)
    )
    growth = actual - before if actual is not None and before is not None else None
    left = [total - amount if total is not None else 0.0 for total, amount in zip(totals, sums, strict=True)]
    lines = tuple(_line(dataset, row, growth, before) for row in rows)
    return FundGrowth(fund, before, actual, lines, *left)


def _two(dataset: Dataset, key: str) -> tuple[LineRow | None, LineRow | None]:
    """A line's rows of the year before and of the base year."""
    return year_before(dataset, key), dataset.line(key)


def _amount(row: LineRow | None) -> float | None:
    return row.actual_yuan if row else None


def _line(dataset: Dataset, row: LineRow, fund_growth: float | None, fund_before: float | None) -> LineGrowth:
    before = year_before(dataset, row.line)
    was, now = _amount(before), row.actual_yuan
    growth = now - was if now is not None and was is not None else None
    beside = stands_beside(dataset, row.line)
    return LineGrowth(
        row.line, line_name(row), beside, now, was, before.basis if before and was is not None else None,
        None if beside else ratio(growth, fund_growth), None if beside else ratio(growth, fund_before), _split(dataset, row.line),
        tuple(r for r in dataset.reasons if (r.line, r.year) == (row.line, row.year)),
    )  # fmt: skip


def _split(dataset: Dataset, key: str) -> Split | None:
    """None where the line has no standard, or the data lack it or an amount."""
    line = catalog.lines().get(key)
    was, now = (_amount(row) for row in _two(dataset, key))
    if line is None or line.price is None or not was or now is None:
        return None
    standards = _standards(dataset, line.fund, line.price)
    rise = _price_rise(dataset, line.price, standards, now / was)
    if rise is None:
        return None
    more = now / was / rise
    parts = was * (rise - 1), was * (more - 1), was * (rise - 1) * (more - 1)
    return Split(line.price, standards, (rise - 1) * 100, (more - 1) * 100, *parts)


def _price_rise(dataset: Dataset, price: Price, standards: tuple[float, float] | None, grown: float) -> float | None:
    """This year's standard over last year's; a line that shares a volume has what that leaves of its growth."""
    if price.like:
        shared = _split(dataset, price.like.key)
        return grown / (1 + shared.volume_percent / 100) if shared and shared.volume_percent > -100 else None
    return standards[1] / standards[0] if standards and min(standards) > 0 else None


def _standards(dataset: Dataset, fund: str, price: Price) -> tuple[float, float] | None:
    """The standard of the year before and of the base year."""
    year = dataset.base_year
    if price.standard:
        steps = dataset.steps(price.standard.key)
        if not steps:
            return None
        before, now = (step_path(steps, when, 1)[0, : dataset.meta.months_covered] for when in (year - 1, year))
        return float(before.mean()), float(now.mean())
    now, rise = _count(dataset, fund, price.count, year), _count(dataset, fund, f"{price.count}_rise", year)
    before = _count(dataset, fund, price.count, year - 1)
    if before is None and now is not None and rise is not None:
        before = now - rise
    return None if before is None or now is None else (before, now)


def _count(dataset: Dataset, fund: str, name: str, year: int) -> float | None:
    counts = (r.value for r in dataset.indicators if (r.fund, r.key, r.year) == (fund, f"count.{name}", year))
    return next(counts, None)
