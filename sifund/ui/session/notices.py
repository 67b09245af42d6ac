"""What an act leaves to be said: it is done between two runs, and the run that follows says it. A run that made way for another
has said nothing: what it drew may never have left the server."""

from __future__ import annotations

from typing import Any

from sifund.ui import st
from sifund.ui.session import guard


def leave(name: str, notice: Any) -> None:
    """Keep what is to be said, in place of an earlier one of that name."""
    st.session_state[_place(name)] = (notice, None)


def take(name: str) -> Any:
    """What is to be said in this run; None where there is nothing, or an earlier run came to its end with it."""
    notice, run = st.session_state.get(_place(name), (None, None))
    if notice is None:
        return None
    if guard.is_ended(run):
        del st.session_state[_place(name)]
        return None
    st.session_state[_place(name)] = (notice, guard.this_run())
    return notice


def _place(name: str) -> str:
    return f"_notice:{name}"
