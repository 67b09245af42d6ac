"""How far each line's outturn came against its budgets: bars on a scale of the adjusted budget, a mark for the initial."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import altair as alt
import polars as pl

from sifund.analysis.year.performance import Performance
from sifund.charts.theme import EDGES, along, bar_step, by_name, colour, finish, label, words
from sifund.colours import GREY, LABEL
from sifund.terms import INITIAL_BUDGET
from sifund.text import DASH, Lang, Text, format_percent, join

LIMIT = 200.0
"""Bars end here at the latest [percent]; the label has the whole figure. The axis goes as far as they need."""
BEYOND = " →"
AXIS = Text("预算执行率（%，调整预算数=100）", "Completion (%, adjusted budget = 100)")
INITIAL = INITIAL_BUDGET
RESULT = Text(
    "{fund}各项支出完成预算：最低的是“{low}”{least}，最高的是“{high}”{most}",
    '{fund}: of its budget, "{low}" spent least ({least}), "{high}" most ({most})',
)
SO_FAR = Text(
    "{fund}各项{period}支出占全年预算：最低的是“{low}”{least}，最高的是“{high}”{most}",
    '{fund}, spent in {period} of the year\'s budget: least "{low}" ({least}), most "{high}" ({most})',
)
NO_BUDGET = Text("{fund}各项支出没有预算数可比", "{fund}: no line has a budget to compare with")
TOTALS, TOTAL = (
    Text("{period}支出完成预算：{totals}", "{period}, spent of its budget: {totals}"),
    Text("{name}{rate}", "{name} {rate}"),
)
SCHEMA = {
    "name": pl.String, "order": pl.Int64, "percent": pl.Float64, "initial": pl.Float64, "low": pl.Float64,
    "high": pl.Float64, "at": pl.Float64, "label": pl.String,
}  # fmt: skip


def title(rows: Sequence[Performance], fund: Text, period: Text | None = None) -> Text:
    """Which line came nearest to nothing of its budget, and which farthest; `period` is what the outturn covers, where
    that is not a year."""
    rates = [(rate, row.name) for row in rows if (rate := row.rate) is not None]
    if not rates:
        return NO_BUDGET.format(fund=fund)
    (least, low), (most, high) = (pick(rates, key=lambda pair: pair[0]) for pick in (min, max))
    ends = {"low": low, "high": high, "least": format_percent(least, 2), "most": format_percent(most, 2)}
    return (SO_FAR if period else RESULT).format(fund=fund, period=period or "", **ends)


def totals(rows: Sequence[Performance], period: Text) -> Text:
    """What each fund's total came to of its budget, in the order of the rows, which have one."""
    says = [TOTAL.format(name=row.name, rate=format_percent(rate, 2)) for row in rows if (rate := row.rate) is not None]
    return TOTALS.format(period=period, totals=join(says, "、", ", ") or DASH)


def frame(rows: Sequence[Performance], tolerance: float, lang: Lang) -> pl.DataFrame:
    """Lines that have a budget: name, completion cut at LIMIT, where the initial budget stands, the range tolerated around
    what is due by the calendar, and the completion in full [percent]."""
    data = [
        (
            label(row.name(lang)),
            order,
            min(rate, LIMIT),
            _initial(row),
            max(due - tolerance, 0.0),
            due + tolerance,
            max(min(rate, LIMIT), due + tolerance),
            _label(rate),
        )
        for order, row in enumerate(rows)
        if (rate := row.rate) is not None
        for due in [row.months / 12 * 100]
    ]
    return pl.DataFrame(data, schema=SCHEMA, orient="row")


def _initial(row: Performance) -> float | None:
    if not row.budget_yuan or row.initial_yuan is None:
        return None
    return min(row.initial_yuan / row.budget_yuan * 100, LIMIT)


def _label(rate: float) -> str:
    return f"{format_percent(rate, 2)}{BEYOND if rate > LIMIT else ''}"


def is_cut(data: pl.DataFrame) -> bool:
    """Whether a bar of the frame ends before its completion does."""
    return any(label.endswith(BEYOND) for label in data["label"])


@cache
def spec(fund: str, lang: Lang, lines: int = 2) -> dict:
    """Names of so many lines; tolerated range behind, bar of the outturn, a thin line at 100, a tick for the initial budget."""
    tooltip = [
        alt.Tooltip("name", type="nominal", title=" "), alt.Tooltip("label", type="nominal", title=AXIS(lang)),
        alt.Tooltip("initial", type="quantitative", title=INITIAL(lang), format=".2f"),
    ]  # fmt: skip
    band = alt.Chart().mark_bar(color=GREY, opacity=0.3, height=24).encode(x=_x("low", lang), x2="high")
    bars = alt.Chart().mark_bar(color=colour(fund), height=11).encode(x=_x("percent", lang), tooltip=tooltip)
    ticks = alt.Chart().mark_tick(color=LABEL, thickness=3, height=20).encode(x=_x("initial", lang), tooltip=tooltip)
    whole = alt.Chart().mark_tick(color=LABEL, thickness=1, height=30).encode(x=alt.datum(100, type="quantitative"))
    labels = words(align="left", dx=5).encode(
        x=_x("at", lang), text=alt.Text("label", type="nominal")
    )  # fmt: skip
    chart = alt.layer(band, bars, ticks, whole, labels).encode(y=by_name())
    return finish(chart.properties(height=bar_step(32, lines), padding=EDGES))


def _x(field: str, lang: Lang) -> alt.X:
    return along(field, AXIS(lang))
