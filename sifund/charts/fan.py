"""How sure a path is: bands of P5–P95 and P25–P75, their median, and the single paths in front of them, each named at its
end."""

from __future__ import annotations

from functools import cache
from typing import cast

import altair as alt
import polars as pl

from sifund.charts.ends import apart, end_label
from sifund.charts.theme import EDGES, TICKS, colour, finish, words
from sifund.colours import ALARM, GREY
from sifund.declare.unit import Unit
from sifund.terms import BASELINE, SCENARIO
from sifund.text import Lang, Text

FLOOR = Text("底线", "Floor")
BANDS = {"outer": (Text("90%区间", "90% band"), "p5", "p95"), "inner": (Text("50%区间", "50% band"), "p25", "p75")}
PATHS = {"p50": Text("中位数", "Median"), "baseline": BASELINE, "scenario": SCENARIO, "floor": FLOOR}
ENDS = {
    "p95": Text("90%区间上端", "90% band, top"), "p75": Text("50%区间上端", "50% band, top"), "p50": PATHS["p50"],
    "p25": Text("50%区间下端", "50% band, foot"), "p5": Text("90%区间下端", "90% band, foot"), "baseline": BASELINE,
    "scenario": SCENARIO, "floor": FLOOR,
}  # fmt: skip
DASHES = {"p50": [1, 3], "baseline": [5, 4], "scenario": [1, 0], "floor": [8, 3]}
SCHEMA = {
    "year": pl.Int64, "series": pl.String, "low": pl.Float64, "high": pl.Float64, "value": pl.Float64, "label": pl.String,
    "at": pl.Float64,
}  # fmt: skip


def frame(fan: pl.DataFrame, unit: Unit, lang: Lang) -> pl.DataFrame:
    """A fan of `sifund.analysis.uncertainty` and the paths beside it, in the unit's column, for `spec`: year, series,
    low and high of a band, value of a path; then what stands at their ends, and where."""
    rows, scaled = [], {}
    for row in fan.to_dicts():
        scaled = {k: unit.scaled(v, lang) for k, v in row.items() if k != "year" and v is not None}
        year = row["year"]
        rows += [
            (year, name(lang), scaled.get(low), scaled.get(high), *[None] * 3) for name, low, high in BANDS.values()
        ]
        rows += [(year, PATHS[k](lang), None, None, v, None, None) for k, v in scaled.items() if k in PATHS]
    rows += _ends(fan, scaled, unit, lang)
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _ends(fan: pl.DataFrame, scaled: dict[str, float], unit: Unit, lang: Lang) -> list[tuple]:
    """A label for each end of the last year, the highest value first."""
    last = fan[-1].to_dicts()[0]
    ends = {k: scaled[k] for k in ENDS if k in scaled}
    labels = [end_label(ENDS[k](lang), unit.number(last[k])(lang)) for k in ends]
    values = [unit.scaled(v, lang) for c in fan.columns if c != "year" for v in fan[c].drop_nulls()]
    places = apart(list(ends.values()), labels, min(0.0, *values), max(0.0, *values))
    return [(last["year"], "", None, None, None, label, at) for label, at in zip(labels, places, strict=True)]


@cache
def spec(title: Text, fund: str, unit: Unit, paths: tuple[str, ...], lang: Lang) -> dict:
    """Bands as areas, the named paths of PATHS as lines."""
    hue = colour(fund)
    colours = {name(lang): f"{hue}{depth}" for (name, *_), depth in zip(BANDS.values(), ("2E", "57"), strict=True)}
    colours |= {PATHS[key](lang): {"baseline": GREY, "floor": ALARM}.get(key, hue) for key in paths}
    dashes = {PATHS[key](lang): DASHES[key] for key in paths}
    x = alt.X("year", type="ordinal", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True))
    scale = alt.Scale(domain=list(colours), range=list(colours.values()))
    colour_of = alt.Color("series", type="nominal", scale=scale, legend=None)
    number, axis = unit.shape(lang), alt.Axis(format=TICKS, tickCount=5)
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
    labels = words(align="left", dx=9, baseline="middle").transform_filter("isValid(datum.at)").encode(
        x=x, y=alt.Y("at", type="quantitative", title=title(lang)), text=alt.Text("label", type="nominal")
    )  # fmt: skip
    chart = alt.layer(bands, lines, labels).properties(height=320, padding=EDGES | {"top": 14})
    return finish(cast(alt.LayerChart, chart))
