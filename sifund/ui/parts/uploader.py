"""Where files are given: by whom the gate lets send them; others are told whom it takes."""

from __future__ import annotations

from typing import Any

from sifund.access import UPLOADS
from sifund.ui import st, who
from sifund.ui.session.state import t


def files(label: str, types: list[str], **named: Any) -> Any:
    """The files given; none while nothing is given, or by whom may not."""
    why = who.lacks(UPLOADS)
    given = st.file_uploader(label, types, disabled=bool(why), **named)
    if why:
        st.caption(t(why))
    return given
