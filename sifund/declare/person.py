"""Typical persons and firms: what the law gives one of them, as a function of `v` like any line.

A person is a quantity, so its formula runs on numbers and on the recorder alike: methods, explanations and what moves
it follow from it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from sifund.declare.formula import Line
from sifund.declare.measure import Measure
from sifund.declare.unit import RATE, YUAN_PER_MONTH, YUAN_TO_ONE
from sifund.declare.values import Formula, T, Values
from sifund.text import Cite, Text

REPLACEMENT = Text("{name}待遇替代率", "Replacement rate, {name}")
SAYS = Text("每月所得÷平均缴费工资", "what it gets a month ÷ the average covered wage")


@dataclass(frozen=True, eq=False)
class Person(Line):
    """A typical person, or a firm of `heads` persons, and what the law gives it [yuan a month; yuan where it is paid once,
    in the month `paid_in`].

    `months` is how long it is paid at most, or how many months are paid at once; None is for life. `stands` says who is
    meant and what that takes for granted; `law` is the rule that gives it. `later` is why nothing is known of the base year,
    where that is so.
    """

    law: Cite | None = None
    stands: Text | None = None
    heads: int = 1
    months: int | None = None
    later: Text | None = None

    @property
    def short(self) -> str:
        """What its measure is called in a goal: the key without its fund."""
        return self.key.partition(".")[2]

    @property
    def once(self) -> bool:
        """Whether it is paid once, and not every month."""
        return self.paid_in is not None

    @cached_property
    def known_later(self) -> bool:
        """Whether it is known from the year after the base year on: it rests on the year before, or is declared so."""
        return self.later is not None or any(node.op == "before" for node in self.tree.walk())

    @cached_property
    def measure(self) -> Measure:
        """How adequate it is: its replacement rate as a measure of the fund."""
        return Measure(self.short, REPLACEMENT.format(name=self.name.inside), SAYS, RATE, 6)


def person(
    key: str, name: Text, *, law: Cite, stands: Text, heads: int = 1, months: int | None = None, paid_in: int | None = None,
    later: Text | None = None,
) -> Callable[[Formula], Person]:  # fmt: skip
    """Declare a person on the function that gives one head a month's amount; what is paid once is `months` of it."""
    times = heads * (months or 1) if paid_in else heads
    unit = YUAN_TO_ONE if paid_in else YUAN_PER_MONTH

    def declare(formula: Formula) -> Person:
        def whole(v: Values[T], /) -> T:
            amount = formula(v)
            return amount if times == 1 else amount * times

        return Person(
            key, "quantity", name, unit, whole, paid_in=paid_in,
            law=law, stands=stands, heads=heads, months=months, later=later,
        )  # fmt: skip

    return declare
