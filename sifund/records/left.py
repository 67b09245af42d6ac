"""Rows that a rule could not compare, counted: what they lack, of which months, and how that is said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from polars import col

from sifund.declare.parameter import month_text
from sifund.records.language import OF
from sifund.records.mask import veiled
from sifund.text import DASH, Text, format_number, join, same, span

WHY: Mapping[str, Text] = {
    "standards": Text("所属月或档次没有标准", "no standard of the month or tier"),
    "rates": Text("所属月没有该险种的费率", "no rate of the fund for the month"),
    "limits": Text("当年没有规定的限额", "no limit in force in the year"),
    "firm_years": Text("没有单位上年的数据", "nothing of the firm's year before"),
    "sizes": Text("没有单位当年、上年的划型", "no size of the firm, this year's or last year's"),
    "claims": Text("没有对应的核定", "no claim that belongs to it"),
    "holders": Text("银行没有核验户主", "the bank has not said whose account it is"),
    "contributions": Text("明细没有当月的缴费", "no contributions of the month in the records"),
    "edge": Text("明细没有相邻的月份，尚不能判断", "cannot be known: the month beside is not in the records"),
    "later": Text("要看其后的月份，尚不能判断", "cannot be known yet: it takes months that are still to come"),
}
"""Why a row is not compared."""
_CODES = re.compile("[a-z0-9_.-]{0,40}(/[a-z0-9_.-]{0,24})?")
COUNTED = Text("没有比较的条数{rows}：{why}{lacks}，{months}", "rows not compared {rows}: {why}{lacks}, {months}")
LACKS = Text("（{lacks}）", " ({lacks})")
COLUMNS = {
    "code": pl.String,
    "why": pl.String,
    "lacks": pl.String,
    "month": pl.Int32,
    "rows": pl.Int64,
    "heads": pl.Int64,
}


@dataclass(frozen=True, slots=True)
class Left:
    """Rows that a rule could not compare for one reason: what they lack, their months, how many they are, and of how many persons
    or firms at least."""

    code: str
    why: str
    lacks: str
    months: tuple[int, ...]
    rows: int
    heads: int

    def as_json(self) -> dict[str, Any]:
        """As a program reads it: months like 2021-04."""
        return {
            "code": self.code,
            "why": self.why,
            "lacks": self.lacks,
            "months": [*map(month_text, self.months)],
            "rows": self.rows,
        }

    def says(self, count: Text | None = None) -> Text:
        """How many rows (or what is said in their place), why, and of which months."""
        lacks = LACKS.format(lacks=self.lacks) if self.lacks else ""
        return COUNTED.format(
            rows=count or format_number(self.rows), why=WHY[self.why], lacks=lacks, months=_spans(self.months)
        )


def split(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What rules gave apart: findings, and what they left, in the months' COLUMNS."""
    reason = col("place").str.split_exact(OF, 1)
    left = rows.filter(col("record").is_null()).select(
        "code",
        why=reason.struct[0],
        lacks=reason.struct[1].fill_null(""),
        month="month",
        rows="amount",
        heads="subject",
    )
    keys, lacks = ["code", "why", "lacks", "month"], left["lacks"].unique().to_list()
    left = left.with_columns(col("lacks").replace_strict(lacks, [*map(_plain, lacks)], return_dtype=pl.String))
    return rows.filter(col("record").is_not_null()), left.group_by(keys).agg(col("rows", "heads").sum()).sort(keys)


def _plain(lacks: str) -> str:
    """What is lacking, where it is short and made of codes; what may be somebody's number or name, in a column of others, is not said."""
    return veiled(lacks) if _CODES.fullmatch(lacks) else "…"


def written(left: pl.DataFrame) -> list[list[Any]]:
    """As JSON holds them."""
    return [list(row) for row in left.iter_rows()]


def read_left(content: Iterable[Sequence[Any]]) -> tuple[Left, ...]:
    """Those that `written` wrote, of each rule, reason and lack together."""
    keys = ["code", "why", "lacks"]
    parts = pl.DataFrame([*content], schema=COLUMNS, orient="row").group_by(keys, maintain_order=True)
    together = parts.agg(col("month").unique().sort(), col("rows").sum(), col("heads").max())
    return tuple(Left(code, why, lacks, tuple(months), rows, heads)
                 for code, why, lacks, months, rows, heads in together.iter_rows() if why in WHY)  # fmt: skip


def _spans(months: Sequence[int]) -> Text:
    """Months, those in a row as a span."""
    begins = [month for month in months if month - 1 not in months]
    ends = [month for month in months if month + 1 not in months]
    return join(map(span, map(month_text, begins), map(month_text, ends))) or same(DASH)
