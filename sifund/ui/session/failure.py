"""What nobody foresaw in a run of a page: it is logged with an id, and the page shows that id."""

from __future__ import annotations

import logging
import secrets

from sifund.text import Text
from sifund.ui import st

SAYS = Text(
    "这里出了程序错误，数字可能不全。请把编号{id}告诉管理员。",
    "the program failed here and figures may be missing. Tell the administrator this id: {id}.",
)


def report(error: Exception) -> None:
    """Log it and say so; Streamlit's own words follow."""
    number = secrets.token_hex(6)
    logging.getLogger("sifund").log(logging.ERROR, "run %s failed: %s", number, type(error).__name__)
    says = SAYS.format(id=number)
    st.error(f"{says.zh} {says.en}")
