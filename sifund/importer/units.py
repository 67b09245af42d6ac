"""Units of money in words: in brackets, behind 单位, alone in a cell; and whether a sheet speaks of any."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sifund.importer.numbers import UNITS, is_figure, narrow
from sifund.importer.sheet import Sheet

_MONEY = "十亿元|亿元|百万元|千万元|十万元|万元|千元|百元|元|10k yuan|100m yuan|yuan"
_ALONE = re.compile(rf"[(（]?\s*(?:人民币)?\s*({_MONEY})\s*[)）]?", re.IGNORECASE)
_ASKED = re.compile(r"(?:(?<![制报填编列])单\s*位|\bunit\b)\s*[:：]?\s*(.*)", re.IGNORECASE)
_STATED = re.compile(rf"(?<!\w)({_MONEY}|万|亿)(?!\w)(\s*/)?", re.IGNORECASE)
_BEHIND = re.compile(rf"(.+?)(?:\s*[\s:：,，、]\s*({_MONEY})|([十百千]?[万亿千]元))", re.IGNORECASE)
_CURRENCY, _SPLIT = re.compile("人民币|rmb", re.IGNORECASE), re.compile(r"(?<=[十百千万亿])\s+(?=元)|(?<=单)\s+(?=位)")
_WORD = re.compile(
    r"[十百千万亿]\s*元|单\s*位\s*[:：]?\s*[十百千万亿]|[(（\[【〔]\s*[万亿]\s*[)）\]】〕]|10k yuan|100m yuan",
    re.IGNORECASE,
)
BRACKETS = re.compile(r"[(（\[【〔]([^()（）\[\]【】〔〕]*)[)）\]】〕]")


def unit_in(bracket: str) -> str:
    """The unit among the words in a heading's brackets, as written; "" where they name none."""
    for word in re.split(r"[,，、;；]", narrow(bracket)):
        body = re.sub(r"\s+", "", re.sub(r"^\s*(金额)?单位\s*[:：]?|^\s*人民币", "", word))
        spaced = " ".join(word.split()).lower()
        for written in (spaced, body):
            if match := _ALONE.fullmatch(written):
                return match[1]
            if written in UNITS:
                return written
    return ""


def unit_stated(text: str) -> str:
    """The unit of money that a cell states behind 单位, or is itself; "" for any other cell."""
    return next(_stated(text), "")


def units_stated(cells: Iterable[str]) -> Iterator[str]:
    """The units of money that cells state: behind 单位 or alone first, then those in brackets."""
    texts = list(cells)
    for text in texts:
        yield from _stated(text)
    yield from filter(None, (unit_in(inside) for text in texts for inside in BRACKETS.findall(text)))


def unit_behind(text: str) -> tuple[str, str]:
    """A heading without the unit that stands behind it (决算数：万元), and that unit; "" where there is none."""
    match = _BEHIND.fullmatch(text)
    return (match[1], match[2] or match[3]) if match else (text, "")


def unit_mentioned(sheet: Sheet) -> str:
    """What a sheet says of a unit other than yuan in its name or in a row without figures; "" where it says nothing."""
    rows = (cells for _, cells in sheet.rows if not any(map(is_figure, cells)))
    texts = (narrow(text) for text in (*(cell for cells in rows for cell in cells), sheet.place))
    return next((match[0] for match in map(_WORD.search, texts) if match), "")


def _stated(text: str) -> Iterator[str]:
    body = _SPLIT.sub("", _CURRENCY.sub("", narrow(text)))
    if match := _ALONE.fullmatch(body.strip()):
        yield match[1]
    elif match := _ASKED.search(body):
        units = [(unit, bool(per)) for unit, per in _STATED.findall(match[1])]
        yield from [unit for unit, per in units if not per] or [unit for unit, _ in units[:1]]
