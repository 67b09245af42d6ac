"""A short table that holds by month, read as conditions on the month: cheaper than a join where rows are many."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

import narwhals as nw
import polars as pl
from narwhals import Expr, col

MANY = 60
"""Runs up to which conditions are cheaper."""


class Run(NamedTuple):
    """Months of the `calendar` in a row with one value."""

    first: int
    last: int
    value: int


def runs(table: pl.DataFrame, key: str) -> Mapping[str, Mapping[Any, list[Run]]] | None:
    """Of each value of a table its runs by key (or of all, where the key is empty). None where they are many, or where a key has
    two rows for a month."""
    by = [key] if key else []
    if table.select(*by, "calendar").is_duplicated().any():
        return None
    values = {name: _of(table, by, name) for name in table.columns if name not in (*by, "calendar")}
    return values if sum(len(some) for each in values.values() for some in each.values()) <= MANY else None


def _of(table: pl.DataFrame, by: list[str], name: str) -> dict[Any, list[Run]]:
    rows = table.drop_nulls(name).sort(*by, "calendar")
    month, value = pl.col("calendar"), pl.col(name)
    begins = (
        (month.diff() != 1)
        | (value.diff() != 0)
        | pl.any_horizontal(pl.lit(False), *(pl.col(n).shift() != pl.col(n) for n in by))
    )
    groups = rows.with_columns(run=begins.fill_null(True).cum_sum()).group_by(*by, "run", maintain_order=True)
    spans: dict[Any, list[Run]] = {}
    for row in groups.agg(first=month.min(), last=month.max(), value=value.first()).iter_rows(named=True):
        spans.setdefault(row[by[0]] if by else None, []).append(Run(row["first"], row["last"], row["value"]))
    return spans


def chain(values: Mapping[Any, list[Run]], key: str, span: tuple[int, int] | None, codes: Collection[Any] = ()) -> Expr:
    """The value of the `month`, by key; null in no run. No month lies off the span: where a run goes that far, months are not
    looked at. Without a span months lie in runs alone. Where keys are of some `codes` alone, the last takes no condition."""
    nothing: Expr = nw.lit(None, dtype=nw.Int64)
    whole = nothing if values else nw.when(col("month").is_null()).then(nw.lit(0)).otherwise(nothing)
    for code, some in values.items():
        first, last = span or (some[0].first, some[-1].last)
        value = nothing
        for run, before in zip(reversed(some), [*reversed(some[:-1]), None], strict=True):
            at = nw.lit(run.value, dtype=nw.Int64)
            value = at if run.last >= last else nw.when(col("month") <= run.last).then(at).otherwise(value)
            if span and run.first > first and (before is None or before.last < run.first - 1):
                value = nw.when(col("month") < run.first).then(nothing).otherwise(value)
        bare = not key or (code == min(values) and {*values} == {*codes})
        whole = value if bare else nw.when(col(key) == code).then(value).otherwise(whole)
    return whole


def outside(values: Mapping[Any, list[Run]], key: str) -> Expr:
    """Whether the `month` lies in no run of its key: said without values, so that whole files of rows are passed by."""
    of_none = ~col(key).is_in(list(values)) if key and values else ~col("month").is_null()
    for code, some in values.items():
        spans = _together(some)
        apart = nw.all_horizontal(*(~col("month").is_between(*span) for span in spans), ignore_nulls=False)
        of_none = of_none | ((col(key) == code) & apart) if key else apart
    return of_none


def _together(some: list[Run]) -> list[tuple[int, int]]:
    """The months of runs, those that touch as one span."""
    spans: list[tuple[int, int]] = []
    for run in some:
        touches = spans and spans[-1][1] >= run.first - 1
        spans[-1 if touches else len(spans) :] = [(spans[-1][0] if touches else run.first, run.last)]
    return spans
