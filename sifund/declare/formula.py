"""Lines and quantities as plain functions of `v`, and the recorder that observes what they read.

A formula takes `v: Values` and returns an array over (row, month) in the unit of its line; lines are yuan a month.
Percents arrive as fractions, growth is already applied. The same function runs on numbers (`sifund.model.values`) and on
the recorder of `sifund.declare.expression`, whose expression tree tells what a line reads, how it is computed, and what explains it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, Protocol

from sifund.declare.expression import Expr, Recorder, lift
from sifund.declare.parameter import YUAN, Parameter, Unit
from sifund.declare.party import Share
from sifund.text import Cite, Text

LineKind = Literal["expenditure", "income", "quantity"]
LOOKS_BACK = frozenset({"before", "opening", "cover"})


class Values(Protocol):
    """What a formula may ask for. Every answer broadcasts over (row, month)."""

    def __getitem__(self, item: Parameter | Line) -> Any: ...
    def baseline(self, item: Parameter) -> Any:
        """The parameter's path in the baseline row."""

    def before(self, line: Line) -> Any:
        """Sum of a line over the year before [yuan]; 0 in the base year."""

    def base_year(self, then: Any, later: Any) -> Any:
        """`then` in the base year, `later` after it."""

    def in_month(self, month: int) -> Any:
        """1 in that calendar month, else 0."""

    def positive(self, amount: Any) -> Any:
        """The amount, at least 0."""

    def ratio(self, part: Any, whole: Any) -> Any:
        """part ÷ whole; 1 where the whole is 0."""

    def stock(self, start: Any, keep: Any, inflow: Any) -> Any:
        """x(m) = x(m−1)·keep(m) + inflow(m), with x = start before the first month."""

    @property
    def opening(self) -> Any:
        """The fund's balance at the start of the year [yuan]."""

    @property
    def cover(self) -> Any:
        """Cover months at the end of the year before."""


Formula = Callable[[Any], Any]


@dataclass(frozen=True, slots=True, eq=False)
class Closing:
    """How the engine closes a fund by one income line: the typed amount wins, else `rule` says hold or balance."""

    typed: Parameter
    rule: Parameter


@dataclass(frozen=True, slots=True, eq=False)
class Price:
    """The standard that splits a line's growth on the year before into price and volume, and what that takes for granted.

    One of: `standard`, a parameter, by its mean over a year; `count`, an indicator that the source states for both years
    or with its rise; `like`, a line whose volume this one shares.
    """

    assumes: Text
    standard: Parameter | None = None
    count: str = ""
    like: Line | None = None


