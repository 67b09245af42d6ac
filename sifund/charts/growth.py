"""From the year before to the year: what each line added or took, with the rounding remainder, as a waterfall."""

from __future__ import annotations

import polars as pl

from sifund.analysis.variance import FundGrowth
from sifund.charts import waterfall
from sifund.text import Lang, Text

REMAINDER = Text("尾差", "Rounding remainder")
CENT = 0.005


def frame(found: FundGrowth, year: int, lang: Lang) -> pl.DataFrame | None:
    """The waterfall's bars, largest change first; None without the year before."""
    if found.before_yuan is None or found.actual_yuan is None:
        return None
    parts = [(x.name(lang), x.growth_yuan) for x in found.lines if x.growth_yuan is not None and not x.beside]
    parts.sort(key=lambda part: -abs(part[1]))
    left = found.actual_yuan - found.before_yuan - sum(amount for _, amount in parts)
    rest = [(REMAINDER(lang), left)] if abs(left) > CENT else []
    return waterfall.frame([*parts, *rest], str(year), (str(year - 1), found.before_yuan))
