"""Messages of one moment leave in one frame, for whom asks for that."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from loops import finished
from starlette.types import Receive, Scope, Send

from sifund.joined import Joined, frame

CLOSE = {"type": "websocket.close"}


def message(data: bytes) -> dict[str, Any]:
    return {"type": "websocket.send", "bytes": data}


async def talk(scope: Scope, receive: Receive, send: Send) -> None:
    """As Streamlit does: one message at each turn of the event loop, and another later."""
    for data in (b"a", b"bc"):
        await send(message(data))
        await asyncio.sleep(0)
    await asyncio.sleep(0.01)
    await send(message(b"d"))
    await send(CLOSE)


def sent_over(query: bytes, app: Any = talk, *, gone: bool = False) -> list[Any]:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        await asyncio.sleep(0)
        if gone:
            raise OSError("the line is gone")
        sent.append(message)

    async def receive() -> Any:
        return {"type": "websocket.connect"}

    finished(Joined(app)({"type": "websocket", "query_string": query}, receive, send))
    return sent


def test_what_is_sent_at_once_leaves_joined_before_what_comes_later() -> None:
    assert sent_over(b"joined=1") == [message(b"\0\1\0\0\0a\2\0\0\0bc"), message(b"d"), CLOSE]
    assert frame([b"a" * 300])[:1] == b"a"


def test_whoever_does_not_ask_is_sent_each_by_itself() -> None:
    assert sent_over(b"") == [message(b"a"), message(b"bc"), message(b"d"), CLOSE]


def test_that_the_line_is_gone_is_heard_by_the_next() -> None:
    with pytest.raises(OSError, match="gone"):
        sent_over(b"joined=1", gone=True)
