"""The gate: nothing before a known person, by any path, for requests and websockets; identity by the proxy's header alone; what
a role may not do is not done, whatever asks for it."""

from __future__ import annotations

import inspect
from contextlib import nullcontext
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from loops import finished
from seen import headings
from starlette.datastructures import Headers
from streamlit import config
from streamlit.testing.v1 import AppTest
from streamlit.web.server.starlette.starlette_websocket import gather_user_info
from support import sample

from sifund import access, server, trail
from sifund.access import User
from sifund.access.login import SEALED
from sifund.gate import Gate
from sifund.problem import SifundError
from sifund.scenario import dataset_mark
from sifund.store import Content
from sifund.trail.telling import Refusals
from sifund.ui import st, who
from sifund.ui.parts import person
from sifund.ui.session import datasets, storage
from sifund.upkeep.health import examine
from sifund.upkeep.places import places
from sifund.uploads import Uploads

PATHS = ("/", "/scenario", "/_stcore/health", "/_stcore/host-config", "/_stcore/stream", "/media/x", "/ready", "/static/a.js",
         "/_stcore/upload_file/a/b", "/health/", "//health", "/auth/login", "/oauth2callback", "/component/x", "/HEALTH", "/metrics",
         "/health;x", "/health\0", "/..;/media/x", "/\\x", "*", "http://127.0.0.1/health", "http://127.0.0.1/metrics", "//metrics",
         "/metrics/", "/health/../media/x", "/app/static/x", "/_stcore/bidi-components/x", "/nope")  # fmt: skip
LOCAL = {"host": "127.0.0.1:8501"}
PROXY = "10.0.0.2"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SIFUND_HOME", str(tmp_path))
    return tmp_path


class Asked:
    """What came of one request: the scope that reached the app, or the status and words that were sent."""

    def __init__(self, path: str = "/", peer: str | None = "127.0.0.1", kind: str = "http", method: str = "GET",
                 headers: dict[str, str] | list[tuple[str, str]] = LOCAL) -> None:  # fmt: skip
        pairs = headers.items() if isinstance(headers, dict) else headers
        self.reached: dict[str, Any] = {}
        self.sent: list[dict[str, Any]] = []
        scope = {"type": kind, "path": path, "query_string": b"s=secret", "method": method, "scheme": "http",
                 "client": peer and (peer, 1), "headers": [(n.lower().encode(), v.encode()) for n, v in pairs]}  # fmt: skip
        finished(Gate(self._app)(scope, self._receive, self._send))

    async def _app(self, scope: Any, receive: Any, send: Any) -> None:
        self.reached = scope

    async def _receive(self) -> Any:
        return {"type": "http.request"}

    async def _send(self, message: Any) -> None:
        self.sent.append(message)

    @property
    def status(self) -> int:
        """0 where it was let through."""
        return 0 if self.reached else self.sent[0]["status"]

    @property
    def words(self) -> str:
        return b"".join(message.get("body", b"") for message in self.sent).decode()

    @property
    def told(self) -> dict[str, str]:
        return {n.decode(): v.decode() for n, v in self.reached["headers"] if n.startswith(b"x-sifund")}


def by_proxy(monkeypatch: pytest.MonkeyPatch, **more: str) -> None:
    for name, value in {"LOGIN": "proxy", "PROXY": f"{PROXY}, 192.168.7.0/24", **more}.items():
        monkeypatch.setenv(f"SIFUND_{name}", value)


# --- nobody logs in on the machine itself ------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["127.0.0.1:8501", "localhost", "LOCALHOST:1", "[::1]:8501", "[::1]"])
@pytest.mark.parametrize("peer", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "127.9.9.9", "testclient"])
def test_the_machine_itself_is_served_without_a_login(host: str, peer: str) -> None:
    for kind in ("http", "websocket"):
        assert Asked(peer=peer, headers={"host": host}, kind=kind).told["x-sifund-user"] == ""


ELSEWHERE: list[tuple[str | None, dict[str, str]]] = [
    ("10.0.0.9", LOCAL), ("::2", LOCAL), (None, LOCAL), ("0.0.0.0", LOCAL),
    *(("127.0.0.1", {"host": host}) for host in (
        "funds.example", "10.0.0.1", "127.0.0.1.evil.example", "", "[::2]:1", "localhost.", "[::1]x")),
    *(("127.0.0.1", LOCAL | {name: "x"}) for name in (
        "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X_Forwarded_For", "X-Real-IP", "Via",
        "X-Forwarded-Anything", "X-Original-URL", "X-Client-IP", "Client-IP", "True-Client-IP", "CF-Connecting-IP", "Fastly-Client-IP",
        "X-Envoy-External-Address", "X-Host", "X-Url-Scheme", "Front-End-Https", "Proxy-Connection")),
]  # fmt: skip


