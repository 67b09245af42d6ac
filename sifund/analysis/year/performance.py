"""How the year went, line by line: budgets, what their adjustment was, outturn, completion against both, growth, and what
deviates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sifund.analysis.year.execution import execution, set_to_outturn, stands_beside
from sifund.analysis.year.naming import line_name
from sifund.analysis.year.variance import variance
from sifund.dataset import Dataset
from sifund.dataset.schema import Basis, LineRow
from sifund.text import Text

Flag = Literal["over", "under", "swing", "empty", "no_budget"]
FLAGS: dict[Flag, Text] = {
    "over": Text("超预算", "over budget"),
    "under": Text("低于预算", "under budget"),
    "swing": Text("同比变动大", "large change"),
    "empty": Text("预算调成执行数，执行率不含信息", "budget set to the outturn: completion says nothing"),
    "no_budget": Text("没有预算数", "no budget is given"),
}


@dataclass(frozen=True, slots=True)
class Performance:
    """A line of the base year or a fund's total [yuan, percent], over the `months` covered. `adjustment_yuan` is what the adjustment added;
    `share_percent` the part of the fund's growth, `points` what it adds to the fund's growth rate."""

    fund: str
    line: str
    kind: str
    name: Text
    beside: bool
    initial_yuan: float | None
    budget_yuan: float | None
    budget_basis: Basis
    actual_yuan: float | None
    completion_initial_percent: float | None
    completion_percent: float | None
    yoy_percent: float | None
    share_percent: float | None
    points: float | None
    flags: tuple[Flag, ...]
    source: str
    row: LineRow
    months: int

    @property
    def rate(self) -> float | None:
        """How far it was carried out [percent]: of the adjusted budget, else of the initial one."""
        return self.completion_initial_percent if self.completion_percent is None else self.completion_percent

    @property
    def partial(self) -> bool:
        return self.months < 12

    @property
    def adjustment_yuan(self) -> float | None:
        return _gap(self.budget_yuan, self.initial_yuan)

    @property
    def gap_yuan(self) -> float | None:
        """Outturn less the adjusted budget, or the initial one where there is no other."""
        return _gap(self.actual_yuan, self.budget_yuan if self.budget_yuan is not None else self.initial_yuan)


def _gap(amount: float | None, other: float | None) -> float | None:
    return None if amount is None or other is None else amount - other


def performance(dataset: Dataset, tolerance: float, swing: float) -> tuple[Performance, ...]:
    """Every line and total of the base year; what is flagged first, then by the distance from the budget in yuan."""
    growth = {line.key: line for fund in variance(dataset) for line in fund.lines}
    rows = []
    for record in execution(dataset).to_dicts():
        row = dataset.line(record["line"])
        assert row
        change = growth.get(row.line)
        rates = [record[name] for name in ("completion_initial_percent", "completion_percent", "yoy_percent")]
        rows.append(Performance(
            row.fund, row.line, row.kind, line_name(row), stands_beside(dataset, row.line), row.initial_budget_yuan,
            row.budget_yuan, "derived" if row.budget_formula else "reported", row.actual_yuan, rates[0], rates[1], rates[2],
            change.share_percent if change else None, change.points if change else None,
            tuple(_flags(row, rates, tolerance, swing, dataset.partial)), row.source, row, dataset.meta.months_covered,
        ))  # fmt: skip
    return tuple(sorted(rows, key=lambda x: (not set(x.flags) & {"over", "under"}, -abs(x.gap_yuan or 0))))


def _flags(row: LineRow, rates: list[float | None], tolerance: float, swing: float, partial: bool) -> Iterator[Flag]:
    """A part of a year may pass the year's budget, but never stays below it."""
    initial, adjusted, yoy = rates
    rate = initial if adjusted is None else adjusted
    if rate is None:
        yield "no_budget"
    elif set_to_outturn(row):
        yield "empty"
    elif rate - 100 > tolerance or (100 - rate > tolerance and not partial):
        yield "over" if rate > 100 else "under"
    if yoy is not None and abs(yoy) > swing:
        yield "swing"