@dataclass(frozen=True, eq=False)
class Line:
    """An official income or expenditure item, or a quantity that lines share.

    `solves` are the drivers that make the base year tie, first the one tried first. `paid_in` is the month in which a
    yearly line is paid. `beside` marks what is shown beside a fund's expenditure (remittance). `closing` marks the
    line that the engine closes; it has no formula of its own. `price` splits its growth. `also` are other names that
    offices write for it in their tables; a line of an office's own whose name matches `like` may stand for the same money.
    Where the lines that it `holds` are not reported they are in its amount; `rest` names what its formula then leaves.
    """

    key: str
    kind: LineKind
    name: Text
    unit: Unit
    formula: Formula
    solves: tuple[Parameter, ...] = ()
    paid_in: int | None = None
    beside: bool = False
    closing: Closing | None = None
    price: Price | None = None
    also: tuple[str, ...] = ()
    like: str = ""
    holds: tuple[Line, ...] = ()
    rest: Text | None = None

    @cached_property
    def fund(self) -> str:
        return self.key.partition(".")[0]

    @cached_property
    def tree(self) -> Expr:
        """The formula as an expression tree."""
        if self.closing:
            return Expr("closing", (self.closing.typed, self.closing.rule))
        return lift(self.formula(Recorder()))

    @cached_property
    def looks_back(self) -> bool:
        """Whether the line, by itself or by what it reads, needs the years before it."""
        return bool(self.closing) or any(
            node.op in LOOKS_BACK or (node.op == "read" and isinstance(node.args[0], Line) and node.args[0].looks_back)
            for node in self.tree.walk()
        )

    @cached_property
    def earns(self) -> bool:
        """Whether the line is what the opening balance earns."""
        return any(node.op == "opening" for node in self.tree.walk())

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """Parameters that the formula names, itself or through quantities (not through other lines)."""
        return tuple(dict.fromkeys(_parameters(self)))

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Other lines that the formula reads: what reaches it that way is an indirect effect."""
        found = (node.args[0] for part in _parts(self) for node in part.tree.walk() if node.op in ("read", "before"))
        return tuple(dict.fromkeys(x for x in found if isinstance(x, Line) and x.kind != "quantity"))


def _parts(line: Line) -> Iterator[Line]:
    """The line and every quantity below it."""
    yield line
    for node in line.tree.walk():
        if node.op == "read" and isinstance(node.args[0], Line) and node.args[0].kind == "quantity":
            yield from _parts(node.args[0])


def _parameters(line: Line) -> Iterator[Parameter]:
    for part in _parts(line):
        for node in part.tree.walk():
            for arg in node.args:
                if isinstance(arg, Parameter):
                    yield arg


def quantity(key: str, name: Text, *, unit: Unit) -> Callable[[Formula], Line]:
    """Declare a number that several lines share: one short function with the actuary's word for it."""
    return lambda formula: Line(key, "quantity", name, unit, formula)


def expenditure(
    key: str, name: Text, *, solves: tuple[Parameter, ...] = (), paid_in: int | None = None, beside: bool = False,
    price: Price | None = None, also: tuple[str, ...] = (),
) -> Callable[[Formula], Line]:  # fmt: skip
    """Declare an expenditure line [yuan a month; the yearly amount where `paid_in` names its month]."""
    return lambda formula: Line(
        key, "expenditure", name, YUAN, formula, solves, paid_in, beside, price=price, also=also
    )


def income(
    key: str, name: Text, *, solves: tuple[Parameter, ...] = (), also: tuple[str, ...] = (), like: str = "",
    holds: tuple[Line, ...] = (), rest: Text | None = None,
) -> Callable[[Formula], Line]:  # fmt: skip
    """Declare an income line [yuan a month]."""
    return lambda formula: Line(
        key, "income", name, YUAN, formula, solves, also=also, like=like, holds=holds, rest=rest
    )


def closing_income(
    key: str, name: Text, *, typed: Parameter, rule: Parameter, also: tuple[str, ...] = (), like: str = ""
) -> Line:
    """Declare the income line by which the engine closes a fund."""
    return Line(key, "income", name, YUAN, lambda v: 0, closing=Closing(typed, rule), also=also, like=like)


@dataclass(frozen=True, slots=True)
class Band:
    """Warning bands in cover months: red below `red`, amber below `amber`, else green. This program's own scale."""

    red: float
    amber: float


@dataclass(frozen=True, slots=True)
class CoverRule:
    """A line that the law allows only with enough cover at the end of the year before; keys of line and levers."""

    line: str
    threshold: str
    gate: str
    law: Cite


@dataclass(frozen=True, slots=True)
class Fund:
    """A fund, named once; its file in `funds/` holds its parameters and lines.

    `payers` share its income lines, `receivers` its expenditure lines; an income line without a payer is the fund's own
    (interest), an expenditure line without a receiver goes to its beneficiaries. `also` are other names that offices
    write for it in their tables, without 基金.
    """

    key: str
    name: Text
    short: Text
    cover_name: Text
    band: Band
    law: Cite
    payers: tuple[Share, ...] = ()
    receivers: tuple[Share, ...] = ()
    cover_rule: CoverRule | None = None
    also: tuple[str, ...] = ()
