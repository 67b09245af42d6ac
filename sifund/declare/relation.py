"""Relations: figures of one source that must fit together, declared in the fund files beside what they speak of.

A relation is a plain function of `f: Stated` that gives the figure as stated and what the other figures make of it.
`sifund.checks` runs it with the interval that the printed digits of each figure allow; where a figure is not in the
data there is nothing to compare.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from sifund.declare.formula import Line
from sifund.declare.known import Known
from sifund.declare.parameter import Parameter
from sifund.declare.unit import Unit
from sifund.text import Text

Topic = Literal["volumes", "standards", "definitions"]
Must = Literal["equal", "at_most", "above"]


class Stated(Protocol):
    """What a relation may ask for, of the base year. What the data lack ends the relation."""

    def amount(self, line: Line) -> Known:
        """Outturn of a line [yuan]."""
        ...

    def cause(self, line: Line, factor: str) -> Known:
        """The amount that the source gives with a reason for the line's change [yuan]."""
        ...

    def count(self, name: str, ago: int = 0) -> Known:
        """A count that the source states for the fund, `ago` years before the base year [its own unit]."""
        ...

    def standard(self, p: Parameter) -> Known:
        """The parameter's value in force at the end of the months covered [its own unit]."""
        ...

    def mean(self, p: Parameter) -> Known:
        """The parameter's mean over the months covered [its own unit]."""
        ...

    def months(self) -> Known:
        """Months of the base year that the data cover."""
        ...

    def funds(self) -> Known:
        """How many funds the data hold."""
        ...

    def percent(self, share: Any) -> Known:
        """A fraction in percent."""
        ...

    def only_if(self, holds: bool) -> None:
        """End the relation where its condition does not hold."""


Sides = Callable[[Stated], tuple[Known, Known]]


@dataclass(frozen=True, slots=True, eq=False)
class Relation:
    """A stated figure and what it must be: equal to the other side, at most it, or above it.

    `topic` is the check that it belongs to; `slack` is allowed beyond rounding [percent of the other side]. `says`
    explains a mismatch, with {stated} and {implied} in it; `assumes` is what the comparison takes for granted.
    """

    key: str
    topic: Topic
    name: Text
    unit: Unit
    sides: Sides
    must: Must
    severity: Literal["error", "warning", "note"]
    slack: float
    says: Text
    assumes: Text

    @property
    def fund(self) -> str:
        return self.key.partition(".")[0]


def relation(
    key: str, topic: Topic, name: Text, *, unit: Unit, says: Text, assumes: Text, must: Must = "equal",
    severity: Literal["error", "warning", "note"] = "warning", slack: float = 0,
) -> Callable[[Sides], Relation]:  # fmt: skip
    """Declare a relation on the function that gives its two sides, the stated one first."""
    return lambda sides: Relation(key, topic, name, unit, sides, must, severity, slack, says, assumes)
