"""Parts of a page, one at a time; which one is open stands in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sifund.scenario.view import SECTIONS
from sifund.text import Text
from sifund.ui import st
from sifund.ui.session import state
from sifund.ui.session.state import t

CHOOSE = Text("查看", "Show")


def sections(key: str, parts: Mapping[Text, Callable[..., None]], *given: object) -> None:
    """The part that is chosen, drawn from what is given; no other is built. Streamlit's tabs take the browser four times
    as long to redraw as this control does. `key` holds the English name of the part."""
    names = {name.en: t(name) for name in parts}
    slugs = dict(zip(names, SECTIONS[key], strict=True))
    _agree(key, slugs)
    chosen = st.segmented_control(t(CHOOSE), list(names), format_func=names.__getitem__, key=key, required=True,
                                  label_visibility="collapsed", on_change=_open, args=(key, slugs))  # fmt: skip
    next(show for name, show in parts.items() if name.en == chosen)(*given)


def _agree(key: str, slugs: Mapping[str, str]) -> None:
    """The control shows what the address says where that has changed (a link, Back), or where the control says nothing:
    nothing yet, or None: a run that was cut short may leave that behind."""
    first, *_ = slugs
    asked = next((name for name, slug in slugs.items() if slug in state.scenario()[0].view.open), first)
    if asked != st.session_state.get(f"_{key}", first) or st.session_state.get(key) not in slugs:
        st.session_state[key] = asked
    st.session_state[f"_{key}"] = asked


def _open(key: str, slugs: Mapping[str, str]) -> None:
    """Put the part that was chosen into the address; the first is not written."""
    first, *_ = slugs
    others = [slug for slug in state.scenario()[0].view.open if slug not in slugs.values()]
    chosen = st.session_state[key]
    state.set_view(open=(*others, *([slugs[chosen]] if chosen != first else [])))
