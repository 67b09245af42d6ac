"""The two nouns of a run: a `Case` is a question, a `Side` one row of the answer.

`run` answers many questions in one engine call: whoever tries many values of something asks it, and builds no case a row.
A case is kept for the whole process: whoever asks the same again, in whichever session, gets what was worked out.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np

from sifund import catalog
from sifund.dataset import Dataset
from sifund.declare.formula import Line
from sifund.declare.parameter import Inputs, Parameter, Steps
from sifund.model.baseline import Baseline
from sifund.model.calibrate import calibrate
from sifund.model.engine import run_rows
from sifund.model.memory import Memory, remembered
from sifund.model.paths import Array
from sifund.model.person import replacement
from sifund.model.quantity import quantity_rows
from sifund.model.result import Part
from sifund.model.rows import RowPaths
from sifund.scenario import Changes
from sifund.scenario.scenario import inputs_of, moves_of

Which = Literal["baseline", "scenario"]
LIMIT = 200_000_000
"""Bytes of arrays that cases may take in all."""


@dataclass(frozen=True, eq=False)
class Side:
    """One row of a run with its parameter paths; by year (year,) or by month (month,) from the base year's January on,
    amounts in yuan, cover in months. `baseline` is the row that it is compared with; of a baseline, itself."""

    part: Part
    paths: RowPaths
    row: int = 0
    first: Side | None = None
    _measures: dict[tuple[str, str], Array] = field(
        default_factory=dict[tuple[str, str], Array], init=False, repr=False
    )
    """What was asked for: pages and documents ask for the same again and again."""

    @property
    def baseline(self) -> Side:
        return self.first or self

    @property
    def is_baseline(self) -> bool:
        return self.first is None

    @property
    def base(self) -> Baseline:
        """The calibrated dataset, with the base-year inputs of the case."""
        return self.part.base

    @cached_property
    def years(self) -> list[int]:
        """The calendar years of the run."""
        return list(range(self.base.base_year, self.base.base_year + self.part.years))

    @property
    def funds(self) -> tuple[str, ...]:
        return self.base.funds

    @property
    def moves(self) -> dict[str, Steps]:
        """What the row changes on its baseline, by parameter."""
        return self.paths.moves[self.row - 1] if self.row else {}

    @property
    def changes(self) -> dict[str, Steps]:
        """What the row changes: base-year inputs, which a baseline has too, and what it moves."""
        typed: dict[str, Steps] = {key: ((0, amount),) for key, amount in self.base.inputs}
        return dict(sorted((typed | self.moves).items()))

    def knows(self, fund: str) -> bool:
        """Whether the balance of a fund, or of "all", is known."""
        return self.base.knows(fund)

    def line(self, key: str) -> Array:
        """A line by year [yuan]; NaN where it is unknown: interest on an unknown balance."""
        return self._row(self.part.annual[key])

    def months(self, key: str) -> Array:
        """A line by month [yuan]."""
        return self._row(self.part.months[key])

    def path(self, parameter: Parameter) -> Array:
        """A parameter by month as formulas read it: percents as fractions; NaN where it has no value."""
        return self._row(self.paths.path(parameter))

    def quantity(self, item: Line) -> Array | None:
        """A quantity by month; None where the dataset lacks what it reads."""
        needed = (p for p in item.parameters if p not in item.optional)
        if item.fund not in self.funds or any(p.key not in self.base.values for p in needed):
            return None
        return self._row(_quantity(self.baseline, item))

    def measure(self, fund: str, measure: str) -> Array | None:
        """A measure of a fund or of "all" by year; cover is infinite in a year in which nothing is spent. None where it
        rests on an unknown opening balance; of a person's replacement rate NaN in a year in which it is not known."""
        if person := catalog.person_of(fund, measure):
            return replacement(self, person)
        rests_on_opening = catalog.measure_of(measure, fund).rests_on_opening
        if rests_on_opening and not self.knows(fund):
            return None
        if (fund, measure) not in self._measures:
            amounts = self.part.measure(fund, measure, slice(self.row, self.row + 1))[0]
            whole = np.where(np.isnan(amounts), np.inf, amounts) if rests_on_opening else amounts
            self._measures[fund, measure] = whole
        return self._measures[fund, measure]

    def value(self, fund: str, measure: str, year: int) -> float | None:
        """A measure in one calendar year; None where it is unknown, or cover of a year in which nothing is spent."""
        amounts = self.measure(fund, measure)
        amount = np.inf if amounts is None else float(amounts[self.years.index(year)])
        return amount if np.isfinite(amount) else None

    def line_keys(self, kinds: Sequence[str] = ("expenditure", "income")) -> list[str]:
        """Keys of the lines of those kinds, fund by fund."""
        return [key for fund in self.funds for kind in kinds for key in self.base.keys_of(fund, kind)]

    def kind(self, key: str) -> str:
        """A line's kind: "expenditure" or "income"."""
        return self.base.flat[key].kind if key in self.base.flat else self.base.modelled[key].kind

    def _row(self, amounts: Array) -> Array:
        """What no row moves is kept once."""
        return amounts[self.row if len(amounts) > 1 else 0]


