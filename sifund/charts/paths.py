"""One indicator over the years, baseline beside scenario; a year in which it is not defined is left out."""

from __future__ import annotations

from functools import cache

import polars as pl

from sifund.charts.lines import BASELINE, SCENARIO, line_spec
from sifund.text import Lang, Text


def frame(table: pl.DataFrame, scale: float, lang: Lang) -> pl.DataFrame:
    """One indicator's rows of `sifund.analysis.solvency.indicators_frame`: year, series, amount in units of `scale`."""
    names = {"baseline": BASELINE(lang), "scenario": SCENARIO(lang)}
    long = table.unpivot(["baseline", "scenario"], index="year", variable_name="series", value_name="amount")
    return long.drop_nulls("amount").with_columns(
        pl.col("series").replace_strict(names, return_dtype=pl.String), (pl.col("amount") / scale).round(4)
    )


@cache
def spec(title: Text, fund: str, number: str, lang: Lang) -> dict:
    """The chart's specification for a fund and a language."""
    return line_spec(title, fund, lang, number)
