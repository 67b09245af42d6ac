"""One table of an export, read as declared and checked column by column: by file, column, count and first rows, never a value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from sifund.problem import Problem, SifundError, problem
from sifund.records import casts
from sifund.records.cells import FIRST, Source, cells
from sifund.records.column import FEN, HASH, ID, MASKED, Column, Table
from sifund.records.export import DECLARATION, OF_NUMBER, Declared
from sifund.records.mask import Mask
from sifund.text import Text

FORMS = 3
"""Ways of writing that a problem shows."""
SAYS = {
    "empty": ("有{count}行为空，不能为空", "{count} {count:row is|rows are} empty and may not be"),
    "unreadable": ("有{count}行读不成{kind}", "{count} {count:row|rows} cannot be read as {kind}"),
    "sign": (
        "有{count}行不是追回而金额为负",
        "{count} {count:row has|rows have} an amount below 0 and {count:is|are} no recovery",
    ),
    "range": ("有{count}行超出{low}至{high}", "{count} {count:row lies|rows lie} outside {low} to {high}"),
    "code": (
        "有{count}行的代码未声明，可用：{codes}",
        "{count} {count:row holds|rows hold} a code that is not declared; there are: {codes}",
    ),
    "double": ("有{count}行主键重复", "{count} {count:row has|rows have} a key that stands twice"),
    "overlap": (
        "有{count}行与同一项目、同一档次的另一行时段重叠",
        "{count} {count:row overlaps|rows overlap} in time with another of the same item and tier",
    ),
    "nobody": ("有{count}行这些列都为空", "{count} {count:row has|rows have} none of these columns"),
    "orphan": ("有{count}行在{parent}中找不到", "{count} {count:row is|rows are} not in {parent}"),
}


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
        source = cells(path, table.name, declared.encoding)
    except SifundError as error:
        return Taken(table, Source(path.name, pl.DataFrame(), 2), table.empty(), error.problems)
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
    wrong = {(p.code, p.subject): p for _, some in reversed(read) for p in reversed(some)}
    return Taken(table, source, frame, tuple(reversed(wrong.values())), (notice,) if left else ())


def _header(name: str) -> str:
    """A column's name; only how it is written where it could be a number."""
    return casts.form(name) if any(c.isdigit() for c in name) else name


def _name(table: Table, column: Column, source: Source, declared: Declared) -> str | None:
    """The source's column of that meaning; None where it has none."""
    there = {name.lower(): name for name in source.cells.columns}
    return next((there[name.lower()] for name in declared.names(table, column) if name.lower() in there), None)


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
        named = column.name == table.key[0] or expected != " / ".join(declared.names(table, table[table.key[0]]))
        return nothing, [] if column.nullable or not named else [wrong]
    if column.kind is FEN and name.lower() != column.name and declared.money is None:
        return nothing, [problem(
            "unit", name, "没有声明金额单位；请在{file}的[{table}]下写 money = \"yuan\"（或 fen、wan）。",
            "its unit is not declared; write money = \"yuan\" (or fen, wan) under [{table}] in {file}.", place=source.name,
            file=DECLARATION, table=table.name,
        )]  # fmt: skip
    values = casts.read(source.cells[name], column, declared, name, mask).alias(column.name)
    derived = column.name in OF_NUMBER and name.lower() != column.name
    return values, [] if derived else list(_wrong(column, source, name, values))


def _wrong(column: Column, source: Source, name: str, values: pl.Series) -> Iterator[Problem]:
    words, series = source.cells[name], values.is_not_null()
    checks = {"empty": words.is_null(), "unreadable": words.is_not_null() & ~series}
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
    words = source.cells[name].gather(which.arg_true().head(FIRST)).drop_nulls()
    hidden = column.kind in (ID, HASH, MASKED)
    forms = [] if hidden else sorted({casts.form(word) for word in words})[:FORMS]
    how = casts.HOW.get(column.kind.key) if code == "unreadable" else None
    written = Text(f"，写作{'、'.join(forms)}", f", written like {', '.join(forms)}") if forms else None
    yield from of_rows(
        code, name, source, which, written, how, kind=column.kind.name, low=column.kind.low, high=column.kind.high,
        codes=", ".join(column.codes or ()),
    )  # fmt: skip


def of_rows(
    code: str, subject: str, source: Source, which: pl.Series, written: Text | None = None, how: Text | None = None, **parts: object
) -> Iterator[Problem]:  # fmt: skip
    """The problem of these rows: how many, the first, and how they are to be written; none where there is none."""
    if not which.any():
        return
    zh, en = SAYS[code]
    rows = ", ".join(str(row + source.first_row) for row in which.arg_true().head(FIRST))
    more = ("等", " …") if which.sum() > FIRST else ("", "")
    cure = Text(f"；应写作{how.zh}", f"; write {how.en}") if how else ""
    yield problem(
        code, subject, f"{zh}{{written}}（第{{rows}}行{more[0]}）{{cure}}。", f"{en}{{written}} (rows {{rows}}{more[1]}){{cure}}.",
        place=source.name, count=int(which.sum()), rows=rows, written=written or "", cure=cure, **parts,
    )  # fmt: skip
