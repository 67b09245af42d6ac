"""Parts of a page, one at a time; which one is open stands in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

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
    now = next((name for name, slug in slugs.items() if slug in state.scenario()[0].view.open), usual)
    st.segmented_control(t(CHOOSE), list(names), format_func=names.__getitem__, key=key, now=now, required=True,
                         label_visibility="collapsed", on_change=partial(_open, slugs, usual))  # fmt: skip
    next(show for name, show in parts.items() if name.en == now)(*given)


def _open(slugs: Mapping[str, str], usual: str, chosen: str) -> None:
    """Put the part that was chosen into the address; the usual one is not written."""
    others = [slug for slug in state.scenario()[0].view.open if slug not in slugs.values()]
    state.set_view(open=(*others, *([slugs[chosen]] if chosen != usual else [])))
