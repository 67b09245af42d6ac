"""One line of log a request, as JSON, and an id that an answer of an error shows: no query, no address, no name, no content."""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
import time
import traceback
from datetime import UTC, datetime
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sifund import settings

log = logging.getLogger(__name__)
HEADER = "X-Request-ID"
PRIVATE = re.compile(r"^(.*/(?:_stcore/upload_file|media|component|_stcore/bidi-components))/.*$", re.DOTALL)
"""Paths whose rest names a session or what it holds."""
PATH_LIMIT = 200
FAILED = "服务器出错了，请告诉管理员。\nthe server failed; tell the administrator.\n"
SHOWN = "编号 / id: {id}\n"


def is_wanted() -> bool:
    """Whether lines are written: as SIFUND_LOG says, else wherever they do not go to a person's terminal."""
    setting = settings.LOG.read().lower()
    return setting == "on" or (setting != "off" and not sys.stderr.isatty())


class Plain(logging.LogRecord):
    """What anything logs, without a character that begins a line or steers a terminal; how an error came about is set in, so
    that no words of it stand where a line begins."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        if self.exc_info:
            lines = "".join(traceback.format_exception(*self.exc_info)).rstrip("\n").split("\n")
            self.exc_text = "\n".join(f"  {_plain(line)}" for line in lines)

    def getMessage(self) -> str:  # noqa: N802
        """On one line."""
        return _plain(super().getMessage())


def _plain(words: str) -> str:
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in words)


def begin() -> None:
    """Write the lines to the standard error, as they are; all other lines of log stay what they are too."""
    logging.setLogRecordFactory(Plain)
    if is_wanted() and not log.handlers:
        log.addHandler(handler := logging.StreamHandler())
        handler.setFormatter(logging.Formatter("%(message)s"))
        log.setLevel(logging.INFO)
        log.propagate = False


class Requests:
    """Gives each request an id, writes its line when it is answered, and answers what nobody caught."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        answer = _Answer(send)
        try:
            await self.app(scope, receive, answer)
        except Exception:
            logging.getLogger("sifund").exception("request %s failed", answer.id)
            if answer.status is None:
                await PlainTextResponse(FAILED, status_code=500)(scope, receive, answer)
            else:
                raise
        finally:
            if log.isEnabledFor(logging.INFO):
                log.info("%s", answer.line(scope))


class _Answer:
    """What is sent back to one request: with its id, which a refusal in plain words shows too."""

    def __init__(self, send: Send) -> None:
        self.send, self.id, self.begin = send, secrets.token_hex(6), time.monotonic()
        self.status: int | None = None
        self.words = False

    async def __call__(self, message: Message) -> None:
        kind = message["type"].removeprefix("websocket.")
        if kind == "http.response.start":
            self._start(message)
        elif kind == "http.response.body" and self.words and not message.get("more_body"):
            message = {**message, "body": message.get("body", b"") + SHOWN.format(id=self.id).encode()}
        elif kind in ("accept", "close"):
            self.status = self.status or (101 if kind == "accept" else 403)
        await self.send(message)

    def _start(self, message: Message) -> None:
        status, headers = int(message["status"]), MutableHeaders(scope=message)
        headers[HEADER] = self.id
        self.status = status
        self.words = status >= 400 and headers.get("content-type", "").startswith("text/plain")
        if self.words:
            del headers["content-length"]

    def line(self, scope: Scope) -> str:
        """The line of log: JSON, so that no path breaks it."""
        return json.dumps({
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"), "id": self.id, "kind": scope["type"],
            "method": scope.get("method", ""), "path": PRIVATE.sub(r"\1", scope["path"])[:PATH_LIMIT], "status": self.status,
            "ms": round(1000 * (time.monotonic() - self.begin)),
        })  # fmt: skip
