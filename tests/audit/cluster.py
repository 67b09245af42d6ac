"""Three engines find the same: on shuffled rows in seven files, in 1, 7 and 53 parts. PySail speaks Spark Connect without Java;
SIFUND_SPARK=sc://host:port in the environment takes a Spark that runs."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
from rule_cases_more import city_of_cases

from audit import Failed, NotRun, Section
from sifund.records.check import check
from sifund.records.engine import engine
from sifund.records.folder import read
from sifund.records.rules import rules

PARTS = (1, 7, 53)
SOME = ("C01", "C06", "C36", "P02", "P03", "P12", "P17", "P40", "P60")
"""Rules that are run in 53 parts: all take minutes there, on tables of a few rows."""


def run(out: Path) -> Iterator[str]:
    """A line an engine and number of parts."""
    folder = read(city_of_cases().write(out / "city", 7))
    every = list(rules().values())
    yield "| engine | rules | parts | findings | digest | s |"
    yield "|-|-|-|-|-|-|"
    with _sail() as address:
        names = {"polars": "polars", "duckdb": "duckdb", "Spark Connect": address}
        for parts in PARTS:
            some = [item for item in every if parts < PARTS[-1] or item.code in SOME]
            digests = set()
            for title, name in names.items():
                begun = time.monotonic()
                rows = check(folder, some, engine(name), out / f"{title}-{parts}", parts).findings if name else None
                if rows is None:
                    continue
                digests.add(mark := _digest(rows))
                yield f"| {title} | {len(some)} | {parts} | {len(rows)} | {mark} | {time.monotonic() - begun:.0f} |"
            if len(digests) != 1:
                yield Failed(f"In {parts} parts the engines differ.")
        if not address:
            yield NotRun("PySail is not installed (requirements-records.txt).")


def _digest(rows: pl.DataFrame) -> str:
    return hashlib.sha256(rows.write_csv().encode()).hexdigest()[:16]


@contextmanager
def _sail() -> Iterator[str]:
    """Where Spark Connect listens; nothing where there is none."""
    if given := os.environ.get("SIFUND_SPARK"):
        yield given
        return
    os.environ.setdefault("RUST_LOG", "error")
    try:
        from pysail.spark import SparkConnectServer
    except ModuleNotFoundError:
        yield ""
        return
    server = SparkConnectServer()
    server.start()
    _, port = server.listening_address or ("", 0)
    yield f"sc://localhost:{port}"
    _leave()
    server.stop()


def _leave() -> None:
    """End the client's session while there is who hears of it: else it goes on telling, and the process does not end."""
    from pyspark.sql import SparkSession

    if session := SparkSession.getActiveSession():
        session.stop()


SECTION = Section("Records on three engines", run)
