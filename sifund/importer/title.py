"""What stands above a table's headings: unit, year, months, funds, side, and whose table it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sifund.dataset.official import Kind, funds_in
from sifund.importer.numbers import UNITS, narrow
from sifund.importer.period import months_beside, months_in, without_months, year_in
from sifund.importer.sheet import Cells
from sifund.importer.units import BRACKETS, unit_in, unit_stated, units_stated

T = TypeVar("T")
_OFFICE = re.compile(r"(?:编制|填报|报送|填制|编报)单位(?:名称)?\s*[:：]\s*(.+)|单位名称\s*[:：]\s*(.+)")
_FUND = re.compile("险种|基金(名称|种类|类别)?[:：]")
_ONLY_YEAR = re.compile("(年度|年份|会计年度)?[:：]?[(]?[0-9一二〇○零Ｏ三四五六七八九]{4}年?度?[)]?")
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
    titles = [bare for cell in cells if _is_title(bare := _without_unit(cell))]
    text = next((title for title in titles if any(funds_in(title))), next(iter(titles), ""))
    named = [words for words in (text, name) if words]
    whose = [cell for cell in cells if _FUND.match(cell)]
    keys, others = next((funds for words in (*named, *whose) if any(funds := funds_in(words))), (set(), set()))
    year = _first(map(year_in, [*named, *filter(_ONLY_YEAR.fullmatch, cells)]))
    spans = (months_in(text), *(months_beside(words, year) for words in (*cells, name)))
    months, unclear = next((months for months in spans if any(months)), (None, ""))
    return Title(
        text, *_unit(cells), year, months, unclear, _office(cells, text),
        frozenset(keys - {"all"}), frozenset(others), _side(text) or _side(name),
        "预算" in text and not re.search("决算|执行|完成", text),
    )  # fmt: skip


def _is_title(cell: str) -> bool:
    return not (unit_stated(cell) or _OFFICE.search(cell) or len(cell) < 4)


def _first(items: Iterable[T | None]) -> T | None:
    return next((each for each in items if each is not None), None)


def _without_unit(cell: str) -> str:
    """A title without the brackets in it that name a unit."""
    return BRACKETS.sub(lambda brackets: "" if unit_in(brackets[1]) else brackets[0], cell).strip()


def _unit(cells: Sequence[str]) -> tuple[str, str]:
    """The unit that a cell states, and another that contradicts it."""
    units = [unit.lower() for unit in units_stated(cells)]
    first = next(iter(units), "")
    return first, next((unit for unit in units if UNITS.get(unit, unit) != UNITS.get(first, first)), "")


def _side(text: str) -> Kind | None:
    if ("收入" in text) == ("支出" in text):
        return None
    return "income" if "收入" in text else "expenditure"


def _office(cells: Sequence[str], text: str) -> str:
    """Whose table it is: as a cell says, else the place in the title."""
    match = next((m for cell in cells if (m := _OFFICE.search(cell))), None)
    if match:
        return (match[1] or match[2]).strip()
    place = _PLACE.search(without_months(text))
    return place[1].strip() if place else ""
