"""How parts add up to a whole: bars that begin where the one before ended, then the whole."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import accumulate

import altair as alt
import polars as pl

from sifund.charts.theme import AMOUNT, EDGES, TICKS, bar_step, by_name, colour, finish, label, tint, words
from sifund.colours import GREY, LABEL
from sifund.declare.unit import YUAN
from sifund.text import Lang

KINDS = RISE, FALL, WHOLE = "rise", "fall", "whole"
SCHEMA = {
    "name": pl.String, "next": pl.String, "order": pl.Int64, "low": pl.Float64, "high": pl.Float64, "end": pl.Float64,
    "kind": pl.String, "label": pl.String,
}  # fmt: skip
Part = tuple[str, float]


def frame(parts: Sequence[Part], whole: str, start: Part | None = None, lang: Lang = "zh") -> pl.DataFrame:
    """Bars of named amounts [yuan] and of the whole that they add up to, in the column of money.

    `start` is a first bar that the parts are added to, such as the year before; without it they start from zero.
    """
    before = start[1] if start else 0.0
    ends = list(accumulate((amount for _, amount in parts), initial=before))
    kinds = [RISE if amount >= 0 else FALL for _, amount in parts]
    bars = [(label(name), ends[i], ends[i + 1], kinds[i], amount) for i, (name, amount) in enumerate(parts)]
    first = [(label(start[0]), 0.0, before, WHOLE, before)] if start else []
    every = [*first, *bars, (label(whole), 0.0, ends[-1], WHOLE, ends[-1])]
    names = [bar[0] for bar in every]
    rows = [
        (name, (names[order + 1 :] or [name])[0], order, *(YUAN.scaled(x, lang) for x in (min(low, high), max(low, high), high)), kind,
         YUAN.number(amount, signed=kind != WHOLE or not start)(lang))
        for order, (name, low, high, kind, amount) in enumerate(every)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


@cache
def spec(fund: str, lang: Lang, lines: int = 2) -> dict:
    """Horizontal bars with names of so many lines: full colour adds, pale takes off, grey is a total; a thin line leads to the next bar."""
    kinds = alt.Scale(domain=KINDS, range=[colour(fund), tint(fund), GREY])
    x = alt.X("low", type="quantitative", title=AMOUNT(lang), axis=alt.Axis(format=TICKS, tickCount=4))
    tooltip = [
        alt.Tooltip("name", type="nominal", title=" "), alt.Tooltip("label", type="nominal", title=AMOUNT(lang)),
    ]  # fmt: skip
    colours = alt.Color("kind", type="nominal", scale=kinds, legend=None)  # signs and names say it in words
    bars = alt.Chart().mark_bar().encode(x=x, x2="high", color=colours, tooltip=tooltip)
    steps = alt.Chart().mark_rule(color=LABEL).encode(y2="next", x=alt.X("end", type="quantitative"))
    labels = words(align="left", dx=4).encode(
        x=alt.X("high", type="quantitative"), text=alt.Text("label", type="nominal")
    )  # fmt: skip
    chart = alt.layer(bars, steps, labels).encode(y=by_name())
    return finish(chart.properties(height=bar_step(26, lines), padding=EDGES))
