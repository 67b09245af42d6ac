"""The series of a dataset's table of history: amounts by year and month in yuan, persons and percent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from sifund import catalog
from sifund.dataset import Dataset
from sifund.dataset.schema import HistoryRow
from sifund.declare.unit import PERSONS, RATE, YUAN, Unit
from sifund.terms import EXPENDITURE, INCOME
from sifund.text import Text, same

SCALE = {"元": 1.0, "万元": 1e4, "亿元": 1e8, "人": 1.0, "万人": 1e4, "%": 1.0}
UNITS: dict[str, Unit] = {
    "元": YUAN, "万元": YUAN, "亿元": YUAN, "人": PERSONS, "万人": PERSONS, "%": RATE,
}  # fmt: skip
ITEMS = {
    "income": INCOME.inside, "expenditure": EXPENDITURE.inside, "insured": Text("参保人数", "insured persons"),
}  # fmt: skip
NAMED = Text("{fund} · {item}", "{fund} · {item}")
SPARE = 3
"""Years that a share is taken from at least."""
How = Literal["reported", "estimated"]


def when(period: str) -> tuple[int, int]:
    """Year and month of a period; month 0 is the whole year."""
    year, _, month = period.partition("-")
    return int(year), int(month or 0)


@dataclass(frozen=True, eq=False)
class Series:
    """One series of a fund: its rows by year and month (0: the year), amounts cumulative or single, or a stock."""

    key: str
    fund: str
    item: str
    name: Text
    unit: Unit
    rows: Mapping[tuple[int, int], HistoryRow]

    @cached_property
    def is_flow(self) -> bool:
        """Whether it is money that adds up over the months of a year."""
        return self.unit.money and not self.is_mixed and all(row.counts != "stock" for row in self.rows.values())

    @cached_property
    def is_mixed(self) -> bool:
        """Whether its rows count different things: stocks beside amounts, money beside persons."""
        return len({(UNITS[row.unit].key, row.counts == "stock") for row in self.rows.values()}) > 1

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Years that have any figure, the earliest first."""
        return tuple(sorted({year for year, _ in self.rows}))

    def value(self, year: int, month: int) -> float | None:
        """The figure of a row in the series' unit; None where there is no row."""
        row = self.rows.get((year, month))
        return None if row is None else row.value * SCALE[row.unit]

    def to_date(self, year: int, month: int) -> float | None:
        """What a flow comes to from January through a month; None where it cannot be said."""
        row, value = self.rows.get((year, month)), self.value(year, month)
        if row is None or value is None or row.counts != "single" or month == 1:
            return value
        before = self.to_date(year, month - 1)
        return None if before is None else before + value

    def missing(self, year: int) -> tuple[int, ...]:
        """Months without which the single amounts of a year do not add up to its last month."""
        months = {month: row.counts == "single" for (of, month), row in self.rows.items() if of == year and month}
        start = max((month for month, is_single in months.items() if not is_single), default=0)
        return tuple(month for month in range(start + 1, max(months, default=0)) if month not in months)

    def total(self, year: int) -> float | None:
        """A year's flow: its months where they reach December, else the year's own row; a stock at its end."""
        end = self.to_date(year, 12) if self.is_flow else self.value(year, 12)
        return self.value(year, 0) if end is None else end

    @cached_property
    def last(self) -> tuple[int, int]:
        """The latest month that has a figure, (0, 0) where there is none."""
        return max((at for at in self.rows if at[1]), default=(0, 0))

    def share(self, year: int, month: int) -> float | None:
        """What part of the year had come in or gone out by the end of a month; None where either is unknown."""
        part, whole = self.to_date(year, month), self.total(year)
        return None if part is None or not whole or whole <= 0 else part / whole

    def shares(self, month: int, before: int) -> dict[int, float]:
        """That share in each year before one that can be read: more than nothing, and no more than the year's total."""
        by_year = {year: self.share(year, month) for year in self.years if year < before}
        return {year: share for year, share in by_year.items() if share is not None and 0 < share <= 1}

    def totals(self, until: int) -> dict[int, tuple[float, How]]:
        """The unbroken run of yearly totals that ends in a year [unit], each reported, or estimated from its last month by
        that month's share in the years before, where those are three or more."""
        by_year: dict[int, tuple[float, How]] = {}
        for year in range(self.years[0], until + 1) if self.years else ():
            total = self._total(year)
            by_year = by_year | {year: total} if total else {}
        return by_year

    def _total(self, year: int) -> tuple[float, How] | None:
        total = self.total(year)
        if total is not None:
            return (total, "reported") if total > 0 else None
        month = max((m for y, m in self.rows if y == year), default=0)
        shares, part = self.shares(month, year), self.to_date(year, month)
        if len(shares) < SPARE or not part or part <= 0:
            return None
        return part * len(shares) / sum(shares.values()), "estimated"


def series(dataset: Dataset) -> tuple[Series, ...]:
    """The series of a dataset in the order of its table; of a period that stands twice the last row."""
    rows: dict[str, list[HistoryRow]] = {}
    for row in dataset.history:
        rows.setdefault(row.series, []).append(row)
    return tuple(_made(dataset, key, each) for key, each in rows.items())


def _made(dataset: Dataset, key: str, rows: list[HistoryRow]) -> Series:
    first = rows[0]
    return Series(
        key, first.fund, first.item, _name(dataset, first), UNITS[first.unit], {when(row.period): row for row in rows}
    )


def _name(dataset: Dataset, row: HistoryRow) -> Text:
    """失业保险 · 支出: by the catalog where it knows fund or line, else as the table names them."""
    p = catalog.parameters().get(row.series)
    if p and p.fund == catalog.SHARED:
        return p.name
    declared = row.fund in (*catalog.all_funds(), catalog.ALL)
    fund = dataset.fund_name(row.fund, short=True) if declared else Text(row.fund_zh, row.fund_en)
    words = p.name if p else Text(row.name_zh, row.name_en or row.name_zh) if row.name_zh else None
    line = dataset.line_name(row.series)
    item = ITEMS.get(row.item) or (line if line != same(row.series) else words or same(row.item))
    return NAMED.format(fund=fund, item=item)


def flows(dataset: Dataset) -> tuple[Series, ...]:
    """The series of money that adds up over a year."""
    return tuple(one for one in series(dataset) if one.is_flow)


def mixed(dataset: Dataset) -> tuple[Series, ...]:
    """Series with money that are no such flow, as their rows count different things."""
    return tuple(
        one for one in series(dataset) if one.is_mixed and any(UNITS[row.unit].money for row in one.rows.values())
    )
