"""What the browser tells of what a person did (line.js): each event is done once, in order, whichever component tells it
and however often; and what a session held that is lost with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from sifund.ui import st

SESSION, HEARD = "_session", "_heard"
Act = Callable[[dict[str, Any]], None]
_acts: dict[str, Act] = {}


def does(what: str) -> Callable[[Act], Act]:
    """Declare what is done about a kind of event."""

    def declare(act: Act) -> Act:
        _acts[what] = act
        return act

    return declare


def heard() -> int:
    """The number of the last event that this session has done."""
    return st.session_state.get(HEARD, 0)


def session() -> str:
    """A name of this session that no other has."""
    return st.session_state.setdefault(SESSION, uuid4().hex)


def take(component: str) -> None:
    """Do what a component was told and this session has not done."""
    for event in st.session_state[component].get("events") or ():
        match event:
            case [int(number), str(what), dict(value)] if number > heard() and what in _acts:
                st.session_state[HEARD] = number
                _acts[what](value)
