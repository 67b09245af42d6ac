"""One indicator over the years, baseline beside scenario; a year in which it is not defined is left out."""

from __future__ import annotations

from functools import cache

import polars as pl

from sifund.charts.lines import two, two_spec
from sifund.declare.unit import Unit
from sifund.text import Lang, Text


def frame(table: pl.DataFrame, unit: Unit, lang: Lang, *also: float) -> pl.DataFrame:
    """One measure's rows of `sifund.analysis.outlook.solvency.indicators_frame`: year, series, amount in the unit's
    column, and as it is written. `also` are values that the axis reaches too [own unit]."""
    before, after = (
        table[side].cast(pl.Float64).fill_null(float("nan")).to_numpy() for side in ("baseline", "scenario")
    )
    return two(before, after, table["year"].to_list(), unit, lang, *also)


@cache
def spec(title: Text, fund: str, lang: Lang, floor: float | None = None) -> dict:
    """The chart's specification for a fund, a language and a floor [the unit's column]."""
    return two_spec(title, fund, lang, floor)
