"""Scenarios side by side: what they change, what they lead to, and how they differ from one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from sifund import catalog
from sifund.analysis.moved import FEN, choose, lines_of
from sifund.dataset import Dataset
from sifund.declare.parameter import Steps
from sifund.model.cells import cell, places_of
from sifund.model.engine import simulate
from sifund.model.paths import Array
from sifund.model.result import Result
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

    def moved_years(self, fund: str = catalog.ALL) -> list[int]:
        """Years in which a line of the fund, or of any, differs by a fen or more in any scenario."""
        gaps = [
            np.abs(self.result.line(key, number)[0] - self.line_beside(key, number))
            for key in lines_of(self.result, fund)
            for number in self.numbers
        ]
        return [year for at, year in enumerate(self.result.years) if any(gap[at] >= FEN for gap in gaps)]

    def first_year(self, fund: str = catalog.ALL) -> int:
        """The first year in which the fund differs, else any; the year after the base year, or the only one, where none
        does."""
        years = self.result.years
        return next(iter((*self.moved_years(fund), *self.moved_years())), years[min(1, len(years) - 1)])

    def fund_shown(self, asked: str) -> str:
        """The fund asked for; else one that differs between the scenarios and what they are compared with."""
        moved = [fund for fund in self.result.funds if self.moved_years(fund)]
        return choose(self.result, asked, moved, self.result.scenarios)

    def line_beside(self, key: str, number: int) -> Array:
        """A line of what the scenario is compared with (year,) [yuan]."""
        if self.against:
            return self.result.line(key, self.against)[0]
        return self.result.line_baseline(key, number)[0]

    def all_same(self, fund: str = catalog.ALL) -> bool:
        """Whether no line of the fund, or of any, differs between the scenarios by a fen or more."""
        return all(
            not (np.abs(self.result.line(key, number)[0] - self.result.line(key, 1)[0]) >= FEN).any()
            for key in lines_of(self.result, fund)
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
                cell(own, places),
                cell(other, places),
                cell(own - other, places),
            )
            for number in self.numbers
            for fund in (*self.result.funds, catalog.ALL)
            for measure in MEASURES
            for places in (places_of(measure),)
            for year, own, other in zip(
                self.result.years, self.amounts(fund, measure, number), self.beside(fund, measure, number), strict=True
            )
        ]
        return pl.DataFrame(rows, schema=_COLUMNS, orient="row")


def compare(dataset: Dataset, scenarios: Sequence[Scenario], against: int = 0, years: int = 6) -> Comparison:
    """Run all scenarios in one engine call; an `against` that there is no scenario for is the baseline."""
    return Comparison(simulate(dataset, scenarios, years), 0).beside_number(against)
