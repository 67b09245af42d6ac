"""What a formula may ask for, on numbers and on the recorder alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from sifund.declare.expression import Expr
from sifund.declare.parameter import Parameter
from sifund.text import Text

if TYPE_CHECKING:
    from sifund.declare.formula import Line

Array = NDArray[np.float64]
T = TypeVar("T", Array, Expr)
"""What a formula computes with: amounts over (row, month), or what the recorder writes down."""


class Values(Protocol[T]):
    """What a formula may ask for. Every answer broadcasts over (row, month)."""

    def __getitem__(self, item: Parameter | Line) -> T: ...
    def baseline(self, item: Parameter | Line | Text, amount: T | None = None) -> T:
        """A parameter's or line's path in the baseline row; or an amount of this formula there, called as `item` is."""
        ...

    def before(self, line: Line) -> T:
        """Sum of a line over the year before [yuan]; 0 in the base year."""
        ...

    def base_year(self, then: T | float, later: T) -> T:
        """`then` in the base year, `later` after it."""
        ...

    def in_month(self, month: int) -> T:
        """1 in that calendar month, else 0."""
        ...

    def positive(self, amount: T) -> T:
        """The amount, at least 0."""
        ...

    def ratio(self, part: T, whole: T) -> T:
        """part ÷ whole; 1 where the whole is 0."""
        ...

    def stock(self, start: T | float, keep: T | float, inflow: T | float) -> T:
        """x(m) = x(m−1)·keep(m) + inflow(m), with x = start before the first month."""
        ...

    def if_known(self, item: Parameter | T, otherwise: T | float) -> T:
        """The value of a parameter where one is typed or given, or an amount where it is known; else `otherwise`."""
        ...

    def choose(self, choice: Parameter, *amounts: T) -> T:
        """The amount of the option in force, one for each."""
        ...

    def declared(self, item: Parameter) -> T:
        """What the declaration of a parameter assumes where nothing is given."""
        ...

    def cut_mean(self, low: T, high: T, sigma: T) -> T:
        """Mean of what is lognormal with mean 1 and that sigma, cut to `low` and `high`."""
        ...

    def rounded(self, amount: T) -> T:
        """The amount to the next whole number, half up."""
        ...

    def last_december(self, item: Parameter | Line) -> T:
        """A parameter or quantity in December of the year before; 0 in the base year."""
        ...

    def carried(self, start: T | float, keep: T | float, inflow: T | float) -> T:
        """x(y) = x(y−1)·keep(y) + inflow(y), with x = start before the first year; in a yearly quantity."""
        ...

    def base_amount(self, line: Line) -> T:
        """The line's own amount of the base year [yuan], as calibration has it: reported, or what the others leave."""
        ...

    @property
    def opening(self) -> T:
        """The fund's balance at the start of the year [yuan]; in a line that runs last, where it is unknown, what the fund
        gained since the base year's start."""
        ...

    @property
    def cover(self) -> T:
        """Cover months at the end of the year before."""
        ...

    @property
    def base_cover(self) -> T:
        """Cover months at the end of the base year; unknown where nothing was spent."""
        ...

    @property
    def spent(self) -> T:
        """The fund's expenditure of the year [yuan], without this line: it runs after the fund's other lines."""
        ...

    @property
    def others(self) -> T:
        """The fund's income of the year [yuan], without this line: it runs after the fund's other lines."""
        ...


class Formula(Protocol):
    """What a fund file writes: one function that runs on numbers and on the recorder."""

    def __call__(self, v: Values[T], /) -> T: ...
