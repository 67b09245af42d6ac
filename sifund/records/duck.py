"""DuckDB: rules as SQL over the Parquet files, in this process; what does not fit in memory goes to a private folder."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any
from weakref import finalize

import narwhals as nw
import polars as pl

from sifund.records.engine import MONTHS, Engine, Run, failing, named
from sifund.records.language import CALENDAR, Records
from sifund.records.part import Part
from sifund.records.rule import Rule
from sifund.records.tables import TABLES

MEMORY = "1GB"
"""What more than this needs is written aside."""


def on_duckdb() -> Engine:
    """The rules on DuckDB. Raises ModuleNotFoundError where it is not installed."""
    import duckdb

    opened = failing(duckdb.Error)(_opened)
    return lambda part: opened(duckdb, part)


def _opened(duckdb: Any, part: Part) -> Run:
    """The rules on a part; its tables and what was put aside go with it."""
    aside = mkdtemp(prefix="sifund-")
    link = duckdb.connect(config={"temp_directory": aside, "memory_limit": MEMORY})

    def settle(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        count = len(link.execute("SHOW TABLES").fetchall())
        frame.to_native().create(f"shared_{count}")
        return nw.from_native(link.table(f"shared_{count}"))

    @failing(duckdb.Error)
    def findings(rules: Sequence[Rule]) -> pl.DataFrame:
        return pl.concat(named(item, item.find(records).to_native().pl()) for item in rules)

    tables = part.tables(lambda some, name: some.filled(nw.from_native(_table(link, some, name)), name))
    records = Records(
        {**tables, CALENDAR: nw.from_native(link.from_arrow(MONTHS.to_arrow()))}, settle, as_of=part.as_of
    )
    finalize(records, rmtree, aside, ignore_errors=True)
    return lambda rules: partial(findings, rules)


def _table(link: Any, part: Part, name: str) -> Any:
    paths = [str(path) for path in part.paths(name)]
    if not paths:
        return link.from_arrow(TABLES[name].empty().to_arrow())
    rows = link.read_parquet(paths).select(*part.folder.columns(name))
    return rows.filter(condition) if (condition := part.condition(name)) else rows
