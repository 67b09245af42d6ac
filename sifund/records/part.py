"""A part of the persons of a folder: which files hold it, and which rules can be run on it alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import polars as pl
from narwhals import Boolean, Int32, LazyFrame, String, lit

from sifund.records.about import read_about
from sifund.records.folder import Folder
from sifund.records.shared import WHOLE
from sifund.records.tables import TABLES

T = TypeVar("T")
EMPTY = {pl.String: String, pl.Int32: Int32, pl.Boolean: Boolean}
"""Kinds of columns that may be missing, as rules read them."""

ROOM: Mapping[str, Mapping[str, int]] = {
    "person_id": {"payments": 2_500_000, "contributions": 15_000_000, "spells": 10_000_000},
    "firm_id": {"contributions": 7_000_000, "spells": 7_000_000},
}
"""Rows of a table that a part may hold, by the key that cuts it, so that a check stays within some hundred MB: payments are held,
contributions pass by, or are grouped by firm."""


@dataclass(frozen=True, slots=True)
class Part:
    """The tables with the persons, or the firms, of part `number` of `of`. Of persons some of the files where the tables lie in
    at least as many, else by the remainder of the key; what has no such key, and what is small, stands whole in each."""

    folder: Folder
    number: int = 0
    of: int = 1
    key: str = "person_id"

    def paths(self, table: str) -> tuple[Path, ...]:
        """The files to read; none where the table is not at hand."""
        paths, many = self.folder.parts.get(table, ()), files(self.folder)
        if not self._cut(table) or not self._by_file or len(paths) != many:
            return paths
        return paths[self.number * many // self.of : (self.number + 1) * many // self.of]

    def condition(self, table: str) -> str:
        """What of the files' rows belongs to the part, as SQL: whose key leaves its number over; empty for all."""
        return f"{self.key}% {self.of} = {self.number}" if self._cut(table) and not self._by_file else ""

    def tables(self, read: Callable[[Part, str], T]) -> dict[str, T]:
        """Every table as an engine reads it; of those that are cut the whole ones, too."""
        whole = Part(self.folder)
        cut = {WHOLE.format(name): read(whole, name) for name in TABLES if self._cut(name)}
        return {name: read(self, name) for name in TABLES} | cut

    def filled(self, rows: LazyFrame, table: str) -> LazyFrame:
        """Rows with the declared columns that the files do not hold, empty."""
        kinds, gone = TABLES[table].schema, self.folder.absent.get(table, frozenset())
        return rows.with_columns(**{name: lit(None, dtype=EMPTY[kinds[name]]) for name in gone}) if gone else rows

    @property
    def as_of(self) -> int | None:
        """The last month that the tables cover, where the folder says it. Raises SifundError where that cannot be read."""
        return read_about(self.folder.path).as_of

    def frames(self) -> dict[str, pl.LazyFrame]:
        """The declared columns of every table."""
        return self.tables(Part._frame)

    def pieces(self, table: str) -> list[pl.LazyFrame]:
        """The same of each file of a table; one without a row where it is not at hand."""
        return [self._frame(table, [path]) for path in self.paths(table)] or [self._frame(table)]

    def _frame(self, table: str, paths: Sequence[Path] | None = None) -> pl.LazyFrame:
        frame = self.folder.scan(table, self.paths(table) if paths is None else paths)
        return frame.filter(pl.sql_expr(condition)) if (condition := self.condition(table)) else frame

    @property
    def _by_file(self) -> bool:
        return self.key == "person_id" and self.of <= files(self.folder)

    def _cut(self, table: str) -> bool:
        declared = TABLES[table]
        return self.of > 1 and bool(declared.bucket) and self.key in declared.schema and not declared[self.key].nullable


def files(folder: Folder) -> int:
    """How many files the tables of persons lie in, where all that lie in several lie in as many; else one."""
    counts = {len(paths) for name, paths in folder.parts.items() if TABLES[name].bucket == "person_id"} - {1}
    return counts.pop() if len(counts) == 1 else 1


def usual(folder: Folder, key: str, tables: Iterable[str]) -> int:
    """Parts in which what looks at each key by itself and reads these tables keeps within its memory."""
    return max([1, *(-(-folder.rows.get(table, 0) // room) for table, room in ROOM[key].items() if table in tables)])


def divides(key: str, tables: Iterable[str], folder: Folder, parts: int) -> bool:
    """Whether what looks at each key by itself and reads these tables can be run part by part. By persons: where the parts are
    files, all tables of persons lie in so many; and none is of firms' refunds, which no part of the persons divides."""
    if key != "person_id":
        return key in ROOM
    cut = [name for name in tables if TABLES[name].bucket == key]
    lie = parts > files(folder) or all(len(folder.parts.get(name, ())) == files(folder) for name in cut)
    return lie and "refunds" not in tables
