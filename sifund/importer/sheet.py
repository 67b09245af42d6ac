"""A sheet as it was found: rows of text cells with their numbers, before anything is understood; and what is too much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from sifund.importer.formats import Shown
from sifund.problem import Problem, SifundError, problem, shown
from sifund.text import Text

FILE_LIMIT = 10_000_000
"""Bytes of one file."""
EXPANDED_LIMIT = 50_000_000
"""Bytes of all that an archive or a workbook holds, and of the text of a workbook's cells."""
FILE_COUNT_LIMIT = 200
SESSION_BYTES = EXPANDED_LIMIT + FILE_LIMIT
"""Bytes that a session may hold uploaded."""
ROW_LIMIT = 10_000
COLUMN_LIMIT = 60
NUMBER_OF_CELLS = ROW_LIMIT * COLUMN_LIMIT

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class File:
    """A file by name and content, as it was uploaded or read; nothing is ever written under its name.

    `called` is its name without ending where the name was changed to tell it from another.
    """

    name: str
    data: bytes
    called: str = ""

    @property
    def ending(self) -> str:
        return PurePosixPath(self.name).suffix.lower()

    @property
    def stem(self) -> str:
        return self.called or PurePosixPath(self.name).stem


@dataclass(frozen=True, slots=True)
class Sheet:
    """The filled rows (number, cells) of a sheet, its name as written, and where messages say that it stands.

    `problems` are those of single cells; they count where the sheet is used. `merged` says of a cell (row, column)
    which cell above or before it is the first of those that it is merged with. `shown` are the cells whose format shows another number
    than they hold, or a unit. `hidden_rows` and `hidden_columns` are those that the eye does not see; `hidden` is whether
    it does not see the sheet.
    """

    place: str
    name: str
    rows: tuple[tuple[int, Cells], ...]
    problems: tuple[Problem, ...] = ()
    merged: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    shown: Mapping[tuple[int, int], Shown] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    hidden: bool = False


def filled(number: int, cells: list[str], place: str) -> tuple[int, Cells] | None:
    """A row without its empty end; None where nothing is in it. Raises SifundError for too many columns."""
    while cells and not cells[-1].strip():
        cells.pop()
    if len(cells) > COLUMN_LIMIT:
        raise too_much(f"{place}:{number}", COLUMN_LIMIT, "列", "columns")
    return (number, tuple(cells)) if cells else None


def too_much(place: str, limit: int, zh: str, en: str) -> SifundError:
    """The error of something that is larger than its limit, counted in `zh`, `en`."""
    return SifundError([problem(
        "too_much", "", "超过上限{limit}{what}；请拆小，或只留本程序用的表和列。",
        "is over the limit of {limit} {what}; make it smaller, or keep only the tables and columns that are used here.",
        place=shown(place), limit=f"{limit:,}", what=Text(zh, en),
    )])  # fmt: skip


def unreadable(place: str, zh: str, en: str, value: object = "") -> SifundError:
    """The error of a file that is not what it should be."""
    return SifundError([problem("unreadable", "", zh, en, place=shown(place), value=value)])
