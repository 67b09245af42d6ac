"""What Streamlit sends a browser within a moment goes in one frame: each frame costs the server a call and the browser a task. Who
says in the address of the line that it takes frames apart (`burst.js`) is sent such; anybody else each message by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

ASKED = "joined"
"""In the address of the line: "1" asks for frames that are joined."""
MARK = b"\0"
"""With which a joined frame begins, and no message of Streamlit's."""
LENGTH = 4
"""In how many bytes, the last of most weight, a message's length stands before it."""


class Joined:
    """Joins what a websocket is sent, for whom asks for that."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        takes = scope["type"] == "websocket" and parse_qs(scope["query_string"].decode("latin-1")).get(ASKED) == ["1"]
        await self.app(scope, receive, _Joining(send) if takes else send)


def frame(messages: Sequence[bytes]) -> bytes:
    """Messages one after another, each with its length before it; one alone as it is."""
    if len(messages) == 1:
        return messages[0]
    return MARK + b"".join(part for each in messages for part in (len(each).to_bytes(LENGTH, "little"), each))


class _Joining:
    """Keeps what is sent until no more comes; whatever is no message leaves after that. Where the line takes no more the next waits
    until it does; where it is gone, the next hears of it."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.waiting: list[bytes] = []
        self.leaving: asyncio.Task[None] | None = None
        self.gone: OSError | None = None

    async def __call__(self, message: Message) -> None:
        data = message.get("bytes") if message["type"] == "websocket.send" else None
        if self.leaving and (data is None or not self.waiting):
            await self.leaving
        if self.gone:
            raise self.gone
        if data is None:
            await self.send(message)
            return
        self.waiting.append(data)
        if len(self.waiting) == 1:
            self.leaving = asyncio.create_task(self._leave())

    async def _leave(self) -> None:
        """Streamlit sends one message at each turn of the event loop: a turn without one is the end."""
        count = 0
        while count < len(self.waiting):
            count = len(self.waiting)
            await asyncio.sleep(0)
        messages, self.waiting = self.waiting, []
        try:
            await self.send({"type": "websocket.send", "bytes": frame(messages)})
        except OSError as gone:
            self.gone = gone
