"""Parquet files: a table of flat columns, read as text like any other sheet.

By PyArrow, which answers a damaged file with an error where Polars panics.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sifund.importer.sheet import COLUMN_LIMIT, EXPANDED_LIMIT, ROW_LIMIT, File, Sheet, filled, too_much, unreadable
from sifund.problem import SifundError, shown
from sifund.text import plain

MAGIC = b"PAR1"
TEXT_LIMIT = 4_000
COARSE = {pa.float16(): ("Float16", 3), pa.float32(): ("Float32", 7)}
"""Numbers that hold few digits: what they are called, and how many every one of them holds."""
BATCH = 500
"""Rows that are read at a time."""


def read_columnar(file: File) -> Sheet:
    """The sheet of a Parquet file, its column names as the first row. Raises SifundError."""
    try:
        opened = pq.ParquetFile(pa.BufferReader(file.data))
        schema = _checked(file, opened)
        columns = list(_columns(file, schema))
        lines = [schema.names, *map(list, zip(*columns, strict=True))]
    except (SifundError, MemoryError):
        raise
    except (pa.ArrowException, OSError, ValueError, OverflowError, LookupError) as error:
        raise unreadable(
            file.name, "Parquet文件已损坏；请重新生成。", "the Parquet file is damaged; make it again."
        ) from error
    rows = (filled(number, list(cells), file.name) for number, cells in enumerate(lines, start=1))
    return Sheet(file.name, file.stem, tuple(row for row in rows if row))


def _checked(file: File, opened: pq.ParquetFile) -> pa.Schema:
    """The columns of a file that says itself to be within the limits; what it says of its bytes is not believed."""
    about, schema = opened.metadata, opened.schema_arrow
    if any(kind.num_fields or "binary" in str(kind) for kind in schema.types):
        raise unreadable(
            file.name,
            "含有嵌套或二进制的列；每格只能是一个数或一段文字。",
            "has nested or binary columns; a cell holds a number or a text.",
        )
    for size, limit, zh, en in (
        (about.num_rows, ROW_LIMIT, "行", "rows"), (about.num_columns, COLUMN_LIMIT, "列", "columns"),
    ):  # fmt: skip
        if size > limit:
            raise too_much(file.name, limit, zh, en)
    return schema


def _columns(file: File, schema: pa.Schema) -> Iterator[list[str]]:
    """The columns as text, read a batch at a time: one that bursts is noticed before all of it is there."""
    opened = pq.ParquetFile(pa.BufferReader(file.data), read_dictionary=_once(file, schema))
    size = 0
    for name in schema.names:
        column: list[str] = []
        for batch in opened.iter_batches(BATCH, columns=[name], use_threads=False):
            column += _cells(f"{file.name} {shown(name)}", batch.column(name))
            if len(column) > ROW_LIMIT:
                raise too_much(file.name, ROW_LIMIT, "行", "rows")
            size += sum(map(len, column[-len(batch) :]))
            if size > EXPANDED_LIMIT:
                raise too_much(file.name, EXPANDED_LIMIT, "字", "characters")
        yield column


def _once(file: File, schema: pa.Schema) -> list[str]:
    """Columns that keep each of their texts once, in every part of the file, and can be read so."""
    about = pq.ParquetFile(pa.BufferReader(file.data)).metadata
    groups = [about.row_group(number) for number in range(about.num_row_groups)]
    texts = [pa.types.is_string(field.type) or pa.types.is_large_string(field.type) for field in schema]
    return [
        name for at, name in enumerate(schema.names)
        if texts[at] and all("DICTIONARY" in "".join(group.column(at).encodings) for group in groups)
    ]  # fmt: skip


def _cells(place: str, array: pa.Array) -> list[str]:
    """A batch as text; a text that stands in many rows takes its place once."""
    if isinstance(array, pa.DictionaryArray):
        words = [_text(word) for word in array.dictionary.to_pylist()]
        cells = ["" if at is None else words[at] for at in array.indices.to_pylist()]
    else:
        coarse = COARSE.get(array.type)
        values = array.to_numpy(zero_copy_only=False) if coarse else array.to_pylist()
        words = cells = [_text(_exact(place, value, *coarse) if coarse else value) for value in values]
    if max(map(len, words), default=0) > TEXT_LIMIT:
        raise too_much(place, TEXT_LIMIT, "字一格", "characters a cell")
    return cells


def _exact(place: str, value: np.floating[Any], name: str, digits: int) -> str | None:
    """The shortest text of a coarse number; its double has digits that nobody wrote. Raises SifundError for one that has more
    digits than such a number holds: its last are no longer those that were meant."""
    if np.isnan(value):
        return None
    text = np.format_float_positional(value, trim="-")
    if len(text.replace(".", "").strip("-0")) > digits:
        raise unreadable(
            place,
            f"{{value}}在{name}列中，只存得下{digits}位数字，已不准；请由原数据改存为Float64或Decimal。",
            f"{{value}} stands in a column of {name}, which holds {digits} digits: it is no longer exact; write the column again "
            "from its source as Float64 or Decimal.",
            text,
        )
    return text


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
