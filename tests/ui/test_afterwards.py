"""What only the next move needs is made when a run has ended, sent in the message that drew the element, and never out of turn."""

from __future__ import annotations

import asyncio
import inspect
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import aside
import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime
from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext

from sifund.ui import st
from sifund.ui.session import afterwards

RUNNING, ENDED = AppSessionState.APP_IS_RUNNING, AppSessionState.APP_NOT_RUNNING
WAIT_S = 0.01


class Session:
    """As much of a session as is needed to be sent something."""

    def __init__(self) -> None:
        self._event_loop, self._state = asyncio.get_running_loop(), ENDED
        self.sent: list[ForwardMsg] = []

    def _enqueue_forward_msg(self, message: ForwardMsg) -> None:
        self.sent.append(message)

    @property
    def data(self) -> list[bytes]:
        return [message.delta.new_element.bidi_component.bytes for message in self.sent]


def followed(act: Callable[[Session], Any], monkeypatch: pytest.MonkeyPatch) -> Session:
    """A session whose page has drawn "hand", after what was done in it and all that followed."""
    drawn = ForwardMsg()
    drawn.metadata.delta_path.extend([0, 7])
    drawn.delta.new_element.bidi_component.id, drawn.delta.new_element.bidi_component.bytes = "hand", b"at first"
    drawn.hash = "of the first"

    async def serve() -> Session:
        session = Session()
        monkeypatch.setattr(afterwards, "PAINTED_S", WAIT_S)
        monkeypatch.setattr(afterwards, "_session", lambda: session)
        monkeypatch.setattr(st, "session_state", {"_drawn:hand": drawn})
        act(session)
        await asyncio.sleep(12 * WAIT_S)
        if late := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(late, timeout=10)
        return session

    return aside.run(serve())


def test_it_is_sent_in_the_message_that_drew_the_element(monkeypatch: pytest.MonkeyPatch) -> None:
    session = followed(lambda _: afterwards.follow("hand", lambda: b"then"), monkeypatch)
    (message,) = session.sent
    assert session.data == [b"then"] and message.delta.new_element.bidi_component.id == "hand"
    assert list(message.metadata.delta_path) == [0, 7] and message.hash not in ("", "of the first")


def test_a_newer_one_takes_its_place_before_it_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[bytes] = []

    def make(word: bytes) -> Callable[[], bytes]:
        return lambda: made.append(word) or word

    session = followed(lambda _: [afterwards.follow("hand", make(word)) for word in (b"1", b"2", b"3")], monkeypatch)
    assert made == session.data == [b"3"] and session not in afterwards._latest, "what was sent is let go"


def test_what_has_waited_for_another_is_not_made_where_a_newer_one_came(monkeypatch: pytest.MonkeyPatch) -> None:
    made, newer = list[bytes](), threading.Event()

    def moves(session: Session) -> None:
        loop = session._event_loop

        def make(word: bytes) -> bytes:
            made.append(word)
            if word == b"1":
                loop.call_soon_threadsafe(second)
                assert newer.wait(10)
            return word

        def second() -> None:
            afterwards.follow("hand", partial(make, b"2"))
            loop.call_later(3 * WAIT_S, third)

        def third() -> None:
            afterwards.follow("hand", partial(make, b"3"))
            newer.set()

        afterwards.follow("hand", partial(make, b"1"))

    assert followed(moves, monkeypatch).data == [b"3"] and made == [b"1", b"3"]


def test_while_a_run_goes_on_it_waits_and_another_page_is_not_sent_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def run_on(session: Session, ends: bool) -> None:
        session._state = RUNNING
        afterwards.follow("hand", lambda: b"then")
        session._event_loop.call_later(4 * WAIT_S, lambda: session.sent and pytest.fail("sent within a run"))
        session._event_loop.call_later(5 * WAIT_S, setattr, session, "_state", ENDED)
        if not ends:
            session._event_loop.call_later(3 * WAIT_S, afterwards.forget)

    assert followed(lambda session: run_on(session, ends=True), monkeypatch).data == [b"then"]
    assert followed(lambda session: run_on(session, ends=False), monkeypatch).data == []


def test_what_cannot_be_made_is_logged_and_what_comes_next_is_sent(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> bytes:
        raise ZeroDivisionError("no months")

    def both(session: Session) -> None:
        afterwards.follow("hand", fail)
        session._event_loop.call_later(4 * WAIT_S, afterwards.follow, "hand", lambda: b"then")

    assert followed(both, monkeypatch).data == [b"then"]
    assert "what follows a run was not sent" in caplog.text


def test_streamlit_has_what_is_used_of_it() -> None:
    assert {"_enqueue_forward_msg"} <= vars(AppSession).keys()
    assert all(f"self.{name}" in inspect.getsource(AppSession) for name in ("_state", "_event_loop"))
    assert "self._session_mgr" in inspect.getsource(Runtime) and callable(ScriptRunContext.enqueue)
    assert "ctx.enqueue(" in inspect.getsource(inspect.getmodule(ScriptRunContext) or ScriptRunContext)
