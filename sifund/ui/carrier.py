"""The carrier: two hidden text inputs, bound to `s` and `lang` of the address, that survive pages, language, back, reload
and deep links."""

from __future__ import annotations

import streamlit as st

from sifund.ui import guard, state

ROOM = "_room"


def carry() -> None:
    """Draw the inputs in app.py: before navigation, or the address would be without a scenario for a moment."""
    with st.container(key="carrier"):
        _hidden("lang")
        _hidden("s")
        st.session_state[ROOM] = st.container()
    state.ask()


def carry_alone(alone: bool) -> None:
    """In a part of a page that can run alone: draw `s` again where it does, in room kept for it where the page runs."""
    with guard.as_app(), st.session_state[ROOM]:
        if alone:
            _hidden("s")
        else:
            st.empty()
    state.ask()


def _hidden(key: str) -> None:
    st.text_input(key, key=key, bind="query-params", label_visibility="collapsed")
