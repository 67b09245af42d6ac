"""Formula, markup, header and line of log, tried by every way in: name, note, upload, link, cookie and proxy header. What comes out
is looked at as what it is read as: a sheet, HTML, Markdown, a header, a line. Each try stands by its name, and none gets through."""

from __future__ import annotations

import csv
import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import polars as pl
import pytest
from loops import finished
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from support import sample

from sifund import gate, oidc, requests, trail
from sifund.cli.write import write_csv
from sifund.door import KnownHosts, Shorten
from sifund.gate import Gate
from sifund.importer.sheet import File
from sifund.importer.source import read_files
from sifund.problem import SifundError
from sifund.report.flat import csv as sheet
from sifund.requests import Plain, Requests
from sifund.scenario import Scenario, parse
from sifund.text import fit
from sifund.ui.checks import own_data
from sifund.ui.parts import tables
from sifund.ui.words import literal, paragraphs

TRIES = {
    "formula": ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", '=HYPERLINK("http://evil.example","x")'),
    "markup": ("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><b onmouseover=x>', "[a](javascript:alert(1))",
               "![a](http://evil.example/a.png)", "&lt;b&gt;", "</table><h1>", "`</style>`"),
    "header": ("a\r\nSet-Cookie: b=c", "a\nLocation: //evil.example", "a\rb", "a\0b", "a\x0bb", "//evil.example", "\\\\evil.example"),
    "log": ('a\n{"at": "2026-01-01", "status": 200}', "a\x1b[31mb", "a\x1b]0;b\x07", "a\u2028b", "a\u202eb", "a\x85b", "a\ud800"),
}  # fmt: skip
LEADS = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
PEER, SECRET, ADDRESS = "10.0.0.2", "c" * 40, "https://funds.example"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = {"HOME": str(tmp_path), "LOGIN": "proxy", "PROXY": PEER, "ADDRESS": ADDRESS, "COOKIE_SECRET": SECRET}
    for name, value in settings.items():
        monkeypatch.setenv(f"SIFUND_{name}", value)
    monkeypatch.setattr(oidc, "encode_provider_token", lambda provider: provider)


# --- what comes out, as what it is read as ----------------------------------------------------------------------------


class Tags(HTMLParser):
    """Every tag and attribute's name of a piece of HTML, in order."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.feed(words)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names += [tag, *(name for name, _ in attrs)]

    def handle_endtag(self, tag: str) -> None:
        self.names.append(f"/{tag}")


def is_sheet(out: str, plain: str) -> bool:
    """No cell begins as a formula does."""
    return not any(LEADS.match(cell) for row in csv.reader(io.StringIO(out, newline="")) for cell in row)


def is_html(out: str, plain: str) -> bool:
    """It has the tags that it has of a plain word."""
    return Tags(out).names == Tags(plain).names


def is_markdown(out: str, plain: str) -> bool:
    """Every sign that Markdown reads stands behind a backslash."""
    return not re.search(r"[<>`]|!?\[.*\]\(", re.sub(r"\\.|:color\[.\]", "", out))


def is_header(out: str, plain: str) -> bool:
    """Plain ASCII on one line, and no address of another host."""
    return all(" " <= c <= "~" for c in out) and not re.match(r"[/\\]{2}", out)


def is_line(out: str, plain: str) -> bool:
    """One line that steers no terminal."""
    return out.isprintable()


# --- the ways in ------------------------------------------------------------------------------------------------------


def drawn(words: str) -> str:
    """A table of a page."""
    pieces: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables.st, "html", pieces.append)
        tables.table([words], [[words]], label=words)
    return re.sub('<span class="month">(.*?)</span>', r"\1", pieces[0])


def of_trail(who: str, about: str, origin: str = "") -> str:
    """The line of the audit trail."""
    return trail.append("scenario.saved", about, who, origin).line.decode().rstrip("\n")


def refused(name: str, content: bytes) -> str:
    """What is said of a file that is none."""
    with pytest.raises(SifundError) as error:
        read_files([File(name, content)])
    return " ".join(error.value.lines("en"))


def visit(**more: Any) -> dict[str, Any]:
    """A request's scope."""
    headers = [(b"host", b"127.0.0.1"), (b"accept", b"text/html"), *more.pop("headers", [])]
    return {"type": "http", "method": "GET", "path": "/", "query_string": b"", "scheme": "https", "client": (PEER, 1),
            "headers": headers} | more  # fmt: skip


