"""A formula as an expression tree: what it reads and how, observed by running it on a recorder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, eq=False)
class Expr:
    """A node of a formula: an operation and its arguments (nodes, parameters, lines or numbers)."""

    op: str
    args: tuple[Any, ...]

    def __add__(self, other: Any) -> Expr:
        return Expr("+", (self, lift(other)))

    def __radd__(self, other: Any) -> Expr:
        return Expr("+", (lift(other), self))

    def __sub__(self, other: Any) -> Expr:
        return Expr("-", (self, lift(other)))

    def __rsub__(self, other: Any) -> Expr:
        return Expr("-", (lift(other), self))

    def __mul__(self, other: Any) -> Expr:
        return Expr("*", (self, lift(other)))

    def __rmul__(self, other: Any) -> Expr:
        return Expr("*", (lift(other), self))

    def __truediv__(self, other: Any) -> Expr:
        return Expr("/", (self, lift(other)))

    def __rtruediv__(self, other: Any) -> Expr:
        return Expr("/", (lift(other), self))

    def __pow__(self, other: Any) -> Expr:
        return Expr("**", (self, lift(other)))

    def __rpow__(self, other: Any) -> Expr:
        return Expr("**", (lift(other), self))

    def __lt__(self, other: Any) -> Expr:
        return Expr("<", (self, lift(other)))

    def __gt__(self, other: Any) -> Expr:
        return Expr("<", (lift(other), self))

    def walk(self) -> Iterator[Expr]:
        """The node and all nodes below it, top down."""
        yield self
        for arg in self.args:
            if isinstance(arg, Expr):
                yield from arg.walk()


def lift(value: Any) -> Expr:
    """A node of anything: numbers become nodes."""
    return value if isinstance(value, Expr) else Expr("number", (value,))


class Recorder:
    """Stands in for values: a formula run on it returns its expression tree."""

    def __getitem__(self, item: Any) -> Expr:
        return Expr("read", (item,))

    def baseline(self, item: Any, amount: Any = None) -> Expr:
        """Writes down that the baseline is read."""
        return Expr("baseline", (item,) if amount is None else (item, lift(amount)))

    def before(self, line: Any) -> Expr:
        """Writes down that the year before is read."""
        return Expr("before", (line,))

    def base_year(self, then: Any, later: Any) -> Expr:
        """Writes down both cases."""
        return Expr("base_year", (lift(then), lift(later)))

    def in_month(self, month: int) -> Expr:
        """Writes down a calendar month."""
        return Expr("in_month", (month,))

    def positive(self, amount: Any) -> Expr:
        """Writes down a floor of 0."""
        return Expr("positive", (lift(amount),))

    def ratio(self, part: Any, whole: Any) -> Expr:
        """Writes down a ratio."""
        return Expr("ratio", (lift(part), lift(whole)))

    def stock(self, start: Any, keep: Any, inflow: Any) -> Expr:
        """Writes down a stock."""
        return Expr("stock", (lift(start), lift(keep), lift(inflow)))

    def if_known(self, item: Any, otherwise: Any) -> Expr:
        """Writes down what holds where the item is not known."""
        return Expr("if_known", (item, lift(otherwise)))

    def choose(self, choice: Any, *amounts: Any) -> Expr:
        """Writes down a choice. Raises ValueError where options and amounts do not match."""
        if len(amounts) != len(choice.options) or not choice.reads:
            raise ValueError(f"{choice.key}: one amount an option, and one month that is read")
        return Expr("choose", (choice, *map(lift, amounts)))

    def declared(self, item: Any) -> Expr:
        """Writes down what the declaration of a parameter assumes."""
        return Expr("declared", (item,))

    def cut_mean(self, low: Any, high: Any, sigma: Any) -> Expr:
        """Writes down the mean of what is cut to limits."""
        return Expr("cut_mean", (lift(low), lift(high), lift(sigma)))

    def rounded(self, amount: Any) -> Expr:
        """Writes down an amount without fractions."""
        return Expr("rounded", (lift(amount),))

    def last_december(self, item: Any) -> Expr:
        """Writes down that last December is read."""
        return Expr("last_december", (item,))

    def carried(self, start: Any, keep: Any, inflow: Any) -> Expr:
        """Writes down a stock by year."""
        return Expr("carried", (lift(start), lift(keep), lift(inflow)))

    def base_amount(self, line: Any) -> Expr:
        """Writes down the line's own amount of the base year."""
        return Expr("base_amount", (line,))

    @property
    def opening(self) -> Expr:
        return Expr("opening", ())

    @property
    def cover(self) -> Expr:
        return Expr("cover", ())

    @property
    def base_cover(self) -> Expr:
        return Expr("base_cover", ())

    @property
    def spent(self) -> Expr:
        return Expr("spent", ())

    @property
    def others(self) -> Expr:
        return Expr("others", ())
