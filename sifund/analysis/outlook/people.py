"""Who draws from a fund year by year, who comes, who stays a contributor, and how many there are for each who pays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from sifund import catalog
from sifund.analysis.outlook.solvency import by_year, indicator
from sifund.declare.formula import Line
from sifund.declare.measure import MEASURES
from sifund.declare.unit import PERSONS_PER_YEAR, Unit
from sifund.model.case import Side
from sifund.model.paths import Array
from sifund.text import Text

UNMOVED = 1e-6
"""Persons: what is less comes of rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class Count:
    """A number of persons, or what they are for each hundred who pay, by year in the baseline and in the scenario (year,) [own
    unit]; NaN where it is not known."""

    key: str
    name: Text
    unit: Unit
    before: Array
    after: Array

    @property
    def moved(self) -> bool:
        """Whether the scenario moves it."""
        return not np.allclose(self.before, self.after, rtol=0, atol=UNMOVED, equal_nan=True)

    @property
    def some(self) -> bool:
        """Whether there is anybody in any year."""
        return bool(np.nan_to_num([self.before, self.after]).any())


def people(side: Side, fund: str) -> tuple[Count, ...]:
    """The counts of a fund, its dependency ratio last; none of all funds together, nor of what is not modelled."""
    declared = catalog.all_funds().get(fund)
    return tuple(count for count in _counts(side, fund, declared.people if declared else ()) if _has_figures(count))


def _counts(side: Side, fund: str, lines: tuple[Line, ...]) -> Iterator[Count]:
    for line in lines:
        yield Count(line.key, line.name, line.unit, *(_persons(one, line) for one in (side.baseline, side)))
    if lines:
        ratio = MEASURES["dependency"]
        rows = (indicator(one, fund, ratio.key) for one in (side.baseline, side))
        yield Count(ratio.key, ratio.name, ratio.unit, *rows)


def _has_figures(count: Count) -> bool:
    return bool(np.isfinite(count.after).any())


def _persons(side: Side, line: Line) -> Array:
    """The year's mean; who came in the base year is not known where the model lets nobody come in it."""
    persons = by_year(side, line)
    first_unknown = line.unit is PERSONS_PER_YEAR and persons[0] == 0
    return np.concatenate([[np.nan], persons[1:]]) if first_unknown else persons


def people_frame(side: Side, fund: str) -> pl.DataFrame:
    """Every count by year: count, year, baseline, scenario, unit; null where it is not known."""
    rows = [
        (count.key, year, float(before), float(after), count.unit.name.en)
        for count in people(side, fund)
        for year, before, after in zip(side.years, count.before, count.after, strict=True)
    ]
    numbers = {"baseline": pl.Float64, "scenario": pl.Float64}
    schema = {"count": pl.String, "year": pl.Int64, **numbers, "unit": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(pl.col("baseline", "scenario").fill_nan(None))