def _quantity(first: Side, item: Line) -> Array:
    """A quantity in every row of a run (row or 1, month)."""
    return first.part.quantities[item.key] if item.key in first.part.quantities else _worked_out(first, item)


@remembered()
def _worked_out(first: Side, item: Line) -> Array:
    return quantity_rows(first.part, first.paths, item)


def run(dataset: Dataset, rows: Sequence[Changes], years: int = 6, funds: Sequence[str] = ()) -> tuple[Side, ...]:
    """The sides of many rows of changes over `years` calendar years from the base year, in one engine call.

    Rows with base-year inputs of their own have a baseline of their own. `funds` limits the run to some: then only their
    figures may be asked for. Raises SifundError for impossible base-year inputs.
    """
    return _sides(dataset, rows, years, lambda paths: run_rows(paths, funds))


def laid_out(dataset: Dataset, rows: Sequence[Changes], years: int) -> tuple[Side, ...]:
    """The sides of rows that are not run: what each types and where its parameters go may be asked for, no amounts."""
    return _sides(dataset, rows, years, lambda paths: Part(paths.base, paths.years, paths.rows))


def _sides(
    dataset: Dataset, rows: Sequence[Changes], years: int, part_of: Callable[[RowPaths], Part]
) -> tuple[Side, ...]:
    members: dict[Inputs, list[int]] = {}
    for number, changes in enumerate(rows):
        members.setdefault(inputs_of(changes), []).append(number)
    sides: dict[int, Side] = {}
    for inputs, numbers in members.items():
        paths = RowPaths(calibrate(dataset, inputs), [moves_of(rows[number]) for number in numbers], years)
        part = part_of(paths)
        first = Side(part, paths)
        sides |= {number: Side(part, paths, row, first) for row, number in enumerate(numbers, start=1)}
    return tuple(sides[number] for number in range(len(rows)))


def bytes_of(sides: Sequence[Side]) -> int:
    """What the arrays of a run take."""
    return sum({side.part: side.part.bytes + side.paths.bytes for side in sides}.values())


CASES: Memory[tuple[Side, ...]] = Memory(LIMIT, bytes_of)
"""Every case that is kept in this process."""


def kept_sides(dataset: Dataset, rows: Sequence[Changes], years: int) -> tuple[Side, ...]:
    """What `run` gives, kept as a case is. Law is no part of a fingerprint: it moves no money, but what is said of it."""
    return CASES.get(dataset, _key(dataset, rows, years), lambda: run(dataset, rows, years))


def _key(dataset: Dataset, rows: Sequence[Changes], years: int) -> Hashable:
    return dataset.fingerprint, dataset.law, tuple(rows), years


@dataclass(frozen=True, eq=False)
class Case:
    """A question: what changes on a dataset do in a run of `years` calendar years from the base year.

    Equal and hashed by the dataset's fingerprint, the changes and the years; it has no name, view or language. Whatever
    is asked of it raises SifundError for impossible base-year inputs.
    """

    dataset: Dataset
    changes: Changes = ()
    years: int = 6

    def __post_init__(self) -> None:
        object.__setattr__(self, "changes", tuple(sorted(self.changes)))

    @property
    def key(self) -> tuple[str, Changes, int]:
        return self.dataset.fingerprint, self.changes, self.years

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Case) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def side(self, which: Which = "scenario") -> Side:
        """The run's row with the changes, or the baseline that it is compared with."""
        return self._whole if which == "scenario" else self._whole.baseline

    def alone(self, key: str) -> Side:
        """The row of one change with the base-year inputs. Raises KeyError for what the case does not move."""
        return self.apart()[key]

    def apart(self) -> dict[str, Side]:
        """Each change alone, worked out when first asked for: with the whole in one engine call where that is not worked
        out yet."""
        moves = moves_of(self.changes)
        sides = kept_sides(self.dataset, self._rows, self.years)[1:] if len(moves) > 1 else [self._whole] * len(moves)
        return dict(zip(dict(moves), sides, strict=True))

    @property
    def _rows(self) -> list[Changes]:
        """The whole, then each change with the base-year inputs."""
        moves = moves_of(self.changes)
        typed = tuple(change for change in self.changes if change not in moves)
        return [self.changes, *(tuple(sorted((*typed, move))) for move in moves)]

    @cached_property
    def _whole(self) -> Side:
        worked_out = CASES.find(_key(self.dataset, self._rows, self.years))
        return (worked_out or kept_sides(self.dataset, [self.changes], self.years))[0]
