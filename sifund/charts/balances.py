"""Where the balance goes year by year, baseline beside scenario."""

from __future__ import annotations

from functools import cache

import altair as alt
import polars as pl

from sifund.charts.spending import BASELINE, SCENARIO
from sifund.charts.theme import finish, two_series
from sifund.result import Result
from sifund.text import YI, Lang, Text

AMOUNT = Text("年末滚存结余（亿元）", "Closing balance (100M yuan)")


def frame(result: Result, fund: str, lang: Lang) -> pl.DataFrame:
    """Closing balances of a fund: year, series, amount [亿元], label at the last year."""
    pairs = (
        (BASELINE, result.measure_baseline(fund, "closing", result.last)),
        (SCENARIO, result.measure(fund, "closing", result.last)),
    )
    rows = []
    for series, x in pairs:
        rows += [(year, series(lang), round(float(v) / YI, 4)) for year, v in zip(result.years, x[0], strict=True)]
    return pl.DataFrame(rows, schema=["year", "series", "amount"], orient="row")


@cache
def spec(fund: str, lang: Lang) -> dict:
    """Two lines over the years with points, zero in sight."""
    tooltip = [
        alt.Tooltip("year", type="quantitative", title=" ", format="d"),
        alt.Tooltip("series", type="nominal", title=" "),
        alt.Tooltip("amount", type="quantitative", title=AMOUNT(lang), format=",.2f"),
    ]
    chart = alt.Chart().mark_line(point=alt.OverlayMarkDef(size=50), strokeWidth=2.5).encode(
        x=alt.X("year", type="ordinal", title=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("amount", type="quantitative", title=AMOUNT(lang), axis=alt.Axis(format=",.1f", tickCount=5)),
        color=two_series("series", BASELINE(lang), SCENARIO(lang), fund),
        strokeDash=alt.StrokeDash("series", type="nominal", legend=None, scale=alt.Scale(
            domain=[BASELINE(lang), SCENARIO(lang)], range=[[5, 4], [1, 0]])),
        tooltip=tooltip,
    )  # fmt: skip
    return finish(chart.properties(height=300))
