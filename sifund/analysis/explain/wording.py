"""A formula in words, and the same with its numbers."""

from __future__ import annotations

from collections.abc import Callable
from math import e

import numpy as np

from sifund.analysis.explain.nodes import Explanation, Input, evaluate
from sifund.declare.expression import Expr
from sifund.declare.unit import RATIO, Unit
from sifund.text import LANGS, Lang, Text, format_number, plain

Leaf = Callable[[Input, Lang], str]
RANK = {"+": 1, "-": 1, "*": 2, "/": 2, "ratio": 2, "**": 3}
SIGN = {"+": " + ", "-": " − ", "*": " × ", "/": " ÷ ", "ratio": " ÷ ", "**": " ^ "}
COMPARED = Text("〔{left} < {right} 时为1，否则为0〕", "[1 if {left} < {right}, else 0]")
AT_LEAST_0 = Text("〔{amount}，至少为0〕", "[{amount}, at least 0]")
ROUNDED = Text("〔{amount}，取整〕", "[{amount}, in whole numbers]")
CUT = Text(
    "〔均值为1的对数正态分布（{sigma}），逐个限在{low}至{high}之间后的均值〕",
    "[mean of what is lognormal about 1 ({sigma}), each cut to {low} … {high}]",
)
TYPED = Text("〔已填写：{typed}；未填写：{amount}〕", "[where typed: {typed}; else: {amount}]")
CASE, COLON, OTHERWISE = Text("〔{cases}〕", "[{cases}]"), Text("：", ": "), Text("；", "; ")
BEFORE = {
    "stock": (Text("上月数", "last month's"), Text("（首月之前：{start}）", " (before the first month: {start})")),
    "carried": (Text("上年数", "last year's"), Text("（首年之前：{start}）", " (before the first year: {start})")),
}


def words(explained: Explanation) -> Text:
    """The formula in the words of its inputs."""
    return in_words(explained.formula)


def in_words(tree: Expr) -> Text:
    """A tree in the words of its leaves, which have a name."""
    return Text(*(_render(tree, lang, lambda item, lang: item.name(lang), None) for lang in LANGS))


def numbers(explained: Explanation, month: int) -> Text:
    """The formula with its numbers in a calendar month, and what it gives."""

    def number(item: Input, lang: Lang) -> str:
        text = figure(float(item.values[month - 1]), item.unit)
        return f"({text})" if text.startswith("−") else text

    value = figure(float(explained.values[month - 1]), explained.unit)
    return Text(*(f"{_render(explained.formula, lang, number, month)} = {value}" for lang in LANGS))


def figure(value: float, unit: Unit) -> str:
    """A number with as many decimals as one needs to follow the sum, as formulas read it: percents as percents, points as numbers."""
    if np.isinf(value):
        return "∞"
    number = value * unit.divisor
    text = format_number(number, 2 if abs(number) >= 1000 else 4)
    short = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{short}%" if unit.divisor > 1 else short


def _render(node: Expr, lang: Lang, leaf: Leaf, month: int | None, outer: float = 0) -> str:
    """The node as text, in brackets where it binds less than what stands around it."""
    if node.op == "input":
        return leaf(node.args[0], lang)
    if node.op == "number":
        return "e" if node.args[0] == e else plain(node.args[0])
    if node.op in _SPECIAL:
        return _SPECIAL[node.op](node, lang, leaf, month)
    rank = RANK[node.op]
    left = _render(node.args[0], lang, leaf, month, rank)
    right = _render(node.args[1], lang, leaf, month, rank + 0.5)
    text = f"{left}{SIGN[node.op]}{right}"
    return f"({text})" if rank < outer else text


def _compared(node: Expr, lang: Lang, leaf: Leaf, month: int | None) -> str:
    left, right = (_render(arg, lang, leaf, month) for arg in node.args)
    return COMPARED(lang).format(left=left, right=right)


def _at_least_0(node: Expr, lang: Lang, leaf: Leaf, month: int | None) -> str:
    return AT_LEAST_0(lang).format(amount=_render(node.args[0], lang, leaf, month))


def _rounded(node: Expr, lang: Lang, leaf: Leaf, month: int | None) -> str:
    return ROUNDED(lang).format(amount=_render(node.args[0], lang, leaf, month))


def _cut(node: Expr, lang: Lang, leaf: Leaf, month: int | None) -> str:
    low, high, sigma = (_render(arg, lang, leaf, month) for arg in node.args)
    return CUT(lang).format(low=low, high=high, sigma=sigma)


def _if_known(node: Expr, lang: Lang, leaf: Leaf, month: int | None) -> str:
    typed, amount = node.args
    if month is None:
        parts = (_render(arg, lang, leaf, month) for arg in node.args)
        return TYPED(lang).format(**dict(zip(("typed", "amount"), parts, strict=True)))
    stands = np.isnan(evaluate(typed)[month - 1])
    return _render(amount if stands else typed, lang, leaf, month, RANK["*"])


def _stock(node: Expr, lang: Lang, leaf: Leaf, month: int | None) -> str:
    """The level before times what stays, plus what comes; where nothing comes, or was at first, that is not said."""
    start, keep, inflow = node.args
    level, first = BEFORE[node.op]
    if month is None and node.op == "carried" and getattr(start.args[0], "kind", "") == "balance":
        month = 1  # a later year says which level it starts from
    before = level(lang) if month is None else _level(node, lang, leaf, month)
    text = f"{before}{SIGN['*']}{_render(keep, lang, leaf, month, RANK['*'] + 0.5)}"
    if not _is_0(inflow):
        text += f"{SIGN['+']}{_render(inflow, lang, leaf, month, RANK['+'] + 0.5)}"
    return text + ("" if month or _is_0(start) else first(lang).format(start=_render(start, lang, leaf, month)))


def _is_0(node: Expr) -> bool:
    return node.op == "number" and node.args[0] == 0


def _level(node: Expr, lang: Lang, leaf: Leaf, month: int) -> str:
    if month == 1 or node.op == "carried":
        return _render(node.args[0], lang, leaf, month, RANK["*"] + 0.5)
    return figure(float(evaluate(node)[month - 2]), RATIO)


def _cases(node: Expr, lang: Lang, leaf: Leaf, month: int | None) -> str:
    """What holds in which case: names and what follows each, in turn."""
    parts = [_render(arg, lang, leaf, month) for arg in node.args]
    pairs = (COLON(lang).join(pair) for pair in zip(parts[::2], parts[1::2], strict=True))
    return CASE(lang).format(cases=OTHERWISE(lang).join(pairs))


_SPECIAL: dict[str, Callable[[Expr, Lang, Leaf, int | None], str]] = {
    "<": _compared, "positive": _at_least_0, "if_known": _if_known, "stock": _stock, "carried": _stock, "cases": _cases,
    "cut_mean": _cut, "rounded": _rounded,
}  # fmt: skip