def answered(app: Any, scope: dict[str, Any]) -> list[dict[str, Any]]:
    sent: list[dict[str, Any]] = []

    async def receive() -> Any: ...

    async def send(message: Any) -> None:
        sent.append(message)

    finished(app(scope, receive, send))
    return sent


def headers(sent: list[dict[str, Any]], *names: bytes) -> str:
    """Values of an answer, all or those that are named, as they go over the line."""
    return " ".join(value.decode("latin-1") for name, value in sent[0]["headers"] if not names or name.lower() in names)


def logged(words: str, error: bool = False) -> str:
    """A record of any library, as it is written."""
    try:
        raise ValueError(words)
    except ValueError as cause:
        given = (type(cause), cause, cause.__traceback__) if error else None
    lines = (
        logging.Formatter("%(message)s").format(Plain("a", logging.ERROR, "a", 1, "x %s", (words,), given)).split("\n")
    )
    assert all(line.startswith("  ") for line in lines[1:])
    return " ".join(lines)


def line_of(path: str) -> str:
    """What the program's own log says of a request."""
    with pytest.MonkeyPatch.context() as patch:
        lines: list[str] = []
        patch.setattr(requests.log, "isEnabledFor", lambda level: True)
        patch.setattr(requests.log, "info", lambda form, line: lines.append(line))
        answered(Requests(PlainTextResponse("")), visit(path=path))
    return lines[0]


