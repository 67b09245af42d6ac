"""Parts of a page, one at a time; which one is open stands in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sifund.scenario.view import SECTIONS
from sifund.text import Text
from sifund.ui import st
from sifund.ui.session import state
from sifund.ui.session.state import t

CHOOSE = Text("查看", "Show")


def sections(key: str, parts: Mapping[Text, Callable[..., None]], *given: object, begin: Text | None = None) -> None:
    """The part that is chosen, drawn from what is given; no other is built. Streamlit's tabs take the browser four times
    as long to redraw as this control does. `key` holds the English name of the part; `begin` stands open where nothing
    else is asked for, the first unless it is given."""
    names = {name.en: t(name) for name in parts}
    slugs = dict(zip(names, SECTIONS[key], strict=True))
    usual = begin.en if begin else next(iter(names))
    _agree(key, slugs, usual)
    chosen = st.segmented_control(t(CHOOSE), list(names), format_func=names.__getitem__, key=key, required=True,
                                  label_visibility="collapsed", on_change=_open, args=(key, slugs, usual))  # fmt: skip
    next(show for name, show in parts.items() if name.en == chosen)(*given)


def _agree(key: str, slugs: Mapping[str, str], usual: str) -> None:
    """The control shows what the address says where that has changed (a link, Back), or where the control says nothing:
    nothing yet, or None: a run that was cut short may leave that behind."""
    wanted = next((name for name, slug in slugs.items() if slug in state.scenario()[0].view.open), usual)
    if wanted != st.session_state.get(f"_{key}", usual) or st.session_state.get(key) not in slugs:
        st.session_state[key] = wanted
    st.session_state[f"_{key}"] = wanted


def _open(key: str, slugs: Mapping[str, str], usual: str) -> None:
    """Put the part that was chosen into the address; the usual one is not written, and None is no choice."""
    others = [slug for slug in state.scenario()[0].view.open if slug not in slugs.values()]
    if chosen := st.session_state[key]:
        state.set_view(open=(*others, *([slugs[chosen]] if chosen != usual else [])))
