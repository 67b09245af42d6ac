"""What a session may upload: what is beyond it reaches the page as a file that was not taken, and nothing of it is kept."""

from __future__ import annotations

import asyncio
import tracemalloc
from collections import defaultdict

import pytest
from loops import finished
from office import refused
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sifund.access.login import USER
from sifund.importer.files import NOT_TAKEN
from sifund.importer.sheet import FILE_COUNT_LIMIT, SESSION_BYTES, File
from sifund.uploads import Uploads

MEGABYTE = 1_000_000
Held = dict[str, dict[str, tuple[str | None, bytes]]]


@pytest.fixture
def held() -> Held:
    """What a server like Streamlit's holds, by session and file."""
    return defaultdict(dict)


@pytest.fixture
def app(held: Held) -> ASGIApp:
    async def put(request: Request) -> Response:
        (file,) = (await request.form()).values()
        assert isinstance(file, UploadFile)
        held[request.path_params["session"]][request.path_params["file"]] = file.filename, await file.read()
        await file.close()
        return Response(status_code=204)

    def used(session: str) -> tuple[int, int]:
        return len(held[session]), sum(len(data) for _, data in held[session].values())

    routes = [Route("/_stcore/upload_file/{session}/{file}", put, methods=["PUT"])]
    return Starlette(routes=routes, middleware=[Middleware(Uploads, used, {"of li": "li", "of nobody": ""}.get)])


def put(app: ASGIApp, number: int, data: bytes, session: str = "a", length: str | None = None) -> int:
    """Upload a file as a browser does; the status of the answer."""
    head = f'--x\r\nContent-Disposition: form-data; name="f"; filename="报表{number}.csv"\r\nContent-Type: text/csv\r\n\r\n'
    body = head.encode() + data + b"\r\n--x--\r\n"
    scope = asked(session, str(len(body)) if length is None else length, number)
    chunks = [body[at : at + MEGABYTE] for at in range(0, len(body), MEGABYTE)]
    given = iter([{"type": "http.request", "body": chunk, "more_body": chunk is not chunks[-1]} for chunk in chunks])
    status: list[int] = []

    async def receive() -> Message:
        return next(given, {"type": "http.disconnect"})

    async def send(message: Message) -> None:
        status.extend([message["status"]] if "status" in message else [])

    finished(app(scope, receive, send))  # type: ignore[arg-type]
    return status[0]


def asked(session: str, length: str, number: int = 1, person: str = "", method: str = "PUT") -> Scope:
    headers = [(b"content-length", length.encode())] if length else []
    return {
        "type": "http", "method": method, "path": f"/_stcore/upload_file/{session}/{number}", "query_string": b"",
        "headers": [*headers, (b"content-type", b"multipart/form-data; boundary=x"), (USER.encode(), person.encode())],
    }  # fmt: skip


async def unsent(_: Message) -> None: ...


def test_files_beyond_the_bytes_of_a_session_are_not_taken_and_named(app: ASGIApp, held: Held) -> None:
    nine = b"x" * 9 * MEGABYTE
    assert [put(app, number, nine) for number in range(20)] == [204] * 20
    assert sum(len(data) for _, data in held["a"].values()) < SESSION_BYTES
    assert held["a"]["19"] == ("报表19.csv", NOT_TAKEN) and held["a"]["0"][1] == nine
    assert put(app, 0, nine, "b") == 204 and held["b"]["0"][1] == nine  # another session is not concerned
    assert put(app, 20, b"y") == 204 and held["a"]["20"][1] == b"y"  # what still fits is taken
    del held["a"]["0"]
    assert put(app, 21, nine) == 204 and held["a"]["21"][1] == nine


def test_there_are_only_so_many_of_them(app: ASGIApp, held: Held) -> None:
    found = [put(app, number, b"x") for number in range(2 * FILE_COUNT_LIMIT + 9)]
    assert found == [204] * 2 * FILE_COUNT_LIMIT + [413] * 9
    assert sum(data == b"x" for _, data in held["a"].values()) == FILE_COUNT_LIMIT


def test_what_is_on_its_way_counts() -> None:
    """Uploads at the same time: each counts from its head on, and no more when it has ended, in whatever way."""
    given: list[bytes] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(0)
        given.append((await receive())["body"])
        if len(given) % 2:
            raise ConnectionError

    async def receive() -> Message:
        return {"type": "http.request", "body": b"--x\r\n\r\nwhole\r\n--x--\r\n", "more_body": False}

    async def together() -> None:
        door = Uploads(app, lambda _: (0, 0), lambda _: None)
        for _ in range(2):
            asks = [door(asked("a", f"{SESSION_BYTES // 4}"), receive, unsent) for _ in range(6)]
            await asyncio.gather(*asks, return_exceptions=True)
        assert not door._coming

    finished(together())
    assert [b"whole" in body for body in given] == ([True] * 4 + [False] * 2) * 2
    assert [NOT_TAKEN in body for body in given] == ([False] * 4 + [True] * 2) * 2


def test_of_a_file_that_is_not_taken_nothing_is_held_while_it_comes() -> None:
    chunks = iter([b"--x\r\nContent-", b"Disposition: y\r\n", b"\r\n"])

    async def receive() -> Message:
        chunk = next(chunks, None) or b"x" * MEGABYTE
        nonlocal left
        left -= len(chunk)
        return {"type": "http.request", "body": chunk, "more_body": left > 0}

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        given.append(await receive())

    left, given = 30 * MEGABYTE, list[Message]()
    tracemalloc.start()
    try:
        finished(Uploads(app, lambda _: (0, SESSION_BYTES), lambda _: None)(asked("a", f"{left}"), receive, unsent))  # type: ignore[arg-type]
        assert tracemalloc.get_traced_memory()[1] < 4 * MEGABYTE
    finally:
        tracemalloc.stop()
    body = b"--x\r\nContent-Disposition: y\r\n\r\n" + NOT_TAKEN + b"\r\n--x--\r\n"
    assert given == [{"type": "http.request", "body": body, "more_body": False}]


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize(("session", "person", "taken"), [
    ("of li", "li", True), ("of li", "wang", False), ("of li", "", False), ("of nobody", "", True), ("of nobody", "li", False),
    ("of no session", "li", True)])  # fmt: skip
def test_a_session_takes_and_loses_files_of_its_own_person_alone(
    session: str, person: str, taken: bool, method: str
) -> None:
    """Of one that is not open the app says so itself."""
    reached: list[Scope] = []
    status: list[int] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        reached.append(scope)

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        status.extend([message["status"]] if "status" in message else [])

    door = Uploads(app, lambda _: (0, 0), {"of li": "li", "of nobody": ""}.get)
    finished(door(asked(session, "9", person=person, method=method), receive, send))  # type: ignore[arg-type]
    assert (len(reached) == 1, status) == (taken, [] if taken else [403])


def test_one_without_a_length_is_refused(app: ASGIApp, held: Held) -> None:
    assert put(app, 1, b"x", length="") == 413 and put(app, 1, b"x", length="²") == 413 and not held["a"]


def test_what_was_not_taken_is_said_by_name_and_with_its_cure() -> None:
    (line,) = refused([File("报表.xlsx", NOT_TAKEN)])
    assert "报表.xlsx：没有接收" in line and "60 MB、200个" in line and "删去" in line and "60 MB and 200 files" in line
