"""A measure by year, one panel a scenario: bars in the fund's colour, a line across each bar for what it is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import altair as alt
import numpy as np
import polars as pl

from sifund import catalog
from sifund.analysis.comparison import Comparison
from sifund.charts.theme import TICKS, colour, finish, in_unit, label
from sifund.colours import LABEL
from sifund.declare.measure import MEASURES
from sifund.terms import COMPARED_WITH
from sifund.text import Lang

AGAINST = COMPARED_WITH
SHORT = "bandwidth('x') < 130 ? split(datum.label, regexp('\\\\s'))[0] : split(datum.label, '\\n')"
"""A panel too narrow for its name is known by its number, as in the table."""
_SCHEMA = {"name": pl.String, "order": pl.Int64, "year": pl.Int64, "amount": pl.Float64, "against": pl.Float64,
           "says": pl.String, "beside": pl.String}  # fmt: skip


def frame(comparison: Comparison, names: Sequence[str], fund: str, measure: str, lang: Lang = "zh") -> pl.DataFrame:
    """name, order, year, amount and what it is compared with, in its unit, and both as written; years without a value are left out, an
    exhausted fund has 0 months."""
    rows, unit = [], MEASURES[measure].unit
    for number, name in zip(comparison.numbers, names, strict=True):
        pairs = (comparison.amounts(fund, measure, number), comparison.beside(fund, measure, number))
        own, other = (np.maximum(x, 0) if measure == "cover_months" else x for x in pairs)
        rows += [
            (label(name), number, year, unit.scaled(own[i], lang), unit.scaled(other[i], lang) if np.isfinite(other[i]) else None,
             *(unit.number(float(amounts[i]))(lang) for amounts in pairs))
            for i, year in enumerate(comparison.years) if np.isfinite(own[i])
        ]  # fmt: skip
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


@cache
def spec(fund: str, measure: str, lang: Lang) -> dict:
    """Panels side by side in one view, so that they share their axis and fit any width."""
    title = in_unit(catalog.measure_name(measure, fund), MEASURES[measure].unit)
    tooltip = [
        alt.Tooltip("name", type="nominal", title=" "),
        alt.Tooltip("year", type="quantitative", title=" ", format="d"),
        alt.Tooltip("says", type="nominal", title=title(lang)),
        alt.Tooltip("beside", type="nominal", title=AGAINST(lang)),
    ]
    axis = alt.Axis(labelAngle=0, labelOverlap=False, labelExpr=SHORT)
    x = alt.X("name", type="nominal", sort=alt.EncodingSortField("order", op="min"), title=None, axis=axis,
              scale=alt.Scale(paddingInner=0.15))  # fmt: skip
    y = alt.Y("amount", type="quantitative", title=title(lang), axis=alt.Axis(format=TICKS, tickCount=4))
    bars = alt.Chart().mark_bar(color=colour(fund)).encode(y=y, tooltip=tooltip)
    level = alt.Chart().mark_bar(fillOpacity=0, stroke=LABEL, strokeWidth=2.5)  # no height: a line as wide as its bar
    marks = level.encode(y=alt.Y("against", type="quantitative"), y2="against", tooltip=tooltip)
    chart = alt.layer(bars, marks).encode(
        x=x, xOffset=alt.XOffset("year", type="ordinal", scale=alt.Scale(paddingInner=0.12))
    )
    return finish(chart.properties(height=230))
