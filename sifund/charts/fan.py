"""How sure a path is: bands of P5–P95 and P25–P75, their median, and the single paths in front of them."""

from __future__ import annotations

from functools import cache
from typing import cast

import altair as alt
import polars as pl

from sifund.charts.lines import BASELINE, SCENARIO
from sifund.charts.theme import TICKS, colour, finish
from sifund.colours import ALARM, GREY
from sifund.declare.unit import Unit
from sifund.text import Lang, Text

FLOOR = Text("底线", "Floor")
BANDS = {"outer": (Text("90%区间", "90 % band"), "p5", "p95"), "inner": (Text("50%区间", "50 % band"), "p25", "p75")}
PATHS = {"p50": Text("中位数", "Median"), "baseline": BASELINE, "scenario": SCENARIO, "floor": FLOOR}
DASHES = {"p50": [1, 3], "baseline": [5, 4], "scenario": [1, 0], "floor": [8, 3]}


def frame(fan: pl.DataFrame, unit: Unit, lang: Lang) -> pl.DataFrame:
    """A fan of `sifund.analysis.uncertainty` and the paths beside it, in the unit's column, for `spec`: year, series,
    low and high of a band, value of a path."""
    rows = []
    for row in fan.to_dicts():
        known = {k: unit.scaled(v, lang) for k, v in row.items() if k != "year" and v is not None}
        rows += [(row["year"], name(lang), known.get(low), known.get(high), None) for name, low, high in BANDS.values()]
        rows += [(row["year"], PATHS[k](lang), None, None, v) for k, v in known.items() if k in PATHS]
    types = {"year": pl.Int64, "series": pl.String, "low": pl.Float64, "high": pl.Float64, "value": pl.Float64}
    return pl.DataFrame(rows, schema=types, orient="row")


@cache
def spec(title: Text, fund: str, unit: Unit, paths: tuple[str, ...], lang: Lang) -> dict:
    """Bands as areas, the named paths of PATHS as lines, all in one legend."""
    own = colour(fund)
    colours = {name(lang): f"{own}{depth}" for (name, *_), depth in zip(BANDS.values(), ("2E", "57"), strict=True)}
    colours |= {PATHS[key](lang): {"baseline": GREY, "floor": ALARM}.get(key, own) for key in paths}
    dashes = {PATHS[key](lang): DASHES[key] for key in paths}
    x = alt.X("year", type="ordinal", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True))
    legend = alt.Legend(
        title=None, orient="top", offset=4, columns=3, symbolType="stroke", symbolStrokeWidth=4, symbolDash=[1, 0]
    )
    scale = alt.Scale(domain=list(colours), range=list(colours.values()))
    colour_of = alt.Color("series", type="nominal", scale=scale, legend=legend)
    number = unit.shape(lang)
    axis = alt.Axis(format=TICKS, tickCount=5)
    when, what = alt.Tooltip("year", type="ordinal", title=" "), alt.Tooltip("series", type="nominal", title=" ")
    ends = [
        alt.Tooltip(key, type="quantitative", title=name, format=number) for key, name in (("low", "↓"), ("high", "↑"))
    ]
    value = alt.Tooltip("value", type="quantitative", title=title(lang), format=number)
    bands = alt.Chart().mark_area().transform_filter("isValid(datum.low)").encode(
        x=x, y=alt.Y("low", type="quantitative", title=title(lang), axis=axis), y2=alt.Y2("high"), color=colour_of,
        tooltip=[when, what, *ends],
    )  # fmt: skip
    lines = alt.Chart().mark_line(strokeWidth=2.5).transform_filter("isValid(datum.value)").encode(
        x=x, y=alt.Y("value", type="quantitative", title=title(lang), axis=axis), color=colour_of, tooltip=[when, what, value],
        strokeDash=alt.StrokeDash("series", type="nominal", legend=None,
                                  scale=alt.Scale(domain=list(dashes), range=list(dashes.values()))),
    )  # fmt: skip
    return finish(cast(alt.LayerChart, alt.layer(bands, lines).properties(height=320)))
