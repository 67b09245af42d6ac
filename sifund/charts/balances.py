"""Where the balance goes year by year, baseline beside scenario."""

from __future__ import annotations

from functools import cache

import polars as pl

from sifund.charts.lines import pair_of, pair_spec
from sifund.charts.titles import closes
from sifund.model.case import Side
from sifund.text import Lang, Text


def title(side: Side, fund: str) -> Text:
    """Where it ends, against the baseline."""
    return closes(side, fund, "closing")


def frame(side: Side, fund: str, lang: Lang) -> pl.DataFrame:
    """Closing balances of a fund: year, series, amount, and as it is written."""
    return pair_of(side, fund, "closing", lang)


@cache
def spec(fund: str, lang: Lang) -> dict:
    """The chart's specification for a fund and a language."""
    return pair_spec("closing", fund, lang)
