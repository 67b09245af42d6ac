"""Words that pages and documents share: names of measures and bases, a figure of a run, and years."""

from __future__ import annotations

from math import nan

from sifund.dataset import Dataset
from sifund.model.case import Side
from sifund.text import Text

BASIS = {
    "reported": Text("报告", "reported"),
    "derived": Text("推算", "derived"),
    "assumed": Text("假设", "assumed"),
}
PROJECTED = Text(
    "{first}年为报告基年，以后各年为模型推算。", "{first} is the reported base year; later years are projections."
)
PROJECTED_PART = Text(
    "{period}为报告数，{first}年其余月份和以后各年为模型推算。",
    "{period} is reported; the rest of {first} and later years are projections.",
)


def projected(dataset: Dataset) -> Text:
    """Which figures are reported and which are the model's, by the months that the data cover."""
    words = PROJECTED_PART if dataset.partial else PROJECTED
    return words.format(period=dataset.period(), first=dataset.base_year)


def cell(side: Side, fund: str, measure: str, year: int) -> tuple[float, float]:
    """Baseline and scenario of a measure in a year [yuan, cover in months]; NaN where it has no value."""
    pair = (x.value(fund, measure, year) for x in (side.baseline, side))
    before, after = (nan if x is None else x for x in pair)
    return before, after
