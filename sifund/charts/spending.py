"""Which lines spend what in a year, baseline beside scenario; what does not move, or is nothing, stands in one row."""

from __future__ import annotations

from functools import cache

import altair as alt
import numpy as np
import polars as pl

from sifund.charts.theme import AMOUNT, EDGES, along, bar_step, by_name, colour, finish, label, words
from sifund.charts.titles import spends
from sifund.colours import GREY
from sifund.declare.unit import YUAN
from sifund.model.case import Side
from sifund.model.paths import Array
from sifund.terms import BASELINE, SCENARIO
from sifund.text import HALF_FEN, Lang, Text

STILL = Text("不变的{count}项", "{count} {count:line that stays|lines that stay}")
EMPTY = Text("为0的{count}项", "{count} {count:line|lines} of 0")
OTHER = Text("其余{count}项", "{count} other {count:line|lines}")
SCHEMA = {
    "name": pl.String, "series": pl.String, "amount": pl.Float64, "says": pl.String, "label": pl.String, "order": pl.Int64,
}  # fmt: skip
EVERY = 99
Bar = tuple[str, Array]
"""A name, and amounts of baseline and scenario (2,) [yuan]."""


def title(side: Side, fund: str, year: int) -> Text:
    """What the year spends against the baseline, and the line that moves most."""
    return spends(side, fund, year)


def frame(side: Side, fund: str, year: int, lang: Lang, most: int = EVERY) -> pl.DataFrame:
    """Expenditure lines of a fund in a year: name, series, amount in the column of money, as it is written, its label, order;
    in so many rows at most, of which the last holds the lines that move least."""
    rows = []
    for order, (name, amounts) in enumerate(_bars(side, fund, side.years.index(year), lang, most)):
        for series, amount in zip((BASELINE(lang), SCENARIO(lang)), amounts.tolist(), strict=True):
            says = YUAN.number(amount)(lang)
            rows.append((label(name), series, YUAN.scaled(amount, lang), says, f"{series} {says}", order))
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _bars(side: Side, fund: str, at: int, lang: Lang, most: int) -> list[Bar]:
    """Lines that move, then the others as one; where none moves, those that are something, then those that are nothing."""
    pairs = {
        side.base.line_name(key)(lang): np.array([x.line(key)[at] for x in (side.baseline, side)])
        for key in side.base.keys_of(fund, "expenditure")
    }
    moves = any(_gap(pair) for pair in pairs.values())
    rest = [name for name, pair in pairs.items() if not (_gap(pair) if moves else pair.any())]
    folds, over = STILL if moves else EMPTY, len(pairs) - len(rest) + bool(rest) - most
    if over > 0:
        shown = sorted(pairs.keys() - rest, key=lambda name: (_gap(pairs[name]), pairs[name].max()))
        folds, rest = OTHER, [*rest, *shown[: over + (not rest)]]
    bars = [(name, pair) for name, pair in pairs.items() if name not in rest]
    if rest:
        name = folds.format(count=len(rest))(lang) if len(rest) > 1 else rest[0]
        bars.append((name, np.sum([pairs[name] for name in rest], axis=0)))
    return bars


def _gap(pair: Array) -> float:
    """By how much a line moves; 0 where it does not by half a fen."""
    gap = abs(float(pair[1] - pair[0]))
    return gap if gap >= HALF_FEN else 0.0


@cache
def spec(fund: str, lang: Lang, lines: int = 2) -> dict:
    """Horizontal bars, one pair a line with a name of so many lines; each bar says whose it is and how much."""
    tooltip = [
        alt.Tooltip("name", type="nominal", title=" "),
        alt.Tooltip("series", type="nominal", title=" "),
        alt.Tooltip("says", type="nominal", title=AMOUNT(lang)),
    ]
    names = [BASELINE(lang), SCENARIO(lang)]
    scale = alt.Scale(domain=names, range=[GREY, colour(fund)])
    bars = alt.Chart().mark_bar().encode(
        x=along("amount", AMOUNT(lang)),
        color=alt.Color("series", type="nominal", scale=scale, legend=None),
        tooltip=tooltip,
    )  # fmt: skip
    values = words(align="left", dx=3).encode(
        x=alt.X("amount", type="quantitative"), text=alt.Text("label", type="nominal")
    )
    offset = alt.YOffset("series", type="nominal", sort=names)
    chart = alt.layer(bars, values).encode(y=by_name(), yOffset=offset)
    return finish(chart.properties(height={"step": bar_step(34, lines)["step"] / 2}, padding=EDGES))
