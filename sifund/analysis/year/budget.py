"""Budget work: forecast outturn, progress against the calendar (序时进度), the adjustment that each line needs, and the
money to apply for month by month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from sifund import catalog
from sifund.analysis.outlook.monthly import Calendar, line_months, rests_on
from sifund.analysis.year.execution import ratio, stands_beside
from sifund.dataset import Dataset
from sifund.dataset.schema import Basis
from sifund.model.case import Side
from sifund.model.paths import Array
from sifund.text import Text

MONTHS_IN_YEAR = 12
EVEN = 0.005
NONE: Calendar = {}
SCHEMA = {
    "fund": pl.String, "line": pl.String, "initial_budget_yuan": pl.Float64, "budget_yuan": pl.Float64,
    "budget_basis": pl.String, "spent_yuan": pl.Float64, "progress_percent": pl.Float64,
    "calendar_percent": pl.Float64, "planned_percent": pl.Float64, "ahead_points": pl.Float64,
    "forecast_yuan": pl.Float64, "adjustment_yuan": pl.Float64, "adjustment_percent": pl.Float64,
}  # fmt: skip
BASES: dict[str, Text] = {
    "reported": Text("数据集的预算数", "the dataset's budget"),
    "derived": Text("由所列数推算", "worked out from stated figures"),
    "model": Text("没有预算数，以模型基线代替", "no budget: the model's baseline stands in"),
}


@dataclass(frozen=True, slots=True)
class Budget:
    """A line's budget in force [yuan]: the adjusted, else the initial one; without either the baseline's amount."""

    initial_yuan: float | None
    yuan: float
    basis: str


def budget(dataset: Dataset, side: Side, year: int, month: int, calendar: Calendar = NONE) -> pl.DataFrame:
    """Budget work of a year as at the end of a month: a row an expenditure line, columns as in SCHEMA [yuan, percent].

    Spending to date is reported only for a dataset's own months; else it is the model's. `calendar_percent` is the share
    of the year gone; `planned_percent` the share that the line pays by then in its baseline, which knows when a yearly
    payment falls; `calendar` names other months of payment. `adjustment_yuan` is the forecast less the budget: what the
    line needs, or has to spare.
    """
    rows = []
    for key in side.line_keys(("expenditure",)):
        plan = _budget(dataset, side, key, year)
        months = _months(side, key, year, calendar)
        spent, forecast = round(float(months[:month].sum()), 2), round(float(months.sum()), 2)
        planned = _planned(side, key, year, month, calendar)
        progress = ratio(spent, plan.yuan)
        need = round(forecast - plan.yuan, 2)
        need = 0.0 if abs(need) < EVEN else need
        rows.append((
            key.partition(".")[0], key, plan.initial_yuan, plan.yuan, plan.basis, spent, progress,
            month / MONTHS_IN_YEAR * 100, planned,
            None if progress is None or planned is None else round(progress - planned, 6),
            forecast, need, ratio(need, plan.yuan),
        ))  # fmt: skip
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def applications(side: Side, year: int, calendar: Calendar = NONE) -> pl.DataFrame:
    """The money to apply for: fund, line, month (1 to 12), amount_yuan, cumulative_yuan since January, and what the line's months
    rest on (`rests_on`)."""
    rows = []
    for key in side.line_keys(("expenditure",)):
        runs = rests_on(side, key, calendar)
        months = _months(side, key, year, calendar)
        for number, (amount, so_far) in enumerate(zip(months, np.cumsum(months), strict=True), start=1):
            rows.append((key.partition(".")[0], key, number, round(float(amount), 2), round(float(so_far), 2), runs))
    names = ["fund", "line", "month", "amount_yuan", "cumulative_yuan", "months_rest_on"]
    return pl.DataFrame(rows, schema=names, orient="row")


def adjustment_table(dataset: Dataset, side: Side, year: int) -> pl.DataFrame:
    """The adjustment table (预算调整表): initial budget, budget in force, what is added or taken, the forecast that the
    budget becomes, and what the budget rests on. A fund's total (`<fund>.total`) follows its lines and leaves out what
    stands beside the source's own total, which follows it; last the total of all funds, again without."""
    lines = budget(dataset, side, year, MONTHS_IN_YEAR).select(
        "fund", "line", "initial_budget_yuan", "budget_yuan", "adjustment_yuan", "forecast_yuan", "budget_basis"
    )
    beside = pl.col("line").is_in([key for key in lines["line"] if stands_beside(dataset, key)])
    parts, totals = [], []
    for fund in side.funds:
        rows = lines.filter(pl.col("fund") == fund)
        row = dataset.line(f"{fund}.total", year)
        totals.append(_sum(rows.filter(~beside), fund, row.initial_budget_yuan if row else None))
        parts += [rows.filter(~beside), totals[-1], rows.filter(beside)]
    return pl.concat([*parts, _sum(pl.concat(totals), catalog.ALL, None)])


def _sum(lines: pl.DataFrame, fund: str, initial: float | None) -> pl.DataFrame:
    """A total of what its lines show; of initial budgets the stated total, or a sum where every line has one."""
    if initial is None and lines["initial_budget_yuan"].null_count() == 0:
        initial = round(float(lines["initial_budget_yuan"].sum()), 2)
    amounts = {name: round(float(lines[name].sum()), 2) for name in ("budget_yuan", "adjustment_yuan", "forecast_yuan")}
    row = {"fund": fund, "line": f"{fund}.total", "initial_budget_yuan": initial, **amounts, "budget_basis": "derived"}
    return pl.DataFrame([row], schema=lines.schema)


def _budget(dataset: Dataset, side: Side, key: str, year: int) -> Budget:
    row = dataset.line(key, year)
    baseline = round(float(side.baseline.line(key)[side.years.index(year)]), 2)
    if row is None or (row.budget_yuan is None and row.initial_budget_yuan is None):
        return Budget(None, baseline, "model")
    if row.budget_yuan is not None:
        return Budget(row.initial_budget_yuan, row.budget_yuan, _basis(row.budget_formula))
    return Budget(row.initial_budget_yuan, row.initial_budget_yuan or 0.0, _basis(row.initial_budget_formula))


def _basis(formula: str) -> Basis:
    return "derived" if formula else "reported"


def _months(side: Side, key: str, year: int, calendar: Calendar) -> Array:
    """Twelve months of a line [yuan]."""
    amounts = line_months(side.part, key, calendar)
    first = 12 * side.years.index(year)
    return amounts[side.row if len(amounts) > 1 else 0, first : first + 12]


def _planned(side: Side, key: str, year: int, month: int, calendar: Calendar) -> float | None:
    """Percent of the year that the baseline pays by the end of the month."""
    months = _months(side.baseline, key, year, calendar)
    percent = ratio(float(months[:month].sum()), float(months.sum()))
    return None if percent is None else round(percent, 9)
