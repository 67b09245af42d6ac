"""Streamlit's page with our own style sheet."""

from __future__ import annotations

from typing import Any

import pytest
from loops import finished
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from sifund.access.login import USER
from sifund.dressed import Dressed
from sifund.ui.parts import style
from sifund.ui.parts.served import first_script

PAGE = "<html><head></head><body><div id=root></div></body></html>"
ASKS = {"accept": "text/html,*/*", "if-none-match": '"before"', "accept-encoding": "gzip", "range": "bytes=0-9"}


class Server:
    """A page at every path but one, in parts, with the marks of what a browser may keep; it takes down what is asked."""

    def __init__(self) -> None:
        self.asked: dict[bytes, bytes] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked = dict(scope["headers"])
        marks = {"etag": '"1"', "last-modified": "Thu, 01 Jan 2026 00:00:00 GMT"}
        plain = scope["path"] == "/plain"
        answer: Response = (PlainTextResponse if plain else HTMLResponse)(PAGE, headers=marks)

        async def in_parts(message: Any) -> None:
            if message["type"] == "http.response.start":
                await send(message)
                return
            for at in range(0, len(PAGE), 7):
                more = at + 7 < len(PAGE)
                await send(message | {"body": message["body"][at : at + 7], "more_body": more})

        await answer(scope, receive, in_parts)


def get(app: Dressed, path: str, person: str = "") -> tuple[dict[bytes, bytes], str]:
    """Headers and text of an answer."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request"}

    headers = [(name.encode(), value.encode()) for name, value in (ASKS | {USER: person}).items()]
    scope = {"type": "http", "method": "GET", "path": path, "headers": headers, "query_string": b""}
    finished(app(scope, receive, send))
    return dict(sent[0]["headers"]), b"".join(part["body"] for part in sent[1:]).decode()


@pytest.mark.parametrize(("path", "person", "kept"), [("/", "", True), ("/", "li", False), ("/plain", "li", True)])
def test_of_a_page_that_somebody_logged_in_for_a_browser_keeps_nothing(path: str, person: str, kept: bool) -> None:
    """Back, after a logout, asks anew."""
    headers, _ = get(Dressed(Server(), "", ""), path, person)
    assert (headers.get(b"cache-control") != b"no-store") == kept


@pytest.mark.parametrize("path", ["/", "/scenario", "/nowhere"])
def test_every_page_names_script_and_sheet_before_all_that_it_shows(path: str) -> None:
    app = Dressed(server := Server(), "p {margin: 0}", "1;", ["./a.js"])
    headers, text = get(app, path)
    link = f'<script src="./{app.script}"></script><link rel="stylesheet" href="./{app.sheet}">'
    link += '<template id="later"><link rel="prefetch" href="./a.js"></template>'
    assert text == PAGE.replace("<body>", f"<body>{link}")
    assert int(headers[b"content-length"]) == len(text)
    assert not {b"etag", b"last-modified"} & {*headers}, "a page that a browser keeps may name a sheet that is gone"
    assert not {b"if-none-match", b"range", b"accept-encoding"} & {*server.asked}


def test_sheet_and_script_are_fetched_once_and_others_have_other_addresses() -> None:
    app = Dressed(Server(), style.sheet(), first_script())
    headers, text = get(app, f"/{app.sheet}")
    assert text == style.sheet() and ".st-key-carrier" in text and "--sifund-" in text
    assert headers[b"content-type"].startswith(b"text/css") and b"immutable" in headers[b"cache-control"]
    headers, text = get(app, f"/{app.script}")
    assert text == first_script() and headers[b"content-type"].startswith(b"text/javascript")
    other = Dressed(Server(), "p {margin: 1px}", "1;")
    assert not {other.sheet, other.script} & {app.sheet, app.script}


def test_what_is_no_page_is_left_alone() -> None:
    headers, text = get(Dressed(Server(), "", ""), "/plain")
    assert text == PAGE and b"etag" in headers
