"""The figures that a saved scenario is remembered by, and what of them is different now."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sifund import catalog
from sifund.declare.measure import BALANCE_SHEET
from sifund.model.case import Side

KEPT_MEASURES = ("expenditure", "closing", "cover_months")


@dataclass(frozen=True, slots=True)
class Change:
    """One figure, old against new [yuan; cover in months]; None where there was, or is, none.

    `subject` is a line's key, or a fund's with one of KEPT_MEASURES; `side` is the baseline or the scenario.
    """

    side: str
    subject: str
    measure: str
    year: int
    old: float | None
    new: float | None


def figures_of(side: Side) -> dict[str, Any]:
    """Measures by fund and amounts by line and year, of a scenario and its baseline: whole yuan, cover to 0.01.

    {"years": [...], "scenario": {"unemployment/closing": [...], "unemployment.benefit": [...]}, "baseline": {...}}
    """
    return {"years": side.years, "scenario": _rows(side), "baseline": _rows(side.baseline)}


def _rows(side: Side) -> dict[str, list[float | None]]:
    keys = [(fund, name) for fund in (*side.funds, catalog.ALL) for name in KEPT_MEASURES]
    measures = {f"{fund}/{name}": _row([side.value(fund, name, y) for y in side.years], name) for fund, name in keys}
    return measures | {key: _row(side.line(key).tolist()) for key in side.line_keys()}


def _row(amounts: Sequence[float | None], measure: str = "") -> list[float | None]:
    places = 2 if measure == "cover_months" else None
    return [round(x, places) if x is not None and math.isfinite(x) else None for x in amounts]


def readable(figures: object) -> bool:
    """Whether kept figures have the shape that `figures_of` gives them, or are none."""
    if not isinstance(figures, Mapping) or not isinstance(figures.get("years", []), list):
        return False
    sides = [figures.get(side, {}) for side in ("scenario", "baseline")]
    rows = [row for side in sides if isinstance(side, Mapping) for row in side.values()]
    years = figures.get("years", [])
    return all(
        isinstance(part, kind) for part, kind in [*((side, Mapping) for side in sides), *((y, int) for y in years)]
    ) and all(
        isinstance(row, list) and len(row) == len(years) and all(x is None or isinstance(x, int | float) for x in row)
        for row in rows
    )


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """Every figure that differs, the scenario's before the baseline's, funds before lines."""
    return [change for side in ("scenario", "baseline") for change in _of_side(side, old, new)]


def _of_side(side: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    before, after = (_by_year(figures, side) for figures in (old, new))
    for key in dict.fromkeys((*after, *before)):
        subject, _, measure = key.partition("/")
        if measure and measure not in BALANCE_SHEET:
            continue
        was, now = before.get(key, {}), after.get(key, {})
        for year in sorted({*was, *now}):
            if was.get(year) != now.get(year):
                yield Change(side, subject, measure, year, was.get(year), now.get(year))


def _by_year(figures: Mapping[str, Any], side: str) -> dict[str, dict[int, float | None]]:
    return {key: dict(zip(figures["years"], row, strict=True)) for key, row in figures.get(side, {}).items()}
