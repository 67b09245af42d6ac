"""Excel workbooks (.xlsx): values as text, row by row. Formulas and error cells are refused, never worked out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import fastexcel

from sifund.importer.archive import pack, unpack
from sifund.importer.inspection import Part, inspect
from sifund.importer.parts import damaged
from sifund.importer.sheet import File, Sheet, filled, unreadable
from sifund.problem import Problem, problem, shown

LISTED = 10
HIDDEN, VERY_HIDDEN = "hidden", "veryHidden"
DEEP = ("是深度隐藏的工作表，没有读入。", "is a very hidden sheet and was not read.")
NO_CELLS = ("不是单元格表格（如图表），没有读入。", "is no table of cells (a chart, say) and was not read.")
Rows = list[tuple[str | None, ...]]


def read_workbook(file: File) -> tuple[list[Sheet], list[Problem]]:
    """The sheets of a workbook with what is wrong in their cells, and which it has besides. Raises SifundError for one
    that cannot be opened.

    The parts are measured first, and those that were measured packed anew, so that what is opened is what was measured.
    """
    sheet_parts, parts = inspect(file.name, unpack(file))
    if not sheet_parts:
        raise unreadable(file.name, "不是Excel工作簿（.xlsx）。", "is not an Excel workbook (.xlsx).")
    rows, strange = _open(file.name, pack(parts), {n: p for n, p in sheet_parts.items() if p.state != VERY_HIDDEN})
    passed = [
        problem("passed_over", "", *(DEEP if n in sheet_parts else NO_CELLS), place=shown(f"{file.name}!{n}"))
        for n in strange
    ]
    return [_sheet(f"{file.name}!{name}", name, grid, sheet_parts[name]) for name, grid in rows.items()], passed


def _open(place: str, data: bytes, sheet_parts: Mapping[str, Part]) -> tuple[dict[str, Rows], list[str]]:
    """Every sheet's cells as text, and the names of the others. Only sheets that were measured are opened."""
    try:
        reader = fastexcel.read_excel(data)
        strange = [name for name in reader.sheet_names if name not in sheet_parts]
        load = {name: reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string") for name in sheet_parts}
        rows = {name: sheet.to_polars().rows() for name, sheet in load.items()}
    except MemoryError:
        raise
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":  # of fastexcel's Rust
            raise
        raise damaged(place) from None
    return rows, strange


def _sheet(place: str, name: str, lines: Rows, part: Part) -> Sheet:
    grid = [[""] * (part.first_column - 1) + [cell or "" for cell in cells] for cells in lines]
    if cell := part.figures.put(grid, part.shown):
        raise unreadable(f"{place} {cell}", "读出的数与文件里写的不同；请另存一份再上传。",
                         "the number that is read is not what the file says; save a copy and try again.")  # fmt: skip
    for (row, column), blanks in part.indents.items():
        for cells in grid[row - 1 : row]:
            cells[column - 1 : column] = [f"{blanks}{cell}" for cell in cells[column - 1 : column]]
    rows = (filled(number, texts, place) for number, texts in enumerate(grid, start=1))
    return Sheet(
        place, name, tuple(row for row in rows if row), tuple(_peculiar(place, part)), part.merged, part.shown,
        frozenset(part.hidden_rows), frozenset(part.hidden_columns), part.state == HIDDEN,
    )  # fmt: skip


def _peculiar(place: str, part: Part) -> Iterator[Problem]:
    for code, cells, zh, en in (
        ("formula_cell", part.formulas, "有{count}格是公式（{value}）；请复制后“选择性粘贴—数值”，或把算式写进“算式”列。",
         "{count} {count:cell is a formula|cells are formulas} ({value}); paste {count:it as a value|them as values}, "
          "or write the arithmetic in a formula column."),
        ("error_cell", part.errors, "有{count}格是错误值（{value}）；请改为数值或留空。",
         "{count} {count:cell is an error|cells are errors} ({value}); give a value or leave them empty."),
    ):  # fmt: skip
        if cells:
            listed = ", ".join(cells[:LISTED]) + (" …" if len(cells) > LISTED else "")
            yield problem(code, "", zh, en, place=place, value=listed, count=len(cells))
