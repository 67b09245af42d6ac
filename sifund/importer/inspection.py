"""What a workbook's parts say before it is opened: how large its sheets are, which cells are formulas or percents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sifund.importer.coordinates import cell_name, number, position
from sifund.importer.parts import PartReader, damaged, read_parts
from sifund.importer.sheet import COLUMN_LIMIT, EXPANDED_LIMIT, NUMBER_OF_CELLS, ROW_LIMIT, File, too_much

P = TypeVar("P")
LONGEST_NUMBER = 20
PERCENT_FORMATS = {"9", "10"}
"""Numbers of the built-in formats 0% and 0.00%."""


@dataclass
class Part:
    """A worksheet: where its filled cells lie, and which of them are formulas, errors, or written as percents, by name.

    `merged` names for each cell (row, column) below the top of a merged range the row of that top.
    """

    first_column: int = COLUMN_LIMIT
    last_column: int = 0
    last_row: int = 0
    formulas: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    percents: set[str] = field(default_factory=set)
    merged: dict[tuple[int, int], int] = field(default_factory=dict)


class _Strings(PartReader):
    """Lengths of the texts that cells refer to by number."""

    root = "sst"

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.lengths: list[int] = []

    def characters(self, content: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(content)

    def start(self, name: str, attrs) -> None:
        if name == "si":
            self.lengths.append(0)
            if len(self.lengths) > NUMBER_OF_CELLS:
                raise too_much(self.place, NUMBER_OF_CELLS, "格", "cells")


class _Styles(PartReader):
    """Whether each cell format, by number, writes percents."""

    root = "styleSheet"

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.percent: list[bool] = []
        self._own: set[str] = set()

    def start(self, name: str, attrs) -> None:
        if name == "numFmt" and "%" in attrs.get("formatCode", ""):
            self._own.add(attrs.get("numFmtId", ""))
        elif name == "xf" and self.path[-2] == "cellXfs":
            self.percent.append(attrs.get("numFmtId", "") in self._own | PERCENT_FORMATS)


class _Cells(PartReader):
    """Where the filled cells of a worksheet end, and what is peculiar about them. Raises SifundError past the limits."""

    root = "worksheet"

    def __init__(self, place: str, strings: Sequence[int], percent: Sequence[bool]) -> None:
        super().__init__(place)
        self.strings, self.percent, self.part = strings, percent, Part()
        self.row = self.column = self.cells = self.repeated = 0
        self.attrs: dict[str, str] = {}
        self.text, self.filled = "", False

    def characters(self, content: str) -> None:
        if self.path[-1] == "v" and len(self.text) < LONGEST_NUMBER:
            self.text += content

    def start(self, name: str, attrs) -> None:
        if name == "row":
            self.row, self.column = self._given(attrs, number(attrs.get("r")), self.row + 1), 0
        elif name == "c":
            self.attrs, self.filled, self.text = dict(attrs), False, ""
            self.row, self.column = self._given(attrs, position(attrs.get("r", "")), (self.row, self.column + 1))
            self.cells += 1
            self._keep_to(self.cells, NUMBER_OF_CELLS, "格", "cells")
        elif name == "f":
            self.part.formulas.append(self.name)
            self.filled = True
        elif name in ("v", "is"):
            self.filled = True
        elif name == "mergeCell":
            self._merge(*map(position, attrs.get("ref", "").partition(":")[::2]))

    def end(self, name: str) -> None:
        if name == "c" and self.filled:
            self._measure()
            if self.attrs.get("t") == "e":
                self.part.errors.append(self.name)
            style = number(self.attrs.get("s")) or 0
            if style < len(self.percent) and self.percent[style]:
                self.part.percents.add(self.name)

    @property
    def name(self) -> str:
        return cell_name(self.row, self.column)

    def _measure(self) -> None:
        self.part.first_column = min(self.part.first_column, self.column)
        self.part.last_column = max(self.part.last_column, self.column)
        self.part.last_row = max(self.part.last_row, self.row)
        at = number(self.text.strip()) if self.attrs.get("t") == "s" else None
        self.repeated += self.strings[at] if at is not None and at < len(self.strings) else 0
        self._keep_to(self.row, ROW_LIMIT, "行", "rows")
        self._keep_to(self.column, COLUMN_LIMIT, "列", "columns")
        self._keep_to(self.repeated, EXPANDED_LIMIT, "字", "characters")

    def _merge(self, top: tuple[int, int] | None, end: tuple[int, int] | None) -> None:
        """Remember a range that runs down one column."""
        if top and end and top[1] == end[1]:
            self._keep_to(len(self.part.merged) + end[0] - top[0], NUMBER_OF_CELLS, "格", "cells")
            self.part.merged |= {(row, top[1]): top[0] for row in range(top[0] + 1, end[0] + 1)}

    def _given(self, attrs, found: P | None, counted: P) -> P:
        """Where a row or cell says that it stands, else where counting has come; what cannot be read is no guess of ours."""
        if found is None and "r" in attrs:
            raise damaged(self.place)
        return counted if found is None else found

    def _keep_to(self, size: int, limit: int, zh: str, en: str) -> None:
        if size > limit:
            raise too_much(self.place, limit, zh, en)


class _Book(PartReader):
    """Names of the sheets and the numbers by which the book relates them to parts."""

    root = "workbook"

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.sheets: dict[str, str] = {}

    def start(self, name: str, attrs) -> None:
        if name == "sheet":
            number = next((attrs[key] for key in attrs.getNames() if key.endswith(":id")), "")
            self.sheets[number] = attrs.get("name", "")


class _Relations(PartReader):
    """Parts by number."""

    root = "Relationships"

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.targets: dict[str, str] = {}

    def start(self, name: str, attrs) -> None:
        if name == "Relationship":
            self.targets[attrs.get("Id", "")] = attrs.get("Target", "")


def inspect(place: str, files: Sequence[File]) -> dict[str, Part]:
    """Every worksheet of a workbook's parts, by the sheet's name. Raises SifundError."""
    strings = [n for handler in read_parts(files, lambda: _Strings(place)) for n in handler.lengths]
    percent = [p for handler in read_parts(files, lambda: _Styles(place)) for p in handler.percent]
    names = _names(place, files)
    found = {}
    for file in files:
        for sheet in read_parts([file], lambda: _Cells(place, strings, percent)):
            name = next((n for target, n in names.items() if file.name.endswith(target)), file.name)
            found[name] = sheet.part
    if sum(part.last_row * part.last_column for part in found.values()) > NUMBER_OF_CELLS:
        raise too_much(place, NUMBER_OF_CELLS, "格", "cells")
    return found


def _names(place: str, files: Sequence[File]) -> dict[str, str]:
    """Names of the sheets by the end of their part's name."""
    relations = [file for file in files if file.name.endswith("workbook.xml.rels")]
    targets = {n: t for handler in read_parts(relations, lambda: _Relations(place)) for n, t in handler.targets.items()}
    sheets = {n: s for handler in read_parts(files, lambda: _Book(place)) for n, s in handler.sheets.items()}
    return {targets[number].lstrip("/"): name for number, name in sheets.items() if targets.get(number)}
