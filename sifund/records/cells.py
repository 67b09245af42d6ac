"""A file of an export as cells: words without blanks around, under names that are there once."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from sifund.problem import SifundError, problem
from sifund.records.export import DECLARATION
from sifund.text import Text

PARTED = {
    ";": Text("分号", "semicolons"),
    "\t": Text("制表符", "tabs"),
    "|": Text("竖线", "bars"),
    "，": Text("全角逗号", "full-width commas"),
}
"""Marks that part cells in files that are no CSV with commas."""
FIRST = 5
"""Rows that a problem names."""


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A table's file as words: cells without blanks around, null where empty; the number of its first row of data."""

    name: str
    cells: pl.DataFrame
    first_row: int


def cells(path: Path, table: str, encoding: str) -> Source:
    """The cells of a file. Raises SifundError where it cannot be read, or has columns that are one but for case."""
    parquet = path.suffix.lower() == ".parquet"
    try:
        frame = pl.read_parquet(path, glob=False) if parquet else _of_text(path, table, encoding)
    except (OSError, UnicodeError, csv.Error, pl.exceptions.PolarsError):
        raise SifundError([problem(
            "unreadable", table, "读不出来：文件损坏、为空，或编码不是{value}；其他编码在{file}的[{table}]下写 encoding = \"gb18030\"。",
            "cannot be read: it is damaged or empty, or not in {value}; declare another encoding under [{table}] in {file}: "
            "encoding = \"gb18030\".", place=path.name, value=encoding, table=table, file=DECLARATION,
        )]) from None  # fmt: skip
    _once(frame.columns, path, table)
    words = frame.select(pl.all().cast(pl.String, strict=False).str.strip_chars()).rename(
        lambda name: name.strip() or name
    )
    return Source(
        path.name, words.with_columns(pl.when(pl.all().str.len_chars() > 0).then(pl.all())), 1 if parquet else 2
    )


def _of_text(path: Path, table: str, encoding: str) -> pl.DataFrame:
    """The cells of a CSV file. Raises SifundError where rows have more cells than the header, UnicodeError, Polars' errors."""
    text = path.read_bytes().decode("utf-8-sig" if encoding == "utf-8" else encoding)
    names = next(csv.reader(io.StringIO(text)), [])
    _parted(names, path, table)
    _once(names, path, table)
    try:
        return pl.read_csv(text.encode(), infer_schema=False)
    except pl.exceptions.ComputeError:
        header, *rows = csv.reader(io.StringIO(text))
        long = [number for number, row in enumerate(rows, start=2) if len(row) > len(header)]
        if not long:
            raise
        raise SifundError([problem(
            "ragged", table, "有{count}行的格数多于表头（第{rows}行）；含逗号的格须加引号。",
            "{count} {count:row has|rows have} more cells than the header (rows {rows}); "
            "a cell with a comma is put in quotes.", place=path.name,
            count=len(long), rows=", ".join(map(str, long[:FIRST])),
        )]) from None  # fmt: skip


def _parted(names: Sequence[str], path: Path, table: str) -> None:
    """Raises SifundError where a header is one cell that something else than a comma parts."""
    if other := next((mark for mark in PARTED if names and mark in names[0]), None) if len(names) < 2 else None:
        raise SifundError([problem(
            "separator", table, "各格之间是{mark}；请另存为逗号分隔的CSV。", "cells are parted by {mark}; save it as CSV with commas.",
            place=path.name, mark=PARTED[other],
        )])  # fmt: skip


def _once(names: Sequence[str], path: Path, table: str) -> None:
    """Raises SifundError where a column stands twice, or is another's but for case."""
    counts = Counter(name.strip().lower() for name in names if name.strip())
    twice = [at for at, name in enumerate(names, start=1) if counts[name.strip().lower()] > 1]
    if twice:
        raise SifundError([problem(
            "twice", table, "列名重复，或只差大小写（第{columns}列）；请留下一列。",
            "columns are named the same, or differ only in case (columns {columns}); leave one of them.", place=path.name,
            columns=", ".join(map(str, twice)),
        )])  # fmt: skip
