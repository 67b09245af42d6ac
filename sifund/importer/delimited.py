"""CSV as offices write it: UTF-8 with or without mark, UTF-16 with mark, GB18030; comma, tab or semicolon."""

from __future__ import annotations

import codecs
import csv
import io

from sifund.importer.sheet import ROW_LIMIT, File, Sheet, filled, too_much, unreadable

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

DELIMITERS = "\t;,"
"""What parts cells; it is the one on most lines, of those on as many the first: the others may stand within cells."""


def read_delimited(file: File) -> Sheet:
    """The sheet of a CSV file. Raises SifundError."""
    text = _decode(file)
    lines = text.splitlines()
    mark = max(DELIMITERS, key=lambda mark: sum(mark in line for line in lines))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=mark)
    rows = []
    try:
        for number, cells in enumerate(reader, start=1):
            if row := filled(number, cells, file.name):
                rows.append(row)
            if len(rows) > ROW_LIMIT:
                raise too_much(file.name, ROW_LIMIT, "行", "rows")
    except csv.Error as error:
        raise unreadable(
            file.name,
            "第{value}行附近的引号不成对，或一格过长；请用表格软件重新另存为CSV。",
            "near line {value} the quotes do not pair up, or a cell is too long; save it as CSV again.",
            reader.line_num,
        ) from error
    return Sheet(file.name, file.stem, tuple(rows))


def _decode(file: File) -> str:
    encodings = [name for mark, name in _MARKS if file.data.startswith(mark)] or ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            text = file.data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise unreadable(
        file.name,
        "不是文本文件；请另存为“CSV UTF-8（逗号分隔）”。",
        'is not a text file; save it as "CSV UTF-8 (comma delimited)".',
    )
