"""A work list that came by browser: read in a process of its own with limits, for a small file can ask for all memory there is."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sifund import apart
from sifund.problem import Problem, SifundError, problem
from sifund.records.entered import Row, cells
from sifund.text import Text

MOST_BYTES = 20_000_000
REFUSED = 3
"""The exit status where the file is no work list; its problems are what is answered."""


def cells_apart(content: bytes, name: str) -> tuple[str, list[Row]]:
    """The sheet and rows of a workbook, as `entered.cells` reads them. Raises SifundError where it is none, or takes too much."""
    if len(content) > MOST_BYTES:
        raise _too_much(name)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "list.xlsx"
        file.write_bytes(content)
        status, answer = _answer(file, Path(name).name)
    if answer is None:
        raise _too_much(name)
    if status == REFUSED:
        raise SifundError([Problem(**{**one, "says": Text(**one["says"])}) for one in answer])
    sheet, rows = answer
    return sheet, rows


def _answer(file: Path, name: str) -> tuple[int, Any]:
    """The exit status of the process that reads a file, and what it answers; None where it did not come to an end."""
    status, words = apart.answer("sifund.records.received", str(file), name)
    try:
        return status, json.loads(words) if status in (0, REFUSED) else None
    except ValueError:
        return status, None


def _too_much(name: str) -> SifundError:
    return SifundError([problem(
        "too_much", "", "“{value}”太大或有损坏，没有读完，什么也没有记下；请填写导出的清单（至多20 MB），不要另加工作表或格式。",
        '"{value}" is too large or damaged and could not be read to its end; nothing was entered. Fill in the list that was exported '
        "(20 MB at most), without other sheets or formats.", value=Path(name).name,
    )])  # fmt: skip


def main(file: Path, name: str) -> int:
    """Answer with the rows of a file, or with what is wrong with it; the exit status."""
    try:
        answer, status = cells(file, name), 0
    except SifundError as error:
        answer, status = [asdict(one) for one in error.problems], REFUSED
    sys.stdout.write(json.dumps(answer))
    return status


if __name__ == "__main__":
    apart.limit()
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
