"""From a sheet to a table: which table it is, where its headings stand, what above and below them is no data."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from sifund.importer.columns import LEFT_OUT, TABLE_NAMES, Column, columns, headings, plain_form
from sifund.importer.numbers import UNITS, narrow
from sifund.importer.sheet import Cells, Sheet
from sifund.problem import Problem, problem, shown
from sifund.text import Text, join

TITLE_ROWS = 15
_ORDER = re.compile(r"^[0-9]+|[0-9]{4}年?$|[0-9]+$")
_UNIT = re.compile(r"单位[:：]?\s*(?:人民币)?\s*(元|万元|亿元)|unit[:：]?\s*(10k yuan|100m yuan|yuan)", re.IGNORECASE)
_DATED = re.compile(r"[0-9]{4}年?度?(.+)")
_BRACKET = re.compile(r"(.+?)\s*[(\[]([^()\[\]]+)[)\]]")
_NOTE = re.compile(
    r"(注|备注|说明|填报|填表|制表|审核|复核|负责人|单位负责|联系|日期|数据来源|资料来源|[*※]|notes?\b|remarks?\b|sources?\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A column of a sheet: its heading as written, and the unit that the heading names."""

    column: Column
    heading: str
    unit: str = ""


@dataclass
class Table:
    """A sheet's data: filled cells of each row by column key, with the row's number; `unit` is that of the title."""

    key: str
    place: str
    found: dict[str, Found]
    unit: str = ""
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def heading(self, key: str) -> str:
        """The column's heading as written, or its own where the sheet lacks it."""
        if key in self.found:
            return shown(self.found[key].heading)
        return next((c.heading for c in columns(self.key) if key in (c.key, c.field)), key)


@cache
def _tables() -> Mapping[str, str]:
    return {plain_form(name): key for key, words in TABLE_NAMES.items() for name in (key, words.zh, words.en)}


def table_key(name: str) -> str | None:
    """The table that a sheet's or file's name means: `lines`, 收支, “2 收支2021”."""
    form = plain_form(name)
    return _tables().get(form) or _tables().get(_ORDER.sub("", _ORDER.sub("", form)))


def lay_out(sheet: Sheet) -> Table:
    """The table of a sheet; what is wrong with the sheet as a whole is in its problems."""
    key = table_key(sheet.name)
    if key is None:
        return Table("", sheet.place, {}, problems=[_unknown_sheet(sheet)])
    at = next((i for i, (_, cells) in enumerate(sheet.rows[:TITLE_ROWS]) if _is_heading(key, cells)), None)
    if at is None:
        return Table(key, sheet.place, {}, problems=[*sheet.problems, _no_headings(key, sheet)])
    table = Table(key, sheet.place, {}, _title_unit(sheet.rows[:at]), problems=list(sheet.problems))
    places = _columns(table, sheet.rows[at][1], sheet.rows[at + 1 :])
    known = dict(sheet.rows[at + 1 :])
    for number, cells in known.items():
        spans = {at: sheet.merged[number, at + 1] for at in places if (number, at + 1) in sheet.merged}
        _add(table, number, _spanned(table, cells, known, places, spans), places, sheet.rows[at][1])
    return table


def _spanned(
    table: Table, cells: Cells, known: Mapping[int, Cells], places: Mapping[int, str], spans: Mapping[int, int]
) -> Cells:  # fmt: skip
    """A row's cells with the words and years of merged cells that reach down to it (`spans`: from which row); no figure."""
    found = [*cells, *[""] * (max(spans, default=0) + 1 - len(cells))]
    for at, top in spans.items():
        if (top := known.get(top, ())) and (not table.found[places[at]].column.number or places[at] == "year"):
            found[at] = top[at] if at < len(top) else ""
    return tuple(found) if spans else cells


def _is_heading(key: str, cells: Cells) -> bool:
    known = sum(_known(key, cell) is not None for cell in cells)
    return known >= 2 and 2 * known >= sum(bool(cell.strip()) for cell in cells)


def _known(key: str, heading: str) -> Found | None:
    """The column of a heading, whole or without the brackets at its end."""
    text = narrow(heading)
    if column := headings(key).get(plain_form(text)):
        return Found(column, text)
    match = _BRACKET.fullmatch(text)
    column = headings(key).get(plain_form(match[1])) if match else None
    return Found(column, text, match[2] if match[2] in UNITS else "") if match and column else None


