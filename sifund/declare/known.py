"""A figure and the interval that its printed digits allow, with the arithmetic that carries the interval along."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """A figure in its own unit, known to lie from `low` to `high`."""

    value: float
    low: float
    high: float

    def __add__(self, other: Known | float) -> Known:
        o = exact(other)
        return Known(self.value + o.value, self.low + o.low, self.high + o.high)

    __radd__ = __add__

    def __neg__(self) -> Known:
        return Known(-self.value, -self.high, -self.low)

    def __sub__(self, other: Known | float) -> Known:
        return self + -exact(other)

    def __rsub__(self, other: float) -> Known:
        return -self + other

    def __mul__(self, other: Known | float) -> Known:
        o = exact(other)
        corners = (self.low * o.low, self.low * o.high, self.high * o.low, self.high * o.high)
        return Known(self.value * o.value, min(corners), max(corners))

    __rmul__ = __mul__

    def __truediv__(self, other: Known | float) -> Known:
        """Raises ZeroDivisionError where the divisor may be zero."""
        o = exact(other)
        if o.low <= 0 <= o.high:
            raise ZeroDivisionError("the divisor may be zero")
        return self * Known(1 / o.value, 1 / o.high, 1 / o.low)


def exact(value: Known | float) -> Known:
    """A plain number is exact."""
    return value if isinstance(value, Known) else Known(value, value, value)


def printed(value: float, step: float | None) -> Known:
    """A figure printed to a unit of its last digit: known to half of it either way; exact where there is none."""
    half = (step or 0) / 2
    return Known(value, value - half, value + half)
