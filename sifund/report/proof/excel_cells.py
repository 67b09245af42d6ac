"""The cells of a sheet: what each shows, with its number format and its formula, written alike wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sifund.report.proof.excel_styles import NONE, Style, unseen_font
from sifund.report.proof.package import Element, child, inside, local, value
from sifund.report.proof.pieces import cleaned, mark, plain

_REFERENCE = re.compile(r"(\$?)([A-Z]{1,3})(\$?)([1-9][0-9]{0,6})(?![0-9A-Za-z_(!])")
_RELATIVE = re.compile(r"R\[(-?[0-9]+)\]C\[(-?[0-9]+)\]")
_DIFFERENCE = re.compile(r"([A-Z]+[0-9]+)-([A-Z]+[0-9]+)")
_SUM = re.compile(r"SUM\(([A-Z0-9:,]+)\)")
ROUNDING = 0.005
"""Yuan: half a fen a term is what sums of rounded amounts differ from rounded sums by."""
SUM_LIMIT = 100_000


@dataclass(frozen=True, slots=True)
class Cell:
    """Where it stands, counted from one, what it shows, and whether that is a figure and can be seen."""

    row: int
    column: int
    says: str
    figure: bool
    unseen: bool


def column_name(number: int) -> str:
    """A column's letters; it is counted from one."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def place_of(reference: str) -> tuple[int, int]:
    """Row and column of A1; (0, 0) for no reference."""
    match = re.fullmatch(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})", reference)
    if not match:
        return 0, 0
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def rich_text(item: Element) -> tuple[str, bool]:
    """The words of a string that can be seen, and whether some cannot."""
    words, hidden = "", False
    for part in item:
        if local(part) == "t":
            words += part.text or ""
        elif local(part) == "r":
            if unseen_font(child(part, "rPr")):
                hidden = True
            else:
                words += "".join(one.text or "" for one in part if local(one) == "t")
    return plain(cleaned(words.replace("\n", " "))), hidden


class CellReader:
    """Reads the cells of a sheet with the workbook's strings and styles."""

    def __init__(self, strings: Sequence[tuple[str, bool]], styles: Sequence[Style]) -> None:
        self._strings, self._styles = strings, styles

    def cells(self, sheet: Element) -> Iterator[Cell]:
        """All that show something."""
        raw = [
            (*place_of(value(c, "r") or ""), c) for row in inside(sheet, "sheetData") for c in row if local(c) == "c"
        ]
        figures = {(r, c): number for r, c, cell in raw if (number := self._number(cell)) is not None}
        for (row, column, cell), formula in zip(raw, _formulas(raw), strict=True):
            says, figure, hidden = self._says(cell, formula, figures.get((row, column)), figures)
            if says:
                style = self._style(cell)
                yield Cell(
                    row, column, says + self._marks(style, formula, row, column, figure), figure, style.unseen or hidden
                )

    def _style(self, cell: Element) -> Style:
        at = int(value(cell, "s") or 0)
        return self._styles[at] if at < len(self._styles) else NONE

    def _number(self, cell: Element) -> float | None:
        written = child(cell, "v")
        if value(cell, "t") not in (None, "n") or written is None:
            return None
        return float(written.text or "nan")

    def _says(
        self, cell: Element, formula: str, number: float | None, figures: Mapping[tuple[int, int], float]
    ) -> tuple[str, bool, bool]:
        """What a cell shows, whether that is a figure, and whether part of it cannot be seen."""
        kind, written = value(cell, "t"), child(cell, "v")
        if number is not None:
            worked = worked_out(formula, figures)
            near = worked is not None and abs(worked[0] - number) <= ROUNDING * worked[1]
            return shown(round(worked[0], 2) if worked and near else number), True, False
        if kind == "inlineStr":
            return *rich_text(child(cell, "is")), False  # type: ignore[return-value]
        words = "" if written is None else written.text or ""
        if kind == "s":
            text, hidden = self._strings[int(words)]
            return text, False, hidden
        return plain(cleaned(words)), False, False

    def _marks(self, style: Style, formula: str, row: int, column: int, figure: bool) -> str:
        marks = mark("fill") if style.fill else ""
        if figure or any(
            '"' in part for part in style.format.split(";")[3:] or [style.format if "@" in style.format else ""]
        ):
            marks += mark("format", style.format)
        return marks + (mark("formula", relative(formula, row, column)) if formula else "")


def shown(number: float) -> str:
    """A figure as exactly as Excel keeps it: 15 digits."""
    words = format(Decimal(f"{number + 0.0:.15g}"), "f")
    return words.rstrip("0").rstrip(".") if "." in words else words


def _formulas(cells: Iterable[tuple[int, int, Element]]) -> Iterator[str]:
    """The formula of each cell; one that several share as it reads at each."""
    shared: dict[str, tuple[int, int, str]] = {}
    for row, column, cell in cells:
        if (formula := child(cell, "f")) is None:
            yield ""
            continue
        text, kind = (formula.text or "").lstrip("=").replace(" ", "").upper(), value(formula, "t")
        if kind == "shared":
            group = value(formula, "si") or ""
            shared |= {group: (row, column, text)} if text else {}
            yield _moved_to(row, column, *shared.get(group, (row, column, "?")))
        else:
            yield f"{{{kind}:{text}}}" if kind in ("array", "dataTable") else text or "?"


def _moved_to(row: int, column: int, first_row: int, first_column: int, text: str) -> str:
    return _REFERENCE.sub(lambda m: _moved(m, row - first_row, column - first_column), text)


def _moved(match: re.Match[str], down: int, right: int) -> str:
    fixed_column, column, fixed_row, row = match.groups()
    at = place_of(f"{column}{row}")
    return f"{fixed_column}{column if fixed_column else column_name(at[1] + right)}{fixed_row}{row if fixed_row else at[0] + down}"


def relative(formula: str, row: int, column: int) -> str:
    """A formula as it reads from its own cell, so that a row put in above it changes nothing."""

    def seen_from_here(match: re.Match[str]) -> str:
        there = place_of(f"{match[2]}{match[4]}")
        return f"R[{there[0] - row}]C[{there[1] - column}]"

    return _REFERENCE.sub(seen_from_here, formula)


def absolute(words: str, place: str) -> str:
    """Words with a formula as it is written in its own cell, which is the end of `place`."""
    row, column = place_of(place.rpartition("!")[2])
    if not row:
        return words
    return _RELATIVE.sub(lambda m: f"{column_name(column + int(m[2]))}{row + int(m[1])}", words)


def worked_out(formula: str, figures: Mapping[tuple[int, int], float]) -> tuple[float, int] | None:
    """What a difference or a sum of cells gives, and of how many terms; None for any other formula."""
    if match := _DIFFERENCE.fullmatch(formula):
        return figures.get(place_of(match[1]), 0.0) - figures.get(place_of(match[2]), 0.0), 3
    if match := _SUM.fullmatch(formula):
        places = [place for part in match[1].split(",") for place in _places(part)]
        return sum(figures.get(place, 0.0) for place in places), len(places) + 1
    return None


def _places(part: str) -> Iterator[tuple[int, int]]:
    first, _, last = part.partition(":")
    (top, left), (bottom, right) = place_of(first), place_of(last or first)
    if 0 < (bottom - top + 1) * (right - left + 1) <= SUM_LIMIT:
        yield from ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
