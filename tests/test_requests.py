"""A line of log a request: whole, of the same shape, without query, address, name or session; errors show its id."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path
from typing import Any, cast

import pytest
from loops import finished
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.types import ASGIApp
from streamlit import config
from streamlit.proto.BackMsg_pb2 import BackendOperationRequest
from streamlit.proto.ForwardMsg_pb2 import BackendOperationResponse
from streamlit.runtime.backend_operation_handler import DeferredFileHandler
from uvicorn.protocols import http, websockets

from sifund import requests
from sifund.requests import NoVisitors, Requests
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


@pytest.mark.parametrize(
    ("path", "wanted"),
    [("/scenario?n=王芳", "/scenario…"), ("/saved;n=x", "/saved…"), ("/s=1;n=x", "/s…"), ("/li@funds.example", "/li…"), ("/王芳", "/…"),
     ("/a b", "/a…"), ("/static/js/index.Ab-3_x.js", "/static/js/index.Ab-3_x.js")],
)  # fmt: skip
def test_a_mangled_link_and_a_name_are_left_out(path: str, wanted: str, lines: Any) -> None:
    """A mail program that writes %3F for a question mark makes a path of a whole scenario."""
    ask(PlainTextResponse(""), path)
    assert lines()[0]["path"] == wanted


def test_nobody_else_writes_a_line_of_a_visitor() -> None:
    """Uvicorn's own of websockets and requests hold an address and a query; what else it says is written."""
    source = "".join(
        path.read_text("utf-8") for path in (Path(websockets.__file__).parent, Path(http.__file__).parent)
        for path in path.glob("*.py")
    )  # fmt: skip
    of_visitors = {words for _, words in re.findall(r"""logger\.info\(\s*(['"])(.*)\1,$""", source, re.MULTILINE)}
    assert len(of_visitors) >= 3
    words = [("uvicorn.error", words) for words in (*of_visitors, "connection open", "connection rejected (%d %s)", "connection closed",
             "ASGI callable returned without completing handshake.")]  # fmt: skip
    passing = [("uvicorn.error", "Application startup complete."), ("uvicorn.error", "Exception in ASGI application\n")]
    for name, says in (*words, ("uvicorn.access", '%s - "%s %s HTTP/%s" %d'), *passing):
        record = logging.LogRecord(name, logging.INFO, "", 1, says, (), None)
        assert NoVisitors().filter(record) == ((name, says) in passing), says


def test_an_error_in_the_log_says_where_and_nothing_that_was_entered() -> None:
    def fails() -> None:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise ValueError(SECRET) from error

    with pytest.raises(ValueError, match=SECRET) as error:
        fails()
    given, session = (error.type, error.value, error.tb), "0d4e3f5a-1b2c-4d5e-8f90-a1b2c3d4e5f6"
    record = requests.Plain("a", logging.ERROR, "a", 1, "session %s", (session,), given)
    written = logging.Formatter("%(message)s").format(record)
    assert SECRET not in written.replace("raise KeyError(SECRET)", "") and "0d4e3f5a" not in written
    assert "KeyError" in written and "ValueError" in written and written.count("in fails") == 2
    record = requests.Plain("a", logging.ERROR, "a", 1, "x", (), (OSError, OSError(28, "No space left"), None))
    assert logging.Formatter("%(message)s").format(record).endswith("  OSError: No space left")


def test_errors_that_came_of_each_other_or_stand_in_a_group_are_logged_each_once() -> None:
    """Whoever unwraps a group or raises an older error anew closes a circle: to log it must not fail."""
    first, second, inner = ValueError(SECRET), KeyError(SECRET), OSError(28, "No space left")
    first.__cause__, second.__context__ = second, first
    group = ExceptionGroup(SECRET, [inner, first])
    inner.__context__ = group
    for error, names in ((first, {"ValueError": 1, "KeyError": 1}),
                         (group, {"ValueError": 1, "KeyError": 1, "OSError: No space left": 1, "ExceptionGroup": 1})):  # fmt: skip
        record = requests.Plain("a", logging.ERROR, "a", 1, "x", (), (type(error), error, None))
        lines = logging.Formatter("%(message)s").format(record).splitlines()
        assert {name: lines.count(f"  {name}") for name in names} == names and SECRET not in str(lines)
        assert lines[-1].strip() == type(error).__name__
    deep = ValueError()
    for _ in range(5_000):
        deep, deep.__context__ = ValueError(), deep
    record = requests.Plain("a", logging.ERROR, "a", 1, "x", (), (ValueError, deep, None))
    assert (record.exc_text or "").count("ValueError") == requests.ERRORS


def test_a_line_of_log_is_not_long() -> None:
    """Streamlit logs what a provider is said to have answered, and anybody may say it."""
    record = requests.Plain("a", logging.ERROR, "a", 1, "%s", ("x" * 1_000_000,), None)
    assert len(logging.Formatter("%(message)s").format(record)) <= requests.LINE_LIMIT


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
    assert not config.get_option("logger.enableRich")
    number = shown[0].split("编号")[1][:12]
    assert number in caplog.text and SECRET not in caplog.text + shown[0] and shown[0].count(number) == 2


@pytest.mark.parametrize("fails", [True, False])
def test_a_file_that_cannot_be_made_is_logged_and_said_by_one_id(fails: bool, caplog: pytest.LogCaptureFixture) -> None:
    """In place of Streamlit's words, which say no more than that."""

    class Manager:
        def execute_deferred(self, file_id: str) -> str:
            if fails:
                raise ZeroDivisionError(SECRET)
            return "/media/x.csv"

    failure.stand()
    failure.stand()
    answers: list[BackendOperationResponse] = []

    async def asks() -> None:
        handler = DeferredFileHandler(cast("Any", Manager))
        answers.append(await handler.handle(BackendOperationRequest(request_id="1"), "session"))

    finished(asks())
    says, logs = answers[0].error_msg, [r.getMessage() for r in caplog.records if r.name == "sifund"]
    assert bool(says) == fails and len(logs) == fails
    if fails:
        number = says.split("编号")[1][:12]
        assert says.count(number) == 2 and number in logs[0] and SECRET not in says
