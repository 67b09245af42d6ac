"""The fund's year in one sentence and four figures, and the thresholds that mark a deviation."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from sifund.analysis.words import BASIS
from sifund.dataset.source import where
from sifund.declare.unit import YUAN
from sifund.report.sentences import adjustment, outturn
from sifund.terms import ADJUSTED_BUDGET, INITIAL_BUDGET, OUTTURN, YEAR_ON_YEAR
from sifund.text import Text, format_number, plain
from sifund.ui import st
from sifund.ui.parts import figures
from sifund.ui.performance.subject import Subject
from sifund.ui.session import state
from sifund.ui.session.state import t

INITIAL, ADJUSTED, ACTUAL = (
    INITIAL_BUDGET, ADJUSTED_BUDGET, OUTTURN,
)  # fmt: skip
YOY, PERCENT = YEAR_ON_YEAR, Text("%", "%")
MARKED = Text(
    "{count}个项目的执行率偏离100%超过{tolerance}个百分点。",
    "Lines more than {tolerance} {tolerance:point|points} from 100% of their budget: {count}.",
)
PASSED = Text(
    "{count}个项目已超出全年预算{tolerance}个百分点以上。",
    "Lines already more than {tolerance} {tolerance:point|points} above the year's budget: {count}.",
)
NO_TOTAL = Text(
    "数据集没有这只基金的合计，各项目见下。", "The dataset has no total for this fund; its lines stand below."
)
NOT_GIVEN = Text("数据中没有", "not in the data")
THRESHOLDS = Text("标记界限", "Thresholds")
TOLERANCE = Text("执行率偏离（百分点）", "Completion, points from 100")
SWING = Text("同比变动（%）", "Change on the year, %")
BESIDE = Text(
    "基金合计不含上解上级支出；它单列在表中。",
    "The fund's total leaves out what is remitted up; that stands as a line of its own.",
)


def answer(subject: Subject) -> None:
    """Sentence and figures of the fund's total."""
    total = subject.total
    if total is None:
        st.info(t(NO_TOTAL), icon=":material/info:")
        figures.draw(())
        return
    figures.answer(t(outturn(total)), strong=True)
    figures.draw(_boxes(subject), _notes(subject))


def _boxes(subject: Subject) -> Iterator[Markup]:
    total = subject.total
    assert total
    place = where(total.source)
    ground = t(place or BASIS["reported"])
    for name, yuan in ((INITIAL, total.initial_yuan), (ADJUSTED, total.budget_yuan), (ACTUAL, total.actual_yuan)):
        yield figures.box(t(name), t(YUAN.number(yuan)), YUAN.column, t(NOT_GIVEN) if yuan is None else ground)
    derived = t(NOT_GIVEN if total.yoy_percent is None else BASIS["derived"])
    yield figures.box(t(YOY), format_number(total.yoy_percent, 2, signed=True), PERCENT, derived)


def _notes(subject: Subject) -> Iterator[str]:
    marked = sum(bool(set(row.flags) & {"over", "under"}) for row in subject.lines)
    yield t(
        PASSED if subject.dataset.partial else MARKED, count=marked, tolerance=plain(subject.scenario.view.tolerance)
    )
    total = subject.total
    if total and (says := adjustment(total)):
        yield t(Text("{says}。", "{says}."), says=says)
    if any(row.beside for row in subject.lines):
        yield t(BESIDE)


def thresholds(subject: Subject) -> None:
    """What counts as a deviation; in the link."""
    with st.popover(t(THRESHOLDS), icon=":material/tune:", key="thresholds", on_change="rerun") as opened:
        if opened.open:
            for key, name, high in (("tolerance", TOLERANCE, 100.0), ("swing", SWING, 1000.0)):
                st.number_input(t(name), 0.0, high, step=1.0, format="%.10g", key=f"v:{key}",
                                now=float(getattr(subject.scenario.view, key)), on_change=state.into_view(key))  # fmt: skip
