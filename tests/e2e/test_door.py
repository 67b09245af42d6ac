"""What stands between the network and the app: hosts, headers, closed paths, connections that ask for nothing, logs."""

from __future__ import annotations

import http.client
import json
import os
import re
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from looking import refused, settled
from playwright.sync_api import Page, expect
from serving import LONG, ROOT, free_port, gone, wait_for

from sifund.door import HEAD_S

pytestmark = pytest.mark.e2e
TEXT = "1;unemployment.benefit_standard=1530@2022-01"
EVIL = "evil.example"


@dataclass(frozen=True)
class Answer:
    """What came back: status, headers and body."""

    status: int
    headers: Message
    body: bytes


def ask(server: str, path: str, host: str = "", method: str = "GET", patience: float = 20) -> Answer:
    """One request as it is written here, with no redirect followed."""
    place = urlsplit(server).netloc
    with closing(http.client.HTTPConnection(place, timeout=patience)) as connection:
        connection.putrequest(method, path, skip_host=True)
        connection.putheader("Host", host or place)
        connection.endheaders()
        with connection.getresponse() as answer:
            return Answer(answer.status, answer.headers, answer.read())


@pytest.mark.parametrize(
    "path", ["//{evil}/a", "//{evil}/", "/%5C{evil}/", "/.//{evil}/", "/%2F{evil}/", "///{evil}/a/", "/%09/{evil}/"]
)
def test_no_path_leads_to_another_host(server: str, path: str) -> None:
    for query in ("", "?s=" + "x" * 600_000):
        answer = ask(server, path.format(evil=EVIL) + query)
        leads = answer.headers.get("location", "")
        assert not re.match(r"\s*([/\\]{2}|[a-z]+:)", leads), leads[:80]


@pytest.mark.parametrize("path", ["/", "/scenario?s=1", "/nowhere"])
def test_every_page_is_served_with_its_style(server: str, path: str) -> None:
    """Before its first paint, whatever scripts still have to come but the one that runs before them."""
    begins = rb'<body><script src="[.](/first[.][0-9a-f]+[.]js)"></script><link rel="stylesheet" href="[.](/style[.][0-9a-f]+[.]css)">'
    named = re.search(begins, ask(server, path).body)
    assert named
    script, sheet = (ask(server, address.decode()) for address in named.groups())
    assert script.status == 200 and b"WebSocket" in script.body
    assert sheet.status == 200 and sheet.headers["content-type"].startswith("text/css") and b".st-key-bar" in sheet.body


def test_a_query_that_is_too_long_is_cut_on_the_same_page(server: str) -> None:
    answer = ask(server, "/scenario?s=" + "x" * 600_000)
    assert answer.status == 307 and answer.headers["location"].startswith("?s=xxx")


@pytest.mark.parametrize("host", [EVIL, f"{EVIL}:80", "", "localhost.evil.example", "127.0.0.1.evil.example", "[::1"])
def test_a_foreign_host_is_refused_and_the_setting_is_named(server: str, host: str) -> None:
    for path in ("/", "/health", "/_stcore/health", "/scenario?s=1"):
        answer = ask(server, path, host or " ")
        words = answer.body.decode()
        assert answer.status == 400 and "SIFUND_HOSTS" in words and "主机名" in words and "the host" in words


def test_a_foreign_host_gets_no_websocket(server: str) -> None:
    place = urlsplit(server)
    with socket.create_connection((place.hostname or "", place.port or 0), timeout=10) as line:
        line.sendall(
            f"GET /_stcore/stream HTTP/1.1\r\nHost: {EVIL}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        assert line.recv(200).split(b"\r\n")[0].split()[1] in (b"400", b"403")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST:8501", socket.gethostname()])
def test_the_machines_own_names_are_known(server: str, host: str) -> None:
    assert ask(server, "/health", host).body == b"ok"


def test_every_answer_carries_the_headers(server: str) -> None:
    for path, host in (("/", ""), ("/health", ""), ("/static/none.js", ""), ("/_stcore/metrics", ""), ("/", EVIL)):
        headers = ask(server, path, host).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert "camera=()" in headers["permissions-policy"]
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy and "sha256-" in policy and "unsafe-eval" not in policy


