"""A line of log a request: whole, of the same shape, without query, address, name or session; errors show its id."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from loops import finished
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.types import ASGIApp

from sifund import requests
from sifund.requests import Requests
from sifund.ui import st
from sifund.ui.session import failure

SECRET = "benefit_standard"


def ask(app: ASGIApp, path: str = "/", kind: str = "http") -> list[Any]:
    sent: list[Any] = []
    scope = {"type": kind, "path": path, "query_string": f"s={SECRET}".encode(), "method": "GET", "client": ("10.7.7.7", 1),
             "headers": [(b"cookie", b"hush"), (b"x-sifund-user", b"wang")]}  # fmt: skip

    async def receive() -> Any: ...

    async def send(message: Any) -> None:
        sent.append(message)

    finished(Requests(app)(scope, receive, send))
    return sent


async def broken(scope: Any, receive: Any, send: Any) -> None:
    raise ZeroDivisionError(SECRET)


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Any:
    caplog.set_level(logging.INFO, requests.__name__)
    return lambda: [json.loads(r.getMessage()) for r in caplog.records if r.name == requests.__name__]


@pytest.mark.parametrize("status", [200, 304, 400, 401, 403, 404, 413, 503])
def test_each_request_is_one_line_and_an_error_shows_its_id(status: int, lines: Any) -> None:
    start, body = ask(PlainTextResponse("words\n", status_code=status))
    (line,) = lines()
    assert set(line) == {"at", "id", "kind", "method", "path", "status", "ms"} and line["status"] == status
    assert (b"x-request-id", line["id"].encode()) in start["headers"]
    assert (line["id"].encode() in body["body"]) == (status >= 400)
    length = dict(start["headers"]).get(b"content-length")
    assert length is None or int(length) == len(body["body"])
    assert not any(word in json.dumps(line) for word in (SECRET, "10.7.7.7", "hush", "wang"))


def test_what_is_no_words_stays_as_it_is(lines: Any) -> None:
    _, body = ask(JSONResponse({"ok": False}, status_code=503))
    assert json.loads(body["body"]) == {"ok": False}


def test_what_nobody_caught_is_answered_with_an_id(lines: Any, caplog: pytest.LogCaptureFixture) -> None:
    start, body = ask(broken)
    (line,) = lines()
    assert (
        start["status"] == 500 == line["status"]
        and line["id"] in body["body"].decode()
        and SECRET not in body["body"].decode()
    )
    assert any(line["id"] in record.getMessage() for record in caplog.records if record.levelno == logging.ERROR)


@pytest.mark.parametrize("path", ["/a\nb", "/a\r\n{}", "/\x1b[31m", '/"', "/\u2028", "/" + "x" * 9000, "/\udcff"])
def test_no_path_breaks_a_line(path: str, lines: Any, caplog: pytest.LogCaptureFixture) -> None:
    ask(PlainTextResponse(""), path)
    assert len(lines()) == 1
    said = caplog.records[-1].getMessage()
    assert said.isascii() and said.isprintable() and len(said) < 1500


@pytest.mark.parametrize(
    "path", ["/_stcore/upload_file/SESSION/x", "/media/SESSION.csv", "/a/_stcore/upload_file/SESSION/\nx"]
)
def test_what_names_a_session_is_left_out(path: str, lines: Any) -> None:
    ask(PlainTextResponse(""), path)
    assert "SESSION" not in lines()[0]["path"]


def test_a_websocket_is_a_line_too(lines: Any) -> None:
    async def accept(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.close"})

    ask(accept, "/_stcore/stream", "websocket")
    assert lines()[0]["status"] == 101


@pytest.mark.parametrize(("asked", "terminal", "wanted"), [
    ("", True, False), ("", False, True), ("on", True, True), ("off", False, False), ("nonsense", True, False)])  # fmt: skip
def test_when_lines_are_written(asked: str, terminal: bool, wanted: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIFUND_LOG", asked)
    monkeypatch.setattr(requests.sys.stderr, "isatty", lambda: terminal, raising=False)
    assert requests.is_wanted() == wanted


def test_an_error_of_a_page_is_logged_and_shown_by_one_id(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(st, "error", shown.append)
    failure.report(ZeroDivisionError(SECRET))
    number = shown[0].split("编号")[1][:12]
    assert number in caplog.text and SECRET not in caplog.text + shown[0] and shown[0].count(number) == 2
