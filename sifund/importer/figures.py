"""The numbers of a worksheet as its XML says them; what a reader makes of them is held against it."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sifund.importer.coordinates import cell_name
from sifund.importer.formats import Shown, in_full

ROUNDED = 1e-9
"""To which the reader of workbooks rounds what it writes out."""


@dataclass
class Figures:
    """Rows, columns and values of its number cells, in the order of the part; ten thousand take 160 kB."""

    rows: array[int] = field(default_factory=lambda: array("I"))
    columns: array[int] = field(default_factory=lambda: array("I"))
    values: array[float] = field(default_factory=lambda: array("d"))

    def add(self, row: int, column: int, text: str) -> None:
        """Take in a cell. Raises ValueError for what is no number."""
        self.values.append(float(text))
        self.rows.append(row)
        self.columns.append(column)

    def put(self, grid: Sequence[list[str]], shown: Mapping[tuple[int, int], Shown]) -> str:
        """Write each over what was read in its place: in full, or as it is `shown`. The name of the first cell that was
        read as something else, where there is one."""
        for row, column, value in zip(self.rows, self.columns, self.values, strict=True):
            look = shown.get((row, column))
            text = _read(grid, row - 1, column - 1)
            if not text or not (look or _alike(text, value)):
                return cell_name(row, column)
            grid[row - 1][column - 1] = look.text if look else in_full(value)
        return ""


def _read(grid: Sequence[list[str]], row: int, column: int) -> str:
    return grid[row][column] if 0 <= row < len(grid) and column < len(grid[row]) else ""


def _alike(text: str, value: float) -> bool:
    try:
        return abs(float(text) - value) <= max(ROUNDED, 1e-15 * abs(value))
    except ValueError:
        return False