@pytest.mark.parametrize(
    "path", ["/_stcore/agent/openapi.json", "/_stcore/agent/mcp", "/_stcore/agent/interact", "/_stcore/metrics",
             "/_stcore/metrics/", "/scenario/_stcore/agent/mcp"],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_interfaces_for_programs_are_closed(server: str, path: str, method: str) -> None:
    assert ask(server, path, method=method).status == 404


def test_a_replica_says_whether_it_is_ready(server: str) -> None:
    answer = ask(server, "/ready")
    said = json.loads(answer.body)
    assert answer.status == 200 and said["ok"]
    assert said["dataset"]["code"] == "urumqi-2021" and said["version"] and said["store"]["ok"]
    assert "urumqi-2021" in said["folders"]["datasets"]
    fares = ask(server, "/metrics").body.decode()
    assert re.search(r"^sifund_sessions \d+$", fares, re.MULTILINE) and "\nsifund_store_up 1\n" in fares


def test_a_replica_whose_store_is_away_is_alive_and_not_ready(tmp_path: Path) -> None:
    with logged(tmp_path, SIFUND_DATABASE_URL="nonsense") as (url, _):
        assert ask(url, "/health").body == b"ok"
        answer = ask(url, "/ready")
        said = json.loads(answer.body)
        assert answer.status == 503 and not said["store"]["ok"] and "SIFUND_DATABASE_URL" in said["store"]["why"]
        fares = ask(url, "/metrics").body.decode()
        assert "\nsifund_store_up 0\n" in fares and re.search(r"^sifund_store_away_total [1-9]", fares, re.MULTILINE)


@contextmanager
def logged(folder: Path, hard: int = 0, **environment: str) -> Iterator[tuple[str, Path]]:
    """A server of its own whose words go into a file, with at most `hard` descriptors."""
    port, log = free_port(), folder / "log"
    command = [sys.executable, "-m", "sifund.server", "--port", str(port)]
    limit = (lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))) if hard else None
    with log.open("wb") as words:
        process = subprocess.Popen(command, cwd=ROOT, stdout=words, stderr=words, preexec_fn=limit,  # noqa: PLW1509
                                   env=os.environ | {"SIFUND_HOME": str(folder)} | environment)  # fmt: skip
        try:
            wait_for(f"http://127.0.0.1:{port}/health")
            yield f"http://127.0.0.1:{port}", log
        finally:
            process.terminate()
            gone(process)


def test_half_open_connections_do_not_stop_the_service(tmp_path: Path) -> None:
    """Neither a server with room for more descriptors nor one with 1,024, which are held up at the same time."""
    mine = resource.getrlimit(resource.RLIMIT_NOFILE)
    if mine[1] < 3000:
        pytest.skip("this test itself may not open enough connections")
    resource.setrlimit(resource.RLIMIT_NOFILE, (3000, mine[1]))
    roomy, narrow = tmp_path / "roomy", tmp_path / "narrow"
    roomy.mkdir()
    narrow.mkdir()
    try:
        with logged(roomy) as (url, log), logged(narrow, 1024) as (other, words), half_open(url) as lines:
            assert answers(url, HEAD_S - 1)  # before any of them is shut
            with half_open(other) as more:
                assert answers(other, 3 * HEAD_S)
                assert comes(lambda: sum(map(shut, lines)) > 900 and sum(map(shut, more)) > 900, 3 * HEAD_S)
            assert log.stat().st_size < 100_000 and words.stat().st_size < 100_000
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, mine)


@contextmanager
def half_open(url: str) -> Iterator[list[socket.socket]]:
    """1,100 connections to a server, each with the begin of a request."""
    place, lines = urlsplit(url), list[socket.socket]()
    try:
        for _ in range(1_100):
            lines.append(line := socket.socket())
            line.setblocking(False)
            line.connect_ex((place.hostname, place.port))
        for line in lines:
            with suppress(OSError):  # its turn has not come
                line.send(b"GET / HTTP/1.1\r\nHost: 127.0")
        yield lines
    finally:
        for line in lines:
            line.close()


def comes(state: Callable[[], bool], within: float) -> bool:
    """Whether a state is reached within so many seconds."""
    until = time.monotonic() + within
    while not state():
        if time.monotonic() > until:
            return False
        time.sleep(0.2)
    return True


def answers(url: str, within: float) -> bool:
    """Whether /health answers within so many seconds."""

    def is_well() -> bool:
        with suppress(OSError, http.client.HTTPException):
            return ask(url, "/health", patience=within).body == b"ok"
        return False

    start = time.monotonic()
    return comes(is_well, within) and time.monotonic() - start < within


def shut(line: socket.socket) -> bool:
    try:
        return line.recv(1) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def test_no_log_holds_a_scenario(tmp_path: Path) -> None:
    port, log = free_port(), tmp_path / "log"
    command = [sys.executable, "-m", "uvicorn", "sifund.server:app", "--port", str(port), "--log-level", "debug"]
    with log.open("wb") as words:
        process = subprocess.Popen(command, cwd=ROOT, stdout=words, stderr=words)
        try:
            wait_for(f"http://127.0.0.1:{port}/health")
            ask(f"http://127.0.0.1:{port}", f"/scenario?s={TEXT}")
        finally:
            process.terminate()
            gone(process)
    said = log.read_text()
    assert "/scenario" in said and "benefit_standard" not in said


def test_no_page_breaks_the_content_security_policy(server: str, page: Page) -> None:
    """The other pages are asked for it in every section (test_looks)."""
    broken = refused(page)
    for name in ("saved", "records", "methods"):
        page.goto(f"{server}/{name}?s={TEXT}")
        expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=LONG)
        settled(page)
    page.goto(f"{server}/checks?s={TEXT}")
    with page.expect_download(timeout=LONG) as download:
        page.get_by_role("button", name="下载Parquet").first.click()
    assert download.value.path().read_bytes().startswith(b"PAR1")
    upload = {"name": "lines.csv", "mimeType": "text/csv", "buffer": b"no,such,table\n1,2,3\n"}
    page.locator("input[type=file]").set_input_files([upload])  # type: ignore[arg-type]
    expect(page.get_by_text("lines.csv").first).to_be_visible(timeout=LONG)
    settled(page)
    assert broken == []
