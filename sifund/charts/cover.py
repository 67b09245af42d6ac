"""How many months of spending the balance covers, baseline beside scenario, and the floor."""

from __future__ import annotations

from functools import cache

import polars as pl

from sifund.charts.lines import pair_of, pair_spec
from sifund.charts.titles import covers
from sifund.model.case import Side
from sifund.text import Lang, Text


def title(side: Side, fund: str, floor: float) -> Text:
    """The lowest cover, its year, and whether it stays above the floor."""
    return covers(side, fund, floor)


def frame(side: Side, fund: str, lang: Lang, floor: float = 0.0) -> pl.DataFrame:
    """Cover months of a fund: year, series, amount [months], as it is written; an exhausted fund at 0; a year without expenditure is left
    out."""
    return pair_of(side, fund, "cover_months", lang, floor)


@cache
def spec(fund: str, lang: Lang, floor: float | None = None) -> dict:
    """The chart's specification for a fund, a language and the fund's floor."""
    return pair_spec("cover_months", fund, lang, floor)
