"""How the year's budget was met: completion against the initial and the adjusted budget, growth on the year before."""

from __future__ import annotations

import polars as pl

from sifund.dataset import Dataset
from sifund.schema import LineRow

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


def execution(dataset: Dataset) -> pl.DataFrame:
    """Every line and total of the base year with its completion and growth, recomputed from amounts [percent]."""
    rows = []
    for row in dataset.lines:
        if row.year != dataset.base_year:
            continue
        before = dataset.line(row.line, dataset.base_year - 1)
        grown = ratio(row.actual_yuan, before.actual_yuan if before else None)
        rows.append((
            row.fund, row.line, row.kind, row.initial_budget_yuan, row.budget_yuan, row.actual_yuan,
            ratio(row.actual_yuan, row.initial_budget_yuan), ratio(row.actual_yuan, row.budget_yuan),
            None if grown is None else grown - 100,
        ))  # fmt: skip
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def deviations(dataset: Dataset, most: int = 5) -> pl.DataFrame:
    """The lines whose outturn lies farthest from the adjusted budget in yuan, largest first."""
    lines = execution(dataset).filter((pl.col("kind") == "expenditure") & pl.col("budget_yuan").is_not_null())
    gap = (pl.col("actual_yuan") - pl.col("budget_yuan")).alias("gap_yuan")
    return lines.with_columns(gap).sort(pl.col("gap_yuan").abs(), descending=True).head(most)
