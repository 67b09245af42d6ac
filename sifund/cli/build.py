"""`build`: a folder of CSV that a person can read → the Parquet that the app reads."""

from __future__ import annotations

import argparse
from pathlib import Path

from sifund.cli.command import Answer, Command, refuse
from sifund.dataset import Dataset, save
from sifund.importer.source import read_folder
from sifund.schema import TABLES


def _options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="SOURCE", help="folder with meta.csv, lines.csv and the other tables")
    parser.add_argument("dataset", metavar="DATASET", help="folder to write the Parquet tables to")


def _run(args: argparse.Namespace) -> Answer:
    """Code, fingerprint and rows a table of what was written. Raises SifundError with every problem found."""
    try:
        dataset = read_folder(_folder(args.source))
        save(dataset, Path(args.dataset))
    except OSError as error:
        refuse("file", "", "文件读写失败：{value}", "a file cannot be read or written: {value}", error)
    return Answer(_summary(dataset))


def _folder(name: str) -> Path:
    if not Path(name).is_dir():
        refuse("source", "SOURCE", "“{value}”不是目录。", "“{value}” is not a folder.", name)
    return Path(name)


def _summary(dataset: Dataset) -> str:
    counts = ", ".join(f"{table} {len(dataset.rows(table))}" for table in TABLES)
    return f"{dataset.code} {dataset.fingerprint}\n{counts}"


COMMAND = Command("build", "Make a dataset (Parquet) from a folder of CSV.", _options, _run, problems_apart=True)
