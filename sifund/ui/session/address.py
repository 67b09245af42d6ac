"""The address: two hidden text inputs, bound to `s` and `lang` of the address, that survive pages, language, back, reload
and deep links.

What is put into one of them reaches the browser with the answer to the run that put it. A browser that asks again before
has heard of it still says the old text; that is known by what was put, and the new one holds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from sifund.problem import Problem
from sifund.scenario import link
from sifund.ui import st
from sifund.ui.session import guard
from sifund.ui.session.once import Once

Key = Literal["s", "lang"]
ROOM = "_room"
_texts = Once()


@dataclass(frozen=True, slots=True)
class Pending:
    """A text on its way to the browser, what was said before it, and whether the run that put it goes on."""

    text: str
    old: frozenset[str]
    fresh: bool = True


def draw() -> None:
    """Draw the inputs in app.py: before navigation, or the address would be without a scenario for a moment."""
    with st.container(key="carrier"):
        _hidden("lang")
        _hidden("s")
        st.session_state[ROOM] = st.container()


def draw_in_fragment(alone: bool) -> None:
    """In a part of a page that can run alone: draw `s` again where it does, in room kept for it where the page runs."""
    with guard.as_app(), st.session_state[ROOM]:
        if alone:
            _hidden("s")
        else:
            st.empty()


@_texts.ask
def query_text(key: Key) -> str:
    """The text that holds."""
    text, pending = st.session_state.get(key) or "", _pending(key)
    return pending.text if pending and text in pending.old else text


def notices() -> list[Problem]:
    """What the address says that nothing reads."""
    whole = {"lang": [query_text("lang")]} | {key: st.query_params.get_all(key) for key in st.query_params}
    return link.address_problems(whole)


def set_query_text(key: Key, text: str) -> None:
    """Put a text into the address."""
    pending = _pending(key)
    old = {st.session_state.get(key) or "", *((pending.text, *pending.old) if pending else ())}
    st.session_state[_name(key)] = Pending(text, frozenset(old - {text}))
    st.session_state[key] = text
    _texts.forget()


def _hidden(key: Key) -> None:
    _agree(key)
    st.text_input(key, key=key, bind="query-params", label_visibility="collapsed")


def _agree(key: Key) -> None:
    """Say a text again that the browser had not heard of; forget it once the browser has said it back, or another."""
    pending, text = _pending(key), st.session_state.get(key) or ""
    if pending and text in pending.old:
        st.session_state[key] = pending.text
    if pending and (text in pending.old or (pending.fresh and text == pending.text)):
        st.session_state[_name(key)] = replace(pending, fresh=False)
    elif pending:
        del st.session_state[_name(key)]
    _texts.forget()


def _pending(key: Key) -> Pending | None:
    return st.session_state.get(_name(key))


def _name(key: Key) -> str:
    return f"_pending_{key}"
