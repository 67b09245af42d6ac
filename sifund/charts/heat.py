"""A figure over the ranges of two parameters, and the line along which it meets a target."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import cast

import altair as alt
import polars as pl

from sifund.analysis.outlook.sensitivity import Grid
from sifund.charts.theme import EDGES, TICKS, finish
from sifund.colours import BLACK, WHITE
from sifund.declare.unit import Unit
from sifund.text import Lang, Text

HEIGHT = 440
SCHEMA = {"x": pl.Float64, "y": pl.Float64, "x2": pl.Float64, "y2": pl.Float64, "value": pl.Float64, "line": pl.Boolean}


def frame(grid: Grid, target: float, unit: Unit, lang: Lang) -> pl.DataFrame:
    """Cells (x, y, x2, y2, value in the unit's column) and the pieces of the line on which the value is the target."""
    (left, right), (low, high) = _edges(grid.xs.tolist()), _edges(grid.ys.tolist())
    rows = [
        (left[i], low[j], right[i], high[j], unit.scaled(grid.values[j, i], lang), False)
        for j in range(len(low)) for i in range(len(left)) if grid.values[j, i] == grid.values[j, i]
    ]  # fmt: skip
    pieces = [(*one, *other, unit.scaled(target, lang), True) for one, other in grid.iso(target)]
    return pl.DataFrame([*rows, *pieces], schema=SCHEMA, orient="row")


def _edges(places: list[float]) -> tuple[list[float], list[float]]:
    """Cells reach half-way to their neighbours."""
    middles = [(a + b) / 2 for a, b in pairwise(places)]
    return [places[0], *middles], [*middles, places[-1]]


@cache
def spec(across: Text, up: Text, title: Text, unit: Unit, lang: Lang) -> dict:
    """Coloured cells, yellow above and blue below, and a line where the target is met, white on black."""
    axis = alt.Axis(tickCount=5, grid=False)
    x = alt.X("x", type="quantitative", title=across(lang), axis=axis, scale=alt.Scale(zero=False, nice=False))
    y = alt.Y("y", type="quantitative", title=up(lang), axis=axis, scale=alt.Scale(zero=False, nice=False))
    value = alt.Tooltip("value", type="quantitative", title=title(lang), format=unit.shape(lang))
    places = [
        alt.Tooltip("x", type="quantitative", title=across(lang)),
        alt.Tooltip("y", type="quantitative", title=up(lang)),
    ]
    legend = alt.Legend(title=title(lang), orient="top", format=TICKS, gradientLength=300)
    colour = alt.Color("value", type="quantitative", scale=alt.Scale(scheme="cividis"), legend=legend)
    far = {"x2": alt.X2("x2"), "y2": alt.Y2("y2"), "tooltip": [*places, value]}
    cells = alt.Chart().mark_rect().transform_filter("!datum.line").encode(x=x, y=y, color=colour, **far)
    lines = [
        alt.Chart().mark_rule(color=ink, strokeWidth=width, strokeCap="round").transform_filter("datum.line").encode(x=x, y=y, **far)
        for ink, width in ((BLACK, 5), (WHITE, 2.5))
    ]  # fmt: skip
    return finish(cast(alt.LayerChart, alt.layer(cells, *lines).properties(height=HEIGHT, padding=EDGES)))
