"""A line's formula in words as its file declares it: for every year at once, without a run and without numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sifund import catalog
from sifund.analysis.explain.build import BASELINE, BEFORE, IN_MONTH, LEVEL, OPENING
from sifund.analysis.explain.closing import (
    FIRST_COVER,
    HELD,
    LEFT_OVER,
    OTHERS,
    SPENT,
    TARGET,
    covered,
    left,
    restored,
)
from sifund.analysis.explain.wording import in_words
from sifund.declare.expression import Expr
from sifund.declare.formula import Closing, Line
from sifund.text import Text

BASE_YEAR, LATER, IN_BASELINE = Text("基年", "base year"), Text("以后", "later"), Text("基线", "baseline")


@dataclass(frozen=True, slots=True)
class Named:
    """What a formula reads, by name alone."""

    name: Text


def formula_words(line: Line) -> Text:
    """What a line or quantity is worked out from, in both languages."""
    return in_words(_closing(line, line.closing) if line.closing else _tree(line.tree, line))


def _leaf(name: Text) -> Expr:
    return Expr("input", (Named(name),))


def _tree(node: Expr, line: Line) -> Expr:
    """The recorded tree with names where it reads."""
    if node.op == "base_year":
        then, later = (_tree(arg, line) for arg in node.args)
        return Expr("cases", (_leaf(BASE_YEAR), then, _leaf(LATER), later))
    if node.op in _NAMES:
        return _leaf(_NAMES[node.op](node, line))
    return Expr(node.op, tuple(_tree(arg, line) if isinstance(arg, Expr) else arg for arg in node.args))


def _cover_name(line: Line) -> Text:
    return catalog.all_funds()[line.fund].cover_name


def _closing(line: Line, closing: Closing) -> Expr:
    """A twelfth of the typed amount; else the rule's: that of the base year, of the baseline, of either option."""
    without = left(_leaf(OPENING), _leaf(OTHERS), _leaf(SPENT))
    kept = covered(_leaf(FIRST_COVER.format(name=_cover_name(line))), _leaf(SPENT), without)
    amounts = kept, _leaf(HELD.format(name=line.name)), restored(_leaf(TARGET), without)
    rules = BASE_YEAR, IN_BASELINE, *(option.name for option in closing.rule.options)
    pairs = zip(rules, (_leaf(LEFT_OVER), *amounts), strict=True)
    rule = Expr("cases", tuple(part for name, amount in pairs for part in (_leaf(name), amount)))
    return Expr("typed", (_leaf(closing.typed.name), rule)) / 12


_NAMES: dict[str, Callable[[Expr, Line], Text]] = {
    "read": lambda node, line: node.args[0].name,
    "baseline": lambda node, line: BASELINE.format(name=node.args[0].name),
    "before": lambda node, line: BEFORE.format(name=node.args[0].name),
    "opening": lambda node, line: OPENING,
    "cover": lambda node, line: LEVEL.format(name=_cover_name(line)),
    "in_month": lambda node, line: IN_MONTH.format(month=node.args[0]),
}
