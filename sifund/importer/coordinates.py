"""Names of cells, as workbooks write them."""

from __future__ import annotations

import re

_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_A = ord("A") - 1


def cell_name(row: int, column: int) -> str:
    """B5 for row 5, column 2."""
    letters = ""
    while column > 0:
        column, letter = divmod(column - 1, 26)
        letters = chr(_A + 1 + letter) + letters
    return f"{letters}{row}"


def position(name: str) -> tuple[int, int] | None:
    """(5, 2) for B5; None for what names no cell."""
    match = _CELL.fullmatch(name)
    if not match:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - _A
    return int(match[2]), column


def not_within(text: str | None, limit: int) -> bool:
    """Whether a count is given that is none, or beyond a limit."""
    parsed = number(text)
    return text is not None and (parsed is None or parsed > limit)


def number(text: str | None) -> int | None:
    """A count in an attribute; None where there is none, or none that can be used."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None
