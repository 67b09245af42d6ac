"""A made-up city with months, which shows what the running year looks like; every figure of it is invented and says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from sifund import catalog
from sifund.dataset import Dataset, make
from sifund.dataset.schema import HistoryRow, LineRow, MetaRow, ParameterRow
from sifund.declare.formula import Line
from sifund.text import Text

MARK = Text("示例：这个城市和它的每个数都是虚构的。", "Example: this city and each of its figures are made up.")
YEAR, MONTH, WAN = 2025, 6, 10_000
GROUND: dict[str, Any] = {"basis": "assumed", "reason_zh": "虚构的示例", "reason_en": "a made-up example"}
RUNS = (6, 12, 20, 27, 34, 42, 49, 56, 66, 80, 88, 100)
"""Percent of a year by the end of each month: a yearly payment falls in autumn."""
EVENLY = tuple(100 * month / 12 for month in range(1, 13))
Years = dict[int, tuple[int, float]]
SPENT: Years = {2022: (52_000, 0.98), 2023: (54_500, 1.03), 2024: (56_000, 1.0), YEAR: (58_000, 1.02)}
RECEIVED: Years = {2022: (60_000, 1.0), 2023: (62_000, 0.99), 2024: (63_500, 1.02), YEAR: (65_000, 1.0)}
PAID: Years = {2022: (17_000, 0.99), 2023: (17_400, 1.01), 2024: (17_800, 1.0), YEAR: (18_000, 1.2)}
"""A year's amount [万元], and how its months to June run against the usual: one line of the last year runs ahead of its
budget, as its standard rose."""
STANDARDS = {YEAR - 3: 1_500, YEAR: 1_800}


@cache
def example() -> Dataset:
    """The made-up city: three years by month, half a year more, this year's budget, and a standard that rose."""
    line = next(x for x in catalog.lines().values() if x.fund == catalog.usual().key and x.price and x.price.standard)
    meta = MetaRow(
        code="example-months", name_zh="示例市（虚构）", name_en="Example city (made up)", base_year=YEAR - 1
    )
    income = next(x for x in catalog.lines().values() if (x.fund, x.kind) == (line.fund, "income"))
    amounts = {
        f"{line.fund}.total": ("total", SPENT),
        income.key: ("income", RECEIVED),
        line.key: ("expenditure", PAID),
    }
    lines = [_line(key, kind, years, year) for key, (kind, years) in amounts.items() for year in (YEAR - 1, YEAR)]
    series = {
        f"{line.fund}.expenditure": (SPENT, RUNS),
        f"{line.fund}.income": (RECEIVED, EVENLY),
        line.key: (PAID, EVENLY),
    }
    months = [row for key, (years, runs) in series.items() for row in _months(key, years, runs)]
    return make({"meta": [meta], "lines": lines, "history": months, "parameters": _standards(line)})


def _standards(line: Line) -> list[ParameterRow]:
    assert line.price and line.price.standard
    return [
        ParameterRow(key=line.price.standard.key, from_month=f"{year}-01", value=value, **GROUND)
        for year, value in STANDARDS.items()
    ]


def _line(key: str, kind: str, years: Years, year: int) -> LineRow:
    amount = years[year][0] * WAN
    amounts = {"budget_yuan": amount, "actual_yuan": amount if year < YEAR else None}
    return LineRow.model_validate(
        {"fund": key.partition(".")[0], "line": key, "kind": kind, "year": year, **amounts, **GROUND}
    )


def _months(key: str, years: Years, runs: Sequence[float]) -> Iterator[HistoryRow]:
    fund, _, item = key.partition(".")
    for year, (amount, pace) in years.items():
        for month in range(1, 1 + (MONTH if year == YEAR else 12)):
            share = runs[month - 1] / 100 * (pace if month <= MONTH else 1)
            yield HistoryRow.model_validate({
                "series": key, "fund": fund, "item": item, "period": f"{year}-{month:02d}", "counts": "cumulative",
                "value": round(amount * share), "unit": "万元", **GROUND,
            })  # fmt: skip
