"""Streamlit, as the pages use it: every word that it would read as Markdown is shown as it is, and HTML is escaped.

Nothing else in the house draws with Streamlit, so no call can forget it: what is meant as Markdown has the type
`sifund.ui.words.Markdown`, what is meant as HTML the type `Markup`; both take in words literally.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any, Literal, TypeVar, cast

import streamlit
from markupsafe import Markup
from streamlit.elements.lib.mutable_status_container import StatusContainer

from sifund.access import Ability
from sifund.ui import who
from sifund.ui.words import literal

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")
READ = {"body", "label", "help", "text"}
"""Parameters whose words Streamlit reads as Markdown."""
UNSAID: Any = object()
"""A control is not told what it shows."""


def _literal(value: object) -> object:
    return literal(value) if isinstance(value, str) else value


def _shown(draw: F) -> F:
    """The same function, which shows words as they are."""
    places = [name in READ for name in signature(draw).parameters]

    @wraps(draw)
    def literally(*args: Any, **named: Any) -> Any:
        words = (_literal(arg) if read else arg for arg, read in zip(args, places, strict=False))
        return draw(*words, **{name: _literal(arg) if name in READ else arg for name, arg in named.items()})

    return cast(F, literally)


def _choice(draw: F) -> F:
    """The same for a control that reads its options as Markdown too."""
    shown = _shown(draw)

    @wraps(draw)
    def literally(*args: Any, format_func: Callable[[Any], object] = str, **named: Any) -> Any:
        return shown(*args, format_func=lambda option: literal(str(format_func(option))), **named)

    return cast(F, literally)


def _steady(draw: Callable[..., Any], **usual: Any) -> Callable[..., Any]:
    """The same control, which may be told what it shows `now`, and then tells `on_change` what is chosen.

    A browser that has not yet heard what a control shows says, with whatever it asks for, what it showed before; Streamlit
    takes that for a choice. So a control that shows another value than was chosen in it is a new one, of which the browser
    has said nothing, and what one showed is no choice in it; one in which a value was chosen and refused stays, and keeps
    the focus. None, which a run that was cut short may leave behind, is a choice only in a control that is not `required`.
    `usual` is how it is drawn where nothing else is said.
    """

    @wraps(draw)
    def steady(*args: Any, now: Any = UNSAID, **named: Any) -> Any:
        if now is UNSAID:
            return draw(*args, **named)
        named = usual | named
        key, chosen, required = named.pop("key"), named.pop("on_change"), named.get("required", True)
        turn, shown = session_state.get(f"_turn:{key}", (0, now))
        chosen_here = session_state.pop(f"_chosen:{key}", False)
        if not chosen_here and session_state.get(_of_turn(key, turn), shown) != now:
            turn += 1
        session_state[f"_turn:{key}"] = turn, now
        widget = _of_turn(key, turn)
        if widget not in session_state or session_state[widget] != now:
            session_state[widget] = now

        def change() -> None:
            value, session_state[f"_chosen:{key}"] = session_state[widget], True
            if value != now and (value is not None or not required):
                chosen(value)

        return draw(*args, key=widget, on_change=change, **named)

    return steady


def _of_turn(key: str, turn: int) -> str:
    return f"{key}~{turn}" if turn else key


# --- what shows no words of its own, or shows them as they are --------------------------------------------------------

code, columns, container, dataframe = streamlit.code, streamlit.columns, streamlit.container, streamlit.dataframe
context, empty, form = streamlit.context, streamlit.empty, streamlit.form
navigation, set_page_config = streamlit.navigation, streamlit.set_page_config
query_params, session_state = streamlit.query_params, streamlit.session_state
rerun, stop, switch_page, vega_lite_chart = (
    streamlit.rerun,
    streamlit.stop,
    streamlit.switch_page,
    streamlit.vega_lite_chart,
)

# --- what reads words as Markdown -------------------------------------------------------------------------------------

button = _shown(streamlit.button)
caption = _shown(streamlit.caption)
checkbox = _shown(streamlit.checkbox)
error = _shown(streamlit.error)
expander = _shown(streamlit.expander)
file_uploader = _shown(streamlit.file_uploader)
form_submit_button = _shown(streamlit.form_submit_button)
info = _shown(streamlit.info)
markdown = _shown(streamlit.markdown)
multiselect = _shown(streamlit.multiselect)
number_column = _shown(streamlit.column_config.NumberColumn)
number_input = _steady(_shown(streamlit.number_input), value=None, required=True)  # else an emptied box says the lowest
Page = _shown(streamlit.Page)
page_link = _shown(streamlit.page_link)
pills = _steady(_choice(streamlit.pills))
popover = _shown(streamlit.popover)
progress = _shown(streamlit.progress)
radio = _choice(streamlit.radio)
segmented_control = _steady(_choice(streamlit.segmented_control))
selectbox = _steady(_shown(streamlit.selectbox))
spinner = _shown(streamlit.spinner)
status = _shown(streamlit.status)
subheader = _shown(streamlit.subheader)
success = _shown(streamlit.success)
text_column = _shown(streamlit.column_config.Column)
text_area = _shown(streamlit.text_area)
text_input = _shown(streamlit.text_input)
warning = _shown(streamlit.warning)


def fragment(part: Callable[[], T]) -> Callable[[], T]:
    """A part of a page that can run alone: for whoever may still look; for anybody else the whole page runs, and says so.
    What it gives back the page has where it runs whole."""

    @wraps(part)
    def alone() -> T:
        if not who.can("look"):
            streamlit.rerun()
        return part()

    return streamlit.fragment(alone)


_download = _shown(streamlit.download_button)


def download_button(
    label: str,
    data: Callable[[], bytes],
    file_name: str,
    mime: str | None = None,
    ability: Ability = "look",
    **named: Any,
) -> bool:
    """A button that makes a file when it is pressed, for whom may then; the audit trail tells of it."""
    return _download(label, who.recorded(data, file_name, ability), file_name, mime, **named)


TITLE = Markup("<h1>{}</h1>")


def title(words: str, width: Literal["stretch", "content"] = "stretch") -> None:
    """The page's heading. Streamlit's own takes the browser a further pass through the page with every run."""
    streamlit.html(TITLE.format(words), width=width)


def html(body: Markup) -> None:
    """HTML by its type: words in it were escaped. Raises TypeError for words."""
    if not isinstance(body, Markup):
        raise TypeError("HTML is made with Markup, which escapes what is put into it")
    streamlit.html(body)


def settle(
    box: StatusContainer, label: str, state: Literal["running", "complete", "error"], *, expanded: bool = False
) -> None:
    """What a status box says now, or in the end."""
    box.update(label=literal(label), state=state, expanded=expanded)
