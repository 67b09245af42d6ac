"""What is told of an act: that it was done, or could not be."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sifund.problem import SifundError
from sifund.ui import st
from sifund.ui.session import notices, state
from sifund.ui.words import points

T = TypeVar("T")


def attempt(act: Callable[[], T]) -> T | None:
    """Do something; what went wrong is told on the run that follows, and None given."""
    try:
        return act()
    except SifundError as error:
        notices.leave("failed", error)
        return None


def tell(words: str) -> None:
    """Keep what was done, to be said on the run that follows."""
    notices.leave("done", words)


def outcome() -> None:
    """What was done, or could not be, since the last run."""
    done()
    failed()


def done() -> None:
    """What was done since the last run."""
    if words := notices.take("done"):
        st.success(words, icon=":material/check:")


def failed() -> None:
    """What could not be done since the last run."""
    if error := notices.take("failed"):
        say(error)


def say(error: SifundError) -> None:
    """What keeps something from being done."""
    st.warning(points(error.lines(state.lang())), icon=":material/error:")
