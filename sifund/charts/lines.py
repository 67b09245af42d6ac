"""Lines over the years, each named at its end with its last value; a floor is a line of its own with its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import altair as alt
import numpy as np
import polars as pl

from sifund import catalog
from sifund.analysis.unknown import amounts
from sifund.charts.ends import HEIGHT, apart, end_label
from sifund.charts.theme import EDGES, TICKS, colour, finish, in_unit, words
from sifund.colours import ALARM, GREY
from sifund.declare.measure import MEASURES
from sifund.declare.unit import MONTHS, Unit
from sifund.model.case import Side
from sifund.model.paths import Array
from sifund.terms import BASELINE, SCENARIO
from sifund.text import HALF_FEN, Lang, Text

BOTH = Text("方案同基线", "As baseline")
FLOOR = Text("底线{floor}", "Floor {floor}")
SCHEMA = {
    "year": pl.Int64, "series": pl.String, "amount": pl.Float64, "says": pl.String, "label": pl.String, "at": pl.Float64,
}  # fmt: skip
Styles = tuple[tuple[str, str, tuple[int, ...]], ...]
"""Name, colour and dashes of each line."""
SOLID, DASHED, FLOOR_DASHES = (1, 0), (5, 4), (8, 3)
DASHES = (SOLID, (8, 3), (2, 2), (10, 3, 2, 3), (4, 2), (12, 4))


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """A line: its name, its values by year (year,) [own unit; NaN where there is none], what is said of it at its end,
    and what where that is too long."""

    name: str
    values: Array
    at_end: str
    short: str = ""


def frame_of(paths: Sequence[Path], years: Sequence[int], unit: Unit, lang: Lang, *also: float) -> pl.DataFrame:
    """A row a line and year with a value: amount in the unit's column and as it is written; in its last row the label and
    where it stands. `also` are values that the axis reaches too [own unit]."""
    lasts = [np.flatnonzero(np.isfinite(path.values)).tolist() for path in paths]
    drawn = [(path, indices) for path, indices in zip(paths, lasts, strict=True) if len(indices)]
    every = [0.0, *also, *(float(x) for path, indices in drawn for x in path.values[indices])]
    labels = [
        end_label(path.at_end, unit.number(float(path.values[indices[-1]]))(lang), path.short)
        for path, indices in drawn
    ]
    ends = [unit.scaled(_drawn(float(path.values[indices[-1]]), unit), lang) for path, indices in drawn]
    low, high = (unit.scaled(x, lang) for x in (min(every) if unit.money else 0.0, max(every)))
    places = apart(ends, labels, low, high)
    rows = []
    for (path, indices), label, place in zip(drawn, labels, places, strict=True):
        for at in indices:
            value, last = float(path.values[at]), at == indices[-1]
            amount = unit.scaled(_drawn(value, unit), lang)
            rows.append(
                (
                    years[at],
                    path.name,
                    amount,
                    unit.number(value)(lang),
                    label if last else None,
                    place if last else None,
                )
            )
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _drawn(value: float, unit: Unit) -> float:
    """An exhausted fund has no months: it is drawn at 0."""
    return value if unit.key != "cover" else max(float(value), 0.0)


def pair_of(side: Side, fund: str, measure: str, lang: Lang, *also: float) -> pl.DataFrame:
    """A measure of a fund by year, baseline and scenario; one line where they are the same."""
    after, before = (amounts(x, fund, measure) for x in (side, side.baseline))
    return two(before, after, side.years, MEASURES[measure].unit, lang, *also)


def two(before: Array, after: Array, years: Sequence[int], unit: Unit, lang: Lang, *also: float) -> pl.DataFrame:
    """Baseline and scenario by year; one line where they are the same."""
    return frame_of(two_paths(before, after, lang), years, unit, lang, *also)


def two_paths(before: Array, after: Array, lang: Lang) -> list[Path]:
    """Baseline and scenario, or the one line that both are."""
    alike = bool(np.allclose(after, before, rtol=0, atol=HALF_FEN, equal_nan=True))
    first = Path(BASELINE(lang), before, (BOTH if alike else BASELINE)(lang))
    return [first] if alike else [first, Path(SCENARIO(lang), after, SCENARIO(lang))]


def floor_words(floor: float) -> Text:
    """What a line at a floor of cover is called."""
    return FLOOR.format(floor=MONTHS.write(floor, short=True))


def pair_spec(measure: str, fund: str, lang: Lang, floor: float | None = None, moving: str = "") -> dict:
    """The lines of a measure of a fund, with its floor [own unit], or the series that is a floor of its own each year."""
    title = in_unit(catalog.measure_name(measure, fund), MEASURES[measure].unit)
    return two_spec(title, fund, lang, floor, moving)


def two_spec(title: Text, fund: str, lang: Lang, floor: float | None = None, moving: str = "") -> dict:
    """The baseline dashed and grey, the scenario in the fund's colour."""
    styles = ((BASELINE(lang), GREY, DASHED), (SCENARIO(lang), colour(fund), SOLID))
    return line_spec(title, styles, lang, floor, moving)


