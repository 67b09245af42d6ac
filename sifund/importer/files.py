"""A file by its content → its sheets. What a file is called decides nothing but the names of tables."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sifund.importer.archive import ZIP, tables
from sifund.importer.columnar import MAGIC, read_columnar
from sifund.importer.columns import is_aside
from sifund.importer.delimited import read_delimited
from sifund.importer.sheet import (
    EXPANDED_LIMIT,
    FILE_COUNT_LIMIT,
    FILE_LIMIT,
    NUMBER_OF_CELLS,
    File,
    Sheet,
    too_much,
    unreadable,
)
from sifund.importer.workbook import read_workbook
from sifund.problem import Problem, SifundError, problem, shown

OLD_EXCEL = b"\xd0\xcf\x11\xe0"
ENDINGS = (".csv", ".xlsx", ".zip", ".parquet")
MEGABYTE = 1_000_000


def sheets(files: Sequence[File]) -> tuple[list[Sheet], list[Problem]]:
    """The sheets of all files, and what is wrong with those that cannot be read. Raises SifundError for too much."""
    found: list[Sheet] = []
    wrong: list[Problem] = []
    if sum(len(file.data) for file in files) > EXPANDED_LIMIT:
        raise too_much(files[0].name, EXPANDED_LIMIT // MEGABYTE, "MB（全部文件）", "MB in all files")
    for file in files:
        try:
            found += _sheets(file)
        except SifundError as error:
            wrong += error.problems
        if sum(len(cells) for sheet in found for _, cells in sheet.rows) > NUMBER_OF_CELLS:
            raise too_much(file.name, NUMBER_OF_CELLS, "格", "cells")
    return found, wrong


def _sheets(file: File) -> list[Sheet]:
    if len(file.data) > FILE_LIMIT:
        raise too_much(file.name, FILE_LIMIT // MEGABYTE, "MB", "MB")
    if file.data.startswith(ZIP) and file.ending != ".zip":
        return read_workbook(file)
    if file.data.startswith(ZIP):
        return [sheet for inner in tables(file) if not is_aside(inner.stem) for sheet in _single(inner)]
    return _single(file)


def _single(file: File) -> list[Sheet]:
    if file.data.startswith(OLD_EXCEL):
        raise unreadable(
            file.name,
            "是旧版Excel（.xls）或有密码的工作簿；请另存为不带密码的.xlsx。",
            "is an old Excel file (.xls) or has a password; save it as .xlsx without one.",
        )
    if file.data.startswith(MAGIC):
        return [read_columnar(file)]
    if file.ending != ".csv":
        raise unreadable(
            file.name,
            "内容不是Excel（.xlsx）、CSV、Parquet或其压缩包（.zip）。",
            "is no Excel workbook (.xlsx), CSV, Parquet or zip of these.",
        )
    return [read_delimited(file)]


def collect(source: Path) -> list[File]:
    """The files of a folder, or the one named: tables and workbooks; of a folder with CSV, not the Parquet made from it.

    Raises SifundError for too large a file and for links, OSError where reading fails.
    """
    if source.is_file():
        return [_read(source)]
    found = [path for path in sorted(source.iterdir()) if path.suffix.lower() in ENDINGS and not path.is_dir()]
    written = [path for path in found if path.suffix.lower() != ".parquet"]
    if len(found) > FILE_COUNT_LIMIT:
        raise too_much(source.name, FILE_COUNT_LIMIT, "个文件", "files")
    return [_read(path) for path in written or found]


def _read(path: Path) -> File:
    if path.is_symlink():
        raise SifundError([problem("link", "", "是链接，没有读取；请放文件本身。",
                                   "is a link and was not read; put the file itself there.", place=shown(path.name))])  # fmt: skip
    if path.stat().st_size > FILE_LIMIT:
        raise too_much(path.name, FILE_LIMIT // MEGABYTE, "MB", "MB")
    return File(path.name, path.read_bytes())
