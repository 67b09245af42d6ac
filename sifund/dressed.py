"""Streamlit's page with a style sheet and a script of our own: it stands in style from its first paint, the script runs
before Streamlit's, and each is fetched once. And with the names of what a browser may fetch later, which the bar asks for
when nothing else is to be done."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import sha256

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sifund.access.login import USER

BODY = b"<body>"
LESS = (b"if-none-match", b"if-modified-since", b"range", b"accept-encoding")
"""Headers by which a browser is content with less than the page, or with it packed."""
FOR_EVER = {"Cache-Control": "public, immutable, max-age=31536000"}
"""What is told of sheet and script, whose addresses hold a hash of them."""


class Dressed:
    """Names a style sheet and a script in every page, where Streamlit's own do not come after the sheet nor before the
    script, and serves them; and the addresses of what may be fetched `later`."""

    def __init__(self, app: ASGIApp, sheet: str, script: str, later: Iterable[str] = ()) -> None:
        self.app = app
        self.later = "".join(f'<link rel="prefetch" href="{address}">' for address in later)
        self.sheet, self.script = _name("style", sheet, "css"), _name("first", script, "js")
        self.files = {f"/{self.sheet}": (sheet, "text/css"), f"/{self.script}": (script, "text/javascript")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif scope["path"] in self.files:
            text, media = self.files[scope["path"]]
            await Response(text, media_type=media, headers=FOR_EVER)(scope, receive, send)
        else:
            private = bool(Headers(scope=scope).get(USER))
            await self.app(_for_whole(scope), receive, _Page(send, self._dress, private=private))

    def _dress(self, page: bytes) -> bytes:
        named = f'<script src="./{self.script}"></script><link rel="stylesheet" href="./{self.sheet}">'
        return page.replace(BODY, BODY + f'{named}<template id="later">{self.later}</template>'.encode(), 1)


def _name(stem: str, text: str, end: str) -> str:
    return f"{stem}.{sha256(text.encode()).hexdigest()[:16]}.{end}"


class _Page:
    """Sends an answer on; a page is held until it is whole and sent as it is wanted. Of one that is `private` a browser keeps
    nothing: whoever goes back to it after a logout asks for it anew."""

    def __init__(self, send: Send, wanted: Callable[[bytes], bytes], *, private: bool) -> None:
        self.send, self.wanted, self.private = send, wanted, private
        self.head: Message | None = None
        self.text = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_page(Headers(raw=message["headers"])):
            self.head = message
        elif self.head is None:
            await self.send(message)
        else:
            self.text += message.get("body", b"")
            if not message.get("more_body"):
                await self._answer(self.head, self.wanted(self.text))

    async def _answer(self, head: Message, text: bytes) -> None:
        """What a browser kept of another page by these marks is not this one."""
        headers = MutableHeaders(scope=head)
        for mark in ("etag", "last-modified"):
            del headers[mark]
        if self.private:
            headers["cache-control"] = "no-store"
        if text:
            headers["content-length"] = str(len(text))
        await self.send(head)
        await self.send({"type": "http.response.body", "body": text})


def _for_whole(scope: Scope) -> Scope:
    """A page is asked for whole and as text: what a browser keeps of one may name another sheet, or none."""
    if b"text/html" not in dict(scope["headers"]).get(b"accept", b""):
        return scope
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] not in LESS]}


def _is_page(headers: Headers) -> bool:
    return headers.get("content-type", "").startswith("text/html")
