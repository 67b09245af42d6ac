"""`build`: an office's workbook, CSV or Parquet → the dataset that the app reads."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from sifund.cli.command import Answer, Command, refuse, refuse_unread, refuse_unwritten
from sifund.cli.parser import Parser
from sifund.dataset import Dataset, save
from sifund.dataset.schema import TABLES
from sifund.importer.apart import read_apart
from sifund.importer.files import collect
from sifund.model.calibrate import calibrate
from sifund.model.gaps import unmodelled
from sifund.problem import Problem
from sifund.text import Text


def _options(parser: Parser) -> None:
    parser.add(
        "source",
        metavar="SOURCE",
        says=Text(
            "工作簿（.xlsx）、zip，或内有meta.csv、lines.csv等表的目录",
            "workbook (.xlsx), zip, or folder with meta.csv, lines.csv and the other tables",
        ),
    )
    parser.add(
        "dataset", metavar="DATASET", says=Text("写入Parquet各表的目录", "folder to write the Parquet tables to")
    )


def _run(args: argparse.Namespace) -> Answer:
    """Code, fingerprint and rows a table of what was written. Raises SifundError with every problem found."""
    try:
        imported = read_apart(collect(_source(args.source)))
    except OSError as error:
        refuse_unread(error, "SOURCE")
    try:
        save(imported.dataset, Path(args.dataset))
    except OSError as error:
        refuse_unwritten(error, "DATASET")
    return Answer(_summary(imported.dataset), (*imported.notices, *_of_baseline(imported.dataset)))


def _of_baseline(dataset: Dataset) -> Iterator[Problem]:
    """What calibration says of an office's accounts; nothing of a reference, which has none."""
    if not dataset.is_reference:
        base = calibrate(dataset)
        yield from (*base.notices, *unmodelled(base))


def _source(name: str) -> Path:
    if not Path(name).exists():
        refuse("source", "SOURCE", "没有文件或目录“{value}”。", 'there is no file or folder "{value}".', name)
    if not (Path(name).is_file() or Path(name).is_dir()):
        refuse("source", "SOURCE", "“{value}”既不是文件也不是目录；请写工作簿、zip或目录。",
               '"{value}" is neither a file nor a folder; name a workbook, a zip or a folder.', name)  # fmt: skip
    return Path(name)


def _summary(dataset: Dataset) -> str:
    counts = ", ".join(f"{table} {len(dataset.rows(table))}" for table in TABLES)
    return f"{dataset.code} {dataset.fingerprint}\n{counts}"


COMMAND = Command(
    Text("由工作簿、CSV或Parquet生成数据集（Parquet）。", "Make a dataset (Parquet) from a workbook, CSV or Parquet."),
    _options,
    _run,
    problems_apart=True,
)
