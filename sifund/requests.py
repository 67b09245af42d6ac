"""One line of log a request, as JSON, and an id that an answer of an error shows: no query, no address, no name, no content."""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
import time
import traceback
from collections.abc import Iterator
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
PATH_LIMIT, METHOD_LIMIT, LINE_LIMIT, ERRORS = 200, 20, 2_000, 100
PATH = re.compile(r"[A-Za-z0-9/._-]*")
"""What of a path is written: a mangled link holds its query, a name or an address in it, all behind another character."""
SESSION = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
"""Who knows the name of a session may ask to go on with it."""
CONNECTION = ('%s - "', "connection ", "ASGI callable returned without completing handshake")
"""How lines begin that tell how one came and went; the last is what uvicorn says where a websocket was refused in words."""
FAILED = "服务器出错了，请告诉管理员。\nthe server failed; tell the administrator.\n"
SHOWN = "编号 / id: {id}\n"


def is_wanted() -> bool:
    """Whether lines are written: as SIFUND_LOG says, else wherever they do not go to a person's terminal."""
    setting = settings.LOG.read().lower()
    return setting == "on" or (setting != "off" and not sys.stderr.isatty())


class NoVisitors(logging.Filter):
    """Leaves out what uvicorn logs of a connection, which names the visitor's address and the query."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a line tells of no connection."""
        return record.name != "uvicorn.access" and not str(record.msg).startswith(CONNECTION)


class Plain(logging.LogRecord):
    """What anything logs, without a character that begins a line or steers a terminal and without the name of a session. How an
    error came about is set in, so that no words of it stand where a line begins, and without its own words, which may hold
    what somebody entered."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        if self.exc_info and self.exc_info[1]:
            self.exc_text = "\n".join(f"  {_plain(line)}" for line in _way(self.exc_info[1]))

    def getMessage(self) -> str:  # noqa: N802
        """On one line, which is not long: some of it anybody may send."""
        return _plain(super().getMessage()[:LINE_LIMIT])


def _plain(words: str) -> str:
    return SESSION.sub("…", "".join(c if c.isprintable() else ascii(c)[1:-1] for c in words))


def _way(error: BaseException) -> Iterator[str]:
    """Where an error came about and what it came of; of its words those of the system alone."""
    for one in _behind(error):
        yield from ("Traceback:", *"".join(traceback.format_tb(one.__traceback__)).rstrip("\n").split("\n"))
        says = one.strerror if isinstance(one, OSError) else ""
        yield f"{type(one).__qualname__}{says and ': '}{says or ''}"


def _behind(error: BaseException) -> list[BaseException]:
    """What an error came of and is a group of, then itself: each once, where one came of another in a circle too, and not more
    than the latest ERRORS."""
    errors, waiting = list[BaseException](), [error]
    while waiting and len(errors) < ERRORS:
        one = waiting.pop()
        if not any(one is other for other in errors):
            errors.append(one)
            cause = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
            waiting += one.exceptions if isinstance(one, BaseExceptionGroup) else ()
            waiting += [cause] if cause else []
    return errors[::-1]


def begin() -> None:
    """Write the lines to the standard error, as they are; other lines of log stay, but for a second one of a request."""
    logging.setLogRecordFactory(Plain)
    for name in ("uvicorn.access", "uvicorn.error"):
        logging.getLogger(name).addFilter(NoVisitors())
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
            "method": scope.get("method", "")[:METHOD_LIMIT], "path": _path(scope["path"]), "status": self.status,
            "ms": round(1000 * (time.monotonic() - self.begin)),
        })  # fmt: skip


def _path(words: str) -> str:
    plain = PATH.match(public := PRIVATE.sub(r"\1", words))
    assert plain
    return plain[0][:PATH_LIMIT] + ("…" if plain[0] != public or len(public) > PATH_LIMIT else "")
