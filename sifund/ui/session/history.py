"""Undo and redo of what a session did to its scenarios. How the page looks at them is no change: it is neither undone nor
lost when one is, but for the month in which changes start, which goes with them."""

from __future__ import annotations

from collections.abc import Callable

from sifund.scenario.link import SEPARATOR
from sifund.ui import st

WAYS = {"undo": "redo", "redo": "undo"}
START = "view.start="
LOOKS = ("view.", "n=", "k=")
"""How the parts of a text begin that are no change: how it is looked at, its name, and what it was saved as."""


def remember(old: str, new: str, whole: Callable[[str], str]) -> None:
    """Keep the text of before where the new one is another change; `whole` gives what a short or an empty text means."""
    before, after = ([_changes(whole(one)) for one in text.split(SEPARATOR)] for text in (old, new))
    if before != after:
        _texts("undo").append(old)
        _texts("redo").clear()


def can(way: str) -> bool:
    """Whether there is anything to "undo" or "redo"."""
    return bool(_texts(way))


def last() -> str | None:
    """The text before the last change; None where there is none."""
    return next(reversed(_texts("undo")), None)


def step(way: str, now: str, clean: str) -> str:
    """The text after the last change is undone, or done again, as the page looks at it now; an empty one is `clean`."""
    _texts(WAYS[way]).append(now)
    first, *others = (_texts(way).pop() or clean).split(SEPARATOR)
    parts = [part for part in first.split(";") if not part.startswith("view.") or part.startswith(START)]
    looks = [part for part in now.split(SEPARATOR, maxsplit=1)[0].split(";") if part.startswith("view.")]
    text = ";".join([*filter(None, parts), *(part for part in looks if not part.startswith(START))])
    return SEPARATOR.join([text, *others])


def _changes(text: str) -> list[str]:
    return [part for part in text.split(";") if not part.startswith(LOOKS)]


def _texts(way: str) -> list[str]:
    """Texts of the session's earlier scenarios, the latest last."""
    return st.session_state.setdefault(f"_{way}", [])
