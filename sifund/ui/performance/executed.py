"""Tab: budgets and outturn line by line, the largest deviations first."""

from __future__ import annotations

from sifund import catalog
from sifund.analysis.words import BASIS
from sifund.analysis.year.performance import FLAGS, Performance
from sifund.charts import bullet
from sifund.charts.theme import label_lines
from sifund.terms import LINE, YEAR_ON_YEAR
from sifund.text import DASH, Text, join
from sifund.ui import st
from sifund.ui.parts import figures
from sifund.ui.performance.answer import ACTUAL, ADJUSTED, INITIAL
from sifund.ui.performance.subject import Subject
from sifund.ui.performance.tables import UNIT, Cells, draw, wan
from sifund.ui.session import state
from sifund.ui.session.state import t

CHANGE, MARKS = Text("预算调整", "Adjustment"), Text("标记", "Marks")
GAP = Text("执行数−预算", "Outturn − budget")
OF_INITIAL = Text("执行率（年初）", "Completion, initial")
OF_ADJUSTED = Text("执行率（调整）", "Completion, adjusted")
YOY, SHARE, POINTS = (
    YEAR_ON_YEAR,
    Text("占增减额", "Share of growth"),
    Text("拉动（百分点）", "Points of growth"),
)
BUDGET_BASIS = Text("预算依据", "Budget rests on")
READ = Text(
    "灰带是容许范围，细线是调整预算数，粗短线是年初预算数。",
    "Grey band: tolerated range; thin line: adjusted budget; thick tick: initial budget.",
)
CUT = Text("条到{limit}%为止（→），数字是全值。", " Bars end at {limit}% (→), the label has it all.")
READ_PART = Text(
    "灰带以序时进度为中心，是容许范围；细线是全年调整预算数，粗短线是全年年初预算数。",
    "Grey band: tolerated range around the part of the year gone; thin line: the year's adjusted budget; thick tick: initial.",
)
NONE = Text("没有预算数，无法比较执行情况。", "There is no budget to compare with.")


def show(subject: Subject) -> None:
    """Bullet chart, then the table with a download."""
    lang = state.lang()
    part, name = subject.dataset.partial, catalog.fund_name(subject.fund)
    data = bullet.frame(subject.lines, subject.scenario.view.tolerance, lang)
    drawn = []
    with figures.place():
        if data.is_empty():
            st.caption(t(NONE))
        else:
            title = bullet.title(subject.lines, name, subject.dataset.period() if part else None)
            spec = bullet.spec(subject.fund, lang, label_lines(data["name"]))
            drawn.append(figures.chart(title, data, spec, "bullet"))
            cut = t(CUT, limit=f"{bullet.LIMIT:g}") if bullet.is_cut(data) else ""
            st.caption(t(READ_PART if part else READ) + cut)
    rows = [_cells(row) for row in subject.lines]
    table = draw(
        rows, (INITIAL, CHANGE, ADJUSTED, ACTUAL, GAP), (OF_INITIAL, OF_ADJUSTED, YOY, SHARE, POINTS), "executed"
    )
    st.caption(t(UNIT))
    figures.folded(table, f"sifund-execution-{subject.fund}", *drawn)


def _cells(row: Performance) -> Cells:
    marks = join(FLAGS[flag] for flag in row.flags)
    return {
        t(LINE): t(row.name), t(MARKS): t(marks) if marks else DASH,
        t(INITIAL): wan(row.initial_yuan), t(CHANGE): wan(row.adjustment_yuan), t(ADJUSTED): wan(row.budget_yuan),
        t(ACTUAL): wan(row.actual_yuan), t(GAP): wan(row.gap_yuan),
        t(OF_INITIAL): row.completion_initial_percent, t(OF_ADJUSTED): row.completion_percent,
        t(YOY): row.yoy_percent, t(SHARE): row.share_percent, t(POINTS): row.points,
        t(BUDGET_BASIS): t(BASIS[row.budget_basis]) if row.budget_yuan is not None else DASH,
    }  # fmt: skip
