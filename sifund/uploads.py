"""How much a session may upload: the server takes files for any session that is open, whether or not a page asks for them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import partial

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sifund.access.login import USER
from sifund.importer.files import NOT_TAKEN
from sifund.importer.sheet import FILE_COUNT_LIMIT, SESSION_BYTES

UPLOAD = re.compile(r"/_stcore/upload_file/([^/]+)/[^/]+$")
HEAD_LIMIT = 64_000
"""Bytes in which the head of a form's first part must end."""
WRITES = ("PUT", "DELETE")
Used = Callable[[str], tuple[int, int]]
"""How many files of a session are held, and their bytes."""


class Uploads:
    """Keeps what a session has uploaded, and is uploading, within limits.

    A file beyond them reaches the app with other content, by which the importer knows it: so it has its name and its
    place on the page, where a refused request would only be a number. Beyond twice as many files requests are refused, and
    so is who asks for a session of somebody else, as `whose` names its person.
    """

    def __init__(self, app: ASGIApp, used: Used, whose: Callable[[str], str | None]) -> None:
        self.app, self.used, self.whose = app, used, whose
        self._coming: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        upload = UPLOAD.search(scope["path"]) if scope["type"] == "http" and scope["method"] in WRITES else None
        if upload and self.whose(upload[1]) not in (None, Headers(scope=scope).get(USER)):
            await PlainTextResponse("403\n", status_code=403)(scope, receive, send)
        elif upload and scope["method"] == "PUT":
            await self._put(upload[1], scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _put(self, session: str, scope: Scope, receive: Receive, send: Send) -> None:
        length = Headers(scope=scope).get("content-length", "")
        files, held = self.used(session)
        if not length.isdecimal() or files >= 2 * FILE_COUNT_LIMIT:
            await PlainTextResponse("413\n", status_code=413)(scope, receive, send)
        elif files >= FILE_COUNT_LIMIT or held + self._coming[session] + int(length) > SESSION_BYTES:
            await self.app(scope, partial(_emptied, receive), send)
        else:
            await self._take(session, int(length), scope, receive, send)

    async def _take(self, session: str, length: int, scope: Scope, receive: Receive, send: Send) -> None:
        self._coming[session] += length
        try:
            await self.app(scope, receive, send)
        finally:
            self._coming[session] -= length
            self._coming += Counter()  # forget who has nothing coming


async def _emptied(receive: Receive) -> Message:
    """The request with NOT_TAKEN in the place of its file, of which nothing is kept."""
    head, message = b"", await receive()
    while message["type"] == "http.request":
        if b"\r\n\r\n" not in head:
            head = (head + message.get("body", b""))[:HEAD_LIMIT]
        if not message.get("more_body", False):
            break
        message = await receive()
    if message["type"] != "http.request":
        return message
    part, end, _ = head.partition(b"\r\n\r\n")
    body = part + end + NOT_TAKEN + b"\r\n" + part.partition(b"\r\n")[0] + b"--\r\n"
    return {"type": "http.request", "body": body, "more_body": False}