def named(words: str) -> list[dict[str, Any]]:
    """What the gate hands on of a trusted proxy's headers; nothing where the name is none."""
    reached: list[dict[str, Any]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        reached.append(scope)

    value = words.encode("utf-8", "surrogatepass")
    answered(Gate(app), visit(headers=[(b"x-remote-user", value), (b"x-forwarded-for", value)]))
    return reached


def of_gate(words: str) -> str:
    return " ".join(
        value.decode("latin-1") for scope in named(words) for name, value in scope["headers"] if b"sifund" in name
    )


def of_proxy(words: str) -> tuple[str, str]:
    """Name and origin as pages have them; nothing where the name is none."""
    if not named(words):
        return "", ""
    given = visit(headers=[(b"x-forwarded-for", words.encode("utf-8", "replace"))])
    return words, gate.origin(HTTPConnection(given))


def cookie(words: str, name: str) -> dict[str, Any]:
    return visit(headers=[(b"cookie", f"{name}={quote(words, safe='', errors='replace')}".encode())])


def back(words: str, *, signed: bool) -> str:
    """Where a cookie leads, forged or signed by the server's own hand."""
    value = str(oidc._sealed().dumps(words.encode("utf-8", "replace").decode())) if signed else words
    given = cookie(value, oidc.WANTED)
    answer = oidc.back(HTTPConnection(given))
    return headers(answered(answer, given), b"location") if answer else ""


def kept(words: str) -> str:
    """Where a link leads, there and back by the login."""
    given = visit(path=f"/{words}", query_string=quote(words, errors="replace").encode())
    there = answered(oidc.there(HTTPConnection(given)), given)
    value = re.search(r"sifund_wanted=([^;]*)", headers(there, b"set-cookie"))
    assert value and is_header(headers(there), "")
    return back_to(value[1])


def back_to(sealed: str) -> str:
    answer = oidc.back(HTTPConnection(visit(headers=[(b"cookie", f"{oidc.WANTED}={sealed}".encode())])))
    return answer.headers["location"] if isinstance(answer, RedirectResponse) else ""


def shortened(words: str) -> str:
    long = f"s={quote(words, errors='replace')}{'a' * 500_000}".encode()
    return headers(answered(Shorten(PlainTextResponse("")), visit(query_string=long)), b"location")[:400]


def unknown_host(words: str) -> str:
    scope = visit() | {"headers": [(b"host", words.encode("utf-8", "replace"))]}
    return answered(KnownHosts(PlainTextResponse(""), ["funds.example"]), scope)[1]["body"].decode().split("\n")[1]


WAYS: dict[tuple[str, str], tuple[Callable[[str, str], bool], Callable[[str], str]]] = {
    ("name", "CSV of a page"): (is_sheet, lambda w: sheet(pl.DataFrame({clean(w): [clean(w)]})).decode("utf-8-sig")),
    ("name", "CSV of a command"): (is_sheet, lambda w: write_csv([w], [[w]])),
    ("name", "table of a page"): (is_html, drawn),
    ("name", "words of a page"): (is_markdown, literal),
    ("name", "link"): (is_header, lambda w: Scenario(name=clean(w)).text()),
    ("name", "audit trail"): (is_line, lambda w: of_trail(w, w)),
    ("note", "words of a page"): (is_markdown, lambda w: paragraphs([w, w])),
    ("upload", "words of a page"): (is_markdown, lambda w: literal(refused(w, b"junk"))),
    ("upload", "name of a file, said"): (is_line, lambda w: refused(w, b"junk")),
    ("upload", "content, said"): (is_line, lambda w: refused("lines.csv", f"line,year\n{w},2021\n".encode("utf-8", "replace"))),
    ("upload", "CSV of what is wrong"): (is_sheet, lambda w: own_data._csv([[clean(w)], [clean(w)]]).decode("utf-8-sig")),
    ("link", "notices"): (is_line, lambda w: " ".join(p(lang) for p in parse(f"1;n={quote(w, errors='replace')};{w}=1", sample())[1]
                                                      for lang in ("zh", "en"))),
    ("link", "after the login"): (is_header, kept),
    ("link", "too long, cut"): (is_header, shortened),
    ("link", "log of requests"): (is_line, line_of),
    ("link", "log of a library"): (is_line, logged),
    ("link", "log of an error"): (is_line, lambda w: logged(w, error=True)),
    ("cookie", "where it leads, forged"): (is_header, lambda w: back(w, signed=False)),
    ("cookie", "where it leads, signed"): (is_header, lambda w: back(w, signed=True)),
    ("cookie", "who it names"): (is_line, lambda w: oidc.name(HTTPConnection(cookie(w, USER_COOKIE_NAME)))),
    ("proxy header", "what pages are told"): (is_header, of_gate),
    ("proxy header", "audit trail"): (is_line, lambda w: of_trail(of_proxy(w)[0], "", of_proxy(w)[1])),
    ("proxy header", "CSV of the trail"): (is_sheet, lambda w: write_csv(["who", "origin"], [of_proxy(w)])),
    ("proxy header", "table of the trail"): (is_html, lambda w: drawn(of_proxy(w)[0])),
    ("proxy header", "host that is refused"): (is_line, unknown_host),
}  # fmt: skip
"""Way in and what comes out → how that is read, and what makes it."""


def clean(words: str) -> str:
    """A name or a cell as the program takes it: what no text may hold was refused before."""
    return fit(words)


def tries() -> Iterator[Any]:
    for way, place in WAYS:
        for kind, words in TRIES.items():
            yield pytest.param(way, place, words, id=f"{kind} by {way}: {place}")


@pytest.mark.parametrize(("way", "place", "words"), list(tries()))
def test_none_gets_through(way: str, place: str, words: tuple[str, ...]) -> None:
    holds, make = WAYS[way, place]
    plain = make("a")
    through = [word for word in words if not holds(make(word), plain)]
    assert through == []


def test_every_way_is_tried() -> None:
    assert {way for way, _ in WAYS} == {"name", "note", "upload", "link", "cookie", "proxy header"}
    through = [
        (is_sheet, "=1"),
        (is_html, "<b>"),
        (is_markdown, "[a](b)"),
        (is_header, "a\n"),
        (is_header, "//a"),
        (is_line, "\x1b"),
    ]
    assert not any(holds(out, "a") for holds, out in through)
    assert json.loads(of_trail("a\nb", "c"))["who"] == "a\nb"
