"""Login by OpenID Connect: what of Streamlit is used is still there; who a cookie names; where one goes and comes back to."""

from __future__ import annotations

import inspect
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from loops import finished
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from streamlit import auth_util, config
from streamlit.runtime.secrets import secrets_singleton
from streamlit.web.server.starlette import starlette_app_utils, starlette_auth_routes, starlette_websocket
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from sifund import access, door, oidc, server, settings, trail
from sifund.access import User, logouts
from sifund.access.login import USER
from sifund.gate import Gate
from sifund.upkeep.health import examine
from sifund.upkeep.places import places

SECRET, ADDRESS = "c" * 40, "https://funds.example"
LINK = "s=1;n=%E6%8F%90;unemployment.benefit_standard=1530@2022-01;view.open=paths&lang=en"
COMPLETE = {"LOGIN": "oidc", "OIDC_URL": "https://id.example/.well-known/openid-configuration", "OIDC_CLIENT": "c", "OIDC_SECRET": "hush",
            "ADDRESS": ADDRESS, "COOKIE_SECRET": SECRET}  # fmt: skip


@pytest.fixture(autouse=True)
def place(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for key, value in (COMPLETE | {"HOME": str(tmp_path)}).items():
        monkeypatch.setenv(f"SIFUND_{key}", value)
    before = config.get_option("server.cookieSecret")
    config.set_option("server.cookieSecret", SECRET)
    yield
    config.set_option("server.cookieSecret", before)


def request(path: str = "/", query: str = "", cookies: dict[str, str] | None = None, **more: Any) -> HTTPConnection:
    headers = [(b"accept", more.pop("accept", "text/html,*/*").encode()), (b"host", b"funds.example")]
    headers += [(b"cookie", "; ".join(f"{n}={v}" for n, v in (cookies or {}).items()).encode())]
    return HTTPConnection({"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": headers,
                           "client": ("10.0.0.9", 1), "scheme": "https"} | more)  # fmt: skip


def cookie(secret: str = SECRET, name: str = USER_COOKIE_NAME, **person: Any) -> dict[str, str]:
    person = {"origin": ADDRESS, "is_logged_in": True, "email": "li@funds.example"} | person
    return {USER_COOKIE_NAME: create_signed_value(secret, name, json.dumps(person)).decode()}


def test_what_is_used_of_streamlit_is_there() -> None:
    """A change of its private interfaces is seen here, not by whoever cannot log in."""
    assert list(inspect.signature(auth_util.encode_provider_token).parameters) == ["provider"]
    assert list(inspect.signature(oidc.signed_cookie).parameters) == ["cookies", "cookie_name"]
    assert oidc.signed_cookie is starlette_websocket._get_signed_cookie_with_chunks
    paths = {route.path for route in starlette_auth_routes.create_auth_routes("")}
    assert paths == oidc.way().paths
    source = inspect.getsource(starlette_auth_routes)
    assert "is_logged_in=True" in source and "origin=origin" in source and 'query_params.get("provider")' in source


def test_the_token_that_the_gate_makes_is_one_that_streamlit_takes() -> None:
    answer = oidc.there(request("/scenario", LINK))
    token = answer.headers["location"].partition("provider=")[2]
    assert answer.status_code == 302 and auth_util.decode_provider_token(token)["provider"] == "default"


def test_a_signed_cookie_names_a_person() -> None:
    assert oidc.name(request(cookies=cookie())) == "li@funds.example"
    assert oidc.name(request(cookies=cookie(email_verified=True))) == "li@funds.example"


@pytest.mark.parametrize("given", [
    {}, cookie(secret="d" * 40), cookie(name="other"), cookie(origin="https://evil.example"), cookie(is_logged_in=False),
    cookie(is_logged_in="yes"), cookie(email=""), cookie(email=None), cookie(email=["a"]), cookie(email="a,b"), cookie(email="a\nb"),
    cookie(email_verified=False), cookie(origin=None), {USER_COOKIE_NAME: "x"}, {USER_COOKIE_NAME: ""},
    {USER_COOKIE_NAME: create_signed_value(SECRET, USER_COOKIE_NAME, "[]").decode()},
    {USER_COOKIE_NAME: create_signed_value(SECRET, USER_COOKIE_NAME, "chunks-2").decode()},
    {USER_COOKIE_NAME: create_signed_value(SECRET, USER_COOKIE_NAME, "\x00").decode()},
])  # fmt: skip
def test_any_other_cookie_names_nobody(given: dict[str, str]) -> None:
    assert oidc.name(request(cookies=given)) == ""


def wanted(answer: Any) -> dict[str, str]:
    held = answer.headers["set-cookie"]
    assert "HttpOnly" in held and "SameSite=lax" in held and "Secure" in held
    name, _, value = held.partition(";")[0].partition("=")
    return {name: value}


@pytest.fixture
def token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oidc, "encode_provider_token", lambda provider: f"{provider}&x")


