"""What is told above a page: what a link asked for and did not get, what a control asked for in vain, what is gone."""

from __future__ import annotations

from collections.abc import Sequence

from sifund.problem import Problem
from sifund.text import Text
from sifund.ui import st
from sifund.ui.parts import only_here
from sifund.ui.session import address, lost, state
from sifund.ui.session.state import t
from sifund.ui.words import points

NOT_APPLIED = Text(
    "链接中有{count}处没有按原样采用：",
    "{count} {count:part of the link was|parts of the link were} not applied as written:",
)
NOT_DONE = Text("有{count}处没有采用或已丢失：", "{count} {count:thing was|things were} not taken, or are lost:")
SEEN = Text("知道了", "Understood")


def notices(problems: Sequence[Problem]) -> None:
    """List what a link asked for and did not get, first of all its dataset, and what its address says besides; what a
    control asked for in vain; what went with an earlier session."""
    only_here.gone()
    refused, gone = state.refused(), lost.losses()
    _listed(NOT_APPLIED, (*problems, *address.notices()))
    _listed(NOT_DONE, (*refused, *gone))
    if gone:
        st.button(t(SEEN), key="lost-seen", on_click=lost.settle)


def _listed(title: Text, problems: Sequence[Problem]) -> None:
    if problems:
        says = points((problem(state.lang()) for problem in problems[:20]), t(title, count=len(problems)))
        st.warning(says, icon=":material/info:")
