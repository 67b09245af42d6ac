"""A measure by year, one panel a scenario: bars in the fund's colour, a line across each bar for what it is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import altair as alt
import numpy as np
import polars as pl

from sifund.analysis.comparison import Comparison
from sifund.catalog import all_funds
from sifund.charts.theme import colour, finish, label
from sifund.colours import LABEL
from sifund.text import YI, Lang, Text

CLOSING = Text("年末滚存结余（亿元）", "Closing balance (100M yuan)")
COVER = Text("{cover}（个月）", "{cover} (months)")
AGAINST = Text("基准", "Compared with")
SCALE = {"closing": YI, "cover_months": 1}
SHORT = "bandwidth('x') < 130 ? split(datum.label, regexp('\\\\s'))[0] : split(datum.label, '\\n')"
"""A panel too narrow for its name is known by its number, as in the table."""
_SCHEMA = {"name": pl.String, "order": pl.Int64, "year": pl.Int64, "amount": pl.Float64, "against": pl.Float64}


def frame(comparison: Comparison, names: Sequence[str], fund: str, measure: str) -> pl.DataFrame:
    """name, order, year, amount and what it is compared with [亿元 or months]; years without a value are left out, an
    exhausted fund has 0 months."""
    rows = []
    for number, name in zip(comparison.numbers, names, strict=True):
        pairs = (comparison.amounts(fund, measure, number), comparison.beside(fund, measure, number))
        own, other = (np.round(amounts / SCALE[measure], 4) for amounts in pairs)
        if measure == "cover_months":
            own, other = np.maximum(own, 0), np.maximum(other, 0)
        rows += [
            (label(name), number, year, float(own[i]), float(other[i]) if np.isfinite(other[i]) else None)
            for i, year in enumerate(comparison.years) if np.isfinite(own[i])
        ]  # fmt: skip
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


@cache
def spec(fund: str, measure: str, lang: Lang) -> dict:
    """Panels side by side in one view, so that they share their axis and fit any width."""
    title = CLOSING if measure == "closing" else COVER.format(cover=all_funds()[fund].cover_name)
    number = ",.2f" if measure == "closing" else ",.1f"
    tooltip = [
        alt.Tooltip("name", type="nominal", title=" "),
        alt.Tooltip("year", type="quantitative", title=" ", format="d"),
        alt.Tooltip("amount", type="quantitative", title=title(lang), format=number),
        alt.Tooltip("against", type="quantitative", title=AGAINST(lang), format=number),
    ]
    axis = alt.Axis(labelAngle=0, labelOverlap=False, labelExpr=SHORT)
    x = alt.X("name", type="nominal", sort=alt.EncodingSortField("order", op="min"), title=None, axis=axis,
              scale=alt.Scale(paddingInner=0.15))  # fmt: skip
    y = alt.Y("amount", type="quantitative", title=title(lang), axis=alt.Axis(format=",.1f", tickCount=4))
    bars = alt.Chart().mark_bar(color=colour(fund)).encode(y=y, tooltip=tooltip)
    level = alt.Chart().mark_bar(fillOpacity=0, stroke=LABEL, strokeWidth=2.5)  # no height: a line as wide as its bar
    marks = level.encode(y=alt.Y("against", type="quantitative"), y2="against", tooltip=tooltip)
    chart = alt.layer(bars, marks).encode(
        x=x, xOffset=alt.XOffset("year", type="ordinal", scale=alt.Scale(paddingInner=0.12))
    )
    return finish(chart.properties(height=230))
