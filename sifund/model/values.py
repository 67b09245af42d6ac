"""Numbers for formulas: `sifund.declare.formula.Values` on arrays over (row, month)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np
from scipy.special import ndtr  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType]

from sifund.declare.formula import Line
from sifund.declare.parameter import Parameter
from sifund.model.paths import Array
from sifund.text import Text

YEAR = 12
ZERO = np.zeros((1, 1))
NOTHING = 1e-9
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
        if item.key not in self.done:
            if item.looks_back:
                return item.formula(self)
            self.keep(item, self._whole(item, YEAR if item.yearly else 1))
        return self.done[item.key][:, self.window]

    def _whole(self, item: Line, step: int) -> Array:
        """A quantity over the whole run (row, month), worked out once a month or in January."""
        window, self.window = self.window, slice(0, self.months, step)
        amounts = np.atleast_2d(item.formula(self))
        self.window = window
        times = -(-self.months // step)
        held = amounts if amounts.shape[1] == times else np.broadcast_to(amounts, (len(amounts), times))
        return held if step == 1 else np.repeat(held, step, axis=1)

    def keep(self, item: Line, amounts: Array) -> Array:
        """Store a line or quantity evaluated over the whole run."""
        self.done[item.key] = self.pay(item, np.atleast_2d(amounts))
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

    def last_december(self, item: Parameter | Line) -> Array:
        """What it was in December of the year before; 0 in the base year."""
        window, self.window = self.window, slice(YEAR - 1, self.months - YEAR, YEAR)
        earlier = self[item]
        self.window = window
        by_year = np.concatenate([np.zeros((len(earlier), 1)), earlier], axis=1)
        return by_year if window.step == YEAR else np.repeat(by_year, YEAR, axis=1)[:, window]

    def if_known(self, item: Parameter | Array, otherwise: Array | float) -> Array:
        """The parameter's path, or the amount, with `otherwise` where it is not known."""
        amount = self[item] if isinstance(item, Parameter) else item
        missing = np.isnan(amount)
        if missing.all():
            return np.asarray(otherwise)
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

    def declared(self, item: Parameter) -> Array:
        """What its declaration assumes (1, 1), as formulas read it."""
        return np.full((1, 1), declared(item))

    def cut_mean(self, low: Array, high: Array, sigma: Array) -> Array:
        """Mean of what is lognormal, cut to limits; worked out where a limit or sigma turns, and of one row once."""
        if len(low) == len(high) == len(sigma) == 1:
            return _cut_row(low.tobytes(), high.tobytes(), sigma.tobytes())
        many = np.broadcast_arrays(low, high, sigma)
        turns = np.any([(x[:, 1:] != x[:, :-1]).any(axis=0) for x in many], axis=0)
        at = np.flatnonzero([True, *turns])
        return np.repeat(cut_mean(*(x[:, at] for x in many)), np.diff(at, append=many[0].shape[1]), axis=1)

    def rounded(self, amount: Array) -> Array:
        """The amount without fractions."""
        return rounded(amount)

    def base_year(self, then: Array | float, later: Array) -> Array:
        """`then` in the first twelve months, `later` after them."""
        if self.window.stop - self.window.start == YEAR:
            return later if self.window.start else np.asarray(then)
        return np.where(self._first_year[self.window], then, later)

    def in_month(self, month: int) -> Array:
        """1 in that calendar month, else 0 (month,)."""
        return (self._month[self.window] == month).astype(float)

    def positive(self, amount: Array) -> Array:
        """The amount, at least 0."""
        return np.maximum(amount, 0)

    def ratio(self, part: Array, whole: Array) -> Array:
        """part ÷ whole; 1 where the whole is nothing."""
        return ratio(part, whole)

    def carried(self, start: Array | float, keep: Array | float, inflow: Array | float) -> Array:
        """A stock by year (row, year): nothing is worked out where nothing is in it."""
        if not np.any(start) and not np.any(inflow):
            return ZERO
        rows, years = np.broadcast_shapes(np.shape(start), np.shape(keep), np.shape(inflow), (1, self.months // YEAR))
        keeps, flows = (np.broadcast_to(x, (rows, years)) for x in (keep, inflow))
        out, level = np.empty((rows, years)), np.broadcast_to(start, (rows, years))[:, 0]
        for year in range(years):
            level = level * keeps[:, year] + flows[:, year]
            out[:, year] = level
        return out

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


def declared(p: Parameter) -> float:
    """What a parameter's declaration assumes at first, as formulas read it; NaN where it assumes nothing."""
    return p.assumed[0][1] / p.divisor if p.assumed else np.nan


def ratio(part: Array, whole: Array) -> Array:
    """part ÷ whole; 1 where the whole is nothing, to the last bits."""
    some = np.abs(whole) > NOTHING
    if some.all():
        return part / whole
    part, whole = np.broadcast_arrays(part, whole)
    return np.divide(part, whole, out=np.ones(part.shape), where=some)


@lru_cache(maxsize=256)
def _cut_row(*numbers: bytes) -> Array:
    """The same of one row (1, month)."""
    return np.atleast_2d(cut_mean(*(np.frombuffer(x) for x in numbers)))


def rounded(amount: Array) -> Array:
    """To the next whole number, half up; what is a half but for the last bits of a product is one."""
    return np.floor(amount + (0.5 + 1e-9))


def cut_mean(low: Array | float, high: Array | float, sigma: Array | float) -> Array:
    """Mean of a lognormal of mean 1, each value below `low` raised to it and each above `high` lowered to it."""
    with np.errstate(divide="ignore"):
        under, over = (np.log(x) / sigma + np.asarray(sigma) / 2 for x in (low, high))
    below, inside = ndtr(under), ndtr(over - sigma) - ndtr(under - sigma)
    return np.asarray(low * below + inside + high * ndtr(-over))
