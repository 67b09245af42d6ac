"""The bar above every page: links that take along what stands in the address, scenario and language, also into a new tab;
beside them the switch of language. One element: Streamlit's own bar takes the browser as long to redraw as a chart
does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from streamlit.navigation.page import StreamlitPage

from sifund.text import Text
from sifund.ui import st
from sifund.ui.parts import levers as _levers  # noqa: F401  what a card asked for while the line was down comes by the bar
from sifund.ui.parts import line
from sifund.ui.parts.served import component
from sifund.ui.parts.style import sheet
from sifund.ui.session import lost, state
from sifund.ui.session.state import t

PAGES = Text("页面", "Pages")
AWAY = Text(
    "与服务器的连接断开了，正在重新连接。方案在地址里，不会丢失；现在做的改动在连上后执行。",
    "The connection to the server is lost; reconnecting. The scenario is in the address and is safe; what you change now "
    "is done once the connection is back.",
)
ASKED = "_page_asked"
OTHER = {"zh": ("en", "English"), "en": ("zh", "中文")}


def _component() -> Any:
    html = '<nav class="bar"></nav>'
    return component("bar", "history", "popover", "names", "bar", html=html, css=sheet(), isolate_styles=False)


def bar(pages: Sequence[StreamlitPage], shown: StreamlitPage) -> None:
    """Draw the bar with the page that is shown marked; go where it was asked to."""
    other, word = OTHER[state.lang()]
    links = [(page.title, f"./{page.url_path}", page == shown) for page in pages]
    session_line = {"session": line.session(), "heard": line.heard(), "holds": lost.holds()}
    data = {
        "label": t(PAGES),
        "links": links,
        "lang": state.lang(),
        "other": [other, word],
        "away": t(AWAY),
        "line": session_line,
    }
    _component()(key="bar", data=data, on_events_change=lambda: line.take("bar"))
    number = st.session_state.pop(ASKED, None)
    if isinstance(number, int) and 0 <= number < len(pages):
        st.switch_page(pages[number], query_params={})  # the address's own stay: it is bound to them


@line.does("go")
def _go(message: dict[str, Any]) -> None:
    st.session_state[ASKED] = message.get("page")


@line.does("lang")
def _switch(message: dict[str, Any]) -> None:
    state.set_lang("en" if message.get("code") == "en" else "zh")


@line.does("back")
def _back(message: dict[str, Any]) -> None:
    """The line was down, and the page is asked for: what the session of before held may be lost."""
    lost.lose(message.get("lost") or ())
