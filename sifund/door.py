"""What stands between the network and the app: known hosts, headers, closed paths, patience with connections, quiet logs."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import logging
import re
import resource
import socket
import time
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import h11
from starlette.datastructures import MutableHeaders
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from sifund import settings
from sifund.access import LOOPBACK
from sifund.scenario import TEXT_LIMIT
from sifund.text import Text

REFUSED = Text(
    "不接受主机名“{host}”：请由管理员在环境变量{variable}中列出访问用的主机名（逗号分隔）。",
    'the host "{host}" is not accepted: let the administrator list the names it is reached by in {variable}, by commas.',
)
CLOSED = re.compile(r"/_stcore/(agent|metrics)(/|$)")
"""Streamlit's interface for programs, and its measures: neither is served."""
QUERY_LIMIT = 500_000
HEAD_S = 10
"""How long a connection may take to send a whole request head [s]."""
QUIET_S = 60
"""How often a failure to take connections is logged [s]."""
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_log = logging.getLogger(__name__)


def hosts(served: str = "") -> list[str]:
    """Names that a request may be addressed to: SIFUND_HOSTS, else loopback and the addresses and names of the machine.
    `served` is the address that is listened on."""
    if named := settings.HOSTS.read():
        return [name for part in named.split(",") if (name := part.strip())]
    return list(dict.fromkeys([*LOOPBACK, *_machine(), *([_literal(served)] if served else [])]))


def _machine() -> list[str]:
    """The machine's own names and addresses."""
    name = socket.gethostname()
    addresses = {str(entry[4][0]).partition("%")[0] for entry in _resolved(name)}
    return [name.lower(), socket.getfqdn().lower(), *sorted(map(_literal, addresses | _outward()))]


def _resolved(name: str) -> list[Any]:
    try:
        return socket.getaddrinfo(name, None)
    except OSError:
        return []


def _outward() -> set[str]:
    """The address that the machine would send from; a datagram socket that is only connected sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # kept for documentation: nobody has it
            return {str(probe.getsockname()[0])}
        except OSError:
            return set()


def _literal(address: str) -> str:
    return f"[{address}]" if ":" in address and not address.startswith("[") else address


class KnownHosts:
    """Refuses a request or websocket that is addressed to another host, and says which setting changes that."""

    def __init__(self, app: ASGIApp, allowed: list[str]) -> None:
        self.app, self.allowed = app, allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and not await self._knows(scope, receive):
            host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")[:100]
            says = REFUSED.format(host="".join(c for c in host if c.isprintable()), variable=settings.HOSTS.name)
            await PlainTextResponse(f"{says.zh}\n{says.en}\n", status_code=400)(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _knows(self, scope: Scope, receive: Receive) -> bool:
        """Starlette's own judgement of the header."""
        reached = False

        async def reach(*_: object) -> None:
            nonlocal reached
            reached = True

        async def unsent(_: Message) -> None: ...

        await TrustedHostMiddleware(reach, self.allowed, www_redirect=False)(scope, receive, unsent)
        return reached


class ClosedPaths:
    """Answers 404 for what Streamlit serves and this app does not."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and CLOSED.search(scope["path"]):
            await PlainTextResponse("404\n", status_code=404)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


class Shorten:
    """Streamlit forgets a query of over half a megabyte without a word: it is cut to what the page still calls too long.

    The answer names no host and no path: the browser keeps those it asked for.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and len(scope["query_string"]) > QUERY_LIMIT:
            query = urlencode([(key, value[: TEXT_LIMIT + 1]) for key, value in Request(scope).query_params.items()])
            await RedirectResponse(f"?{query[:QUERY_LIMIT]}")(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def headers() -> Mapping[str, str]:
    """Headers of every answer. The address holds the scenario, so no other site hears of it; scripts are the app's own,
    and the one that stands inside Streamlit's page. Streamlit marks no cookie as one for TLS alone: a browser that came by TLS
    comes by nothing else."""
    streamlit = find_spec("streamlit")
    assert streamlit and streamlit.origin
    page = (Path(streamlit.origin).parent / "static" / "index.html").read_text(encoding="utf-8")
    inline = " ".join(f"'sha256-{_digest(script)}'" for script in _INLINE.findall(page))
    policy = {
        "default-src": "'self'", "script-src": f"'self' blob: {inline}".strip(), "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:", "font-src": "'self' data:", "object-src": "'none'", "base-uri": "'none'",
        "frame-ancestors": "'none'", "form-action": "'self'",
    }  # fmt: skip
    return {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Content-Security-Policy": "; ".join(f"{what} {sources}" for what, sources in policy.items()),
        **({"Strict-Transport-Security": "max-age=31536000"} if settings.ADDRESS.read().startswith("https:") else {}),
    }


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


class Headers:
    """Adds headers to every answer."""

    def __init__(self, app: ASGIApp, values: Mapping[str, str]) -> None:
        self.app, self.values = app, values

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def answer(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                MutableHeaders(scope=message).update(self.values)
            await send(message)

        await self.app(scope, receive, answer)


class Patience(H11Protocol):
    """Closes a connection that does not send a whole request head in time; writes no access log: addresses are scenarios."""

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A new connection: no line of the access log, and patience begins."""
        super().connection_made(transport)
        self.access_log = False
        self._wait()

    def handle_events(self) -> None:
        """Stop waiting once a head has come whole."""
        super().handle_events()
        if self.conn.their_state is not h11.IDLE:
            self._stop_waiting()

    def on_response_complete(self) -> None:
        """Wait for the next request as for the first."""
        super().on_response_complete()
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._stop_waiting()
        self._waiting = self.loop.call_later(HEAD_S, self._give_up)

    def _stop_waiting(self) -> None:
        if self._waiting:
            self._waiting.cancel()
            self._waiting = None

    def _give_up(self) -> None:
        if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
            self.transport.abort()


def more_descriptors() -> None:
    """Raise the limit of open descriptors to what this process may have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


class RareFailures:
    """An event loop's exception handler: that no connection could be taken is logged once in a while, all else as ever."""

    def __init__(self) -> None:
        self._next = 0.0

    def __call__(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        if "accept()" not in context.get("message", ""):
            loop.default_exception_handler(context)
        elif time.monotonic() >= self._next:
            self._next = time.monotonic() + QUIET_S
            _log.error("no connection can be taken: %s", context.get("exception"))