@pytest.mark.parametrize(("peer", "headers"), ELSEWHERE)
def test_elsewhere_nothing_is_served_without_a_login(peer: str | None, headers: dict[str, str]) -> None:
    for path in PATHS:
        for kind in ("http", "websocket"):
            asked = Asked(path, peer, kind, headers=headers)
            assert asked.status == 403 and "SIFUND_LOGIN" in asked.words and "没有设置登录" in asked.words
            assert "secret" not in asked.words and "path" not in asked.reached
    assert Asked("/health", peer, headers=headers).status == 0


@pytest.mark.parametrize(
    "method", ["HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "get", "X"]
)
@pytest.mark.parametrize("login", ["", "proxy"])
def test_no_method_goes_past_the_gate(method: str, login: str, monkeypatch: pytest.MonkeyPatch) -> None:
    by_proxy(monkeypatch, LOGIN=login)
    assert {Asked(path, "10.0.0.9", method=method).status for path in PATHS} == {401 if login else 403}


def test_everybody_is_served_where_that_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIFUND_LOGIN", "off")
    tries = [*product(PATHS, ELSEWHERE[:1]), *product(PATHS[:1], ELSEWHERE)]
    assert all(Asked(path, peer, headers=headers).status == 0 for path, (peer, headers) in tries if path != "/metrics")


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "10.0.0.1", "", "funds.example", "*", "10.1", "1funds.example"])
def test_an_open_address_is_not_served_without_a_login(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SifundError, match="SIFUND_LOGIN"):
        access.refuse_open(address)
    for named in ("off", "oidc"):
        monkeypatch.setenv("SIFUND_LOGIN", named)
        access.refuse_open(address)


@pytest.mark.parametrize("address", ["127.0.0.1", "localhost", "::1", "127.0.0.2"])
def test_loopback_is(address: str) -> None:
    access.refuse_open(address)


@pytest.mark.parametrize(
    ("name", "value"), [("LOGIN", "yes"), ("LOGIN", "true"), ("PROXY", ""), ("PROXY", "nginx"), ("PROXY", "1.2.3")]
)
def test_a_wrong_setting_serves_nobody_and_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    by_proxy(monkeypatch, **{name: value})
    asked = Asked(peer=PROXY, headers=LOCAL | {"x-remote-user": "a"})
    assert asked.status == 503 and f"SIFUND_{name}" in asked.words
    assert f"SIFUND_{name}" in [wrong.subject for wrong in examine(places()).problems]
    with pytest.raises(SifundError):
        access.refuse_open("0.0.0.0")


