"""Which records the page shows, and what it says where there are none."""

from __future__ import annotations

from dataclasses import astuple, replace
from functools import lru_cache

from sifund.records import home
from sifund.records.findings import Kept
from sifund.records.rules import rules
from sifund.records.tables import CORE, TABLES
from sifund.store.causes import AwayError
from sifund.store.results import Results
from sifund.terms import CONTENT
from sifund.text import Text, join
from sifund.ui import st
from sifund.ui.parts import figures, tables
from sifund.ui.session import state, storage
from sifund.ui.session.state import t
from sifund.ui.words import lines

SAMPLE = "records-mini"
WHICH, TABLE = Text("明细", "Records"), Text("表", "Table")
NOTHING = Text(
    "这台服务器上还没有核查过的明细：{rules}条规则都未核查。报告各项支出背后发给了谁、对不对，要有下面这些表才能回答。",
    "No records have been checked on this server: none of the {rules} rules was. Who was paid behind the lines of the report, and "
    "rightly, takes the tables below.",
)
HOW = Text(
    "明细放在服务器的 $SIFUND_RECORDS 目录，用命令行核查，从不经浏览器上传；本页只显示合计。",
    "Records stand on the server in $SIFUND_RECORDS and are checked by the command line, never uploaded by browser; this page shows "
    "sums alone.",
)
LOOK, LEAVE = Text("看虚构的小城", "Look at the invented mini city"), Text("离开小城", "Leave the mini city")
INVENTED = Text("虚构的小城，不是真实数据。", "An invented mini city, no real data.")
STALE = Text(
    "明细在这次核查之后有更新，以下仍是更新之前的；请重新核查。",
    "The records were made anew since this check, which is still of those before; check again.",
)
COMMANDS = """python -m sifund records check $SIFUND_RECORDS/NAME --output $SIFUND_RECORDS/NAME/findings
python -m sifund records tie $SIFUND_RECORDS/NAME --keep"""


def chosen() -> Kept | None:
    """The check that the page shows: of the server's records, or of the mini city where that was asked for."""
    entries, wrong = home.checked()
    if wrong:
        st.error(lines(one(state.lang()) for one in wrong), icon=":material/error:")
    if entries:
        name = st.selectbox(t(WHICH), list(entries), key="records-name") if len(entries) > 1 else next(iter(entries))
        return _resulted(entries[name])
    return home.mini() if st.session_state.get(SAMPLE) else None


def _resulted(entry: Kept) -> Kept:
    """The check with the results that stand in the store; where that is away, that is said and none are known."""
    results = storage.results()
    try:
        return _with_results(entry, results, results.state(entry.book))
    except AwayError as error:
        st.warning(lines(error.lines(state.lang())), icon=":material/warning:")
        return _away(entry)


@lru_cache(4)
def _with_results(entry: Kept, results: Results, _: tuple[int, int]) -> Kept:
    return entry.with_results(map(astuple, results.of(entry.book)))


@lru_cache(4)
def _away(entry: Kept) -> Kept:
    return replace(entry, away=True)


def remarks(entry: Kept) -> None:
    """That the figures are invented, and the way back; that the records were made anew since they were checked."""
    if home.is_stale(entry):
        st.warning(t(STALE), icon=":material/warning:")
    if entry.records == home.MINI:
        st.info(t(INVENTED), icon=":material/info:")
        st.button(t(LEAVE), key="records-leave", on_click=_show, args=(False,))


def absent() -> None:
    """What would be needed, and the mini city in one click."""
    figures.answer(t(NOTHING, rules=len(rules())), strong=True)
    st.button(t(LOOK), key="records-look", type="primary", on_click=_show, args=(True,))
    st.caption(t(HOW))
    shown = [TABLES[name] for name in CORE]
    rows = [(t(one.title), t(join(column.title for column in one.columns) or one.title)) for one in shown]
    tables.table([t(TABLE), t(CONTENT)], rows, label=t(TABLE))


def clerk() -> None:
    """The commands that fill the page."""
    with figures.clerk("records") as opened:
        if opened.open:
            st.code(COMMANDS, language=None)


def _show(sample: bool) -> None:
    st.session_state[SAMPLE] = sample
