"""`records sample` and `records build`: an invented city, or an office's export, as tables of records."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from sifund.cli.command import Answer, Command
from sifund.cli.parser import Parser, Whole
from sifund.text import Text


def _sample_options(parser: Parser) -> None:
    parser.add("folder", metavar="DIR", says=Text("写入虚构城市的目录", "folder to write the invented city to"))
    parser.add(
        "--persons",
        type=Whole(400, 50_000_000),
        metavar="N",
        default=1_250_000,
        says=Text("全市人数（默认1250000）", "persons of the city (default 1250000)"),
    )
    parser.add(
        "--seed",
        type=Whole(0, 10**9),
        metavar="S",
        default=2021,
        says=Text("种子，不同的种子生成不同的城市（默认2021）", "another seed, another city (default 2021)"),
    )


def _sample(args: argparse.Namespace) -> Answer:
    """What was written: rows a table. Raises SifundError, OSError."""
    from sifund.records.sample import make

    made = make(Path(args.folder), args.persons, args.seed)
    return Answer(_rows(made.fingerprint, made.rows))


def _build_options(parser: Parser) -> None:
    parser.add(
        "source",
        metavar="SOURCE",
        says=Text("导出的目录：CSV或Parquet，以及export.toml", "folder of an export: CSV or Parquet, and export.toml"),
    )
    parser.add("folder", metavar="DIR", says=Text("写入明细的目录", "folder to write the records to"))
    parser.add(
        "--key",
        metavar="FILE",
        required=True,
        says=Text("密钥文件，至少32字节，用来遮蔽号码", "file of at least 32 bytes that numbers are masked with"),
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
    "sample": Command(
        Text(
            "一座虚构城市：合计与报告相等，埋有差错。",
            "An invented city that adds up to the report, with errors planted.",
        ),
        _sample_options,
        _sample,
    ),
    "build": Command(
        Text("由业务系统的导出生成明细，号码已遮蔽。", "Records from an export of a business system, numbers masked."),
        _build_options,
        _build,
    ),
}
