"""The template that an office fills in, generated from the schema: one workbook, or a set of CSV files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from sifund import catalog, colours
from sifund.importer.archive import pack
from sifund.importer.columns import TABLE_NAMES, Column, columns
from sifund.importer.example import EXAMPLE, Rows, prefilled
from sifund.importer.guide import GUIDE
from sifund.importer.numbers import parse_number
from sifund.importer.sheet import File
from sifund.text import Text, plain

KEYS, EXAMPLES, NOTES = Text("代码表", "keys"), Text("示例", "example"), Text("说明", "readme")
YES = Text("必填", "required")
EMPTY_ROWS = 200
"""Rows below the heading that offer the allowed words."""
Cells = Sequence[Sequence[str]]


def workbook(rows: Mapping[str, Rows] | None = None) -> bytes:
    """An Excel workbook with a sheet a table; without rows the template: notes, empty tables, an example, the keys."""
    page = io.BytesIO()
    book = xlsxwriter.Workbook(page, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(2022, 1, 1, tzinfo=UTC)})
    look = {name: book.add_format(rules) for name, rules in LOOK.items()}
    if rows is None:
        _plain(book.add_worksheet(NOTES.zh), _notes(), look)
    for table, name in TABLE_NAMES.items():
        _table(book.add_worksheet(name.zh), table, (prefilled() if rows is None else rows).get(table, ()), look)
    if rows is None:
        for table, name in TABLE_NAMES.items():
            _table(book.add_worksheet(f"{EXAMPLES.zh}{name.zh}"), table, EXAMPLE[table], look)
        _plain(book.add_worksheet(KEYS.zh), list(_keys()), look)
    book.close()
    return page.getvalue()


LOOK = {
    "text": {"num_format": "@", "valign": "top"},
    "number": {"valign": "top"},
    "head": {"bold": True, "bg_color": colours.HEAD, "text_wrap": True, "valign": "top", "border": 1},
    "required": {"bold": True, "bg_color": colours.REQUIRED, "text_wrap": True, "valign": "top", "border": 1},
    "note": {"text_wrap": True, "valign": "top", "num_format": "@"},
}


def csv_files(rows: Mapping[str, Rows] | None = None) -> list[File]:
    """The same as CSV files in UTF-8 with its mark, so that spreadsheets read the Chinese."""
    given = prefilled() if rows is None else rows
    files = [
        File(f"{table}.csv", _csv([_header(table), *_cells(table, given.get(table, ()))])) for table in TABLE_NAMES
    ]
    if rows is None:
        files += [File(f"{EXAMPLES.en}-{t}.csv", _csv([_header(t), *_cells(t, EXAMPLE[t])])) for t in TABLE_NAMES]
        files += [File(f"{KEYS.en}.csv", _csv(list(_keys()))), File(f"{NOTES.en}.csv", _csv(_notes()))]
    return files


def csv_zip() -> bytes:
    """The CSV template as one archive."""
    return pack(csv_files())


def _header(table: str) -> list[str]:
    return [column.heading for column in columns(table)]


def _cells(table: str, rows: Rows) -> list[list[str]]:
    return [[row.get(column.key, "") for column in columns(table)] for row in rows]


def _csv(rows: Cells) -> bytes:
    page = io.StringIO()
    csv.writer(page, lineterminator="\r\n").writerows(rows)
    return page.getvalue().encode("utf-8-sig")


def _table(sheet: Worksheet, table: str, rows: Rows, look: Mapping[str, Format]) -> None:
    sheet.freeze_panes(1, 0)
    for at, column in enumerate(columns(table)):
        figure = column.number and column.rule["type"] == "number"
        sheet.set_column(at, at, 16 if figure else 22, look["number" if figure else "text"])
        sheet.write_string(0, at, column.heading, look["required" if column.required else "head"])
        sheet.write_comment(0, at, "\n".join(_about(column)), {"x_scale": 2.2, "y_scale": 1.4})
        if column.words:
            offered = [words.zh for words in column.words.values()]
            sheet.data_validation(
                1, at, EMPTY_ROWS, at, {"validate": "list", "source": offered, "error_type": "warning"}
            )
        for number, row in enumerate(rows, start=1):
            _cell(sheet, number, at, row.get(column.key, ""), figure, look)


def _cell(sheet: Worksheet, row: int, at: int, text: str, figure: bool, look: Mapping[str, Format]) -> None:
    try:
        number = float(parse_number(text)) if figure else None
    except ValueError:
        number = None
    if number is not None:
        sheet.write_number(row, at, number, look["number"])
    elif text:
        sheet.write_string(row, at, text, look["text"])


def _about(column: Column) -> Iterator[str]:
    """What stands beside a heading: both names, whether it is required, what is allowed."""
    yield f"{column.name.zh} · {column.name.en}"
    if column.required:
        yield f"{YES.zh} · {YES.en}"
    yield column.allowed.zh
    yield column.allowed.en


def _plain(sheet: Worksheet, rows: Cells, look: Mapping[str, Format]) -> None:
    widths = [max((len(row[at]) for row in rows if at < len(row)), default=0) for at in range(max(map(len, rows)))]
    for at, width in enumerate(widths):
        sheet.set_column(at, at, min(max(width, 10), 60), look["note"])
    for number, row in enumerate(rows):
        for at, text in enumerate(row):
            sheet.write_string(number, at, text, look["note"])


def _notes() -> list[list[str]]:
    """The guide, then every column of every table with what it may hold."""
    head = ["表 Table", "列 Column", "必填 Required", "可填内容 · Allowed", "Allowed"]
    listed = [
        [f"{TABLE_NAMES[table].zh} {table}", column.heading, f"{YES.zh} {YES.en}" if column.required else "",
         column.allowed.zh, column.allowed.en]
        for table in TABLE_NAMES for column in columns(table)
    ]  # fmt: skip
    return [*([text.zh, text.en] for text in GUIDE), [""], head, *listed]


def _keys() -> Iterator[list[str]]:
    """Every line and parameter of the model by key, with names, unit and bounds."""
    yield ["代码 key", "中文名称", "Name", "基金", "单位", "Unit", "允许范围 · Bounds"]
    for key, line in catalog.lines().items():
        yield [key, line.name.zh, line.name.en, catalog.fund_name(line.fund, short=True).zh, "元", "yuan", ""]
    for key, p in catalog.parameters().items():
        fund = catalog.all_funds().get(p.fund)
        bounds = ", ".join(f"{n} = {o.key}" for n, o in enumerate(p.options)) or f"{plain(p.low)}–{plain(p.high)}"
        yield [key, p.name.zh, p.name.en, fund.short.zh if fund else "", p.unit.name.zh, p.unit.name.en, bounds]
