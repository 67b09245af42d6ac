"""Figures as people write them → yuan and rounding step; formulas of derived figures."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

UNITS: dict[str, int] = {"元": 1, "yuan": 1, "万元": 10_000, "wan": 10_000, "亿元": 100_000_000, "yi": 100_000_000}
_OPERATORS: dict[type, Callable[..., Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.USub: operator.neg,
}  # fmt: skip
FORMULA_LIMIT = 500
RESULT_LIMIT = 1e15
_NUMBER = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,12})?")


def parse_number(text: str) -> Decimal:
    """An ASCII decimal, thousands commas allowed. Raises ValueError."""
    body = text.strip().replace(",", "").replace("−", "-")
    if not _NUMBER.fullmatch(body):
        raise ValueError(text)
    return Decimal(body)


def rounding_step(value: Decimal) -> Decimal:
    """The unit of the last digit written: 7.8 → 0.1, 1145 → 1."""
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(min(int(exponent), 0))


def evaluate(formula: str) -> float:
    """Arithmetic on plain numbers with + − * / ( ) and round(). Raises ValueError for anything else."""
    if len(formula) > FORMULA_LIMIT:
        raise ValueError(f"a formula has at most {FORMULA_LIMIT} characters")
    try:
        worked = float(_value(ast.parse(formula, mode="eval").body))
    except (SyntaxError, ZeroDivisionError, OverflowError, RecursionError, MemoryError) as error:
        raise ValueError(str(error)) from None
    if not abs(worked) <= RESULT_LIMIT:
        raise ValueError(f"the result is beyond {RESULT_LIMIT:g}")
    return worked


def _value(node: ast.expr) -> float:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return number
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_value(left), _value(right))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand)
        case ast.Call(func=ast.Name(id="round"), args=[argument], keywords=[]):
            return round(_value(argument))
    raise ValueError("only numbers, + - * / ( ) and round() are allowed")
