"""Where a forecast missed: each line's error, split into standard and volume."""

from __future__ import annotations

from functools import cache

import altair as alt
import polars as pl

from sifund.charts.theme import bar_step, by_name, finish, label
from sifund.colours import PAIR
from sifund.text import WAN, Lang, Text

PARTS = {"standard": Text("标准", "Standard"), "volume": Text("数量", "Volume")}
AMOUNT = Text("实际减推算（万元）", "Actual less forecast (10k yuan)")


def frame(table: pl.DataFrame, names: dict[str, str], lang: Lang) -> pl.DataFrame:
    """Errors of `sifund.analysis.backtest` as bars: name, part, amount [万元], order; names are by line."""
    long = table.with_row_index("order").unpivot(
        ["standard", "volume"], index=["line", "order"], variable_name="part", value_name="amount"
    )
    return long.select(
        pl.col("line").replace_strict({key: label(name) for key, name in names.items()}, return_dtype=pl.String).alias("name"),
        pl.col("part").replace_strict({key: name(lang) for key, name in PARTS.items()}, return_dtype=pl.String),
        (pl.col("amount") / WAN).round(1), pl.col("order").cast(pl.Int64),
    )  # fmt: skip


@cache
def spec(lang: Lang, lines: int = 2) -> dict:
    """Horizontal bars with names of so many lines, the two parts of a line one after the other."""
    scale = alt.Scale(domain=[name(lang) for name in PARTS.values()], range=list(PAIR))
    chart = alt.Chart().mark_bar().encode(
        y=by_name(),
        x=alt.X("amount", type="quantitative", title=AMOUNT(lang), axis=alt.Axis(format=",.0f", tickCount=5)),
        color=alt.Color("part", type="nominal", scale=scale, legend=alt.Legend(title=None, orient="top", offset=4)),
        tooltip=[alt.Tooltip("name", type="nominal", title=" "), alt.Tooltip("part", type="nominal", title=" "),
                 alt.Tooltip("amount", type="quantitative", title=AMOUNT(lang), format=",.1f")],
    )  # fmt: skip
    return finish(chart.properties(height=bar_step(26, lines)))
