"""Figures as people write them → numbers and rounding steps; formulas of derived figures."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from sifund.text import Text

UNITS: dict[str, int] = {
    "元": 1, "yuan": 1, "万元": 10_000, "万": 10_000, "wan": 10_000, "10k yuan": 10_000,
    "亿元": 100_000_000, "亿": 100_000_000, "yi": 100_000_000, "100m yuan": 100_000_000,
}  # fmt: skip
NO_FIGURE = {"", "—", "——", "-", "--", "–", "/", "无", "n/a"}
"""What offices write where there is no figure. It is none, never 0."""
_OPERATORS: dict[type, Callable[..., Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.USub: operator.neg,
}  # fmt: skip
FORMULA_LIMIT = 500
RESULT_LIMIT = 1e15
TOO_LONG = Text(f"最多{FORMULA_LIMIT}个字符", f"it has at most {FORMULA_LIMIT} characters")
NOT_ARITHMETIC = Text("只能用数字、+ - * / ( ) 和 round()", "only numbers, + - * / ( ) and round() are allowed")
BY_ZERO = Text("除数为零", "it divides by zero")
BEYOND = Text("结果过大", "its result is too large")
_ARITHMETIC = re.compile(r"([0-9+\-*/()., ]|round)+")
_FALL = re.compile(r"\(([^()%]+)%?\)%?")
_NUMBER = re.compile(r"[+-]?([0-9]{1,18}|[0-9]{1,3}(,[0-9]{3}){1,5})(\.[0-9]{1,20})?")


_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xA0: " ", ord("−"): "-"}


def narrow(text: str) -> str:
    """Full-width forms as plain ones, without blanks around them; the true minus as a hyphen.

    Nothing else is folded: a footnote mark (1200¹, 1200①) is no digit.
    """
    return text.translate(_NARROW).strip()


def parse_number(text: str) -> Decimal:
    """An ASCII decimal; commas only between thousands. Raises ValueError."""
    body = text.strip().replace("−", "-")
    if not _NUMBER.fullmatch(body):
        raise ValueError(text)
    return Decimal(body.replace(",", ""))


def is_figure(text: str) -> bool:
    """Whether a cell holds a number, as people write them."""
    try:
        read_figure(narrow(text))
    except ValueError:
        return False
    return True


def read_figure(text: str) -> Decimal:
    """A number as people write them: (3.2), as accountants do, is -3.2; a percent sign behind it is left out. Raises
    ValueError."""
    fall = _FALL.fullmatch(text)
    return parse_number(f"-{fall[1]}" if fall else text.removesuffix("%"))


def rounding_step(value: Decimal) -> Decimal:
    """The unit of the last digit written: 7.8 → 0.1, 1145 → 1."""
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(min(int(exponent), 0))


class FormulaError(ValueError):
    """A formula that cannot be worked out; `says` is why."""

    def __init__(self, says: Text) -> None:
        super().__init__(says("en"))
        self.says = says


def evaluate(formula: str) -> float:
    """Arithmetic on plain numbers with + − * / ( ) and round(); a leading = is allowed. Raises FormulaError."""
    body = narrow(formula).removeprefix("=").replace("×", "*").replace("÷", "/").strip()
    if len(body) > FORMULA_LIMIT:
        raise FormulaError(TOO_LONG)
    try:
        worked = float(_value(ast.parse(body, mode="eval").body) if _ARITHMETIC.fullmatch(body) else _refuse())
    except ZeroDivisionError:
        raise FormulaError(BY_ZERO) from None
    except (SyntaxError, RecursionError, MemoryError):
        raise FormulaError(NOT_ARITHMETIC) from None
    except OverflowError:
        raise FormulaError(BEYOND) from None
    if not abs(worked) <= RESULT_LIMIT:
        raise FormulaError(BEYOND)
    return worked


def _refuse() -> float:
    raise FormulaError(NOT_ARITHMETIC)


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
    return _refuse()
