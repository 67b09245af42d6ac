"""From the year before to the year: what each line added or took, with the rounding remainder, as a waterfall."""

from __future__ import annotations

import polars as pl

from sifund.analysis.year.variance import FundGrowth
from sifund.charts import waterfall
from sifund.dataset import Dataset
from sifund.declare.unit import YUAN
from sifund.text import HALF_FEN, Lang, Text, period

TITLE = Text("{fund}支出：从{before}到{year}", "{fund}: expenditure from {before} to {year}")
RESULT = Text(
    "{fund}支出从{before}的{first}到{year}的{last}，{gap}；变动最大的是“{line}”{part}",
    '{fund}: expenditure from {first} in {before} to {last} in {year}, {gap}; "{line}" moves most, by {part}',
)
REMAINDER = Text("尾差", "Rounding remainder")


def years(dataset: Dataset) -> dict[str, Text]:
    """What both ends of the waterfall cover, for TITLE."""
    months = dataset.meta.months_covered
    return {"before": period(dataset.base_year - 1, months), "year": period(dataset.base_year, months)}


def title(growth: FundGrowth, dataset: Dataset, fund: Text) -> Text:
    """What the fund spends more, and the line that does most of it; the years alone where the year before is not known."""
    lines = [x for x in growth.lines if x.growth_yuan is not None and not x.beside]
    if growth.before_yuan is None or growth.actual_yuan is None or not lines:
        return TITLE.format(fund=fund, **years(dataset))
    most = max(lines, key=lambda x: abs(x.growth_yuan or 0.0))
    return RESULT.format(
        fund=fund, first=YUAN.write(growth.before_yuan), last=YUAN.write(growth.actual_yuan), line=most.name,
        gap=YUAN.write(growth.actual_yuan - growth.before_yuan, signed=True), part=YUAN.write(most.growth_yuan, signed=True),
        **years(dataset),
    )  # fmt: skip


def frame(growth: FundGrowth, year: int, lang: Lang, months: int = 12) -> pl.DataFrame | None:
    """The waterfall's bars, largest change first; None without the year before."""
    if growth.before_yuan is None or growth.actual_yuan is None:
        return None
    parts = [(x.name(lang), x.growth_yuan) for x in growth.lines if x.growth_yuan is not None and not x.beside]
    parts.sort(key=lambda part: -abs(part[1]))
    left = growth.actual_yuan - growth.before_yuan - sum(amount for _, amount in parts)
    rest = [(REMAINDER(lang), left)] if abs(left) > HALF_FEN else []
    before, now = (str(y) if months == 12 else period(y, months)(lang) for y in (year - 1, year))
    return waterfall.frame([*parts, *rest], now, (before, growth.before_yuan), lang)
