"""Words that pages and documents share: names of measures and bases, the sentence that states a result."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sifund import catalog
from sifund.dataset import Dataset
from sifund.result import MEASURE_NAMES, Result
from sifund.text import Text, format_number, format_percent, format_wan

BASIS = {
    "reported": Text("报告", "reported"),
    "derived": Text("推算", "derived"),
    "assumed": Text("假设", "assumed"),
}
MEASURE = MEASURE_NAMES
PROJECTED = Text(
    "{first}年为报告基年，以后各年为模型推算。", "{first} is the reported base year; later years are projections."
)
PROJECTED_PART = Text(
    "{period}为报告数，{first}年其余月份和以后各年为模型推算。",
    "{period} is reported; the rest of {first} and later years are projections.",
)
NO_CHANGE = Text(
    "方案与基线相同：还没有改变任何参数。", "The scenario equals the baseline: nothing has been changed yet."
)
NO_EFFECT = Text(
    "已改变参数，但{years}年各项收支与基线完全相同。",
    "Parameters were changed, but every line of {years} equals the baseline.",
)
SENTENCE = Text(
    "{year}年：{fund}支出{spend}（{share}），年末滚存结余{closing}，{cover}{months}个月。",
    "{year}: {fund} spending {spend} ({share}), closing balance {closing}, {months} months of cover.",
)


def projected(dataset: Dataset) -> Text:
    """Which figures are reported and which are the model's, by the months that the data cover."""
    words = PROJECTED_PART if dataset.partial else PROJECTED
    return words.format(period=dataset.period(), first=dataset.base_year)


def cell(result: Result, fund: str, measure: str, year: int) -> tuple[float, float]:
    """Baseline and scenario of a measure in a year [yuan, cover in months]."""
    index = result.years.index(year)
    number = result.shown
    return (
        float(result.measure_baseline(fund, measure, number)[0, index]),
        float(result.measure(fund, measure, number)[0, index]),
    )


def money(amount: float, *, signed: bool = True) -> Text:
    places = 1 if abs(amount) < 1e7 else 0
    return Text(*(format_wan(amount, lang, signed=signed, places=places) for lang in ("zh", "en")))


def sentence(result: Result, fund: str, year: int) -> Text:
    """What the scenario does to a fund in a year, in one sentence."""
    before, after = cell(result, fund, "expenditure", year)
    closing = cell(result, fund, "closing", year)
    name = catalog.all_funds()[fund]
    share = format_percent((after / before - 1) * 100, signed=True) if before else "—"
    return SENTENCE.format(
        year=year, fund=name.name, spend=money(after - before), share=share, closing=money(closing[1] - closing[0]),
        cover=name.cover_name, months=format_number(cell(result, fund, "cover_months", year)[1], 1),
    )  # fmt: skip


def first_effect(result: Result) -> int | None:
    """The first year in which any line differs from the baseline by a fen or more; None where none does."""
    gaps = [
        result.line(key, result.shown)[0] - result.line_baseline(key, result.shown)[0] for key in result.line_keys()
    ]
    moved = (np.abs(gaps) >= 0.005).any(axis=0)
    return result.years[int(moved.argmax())] if moved.any() else None


def years_text(years: Sequence[int]) -> str:
    """2022–2026, or the years one by one where some are left out."""
    whole = len(years) > 1 and list(years) == list(range(years[0], years[-1] + 1))
    return f"{years[0]}–{years[-1]}" if whole else ", ".join(map(str, years))
