"""A file by its content → its sheets. What a file is called decides nothing but the names of tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sifund.importer.archive import ZIP, is_clutter, unpack
from sifund.importer.asides import is_aside
from sifund.importer.columnar import MAGIC, read_columnar
from sifund.importer.delimited import read_delimited
from sifund.importer.sheet import (
    EXPANDED_LIMIT,
    FILE_COUNT_LIMIT,
    FILE_LIMIT,
    NUMBER_OF_CELLS,
    SESSION_BYTES,
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
NOT_TAKEN = b"\x00sifund: beyond what a session may upload"
"""What a file holds of which nothing was taken."""
CLUTTER = ("是系统自动生成的文件，没有读入。", "is a file that a computer makes by itself, and was not read.")
Progress = Callable[[str], object]
"""Is told the place that is read next, "" for what comes after the last."""
NOTES = ("按名称是说明或示例，没有读入。", "holds notes or examples by its name, and was not read.")


@dataclass
class Read:
    """The sheets of all files, what is wrong with those that cannot be read, and what was passed over."""

    sheets: list[Sheet] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)


def keep_to_limits(files: Sequence[File]) -> None:
    """Raises SifundError for too many files, or too large ones in all."""
    if len(files) > FILE_COUNT_LIMIT:
        raise too_much(files[0].name, FILE_COUNT_LIMIT, "个文件", "files")
    if sum(len(file.data) for file in files) > EXPANDED_LIMIT:
        raise too_much(files[0].name, EXPANDED_LIMIT // MEGABYTE, "MB（全部文件）", "MB in all files")


def sheets(files: Sequence[File], progress: Progress) -> Read:
    """What the files hold. Raises SifundError for too much."""
    read = Read()
    keep_to_limits(files)
    for file in _told_apart(files):
        progress(shown(file.name))
        try:
            _add(read, file)
        except SifundError as error:
            read.problems += error.problems
        if sum(len(cells) for sheet in read.sheets for _, cells in sheet.rows) > NUMBER_OF_CELLS:
            raise too_much(file.name, NUMBER_OF_CELLS, "格", "cells")
    return read


def _told_apart(files: Sequence[File]) -> Iterator[File]:
    """Files of one name told apart by a number, so that a place names one of them."""
    times: Counter[str] = Counter()
    for file in files:
        times[file.name] += 1
        count = times[file.name]
        yield file if count == 1 else File(f"{file.stem} ({count}){file.ending}", file.data, file.stem)


def _add(read: Read, file: File) -> None:
    if len(file.data) > FILE_LIMIT:
        raise too_much(file.name, FILE_LIMIT // MEGABYTE, "MB", "MB")
    if file.data.startswith(ZIP) and file.ending != ".zip":
        sheets, passed = read_workbook(file)
        read.sheets += sheets
        read.notices += passed
    elif file.data.startswith(ZIP):
        for inner in unpack(file):
            whole = File(f"{file.name}/{inner.name}", inner.data)
            if is_clutter(inner.name) or is_aside(inner.stem):
                read.notices.append(passed_over(whole.name, *(CLUTTER if is_clutter(inner.name) else NOTES)))
            else:
                read.sheets += _single(whole)
    else:
        read.sheets += _single(file)


def passed_over(place: str, zh: str, en: str) -> Problem:
    """The notice of a file or sheet that was not read."""
    return problem("passed_over", "", zh, en, place=shown(place))


def _single(file: File) -> list[Sheet]:
    if file.data == NOT_TAKEN:
        raise unreadable(
            file.name,
            f"没有接收：一次会话上传的文件合计不超过{SESSION_BYTES // MEGABYTE} MB、{FILE_COUNT_LIMIT}个；"
            "请删去列表中不用的文件后重新上传它，或重新打开网页。",
            f"was not taken: a session may upload {SESSION_BYTES // MEGABYTE} MB and {FILE_COUNT_LIMIT} files in all; "
            "remove files that are not needed from the list and upload it again, or open the page anew.",
        )
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
    paths = [path for path in sorted(source.iterdir()) if path.suffix.lower() in ENDINGS and not path.is_dir()]
    written = [path for path in paths if path.suffix.lower() != ".parquet"]
    if len(paths) > FILE_COUNT_LIMIT:
        raise too_much(source.name, FILE_COUNT_LIMIT, "个文件", "files")
    return [_read(path) for path in written or paths]


def _read(path: Path) -> File:
    if path.is_symlink():
        raise SifundError([problem("link", "", "是链接，没有读取；请放文件本身。",
                                   "is a link and was not read; put the file itself there.", place=shown(path.name))])  # fmt: skip
    if path.stat().st_size > FILE_LIMIT:
        raise too_much(path.name, FILE_LIMIT // MEGABYTE, "MB", "MB")
    return File(path.name, path.read_bytes())
