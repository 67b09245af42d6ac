"""Expressions that rules share: months and what lies in them, packed keys, choices, dated limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import narwhals as nw
from narwhals import Expr, LazyFrame, col

from sifund.declare.parameter import Limit

OPEN = 12 * 9999
"""The month that stands for no end."""
PACK = 1 << 15
"""Room for a month in a packed key: months go up to 2730, surrogate keys up to 2⁴⁸."""


def in_force(limits: Iterable[Limit], year: Expr, unit: int = 1) -> Expr:
    """The limit of each year, in whole units (100: basis points where the limit is a percent); null before the first."""
    value: Expr = nw.lit(None, dtype=nw.Int64)
    for limit in limits:
        value = nw.when(year >= limit.from_year).then(nw.lit(round(limit.value * unit))).otherwise(value)
    return value


def choose(when: Expr, then: Expr, otherwise: Expr | None = None) -> Expr:
    """One value where something holds, another or none where it does not."""
    return nw.when(when).then(then).otherwise(nw.lit(None) if otherwise is None else otherwise)


def packed(identity: str, month: str) -> Expr:
    """A person or firm and a month as one number: grouping by it takes half the memory of two keys."""
    return col(identity) * PACK + col(month).cast(nw.Int64)


def by(values: Mapping[str, int], code: str) -> Expr:
    """The value of each code; null for others."""
    value: Expr = nw.lit(None, dtype=nw.Int64)
    for name, number in values.items():
        value = nw.when(col(code) == name).then(nw.lit(number)).otherwise(value)
    return value


def within(first: str, last: str, after: int = 0) -> Expr:
    """Whether a payment covers a month from one column's, or so many `after` it, to another's, which may be open; from the month
    after the first of a single one there is none."""
    begin, end = col(first) + after, col(last).fill_null(OPEN)
    return (col("last") >= begin) & (col("period") <= end) & (begin <= end)


def inside(month: str, first: str, last: str) -> Expr:
    """Whether a month lies between those of two columns, of which the last may be open."""
    return col(month).is_between(col(first), col(last).fill_null(OPEN))


def beside(rows: LazyFrame, of: Sequence[str], month: str) -> LazyFrame:
    """Rows with whether there is one of the same keys for the month `before` and for the month `after`."""
    earlier, later = (col(month).shift(n).over(*of, order_by=month) for n in (1, -1))
    return rows.with_columns(
        before=(earlier == col(month) - 1).fill_null(False), after=(later == col(month) + 1).fill_null(False)
    )
