"""One table of an export, read as declared and checked column by column: by file, column, count and first rows, never a value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from sifund.problem import Problem, problem
from sifund.records import casts
from sifund.records.column import FEN, HASH, ID, MASKED, Column, Table
from sifund.records.export import DECLARATION, Declared
from sifund.records.mask import Mask
from sifund.text import Text

FIRST, FORMS = 5, 3
"""Rows that a problem names, and ways of writing that it shows."""
SAYS = {
    "empty": ("有{count}行为空，不能为空", "{count} rows are empty and may not be"),
    "unreadable": ("有{count}行读不成{kind}", "{count} rows cannot be read as {kind}"),
    "range": ("有{count}行超出{low}至{high}", "{count} rows lie outside {low} to {high}"),
    "code": (
        "有{count}行的代码未声明，可用：{codes}",
        "{count} rows hold a code that is not declared; there are: {codes}",
    ),
    "double": ("有{count}行主键重复", "{count} rows have a key that stands twice"),
    "nobody": ("有{count}行这些列都为空", "{count} rows have none of these columns"),
    "orphan": ("有{count}行在{parent}中找不到", "{count} rows are not in {parent}"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A table's file as words: cells without blanks around, null where empty; the number of its first row of data."""

    name: str
    cells: pl.DataFrame
    first_row: int


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """A table as declared, null where a cell cannot be read; what is wrong with it, what was noticed."""

    table: Table
    source: Source
    frame: pl.DataFrame
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...] = ()


def take(table: Table, path: Path, declared: Declared, mask: Mask) -> Taken:
    """The table of a file."""
    try:
        source = _cells(path, declared)
    except (OSError, UnicodeError, pl.exceptions.PolarsError):
        damaged = problem(
            "unreadable", table.name, "读不出来：文件损坏、为空，或编码不是声明的{value}。",
            "cannot be read: it is damaged or empty, or not in the declared encoding {value}.", place=path.name, value=declared.encoding,
        )  # fmt: skip
        return Taken(table, Source(path.name, pl.DataFrame(), 2), table.empty(), (damaged,))
    names = {column.name: _name(table, column, source, declared) for column in table.columns}
    read = [_column(table, column, source, names[column.name], declared, mask) for column in table.columns]
    frame = pl.DataFrame([values for values, _ in read], schema=table.schema)
    left = [name for name in source.cells.columns if name not in names.values()]
    notice = problem(
        "not_taken",
        table.name,
        "没有取用的列：{value}。",
        "columns not taken over: {value}.",
        place=path.name,
        value=", ".join(map(_header, left)),
    )
    return Taken(table, source, frame, tuple(p for _, wrong in read for p in wrong), (notice,) if left else ())


def _cells(path: Path, declared: Declared) -> Source:
    parquet = path.suffix.lower() == ".parquet"
    if parquet:
        frame = pl.read_parquet(path, glob=False)
    else:
        text = path.read_bytes().decode("utf-8-sig" if declared.encoding == "utf-8" else declared.encoding)
        frame = pl.read_csv(text.encode(), infer_schema=False)
    words = frame.select(pl.all().cast(pl.String, strict=False).str.strip_chars()).rename(str.strip)
    return Source(
        path.name, words.with_columns(pl.when(pl.all().str.len_chars() > 0).then(pl.all())), 1 if parquet else 2
    )


def _header(name: str) -> str:
    """A column's name; only how it is written where it could be a number."""
    return casts.form(name) if any(c.isdigit() for c in name) else name


def _name(table: Table, column: Column, source: Source, declared: Declared) -> str | None:
    """The source's column of that meaning; None where it has none."""
    return next((name for name in declared.names(table, column) if name in source.cells.columns), None)


def _column(
    table: Table, column: Column, source: Source, name: str | None, declared: Declared, mask: Mask
) -> tuple[pl.Series, list[Problem]]:
    """The values of a column, and what is wrong with them."""
    nothing = pl.Series(column.name, [None] * source.cells.height, dtype=column.kind.dtype)
    if name is None:
        expected = " / ".join(declared.names(table, column))
        wrong = problem(
            "no_column",
            column.name,
            "缺少列“{value}”。",
            'the column "{value}" is missing.',
            place=source.name,
            value=expected,
        )
        return nothing, [] if column.nullable else [wrong]
    if column.kind is FEN and name != column.name and declared.money is None:
        return nothing, [problem(
            "unit", name, "没有声明金额单位；请在{file}的[{table}]下写 money = \"yuan\"（或 fen、wan）。",
            "its unit is not declared; write money = \"yuan\" (or fen, wan) under [{table}] in {file}.", place=source.name,
            file=DECLARATION, table=table.name,
        )]  # fmt: skip
    values = casts.read(source.cells[name], column, declared, name, mask).alias(column.name)
    return values, list(_wrong(column, source, name, values))


def _wrong(column: Column, source: Source, name: str, values: pl.Series) -> Iterator[Problem]:
    cells, series = source.cells[name], values.is_not_null()
    checks = {"empty": cells.is_null(), "unreadable": cells.is_not_null() & ~series}
    if column.nullable:
        del checks["empty"]
    if column.kind.low is not None and column.kind.high is not None:
        checks["range"] = series & ~values.is_between(column.kind.low, column.kind.high)
    if column.codes:
        checks["code"] = series & ~values.is_in(list(column.codes))
    for code, which in checks.items():
        yield from _of_column(code, column, source, name, which)


def _of_column(code: str, column: Column, source: Source, name: str, which: pl.Series) -> Iterator[Problem]:
    """A problem of a column's cells, with how the first of them are written, never what they say; none where there is none."""
    cells = source.cells[name].gather(which.arg_true().head(FIRST)).drop_nulls()
    hidden = column.kind in (ID, HASH, MASKED)
    forms = [] if hidden else sorted({casts.form(word) for word in cells})[:FORMS]
    written = Text(f"，写作{'、'.join(forms)}", f", written like {', '.join(forms)}") if forms else None
    yield from of_rows(
        code, name, source, which, written, kind=column.kind.name, low=column.kind.low, high=column.kind.high,
        codes=", ".join(column.codes or ()),
    )  # fmt: skip


def of_rows(
    code: str, subject: str, source: Source, which: pl.Series, written: Text | None = None, **parts: object
) -> Iterator[Problem]:
    """The problem of these rows: how many, and the first; none where there is none."""
    if not which.any():
        return
    zh, en = SAYS[code]
    rows = ", ".join(str(row + source.first_row) for row in which.arg_true().head(FIRST))
    more = ("等", " …") if which.sum() > FIRST else ("", "")
    yield problem(
        code, subject, f"{zh}{{written}}（第{{rows}}行{more[0]}）。", f"{en}{{written}} (rows {{rows}}{more[1]}).",
        place=source.name, count=int(which.sum()), rows=rows, written=written or "", **parts,
    )  # fmt: skip