@pytest.mark.usefixtures("token")
@pytest.mark.parametrize("path", ["/", "/scenario", "/compare", "/a b", "/王"])
def test_a_link_is_where_one_comes_back_to(path: str) -> None:
    there = oidc.there(request(path, LINK))
    assert there.headers["location"] == "/auth/login?provider=default%26x"
    back = oidc.back(request("/", cookies=wanted(there)))
    assert (
        back
        and back.headers["location"] == f"{oidc.quote(path)}?{LINK}"
        and "sifund_wanted=" in back.headers["set-cookie"]
    )
    assert oidc.back(request("/saved", cookies=wanted(there))) is None


@pytest.mark.usefixtures("token")
@pytest.mark.parametrize(
    "path", ["//evil.example/a", "/\\evil.example", "///evil.example", "/\r\nSet-Cookie: a=b", "/\tx"]
)
def test_no_path_leads_to_another_host_or_header(path: str) -> None:
    back = oidc.back(request("/", cookies=wanted(oidc.there(request(path, "a=1")))))
    assert back
    leads = back.headers["location"]
    assert leads.startswith("/") and leads[1:2] not in ("/", "\\") and leads.isprintable()


@pytest.mark.parametrize("value", ["", "x", "/scenario", "//evil.example", "IjEi.x.y"])
def test_a_forged_cookie_leads_nowhere(value: str) -> None:
    assert oidc.back(request("/", cookies={oidc.WANTED: value})) is None


@pytest.mark.usefixtures("token")
def test_a_refusal_does_not_run_in_circles() -> None:
    first = oidc.there(request("/"))
    again = oidc.there(request("/", cookies=wanted(first)))
    assert (first.status_code, again.status_code) == (302, 401) and b"/auth/login?provider=default%26x" in again.body


@pytest.mark.usefixtures("token")
def test_what_is_no_page_is_refused_and_a_link_beyond_a_cookie_is_let_go() -> None:
    assert oidc.there(request("/media/x", accept="*/*")).status_code == 401
    assert oidc.there(request("/", method="POST")).status_code == 401
    long = oidc.there(request("/", "s=" + "".join(str(n * 7919 % 9973) for n in range(6000))))
    assert long.status_code == 302 and "set-cookie" not in long.headers


@pytest.mark.parametrize("missing", ["OIDC_URL", "OIDC_CLIENT", "OIDC_SECRET", "ADDRESS", "COOKIE_SECRET"])
def test_an_incomplete_login_is_named_and_serves_nobody(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(f"SIFUND_{missing}")
    assert [wrong.subject for wrong in examine(places()).problems] == [f"SIFUND_{missing}"]
    assert server._way() is None
    judged = Gate(server.app)._judge(request(), request().scope)
    assert not isinstance(judged, User) and judged and judged.status_code == 503


@pytest.mark.parametrize(("name", "value"), [
    ("COOKIE_SECRET", "short"), ("ADDRESS", "funds.example"), ("ADDRESS", "https://a/b"), ("ADDRESS", "https://a@b"),
    ("OIDC_URL", "id.example"), ("OIDC_URL", "https://u:hush@id")])  # fmt: skip
def test_a_setting_that_cannot_be_used_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"SIFUND_{name}", value)
    wrong = access.faults()
    assert [each.subject for each in wrong] == [f"SIFUND_{name}"] and "hush" not in wrong[0]("en")


