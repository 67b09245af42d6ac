"""How many months of spending the balance covers, baseline beside scenario."""

from __future__ import annotations

from functools import cache

import polars as pl

from sifund.charts.lines import frame_of, measure_spec
from sifund.model.case import Side
from sifund.text import Lang


def frame(side: Side, fund: str, lang: Lang) -> pl.DataFrame:
    """Cover months of a fund: year, series, amount [months], as it is written; an exhausted fund at 0; a year without expenditure is left
    out."""
    return frame_of(side, fund, "cover_months", lang).with_columns(pl.col("amount").clip(lower_bound=0))


@cache
def spec(fund: str, lang: Lang) -> dict:
    """The chart's specification for a fund and a language."""
    return measure_spec("cover_months", fund, lang)
