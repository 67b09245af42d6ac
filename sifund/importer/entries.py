"""The rows of a fund's account for a year as a tree: which are lines, totals and balances, which are parts of another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from sifund.dataset import official
from sifund.dataset.official import Kind, Named
from sifund.importer.items import Balance, Printed, Rank, balance_of, kind_of, read_item, total_of
from sifund.importer.names import line_key
from sifund.importer.numbers import narrow, read_figure, rounding_step

FIGURES = ("initial_budget", "budget", "actual")
BY_WEIGHT = ("actual", "budget", "initial_budget")
FORMULAS = ("initial_budget_formula", "budget_formula", "formula")
AGGREGATES = ("benefits", "pensions")
"""Official items that others of the same fund may itemise, by the last part of their keys."""
SIDES: dict[str, Kind] = {"income": "income", "expenditure": "expenditure"}
Role = Literal["line", "total", "balance", "words"]


@dataclass(eq=False)
class Entry:
    """A row of an account. `parts` are the rows that itemise it; `named` is the known line that it is,
    `scale` how many yuan its unit has."""

    number: int
    cells: dict[str, str]
    printed: Printed
    role: Role
    side: Kind | None = None
    rank: Rank = "sum"
    balance: Balance | None = None
    named: Named | None = None
    parts: list[Entry] = field(default_factory=list)
    scale: int = 1

    def figure(self, column: str) -> Decimal | None:
        """A figure as written, in the row's own unit; None where there is none that can be read."""
        try:
            return read_figure(narrow(self.cells.get(column, "")))
        except ValueError:
            return None

    @property
    def column(self) -> str:
        """The figure by which it is compared with others: the outturn, else a budget."""
        return next((column for column in BY_WEIGHT if self.figure(column) is not None), "actual")

    @property
    def is_known(self) -> bool:
        return self.named is not None


def read_entry(number: int, cells: dict[str, str], fund: str, kind: str) -> Entry:
    """A row by its name and what its kind cell says; no known line that this calls a total is a sum of some lines."""
    text, side = cells.get("line", ""), SIDES.get(kind)
    printed = read_item(text)
    total = total_of(printed.name) or ((None, "sum") if narrow(text).lower() in ("total", f"{fund}.total") else None)
    if not any(cells.get(column, "").strip() for column in (*FIGURES, *FORMULAS)):
        return Entry(number, cells, printed, "words", kind_of(printed.name))
    if total:
        return Entry(number, cells, printed, "total", total[0] or side, total[1])
    if balance := balance_of(printed.name):
        return Entry(number, cells, printed, "balance", balance=balance)
    named = official.item(line_key(fund, text, kind))
    if kind == "total" and not named:
        return Entry(number, cells, printed, "total", kind_of(printed.name), "sub")
    return Entry(number, cells, printed, "line", named.kind if named else side or kind_of(printed.name), named=named)


def nest(entries: Sequence[Entry]) -> list[Entry]:
    """The rows that stand by themselves, each with the rows below it that itemise it.

    A row itemises the one above it by 其中, by deeper numbering, or, below an official item that sums others, by adding up
    to it. Totals and balances stand by themselves.
    """
    roots: list[Entry] = []
    above: list[Entry] = []
    for entry in entries:
        level = entry.printed.level
        while above and not _itemises(entry, above[-1]):
            above.pop()
        parent = above[-1] if above and entry.role == "line" else None
        (parent.parts if parent else roots).append(entry)
        if level or not parent:
            above = [*above, entry] if parent else [entry]
    return list(_gathered(roots))


def _itemises(entry: Entry, other: Entry) -> bool:
    """Whether a row, as numbered and marked, is one of those that itemise a row above it."""
    if entry.role != "line" or other.role not in ("line", "total") or {entry.side, other.side} == SIDES.keys():
        return False
    level, above = entry.printed.level, other.printed.level
    if level and above:
        return level > above
    if entry.printed.of_which:
        return not other.printed.of_which
    below = entry.printed.indent > other.printed.indent or (above > 0 and not entry.is_known)
    return not level and below and any(part.printed.of_which for part in other.parts)


def _gathered(roots: Sequence[Entry]) -> Iterator[Entry]:
    """The roots, with the lines that add up to an official item that sums others moved below it."""
    rows = list(roots)
    while rows:
        entry = rows.pop(0)
        if entry.named and not entry.parts and entry.named.key.partition(".")[2] in AGGREGATES:
            count = _adds_up(entry, rows)
            entry.parts, rows = rows[:count], rows[count:]
        yield entry


def _adds_up(entry: Entry, rows: Sequence[Entry]) -> int:
    """How many of the lines that follow add up to the row, within what rounding allows; 0 where none do."""
    for count, row in enumerate(rows, start=1):
        if row.role != "line" or row.side != entry.side:
            return 0
        if summed(rows[:count], entry.column) and ties(entry, rows[:count], entry.column):
            return count
    return 0


def summed(entries: Sequence[Entry], column: str) -> Decimal:
    """The sum of a figure over rows [yuan]."""
    return sum(((entry.figure(column) or Decimal(0)) * entry.scale for entry in entries), Decimal(0))


def ties(total: Entry, parts: Sequence[Entry], column: str) -> bool:
    """Whether rows add up to a total within what rounding allows."""
    return abs(summed([total], column) - summed(parts, column)) <= _slack([total, *parts], column)


def exceeds(total: Entry, parts: Sequence[Entry], column: str) -> bool:
    """Whether a total is above its parts by more than rounding explains."""
    return summed([total], column) - summed(parts, column) > _slack([total, *parts], column)


def _slack(entries: Sequence[Entry], column: str) -> Decimal:
    """How far rounding lets figures lie from their sum [yuan]: half a unit of the last digit of each."""
    steps = (rounding_step(entry.figure(column) or Decimal(0)) * entry.scale for entry in entries)
    return sum(steps, Decimal(0)) / 2
