"""How the year's budget was met: completion against the initial and the adjusted budget, growth on the year before."""

from __future__ import annotations

from math import fsum

import polars as pl

from sifund import catalog
from sifund.dataset import Dataset
from sifund.dataset.schema import LineRow

SCHEMA = {
    "fund": pl.String, "line": pl.String, "kind": pl.String, "initial_budget_yuan": pl.Float64,
    "budget_yuan": pl.Float64, "actual_yuan": pl.Float64, "completion_initial_percent": pl.Float64,
    "completion_percent": pl.Float64, "yoy_percent": pl.Float64,
}  # fmt: skip


def ratio(part: float | None, whole: float | None) -> float | None:
    """Percent of the whole; None where either is missing or the whole is zero."""
    return None if part is None or not whole else part / whole * 100


def set_to_outturn(row: LineRow) -> bool:
    """Whether the budget was adjusted to the very outturn, so that completion says nothing."""
    return row.budget_yuan is not None and row.budget_yuan == row.actual_yuan != row.initial_budget_yuan


def year_before(dataset: Dataset, key: str) -> LineRow | None:
    """The row of a line a year before the base year; None where it covers other months than a part-year's. One worked
    back from the stated change covers the same."""
    row = dataset.line(key, dataset.base_year - 1)
    return None if row and dataset.partial and row.basis == "reported" else row


def stands_beside(dataset: Dataset, key: str) -> bool:
    """Whether the stated total of a line's fund leaves it out, as some sources do with what is remitted up: where it is
    nearer to the sum of the other lines. Without a total nothing stands beside it."""
    declared = catalog.lines().get(key)
    total = dataset.line(f"{declared.fund}.total") if declared and declared.beside else None
    if declared is None or total is None or total.actual_yuan is None:
        return False
    rows = [r for r in dataset.lines if (r.fund, r.year, r.kind) == (declared.fund, dataset.base_year, "expenditure")]
    amounts = {row.line: row.actual_yuan or 0.0 for row in rows}
    whole = fsum(amounts.values())
    apart = fsum(x for line, x in amounts.items() if line in catalog.lines() and catalog.lines()[line].beside)
    return abs(total.actual_yuan - whole + apart) <= abs(total.actual_yuan - whole)


def in_the_whole(dataset: Dataset, key: str) -> bool:
    """Whether the stated total of all funds includes a line that stands beside its own fund's."""
    row, whole = dataset.line(key), dataset.line(f"{catalog.ALL}.total")
    totals = [dataset.line(f"{fund}.total") for fund in dataset.funds]
    if not (row and whole and row.actual_yuan and whole.actual_yuan):
        return False
    left = whole.actual_yuan - fsum(total.actual_yuan or 0.0 for total in totals if total)
    return abs(left - row.actual_yuan) < abs(left)


def execution(dataset: Dataset) -> pl.DataFrame:
    """Every line and total of the base year with its completion and growth, recomputed from amounts [percent]."""
    rows = []
    for row in dataset.lines:
        if row.year != dataset.base_year:
            continue
        before = year_before(dataset, row.line)
        grown = ratio(row.actual_yuan, before.actual_yuan if before else None)
        rows.append((
            row.fund, row.line, row.kind, row.initial_budget_yuan, row.budget_yuan, row.actual_yuan,
            ratio(row.actual_yuan, row.initial_budget_yuan), ratio(row.actual_yuan, row.budget_yuan),
            None if grown is None else grown - 100,
        ))  # fmt: skip
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def deviations(dataset: Dataset) -> pl.DataFrame:
    """The five lines whose outturn lies farthest from the adjusted budget in yuan, largest first; none of a part of a year,
    which no budget is made for."""
    lines = execution(dataset).filter((pl.col("kind") == "expenditure") & pl.col("budget_yuan").is_not_null())
    gap = (pl.col("actual_yuan") - pl.col("budget_yuan")).alias("gap_yuan")
    lines = lines.clear() if dataset.partial else lines
    return lines.with_columns(gap).sort(pl.col("gap_yuan").abs(), descending=True).head(5)
