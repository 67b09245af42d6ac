"""Lines and quantities as plain functions of `v`, and the recorder that observes what they read.

A formula takes `v: Values` and returns an array over (row, month) in the unit of its line; lines are yuan a month.
Percents arrive as fractions, growth is already applied. The same function runs on numbers (`sifund.model.values`) and on
the recorder of `sifund.declare.expression`, whose expression tree tells what a line reads, how it is computed, and what explains it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from sifund.declare.expression import Expr, Recorder, lift
from sifund.declare.parameter import Parameter
from sifund.declare.share import Parties, Share, shares
from sifund.declare.unit import YUAN, Unit
from sifund.declare.values import Formula
from sifund.terms import CLOSING_BALANCE
from sifund.text import Text

LineKind = Literal["expenditure", "income", "quantity"]
CLOSING = CLOSING_BALANCE
LOOKS_AROUND = frozenset({"spent", "others"})
LOOKS_BACK = LOOKS_AROUND | {"before", "opening", "cover", "base_cover"}


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
    yearly line is paid. `beside` marks what is shown beside a fund's expenditure (remittance). `price` splits
    its growth. `also` are other names that offices write for it in their tables; a line of an office's own whose name
    matches `like` may stand for the same money. Where the lines that it `holds` are not reported they are in its amount;
    `rest` names what its formula then leaves. `paid_by` are those who pay an income, `paid_to` those whom spending reaches.
    `shows` is the parameter without a value of its own whose card shows a quantity as long as nothing is typed; a `yearly`
    one turns in January alone.
    """

    key: str
    kind: LineKind
    name: Text
    unit: Unit
    formula: Formula
    solves: tuple[Parameter, ...] = ()
    paid_in: int | None = None
    beside: bool = False
    price: Price | None = None
    also: tuple[str, ...] = ()
    like: str = ""
    holds: tuple[Line, ...] = ()
    rest: Text | None = None
    paid_by: tuple[Share, ...] = ()
    paid_to: tuple[Share, ...] = ()
    shows: Parameter | None = None
    yearly: bool = False

    @cached_property
    def fund(self) -> str:
        return self.key.partition(".")[0]

    @cached_property
    def tree(self) -> Expr:
        """The formula as an expression tree."""
        return lift(self.formula(Recorder()))

    @cached_property
    def looks_back(self) -> bool:
        """Whether the line, by itself or by what it reads, needs the years before it."""
        return any(
            node.op in LOOKS_BACK or (node.op == "read" and isinstance(node.args[0], Line) and node.args[0].looks_back)
            for node in self.tree.walk()
        )

    @cached_property
    def last(self) -> bool:
        """Whether the line needs the fund's other lines of the year, and so runs after them."""
        return any(node.op in LOOKS_AROUND for part in _parts(self) for node in part.tree.walk())

    @cached_property
    def residual(self) -> bool:
        """Whether the line's amount of the base year is what the others leave, where it is not reported."""
        return any(node.op == "base_amount" and node.args[0] is self for node in self.tree.walk())

    @property
    def ties(self) -> bool:
        """Whether something makes the base year tie: drivers, or the line's own amount."""
        return bool(self.solves) or self.residual

    @cached_property
    def earns(self) -> bool:
        """Whether the line is what the opening balance earns."""
        return not self.last and any(node.op == "opening" for node in self.tree.walk())

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """Parameters that the formula names, itself or through quantities (not through other lines)."""
        return tuple(dict.fromkeys(_parameters(self)))

    @cached_property
    def optional(self) -> tuple[Parameter, ...]:
        """Parameters that the formula does without: where one has no value, something else holds."""
        guarded = [node.args[0] for part in _parts(self) for node in part.tree.walk() if node.op == "if_known"]
        needed = {p for part in _parts(self) for p in _needed(part.tree)}
        return tuple(dict.fromkeys(p for item in guarded for p in _read_in(item) if p not in needed))

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Other lines that the formula reads: what reaches it that way is an indirect effect."""
        items = (node.args[0] for part in _parts(self) for node in part.tree.walk() if node.op in ("read", "before"))
        return tuple(dict.fromkeys(x for x in items if isinstance(x, Line) and x.kind != "quantity"))

    @cached_property
    def rests_on(self) -> tuple[Parameter, ...]:
        """Parameters that reach a line that does not look back, through whatever it reads."""
        return tuple(dict.fromkeys([*self.parameters, *(p for line in self.lines for p in line.rests_on)]))


def _parts(line: Line) -> Iterator[Line]:
    """The line and every quantity below it."""
    yield line
    for node in line.tree.walk():
        if node.op in ("read", "last_december") and isinstance(node.args[0], Line) and node.args[0].kind == "quantity":
            yield from _parts(node.args[0])


def _read_in(item: Parameter | Expr) -> Iterator[Parameter]:
    """Parameters of what may not be known."""
    nodes = [Expr("read", (item,))] if isinstance(item, Parameter) else item.walk()
    return (arg for node in nodes for arg in node.args if isinstance(arg, Parameter))


def _needed(tree: Expr) -> Iterator[Parameter]:
    """Parameters of a tree but for what may not be known."""
    for arg in tree.args[1:] if tree.op == "if_known" else tree.args:
        if isinstance(arg, Parameter):
            yield arg
        elif isinstance(arg, Expr):
            yield from _needed(arg)


def _parameters(line: Line) -> Iterator[Parameter]:
    for part in _parts(line):
        for node in part.tree.walk():
            for arg in node.args:
                if isinstance(arg, Parameter):
                    yield arg


def quantity(
    key: str, name: Text, *, unit: Unit, shows: Parameter | None = None, yearly: bool = False
) -> Callable[[Formula], Line]:  # fmt: skip
    """Declare a number that several lines share: one short function with the actuary's word for it."""
    return lambda formula: Line(key, "quantity", name, unit, formula, shows=shows, yearly=yearly)


def expenditure(
    key: str, name: Text, *, paid_to: Parties, solves: tuple[Parameter, ...] = (), paid_in: int | None = None,
    beside: bool = False, price: Price | None = None, also: tuple[str, ...] = (),
) -> Callable[[Formula], Line]:  # fmt: skip
    """Declare an expenditure line [yuan a month; the yearly amount where `paid_in` names its month]."""
    return lambda formula: Line(
        key,
        "expenditure",
        name,
        YUAN,
        formula,
        solves,
        paid_in,
        beside,
        price=price,
        also=also,
        paid_to=shares(paid_to),
    )


def income(
    key: str, name: Text, *, paid_by: Parties, solves: tuple[Parameter, ...] = (), also: tuple[str, ...] = (),
    like: str = "", holds: tuple[Line, ...] = (), rest: Text | None = None,
) -> Callable[[Formula], Line]:  # fmt: skip
    """Declare an income line [yuan a month]."""
    return lambda formula: Line(
        key,
        "income",
        name,
        YUAN,
        formula,
        solves,
        also=also,
        like=like,
        holds=holds,
        rest=rest,
        paid_by=shares(paid_by),
    )
