"""The fan of a measure, with its table and download behind it."""

from __future__ import annotations

import polars as pl
import streamlit as st

from sifund.analysis.uncertainty import fan
from sifund.charts import fan as chart
from sifund.text import Text
from sifund.ui import figures, state
from sifund.ui.outlook.behind import behind
from sifund.ui.outlook.measures import shown
from sifund.ui.outlook.seen import COVER, Seen
from sifund.ui.state import t

MEASURES = (COVER, "closing", "surplus", "income", "expenditure")
OF = {
    "scenario": Text("方案", "Scenario"),
    "baseline": Text("基线", "Baseline"),
    "difference": Text("差额（方案减基线）", "Difference (scenario less baseline)"),
}
TITLE = Text(
    "{measure}，{of}：{year}年有九成可能落在{low}至{high}之间",
    "{measure}, {of}: nine in ten chances that {year} ends between {low} and {high}",
)
WHICH, WHOSE = Text("指标", "Measure"), Text("口径", "Series")


def show(seen: Seen) -> None:
    """The chosen measure as a fan: the scenario's, the baseline's or the difference's."""
    names = {key: t(shown(seen, key).name) for key in MEASURES}
    whose = {key: t(name) for key, name in OF.items()}
    with st.container(horizontal=True):
        measure = st.segmented_control(t(WHICH), MEASURES, format_func=names.__getitem__, default=COVER, required=True,
                                       key="fan-measure")  # fmt: skip
        of = st.segmented_control(t(WHOSE), list(whose), format_func=whose.__getitem__, default="scenario", required=True,
                                  key="fan-of") if seen.changed else "baseline"  # fmt: skip
    table, paths = _fan(seen, measure, of)
    how = shown(seen, measure)
    ends = {name: how.words(table[-1][column][0]) for name, column in (("low", "p5"), ("high", "p95"))}
    title = TITLE.format(measure=how.name, of=OF[of], year=seen.result.years[-1], **ends)
    drawn = figures.chart(title, chart.frame(table, how.scale, state.lang()),
                  chart.spec(how.axis, seen.fund, how.number, paths, state.lang()), f"fan-{seen.fund}")  # fmt: skip
    behind(
        table.with_columns((pl.exclude("year") / how.scale).round(4)),
        f"sifund-fan-{seen.fund}-{measure}-{of}",
        how.unit,
        drawn,
    )


def _fan(seen: Seen, measure: str, of: str) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """The fan and the paths beside it; a difference stands against nought."""
    base, own = (side.measure(seen.fund, measure) for side in seen.sides)
    values = seen.sample.measure(seen.fund, measure, of)
    paths = {"scenario": own - base} if of == "difference" else {"baseline": base}
    paths |= {"scenario": own} if of != "difference" and seen.changed else {}
    table = fan(seen.result.years, values, **paths)
    if measure == COVER and of != "difference":
        table = table.with_columns(floor=pl.lit(seen.floor))
    return table, tuple(k for k in ("p50", "baseline", "scenario", "floor") if k in table.columns)
