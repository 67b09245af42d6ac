"""Ties of records with a dataset, its ledger and its bank, as they were kept: on the checks page and the records page."""

from __future__ import annotations

from sifund.dataset import Dataset
from sifund.dataset.reconciled import STALE, Reconciled, reconciled
from sifund.problem import Problem
from sifund.terms import NOTHING_TO_COMPARE, TIED
from sifund.text import Text
from sifund.ui import st
from sifund.ui.parts import tables
from sifund.ui.session import state
from sifund.ui.session.state import t
from sifund.ui.words import lines

TITLE = Text("明细对账", "Records, ledger and bank")
TIE, DIFFERS = Text("对账", "Tie"), Text("不符", "Differs")
PLACE, SAYS = Text("未相符之处", "Not tied"), Text("差在哪里", "How it differs")


def record_ties(dataset: Dataset) -> None:
    """What was kept for the dataset; nothing where no records lie under it."""
    files, problems = reconciled(dataset)
    if not files and not problems:
        return
    st.subheader(t(TITLE))
    for one in (*problems, *files):
        draw(one)


def draw(one: Reconciled | Problem) -> None:
    """Counts by kind, and what is not tied: its place, side and amount, or why it is open; or that the file is damaged."""
    if isinstance(one, Problem):
        st.error(lines([one(state.lang())]), icon=":material/error:")
        return
    st.caption(t(one.says))
    if one.stale:
        st.warning(t(STALE), icon=":material/update:")
    heads = [t(TIE), t(TIED), t(DIFFERS), t(NOTHING_TO_COMPARE)]
    rows = [(t(kind.name.text), str(kind.tied), str(kind.differs), str(kind.open)) for kind in one.kinds]
    tables.table(heads, rows, label=t(TITLE), figures=(1, 2, 3))
    if one.untied:
        tables.table([t(PLACE), t(SAYS)], [(t(row.place.text), t(row.says)) for row in one.untied], label=t(PLACE))
