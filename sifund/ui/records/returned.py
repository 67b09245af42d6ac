"""A work list comes back by browser: what it would change is shown first; then it is entered, all or nothing, or undone."""

from __future__ import annotations

from collections import Counter
from dataclasses import astuple
from functools import lru_cache

from sifund.problem import SifundError
from sifund.records.entered import FilledIn
from sifund.records.findings import Kept
from sifund.records.received import read_results
from sifund.records.worklist import WORDS
from sifund.store.results import Result, Taken
from sifund.text import DASH, Text, join
from sifund.ui import st, who
from sifund.ui.session import notices, state, storage
from sifund.ui.session.state import t
from sifund.ui.words import lines

UPLOAD = Text("交回填好的清单（.xlsx）", "Give back the filled-in list (.xlsx)")
WOULD = Text(
    "“{name}”：{rows}条有结果（{outcomes}），其中{fresh}条是新的或改动的，{changed}条替换已有结果；另有{left}条没有填写。尚未记下。",
    '"{name}": {rows} {rows:row has|rows have} a result ({outcomes}), {fresh} of them new or changed, {changed} in the place of one there; '
    "{left} {left:other has|others have} none. Nothing is entered yet.",
)
COUNT = Text("{outcome}{count}", "{outcome} {count}")
INSTEAD = Text("他人已另行核定的，以本表为准", "Where others decided otherwise, this list stands instead")
ENTER, UNDO = Text("记下结果", "Enter the results"), Text("撤回最后一份", "Withdraw the last list")
DONE, GONE = (
    Text("记下{count}条结果。", "{count} {count:result|results} entered."),
    Text(
        "撤回了第{number}份清单的{count}条结果。", "List {number} was withdrawn, with {count} {count:result|results}."
    ),
)
SAYS, ERRORS = "records-returned-says", "records-returned-errors"


def returned(entry: Kept) -> None:
    """The section, for who may: a file, what it would change, the button; and the last list undone."""
    file = st.file_uploader(t(UPLOAD), ["xlsx"], key="records-returned")
    if file is not None:
        try:
            _preview(entry, file.name, _read(file.getvalue(), file.name, entry))
        except SifundError as error:
            st.error(lines(error.lines(state.lang())), icon=":material/error:")
    if says := notices.take(SAYS):
        st.success(t(says))
    if wrong := notices.take(ERRORS):
        st.error(lines(wrong.lines(state.lang())), icon=":material/error:")


_read = lru_cache(4)(read_results)


def _preview(entry: Kept, name: str, filled: FilledIn) -> None:
    rows = [Result(*row) for row in filled.results]
    before = {one.finding: one for one in storage.results().of(entry.book)}
    fresh = [one for one in rows if before.get(one.finding) != one]
    counts = Counter(one.outcome for one in rows)
    outcomes = join(COUNT.format(outcome=WORDS[key], count=count) for key, count in counts.items()) or DASH
    changed = sum(one.finding in before for one in fresh)
    st.caption(
        t(WOULD, name=name, rows=len(rows), outcomes=outcomes, fresh=len(fresh), changed=changed, left=filled.left)
    )
    instead = st.checkbox(t(INSTEAD), key="records-instead") if changed else False
    st.button(
        t(ENTER),
        key="records-enter",
        type="primary",
        disabled=not fresh,
        on_click=_enter,
        args=(entry, filled, instead),
    )


def _enter(entry: Kept, filled: FilledIn, instead: bool) -> None:
    """Keep what a list says, all or nothing; who may not keeps nothing, and the trail tells of it."""
    try:
        who.require("steward", "results.entered")
        count = storage.results().enter(entry.book, [Result(*row) for row in filled.results], _me(), replace=instead)
        who.record("results.entered", f"{entry.records.name} {count}")
        notices.leave(SAYS, DONE.format(count=count))
    except Taken as taken:
        notices.leave(ERRORS, filled.decided(map(astuple, taken.standing)))
    except SifundError as error:
        notices.leave(ERRORS, error)


def undo(entry: Kept, number: int) -> None:
    """The button that withdraws the list entered last, which has this number."""
    st.button(t(UNDO), key="records-undo", icon=":material/undo:", on_click=_undo, args=(entry, number))


def _undo(entry: Kept, number: int) -> None:
    try:
        who.require("steward", "results.withdrawn")
        last = storage.results().withdraw(entry.book, _me(), number)
        who.record("results.withdrawn", f"{entry.records.name} {last.results}")
        notices.leave(SAYS, GONE.format(number=last.number, count=last.results))
    except SifundError as error:
        notices.leave(ERRORS, error)


def _me() -> str:
    return who.user().name or DASH
