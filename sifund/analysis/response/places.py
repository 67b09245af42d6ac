"""The places of a lever's slider: the values that it can take."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from math import ceil

from sifund.declare.parameter import Month, Parameter, Steps
from sifund.scenario.steps import places, scale

NEAR = 1e-9


def shown(p: Parameter, value: float) -> float:
    """A value in the unit that it is shown in, to its places."""
    return round(value / scale(p), places(p))


def slider_step(p: Parameter, low: float, high: float) -> float:
    """The slider's step as shown; of yearly amounts a hundredth of the range."""
    return p.step if scale(p) == 1 else max(round((high - low) / scale(p) / 100), 1)


@dataclass(frozen=True)
class Places:
    """The values of a parameter that a slider can take in a month, as shown: `start`, which changes nothing, and steps to
    both sides of it, cut at `low` and `high`. They are counted from 0."""

    p: Parameter
    month: Month
    start: float
    low: float
    high: float
    step: float

    @classmethod
    def of(cls, p: Parameter, month: Month, start: float) -> Places:
        """The slider about a value in the parameter's own unit."""
        low, high = p.soft_range(start)
        return cls(p, month, shown(p, start), shown(p, low), shown(p, high), slider_step(p, low, high))

    @cached_property
    def neutral(self) -> int:
        """The place of the start."""
        return max(ceil((self.start - self.low) / self.step - NEAR), 0)

    @cached_property
    def count(self) -> int:
        return self.neutral + max(ceil((self.high - self.start) / self.step - NEAR), 0) + 1

    def value(self, at: int) -> float:
        """The value at a place, as shown."""
        value = min(max(self.start + (at - self.neutral) * self.step, self.low), self.high)
        return round(value, places(self.p))

    def in_own_unit(self, at: int) -> float:
        """The value at a place in the parameter's own unit."""
        return float(Decimal(repr(self.value(at))) * Decimal(scale(self.p)))

    def steps(self, at: int) -> Steps:
        """What the scenario types at a place; nothing at the start."""
        return () if at == self.neutral else ((self.month if self.p.dated else 0, self.in_own_unit(at)),)

    def place(self, value: float) -> float:
        """Where a value [own unit] lies, between places too."""
        return (value / scale(self.p) - self.start) / self.step + self.neutral