def line_spec(
    title: Text, styles: Styles, lang: Lang, floor: float | None = None, moving: str = "", by: str = "series"
) -> dict:
    """Points and lines with zero in sight, labels at their ends, and the floor; of the series that is a `moving` one the
    line alone. `by` is the column in which the styles' names stand."""
    styles = (*styles, (moving, ALARM, FLOOR_DASHES)) if moving else styles
    names = [name for name, _, _ in styles]
    tooltip = [
        alt.Tooltip("year", type="quantitative", title=" ", format="d"),
        alt.Tooltip("series", type="nominal", title=" "),
        alt.Tooltip("says", type="nominal", title=title(lang)),
    ]
    x = alt.X("year", type="ordinal", title=None, axis=alt.Axis(labelAngle=0))
    hue = alt.Color(by, type="nominal", scale=alt.Scale(domain=names, range=[hue for _, hue, _ in styles]), legend=None)
    dash = alt.StrokeDash(by, type="nominal", legend=None,
                          scale=alt.Scale(domain=names, range=[list(dash) for _, _, dash in styles]))  # fmt: skip
    y = alt.Y("amount", type="quantitative", title=title(lang), axis=alt.Axis(format=TICKS, tickCount=5))
    shown = {"x": x, "y": y, "color": hue, "strokeDash": dash, "tooltip": tooltip}
    lines: alt.Chart = alt.Chart().mark_line(point=alt.OverlayMarkDef(size=50), strokeWidth=2.5).encode(**shown)
    drawn = [lines]
    if moving:
        field_equal_predicate = alt.FieldEqualPredicate(field="series", equal=moving)
        bare = alt.Chart().mark_line(strokeWidth=2).transform_filter(field_equal_predicate).encode(**shown)
        drawn = [bare, lines.transform_filter(alt.LogicalNotPredicate(**{"not": field_equal_predicate}))]
    labels = words(align="left", dx=9, baseline="middle").transform_filter("isValid(datum.at)").encode(
        x=x, y=alt.Y("at", type="quantitative"), text=alt.Text("label", type="nominal")
    )  # fmt: skip
    chart = alt.layer(*_floor(floor, lang, x), *drawn, labels).properties(height=HEIGHT, padding=EDGES | {"top": 14})
    return finish(cast(alt.LayerChart, chart))


def _floor(floor: float | None, lang: Lang, x: alt.X) -> list[alt.Chart]:
    """A line from the first year to the last, clear of the labels at the ends, and its name above its beginning."""
    if floor is None:
        return []
    y, says = alt.datum(floor, type="quantitative"), floor_words(floor)(lang)
    line = alt.Chart().mark_line(color=ALARM, strokeDash=list(FLOOR_DASHES), strokeWidth=2).encode(x=x, y=y)
    name = words(align="left", baseline="bottom", dy=-3).encode(x=x, y=y, text=alt.value(says))
    return [line.transform_aggregate(rows="count()", groupby=["year"]), name.transform_aggregate(year="min(year)")]
