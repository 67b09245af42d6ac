"""Number formats of a workbook: what a cell shows, where that is not the number that it holds."""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from sifund.text import plain

GENERAL = "General"
_DATES = (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59))
BUILT_IN = {9: "0%", 10: "0.00%", **dict.fromkeys(_DATES, "yyyy-mm-dd")}
"""Formats that a number alone names: percents, and dates, those of Chinese workbooks (27–36, 50–58) too."""
UNIT = re.compile(
    r"(十万|百万|千万|万|亿|千(?!分)|百(?!分)|thousand|million|billion)\s*(元|yuan)?|元|yuan", re.IGNORECASE
)
_PIECE = re.compile(r'"([^"]*)"|\\(.)|!(.)|_.|\*.|\[([^\]]*)\]|(%)|(E[+-])|([0#?]+|[.,/])|([\s\S])', re.IGNORECASE)
_DATE = re.compile(r"[ymdhse]|上午|下午|am/pm|a/p", re.IGNORECASE)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[0-9.]+)\]")
_HOLDS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "<>": operator.ne}
_COLOURED = re.compile(r"\[(red|红|红色|颜色|color)", re.IGNORECASE)
_EPOCHS = (datetime(1899, 12, 30), datetime(1904, 1, 1))  # noqa: DTZ001


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a format, for numbers of one sign: what it does to the number and what it writes beside it.

    `scale` is the power of ten that it divides by, `marks` the words and signs that it writes; `dotted` counts the digits
    behind a decimal point that is a mere mark (0!.0 shows 51485 as 5148.5).
    """

    digits: bool
    percent: bool
    scale: int
    marks: str
    date: bool
    dotted: int
    coloured: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A number as its cell shows it: `text` to be read, and what the eye sees where that is another number (`eye`),
    "" for nothing at all; a `unit` of money that the format writes beside it."""

    text: str
    eye: str | None = None
    unit: str = ""


@cache
def sections(code: str) -> tuple[Section, ...]:
    """The parts of a format: positive, negative, zero, text."""
    parts, start = [], 0
    for match in _PIECE.finditer(code):
        if match[0] == ";":
            parts.append(code[start : match.start()])
            start = match.end()
    return tuple(_section(part) for part in (*parts, code[start:]))


def _section(code: str) -> Section:
    digits, marks = "", ""
    percent = False
    for quoted, escaped, banged, _bracket, sign, _, digit, other in _PIECE.findall(code):
        marks += quoted or escaped or banged or other
        percent |= bool(sign)
        digits += digit or ("x" if escaped or banged or other else "")
    bare = re.sub(r'"[^"]*"|[\\!_*].|E[+-]|\[(?!h|m|s)[^\]]*\]', "", code, flags=re.IGNORECASE)
    general = re.sub(r"\[[^\]]*\]", "", code).strip().lower().startswith(("general", "g/通用格式", "@"))
    commas = re.search(r"[0#?.](,+)(?=[^0#?]*$)", re.sub("x", "", digits))
    dotted = re.search(r'[0#?](?:\\\.|!\.|"\.")([0#?]+)', code)
    return Section(
        general or bool(re.search("[0#?]", digits)), percent, 3 * len(commas[1]) if commas else 0,
        marks.replace("General", "").strip("@"), not general and bool(_DATE.search(bare)), len(dotted[1]) if dotted else 0,
        bool(_COLOURED.search(code)),
    )  # fmt: skip


@cache
def is_plain(code: str) -> bool:
    """Whether a cell of this format shows the number that it holds, with nothing beside it that could matter."""
    signs = sections(code)[:3]
    alike = all(
        s.digits and not (s.percent or s.scale or s.date or s.dotted or s.marks.strip("()+-¥￥$ ")) for s in signs
    )
    return code == "@" or (alike and (len(signs) == 1 or signs[1].coloured or bool(re.search(r"[-(]", code))))


def in_full(value: float) -> str:
    """To the fifteen digits that a spreadsheet keeps: 0.1+0.2 is 0.3, and 12.3456789012345 stays so."""
    text = f"{value:.15g}"
    return plain(round(value, 20)) if "e" in text else text


def show(raw: str, code: str, from_1904: bool = False) -> Shown:
    """What a number in a format is read as. Raises ValueError for what is no number."""
    number = float(raw)
    part = _part(code, number)
    value = Decimal(in_full(number))
    if part.date:
        return Shown(_date(number, from_1904))
    if part.percent:
        value *= 100
    text = f"{value.normalize():f}" + ("%" if part.percent or "%" in part.marks else "")
    unit = next((m[0] for m in [UNIT.search(part.marks)] if m), "")
    return Shown(text, _eye(value, number, code, part, unit), unit)


def _part(code: str, number: float) -> Section:
    """The part that a number is shown by: the first whose condition holds, else by its sign."""
    parts, conditions = sections(code), [_CONDITION.search(part) for part in code.split(";")]
    if len(conditions) == len(parts) and any(conditions):
        holding = (p for p, c in zip(parts, conditions, strict=True) if not c or _HOLDS[c[1]](number, float(c[2])))
        return next(holding, parts[-1])
    at = 1 if number < 0 else 2 if number == 0 else 0
    return parts[at] if at < len(parts) else parts[0]


def _eye(value: Decimal, number: float, code: str, part: Section, unit: str) -> str | None:
    """What the eye reads, where it is another number than the cell's."""
    if not number:
        return None
    if not part.digits:
        return part.marks.strip()
    if power := part.scale + part.dotted:
        return f"{_rounded(value.scaleb(-power))}{unit or part.marks.strip(' .')}"
    signed = len(sections(code)) == 1 or number > 0 or part.coloured or re.search(r"[-−(（△▲负]", code.split(";")[1])
    return None if signed else f"{_rounded(abs(value))}{unit}"


def _rounded(value: Decimal) -> str:
    return f"{value.quantize(Decimal('0.0001'), ROUND_HALF_UP).normalize():,f}"


def _date(number: float, from_1904: bool) -> str:
    """The day, as text; the number itself where it is no day that a spreadsheet knows."""
    if not 0 <= number < 2_958_466:
        return plain(number)
    day = _EPOCHS[from_1904] + timedelta(days=number)
    return day.isoformat(sep=" ", timespec="seconds").removesuffix(" 00:00:00")
