"""Parts of a page, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sifund.text import Text
from sifund.ui import st
from sifund.ui.session.state import t

CHOOSE = Text("查看", "Show")


def sections(key: str, parts: Mapping[Text, Callable[..., None]], *given: object) -> None:
    """The part that is chosen, drawn from what is given; no other is built. Streamlit's tabs take the browser four times
    as long to redraw as this control does. `key` holds the English name of the part."""
    names = {name.en: t(name) for name in parts}
    if st.session_state.get(key) not in names:  # nothing yet, or None: a run that was cut short may leave that behind
        st.session_state[key] = next(iter(names))
    chosen = st.segmented_control(t(CHOOSE), list(names), format_func=names.__getitem__, key=key, required=True,
                                  label_visibility="collapsed")  # fmt: skip
    next(show for name, show in parts.items() if name.en == chosen)(*given)
