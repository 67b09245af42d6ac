"""A dataset and the months of a file: rows of the table of history, or an account of a part of a year as an office prints it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sifund.dataset import Dataset
from sifund.dataset.schema import HistoryRow, LineRow


def joined(dataset: Dataset, given: Dataset) -> Dataset:
    """The dataset with what is given: its months, and the budgets of its year where that is later than the dataset's."""
    months = given.history or tuple(as_months(given))
    later = {row.line: _planned(row) for row in given.lines if row.year > dataset.base_year and _is_planned(row)}
    rows = tuple(row for row in dataset.lines if not (row.year == given.base_year and row.line in later))
    return replace(dataset.with_history(months), lines=(*rows, *later.values()))


def as_months(given: Dataset) -> Iterator[HistoryRow]:
    """The outturn of an account as amounts from January to the end of its last month [yuan]."""
    period = f"{given.base_year}-{given.meta.months_covered:02d}"
    for row in given.lines:
        if row.year == given.base_year and row.actual_yuan is not None and row.fund != "all":
            item = "expenditure" if row.kind == "total" else row.line.partition(".")[2]
            yield _row(f"{row.fund}.{item}", period, row.actual_yuan, row.name_zh, row.name_en, row.source)
    for account in given.accounts:
        if (account.year, account.item) == (given.base_year, "income") and account.fund != "all":
            yield _row(f"{account.fund}.income", period, account.amount_yuan, "", "", account.source)


def _row(series: str, period: str, yuan: float, zh: str, en: str, source: str) -> HistoryRow:
    fund, _, item = series.partition(".")
    return HistoryRow(
        series=series, fund=fund, item=item, name_zh=zh, name_en=en, period=period, counts="cumulative", value=yuan, unit="元",
        basis="reported", source=source or period,
    )  # fmt: skip


def _is_planned(row: LineRow) -> bool:
    return row.budget_yuan is not None or row.initial_budget_yuan is not None


def _planned(row: LineRow) -> LineRow:
    """A row's budgets alone: its outturn is of some months and stands among them."""
    empty = {"actual_yuan": None, "actual_step_yuan": None, "stated_completion_percent": None, "stated_yoy_percent": None,
             "stated_completion_step": None, "stated_yoy_step": None, "stated_direction": ""}  # fmt: skip
    return LineRow.model_validate(row.model_dump() | empty)
