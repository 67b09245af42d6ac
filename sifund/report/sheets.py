"""Sheets of a workbook: frozen headers with units, text that stays text, formulas with their value beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from sifund.colours import PANEL
from sifund.problem import SifundError, problem, shown
from sifund.report.given import require_fit, words_of
from sifund.text import exhausted, width

FONT = "Microsoft YaHei"
WIDTH, WIDE = 14, 34
ROOM = 32_767
"""Characters that a cell holds."""
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula and the value that it has when the file is written. `{row}` is its own row."""

    text: str
    value: float


Cell = str | float | int | Formula | None


def pair_of(baseline: float | None, scenario: float | None, gap: float | None, below: str) -> list[Cell]:
    """Baseline, scenario and their live difference in columns D to F; a value below 0 reads `below`, where that is given,
    and has no difference."""
    if below and (exhausted(baseline) or exhausted(scenario)):
        return [*(below if exhausted(x) else x for x in (baseline, scenario)), None]
    return [baseline, scenario, None if gap is None else Formula("=E{row}-D{row}", gap)]


class Book:
    """A workbook being written, with the few formats that all sheets share. Raises SifundError for words that no cell
    may hold."""

    def __init__(self, buffer: Any, about: Mapping[str, Any]) -> None:
        self.file = Workbook(buffer, OPTIONS)
        require_fit(about)
        self.file.set_properties(dict(about))
        base = {"font_name": FONT, "font_size": 10, "valign": "top"}
        self.words = self.file.add_format({**base, "num_format": "@", "text_wrap": True})
        self.head = self.file.add_format({**base, "bold": True, "bg_color": PANEL, "border": 1, "text_wrap": True})
        self.money = self.file.add_format({**base, "num_format": "#,##0.00;[Red]-#,##0.00"})
        self.plain = self.file.add_format({**base, "num_format": "General"})

    def sheet(self, name: str, header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Worksheet:
        """A table below a frozen header with a filter; a column is wide where words in it need that."""
        require_fit(name, header, rows)
        _require_room(rows)
        sheet = self.file.add_worksheet(name)
        for column, title in enumerate(header):
            sheet.write_string(0, column, title, self.head)
            sheet.set_column(
                column, column, WIDE if _is_wide(row[column] for row in rows if column < len(row)) else WIDTH
            )
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                self._write(sheet, number, column, cell)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(len(rows), 1), len(header) - 1)
        sheet.set_landscape()
        sheet.repeat_rows(0)
        sheet.fit_to_pages(1, 0)
        return sheet

    def _write(self, sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
        if isinstance(cell, Formula):
            sheet.write_formula(row, column, cell.text.format(row=row + 1), self.money, cast(Any, cell.value))
        elif isinstance(cell, str):
            sheet.write_string(row, column, cell, self.words)
        elif isinstance(cell, int):
            sheet.write_number(row, column, cell, self.plain)
        elif cell is not None:
            sheet.write_number(row, column, cell, self.money)


def _is_wide(cells: Iterable[Cell]) -> bool:
    return any(width(line) > WIDTH for cell in cells if isinstance(cell, str) for line in cell.split("\n"))


def _require_room(rows: Sequence[Sequence[Cell]]) -> None:
    """Raises SifundError for words that are longer than what a cell holds."""
    if long := next((words for words in words_of(rows) if len(words) > ROOM), None):
        raise SifundError([problem(
            "long_cell", shown(long), "有{count:,}个字符，工作簿的单元格最多{room:,}个。",
            "has {count:,} characters; a cell of a workbook holds {room:,}.", count=len(long), room=ROOM,
        )])  # fmt: skip


def sum_of(rows: Sequence[int], column: int, value: float) -> Formula:
    """The live sum of rows (numbered from the first below the header) of a column."""
    cells = [xl_rowcol_to_cell(row + 1, column) for row in rows]
    whole = len(rows) > 1 and list(rows) == list(range(rows[0], rows[-1] + 1))
    return Formula(f"=SUM({cells[0]}:{cells[-1]})" if whole else f"=SUM({','.join(cells) or 0})", value)
