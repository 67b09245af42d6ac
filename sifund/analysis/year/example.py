"""A made-up city with months, which shows what the running year looks like; every figure of it is invented and says so."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from sifund import catalog
from sifund.dataset import Dataset, make
from sifund.dataset.schema import HistoryRow, LineRow, MetaRow
from sifund.text import Text

MARK = Text("示例：这个城市和它的每个数都是虚构的。", "Example: this city and each of its figures are made up.")
YEAR, MONTH, WAN = 2025, 6, 10_000
GROUND: dict[str, Any] = {"basis": "assumed", "reason_zh": "虚构的示例", "reason_en": "a made-up example"}
RUNS = (6, 12, 20, 27, 34, 42, 49, 56, 66, 80, 88, 100)
"""Percent of a year by the end of each month: a yearly payment falls in autumn."""
SPENT = {2022: (52_000, 0.98), 2023: (54_500, 1.03), 2024: (56_000, 1.0), YEAR: (58_000, 1.3)}
RECEIVED = {2022: (60_000, 1.0), 2023: (62_000, 0.99), 2024: (63_500, 1.02), YEAR: (65_000, 1.0)}
"""A year's amount [万元], and how its months to June run against the usual: the last year spends ahead of its budget."""


@cache
def example() -> Dataset:
    """The made-up city: three years by month, half a year more, and this year's budget."""
    fund = catalog.usual().key
    meta = MetaRow(
        code="example-months", name_zh="示例市（虚构）", name_en="Example city (made up)", base_year=YEAR - 1
    )
    sides = {"expenditure": SPENT, "income": RECEIVED}
    months = [row for item, years in sides.items() for row in _months(fund, item, years)]
    return make({"meta": [meta], "lines": [_total(fund, YEAR - 1), _total(fund, YEAR)], "history": months})


def _total(fund: str, year: int) -> LineRow:
    amount = SPENT[year][0] * WAN
    known = {"budget_yuan": amount, "actual_yuan": amount if year < YEAR else None}
    return LineRow.model_validate(
        {"fund": fund, "line": f"{fund}.total", "kind": "total", "year": year, **known, **GROUND}
    )


def _months(fund: str, item: str, years: dict[int, tuple[int, float]]) -> Iterator[HistoryRow]:
    for year, (amount, pace) in years.items():
        for month in range(1, 1 + (MONTH if year == YEAR else 12)):
            share = RUNS[month - 1] / 100 * (pace if month <= MONTH else 1)
            yield HistoryRow.model_validate({
                "series": f"{fund}.{item}", "fund": fund, "item": item, "period": f"{year}-{month:02d}",
                "counts": "cumulative", "value": round(amount * share), "unit": "万元", **GROUND,
            })  # fmt: skip
