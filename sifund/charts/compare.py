"""A measure by year, a line for each scenario with its name and last value at its end; of cover the floor as well."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

import polars as pl

from sifund import catalog
from sifund.analysis.comparison import Comparison
from sifund.analysis.outlook.warning import floor_of
from sifund.charts.lines import DASHED, DASHES, Path, Styles, frame_of, line_spec
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
    """Every column of the comparison by year: year, series, amount in the unit's column, as it is written, and the label at
    the end; years without a value are left out, an exhausted fund has 0 months."""
    also = [floor_of(comparison.view, fund)] if measure == "cover_months" else []
    paths = [
        Path(name, comparison.amounts(fund, measure, number), name, str(number) if number else "")
        for number in comparison.columns
        for name in [comparison.name(number)(lang)]
    ]
    return frame_of(paths, comparison.years, MEASURES[measure].unit, lang, *also)


def spec(comparison: Comparison, fund: str, measure: str, lang: Lang) -> dict:
    """The chart's specification: the same as long as the names are."""
    floor = floor_of(comparison.view, fund) if measure == "cover_months" else None
    return _of_names(fund, measure, lang, _styles(comparison, lang), floor)


@lru_cache
def _of_names(fund: str, measure: str, lang: Lang, styles: Styles, floor: float | None) -> dict:
    """The specification that is built once for all names, with these."""
    numbered = tuple((str(at), hue, dashes) for at, (_, hue, dashes) in enumerate(styles))
    places, names = ([name for name, *_ in some] for some in (numbered, styles))
    return _named(_spec(fund, measure, lang, numbered, floor), places, names)


def _named(node: Any, places: list[str], names: list[str]) -> Any:
    """The specification whose scales go over names instead of places."""
    if isinstance(node, dict):
        return {key: names if key == "domain" and x == places else _named(x, places, names) for key, x in node.items()}
    return [_named(x, places, names) for x in node] if isinstance(node, list) else node


def _styles(comparison: Comparison, lang: Lang) -> Styles:
    """By the scenarios' numbers; the baseline is grey and dashed."""
    names = [(n, comparison.name(n)(lang)) for n in comparison.columns]
    return tuple((name, SERIES[n - 1], DASHES[n - 1]) if n else (name, GREY, DASHED) for n, name in names)


@cache
def _spec(fund: str, measure: str, lang: Lang, styles: Styles, floor: float | None) -> dict:
    title = in_unit(catalog.measure_name(measure, fund), MEASURES[measure].unit)
    return line_spec(title, styles, lang, floor)