def _title_unit(rows: Sequence[tuple[int, Cells]]) -> str:
    match = next((m for _, cells in rows for cell in cells if (m := _UNIT.search(cell))), None)
    return (match[1] or match[2]).lower() if match else ""


def _columns(table: Table, written: Cells, rows: Sequence[tuple[int, Cells]]) -> dict[int, str]:
    """Which column stands where; headings that are unknown, missing or twice there, but have data, are problems."""
    places: dict[int, str] = {}
    for at in range(max(len(cells) for cells in (written, *(c for _, c in rows)))):
        heading = written[at] if at < len(written) else ""
        found = _known(table.key, heading)
        if found and found.column.key not in table.found:
            table.found[found.column.key] = found
            places[at] = found.column.key
        elif plain_form(heading) not in LEFT_OUT and _has_data(rows, at):
            table.problems.append(_wrong_heading(table, heading, at, found))
    return places


def _has_data(rows: Sequence[tuple[int, Cells]], at: int) -> bool:
    return any(at < len(cells) and cells[at].strip() and not _is_note(cells) for _, cells in rows)


def _is_note(cells: Cells) -> bool:
    written = [cell.strip() for cell in cells if cell.strip()]
    return bool(written) and len(written) <= 4 and all(_NOTE.match(cell) for cell in written)


def _add(table: Table, number: int, cells: Cells, places: Mapping[int, str], header: Cells) -> None:
    single = sum(bool(cell.strip()) for cell in cells) == 1
    if _is_note(cells) or (table.notes and single):
        table.notes.append(number)
    elif cells != header:
        row = {places[at]: cell for at, cell in enumerate(cells) if at in places and cell.strip()}
        if row:
            table.rows.append((number, row))


def _unknown_sheet(sheet: Sheet) -> Problem:
    known = [f"{words.zh}/{key}" for key, words in TABLE_NAMES.items()]
    return problem(
        "unknown_sheet", "", "不是要用的表；表名应为：{known}。不用的表请删去，或让表名以“说明”开头。",
        "is none of the tables; their names: {known}. Delete it, or let its name begin with “notes”.",
        place=shown(sheet.place), known=", ".join(known),
    )  # fmt: skip


def _no_headings(key: str, sheet: Sheet) -> Problem:
    needed = join(Text(c.name.zh, c.key) for c in columns(key) if c.required or c.key == "actual")
    return problem(
        "no_headings", "", "前{count}行里找不到表头；表头至少要有：{needed}。",
        "has no headings in its first {count} rows; they are at least: {needed}.",
        place=shown(sheet.place), count=TITLE_ROWS, needed=needed or "",
    )  # fmt: skip


def _wrong_heading(table: Table, heading: str, at: int, found: Found | None) -> Problem:
    if found:
        return problem("heading_twice", shown(heading), "这一列出现两次；请删去一列。", "stands twice; delete one column.",
                       place=shown(table.place))  # fmt: skip
    if not heading.strip():
        return problem("no_heading", "", "第{at}列有内容，但没有表头；请补上表头或清空这一列。",
                       "column {at} has content but no heading; give it one, or clear it.",
                       place=shown(table.place), at=at + 1)  # fmt: skip
    return problem(
        "unknown_column", shown(heading), "没有这一列；{hint}不用的列请删去，或改名为“备注”。",
        "is no column of this table; {hint}Delete what is not needed, or call it “remarks”.",
        place=shown(table.place), hint=_hint(table.key, narrow(heading)[:40]),
    )  # fmt: skip


def _hint(key: str, heading: str) -> Text:
    """Which column a heading may mean; one with a year in it means a row a year."""
    match = _DATED.fullmatch(heading)
    text = match[1] if match else heading
    if match and _known(key, text):
        return Text(f"年份写进“年度 year”列，一年一行，表头写“{text}”。",
                    f"Give the year in the column “年度 year”, one row a year, under the heading “{text}”. ")  # fmt: skip
    names = [name for c in columns(key) for name in (c.name.zh, c.key)]
    near = difflib.get_close_matches(text, names, n=1, cutoff=0.5)
    if near:
        return Text(f"是否想写“{near[0]}”？", f"did you mean “{near[0]}”? ")
    return Text("可用的列见模板。", "The template lists the columns. ")
