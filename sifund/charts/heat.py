"""A figure over the ranges of two parameters, and the line along which it meets a target."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import cast

import altair as alt
import polars as pl

from sifund.analysis.outlook.sensitivity import Grid
from sifund.charts.theme import TICKS, finish
from sifund.colours import BLACK, WHITE
from sifund.declare.unit import Unit
from sifund.text import Lang, Text

SCHEMA = {"x": pl.Float64, "y": pl.Float64, "x2": pl.Float64, "y2": pl.Float64, "value": pl.Float64}


def frame(grid: Grid, target: float, unit: Unit, lang: Lang) -> pl.DataFrame:
    """Cells (x, y, x2, y2, value in the unit's column) and the iso-line's points, which have no far corner."""
    (left, right), (low, high) = _edges(grid.xs.tolist()), _edges(grid.ys.tolist())
    rows = [
        (left[i], low[j], right[i], high[j], unit.scaled(grid.values[j, i], lang))
        for j in range(len(low)) for i in range(len(left)) if grid.values[j, i] == grid.values[j, i]
    ]  # fmt: skip
    points = [(x, y, None, None, unit.scaled(target, lang)) for x, y in grid.iso(target)]
    return pl.DataFrame([*rows, *points], schema=SCHEMA, orient="row")


def _edges(places: list[float]) -> tuple[list[float], list[float]]:
    """Cells reach half-way to their neighbours."""
    middles = [(a + b) / 2 for a, b in pairwise(places)]
    return [places[0], *middles], [*middles, places[-1]]


@cache
def spec(across: Text, up: Text, title: Text, unit: Unit, lang: Lang) -> dict:
    """Coloured cells, blue above and orange below, and dots where the target is met."""
    axis = alt.Axis(tickCount=6, grid=False)
    x = alt.X("x", type="quantitative", title=across(lang), axis=axis, scale=alt.Scale(zero=False, nice=False))
    y = alt.Y("y", type="quantitative", title=up(lang), axis=axis, scale=alt.Scale(zero=False, nice=False))
    value = alt.Tooltip("value", type="quantitative", title=title(lang), format=unit.shape(lang))
    places = [
        alt.Tooltip("x", type="quantitative", title=across(lang)),
        alt.Tooltip("y", type="quantitative", title=up(lang)),
    ]
    legend = alt.Legend(title=title(lang), orient="top", format=TICKS, gradientLength=220, titleLimit=400)
    colour = alt.Color("value", type="quantitative", scale=alt.Scale(scheme="cividis"), legend=legend)
    cells = alt.Chart().mark_rect().transform_filter("isValid(datum.x2)").encode(
        x=x, y=y, x2=alt.X2("x2"), y2=alt.Y2("y2"), color=colour, tooltip=[*places, value],
    )  # fmt: skip
    line = alt.Chart().mark_point(filled=True, size=46, color=WHITE, stroke=BLACK, strokeWidth=1.2, opacity=1)
    line = line.transform_filter("!isValid(datum.x2)").encode(x=x, y=y, tooltip=[*places, value])
    return finish(cast(alt.LayerChart, alt.layer(cells, line).properties(height=340)))