# --- a trusted proxy ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("peer", [PROXY, "192.168.7.200", f"::ffff:{PROXY}"])
@pytest.mark.parametrize("name", ["wang", "王芳", "a@b.example"])
def test_the_proxys_header_is_believed(peer: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    by_proxy(monkeypatch)
    for kind in ("http", "websocket"):
        headers = LOCAL | {"x-remote-user": name, "x-forwarded-for": "1.1.1.1, 10.9.9.9"}
        asked = Asked(peer=peer, kind=kind, headers=headers)
        monkeypatch.setattr(who, "context", Context(asked.told))
        assert who.user() == User(name, "10.9.9.9")
        assert not any(n == b"x-remote-user" for n, _ in asked.reached["headers"])


@pytest.mark.parametrize("peer", ["127.0.0.1", "10.0.0.3", "192.168.8.1", None, "testclient", "::1"])
def test_of_anybody_else_it_is_not(peer: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    by_proxy(monkeypatch)
    for path in PATHS:
        for kind in ("http", "websocket"):
            asked = Asked(path, peer, kind, headers=LOCAL | {"x-remote-user": "root"})
            assert asked.status == 401 and "secret" not in asked.words


@pytest.mark.parametrize("headers", [
    [], [("x-remote-user", "")], [("x-remote-user", " ")], [("x-remote-user", "a"), ("x-remote-user", "b")],
    [("x-remote-user", "a,b")], [("x-remote-user", "x" * 81)], [("x-remote-user", "a%0Ab")], [("x-remote-user", "a%00")],
    [("x_remote_user", "a")], [("x-sifund-user", "a")], [("x-forwarded-user", "a")], [("x-remote-user", "a\tb")], [("cookie", "user=a")],
])  # fmt: skip
def test_a_header_that_is_no_one_name_is_none(headers: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch) -> None:
    by_proxy(monkeypatch)
    assert Asked(peer=PROXY, headers=[*LOCAL.items(), *headers]).status == 401


@pytest.mark.parametrize("login", ["", "off", "proxy"])
def test_nobody_else_sets_what_pages_read(login: str, monkeypatch: pytest.MonkeyPatch) -> None:
    by_proxy(monkeypatch, LOGIN=login)
    forged = [
        (n, "root")
        for n in (
            "x-sifund-user",
            "X-Sifund-User",
            "x_sifund_user",
            "x-sifund-origin",
            "X_SIFUND_SINCE",
            "x-sifund-seal",
            "X_Sifund-Origin",
        )
    ]
    peer = PROXY if login == "proxy" else "127.0.0.1"
    asked = Asked(peer=peer, headers=[*LOCAL.items(), *forged, ("x-remote-user", "li")])
    names = [n for n, _ in asked.reached["headers"] if b"sifund" in n.replace(b"_", b"-")]
    assert (
        names == [b"x-sifund-user", b"x-sifund-origin", b"x-sifund-since", b"x-sifund-seal"]
        and "root" not in asked.told.values()
    )


def test_the_header_may_have_another_name(monkeypatch: pytest.MonkeyPatch) -> None:
    by_proxy(monkeypatch, PROXY_HEADER="X-Auth-User")
    assert Asked(peer=PROXY, headers=LOCAL | {"x-remote-user": "a"}).status == 401
    assert Asked(peer=PROXY, headers=LOCAL | {"x-auth-user": "a"}).told["x-sifund-user"] == "a"


# --- roles -------------------------------------------------------------------------------------------------------------


class Context:
    """What Streamlit tells of a session's request."""

    ip_address = None

    def __init__(self, headers: dict[str, str]) -> None:
        self.headers = {"x-sifund-seal": SEALED} | headers


def test_what_a_role_may_not_do_is_refused_by_the_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    by_proxy(monkeypatch)
    for role in access.ROLES:
        access.assign("a", role)
        headers = LOCAL | {"x-remote-user": "a"}
        assert (Asked(peer=PROXY, headers=headers).status == 0) == (role != "none")
        for method in ("PUT", "POST", "DELETE", "PATCH"):
            asked = Asked("/_stcore/upload_file/s/f", PROXY, method=method, headers=headers)
            assert (asked.status == 0) == (role in ("steward", "administrator")), role


@pytest.mark.parametrize("login", ["", "off", "proxy", "oidc"])
def test_how_the_server_fares_is_for_its_operator(login: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine itself where nobody logs in, and nobody else without a name: not even where everybody is served."""
    by_proxy(monkeypatch, LOGIN=login)
    assert [Asked("/metrics", peer).status == 0 for peer in ("127.0.0.1", "::1")] == [login in ("", "off")] * 2
    assert all(Asked("/metrics", peer, headers=headers).status >= 400 for peer, headers in [*ELSEWHERE, (PROXY, LOCAL)])


@pytest.mark.parametrize("role", access.ROLES)
def test_of_those_who_log_in_an_administrator_alone(role: access.Role, monkeypatch: pytest.MonkeyPatch) -> None:
    by_proxy(monkeypatch)
    access.assign("a", role)
    asked = Asked("/metrics", PROXY, headers=LOCAL | {"x-remote-user": "a"})
    assert (asked.status == 0) == (role == "administrator")


REFUSED: list[tuple[dict[str, Any], tuple[str, str, str]]] = [
    ({"peer": "10.0.0.9"}, ("", "10.0.0.9", "login")),
    ({"peer": "10.0.0.9", "kind": "websocket"}, ("", "10.0.0.9", "login")),
    ({"headers": [*LOCAL.items(), ("x-remote-user", "system:root")]}, ("", PROXY, "login")),
    ({"headers": [*LOCAL.items(), ("x-remote-user", "nobody"), ("x-forwarded-for", "a, 10.9.9.9")]}, ("nobody", "10.9.9.9", "look")),
    ({"headers": [*LOCAL.items(), ("x-remote-user", "li")], "path": "/metrics"}, ("li", PROXY, "metrics")),
    ({"headers": [*LOCAL.items(), ("x-remote-user", "li")], "path": "/_stcore/upload_file/s/f", "method": "PUT"}, ("li", PROXY, "upload")),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "wanted"), REFUSED)
def test_the_trail_tells_who_was_refused_what(
    asked: dict[str, Any], wanted: tuple[str, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once a minute: whoever asks again and again fills no disk."""
    by_proxy(monkeypatch)
    access.assign("nobody", "none")
    monkeypatch.setattr(trail, "refused", Refusals())
    given: dict[str, Any] = {"peer": PROXY} | asked
    assert all(Asked(**given).status in (401, 403) for _ in range(20))
    assert [(e.what, e.who, e.origin, e.about) for e in trail.read()] == [("refused", *wanted)]


def test_who_is_let_in_is_not_told_as_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    by_proxy(monkeypatch)
    assert Asked(peer=PROXY, headers=LOCAL | {"x-remote-user": "li"}).status == 0 and trail.read() == []


def test_the_gate_stands_before_what_takes_uploads() -> None:
    order: list[object] = [each.cls for each in server.make_app()._user_middleware]
    assert order.index(Gate) < order.index(Uploads)


CONTENT = Content("n", "1", "d.1", "f" * 12, {}, author="somebody else")


def as_user(monkeypatch: pytest.MonkeyPatch, name: str, role: access.Role) -> None:
    by_proxy(monkeypatch)
    access.assign(name, role)
    monkeypatch.setattr(who, "context", Context({"x-sifund-user": name, "x-sifund-origin": "10.9.9.9"}))


def give() -> None:
    from sifund.ui.parts import uploader

    uploader.files("x", ["csv"], key="given")


@pytest.mark.parametrize("role", access.ROLES)
def test_who_may_not_send_files_is_told_whom_it_takes(role: access.Role, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the gate refuses them: the browser says of that but a number, in English."""
    as_user(monkeypatch, "li", role)
    run, may = AppTest.from_function(give).run(), access.may(User("li"), access.UPLOADS)
    assert run.file_uploader[0].proto.disabled != may and ["数据管理员" in c.value for c in run.caption] == [True] * (
        not may
    )


@pytest.mark.parametrize("role", ["none", "viewer"])
def test_who_may_not_save_changes_nothing_whatever_asks(role: access.Role, monkeypatch: pytest.MonkeyPatch) -> None:
    store = storage.store()
    saved = store.add(CONTENT)
    as_user(monkeypatch, "li", role)
    for act in (lambda: store.add(CONTENT), lambda: store.change(saved.id, 1, CONTENT), lambda: store.delete(saved.id, 1),
                lambda: store.rename(saved, "x"), lambda: store.restore(saved), lambda: store.duplicate(saved, "x"),
                lambda: store.undelete(saved.id)):  # fmt: skip
        with pytest.raises(SifundError, match="role"):
            act()
    assert store.search().count == 1 and store.get(saved.id).latest == 1


def test_the_author_is_who_is_logged_in_and_the_trail_tells_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    as_user(monkeypatch, "李雷", "analyst")
    store = storage.store()
    saved = store.add(CONTENT)
    assert saved.content.author == "李雷"
    assert store.rename(saved, "x", "forged").content.author == "李雷"
    store.delete(saved.id, 2)
    told = [(e.who, e.origin, e.what, e.about) for e in trail.read()]
    assert told == [("李雷", "10.9.9.9", "scenario.saved", f"{saved.id}.1"), ("李雷", "10.9.9.9", "scenario.saved", f"{saved.id}.2"),
                    ("李雷", "10.9.9.9", "scenario.deleted", saved.id)]  # fmt: skip
    assert trail.verify().problems == ()


def test_a_role_that_is_taken_away_holds_in_a_session_that_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """No request comes anew: what acts asks again, and so does what makes a file whose button is drawn already."""
    as_user(monkeypatch, "li", "analyst")
    monkeypatch.setattr(trail, "refused", Refusals())
    saved, file = storage.store().add(CONTENT), who.recorded(lambda: b"x", "x.csv")
    assert file() == b"x"
    access.assign("li", "viewer")
    with pytest.raises(SifundError, match="role"):
        storage.store().change(saved.id, 1, CONTENT)
    assert file() == b"x"
    access.assign("li", "none")
    with pytest.raises(PermissionError):
        file()
    assert not who.can("look")
    assert [(e.who, e.what, e.about) for e in trail.read()] == [
        ("li", "scenario.saved", saved.mark), ("li", "download", "x.csv"), ("li", "refused", "scenario.saved"),
        ("li", "download", "x.csv"), ("li", "refused", "download")]  # fmt: skip


@pytest.mark.parametrize("role", ["viewer", "none"])
def test_a_part_of_a_page_that_runs_alone_asks_too(role: access.Role, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever may not look any more is sent through the door, which says so."""
    as_user(monkeypatch, "li", role)
    ran: list[str] = []

    def again() -> None:
        ran.append("whole")
        raise InterruptedError

    monkeypatch.setattr(st.streamlit, "fragment", lambda part: part)
    monkeypatch.setattr(st.streamlit, "rerun", again)
    with nullcontext() if role == "viewer" else pytest.raises(InterruptedError):
        st.fragment(lambda: ran.append("part"))()
    assert ran == (["part"] if role == "viewer" else ["whole"])


def test_a_session_goes_on_for_its_own_person_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit compares what it was told of the person, and is told what the gate found out."""
    by_proxy(monkeypatch)
    before = config.get_option("server.trustedUserHeaders")
    config.set_option("server.trustedUserHeaders", server.PERSON)
    try:
        told = [
            gather_user_info(Headers(raw=Asked(peer=PROXY, kind="websocket", headers=headers).reached["headers"]))
            for name in ("li", "王芳", "li")
            for headers in [[*LOCAL.items(), ("x-remote-user", name), ("x-sifund-user", "王芳")]]
        ]
    finally:
        config.set_option("server.trustedUserHeaders", before)
    assert told[0] == told[2] != told[1] and all(told)
    assert '("server.trustedUserHeaders", PERSON)' in inspect.getsource(server.make_app)


def test_a_file_that_could_not_be_made_is_not_told_as_downloaded(monkeypatch: pytest.MonkeyPatch) -> None:
    as_user(monkeypatch, "li", "viewer")

    def fails() -> bytes:
        raise SifundError([])

    with pytest.raises(SifundError):
        who.recorded(fails, "x.csv")()
    assert trail.read() == []


@pytest.mark.parametrize(("role", "used"), [("steward", True), ("analyst", False)])
def test_a_dataset_that_a_session_uses_is_told(role: access.Role, used: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    as_user(monkeypatch, "li", role)
    monkeypatch.setattr(trail, "refused", Refusals())
    holds: list[object] = []
    monkeypatch.setattr(datasets, "hold", holds.append)
    with nullcontext() if used else pytest.raises(SifundError, match="role"):
        datasets.use(sample())
    mark = dataset_mark(sample())
    assert [(e.who, e.what, e.about) for e in trail.read()] == [
        ("li", "dataset.used", mark) if used else ("li", "refused", "dataset.used")
    ]
    assert bool(holds) == used


@pytest.mark.parametrize(("login", "out"), [("proxy", False), ("oidc", True)])
def test_who_is_logged_in_is_said(login: str, out: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the role, and the way out where it is ours; a name is no markup."""
    drawn: list[str] = []
    monkeypatch.setattr(person.st, "html", drawn.append)
    person.person()
    assert drawn == []
    as_user(monkeypatch, "<b>李雷</b>", "steward")
    monkeypatch.setenv("SIFUND_LOGIN", login)
    person.person()
    (line,) = drawn
    assert "已登录：‹b›李雷‹/b›（数据管理员）" in line and ('href="/auth/logout"' in line) == out


@pytest.mark.parametrize("name", ["root", ""])
@pytest.mark.parametrize("seal", [{}, {"x-sifund-seal": ""}, {"x-sifund-seal": "0" * 32}, {"x_sifund_seal": SEALED}])
def test_without_a_gate_no_header_is_believed(name: str, seal: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    by_proxy(monkeypatch, ADMINISTRATORS="root")
    context = Context({})
    context.headers = {"host": "funds.example", "x-sifund-user": name, "x-sifund-origin": "127.0.0.1"} | seal
    monkeypatch.setattr(who, "context", context)
    for login in ("proxy", ""):
        monkeypatch.setenv("SIFUND_LOGIN", login)
        assert who.user() == access.STRANGER and not who.can("look")


@pytest.mark.parametrize(
    "lines", [["1.1.1.1, 10.9.9.9"], ["1.1.1.1", "10.9.9.9"], ["1.1.1.1", "2.2.2.2,10.9.9.9"], ["", " 10.9.9.9 "]]
)
def test_where_somebody_came_from_is_what_the_proxy_says_last(
    lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some add a line of their own to those that the visitor sent."""
    by_proxy(monkeypatch)
    headers = [*LOCAL.items(), ("x-remote-user", "li"), *(("x-forwarded-for", line) for line in lines)]
    assert Asked(peer=PROXY, headers=headers).told["x-sifund-origin"] == "10.9.9.9"


def test_without_a_gate_nobody_is_known_where_one_has_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """As `streamlit run app.py` would do it."""
    assert who.user() == access.LOCAL
    by_proxy(monkeypatch)
    assert who.user() == access.STRANGER
    run = AppTest.from_file(str(Path(server.__file__).parents[1] / "app.py"), default_timeout=60).run()
    assert [error.value[:4] for error in run.error] == ["您没有访", "you "] and not headings(run)
