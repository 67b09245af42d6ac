"""What stands above a table's headings: unit, year, months, funds, side, and whose table it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sifund.dataset.official import Kind, funds_in
from sifund.importer.numbers import UNITS, narrow
from sifund.importer.sheet import Cells

T = TypeVar("T")
_MONEY = "十亿元|亿元|百万元|千万元|十万元|万元|千元|百元|元|10k yuan|100m yuan|yuan"
_UNIT = re.compile(
    rf"(?:(?<![制报填编列])单\s*位|金额单位|货币单位|unit)\s*[:： (]*\s*(?:人民币|rmb)?\s*[:： /,]*\s*({_MONEY})(?![\w])",
    re.IGNORECASE,
)
_ALONE = re.compile(rf"[(（]?\s*(?:人民币)?\s*({_MONEY})\s*[)）]?", re.IGNORECASE)
_UNIT_ASKED = re.compile(r"(?<![制报填编列])单\s*位\s*[:：]?")
_YEAR = re.compile(r"(?<![0-9])((?:19|20|21)[0-9]{2})(?![0-9])")
_CHINESE_YEAR = re.compile(r"[一二][〇○零Ｏ0一二三四五六七八九]{3}(?=年)")
_DIGITS = str.maketrans("〇○零Ｏ一二三四五六七八九", "0000123456789")
_NUMBER_OF_DOCUMENT = re.compile(r"[〔\[（(][0-9]{4}[〕\])）][^号]{0,6}号")
_MONTHS = re.compile(r"(?<![0-9])0?1月?\s*(?:份)?\s*[-—–―~至到]+\s*([0-9]{1,2})\s*月|前([0-9]{1,2})个月")
_PARTS = {"上半年": 6, "前三季度": 9, "前3季度": 9, "第一季度": 3, "一季度": 3, "1季度": 3}
_PERIOD = re.compile("|".join((_MONTHS.pattern, *_PARTS, r"[0-9]{1,2}月")))
_OFFICE = re.compile(r"(?:编制|填报|报送|填制|编报)单位(?:名称)?\s*[:：]\s*(.+)|单位名称\s*[:：]\s*(.+)")
_FUND = re.compile("险种|基金(名称|种类|类别)?[:：]")
_ONLY_YEAR = re.compile("(年度|年份|会计年度)?[:：]?[(]?[0-9一二〇○零Ｏ三四五六七八九]{4}年?度?[)]?")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_PLACE = re.compile(r"年度?(.{2,20}?)(?:社会保险|本级|企业职工|机关事业|城乡居民|职工|失业|工伤|三项|各项)")


@dataclass(frozen=True, slots=True)
class Title:
    """The words above a table. `unit` is as written, `year` and `months` are None where none, or several, are named;
    `other_unit` is one that contradicts `unit`; `unclear` are months that cannot be understood; `others` are names of funds
    that the program does not model."""

    text: str = ""
    unit: str = ""
    other_unit: str = ""
    year: int | None = None
    months: int | None = None
    unclear: str = ""
    office: str = ""
    funds: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    side: Kind | None = None
    planned: bool = False


def read_title(rows: Sequence[tuple[int, Cells]], name: str) -> Title:
    """The title of a table from the rows above its headings; what they leave open, from the sheet's name."""
    cells = [narrow(" ".join(cell.split())) for _, written in rows for cell in written if cell.strip()]
    text = next((bare for cell in cells if _is_title(bare := _without_unit(cell))), "")
    named = [words for words in (text, name) if words]
    whose = [cell for cell in cells if _FUND.match(cell)]
    keys, others = next((funds for words in (*named, *whose) if any(funds := funds_in(words))), (set(), set()))
    months, unclear = _months(text)
    return Title(
        text, *_unit(cells), _first(map(_year, [*named, *filter(_ONLY_YEAR.fullmatch, cells)])), months, unclear, _office(cells, text),
        frozenset(keys - {"all"}), frozenset(others), _side(text) or _side(name),
        "预算" in text and not re.search("决算|执行|完成", text),
    )  # fmt: skip


def _is_title(cell: str) -> bool:
    return not (_UNIT.search(cell) or _OFFICE.search(cell) or _ALONE.fullmatch(cell) or len(cell) < 4)


def _first(items: Iterable[T | None]) -> T | None:
    return next((each for each in items if each is not None), None)


def _without_unit(cell: str) -> str:
    """A title without the brackets in it that name a unit."""
    return _BRACKETS.sub(lambda brackets: "" if unit_in(brackets[1]) else brackets[0], cell).strip()


def _unit(cells: Sequence[str]) -> tuple[str, str]:
    """The unit that a cell names, also one split over two cells, or one in brackets; and another that contradicts it."""
    units = [unit.lower() for unit in _units(cells)]
    first = next(iter(units), "")
    return first, next((unit for unit in units if UNITS.get(unit, unit) != UNITS.get(first, first)), "")


def _units(cells: Sequence[str]) -> Iterator[str]:
    for at, cell in enumerate(cells):
        after = cells[at + 1] if at + 1 < len(cells) else ""
        if (match := _UNIT.search(cell)) or (_UNIT_ASKED.fullmatch(cell) and (match := _ALONE.fullmatch(after))):
            yield match[1]
    yield from filter(None, (unit_in(inside) for cell in cells for inside in _BRACKETS.findall(cell)))


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


def _year(text: str) -> int | None:
    """The one year that a text names."""
    bare = _NUMBER_OF_DOCUMENT.sub("", narrow(text))
    digits = _CHINESE_YEAR.sub(lambda m: m[0].translate(_DIGITS), bare)
    years = {int(year) for year in _YEAR.findall(digits)}
    return years.pop() if len(years) == 1 else None


def _months(text: str) -> tuple[int | None, str]:
    """How many months a title covers, from January; else what it says of months that cannot be understood."""
    if match := _MONTHS.search(text):
        count = int(match[1] or match[2])
        return (count, "") if 1 <= count <= 12 else (None, match[0])
    for words, count in _PARTS.items():
        if words in text:
            return count, ""
    odd = re.search(r"[0-9]{1,2}\s*月|[一二三四1-4]\s*季度|下半年", text)
    return None, odd[0] if odd else ""


def _side(text: str) -> Kind | None:
    if ("收入" in text) == ("支出" in text):
        return None
    return "income" if "收入" in text else "expenditure"


def _office(cells: Sequence[str], text: str) -> str:
    """Whose table it is: as a cell says, else the place in the title."""
    match = next((m for cell in cells if (m := _OFFICE.search(cell))), None)
    if match:
        return (match[1] or match[2]).strip()
    place = _PLACE.search(_PERIOD.sub("", text))
    return place[1].strip() if place else ""
