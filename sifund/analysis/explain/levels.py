"""What a formula reads of an earlier year: last December, and levels that are carried on, worked out back to the base year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sifund.analysis.explain import names
from sifund.analysis.explain.nodes import evaluate
from sifund.analysis.explain.run import keys_of
from sifund.declare.expression import Expr
from sifund.declare.formula import Line
from sifund.declare.parameter import Parameter

if TYPE_CHECKING:
    from sifund.analysis.explain.build import Year


def last_december(year: Year, node: Expr, line: Line) -> Expr:
    """A parameter or quantity in December of the year before; 0 in the base year."""
    item, unit = node.args[0], node.args[0].unit
    if not year.index:
        pair, moved = (0.0, 0.0), ()
    elif isinstance(item, Parameter):
        pair = [year.run.path(item, year.index - 1, baseline=base)[-1] for base in (False, True)]
        moved = tuple(year.run.moved(item))
    else:
        explanation, before = (year.at(year.index - 1, baseline=base).explain(item.key) for base in (False, True))
        pair, moved = (
            (explanation.values[-1], before.values[-1]),
            keys_of(key for x in explanation.inputs for key in x.moved_by),
        )
    name = names.DECEMBER.format(name=item.name)
    return year.balance(f"{item.key}.december", name, pair, year.ran(-1), moved, unit)


def stock(year: Year, node: Expr, line: Line) -> Expr:
    """A level carried on by month or by year, from what it was at the end of the year before."""
    start, keep, inflow = node.args
    if year.index:
        (level, moved), (before, _) = _level(year, node, line), _level(year.reference, node, line)
        name = names.LEVEL.format(name=line.name)
        first = year.balance(f"{line.key}.level", name, (level, before), year.ran(-1), moved, line.unit)
    else:
        first = year.tree(start, line)
    return Expr(node.op, (first, year.tree(keep, line), year.tree(inflow, line)))


def _level(year: Year, stock: Expr, line: Line) -> tuple[float, tuple[str, ...]]:
    """A stock at the end of the year before, worked out back to the base year, and the changes that moved it."""

    def make() -> tuple[float, tuple[str, ...]]:
        tree = year.at(year.index - 1, baseline=False).tree(stock, line)
        read = (node.args[0] for node in tree.walk() if node.op == "input")
        return float(evaluate(tree)[-1]), keys_of(key for item in read for key in item.moved_by)

    return year.once("level", line.key, make)
