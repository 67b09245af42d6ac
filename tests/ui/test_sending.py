"""What a part of a run draws wakes the event loop once, in order, and however the part ends."""

from __future__ import annotations

import asyncio
import inspect
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import aside
import pytest
from streamlit.proto.Block_pb2 import Block
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import ScriptRunnerEvent

from sifund.ui.session import sending


class Session:
    """As much of a session as is needed to send."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._event_loop, self.wakes = loop, 0

    def soon(self, send: Callable[[], None]) -> None:
        self.wakes += 1
        self._event_loop.call_soon_threadsafe(send)


Word = Callable[[str], None]


def _word(forward_msg: ForwardMsg | None = None, **_: object) -> str:
    """What a message of Streamlit's is called here."""
    if forward_msg is None:
        return "begin"
    return "room" if forward_msg.delta.HasField("add_block") else "element"


def sent(draw: Callable[[Word, Word], None], monkeypatch: pytest.MonkeyPatch) -> tuple[int, list[str]]:
    """How often the loop was woken by what a thread drew, and what arrived; the second word is one of Streamlit's events."""
    monkeypatch.setattr(sending, "_send_soon", Session.soon)
    monkeypatch.setattr(sending, "_flushed", lambda _: None)
    arrived: list[str] = []

    async def serve() -> int:
        session: Any = Session(asyncio.get_running_loop())

        def post(word: str) -> None:
            sending._post(session, lambda: arrived.append(word))

        def event(word: str) -> None:
            begins = word == "begin"
            kind = ScriptRunnerEvent.SCRIPT_STARTED if begins else ScriptRunnerEvent.ENQUEUE_FORWARD_MSG
            message = ForwardMsg(delta=Delta(add_block=Block()) if word == "room" else Delta(new_element=Element()))
            sending._open(
                session, None, kind, **{"fragment_ids_this_run": ["f"]} if begins else {"forward_msg": message}
            )

        monkeypatch.setattr(sending, "_on_event", lambda *_, **named: post(_word(**named)))
        thread = threading.Thread(target=draw, args=(post, event))
        thread.start()
        while thread.is_alive():
            await asyncio.sleep(0.001)
            if arrived:
                sending._left(session)
        await asyncio.sleep(0.01)
        return session.wakes

    return aside.run(serve()), arrived


def test_what_is_drawn_together_leaves_at_once_and_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    def draw(word: Word, _: Word) -> None:
        word("before")
        with sending.together():
            word("a")
            word("b")
        word("after")
        with sending.together():
            pass

    assert sent(draw, monkeypatch) == (3, ["before", "a", "b", "after"])


def test_a_part_that_is_broken_off_leaves_what_it_drew(monkeypatch: pytest.MonkeyPatch) -> None:
    def draw(word: Word, _: Word) -> None:
        def broken_off() -> None:
            with sending.together():
                word("a")
                word("b")
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            broken_off()

    assert sent(draw, monkeypatch) == (1, ["a", "b"])


@pytest.mark.parametrize("wait", [True, False])
def test_what_opens_the_run_of_a_part_leaves_with_what_is_drawn_first(
    wait: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def draw(word: Word, event: Word) -> None:
        event("begin")
        event("room")
        with sending.together(wait=wait):
            event("element")
            with sending.unsent():
                word("nowhere")
        event("element")

    assert sent(draw, monkeypatch) == (2, ["begin", "room", "element", "element"])


@pytest.mark.parametrize("others", [0, 1])
def test_a_run_waits_until_it_has_left_where_nobody_waits_for_the_run(
    others: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending.turns, "_answers", others)
    made: list[threading.Event] = []
    monkeypatch.setattr(sending, "Event", lambda: made.append(threading.Event()) or made[-1])

    def draw(word: Word, event: Word) -> None:
        event("begin")
        with sending.together(wait=True):
            word("a")

    assert sent(draw, monkeypatch) == (1, ["begin", "a"])
    assert len(made) == 1 - others


def test_where_nothing_is_drawn_together_the_first_element_opens_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def draw(_: Word, event: Word) -> None:
        event("begin")
        event("room")
        event("element")

    assert sent(draw, monkeypatch) == (2, ["begin", "room", "element"])


def test_a_run_that_draws_nothing_for_long_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "HOLD_S", 0.01)

    def draw(word: Word, event: Word) -> None:
        event("begin")
        time.sleep(0.05)
        word("late")

    assert sent(draw, monkeypatch) == (2, ["begin", "late"])


def test_what_is_put_while_the_loop_sends_the_rest_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    session: Any = Session(asyncio.new_event_loop())
    monkeypatch.setattr(sending, "_send_soon", lambda _, send: send())
    arrived: list[str] = []
    box = sending.Outbox(session)

    class Interrupted(list[Callable[[], None]]):
        def append(self, send: Callable[[], None]) -> None:
            (loop := threading.Thread(target=box.send)).start()
            loop.join(0.05)
            super().append(send)

    box._waiting = Interrupted([lambda: arrived.append("a")])
    box.put(session, lambda: arrived.append("b"))
    box.send()
    session._event_loop.close()
    assert arrived == ["a", "b"]


def test_an_error_of_one_stops_no_other() -> None:
    errors: list[object] = []
    arrived: list[str] = []

    async def each() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: errors.append(context["exception"]))
        sending._each(loop, [lambda: arrived.append("a"), lambda: arrived.remove("none"), lambda: arrived.append("b")])

    aside.run(each())
    assert arrived == ["a", "b"] and isinstance(errors[0], ValueError)


def test_what_takes_long_is_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "HOLD_S", -1)

    def draw(word: Word, _: Word) -> None:
        with sending.together():
            word("a")
            word("b")

    assert sent(draw, monkeypatch) == (2, ["a", "b"])


def test_the_loop_wakes_itself_by_a_flag(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also watches what of Streamlit is private here."""
    assert list(inspect.signature(sending._on_event).parameters)[:4] == ["self", "sender", "event", "forward_msg"]
    assert list(inspect.signature(sending._flushed).parameters) == ["self"]
    assert list(inspect.signature(AppSession._call_soon_on_event_loop).parameters) == ["self", "callback"]
    assert list(inspect.signature(Runtime._enqueued_some_message).parameters) == ["self"]
    from_outside: list[object] = []
    monkeypatch.setattr(sending, "_wake", from_outside.append)

    class Server:
        def __init__(self) -> None:
            self.need_send_data = asyncio.Event()

        def _get_async_objs(self) -> Server:
            return self

    async def serve(server: Server) -> bool:
        sending._wake_once(server)  # type: ignore[arg-type]
        return server.need_send_data.is_set()

    server = Server()
    assert aside.run(serve(server)) and not from_outside
    with ThreadPoolExecutor(1) as thread:  # where no loop runs
        thread.submit(sending._wake_once, server).result()  # type: ignore[arg-type]
    assert from_outside == [server]
