"""The numbers of a worksheet as its XML says them, to be compared with what was read of it."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sifund.importer.coordinates import cell_name


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

    def differs(self, found: Sequence[Sequence[str | None]], first: int, besides: Collection[tuple[int, int]]) -> str:
        """The name of the first cell that was read as something else, `besides` left out; `first` is the first column."""
        for row, column, value in zip(self.rows, self.columns, self.values, strict=True):
            if (row, column) not in besides and _number(found, row - 1, column - first) != value:
                return cell_name(row, column)
        return ""


def _number(found: Sequence[Sequence[str | None]], row: int, column: int) -> float | None:
    try:
        return float(found[row][column] or "")
    except (IndexError, ValueError):
        return None
