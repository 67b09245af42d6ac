"""The bar above every page: links that take along what stands in the address, scenario and language, also into a new tab;
beside them the switch of language; with it comes the style of all pages. One element: Streamlit's own bar takes the
browser as long to redraw as a chart does."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2 import component
from streamlit.navigation.page import StreamlitPage

from sifund.text import Text
from sifund.ui import state
from sifund.ui.state import t

HERE = Path(__file__).parent
PAGES = Text("页面", "Pages")
OTHER = {"zh": ("en", "English"), "en": ("zh", "中文")}


@cache
def _component() -> Any:
    js, own, page = ((HERE / name).read_text(encoding="utf-8") for name in ("bar.js", "bar.css", "page.css"))
    return component("sifund_bar", html='<nav class="bar"></nav>', css=own + page, js=js, isolate_styles=False)


def bar(pages: Sequence[StreamlitPage], shown: StreamlitPage) -> None:
    """Draw the bar with the page that is shown marked; go where it was asked to."""
    other, word = OTHER[state.lang()]
    links = [(page.title, f"./{page.url_path}", page == shown) for page in pages]
    data = {"label": t(PAGES), "links": links, "lang": state.lang(), "other": [other, word]}
    asked = _component()(key="bar", data=data, on_lang_change=_switch, on_go_change=lambda: None)
    if isinstance(asked.go, int) and 0 <= asked.go < len(pages):
        st.switch_page(pages[asked.go], query_params={})  # the carrier's own stay: it is bound to them


def _switch() -> None:
    state.set_lang("en" if st.session_state["bar"].get("lang") == "en" else "zh")
