"""Two lines over the years, baseline and scenario: what the balance and cover charts share."""

from __future__ import annotations

import altair as alt
import polars as pl

from sifund import catalog
from sifund.charts.theme import TICKS, finish, in_unit, two_series
from sifund.declare.measure import MEASURES
from sifund.declare.unit import Unit
from sifund.model.case import Side
from sifund.terms import BASELINE, SCENARIO
from sifund.text import Lang, Text

SCHEMA = {"year": pl.Int64, "series": pl.String, "amount": pl.Float64, "says": pl.String}


def frame_of(side: Side, fund: str, measure: str, lang: Lang) -> pl.DataFrame:
    """A measure by year for baseline and scenario: year, series, amount in its unit's column, and as it is written."""
    unit, pairs = MEASURES[measure].unit, ((BASELINE, side.baseline), (SCENARIO, side))
    values = ((year, series, x.value(fund, measure, year)) for series, x in pairs for year in side.years)
    rows = [row_of(year, series, value, unit, lang) for year, series, value in values if value is not None]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def row_of(year: int, series: Text, value: float, unit: Unit, lang: Lang) -> tuple[int, str, float, str]:
    """A row of SCHEMA."""
    return year, series(lang), unit.scaled(value, lang), unit.number(value)(lang)


def measure_spec(measure: str, fund: str, lang: Lang) -> dict:
    """The lines of a measure of a fund."""
    return line_spec(in_unit(catalog.measure_name(measure, fund), MEASURES[measure].unit), fund, lang)


def line_spec(title: Text, fund: str, lang: Lang) -> dict:
    """Points and lines, the baseline dashed and grey, zero in sight."""
    names = [BASELINE(lang), SCENARIO(lang)]
    tooltip = [
        alt.Tooltip("year", type="quantitative", title=" ", format="d"),
        alt.Tooltip("series", type="nominal", title=" "),
        alt.Tooltip("says", type="nominal", title=title(lang)),
    ]
    dash = alt.StrokeDash("series", type="nominal", legend=None, scale=alt.Scale(domain=names, range=[[5, 4], [1, 0]]))
    chart = alt.Chart().mark_line(point=alt.OverlayMarkDef(size=50), strokeWidth=2.5).encode(
        x=alt.X("year", type="ordinal", title=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("amount", type="quantitative", title=title(lang), axis=alt.Axis(format=TICKS, tickCount=5)),
        color=two_series("series", names[0], names[1], fund, "stroke"),
        strokeDash=dash,
        tooltip=tooltip,
    )  # fmt: skip
    return finish(chart.properties(height=300))
