"""What moves a figure most: each parameter at the low and the high end of its range."""

from __future__ import annotations

import re
from functools import cache

import altair as alt
import polars as pl

from sifund.charts.theme import EDGES, LABEL_WIDTH, TICKS, bar_step, broken, by_name, em, finish, label
from sifund.charts.theme import words as written
from sifund.colours import PAIR
from sifund.declare.unit import Unit
from sifund.text import Lang, Text, span

LOW, HIGH = Text("下限", "low"), Text("上限", "high")
ROOM = 34
"""Points on either side of the bars for what stands at their ends."""
_UNIT = re.compile(r"[^0-9]+$")
SCHEMA = {
    "name": pl.String, "end": pl.String, "at": pl.String, "value": pl.Float64, "middle": pl.Float64, "order": pl.Int64,
}  # fmt: skip


def frame(
    table: pl.DataFrame, names: dict[str, str], words: dict[str, tuple[str, str]], unit: Unit, lang: Lang
) -> pl.DataFrame:
    """A tornado of `sifund.analysis.sensitivity` as bars: name, end, what the parameter is there, value and middle in
    the unit's column, order. `names` and `words` (low, high) are by key, in the page's language."""
    rows = []
    for order, row in enumerate(table.to_dicts()):
        for end, name, word in (("at_low", LOW, words[row["key"]][0]), ("at_high", HIGH, words[row["key"]][1])):
            if row[end] is not None:
                figures = (unit.scaled(row[end], lang), unit.scaled(row["figure"], lang))
                rows.append((_name(names[row["key"]], *words[row["key"]], lang), name(lang), word, *figures, order))
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _name(name: str, low: str, high: str, lang: Lang) -> str:
    """A parameter and below it its range, whose unit is said once."""
    whole = span(_UNIT.sub("", low) if _UNIT.findall(low) == _UNIT.findall(high) else low, high)(lang)
    figures, unit = _UNIT.sub("", whole), "".join(_UNIT.findall(whole))
    parts = [whole] if em(whole) <= LABEL_WIDTH else [figures, unit.lstrip()]
    return "\n".join([label(name), *(line for part in parts for line in broken(part, LABEL_WIDTH))])


@cache
def spec(title: Text, unit: Unit, lang: Lang, lines: int = 2) -> dict:
    """Horizontal bars with names of so many lines, from the middle to either end, which is named; its value stands below the name."""
    x = alt.X("middle", type="quantitative", title=title(lang), axis=alt.Axis(format=TICKS, tickCount=4),
              scale=alt.Scale(zero=False, padding=ROOM))  # fmt: skip
    scale = alt.Scale(domain=[LOW(lang), HIGH(lang)], range=list(PAIR))
    tooltip = [alt.Tooltip(key, type="nominal", title=" ") for key in ("name", "end", "at")]
    bars = alt.Chart().mark_bar().encode(
        x=x, x2=alt.X2("value"), color=alt.Color("end", type="nominal", scale=scale, legend=None),
        tooltip=[*tooltip, alt.Tooltip("value", type="quantitative", title=title(lang), format=unit.shape(lang))],
    )  # fmt: skip
    ends = [
        written(align=align, dx=dx).transform_filter(f"datum.value {side} datum.middle").encode(
            x=alt.X("value", type="quantitative"), text=alt.Text("end", type="nominal")
        )
        for align, dx, side in (("left", 4, ">="), ("right", -4, "<"))
    ]  # fmt: skip
    chart = alt.layer(bars, *ends).encode(y=by_name())
    return finish(chart.properties(height=bar_step(26, lines), padding=EDGES))
