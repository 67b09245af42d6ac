"""An item as a table prints it: numbering, 其中, unit and name taken apart; totals and balances by name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from sifund.dataset import official
from sifund.dataset.official import Kind, plain_form
from sifund.importer.units import unit_in

Rank = Literal["sub", "part", "sum", "grand"]
Balance = Literal["opening", "closing", "surplus"]
_NUMBERS = (
    r"第?[一二三四五六七八九十]{1,3}\s*[、.,:]", r"[(][一二三四五六七八九十]{1,3}[)]\s*[、.]?",
    r"[0-9]{1,2}\s*[、.](?![0-9])|[0-9]{1,2}[)]",
    r"[(][0-9]{1,2}[)]\s*[、.]?|[0-9]{1,2}\.[0-9]{1,2}[、.\s]", r"[①-⑳⑴-⒇]|[a-zA-Z][.)](?=\s*[一-鿿])",
)  # fmt: skip
"""Numbering by level, the highest first: 一、（一）1. (1) ①; Roman numerals count as the highest."""
_LEVELS = [re.compile(pattern) for pattern in _NUMBERS]
_ROMAN = re.compile(r"[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]{1,3}\s*[、.]?")
_OF_WHICH = re.compile(r"(其\s*中|#)\s*[:：]?\s*")
_SIGN = re.compile(r"(加|减)\s*[:：]\s*")
_UNIT = re.compile(r"(.+?)\s*[(]([^()]*)[)]")
_WHEN, _SUM = "(?:本年度?|当年|全年|本期|当期|年度)?", "((?:合计|小计|总计|共计|总额|总数|汇总)(?:数|额)?)"
_TOTAL = re.compile(rf"{_WHEN}(?:基金|社会保险基金)?{_WHEN}(收入|支出)?{_SUM}?|{_SUM}(收入|支出)|(收入|支出)?{_SUM}")
_ENDING = re.compile("(合计|小计|总计|共计)(数|额)?$")
"""How the name of any sum ends, also of one that sums some lines alone (待遇支出小计)."""
_ENGLISH = {"total": ("", "sum"), "subtotal": ("", "part"), "grandtotal": ("", "grand"),
            "totalexpenditure": ("expenditure", "sum"), "totalincome": ("income", "sum")}  # fmt: skip
_BALANCES: dict[Balance, re.Pattern[str]] = {
    "opening": re.compile("(上年度?末?|上期末?|年初|期初)(基金)?(滚存|累计|结转)?(结余|余额|结转)"),
    "closing": re.compile("(本?年度?末|期末|当年末)(基金)?(滚存|累计)?(结余|余额)|(基金)?(滚存|累计)(结余|余额)"),
    "surplus": re.compile("(本年度?|当年|本期|当期|全年)(基金)?(收支)?(结余|差额|净结余)|(基金)?收支(结余|差额|相抵)"),
}
_SIDES: dict[str, Kind] = {"收入": "income", "支出": "expenditure"}


@dataclass(frozen=True, slots=True)
class Printed:
    """An item's name without its numbering. `level` is that of the numbering, from 1, 0 for none; `unit` stands in
    brackets behind the name; `indent` counts the blanks before it."""

    name: str
    level: int = 0
    of_which: bool = False
    unit: str = ""
    indent: int = 0


@cache
def read_item(text: str) -> Printed:
    """An item cell taken apart."""
    indent = len(text) - len(text.lstrip())
    rest, level, of_which = text.strip(), 0, False
    for _ in range(3):
        folded = rest.translate(_FOLDED)  # one for one: what is cut off it is cut off the name as printed
        numbers = [(n, match) for n, pattern in enumerate((_ROMAN, *_LEVELS)) if (match := pattern.match(folded))]
        word = _OF_WHICH.match(folded)
        if cut := numbers[0][1] if numbers else word or _SIGN.match(folded):
            rest = rest[cut.end() :].strip()
            level, of_which = level or (max(numbers[0][0], 1) if numbers else 0), of_which or bool(word)
    match = _UNIT.fullmatch(rest.translate(_FOLDED))
    unit = unit_in(match[2]) if match else ""
    return Printed(
        (rest[: match.end(1)] if match and unit else rest).strip() or text.strip(), level, of_which, unit, indent
    )


_FOLDED = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}


def kind_of(name: str) -> Kind | None:
    """The side that a name's last word says."""
    return _SIDES.get(plain_form(name)[-2:])


@cache
def total_of(name: str) -> tuple[Kind | None, Rank] | None:
    """The side, where the name says it, and rank of a total; None for any other name.

    `sub` sums some lines, `part` those of a side, `sum` the side with what is remitted, `grand` may hold a balance too.
    """
    form = _bare(name)
    if form in _ENGLISH:
        side, rank = _ENGLISH[form]
        return side or None, rank  # type: ignore[return-value]
    match = _TOTAL.fullmatch(form)
    if not match or not any(match.groups()):
        return (kind_of(_ENDING.sub("", form)), "sub") if _ENDING.search(form) else None
    word = next((group for group in match.groups() if group and group not in _SIDES), "")
    side = next((group for group in match.groups() if group in _SIDES), "")
    return _SIDES.get(side), "part" if "小计" in word else "grand" if "总计" in word else "sum"


@cache
def balance_of(name: str) -> Balance | None:
    """Which balance a name means: of the year's start, its end, or the difference of the year."""
    form = _bare(name)
    return next((key for key, pattern in _BALANCES.items() if pattern.fullmatch(form)), None)


def _bare(name: str) -> str:
    """The plain form of a name without the fund's own name and without what stands in brackets behind it."""
    form = plain_form(re.sub(r"[(（][^()（）]*[)）]\s*$", "", name))
    keys, _ = official.funds_in(form)
    return form if not keys else _without_fund(form)


def _without_fund(form: str) -> str:
    tails = (form[at:] for at in range(len(form)) if official.find_fund(form[:at]))
    return next(iter(sorted(tails, key=len)), form)
