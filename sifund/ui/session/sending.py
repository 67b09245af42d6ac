"""What an answer draws leaves together. Streamlit wakes the server's event loop twice for every element that a run draws,
and each time the run stands still; here it is woken once for many (private API: Streamlit is pinned, and a test watches)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial

from streamlit.runtime import Runtime
from streamlit.runtime.app_session import AppSession

HOLD_S = 0.1
"""How long what is drawn may wait for the rest [s]: of a long run the browser sees what there is."""
Send = Callable[[], None]
_send_soon = AppSession._call_soon_on_event_loop
_wake = Runtime._enqueued_some_message


class Outbox:
    """What a part of a run has drawn and not sent."""

    def __init__(self) -> None:
        self._begin, self._waiting = time.monotonic(), list[Send]()
        self._session: AppSession | None = None

    def put(self, session: AppSession, send: Send) -> None:
        """Keep it, or send all where the first has waited long enough."""
        self._session = session
        self._waiting.append(send)
        if time.monotonic() - self._begin > HOLD_S:
            self.empty()

    def empty(self) -> None:
        """Send all, in order."""
        if self._session and self._waiting:
            _send_soon(self._session, partial(_each, self._session._event_loop, self._waiting))
        self._waiting = []


def _each(loop: asyncio.AbstractEventLoop, waiting: list[Send]) -> None:
    """Before whatever is sent later; an error of one stops no other."""
    for send in waiting:
        try:
            send()
        except Exception as error:
            loop.call_exception_handler({"message": "a message was not sent", "exception": error})


_outbox: ContextVar[Outbox | None] = ContextVar("outbox", default=None)


@contextmanager
def together() -> Iterator[None]:
    """What is drawn in here leaves when it is left, however it is left."""
    box = Outbox()
    before = _outbox.set(box)
    try:
        yield
    finally:
        _outbox.reset(before)
        box.empty()


def stand() -> None:
    """Before the first session."""
    AppSession._call_soon_on_event_loop = _post
    Runtime._enqueued_some_message = _wake_once


def _post(self: AppSession, callback: Send) -> None:
    if box := _outbox.get():
        box.put(self, callback)
    else:
        _send_soon(self, callback)


def _wake_once(self: Runtime) -> None:
    """On the loop itself a flag is enough."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        _wake(self)
    else:
        self._get_async_objs().need_send_data.set()
