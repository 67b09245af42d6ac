"""Two lines over the years, baseline and scenario: what the balance and cover charts share."""

from __future__ import annotations

import altair as alt
import polars as pl

from sifund.charts.theme import finish, two_series
from sifund.model.case import Side
from sifund.text import Lang, Text

BASELINE = Text("基线", "Baseline")
SCENARIO = Text("方案", "Scenario")


def frame_of(side: Side, fund: str, measure: str, scale: float, lang: Lang) -> pl.DataFrame:
    """A measure by year for baseline and scenario: year, series, amount in units of `scale`."""
    pairs = ((BASELINE, side.baseline), (SCENARIO, side))
    values = ((year, series(lang), x.value(fund, measure, year)) for series, x in pairs for year in side.years)
    rows = [(year, series, round(value / scale, 4)) for year, series, value in values if value is not None]
    return pl.DataFrame(rows, schema={"year": pl.Int64, "series": pl.String, "amount": pl.Float64}, orient="row")


def line_spec(title: Text, fund: str, lang: Lang, number: str) -> dict:
    """Points and lines, the baseline dashed and grey, zero in sight."""
    names = [BASELINE(lang), SCENARIO(lang)]
    tooltip = [
        alt.Tooltip("year", type="quantitative", title=" ", format="d"),
        alt.Tooltip("series", type="nominal", title=" "),
        alt.Tooltip("amount", type="quantitative", title=title(lang), format=number),
    ]
    dash = alt.StrokeDash("series", type="nominal", legend=None, scale=alt.Scale(domain=names, range=[[5, 4], [1, 0]]))
    chart = alt.Chart().mark_line(point=alt.OverlayMarkDef(size=50), strokeWidth=2.5).encode(
        x=alt.X("year", type="ordinal", title=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("amount", type="quantitative", title=title(lang), axis=alt.Axis(format=",.1f", tickCount=5)),
        color=two_series("series", names[0], names[1], fund, "stroke"),
        strokeDash=dash,
        tooltip=tooltip,
    )  # fmt: skip
    return finish(chart.properties(height=300))
