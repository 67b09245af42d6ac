"""Which lines spend what in a year, baseline beside scenario."""

from __future__ import annotations

from functools import cache

import altair as alt
import polars as pl

from sifund.charts.lines import BASELINE, SCENARIO
from sifund.charts.theme import AMOUNT, TICKS, bar_step, by_name, finish, label, two_series
from sifund.charts.titles import spends
from sifund.colours import LABEL
from sifund.declare.unit import YUAN
from sifund.model.case import Side
from sifund.text import Lang, Text


def title(side: Side, fund: str, year: int) -> Text:
    """What the year spends against the baseline, and the line that moves most."""
    return spends(side, fund, year)


def frame(side: Side, fund: str, year: int, lang: Lang) -> pl.DataFrame:
    """Expenditure lines of a fund in a year: name, series, amount in the column of money, as it is written, order."""
    index = side.years.index(year)
    base = side.base
    rows = []
    for order, key in enumerate(base.keys_of(fund, "expenditure")):
        name = label(base.line_name(key)(lang))
        pairs = (
            (series(lang), float(x.line(key)[index])) for series, x in ((BASELINE, side.baseline), (SCENARIO, side))
        )
        rows += [(name, series, YUAN.scaled(x, lang), YUAN.number(x)(lang), order) for series, x in pairs]
    return pl.DataFrame(rows, schema=["name", "series", "amount", "says", "order"], orient="row")


@cache
def spec(fund: str, lang: Lang, lines: int = 2) -> dict:
    """Horizontal bars, one pair a line with a name of so many lines, in the order of the accounts."""
    tooltip = [
        alt.Tooltip("name", type="nominal", title=" "),
        alt.Tooltip("series", type="nominal", title=" "),
        alt.Tooltip("says", type="nominal", title=AMOUNT(lang)),
    ]
    bars = alt.Chart().mark_bar().encode(
        x=alt.X("amount", type="quantitative", title=AMOUNT(lang), axis=alt.Axis(format=TICKS, tickCount=5)),
        color=two_series("series", BASELINE(lang), SCENARIO(lang), fund),
        tooltip=tooltip,
    )  # fmt: skip
    values = alt.Chart().mark_text(align="left", dx=3, fontSize=10, color=LABEL).encode(
        x=alt.X("amount", type="quantitative"), text=alt.Text("says", type="nominal")
    )  # fmt: skip
    offset = alt.YOffset("series", type="nominal", sort=[BASELINE(lang), SCENARIO(lang)])
    chart = alt.layer(bars, values).encode(y=by_name(), yOffset=offset)
    return finish(chart.properties(height={"step": bar_step(26, lines)["step"] / 2}, padding={"right": 42}))
