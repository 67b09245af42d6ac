"""A line's formula in words as its file declares it: for every year at once, without a run and without numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sifund import catalog, terms
from sifund.analysis.explain.names import (
    AT_FIRST,
    BASELINE,
    BEFORE,
    DECEMBER,
    DECLARED,
    IN_MONTH,
    LEVEL,
    OPENING,
    OTHERS,
    SPENT,
)
from sifund.analysis.explain.nodes import leaf
from sifund.analysis.explain.wording import in_words
from sifund.declare.expression import Expr
from sifund.declare.formula import Line
from sifund.declare.parameter import Parameter
from sifund.model.baseline import Baseline
from sifund.model.solving import LEFT_OVER
from sifund.text import Text

BASE_YEAR, LATER, IN_BASELINE = Text("基年", "base year"), Text("以后", "later"), terms.BASELINE.inside


@dataclass(frozen=True, slots=True)
class Named:
    """What a formula reads, by name alone."""

    name: Text


def formula_words(line: Line, base: Baseline | None = None) -> Text:
    """What a line or quantity is worked out from, in both languages; with a baseline, as far as that knows it."""
    return in_words(_Formula(line, base).tree(line.tree))


def _leaf(name: Text) -> Expr:
    return leaf(Named(name))


@dataclass(frozen=True, slots=True)
class _Formula:
    """A recorded tree with names where it reads."""

    line: Line
    base: Baseline | None

    def tree(self, node: Expr) -> Expr:
        """The tree with the case of the year in place of what only that year decides."""
        if node.op in ("base_year", "choose"):
            return Expr("cases", tuple(part for case in self._cases(node, LATER) for part in case))
        if node.op == "if_known":
            return self._if_known(*node.args)
        if node.op in _NAMES:
            return _leaf(_NAMES[node.op](self, *node.args))
        return Expr(node.op, tuple(self.tree(arg) if isinstance(arg, Expr) else arg for arg in node.args))

    def _if_known(self, item: Parameter | Expr, otherwise: Expr) -> Expr:
        """A typed value, or what is worked out of one, and what holds without it; an amount where the fund's balance, which it
        rests on, is known."""
        if isinstance(item, Parameter):
            return Expr("if_known", (_leaf(item.name), self.tree(otherwise)))
        if any(isinstance(arg, Parameter) for node in item.walk() for arg in node.args):
            return Expr("if_known", (self.tree(item), self.tree(otherwise)))
        return self.tree(item if self.base is None or self.base.knows(self.line.fund) else otherwise)

    def _cases(self, node: Expr, label: Text) -> Iterator[tuple[Expr, Expr]]:
        """What holds when: in the base year, in the baseline, where an option is chosen, and else under `label`."""
        if node.op == "choose":
            for option, amount in zip(node.args[0].options, node.args[1:], strict=True):
                yield from self._cases(amount, option.name)
            return
        if node.op == "base_year":
            yield _leaf(BASE_YEAR), self.tree(node.args[0])
            yield from self._cases(node.args[1], label)
            return
        if node.op == "baseline" and len(node.args) > 1:
            yield _leaf(IN_BASELINE), self.tree(node.args[1])
        yield _leaf(label), self.tree(node)

    def cover(self, text: Text) -> Text:
        """A text about the fund's cover."""
        return text.format(name=catalog.all_funds()[self.line.fund].cover_name)

    def base_amount(self, line: Line) -> Text:
        """What the line's base-year amount rests on, in words."""
        amount = self.base.amounts.get(line.key) if self.base else None
        return amount.ground.says if amount else LEFT_OVER


_NAMES: dict[str, Callable[..., Text]] = {
    "read": lambda formula, item: item.name,
    "baseline": lambda formula, item, *amount: BASELINE.format(name=item if isinstance(item, Text) else item.name),
    "before": lambda formula, item: BEFORE.format(name=item.name),
    "opening": lambda formula: OPENING,
    "cover": lambda formula: formula.cover(LEVEL),
    "last_december": lambda formula, item: DECEMBER.format(name=item.name),
    "declared": lambda formula, item: DECLARED.format(name=item.name),
    "base_amount": _Formula.base_amount,
    "base_cover": lambda formula: formula.cover(AT_FIRST),
    "spent": lambda formula: SPENT,
    "others": lambda formula: OTHERS,
    "in_month": lambda formula, month: IN_MONTH.format(month=month),
}
