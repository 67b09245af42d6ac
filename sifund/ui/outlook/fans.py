"""The fan of a measure, with its table and download behind it."""

from __future__ import annotations

import polars as pl

from sifund.analysis.outlook.conditions import CONDITIONS, Condition
from sifund.analysis.outlook.uncertainty import Sample, fan
from sifund.analysis.unknown import amounts
from sifund.charts import fan as chart
from sifund.declare.measure import MEASURES
from sifund.terms import BASELINE, MEASURE, SCENARIO, SERIES
from sifund.text import Text
from sifund.ui import st
from sifund.ui.outlook.behind import behind
from sifund.ui.outlook.measures import Shown, shown
from sifund.ui.outlook.subject import COVER, Subject
from sifund.ui.outlook.words import both
from sifund.ui.parts import figures
from sifund.ui.session import state
from sifund.ui.session.state import t

CHOICE = (COVER, "closing", "surplus", "income", "expenditure")
OF = {
    "scenario": SCENARIO,
    "baseline": BASELINE,
    "difference": Text("差额（方案减基线）", "Difference (scenario less baseline)"),
}
TITLE = Text(
    "{measure}，{of}（{condition}）：{year}年有九成可能落在{low}至{high}之间",
    "{measure}, {of}, {condition}: nine in ten chances that {year} ends between {low} and {high}",
)
GONE = Text("；{share}的抽样已用尽", "; exhausted in {share} of the draws")
AT_NOUGHT = Text("备付低于0即已用尽，图上画在0处。", "Cover below 0 is exhausted; it is drawn at 0.")
WHICH, WHOSE, WHEN = MEASURE, SERIES, Text("条件", "Condition")


def _chosen(subject: Subject) -> tuple[str, str, Condition]:
    """Which measure, whose, and under which condition."""
    names = {key: t(shown(subject, key).name) for key in CHOICE}
    whose = {key: t(name) for key, name in OF.items()}
    when: list[Condition] = ["law", "history"] if subject.is_known and subject.moved else ["law"]
    with st.container(horizontal=True):
        measure = st.segmented_control(t(WHICH), CHOICE, format_func=names.__getitem__, default=COVER, required=True,
                                       key="fan-measure")  # fmt: skip
        of = st.segmented_control(t(WHOSE), list(whose), format_func=whose.__getitem__, default="scenario", required=True,
                                  key="fan-of") if subject.changed else "baseline"  # fmt: skip
        condition = st.segmented_control(t(WHEN), when, format_func=lambda key: t(CONDITIONS[key]), default="law", required=True,
                                         key="fan-condition") if len(when) > 1 else when[0]  # fmt: skip
    return measure, of, condition


def show(subject: Subject) -> None:
    """The chosen measure as a fan under a condition: the scenario's, the baseline's or the difference's."""
    measure, of, condition = _chosen(subject)
    if MEASURES[measure].rests_on_opening and not subject.is_known:
        st.info(t(subject.unknown), icon=":material/question_mark:")
        return
    drawn_as = subject.moved if condition == "history" and subject.moved else subject.sample
    table, paths = _fan(subject, measure, of, drawn_as)
    how, cover = shown(subject, measure), measure == COVER and of != "difference"
    title = _title(subject, how, table, of, subject.exhausted(of, drawn_as) if cover else "", CONDITIONS[condition])
    at_least = table.with_columns(pl.exclude("year").clip(lower_bound=0)) if cover else table
    drawn = figures.chart(title, chart.frame(at_least, how.unit, state.lang()),
                  chart.spec(how.axis, subject.fund, how.unit, paths, state.lang()), f"fan-{subject.fund}")  # fmt: skip
    if not at_least.equals(table):
        st.caption(t(AT_NOUGHT))
    behind(
        table.with_columns((pl.exclude("year") / how.unit.size(state.lang())).round(6)),
        f"sifund-fan-{subject.fund}-{measure}-{of}-{condition}",
        how.unit.column,
        drawn,
        covers=cover,
        rows=table.with_columns(pl.exclude("year").round(4)),
        rows_in=how.unit,
    )


def _title(subject: Subject, how: Shown, table: pl.DataFrame, of: str, exhausted: str, condition: Text) -> Text:
    """Where nine in ten draws end, and the share of them in which the fund is exhausted."""
    say = how.gap if of == "difference" else how.unit.write
    ends = {name: say(table[-1][column][0]) for name, column in (("low", "p5"), ("high", "p95"))}
    title = TITLE.format(measure=how.name, of=OF[of], year=subject.side.years[-1], condition=condition, **ends)
    return both(title, GONE.format(share=exhausted)) if exhausted else title


def _fan(subject: Subject, measure: str, of: str, drawn: Sample) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """The fan and the paths beside it; a difference stands against nought."""
    base, after = (amounts(side, subject.fund, measure) for side in subject.sides)
    values = drawn.measure(subject.fund, measure, of)
    paths = {"scenario": after - base} if of == "difference" else {"baseline": base}
    paths |= {"scenario": after} if of != "difference" and subject.changed else {}
    table = fan(subject.side.years, values, **paths)
    if measure == COVER and of != "difference":
        table = table.with_columns(floor=pl.lit(subject.floor))
    return table, tuple(k for k in ("p50", "baseline", "scenario", "floor") if k in table.columns)
