"""What every part of the performance page looks at: the dataset, the scenario and its run, a fund, and its lines."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sifund.analysis.year.performance import Performance, performance
from sifund.analysis.year.variance import FundGrowth, variance
from sifund.dataset import Dataset
from sifund.model.case import Side
from sifund.scenario import Scenario


@dataclass(frozen=True)
class Subject:
    """A dataset's year and a scenario on it, as one fund's lines."""

    dataset: Dataset
    scenario: Scenario
    side: Side
    fund: str

    @cached_property
    def rows(self) -> tuple[Performance, ...]:
        """Every line and total, the largest deviations first."""
        return performance(self.dataset, self.scenario.view.tolerance, self.scenario.view.swing)

    @property
    def lines(self) -> tuple[Performance, ...]:
        """The fund's lines."""
        return tuple(row for row in self.rows if row.fund == self.fund and row.kind == "expenditure")

    @property
    def total(self) -> Performance | None:
        return next((row for row in self.rows if row.line == f"{self.fund}.total"), None)

    @cached_property
    def growth(self) -> FundGrowth:
        return next(one for one in variance(self.dataset) if one.fund == self.fund)

    @property
    def budget_year(self) -> int:
        """The year of the budget work: the one asked for where it is modelled, else the base year."""
        wanted = self.scenario.view.budget_year
        return wanted if wanted in self.side.years else self.dataset.base_year

    @property
    def month(self) -> int:
        """As at the end of this month: the one asked for, else the months that the data cover."""
        return self.scenario.view.month or self.dataset.meta.months_covered
