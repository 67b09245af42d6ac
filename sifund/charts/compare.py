"""A measure by year, a line for each scenario with its name and last value at its end; of cover the floor as well."""

from __future__ import annotations

from functools import cache

import polars as pl

from sifund import catalog
from sifund.analysis.comparison import Comparison
from sifund.analysis.outlook.warning import floor_of
from sifund.charts.lines import DASHED, DASHES, Path, frame_of, line_spec
from sifund.charts.theme import in_unit
from sifund.charts.titles import compared
from sifund.colours import GREY, SERIES
from sifund.declare.measure import MEASURES
from sifund.text import Lang, Text

SHOWN = ("cover_months", "closing")


def title(comparison: Comparison, fund: str, measure: str) -> Text:
    """The result that the chart shows."""
    return compared(comparison, fund, measure, floor_of(comparison.view, fund))


def frame(comparison: Comparison, fund: str, measure: str, lang: Lang = "zh") -> pl.DataFrame:
    """Every column of the comparison by year: year, series, amount in the unit's column, as it is written, the label at
    the end, and the column's place; years without a value are left out, an exhausted fund has 0 months."""
    also = [floor_of(comparison.view, fund)] if measure == "cover_months" else []
    names = [comparison.name(number)(lang) for number in comparison.columns]
    paths = [
        Path(name, comparison.amounts(fund, measure, number), name, str(number) if number else "")
        for number, name in zip(comparison.columns, names, strict=True)
    ]
    rows = frame_of(paths, comparison.years, MEASURES[measure].unit, lang, *also)
    return rows.with_columns(place=pl.Series([str(names.index(name)) for name in rows["series"]], dtype=pl.String))


def spec(comparison: Comparison, fund: str, measure: str, lang: Lang) -> dict:
    """The chart's specification, by the columns' places: the browser builds a chart anew where that is another, not where
    names are."""
    floor = floor_of(comparison.view, fund) if measure == "cover_months" else None
    return _spec(fund, measure, lang, tuple(comparison.columns), floor)


@cache
def _spec(fund: str, measure: str, lang: Lang, numbers: tuple[int, ...], floor: float | None) -> dict:
    """The baseline is grey and dashed, each scenario has the colour of its number."""
    title = in_unit(catalog.measure_name(measure, fund), MEASURES[measure].unit)
    styles = tuple(
        (str(place), SERIES[n - 1], DASHES[n - 1]) if n else (str(place), GREY, DASHED)
        for place, n in enumerate(numbers)
    )
    return line_spec(title, styles, lang, floor, by="place")
