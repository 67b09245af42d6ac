"""A work list that comes back: read in a process of its own with limits, for a small file can ask for all memory there is."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from sifund import apart
from sifund.problem import Problem, SifundError, problem, shown
from sifund.records.entered import FilledIn, Row, cells, of_cells
from sifund.records.findings import Kept
from sifund.records.mask import veiled
from sifund.text import Text

MOST_BYTES = 20_000_000
REFUSED = 3
"""The exit status where the file is no work list; its problems are what is answered."""
CURE = Text(
    "请填写导出的清单，不要另加工作表或格式", "fill in the list that was exported, without other sheets or formats"
)


def read_results(content: bytes, name: str, entry: Kept) -> FilledIn:
    """The results of a filled-in list of that name. Raises SifundError with every problem; rows are named by their number alone."""
    return of_cells(*cells_apart(content, name), entry)


def cells_apart(content: bytes, name: str) -> tuple[str, list[Row]]:
    """The sheet and rows of a workbook, as `entered.cells` reads them. Raises SifundError where it is none, or with what ended its
    reading."""
    place = shown(veiled(Path(name).name))
    if len(content) > MOST_BYTES:
        raise SifundError([problem(
            "too_much", "", "超过{most} MB，没有读入；{cure}。", "is larger than {most} MB and was not read; {cure}.", place=place,
            most=MOST_BYTES // 1_000_000, cure=CURE,
        )])  # fmt: skip
    try:
        with TemporaryDirectory() as folder:
            file = Path(folder) / "list.xlsx"
            file.write_bytes(content)
            status, words = apart.answer("sifund.records.received", str(file), place)
    except OSError as error:
        says = apart.NO_START.format(how=error.strerror or type(error).__name__)
        raise SifundError([Problem("not_read", "", says, place)]) from None
    if status == REFUSED:
        raise SifundError([Problem(**{**one, "says": Text(**one["says"])}) for one in json.loads(words)])
    if status:
        limits = apart.Limits(apart.MEMORY, apart.SECONDS, apart.SECONDS, apart.ANSWER)
        raise SifundError([Problem("not_read", "", apart.ending(status, limits, CURE), place)])
    sheet, rows = json.loads(words)
    return sheet, rows


def main(file: Path, name: str) -> int:
    """Answer with the rows of a file, or with what is wrong with it; the exit status."""
    try:
        answer, status = cells(file, name), 0
    except SifundError as error:
        answer, status = [asdict(one) for one in error.problems], REFUSED
    except MemoryError:
        return apart.NO_MEMORY
    sys.stdout.write(json.dumps(answer))
    return status


if __name__ == "__main__":
    apart.limit()
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
