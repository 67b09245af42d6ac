"""From a sheet to a table: which table it is, where its headings stand, what above and below them is no data."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from sifund.dataset.official import plain_form
from sifund.importer.columns import LEFT_OUT, MONEY, TABLE_NAMES, columns
from sifund.importer.headings import (
    check_unit,
    known_heading,
    merged_above,
    merged_figures,
    with_known_unit,
    wrong_heading,
)
from sifund.importer.numbers import UNITS, narrow
from sifund.importer.sheet import Cells, Sheet
from sifund.importer.table import Passed, Table
from sifund.importer.title import Title, read_title
from sifund.importer.units import unit_mentioned
from sifund.problem import Problem, problem, shown
from sifund.text import Text, join

TITLE_ROWS = 15
_ORDER = re.compile(r"^[0-9]+|[0-9]{4}年?$|[0-9]+$")
_NOTE = re.compile(
    r"(注|备注|说明|填报|填表|制表|审核|复核|负责人|单位负责|财务负责|经办|联系|日期|报表日期|数据来源|资料来源|[*※]|notes?\b|remarks?\b|sources?\b)",
    re.IGNORECASE,
)
_INDEX = re.compile(r"|unnamed: ?0|index|level_0|__index_level_0__", re.IGNORECASE)
INDEX = Text("是行的序号（pandas索引列）", "is an index of rows, as pandas writes")
ASIDE = Text("是备注或序号一类的列", "is a column of remarks or numbers")
NEEDED = {
    "lines": ("fund", "line"), "accounts": ("fund", "item", "amount"), "meta": ("code", "base_year"),
    "parameters": ("key", "from_month", "value"), "history": ("item", "period", "value"),
    "ages": ("fund", "sex", "age", "persons"),
}  # fmt: skip
"""Columns that tell a table by its headings, where the sheet's name does not."""


@cache
def _tables() -> Mapping[str, str]:
    return {plain_form(name): key for key, words in TABLE_NAMES.items() for name in (key, words.zh, words.en)}


def table_key(name: str) -> str | None:
    """The table that a sheet's or file's name means: `lines`, 收支, “2 收支2021”."""
    form = plain_form(name)
    return _tables().get(form) or _tables().get(_ORDER.sub("", _ORDER.sub("", form)))


def lay_out(sheet: Sheet) -> Table | None:
    """The table of a sheet, by its name or headings; what is wrong with the sheet as a whole is in its problems. None for
    a sheet that is none of the tables."""
    key = table_key(sheet.name) or _by_headings(sheet)
    if key is None:
        return None
    at = _heading_row(key, sheet)
    if at is None:
        return Table(key, sheet.place, {}, problems=[*sheet.problems, _no_headings(key, sheet)])
    table = Table(key, sheet.place, {}, read_title(sheet.rows[:at], sheet.name), problems=list(sheet.problems))
    table.hidden = set(sheet.hidden_rows)
    check_unit(table)
    height = _height(key, sheet, at)
    written = _headings(key, [cells for _, cells in sheet.rows[at : at + height]])
    places = _columns(table, written, sheet.rows[at + height :], sheet.hidden_columns)
    table.title = _with_unit_beside(table)
    table.unit_mentioned = unit_mentioned(sheet) if key in MONEY else ""
    rows = dict(sheet.rows[at + height :])
    figures = {at: table.heading(key) for at, key in places.items() if _is_figure(table, key)}
    for number, cells in rows.items():
        if any(at in places and cell.strip() for at, cell in enumerate(cells)):
            table.problems += merged_figures(sheet, rows, number, figures)
        above = {at: merged_above(sheet, rows, number, at) for at in places if at not in figures}
        _add(table, number, _spanned(cells, above), places, written)
        table.looks |= {
            (number, k): sheet.shown[number, at + 1] for at, k in places.items() if (number, at + 1) in sheet.shown
        }
    return table


def give_fund(table: Table) -> None:
    """Rows with kinds whose fund stands in the title alone have it as if each named it."""
    if "fund" not in table.headings and {"line", "kind"} <= table.headings.keys() and len(table.title.funds) == 1:
        table.give("fund")
        table.rows = [(number, {"fund": next(iter(table.title.funds)), **cells}) for number, cells in table.rows]


def _spanned(cells: Cells, above: Mapping[int, str]) -> Cells:
    """A row's cells with the words and years, by place, of merged cells that reach down to it."""
    width = max([len(cells), *(at + 1 for at, word in above.items() if word)])
    return tuple(above.get(at) or "".join(cells[at : at + 1]) for at in range(width))


def _with_unit_beside(table: Table) -> Title:
    """The title with the unit that stands in the heading of a column of words (项目（万元）), where it names none."""
    beside = (h.unit for h in table.headings.values() if h.unit in UNITS and not h.column.number)
    return replace(table.title, unit=table.title.unit or next(beside, ""))


def _is_figure(table: Table, key: str) -> bool:
    return table.headings[key].column.number and key != "year"


# --- headings ---------------------------------------------------------------------------------------------------------


def _by_headings(sheet: Sheet) -> str | None:
    """The table whose headings a sheet of another name has."""
    for key, needed in NEEDED.items():
        for _, cells in sheet.rows[:TITLE_ROWS]:
            there = {column.column.key for cell in cells if (column := known_heading(key, cell))}
            if set(needed) < there or (set(needed) == there and key != "lines"):
                return key
    return None


