"""Parquet files: a table of flat columns, read as text like any other sheet.

By PyArrow, which answers a damaged file with an error where Polars panics.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from sifund.importer.sheet import COLUMN_LIMIT, EXPANDED_LIMIT, ROW_LIMIT, File, Sheet, filled, too_much, unreadable
from sifund.problem import SifundError
from sifund.text import plain

MAGIC = b"PAR1"
TEXT_LIMIT = 4_000


def read_columnar(file: File) -> Sheet:
    """The sheet of a Parquet file, its column names as the first row. Raises SifundError."""
    try:
        table = _table(file)
        columns = [[_text(x) for x in column.to_pylist()] for column in table.columns]
    except SifundError:
        raise
    except (pa.ArrowException, OSError, ValueError, OverflowError, KeyError, MemoryError) as error:
        raise unreadable(
            file.name, "Parquet文件已损坏；请重新生成。", "the Parquet file is damaged; make it again."
        ) from error
    found = [table.column_names, *map(list, zip(*columns, strict=True))]
    rows = (filled(number, list(cells), file.name) for number, cells in enumerate(found, start=1))
    return Sheet(file.name, file.stem, tuple(row for row in rows if row))


def _table(file: File) -> pa.Table:
    opened = pq.ParquetFile(pa.BufferReader(file.data))
    about, schema = opened.metadata, opened.schema_arrow
    if any(kind.num_fields or "binary" in str(kind) for kind in schema.types):
        raise unreadable(
            file.name,
            "含有嵌套或二进制的列；每格只能是一个数或一段文字。",
            "has nested or binary columns; a cell holds a number or a text.",
        )
    for size, limit, zh, en in (
        (about.num_rows, ROW_LIMIT, "行", "rows"), (about.num_columns, COLUMN_LIMIT, "列", "columns"),
        (sum(about.row_group(i).total_byte_size for i in range(about.num_row_groups)), EXPANDED_LIMIT, "字节", "bytes"),
    ):  # fmt: skip
        if size > limit:
            raise too_much(file.name, limit, zh, en)
    texts = [field.name for field in schema if pa.types.is_string(field.type) or pa.types.is_large_string(field.type)]
    table = pq.ParquetFile(pa.BufferReader(file.data), read_dictionary=texts).read()
    for name in texts:  # kept as a dictionary, so that a long text in many rows takes its place once
        for chunk in table.column(name).chunks:
            words: Any = chunk.dictionary if pa.types.is_dictionary(chunk.type) else chunk
            if max((len(text) for text in words.to_pylist() if text), default=0) > TEXT_LIMIT:
                raise too_much(f"{file.name} {name}", TEXT_LIMIT, "字一格", "characters a cell")
    return table


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool() | int() | str():
            return str(value)
        case float():
            return plain(value) if value == value and abs(value) != float("inf") else str(value)
        case date():
            return value.isoformat()
        case bytes():
            return value.decode(errors="replace")
    return str(value)