@pytest.mark.parametrize(("address", "held"), [(ADDRESS, True), ("http://funds.example", False), ("", False)])
def test_who_came_by_tls_comes_by_nothing_else(address: str, held: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cookie of a login goes over no open line."""
    monkeypatch.setenv("SIFUND_ADDRESS", address)
    assert ("Strict-Transport-Security" in door.headers()) == held


def test_the_gate_knows_who_logged_in_and_asks_all_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oidc, "encode_provider_token", lambda provider: provider)
    gate = Gate(server.app, oidc.way())
    for path in ("/", "/media/x", "/auth/x", "/auth/login/", "//auth/login"):
        given = request(path)
        judged = gate._judge(given, given.scope)
        assert not isinstance(judged, User) and judged and judged.status_code == 302
        given = request(path, cookies=cookie())
        assert gate._judge(given, given.scope) == User("li@funds.example", "10.0.0.9")
    for path in oidc.way().paths:
        given = request(path)
        assert gate._judge(given, given.scope) is None
    given = HTTPConnection({**request("/auth/login").scope, "type": "websocket"})
    judged = gate._judge(given, given.scope)
    assert not isinstance(judged, User) and judged and judged.status_code == 401
    assert settings.LOGIN.read() == "oidc"


async def _app(scope: Any, receive: Any, send: Any) -> None: ...


async def _nothing() -> Any: ...


async def _unsent(message: Any) -> None: ...


def asks(path: str, **more: Any) -> None:
    """A request goes through the gate."""
    finished(Gate(_app, oidc.way())(request(path, **more).scope, _nothing, _unsent))


def test_who_logged_out_is_nobody_with_the_cookie_that_was_kept() -> None:
    """By Back, by a copy of it, or in a page that is open: of this person alone, and until they log in again."""
    kept = cookie()
    at = oidc.since(request(cookies=kept))
    asks("/auth/logout", cookies=kept)
    assert oidc.name(request(cookies=kept)) == ""
    assert not access.may(User("li@funds.example", since=at), "look")
    assert access.may(User("li@funds.example", since=at + 60), "look") and access.may(User("wang", since=1), "look")
    assert oidc.name(request(cookies=cookie(email="wang@funds.example"))) == "wang@funds.example"
    assert [(e.what, e.who, e.origin) for e in trail.read()] == [("logout", "li@funds.example", "10.0.0.9")]


@pytest.mark.parametrize(("path", "more"), [
    ("/auth/logout", {"method": "HEAD"}), ("/auth/logout", {"method": "POST"}), ("/auth/logout/", {}), ("/auth/login", {}),
    ("/auth/logout", {"cookies": {}}), ("/auth/logout", {"cookies": cookie(secret="d" * 40)})])  # fmt: skip
def test_nothing_else_logs_anybody_out(path: str, more: dict[str, Any]) -> None:
    asks(path, **{"cookies": cookie()} | more)
    assert oidc.name(request(cookies=cookie())) == "li@funds.example" and trail.read() == []


@pytest.mark.parametrize("content", ["", "[]", "{", '{"a": "now"}', '{"a": true}', "\0"])
def test_logouts_that_cannot_be_read_let_nobody_in(
    content: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / logouts.FILE).write_text(content)
    assert oidc.name(request(cookies=cookie())) == "" and logouts.FILE in caplog.text
    logouts.end("li@funds.example")
    assert (tmp_path / logouts.FILE).read_text() == content and "CRITICAL" in caplog.text


def test_logouts_are_forgotten_when_no_login_can_be_that_old(tmp_path: Path) -> None:
    (tmp_path / logouts.FILE).write_text(json.dumps({"old": 1, "wang": int(time.time()) - 9}))
    logouts.end("li")
    assert set(json.loads((tmp_path / logouts.FILE).read_text())) == {"wang", "li"}
    assert 86_400 * starlette_app_utils._DEFAULT_SIGNED_VALUE_MAX_AGE_DAYS < logouts.KEPT_S


def test_since_when_somebody_is_logged_in_goes_on_to_the_pages() -> None:
    given = request(cookies=cookie())
    judged = Gate(server.app, oidc.way())._judge(given, given.scope)
    assert isinstance(judged, User) and abs(judged.since - time.time()) < 60


# --- the whole way, with a provider on this machine ---------------------------------------------------------------------


@pytest.fixture
def provider() -> Iterator[str]:
    """A provider that believes whatever name it is given; gives its address."""
    from oidc_provider_mock import run_server_in_thread  # warns of Authlib's older names

    with run_server_in_thread() as running:
        yield f"http://localhost:{running.server_port}"


@pytest.fixture
def visited(provider: str, monkeypatch: pytest.MonkeyPatch) -> Starlette:
    """Streamlit's login behind the gate, and behind both a page that says by which address it was reached, and by whom."""
    for key, value in {"OIDC_URL": f"{provider}/.well-known/openid-configuration", "OIDC_CLAIM": "sub"}.items():
        monkeypatch.setenv(f"SIFUND_{key}", value)
    monkeypatch.setattr(secrets_singleton, "_secrets", oidc.secrets())

    def page(asked: Request) -> PlainTextResponse:
        return PlainTextResponse(f"{asked.headers[USER]} {asked.url.path}?{asked.url.query}")

    return Starlette(
        routes=[*starlette_auth_routes.create_auth_routes(""), Route("/{rest:path}", page)],
        middleware=[Middleware(Gate, oidc.way()), Middleware(SessionMiddleware, secret_key=SECRET)],
    )


async def logs_in(app: Starlette, link: str, who: str) -> list[httpx.Response]:
    """What a browser is answered on its way from a link to wherever it ends."""
    browser = httpx.AsyncClient(mounts={ADDRESS: httpx.ASGITransport(app)}, headers={"accept": "text/html"})
    async with browser:
        form = await browser.get(ADDRESS + link, follow_redirects=True)
        last = await browser.post(form.url, data={"sub": who}, follow_redirects=True)
        out = await browser.get(f"{ADDRESS}/auth/logout")
        after = await browser.get(f"{ADDRESS}/saved")
    return [*form.history, *last.history, last, out, after]


@pytest.mark.filterwarnings(
    "ignore::DeprecationWarning", "ignore::authlib.deprecate.AuthlibDeprecationWarning"
)  # the provider's
@pytest.mark.parametrize("path", ["/scenario", "/"])
def test_a_link_survives_the_login(path: str, visited: Starlette, provider: str) -> None:
    """Page, scenario, section and language arrive; who has logged out is asked again."""
    answers: list[httpx.Response] = []

    async def all_the_way() -> None:
        answers.extend(await logs_in(visited, f"{path}?{LINK}", "li"))

    finished(all_the_way())
    *_, arrived, out, after = answers
    assert arrived.status_code == 200 and arrived.text == f"li {path}?{LINK}"
    hosts = [answer.url.host for answer in answers[:-2]]
    assert hosts == ["funds.example"] * 2 + ["localhost"] + ["funds.example"] * 3
    assert out.status_code == 302 and out.headers["location"].startswith(f"{provider}/")
    assert after.status_code == 302 and after.headers["location"].startswith("/auth/login?")