def _heading_row(key: str, sheet: Sheet) -> int | None:
    return next((i for i, (_, cells) in enumerate(sheet.rows[:TITLE_ROWS]) if _is_heading(key, cells)), None)


def _is_heading(key: str, cells: Cells) -> bool:
    headings = sum(known_heading(key, cell) is not None for cell in cells)
    return headings >= 2 and 2 * headings >= sum(bool(cell.strip()) for cell in cells)


def _height(key: str, sheet: Sheet, at: int) -> int:
    """How many rows the headings take: one, or two where the next has headings alone."""
    below = sheet.rows[at + 1][1] if at + 1 < len(sheet.rows) else ()
    written = [cell for cell in below if cell.strip()]
    return 2 if written and below != sheet.rows[at][1] and all(known_heading(key, cell) for cell in written) else 1


def _headings(key: str, rows: Sequence[Cells]) -> Cells:
    """The heading of each column: the lowest that is known, else the highest written."""
    width = max(map(len, rows))
    stacks = [[cells[at] for cells in rows if at < len(cells) and cells[at].strip()] for at in range(width)]
    return tuple(
        next((cell for cell in reversed(stack) if known_heading(key, cell)), stack[0] if stack else "")
        for stack in stacks
    )


def _columns(
    table: Table, written: Cells, rows: Sequence[tuple[int, Cells]], hidden: frozenset[int]
) -> dict[int, str]:  # fmt: skip
    """Which column stands where; headings that are unknown, missing or twice there, but have data, are problems."""
    places: dict[int, str] = {}
    for at in range(max(len(cells) for cells in (written, *(c for _, c in rows)))):
        heading = written[at] if at < len(written) else ""
        column = known_heading(table.key, heading)
        if column and column.column.key not in table.headings:
            table.headings[column.column.key] = with_known_unit(table, column)
            places[at] = column.column.key
            if at + 1 in hidden and _has_data(rows, at):
                table.words.append(
                    Text(
                        f"“{shown(heading)}”是隐藏的列，已读入。",
                        f'the column "{shown(heading)}" is hidden and was read.',
                    )
                )
        elif not at and _is_index(heading, rows):
            table.passed.append(Passed(shown(heading.strip()) or "A", INDEX))
        elif plain_form(heading) in LEFT_OUT:
            table.passed += [Passed(shown(heading), ASIDE)] if _has_data(rows, at) else []
        elif _has_data(rows, at):
            table.twice |= column is not None
            table.problems.append(wrong_heading(table, heading, at, column))
    return places


def _is_index(heading: str, rows: Sequence[tuple[int, Cells]]) -> bool:
    """Whether a first column counts the rows from 0 or 1 under no name of its own."""
    counted = [narrow(cells[0]).removesuffix(".0") for _, cells in rows if cells and not is_note(cells)]
    starts = ([str(n + first) for n in range(len(counted))] for first in (0, 1))
    return bool(_INDEX.fullmatch(heading.strip())) and len(counted) > 0 and counted in starts


def _has_data(rows: Sequence[tuple[int, Cells]], at: int) -> bool:
    return any(at < len(cells) and cells[at].strip() and not is_note(cells) for _, cells in rows)


def is_note(cells: Sequence[str]) -> bool:
    """Whether a row is a note below a table."""
    written = [cell.strip() for cell in cells if cell.strip()]
    return bool(written) and len(written) <= 4 and all(_NOTE.match(cell) for cell in written)


def _add(table: Table, number: int, cells: Cells, places: Mapping[int, str], header: Cells) -> None:
    single = sum(bool(cell.strip()) for cell in cells) == 1
    if is_note(cells) or (table.notes and single):
        table.notes.append(number)
    elif cells != header:
        row = {places[at]: cell for at, cell in enumerate(cells) if at in places and cell.strip()}
        if row:
            table.rows.append((number, row))


# --- what is wrong ------------------------------------------------------------------------------------------------------


def unknown_sheet(sheet: Sheet) -> Problem:
    """The problem of a sheet that is no table, with the name that it may mean."""
    names = [f"{words.zh}/{key}" for key, words in TABLE_NAMES.items()]
    near = mistyped(sheet.name)
    hint = Text(f"是否想写“{near}”？", f'did you mean "{near}"? ') if near else ""
    return problem(
        "unknown_sheet", "", "不是要用的表，也不是认得的基金收支表；{hint}表名应为：{known}。不用的表请移出，或让表名以“说明”开头。",
        "is none of the tables, nor an account of a fund that can be read; {hint}their names: {known}. Take out what is not "
        'needed, or let its name begin with "notes".', place=shown(sheet.place), known=", ".join(names), hint=hint,
    )  # fmt: skip


def mistyped(name: str) -> str | None:
    """The table's name that a sheet's is a mistyping of."""
    form = plain_form(name)
    names = [each for each in _tables() if abs(len(each) - len(form)) < 2]
    return next(iter(difflib.get_close_matches(form, names, n=1, cutoff=0.5)), None)


def _no_headings(key: str, sheet: Sheet) -> Problem:
    needed = join(Text(c.name.zh, c.key) for c in columns(key) if c.required or c.key == "actual")
    return problem(
        "no_headings", "", "前{count}行里找不到表头；表头至少要有：{needed}。",
        "has no headings in its first {count} {count:row|rows}; they are at least: {needed}.",
        place=shown(sheet.place), count=TITLE_ROWS, needed=needed or "",
    )  # fmt: skip
