"""Scenarios side by side: what they change, what they lead to, and how they differ from one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from sifund import catalog
from sifund.analysis.moved import choose, gap_of, lines_of
from sifund.analysis.unknown import amounts
from sifund.dataset import Dataset
from sifund.declare.measure import MEASURES
from sifund.declare.parameter import Steps
from sifund.model.case import Case, Side, kept_sides
from sifund.model.cells import cell
from sifund.model.paths import Array
from sifund.scenario import Scenario
from sifund.scenario.view import View
from sifund.terms import BASELINE
from sifund.text import HALF_FEN, Text, same

COMPARED = ("income", "expenditure", "surplus", "closing", "cover_months")
_COLUMNS = {
    "number": pl.Int64, "scenario": pl.String, "fund": pl.String, "measure": pl.String, "year": pl.Int64,
    "value": pl.Float64, "against": pl.Float64, "difference": pl.Float64,
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Comparison:
    """Scenarios 1, 2, …, compared with scenario `against`; 0 is the dataset's baseline.

    A scenario with base-year figures of its own has a baseline of its own; `against` 0 is then that one.
    """

    sides: tuple[Side, ...]
    scenarios: tuple[Scenario, ...]
    against: int

    @property
    def numbers(self) -> range:
        return range(1, len(self.scenarios) + 1)

    @property
    def columns(self) -> list[int]:
        """What stands side by side: the scenarios, after the baseline where it is what they are compared with."""
        return [*([] if self.against else [0]), *self.numbers]

    @property
    def years(self) -> list[int]:
        return self.sides[0].years

    @property
    def funds(self) -> tuple[str, ...]:
        return self.sides[0].funds

    @property
    def view(self) -> View:
        """What floors, bands and draws are asked for: the first scenario's."""
        return self.scenarios[0].view

    def name(self, number: int) -> Text:
        """A column by its number and name; 0 is the baseline."""
        return same(f"{number} {self.scenarios[number - 1].name}") if number else BASELINE

    def side(self, number: int) -> Side:
        """A scenario's side; 0 is the dataset's baseline."""
        return self.sides[number]

    def other(self, number: int) -> Side:
        """What a scenario is compared with."""
        return self.sides[self.against] if self.against else self.sides[number].baseline

    def amounts(self, fund: str, measure: str, number: int) -> Array:
        """A scenario's measure by year (year,) [yuan; cover in months], NaN where it has no value."""
        return amounts(self.side(number), fund, measure)

    def beside(self, fund: str, measure: str, number: int) -> Array:
        """The same measure of what the scenario is compared with (year,)."""
        return amounts(self.other(number), fund, measure)

    def moved_years(self, fund: str = catalog.ALL) -> list[int]:
        """Years in which a line of the fund, or of any, differs by a fen or more in any scenario."""
        pairs = [(self.side(number), self.other(number)) for number in self.numbers]
        gaps = [gap_of(side, other, key) for key in lines_of(self.sides[0], fund) for side, other in pairs]
        return [year for at, year in enumerate(self.years) if any(gap[at] >= HALF_FEN for gap in gaps)]

    def first_year(self, fund: str = catalog.ALL) -> int:
        """The first year in which the fund differs, else any; the year after the base year, or the only one, where none
        does."""
        return next(iter((*self.moved_years(fund), *self.moved_years())), self.years[min(1, len(self.years) - 1)])

    def fund_shown(self, wanted: str) -> str:
        """The fund asked for; else one that differs between the scenarios and what they are compared with."""
        return choose(self.funds, wanted, [fund for fund in self.funds if self.moved_years(fund)], self.scenarios)

    def all_same(self, fund: str = catalog.ALL) -> bool:
        """Whether no line of the fund, or of any, differs between the scenarios by a fen or more."""
        first, *others = (self.side(number) for number in self.numbers)
        keys = lines_of(first, fund)
        return all(not (gap_of(other, first, key) >= HALF_FEN).any() for key in keys for other in others)

    def beside_number(self, against: int) -> Comparison:
        """The same sides, compared with another scenario; one that there is not is the baseline."""
        return replace(self, against=against if against in self.numbers else 0)

    def levers(self) -> list[tuple[str, list[Steps]]]:
        """Parameters that do not have the same steps in every column, and their steps there; none: the baseline's."""
        given = [Scenario() if number == 0 else self.scenarios[number - 1] for number in self.columns]
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
                self.scenarios[number - 1].name,
                fund,
                measure,
                year,
                cell(amount, places),
                cell(other, places),
                cell(amount - other, places),
            )
            for number in self.numbers
            for fund in (*self.funds, catalog.ALL)
            for measure in COMPARED
            for places in (MEASURES[measure].kept_places,)
            for year, amount, other in zip(
                self.years, self.amounts(fund, measure, number), self.beside(fund, measure, number), strict=True
            )
        ]
        return pl.DataFrame(rows, schema=_COLUMNS, orient="row")


def compare(dataset: Dataset, scenarios: Sequence[Scenario], against: int = 0, years: int = 6) -> Comparison:
    """All scenarios in one engine call; an `against` that there is no scenario for is the baseline."""
    sides = kept_sides(dataset, [scenario.changes for scenario in scenarios], years)
    first = next((side.baseline for side in sides if not side.base.inputs), None)
    first = first or Case(dataset, years=years).side("baseline")
    return Comparison((first, *sides), tuple(scenarios), 0).beside_number(against)
