"""Runs rules over the tables of records."""

from __future__ import annotations

from collections.abc import Mapping

import narwhals as nw
import polars as pl

from sifund.records.language import CALENDAR, Records
from sifund.records.rule import Rule
from sifund.records.tables import TABLES

MONTHS = pl.LazyFrame({"calendar": pl.int_range(12 * 1950, 12 * 2100, dtype=pl.Int32, eager=True)})
"""All months that a standard or a rate may hold for."""


def needs(rule: Rule) -> tuple[str, ...]:
    """The tables that a rule reads, in order of declaration: seen by running it on empty ones."""
    empty = _records({name: table.empty().lazy() for name, table in TABLES.items()})
    rule.find(empty)
    return tuple(name for name in TABLES if name in empty.reads)


def findings_of(rule: Rule, tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The findings of one rule in tables that lie in memory."""
    return _plan(rule, _records({name: frame.lazy() for name, frame in tables.items()})).collect()


def _plan(rule: Rule, records: Records) -> pl.LazyFrame:
    return rule.find(records).to_native().select(pl.lit(rule.code).alias("code"), pl.all())


def _records(tables: Mapping[str, pl.LazyFrame]) -> Records:
    return Records({name: nw.from_native(frame) for name, frame in {**tables, CALENDAR: MONTHS}.items()})
