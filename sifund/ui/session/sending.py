"""What an answer draws leaves together. Streamlit wakes the server's event loop twice for every element that a run draws,
and each time the run stands still; here it is woken once for many. What opens the run of a part leaves with the first of it:
by itself it has the browser go through the whole page (private API: Streamlit is pinned, and a test watches)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from threading import Event, Lock
from typing import Any
from weakref import WeakKeyDictionary

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import ScriptRunner, ScriptRunnerEvent

from sifund.ui.session.turn import turns

HOLD_S = 0.1
"""How long what is drawn may wait for the rest [s]: of a long run the browser sees what there is."""
Send = Callable[[], None]
_send_soon = AppSession._call_soon_on_event_loop
_on_event = AppSession._on_scriptrunner_event
_flushed = AppSession.on_flushed_messages_sent
_wake = Runtime._enqueued_some_message


class Outbox:
    """What a part of a run has drawn and not sent; what `opens` a run waits for what is drawn next."""

    def __init__(self, session: AppSession | None = None) -> None:
        self._begin, self._waiting = time.monotonic(), list[Send]()
        self._session, self.opens = session, session is not None
        self._lock = Lock()

    def put(self, session: AppSession, send: Send) -> None:
        """Keep it, or send all where the first has waited long enough."""
        with self._lock:
            self._session = session
            self._waiting.append(send)
        if time.monotonic() - self._begin > HOLD_S:
            self.send()

    def send(self, then: Send | None = None) -> None:
        """Send all, in order, and tell the loop what to do then. The loop sends what opens a run when it has waited, while the
        run puts more."""
        with self._lock:
            waiting, self._waiting = self._waiting, []
            if self._session and waiting:
                waiting += [then] if then else []
                _send_soon(self._session, partial(_each, self._session._event_loop, waiting))

    def leave(self) -> None:
        """Send all and wait until it has left, where nobody waits for this run: one that goes on takes the interpreter from
        the loop for as long, but the loop rests 5 ms between what it sends, and others could answer meanwhile."""
        if turns.awaited:
            self.send()
        elif self._session and self._waiting:
            left = Event()
            self.send(partial(_await, self._session, left))
            left.wait(HOLD_S)


def _each(loop: asyncio.AbstractEventLoop, waiting: list[Send]) -> None:
    """Before whatever is sent later; an error of one stops no other."""
    for send in waiting:
        try:
            send()
        except Exception as error:
            loop.call_exception_handler({"message": "a message was not sent", "exception": error})


_outbox: ContextVar[Outbox | None] = ContextVar("outbox", default=None)
_leaving: WeakKeyDictionary[AppSession, Event] = WeakKeyDictionary()
"""Who waits for what is being sent, by session; the event loop's own."""


@contextmanager
def together(wait: bool = False) -> Iterator[None]:
    """What is drawn in here leaves when it is left, however it is left, after what opened the run; where others go on from
    there, they may `wait` until it has left."""
    before = _outbox.get()
    box = before if before and before.opens else Outbox()
    box.opens = False
    _outbox.set(box)
    try:
        yield
    finally:
        _outbox.set(None if before is box else before)
        if wait:
            box.leave()
        else:
            box.send()


@contextmanager
def unsent() -> Iterator[None]:
    """What is drawn in here is not sent: a place that the browser has, and that is filled later."""
    before = _outbox.get()
    _outbox.set(Outbox())
    try:
        yield
    finally:
        _outbox.set(before)


def stand() -> None:
    """Before the first session."""
    AppSession._on_scriptrunner_event = _open  # type: ignore[method-assign]
    AppSession._call_soon_on_event_loop = _post
    AppSession.on_flushed_messages_sent = _left
    Runtime._enqueued_some_message = _wake_once


def _open(self: AppSession, sender: ScriptRunner | None, event: ScriptRunnerEvent, **named: Any) -> None:
    """Hold what opens the run of a part, and the room it draws, until something is drawn in it, or for so long."""
    loop, box = self._event_loop, _outbox.get()
    if event is ScriptRunnerEvent.SCRIPT_STARTED and named.get("fragment_ids_this_run"):
        _outbox.set(box := Outbox(self))
        loop.call_soon_threadsafe(loop.call_later, HOLD_S, box.send)
    elif box and box.opens and not _is_room(named.get("forward_msg")):
        _outbox.set(None)
        box.send()
    _on_event(self, sender, event, **named)


def _await(session: AppSession, left: Event) -> None:
    _leaving[session] = left


def _left(self: AppSession) -> None:
    """What was to be sent has left."""
    _flushed(self)
    if left := _leaving.pop(self, None):
        left.set()


def _is_room(message: ForwardMsg | None) -> bool:
    return message is not None and message.delta.WhichOneof("type") == "add_block"


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
