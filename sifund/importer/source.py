"""One way in: an office's files → a dataset that is whole, checked and calibrated, or every problem at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from sifund.calibrate import calibrate
from sifund.dataset import Dataset, make
from sifund.importer.columns import is_aside
from sifund.importer.files import collect, sheets
from sifund.importer.gather import Gathered, SheetRead
from sifund.importer.layout import lay_out, table_key
from sifund.importer.sheet import File
from sifund.problem import Problem, SifundError


@dataclass(frozen=True, slots=True)
class Imported:
    """A dataset, what was read to make it, and what the importer supplied or left out."""

    dataset: Dataset
    read: tuple[SheetRead, ...]
    notices: tuple[Problem, ...]


def read_path(source: Path) -> Imported:
    """The dataset of a folder or file. Raises SifundError with every problem found, OSError where reading fails."""
    return read_files(collect(source))


def read_files(files: Sequence[File]) -> Imported:
    """The dataset of files: a workbook, a zip, or one CSV or Parquet file a table. Raises SifundError with every problem."""
    found, problems = sheets(files)
    unread = {table_key(PurePosixPath(found.place).stem) for found in problems}
    gathered = Gathered(problems=problems)
    tables = [lay_out(sheet) for sheet in found if sheet.rows and not is_aside(sheet.name)]
    for table in sorted(tables, key=lambda t: t.key != "meta"):
        gathered.add(table)
    gathered.ask_for_missing(unread)
    if gathered.problems:
        raise SifundError(gathered.problems)
    dataset = make(gathered.rows)
    calibrate(dataset)  # what cannot be calibrated is refused here, not on a page
    return Imported(dataset, tuple(gathered.read), tuple(gathered.notices))
