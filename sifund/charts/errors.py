"""Where a forecast missed: each line's error, split into standard and volume."""

from __future__ import annotations

from functools import cache

import altair as alt
import polars as pl

from sifund.charts.theme import EDGES, along, bar_step, by_name, finish, in_unit, label, words
from sifund.colours import PAIR
from sifund.declare.unit import YUAN
from sifund.terms import STANDARD
from sifund.text import Lang, Text

PARTS = {"standard": STANDARD, "volume": Text("数量", "Volume")}
AMOUNT = in_unit(Text("实际减推算", "Actual less forecast"), YUAN)


def frame(table: pl.DataFrame, names: dict[str, str], lang: Lang) -> pl.DataFrame:
    """Errors of `sifund.analysis.backtest` as bars: name, part, amount, as it is written, order; names are by line."""
    long = table.with_row_index("order").unpivot(
        ["standard", "volume"], index=["line", "order"], variable_name="part", value_name="amount"
    )
    return long.select(
        pl.col("line").replace_strict({key: label(name) for key, name in names.items()}, return_dtype=pl.String).alias("name"),
        pl.col("part").replace_strict({key: name(lang) for key, name in PARTS.items()}, return_dtype=pl.String),
        (pl.col("amount") / YUAN.size(lang)).round(6), pl.col("order").cast(pl.Int64),
        pl.col("amount").map_elements(lambda x: YUAN.number(x, signed=True)(lang), return_dtype=pl.String).alias("says"),
    ).with_columns(label=pl.concat_str("part", "says", separator=" "))  # fmt: skip


@cache
def spec(lang: Lang, lines: int = 2) -> dict:
    """Horizontal bars with names of so many lines, the two parts of a line one after the other."""
    scale = alt.Scale(domain=[name(lang) for name in PARTS.values()], range=list(PAIR))
    bars = alt.Chart().mark_bar().encode(
        x=along("amount", AMOUNT(lang)),
        color=alt.Color("part", type="nominal", scale=scale, legend=None),
        tooltip=[alt.Tooltip("name", type="nominal", title=" "), alt.Tooltip("part", type="nominal", title=" "),
                 alt.Tooltip("says", type="nominal", title=AMOUNT(lang))],
    )  # fmt: skip
    values = words(align="left", dx=4).transform_calculate(right="max(datum.amount, 0)").encode(
        x=alt.X("right", type="quantitative"), text=alt.Text("label", type="nominal")
    )  # fmt: skip
    offset = alt.YOffset("part", type="nominal", sort=[name(lang) for name in PARTS.values()])
    chart = alt.layer(bars, values).encode(y=by_name(), yOffset=offset)
    return finish(chart.properties(height={"step": bar_step(34, lines)["step"] / 2}, padding=EDGES))
