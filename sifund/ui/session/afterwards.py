"""What only the next move needs is worked out when the browser has painted what was asked for, beside all runs, and sent by itself
when the run has ended; a newer one takes its place. Streamlit sends nothing outside of a run: the message in which a
run drew the element is sent again with other data (private API: Streamlit is pinned, and a test watches)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast
from weakref import WeakKeyDictionary

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime
from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.forward_msg_cache import populate_hash_if_needed
from streamlit.runtime.scriptrunner import get_script_run_ctx

from sifund.ui import st
from sifund.ui.session.turn import turns

PAINTED_S = 0.08
"""How long after a run the browser has painted what it drew [s]."""
Make = Callable[[], bytes]
_one_after_another = ThreadPoolExecutor(1, "afterwards")
_latest: WeakKeyDictionary[AppSession, Later] = WeakKeyDictionary()


@dataclass(frozen=True, eq=False)
class Later:
    """What is to be sent: the message in which the element was drawn, and how its data are made."""

    drawn: ForwardMsg
    make: Make

    async def send(self, session: AppSession) -> None:
        """Make it and, while no run goes on, send it, unless another has taken its place."""
        try:
            await asyncio.sleep(PAINTED_S)
            data = await asyncio.get_running_loop().run_in_executor(_one_after_another, self._made, session)
            while self._is_latest(session) and session._state is AppSessionState.APP_IS_RUNNING:
                await asyncio.sleep(PAINTED_S)
            if data is not None and self._is_latest(session):
                del _latest[session]
                session._enqueue_forward_msg(_with(self.drawn, data))
        except Exception:
            logging.getLogger("sifund").log(logging.ERROR, "what follows a run was not sent", exc_info=True)

    def _made(self, session: AppSession) -> bytes | None:
        """When nobody waits for an answer; nothing where another has taken its place by then."""
        with turns.rest():
            return self.make() if self._is_latest(session) else None

    def _is_latest(self, session: AppSession) -> bool:
        return _latest.get(session) is self


def draw(name: str, element: Callable[[], None]) -> None:
    """Draw the element in a run of the whole page."""
    with turns.rest(), _overheard() as messages:
        element()
    st.session_state[_place(name)] = messages[-1] if messages else None


def follow(name: str, make: Make) -> None:
    """Send the element that is drawn other data when this run has ended."""
    drawn: ForwardMsg | None = st.session_state.get(_place(name))
    if drawn and (session := _session()):
        _latest[session] = later = Later(drawn, make)
        asyncio.run_coroutine_threadsafe(later.send(session), session._event_loop)


def forget() -> None:
    """What was to follow an earlier run is not sent: the page may be another."""
    if session := _session():
        _latest.pop(session, None)


def _place(name: str) -> str:
    return f"_drawn:{name}"


def _session() -> AppSession | None:
    """The session of this run; none where a page runs without a server."""
    run = get_script_run_ctx(suppress_warning=True)
    sessions = getattr(Runtime.instance(), "_session_mgr", None) if Runtime.exists() else None
    info = sessions.get_session_info(run.session_id) if run and sessions else None
    return cast(AppSession, info.session) if info else None


@contextmanager
def _overheard() -> Iterator[list[ForwardMsg]]:
    """The messages of what is drawn in here."""
    messages: list[ForwardMsg] = []
    run = get_script_run_ctx(suppress_warning=True)
    if run is None:
        yield messages
        return
    send = run.enqueue

    def both(message: ForwardMsg) -> None:
        messages.append(message)
        send(message)

    run.enqueue = both  # type: ignore[method-assign]
    try:
        yield messages
    finally:
        run.enqueue = send  # type: ignore[method-assign]


def _with(drawn: ForwardMsg, data: bytes) -> ForwardMsg:
    message = ForwardMsg()
    message.CopyFrom(drawn)
    message.ClearField("hash")
    message.delta.new_element.bidi_component.bytes = data
    populate_hash_if_needed(message)
    return message
