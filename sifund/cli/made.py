"""`records sample` and `records build`: an invented city, or an office's export, as tables of records."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from sifund.cli.command import Answer, Command


def _sample_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", help="folder to write the invented city to")
    parser.add_argument(
        "--persons", type=int, metavar="N", default=1_250_000, help="persons of the city (default 1250000)"
    )
    parser.add_argument("--seed", type=int, metavar="S", default=2021, help="another seed, another city (default 2021)")


def _sample(args: argparse.Namespace) -> Answer:
    """What was written: rows a table. Raises SifundError, OSError."""
    from sifund.records.sample import make

    made = make(Path(args.folder), args.persons, args.seed)
    return Answer(_rows(made.fingerprint, made.rows))


def _build_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="SOURCE", help="folder of an export: CSV or Parquet, and export.toml")
    parser.add_argument("folder", metavar="DIR", help="folder to write the records to")
    parser.add_argument(
        "--key", metavar="FILE", required=True, help="file of at least 32 bytes that numbers are masked with"
    )


def _build(args: argparse.Namespace) -> Answer:
    """Rows a table, and the month that the records end in. Raises SifundError with every problem found; OSError."""
    from sifund.records.build import build
    from sifund.records.mask import read_key

    source, folder = Path(args.source), Path(args.folder)
    made = build(source, folder, read_key(Path(args.key), source, folder))
    return Answer(_rows(f"{made.fingerprint} {made.as_of}".rstrip(), made.rows), made.notices)


def _rows(first: str, rows: Mapping[str, int]) -> str:
    return f"{first}\n" + ", ".join(f"{table} {count}" for table, count in rows.items())


PARTS = {
    "sample": Command("An invented city that adds up to the report, with errors planted.", _sample_options, _sample),
    "build": Command("Records from an export of a business system, numbers masked.", _build_options, _build),
}
