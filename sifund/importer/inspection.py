"""What a workbook's parts say before it is opened: how large its sheets are, which cells are formulas, what formats show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from sifund.importer.book import KINDS, TRUE, Book, Types, is_part, names_of, targets_of
from sifund.importer.coordinates import cell_name, not_within, number, position
from sifund.importer.figures import Figures
from sifund.importer.formats import BUILT_IN, GENERAL, Shown, is_plain, show
from sifund.importer.parts import PartReader, by_root, damaged, read_one, read_parts
from sifund.importer.sheet import (
    COLUMN_LIMIT,
    EXPANDED_LIMIT,
    NUMBER_OF_CELLS,
    ROW_LIMIT,
    File,
    too_much,
)

P = TypeVar("P")
LONGEST_NUMBER = 32
INDENT_LIMIT = 15
FORMAT_LIMIT = 1000
"""Characters of a number format; spreadsheets themselves stop at 255."""


@dataclass
class Part:
    """A worksheet: where its filled cells lie, and which of them are formulas or errors, by name.

    `figures` are what number cells hold; `shown` is what a cell (row, column) of a format that is not plain is read as.
    `merged` names for each cell of a merged range but its first the (row, column) of that first; `indents` are the blanks by
    which a cell's text is moved in. `state` is "visible", "hidden" or
    "veryHidden".
    """

    first_column: int = COLUMN_LIMIT
    last_column: int = 0
    last_row: int = 0
    formulas: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    shown: dict[tuple[int, int], Shown] = field(default_factory=dict)
    figures: Figures = field(default_factory=Figures)
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    indents: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    state: str = "visible"


class _Strings(PartReader):
    """Lengths of the texts that cells refer to by number."""

    root = "sst"

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.lengths: list[int] = []

    def characters(self, content: str) -> None:
        """Text of an element; only its measure, or a number's, is kept."""
        if self.lengths:
            self.lengths[-1] += len(content)

    def start(self, name: str, attrs) -> None:
        """Take what matters of an element."""
        if name == "sst" and any(not_within(attrs.get(count), NUMBER_OF_CELLS) for count in ("count", "uniqueCount")):
            raise damaged(self.place)  # a reader makes room for as many
        if name == "si":
            self.lengths.append(0)
            if len(self.lengths) > NUMBER_OF_CELLS:
                raise too_much(self.place, NUMBER_OF_CELLS, "格", "cells")


class _Styles(PartReader):
    """The number format of each cell format, by number: its code, or "" where it is plain; and how far it moves text in."""

    root = "styleSheet"

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self._formats: dict[str, str] = {}
        self._numbers: list[str] = []
        self.indents: list[str] = []

    def start(self, name: str, attrs) -> None:
        """Take what matters of an element."""
        if name == "numFmt" and self.path[-2] == "numFmts":
            self._formats[attrs.get("numFmtId", "")] = code = attrs.get("formatCode", "")
            if len(code) > FORMAT_LIMIT:
                raise damaged(self.place)
        elif name == "xf" and self.path[-2] == "cellXfs":
            self._numbers.append(attrs.get("numFmtId", ""))
            self.indents.append("")
        elif name == "alignment" and self.path[-3:-1] == ["cellXfs", "xf"]:
            self.indents[-1] = "  " * min(number(attrs.get("indent")) or 0, INDENT_LIMIT)

    @cached_property
    def codes(self) -> list[str]:
        """The number format of each style; empty where it is plain."""
        formats = (self._formats.get(n) or BUILT_IN.get(number(n) or 0, GENERAL) for n in self._numbers)
        return ["" if is_plain(code) else code for code in formats]


