"""Numbers for formulas: `sifund.declare.formula.Values` on arrays over (row, month)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from sifund.declare.formula import Line
from sifund.declare.parameter import Parameter
from sifund.model.paths import Array
from sifund.text import Text

YEAR = 12
ZERO = np.zeros((1, 1))
Path = Callable[[Parameter], Array]


class ArrayValues:
    """What formulas read, for a window of months: the whole run, or one year of it.

    `path` gives a parameter's path (row, month) as formulas read it, `base` the baseline row's. Lines evaluated once
    are kept in `done`; `amounts` are those that base years give [yuan a year]. The engine moves the window and sets what
    lines look back to, and what those that run last look around for (row, 1), year by year.
    """

    def __init__(
        self, path: Path, base: Path, months: int, early: Mapping[str, int], amounts: Mapping[str, float]
    ) -> None:
        self.path, self.base, self.months, self.early, self.amounts = path, base, months, early, amounts
        self.done: dict[str, Array] = {}
        self.window = slice(0, months)
        self.opening: Array = ZERO
        self.cover: Array = np.full((1, 1), np.inf)
        self.base_cover = self.spent = self.others = np.full((1, 1), np.nan)
        self.split_off: Array = np.zeros((1, months // YEAR))
        self.keeps = False
        self._month = np.arange(months) % 12 + 1
        self._first_year = np.arange(months) < 12

    def look_around(self, opening: Array, spent: Array, others: Array) -> None:
        """What a line that runs last reads: opening [yuan], and the fund's other amounts of the year (row, 1) [yuan]."""
        self.opening, self.spent, self.others = opening, spent, others

    def __getitem__(self, item: Parameter | Line) -> Array:
        if isinstance(item, Parameter):
            return self.path(item)[:, self.window]
        if item.key in self.done:
            return self.done[item.key][:, self.window]
        found = item.formula(self)
        if item.looks_back:
            return found
        return self.keep(item, found)

    def keep(self, item: Line, found: Array) -> Array:
        """Store a line or quantity evaluated over the whole run."""
        self.done[item.key] = self.pay(item, np.atleast_2d(found))
        return self.done[item.key]

    def pay(self, item: Line, amounts: Array) -> Array:
        """A yearly line falls in its payment month; `early` names the month where part-year data show it as paid."""
        if item.paid_in is None:
            return amounts
        full = np.broadcast_to(amounts, (amounts.shape[0], self.window.stop - self.window.start))
        paid = full * self.in_month(item.paid_in)
        if item.key in self.early and self.window.start == 0:
            paid[:, self.early[item.key] - 1] = full[:, item.paid_in - 1]
            paid[:, item.paid_in - 1] = 0
        return paid

    def baseline(self, item: Parameter | Line | Text, amount: Array | None = None) -> Array:
        """The path in the baseline's row (1, month); or the baseline's part of an amount; of a line's amount [yuan a year]
        less what draws take to be another line's in truth, or where it `keeps` what each row needs by itself."""
        if isinstance(item, Parameter):
            return self.base(item)[:, self.window]
        if amount is not None:
            if self.keeps and isinstance(item, Line):
                return amount
            part, year = np.atleast_2d(amount)[:1], self.window.start // YEAR
            return self.positive(part - self.split_off[:, year : year + 1]) if isinstance(item, Line) else part
        assert isinstance(item, Line)  # a name goes with an amount
        return self[item][:1]

    def before(self, line: Line) -> Array:
        """Sum of a line over the year before (row, 1) [yuan]; 0 in the base year."""
        start = self.window.start
        return self.done[line.key][:, start - 12 : start].sum(axis=1, keepdims=True) if start else ZERO

    def known(self, item: Parameter | Array, otherwise: Array) -> Array:
        """The parameter's path, or the amount, with `otherwise` where it is not known."""
        amount = self[item] if isinstance(item, Parameter) else item
        missing = np.isnan(amount)
        if missing.all():
            return otherwise
        return np.where(missing, otherwise, amount) if missing.any() else amount

    def choose(self, choice: Parameter, *amounts: Array) -> Array:
        """The amounts of the option in force, by month."""
        chosen = self[choice]
        if chosen.min() == (last := chosen.max()):
            return amounts[int(last)]
        return np.choose(chosen.astype(int), amounts)

    def base_amount(self, line: Line) -> Array:
        """The line's amount of the base year (1, 1) [yuan]; 0 where it has none."""
        return np.full((1, 1), self.amounts.get(line.key, 0.0))

    def base_year(self, then: Array, later: Array) -> Array:
        """`then` in the first twelve months, `later` after them."""
        if self.window.stop - self.window.start == YEAR:
            return later if self.window.start else then
        return np.where(self._first_year[self.window], then, later)

    def in_month(self, month: int) -> Array:
        """1 in that calendar month, else 0 (month,)."""
        return (self._month[self.window] == month).astype(float)

    def positive(self, amount: Array) -> Array:
        """The amount, at least 0."""
        return np.maximum(amount, 0)

    def ratio(self, part: Array, whole: Array) -> Array:
        """part ÷ whole; 1 where the whole is 0."""
        if whole.all():
            return part / whole
        part, whole = np.broadcast_arrays(part, whole)
        return np.divide(part, whole, out=np.ones(part.shape), where=whole != 0)

    def stock(self, start: Array | float, keep: Array | float, inflow: Array | float) -> Array:
        """A stock by month (row, month): what is kept of it and what flows in."""
        level = np.atleast_2d(start)[:, 0]
        rows, months = np.broadcast_shapes(np.shape(keep), np.shape(inflow), (len(level), self.months))
        keeps, flows = (np.ascontiguousarray(np.broadcast_to(x, (rows, months)).T) for x in (keep, inflow))
        out = np.empty((months, rows))
        for keep_now, flow_now, now in zip(keeps, flows, out, strict=True):
            np.multiply(level, keep_now, out=now)
            level = np.add(now, flow_now, out=now)
        return out.T
