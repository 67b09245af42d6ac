"""An explained number: its formula with its inputs in place, which is all that it is worked out from.

Arrays hold the twelve months of the year explained, as formulas read them: percents as fractions.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, groupby
from typing import Any, Literal

import numpy as np

from sifund.declare.expression import Expr
from sifund.declare.parameter import Month
from sifund.declare.unit import Unit
from sifund.model.ground import Ground
from sifund.model.paths import Array
from sifund.model.values import cut_mean, ratio, rounded
from sifund.text import Text

MONTHS = 12
Kind = Literal["parameter", "line", "balance", "calendar"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a parameter's path that the year reads: typed or known value × growth since.

    `value` is in the parameter's own unit; `growth` lists (year, rate in percent) after the step; `months` are the
    calendar months that read it. `ground` is None where the scenario set it.
    """

    month: Month
    value: float
    growth: tuple[tuple[int, float], ...]
    months: tuple[int, ...]
    ground: Ground | None

    @property
    def grown(self) -> float:
        """The value in force, in the parameter's own unit."""
        return self.value * float(np.prod([1 + rate / 100 for _, rate in self.growth]))


@dataclass(frozen=True, eq=False)
class Input:
    """What a formula reads: a parameter with the steps of its path, a line explained in its own right (`part`), a
    balance or an earlier amount with its ground, or the calendar.

    `before` are the same months in the baseline; `moved_by` are keys of the changes that make the difference.
    """

    key: str
    kind: Kind
    name: Text
    unit: Unit
    values: Array
    before: Array
    steps: tuple[Step, ...] = ()
    ground: Ground | None = None
    part: Explanation | None = None
    moved_by: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Explanation:
    """A line or quantity in a year. `formula` is its tree with inputs as leaves.

    `values` are its months: a line's money, in its declared month of payment where it has one (`paid_in`); a quantity's
    value.
    """

    key: str
    name: Text
    unit: Unit
    year: int
    formula: Expr
    paid_in: int | None = None

    @cached_property
    def values(self) -> Array:
        """Worked out from the inputs, and nothing else (12,)."""
        whole = evaluate(self.formula)
        return np.where(np.arange(1, MONTHS + 1) == self.paid_in, whole, 0.0) if self.paid_in else whole

    @property
    def amount(self) -> float:
        """The year's amount [yuan]; of use for lines, not for quantities."""
        return float(self.values.sum())

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        """What the formula reads, each once, in its order."""
        return tuple(dict.fromkeys(node.args[0] for node in self.formula.walk() if node.op == "input"))

    def deep(self) -> Iterator[tuple[int, Input]]:
        """Every input with its depth: those of explained lines stand below them."""
        for item in self.inputs:
            yield 0, item
            if item.part:
                yield from ((depth + 1, below) for depth, below in item.part.deep())

    @cached_property
    def segments(self) -> tuple[tuple[int, ...], ...]:
        """Calendar months in runs that read the same inputs and give the same value."""
        months = [self.paid_in] if self.paid_in else range(1, MONTHS + 1)
        every = np.nan_to_num(np.stack([*(item.values for item in self.inputs), self.values]), nan=-1.0)
        read = [tuple(every[:, m - 1]) for m in months]
        runs = groupby(zip(months, read, strict=True), key=lambda pair: pair[1])
        return tuple(tuple(month for month, _ in run) for _, run in runs)


def leaf(item: Any) -> Expr:
    """What is read, as a node of a tree."""
    return Expr("input", (item,))


def evaluate(tree: Expr) -> Array:
    """The value of a tree of inputs by month (12,)."""
    return np.broadcast_to(np.asarray(_value(tree), dtype=float), (MONTHS,))


def _value(node: Expr) -> Any:
    if node.op == "input":
        return node.args[0].values
    if node.op == "number":
        return node.args[0]
    return OPERATIONS[node.op](*(_value(arg) for arg in node.args))


def _stock(start: Any, keep: Any, inflow: Any) -> Array:
    """Levels at each month's end."""
    first = float(np.broadcast_to(start, (MONTHS,))[0])
    flows = zip(np.broadcast_to(keep, (MONTHS,)), np.broadcast_to(inflow, (MONTHS,)), strict=True)
    return np.array(list(accumulate(flows, lambda level, flow: level * flow[0] + flow[1], initial=first))[1:])


OPERATIONS: dict[str, Callable[..., Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "**": operator.pow,
    "<": operator.lt, "positive": lambda amount: np.maximum(amount, 0), "ratio": ratio, "stock": _stock,
    "carried": lambda start, keep, inflow: start * keep + inflow,
    "cut_mean": cut_mean, "rounded": rounded,
    "if_known": lambda amount, otherwise: np.where(np.isnan(amount), otherwise, amount),
}  # fmt: skip
"""How each operation of a formula works out."""
