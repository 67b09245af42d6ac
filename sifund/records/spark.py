"""Spark by Spark Connect: rules run where the data lies; only findings and short lists of keys come back."""

from __future__ import annotations

import socket
import warnings
from collections.abc import Sequence
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import narwhals as nw
import polars as pl

from sifund.problem import SifundError, problem
from sifund.records.engine import FINDINGS, MONTHS, Engine, Run, failing
from sifund.records.language import CALENDAR, Records
from sifund.records.part import Part
from sifund.records.rule import Rule
from sifund.records.shared import Make
from sifund.records.tables import TABLES

warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
"""No rule passes through pandas."""
DEBUGGING = "spark.python.sql.dataFrameDebugging.enabled"
"""What makes the client look up, at every call, which line of the program calls: a third of its time."""
KINDS = {pl.String: nw.String, pl.Int64: nw.Int64, pl.Int32: nw.Int32}
PORT, PATIENCE = 15002, 5.0
"""Where Spark Connect listens when nothing is said, and the seconds in which it has to answer."""


def on_spark(address: str) -> Engine:
    """The rules on the Spark at an address, `sc://host:port`. Raises SifundError where nothing answers there,
    ModuleNotFoundError where Spark's client is not installed."""
    from pyspark.sql import SparkSession

    where = urlsplit(address)
    try:
        socket.create_connection((where.hostname or "", where.port or PORT), PATIENCE).close()
    except (OSError, ValueError):
        raise SifundError([problem(
            "spark", "--engine", "“{value}”没有应答；写作 sc://HOST:PORT，并先启动Spark Connect。",
            'nothing answers at "{value}"; write sc://HOST:PORT and start Spark Connect first.', value=address,
        )]) from None  # fmt: skip
    from pyspark.errors import PySparkException

    session = SparkSession.builder.remote(address).config(DEBUGGING, "false").getOrCreate()
    put_by: list[Any] = []

    def settle(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        put_by.append(frame.to_native().cache())
        return nw.from_native(put_by[-1])

    @failing(PySparkException)
    def opened(part: Part) -> Run:
        while put_by:
            put_by.pop().unpersist()
        records = _records(session, part, settle)
        return lambda rules: partial(failing(PySparkException)(_fetched), rules, records)

    return opened


def _records(session: Any, part: Part, settle: Make) -> Records:
    """What rules read of a part."""
    tables = part.tables(lambda some, name: some.filled(nw.from_native(_table(session, some, name)), name))
    calendar = nw.from_native(session.createDataFrame(MONTHS.to_arrow()))
    return Records({**tables, CALENDAR: calendar}, settle, as_of=part.as_of)


def _fetched(rules: Sequence[Rule], records: Records) -> pl.DataFrame:
    """The findings of a group of rules by one query: every query has its price, whatever it gives."""
    each = (item.find(records).with_columns(code=nw.lit(item.code)) for item in rules)
    group = nw.concat(
        [rows.select(*(nw.col(name).cast(KINDS[kind]) for name, kind in FINDINGS.items())) for rows in each]
    )
    rows = pl.from_arrow(group.to_native().toArrow())
    assert isinstance(rows, pl.DataFrame)
    return rows.cast(FINDINGS)  # type: ignore[arg-type]


def _table(session: Any, part: Part, name: str) -> Any:
    paths = [str(path.resolve()) for path in part.paths(name)]
    if not paths:
        return session.createDataFrame(TABLES[name].empty().to_arrow())
    rows = session.read.parquet(*paths).select(*part.folder.columns(name))
    return rows.filter(condition) if (condition := part.condition(name)) else rows
