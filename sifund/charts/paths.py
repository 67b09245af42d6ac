"""One indicator over the years, baseline beside scenario; a year in which it is not defined is left out."""

from __future__ import annotations

from functools import cache

import polars as pl

from sifund.charts.lines import BASELINE, SCENARIO, SCHEMA, line_spec, row_of
from sifund.declare.unit import Unit
from sifund.text import Lang, Text


def frame(table: pl.DataFrame, unit: Unit, lang: Lang) -> pl.DataFrame:
    """One measure's rows of `sifund.analysis.outlook.solvency.indicators_frame`: year, series, amount in the unit's
    column, and as it is written."""
    names = {"baseline": BASELINE, "scenario": SCENARIO}
    long = table.unpivot(["baseline", "scenario"], index="year", variable_name="series", value_name="amount")
    rows = [row_of(year, names[key], value, unit, lang) for year, key, value in long.drop_nulls("amount").iter_rows()]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


@cache
def spec(title: Text, fund: str, lang: Lang) -> dict:
    """The chart's specification for a fund and a language."""
    return line_spec(title, fund, lang)
