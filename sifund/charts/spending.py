"""Which lines spend what in a year, baseline beside scenario."""

from __future__ import annotations

from functools import cache

import altair as alt
import polars as pl

from sifund.charts.lines import BASELINE, SCENARIO
from sifund.charts.theme import bar_step, by_name, finish, label, two_series
from sifund.colours import LABEL
from sifund.model.case import Side
from sifund.text import WAN, Lang, Text

AMOUNT = Text("金额（万元）", "Amount (10k yuan)")


def frame(side: Side, fund: str, year: int, lang: Lang) -> pl.DataFrame:
    """Expenditure lines of a fund in a year: name, series, amount [万元], order."""
    index = side.years.index(year)
    base = side.base
    rows = []
    for order, key in enumerate(base.keys_of(fund, "expenditure")):
        name = label(base.line_name(key)(lang))
        pairs = ((BASELINE, side.baseline), (SCENARIO, side))
        rows += [(name, series(lang), round(float(x.line(key)[index]) / WAN, 1), order) for series, x in pairs]
    return pl.DataFrame(rows, schema=["name", "series", "amount", "order"], orient="row")


@cache
def spec(fund: str, lang: Lang, lines: int = 2) -> dict:
    """Horizontal bars, one pair a line with a name of so many lines, in the order of the accounts."""
    tooltip = [
        alt.Tooltip("name", type="nominal", title=" "),
        alt.Tooltip("series", type="nominal", title=" "),
        alt.Tooltip("amount", type="quantitative", title=AMOUNT(lang), format=",.1f"),
    ]
    bars = alt.Chart().mark_bar().encode(
        x=alt.X("amount", type="quantitative", title=AMOUNT(lang), axis=alt.Axis(format=",.0f", tickCount=5)),
        color=two_series("series", BASELINE(lang), SCENARIO(lang), fund),
        tooltip=tooltip,
    )  # fmt: skip
    values = alt.Chart().mark_text(align="left", dx=3, fontSize=10, color=LABEL).encode(
        x=alt.X("amount", type="quantitative"), text=alt.Text("amount", type="quantitative", format=",.0f")
    )  # fmt: skip
    offset = alt.YOffset("series", type="nominal", sort=[BASELINE(lang), SCENARIO(lang)])
    chart = alt.layer(bars, values).encode(y=by_name(), yOffset=offset)
    return finish(chart.properties(height={"step": bar_step(26, lines)["step"] / 2}, padding={"right": 42}))
