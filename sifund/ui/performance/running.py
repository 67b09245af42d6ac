"""Tab: the year as it goes: each fund and line against its profile and budget, where the year will end, what follows."""

from __future__ import annotations

import polars as pl

from sifund.analysis.year.example import MARK, example
from sifund.analysis.year.running import Cockpit, Running, cockpit
from sifund.analysis.year.running_words import CAUSES, NEEDS, VERDICTS, answer, draft, says, unread_says
from sifund.dataset import Dataset, nation
from sifund.report.draft import warning
from sifund.report.kinds import WORD
from sifund.terms import ITEM
from sifund.text import DASH, Text
from sifund.ui import st
from sifund.ui.parts import figures
from sifund.ui.performance import months
from sifund.ui.performance.subject import Subject
from sifund.ui.performance.tables import UNIT, Cells, draw, wan
from sifund.ui.session import state
from sifund.ui.session.state import t
from sifund.ui.words import paragraphs, points

MONTH, VERDICT, CAUSE = (
    Text("到几月末", "To month"),
    Text("判断", "Verdict"),
    Text("可能的原因", "Likely cause"),
)
TO_DATE, BUDGET, TOTAL = (
    Text("累计数", "To date"),
    Text("现行预算数", "Budget in force"),
    Text("预计全年", "Forecast year"),
)
LOW, HIGH, CHANGE = (
    Text("90%区间下限", "90% band, low"),
    Text("90%区间上限", "90% band, high"),
    Text("预算调整", "Adjustment"),
)
PROGRESS, DUE = Text("占预算", "Of the budget"), Text("按走势应达", "Due by the profile")
PROFILE = Text("走势依据", "Profile rests on")
SHOW_EXAMPLE = Text("看一个示例（虚构的城市）", "See an example (a made-up city)")
DRAFT, DOWNLOAD = (
    Text("季度预警报告（草稿）", "Quarterly warning report (draft)"),
    Text("下载草稿（Word）", "Download the draft (Word)"),
)


def show(subject: Subject) -> None:
    """The cockpit of the dataset's months; without any, what it needs and an example that is marked as such."""
    board = cockpit(subject.dataset, nation())
    with figures.place():
        if board:
            _cockpit(subject.dataset, board)
        else:
            st.info(t(NEEDS), icon=":material/calendar_month:")
            with st.expander(t(SHOW_EXAMPLE), key="running-example", on_change="rerun") as opened:
                if opened.open:
                    _example()
    months.take(subject.dataset)


def _example() -> None:
    shown = cockpit(example(), nation())
    st.warning(t(MARK), icon=":material/science:")
    if shown:
        _cockpit(example(), shown)


def _cockpit(dataset: Dataset, cockpit: Cockpit) -> None:
    figures.answer(t(answer(cockpit)), strong=bool(cockpit.off))
    st.markdown(points(t(says(row)) for row in cockpit.off))
    rows, table = [_cells(row) for row in cockpit.rows], pl.DataFrame()
    if rows:
        table = draw(rows, (TO_DATE, BUDGET, TOTAL, LOW, HIGH, CHANGE), (PROGRESS, DUE), "running")
        st.caption(t(UNIT))
    if unread := [t(words) for words in unread_says(cockpit)]:
        st.warning(points(unread), icon=":material/rule:")
    figures.folded(table, f"sifund-running-{dataset.code}-{cockpit.year}-{cockpit.month}")
    with st.expander(t(DRAFT), key="running-draft", on_change="rerun") as opened:
        if opened.open:
            parts = [t(part) for part in draft(dataset, cockpit)]
            st.markdown(paragraphs(parts))
            lang, name = state.lang(), f"sifund-warning-{dataset.code}-{cockpit.year}-{cockpit.month}.docx"
            figures.file(t(DOWNLOAD), name, WORD, lambda: warning(dataset, cockpit, lang))


def _cells(row: Running) -> Cells:
    whole, off = row.whole, row.verdict in ("behind", "beyond")
    return {
        t(ITEM): t(row.series.name), t(VERDICT): t(VERDICTS[row.verdict]), t(MONTH): f"{row.year}-{row.month:02d}",
        t(TO_DATE): wan(row.to_date), t(BUDGET): wan(row.budget), t(PROGRESS): row.progress_percent, t(DUE): row.due_percent,
        t(TOTAL): wan(whole.total if whole else None), t(LOW): wan(whole.low if whole else None),
        t(HIGH): wan(whole.high if whole else None), t(CHANGE): wan(row.adjustment),
        t(CAUSE): t(CAUSES[row.cause], month=row.cause_month or "") if off else DASH, t(PROFILE): t(row.profile.name),
    }  # fmt: skip