class _Cells(PartReader):
    """Where the filled cells of a worksheet end, and what is peculiar about them. Raises SifundError past the limits."""

    root = "worksheet"

    def __init__(self, place: str, strings: Sequence[int], styles: _Styles, from_1904: bool) -> None:
        super().__init__(place)
        self.strings, self.formats, self.indents = strings, styles.codes, styles.indents
        self.from_1904, self.part = from_1904, Part()
        self.row = self.column = self.cells = self.repeated = 0
        self.attrs: dict[str, str] = {}
        self.text, self.filled, self.held = "", False, False
        self.places = bytearray((ROW_LIMIT + 1) * (COLUMN_LIMIT + 1))

    def characters(self, content: str) -> None:
        """Text of an element; only its measure, or a number's, is kept."""
        if self.path[-1] == "v" and len(self.text) < LONGEST_NUMBER:
            self.text += content

    def start(self, name: str, attrs) -> None:
        """Take what matters of an element."""
        if name == "row":
            self.row, self.column = self._given(attrs, number(attrs.get("r")), self.row + 1), 0
            self._keep_to(len(self.part.hidden_rows), NUMBER_OF_CELLS, "行", "rows")
            self.part.hidden_rows |= {self.row} if attrs.get("hidden") in TRUE else set()
        elif name == "c":
            self.attrs, self.filled, self.held, self.text = dict(attrs), False, False, ""
            self.row, self.column = self._given(attrs, position(attrs.get("r", "")), (self.row, self.column + 1))
            self.cells += 1
            self._keep_to(self.cells, NUMBER_OF_CELLS, "格", "cells")
        elif name == "f":
            self.part.formulas.append(self.name)
            self._keep_to(len(self.part.formulas), NUMBER_OF_CELLS, "格", "cells")
            self.filled = True
        elif name in ("v", "is"):
            if self.held:
                raise damaged(f"{self.place} {self.name}")
            self.filled = self.held = True
        elif name == "col" and attrs.get("hidden") in TRUE:
            first, last = (number(attrs.get(end)) or 0 for end in ("min", "max"))
            self.part.hidden_columns |= set(range(first, min(last, COLUMN_LIMIT) + 1))
        elif name == "mergeCell":
            self._merge(*map(position, attrs.get("ref", "").partition(":")[::2]))

    def end(self, name: str) -> None:
        """Measure a cell when it is whole."""
        if name == "c" and self.filled:
            self._measure()
            if self.attrs.get("t") == "e":
                self.part.errors.append(self.name)
            elif self.attrs.get("t", "n") == "n":
                self._show()
            elif indent := "".join(self.indents[(style := number(self.attrs.get("s")) or 0) : style + 1]):
                self.part.indents[self.row, self.column] = indent

    def _show(self) -> None:
        """Keep a number, and what it is read as where its format is not plain; a format that is not there is damage."""
        style = number(self.attrs.get("s", "0"))
        if style is None or (style and style >= len(self.formats)):
            raise damaged(self.place)
        code = self.formats[style] if style < len(self.formats) else ""
        try:
            if self.text.strip():
                self.part.figures.add(self.row, self.column, self.text)
            if code and self.text.strip():
                self.part.shown[self.row, self.column] = show(self.text, code, self.from_1904)
        except (ValueError, ArithmeticError):
            raise damaged(self.place) from None

    @property
    def name(self) -> str:
        return cell_name(self.row, self.column)

    def _measure(self) -> None:
        self.part.first_column = min(self.part.first_column, self.column)
        self.part.last_column = max(self.part.last_column, self.column)
        self.part.last_row = max(self.part.last_row, self.row)
        self._keep_to(self.row, ROW_LIMIT, "行", "rows")
        self._keep_to(self.column, COLUMN_LIMIT, "列", "columns")
        self._stand_alone()
        if self.attrs.get("t") == "s":
            at = number(self.text.strip())
            if at is None or at >= len(self.strings):
                raise damaged(self.place)
            self.repeated += self.strings[at]
            self._keep_to(self.repeated, EXPANDED_LIMIT, "字", "characters")

    def _stand_alone(self) -> None:
        """Two cells in one place are damage: which of them counts is no guess of ours."""
        place = self.row * (COLUMN_LIMIT + 1) + self.column
        if self.places[place]:
            raise damaged(f"{self.place} {self.name}")
        self.places[place] = 1

    def _merge(self, top: tuple[int, int] | None, end: tuple[int, int] | None) -> None:
        """Remember a range, as far as cells are filled."""
        if top and end:
            down = range(top[0], min(end[0], self.part.last_row) + 1)
            across = range(top[1], min(end[1], self.part.last_column) + 1)
            self._keep_to(len(self.part.merged) + len(down) * len(across), NUMBER_OF_CELLS, "格", "cells")
            self.part.merged |= {(row, column): top for row in down for column in across if (row, column) != top}

    def _given(self, attrs, given: P | None, counted: P) -> P:
        """Where a row or cell says that it stands, else where counting has come; what cannot be read is no guess of ours."""
        if given is None and "r" in attrs:
            raise damaged(self.place)
        return counted if given is None else given

    def _keep_to(self, size: int, limit: int, zh: str, en: str) -> None:
        if size > limit:
            raise too_much(self.place, limit, zh, en)


MEASURED = ("workbook", "Relationships", "Types", *KINDS.values())
"""Roots of the parts that are read here, every one of them to its end; a reader of the workbook needs no others."""


def inspect(place: str, files: Sequence[File]) -> tuple[dict[str, Part], list[File]]:
    """Every worksheet of a workbook's parts, by the sheet's name, and the parts that were measured: what is opened later is
    these and no others. Raises SifundError."""
    parts = by_root(place, files)
    strings, book = read_one(parts, lambda: _Strings(place)).lengths, read_one(parts, lambda: Book(place))
    styles, _ = read_one(parts, lambda: _Styles(place)), list(read_parts(parts, lambda: Types(place)))
    names = names_of(book, targets_of(place, parts, [file.name for file in files]))
    by_name = {}
    for file, sheet in read_parts(parts, lambda: _Cells(place, strings, styles, book.from_1904)):
        name, state = next((n for target, n in names.items() if is_part(file.name, target)), (file.name, "visible"))
        by_name[name] = replace(sheet.part, state=state)
    if sum(part.last_row * part.last_column for part in by_name.values()) > NUMBER_OF_CELLS:
        raise too_much(place, NUMBER_OF_CELLS, "格", "cells")
    return by_name, [file for root in MEASURED for file in parts.get(root, ())]
