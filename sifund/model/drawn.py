"""Draws: a run of its own, in which each side has a row for every draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sifund.dataset import Dataset
from sifund.model.calibrate import calibrate
from sifund.model.engine import run_rows
from sifund.model.paths import Array
from sifund.model.result import Part
from sifund.model.rows import Draws, RowPaths
from sifund.scenario import Changes
from sifund.scenario.scenario import inputs_of, moves_of


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of one side, one a draw."""

    part: Part
    rows: slice

    def line(self, key: str) -> Array:
        """A line's amounts (row, year) [yuan]; of one that no draw moves a single row."""
        amounts = self.part.annual[key]
        return amounts if len(amounts) == 1 else amounts[self.rows]

    def measure(self, fund: str, measure: str) -> Array:
        """A measure of a fund or of "all" (row, year); NaN where cover has no expenditure to divide by, and where the
        opening balance is unknown."""
        return self.part.measure(fund, measure, self.rows)


def run_drawn(
    dataset: Dataset, changes: Changes, years: int, draws: Draws, funds: Sequence[str] = ()
) -> tuple[Block, Block]:
    """The baseline and a scenario on the same draws; the baseline undrawn, a single row, where `draws` leave it out.

    `funds` limits the run to some. Raises SifundError for impossible base-year inputs.
    """
    moves = moves_of(changes)
    rows = [moves] if moves or not draws.baseline else []
    part = run_rows(RowPaths(calibrate(dataset, inputs_of(changes)), rows, years, draws), funds)
    first = slice(1, 1 + draws.size) if draws.baseline else slice(0, 1)
    return Block(part, first), Block(part, slice(part.rows - draws.size, part.rows))
