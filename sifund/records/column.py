"""What a table of records is: columns, what they count in, and what their values may be."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import polars as pl

from sifund.text import Text

Bucket = Literal["person_id", "firm_id"]
"""What a table's parts hold together: all of a person, or all of a firm."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What the values of a column are: their type, what they count in, and the pattern of those that are words."""

    key: str
    name: Text
    dtype: type[pl.DataType]
    pattern: str | None = None
    low: int | None = None
    high: int | None = None


_MOST_FEN = 10**15
ID = Kind("id", Text("代理主键", "surrogate key"), pl.Int64)
FEN = Kind("fen", Text("分", "fen"), pl.Int64, low=-_MOST_FEN, high=_MOST_FEN)
MONTH = Kind(
    "month", Text("月（年×12+月−1）", "month (year × 12 + month − 1)"), pl.Int32, low=1850 * 12, high=2199 * 12
)
DAY = Kind("day", Text("日（年月日八位）", "day (eight digits, yyyymmdd)"), pl.Int32, low=18500101, high=21991231)
YEAR = Kind("year", Text("年", "year"), pl.Int32, low=1850, high=2199)
MONTHS = Kind("months", Text("月数", "months"), pl.Int32, low=0, high=1200)
COUNT = Kind("count", Text("人数", "heads"), pl.Int64, low=0, high=10**9)
POINTS = Kind("points", Text("万分之一", "basis points"), pl.Int32, low=0, high=10_000)
FLAG = Kind("flag", Text("是否", "yes or no"), pl.Boolean)
CODE = Kind("code", Text("小写代码", "lower-case code"), pl.String, "^[a-z0-9][a-z0-9_.-]*$")
HASH = Kind("hash", Text("散列值", "hash"), pl.String, "^[0-9a-f]{16,64}$")
MASKED = Kind("masked", Text("遮蔽后的号码", "masked number"), pl.String, "^[0-9a-zA-Z]{0,6}[*]{4,}[0-9a-zA-Z]{0,4}$")
WORDS = Kind("words", Text("文字", "words"), pl.String)


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `codes` are all that it may hold; None: any value of its kind. `nullable`: it may be empty; `optional`: it may be
    missing, too, and is empty then."""

    name: str
    kind: Kind
    title: Text
    nullable: bool = False
    codes: tuple[str, ...] | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its key, its columns, what its parts hold together. An `optional` one may be missing: what needs it is
    then not checked. `alone`: of its columns so named one at least is filled."""

    name: str
    title: Text
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    bucket: Bucket | None = None
    optional: bool = False
    alone: tuple[str, ...] = field(default=())

    @property
    def schema(self) -> pl.Schema:
        """Types by column, in order."""
        return pl.Schema({column.name: column.kind.dtype for column in self.columns})

    @property
    def always(self) -> pl.Schema:
        """The same without columns that may be missing."""
        return pl.Schema({column.name: column.kind.dtype for column in self.columns if not column.optional})

    def empty(self) -> pl.DataFrame:
        """The table without a row."""
        return pl.DataFrame(schema=self.schema)

    def __getitem__(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)
