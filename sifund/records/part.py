"""A part of the persons of a folder: which files hold it, and which rules can be run on it alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from sifund.records.folder import Folder
from sifund.records.tables import TABLES

ROOM: Mapping[str, int] = {"payments": 2_500_000, "contributions": 15_000_000}
"""Rows of a table that a part may hold, so that a check stays within some hundred MB: payments are held, contributions pass by."""


@dataclass(frozen=True, slots=True)
class Part:
    """The tables with the persons of part `number` of `of`: some of the files where the tables lie in at least as many, else by
    the remainder of their keys; firms and what is small stand whole in each."""

    folder: Folder
    number: int = 0
    of: int = 1

    def paths(self, table: str) -> tuple[Path, ...]:
        """The files to read; none where the table is not at hand."""
        paths, many = self.folder.parts.get(table, ()), files(self.folder)
        if not _cut(table, self.of) or self.of > many or len(paths) != many:
            return paths
        return paths[self.number * many // self.of : (self.number + 1) * many // self.of]

    def condition(self, table: str) -> str:
        """What of the files' rows belongs to the part, as SQL: whose person's key leaves its number over; empty for all."""
        by_key = _cut(table, self.of) and self.of > files(self.folder)
        return f"person_id % {self.of} = {self.number}" if by_key else ""

    def frames(self) -> dict[str, pl.LazyFrame]:
        """The declared columns of every table."""
        return {name: self._frame(name) for name in TABLES}

    def _frame(self, table: str) -> pl.LazyFrame:
        frame = self.folder.scan(table, self.paths(table))
        return frame.filter(pl.sql_expr(condition)) if (condition := self.condition(table)) else frame


def _cut(table: str, of: int) -> bool:
    return of > 1 and TABLES[table].bucket == "person_id"


def files(folder: Folder) -> int:
    """How many files the tables of persons lie in, where all that lie in several lie in as many; else one."""
    counts = {len(paths) for name, paths in folder.parts.items() if TABLES[name].bucket == "person_id"} - {1}
    return counts.pop() if len(counts) == 1 else 1


def usual(folder: Folder) -> int:
    """Parts in which a check keeps within its memory."""
    return max(1, *(-(-folder.rows.get(table, 0) // room) for table, room in ROOM.items()))


def divides(tables: Iterable[str], folder: Folder, parts: int) -> bool:
    """Whether what reads these tables can be run part by part: where the parts are files, all tables of persons lie in so
    many; and none is of firms' refunds, which no part of the persons divides."""
    cut = [name for name in tables if TABLES[name].bucket == "person_id"]
    lie = parts > files(folder) or all(len(folder.parts.get(name, ())) == files(folder) for name in cut)
    return lie and "refunds" not in tables
