"""Three engines find the same by all rules: in the mini city, as it lies and shuffled, and in the tests' cases, shuffled, in seven files,
in 1, 7 and 53 parts. PySail speaks Spark Connect without Java;
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
from sifund.records.home import MINI
from sifund.records.rules import rules

PARTS = (1, 7, 53)
"""53 take most of the time: every part asks the queries of all rules anew, on tables of a few rows."""


def run(out: Path) -> Iterator[str]:
    """A line a city, number of parts and engine."""
    cases, shuffled = city_of_cases().write(out / "cases", 7), out / "shuffled"
    shuffled.mkdir()
    for table in MINI.glob("*.parquet"):
        pl.read_parquet(table).sample(fraction=1, shuffle=True, seed=1).write_parquet(shuffled / table.name)
    cities = {"mini": (MINI, (1,)), "mini, shuffled": (shuffled, (1,)), "cases, shuffled": (cases, PARTS)}
    yield "| city | parts | engine | rules | findings | digest | s |"
    yield "|-|-|-|-|-|-|-|"
    digests: dict[Path, set[str]] = {}
    with _sail() as address:
        names = {"polars": "polars", "duckdb": "duckdb", "Spark Connect": address}
        for city, (folder, some) in cities.items():
            for parts, title in [(parts, title) for parts in some for title, name in names.items() if name]:
                begun = time.monotonic()
                output = out / f"{folder.name}-{title}-{parts}"
                checked = check(read(folder), [*rules().values()], engine(names[title]), output, parts)
                mark = _digest(checked.findings)
                digests.setdefault(cases if folder == cases else MINI, set()).add(mark)
                counts = f"{len(checked.rules)} | {len(checked.findings)}"
                yield f"| {city} | {parts} | {title} | {counts} | {mark} | {time.monotonic() - begun:.0f} |"
    for folder, marks in digests.items():
        if len(marks) != 1:
            yield Failed(f"The findings in {folder.name} differ by engine, parts or order of rows.")
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
