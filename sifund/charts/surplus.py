"""What a fund gains or loses year by year, baseline beside scenario: known without an opening balance."""

from __future__ import annotations

from functools import cache

import polars as pl

from sifund.charts.lines import pair_of, pair_spec
from sifund.charts.titles import closes
from sifund.model.case import Side
from sifund.text import Lang, Text


def title(side: Side, fund: str) -> Text:
    """What the last year gains or loses, against the baseline."""
    return closes(side, fund, "surplus")


def frame(side: Side, fund: str, lang: Lang) -> pl.DataFrame:
    """Surplus of a fund: year, series, amount, and as it is written."""
    return pair_of(side, fund, "surplus", lang)


@cache
def spec(fund: str, lang: Lang) -> dict:
    """The chart's specification for a fund and a language."""
    return pair_spec("surplus", fund, lang)
