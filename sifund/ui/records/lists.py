"""The work list leaves with a role, and the audit trail tells of it; which lists came back, in numbers."""

from __future__ import annotations

from sifund.access import NEEDED
from sifund.records import home
from sifund.records.findings import Kept
from sifund.records.folder import read
from sifund.records.outcomes import work_list
from sifund.records.worklist import log, workbook
from sifund.store.causes import AwayError
from sifund.store.results import Entered
from sifund.text import DASH, Text
from sifund.ui import st, who
from sifund.ui.parts import tables
from sifund.ui.records.returned import returned, undo
from sifund.ui.session import state, storage
from sifund.ui.session.state import t

MOST = 5000
"""Rows of a list that leaves, the dearest first."""
TITLE = Text("核查清单", "Work list")
TAKE = Text("导出清单（Excel）", "Take the list (Excel)")
HOW = Text(
    "按预计追回金额排序，至多{most}条，逐条列出，证件号码已遮蔽；每次导出都记入审计记录。填好后在这里或用命令行交回。",
    "By expected money, {most} rows at most, one a finding, identity numbers masked; each export is in the audit trail. Filled in, it "
    "goes back here or by the command line.",
)
ROLE = Text(
    "清单逐条列出疑点，导出需要“{role}”角色；本页只有合计。",
    'The list names each finding; taking it needs the role "{role}". This page shows sums alone.',
)
LISTS = Text("交回的清单（{count}份）", "Lists that came back ({count})")
NUMBER, WHEN, BY, COUNT = (
    Text("清单", "List"),
    Text("时间（UTC）", "Time (UTC)"),
    Text("录入人", "Entered by"),
    Text("结果", "Results"),
)
GONE = Text("{when} 由{by}撤回", "withdrawn {when} by {by}")


def lists(entry: Kept) -> None:
    """The section: what may be taken, and what came back."""
    st.subheader(t(TITLE))
    if who.can("steward"):
        st.caption(t(HOW, most=f"{MOST:,}"))
        by, lang, name = who.user(), state.lang(), f"worklist-{entry.records.name}.xlsx"

        def make() -> bytes:
            rows = work_list(entry).head(MOST)
            file = workbook(entry, read(entry.records), rows, lang)
            who.record("records.exported", f"{name}, {len(rows)}", by)
            if entry.records != home.MINI:
                log(entry, by.name or DASH, name, len(rows))
            return file

        st.download_button(
            t(TAKE),
            data=make,
            file_name=name,
            ability="steward",
            on_click="ignore",
            icon=":material/download:",
            key="records-list",
        )
        if entry.records != home.MINI and not entry.away:
            returned(entry)
    else:
        st.caption(t(ROLE, role=NEEDED["steward"]))
    _came_back(entry)


def _came_back(entry: Kept) -> None:
    try:
        entered = [] if entry.away else storage.results().entered(entry.book)
    except AwayError:
        return
    if not entered:
        return
    with st.expander(t(LISTS, count=len(entered)), key="records-entered", on_change="rerun") as opened:
        if opened.open:
            heads = [t(head) for head in (NUMBER, WHEN, BY, COUNT)]
            tables.table(heads, map(_row, entered), label=t(LISTS, count=len(entered)), figures=(3,))
            last = next((one.number for one in entered if one.withdrawn_at is None), None)
            if last is not None and who.can("steward"):
                undo(entry, last)


def _row(one: Entered) -> tuple[tables.Cell, ...]:
    gone = one.withdrawn_at and t(GONE, when=f"{one.withdrawn_at:%Y-%m-%d %H:%M}", by=one.withdrawn_by or DASH)
    return str(one.number), f"{one.at:%Y-%m-%d %H:%M}", (one.by, gone or ""), str(one.results)
