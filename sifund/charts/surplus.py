"""What a fund gains or loses year by year, baseline beside scenario: known without an opening balance."""

from __future__ import annotations

from functools import cache

import polars as pl

from sifund.charts.lines import frame_of, line_spec
from sifund.model.case import Side
from sifund.text import YI, Lang, Text

AMOUNT = Text("当期结余（亿元）", "Surplus (100M yuan)")


def frame(side: Side, fund: str, lang: Lang) -> pl.DataFrame:
    """Surplus of a fund: year, series, amount [亿元]."""
    return frame_of(side, fund, "surplus", YI, lang)


@cache
def spec(fund: str, lang: Lang) -> dict:
    """The chart's specification for a fund and a language."""
    return line_spec(AMOUNT, fund, lang, ",.2f")
