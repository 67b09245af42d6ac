"""Scenarios side by side: what they change, what they lead to, and how they differ from one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from sifund import catalog
from sifund.dataset import Dataset
from sifund.engine import simulate
from sifund.parameter import Steps
from sifund.paths import Array
from sifund.result import Result, places_of
from sifund.scenario import Scenario

MEASURES = ("income", "expenditure", "surplus", "closing", "cover_months")
_COLUMNS = {
    "number": pl.Int64, "scenario": pl.String, "fund": pl.String, "measure": pl.String, "year": pl.Int64,
    "value": pl.Float64, "against": pl.Float64, "difference": pl.Float64,
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Comparison:
    """Scenarios 1, 2, … of one run, compared with scenario `against`; 0 is the dataset's baseline.

    A scenario with base-year figures of its own has a baseline of its own; `against` 0 is then that one.
    """

    result: Result
    against: int

    @property
    def numbers(self) -> range:
        return range(1, len(self.result.scenarios) + 1)

    @property
    def columns(self) -> list[int]:
        """What stands side by side: the scenarios, after the baseline where it is what they are compared with."""
        return [*([] if self.against else [0]), *self.numbers]

    def amounts(self, fund: str, measure: str, number: int) -> Array:
        """A scenario's measure by year (year,) [yuan; cover in months, NaN without expenditure]."""
        return self.result.measure(fund, measure, number)[0]

    def beside(self, fund: str, measure: str, number: int) -> Array:
        """The same measure of what the scenario is compared with (year,)."""
        if self.against:
            return self.amounts(fund, measure, self.against)
        return self.result.measure_baseline(fund, measure, number)[0]

    def first_year(self) -> int:
        """The first year in which a line of any scenario differs by a fen or more; the year after the base year, or the
        only one, where none does."""
        years = self.result.years
        moved = np.zeros(len(years), dtype=bool)
        for key in self.result.line_keys():
            for number in self.numbers:
                moved |= np.abs(self.result.line(key, number)[0] - self.line_beside(key, number)) >= 0.005
        return years[int(moved.argmax())] if moved.any() else years[min(1, len(years) - 1)]

    def line_beside(self, key: str, number: int) -> Array:
        """A line of what the scenario is compared with (year,) [yuan]."""
        if self.against:
            return self.result.line(key, self.against)[0]
        return self.result.line_baseline(key, number)[0]

    def all_same(self) -> bool:
        """Whether no line of any scenario differs from the first one's by a fen or more."""
        return all(
            np.abs(self.result.line(key, number)[0] - self.result.line(key, 1)[0]).max() < 0.005
            for key in self.result.line_keys()
            for number in self.numbers[1:]
        )

    def beside_number(self, against: int) -> Comparison:
        """The same run, compared with another scenario; one that there is not is the baseline."""
        return Comparison(self.result, against if against in self.numbers else 0)

    def levers(self) -> list[tuple[str, list[Steps]]]:
        """Parameters that do not have the same steps in every column, and their steps there; none: the baseline's."""
        given = [Scenario() if number == 0 else self.result.scenarios[number - 1] for number in self.columns]
        changed = {key for scenario in given for key, _ in scenario.changes}
        rows = [(key, [scenario.steps(key) for scenario in given]) for key in catalog.parameters() if key in changed]
        return [row for row in rows if len(set(row[1])) > 1]

    def frame(self) -> pl.DataFrame:
        """Everything by year: number, scenario, fund (with "all"), measure, year, value, against, difference.

        Amounts in yuan to the fen, cover in months to six places; empty where there is no value.
        """
        rows = [
            (
                number,
                self.result.scenarios[number - 1].name,
                fund,
                measure,
                year,
                *_cells(own, other, places_of(measure)),
            )
            for number in self.numbers
            for fund in (*self.result.funds, catalog.ALL)
            for measure in MEASURES
            for year, own, other in zip(
                self.result.years, self.amounts(fund, measure, number), self.beside(fund, measure, number), strict=True
            )
        ]
        return pl.DataFrame(rows, schema=_COLUMNS, orient="row")


def compare(dataset: Dataset, scenarios: Sequence[Scenario], against: int = 0, years: int = 6) -> Comparison:
    """Run all scenarios in one engine call; an `against` that there is no scenario for is the baseline."""
    return Comparison(simulate(dataset, scenarios, years), 0).beside_number(against)


def _cells(own: float, other: float, places: int) -> tuple[float | None, float | None, float | None]:
    return _cell(own, places), _cell(other, places), _cell(own - other, places)


def _cell(x: float, places: int) -> float | None:
    return round(float(x), places) + 0.0 if np.isfinite(x) else None
