"""From the year before to the year: what each line added or took, with the rounding remainder, as a waterfall."""

from __future__ import annotations

import polars as pl

from sifund.analysis.year.variance import FundGrowth
from sifund.charts import waterfall
from sifund.dataset import Dataset
from sifund.text import HALF_FEN, Lang, Text, period

TITLE = Text("{fund}支出：从{before}到{year}", "{fund}: expenditure from {before} to {year}")
REMAINDER = Text("尾差", "Rounding remainder")


def years(dataset: Dataset) -> dict[str, Text]:
    """What both ends of the waterfall cover, for TITLE."""
    months = dataset.meta.months_covered
    return {"before": period(dataset.base_year - 1, months), "year": period(dataset.base_year, months)}


def frame(found: FundGrowth, year: int, lang: Lang, months: int = 12) -> pl.DataFrame | None:
    """The waterfall's bars, largest change first; None without the year before."""
    if found.before_yuan is None or found.actual_yuan is None:
        return None
    parts = [(x.name(lang), x.growth_yuan) for x in found.lines if x.growth_yuan is not None and not x.beside]
    parts.sort(key=lambda part: -abs(part[1]))
    left = found.actual_yuan - found.before_yuan - sum(amount for _, amount in parts)
    rest = [(REMAINDER(lang), left)] if abs(left) > HALF_FEN else []
    before, now = (str(y) if months == 12 else period(y, months)(lang) for y in (year - 1, year))
    return waterfall.frame([*parts, *rest], now, (before, found.before_yuan), lang)
