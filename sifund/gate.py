"""The gate before the app, for requests and websockets alike: without a known person no page, data, file or session is had.

What it learns goes on in two headers, which nobody else can set: who it is, and where the request came from.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, unquote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from sifund import settings, trail
from sifund.access import UPLOADS, User, elsewhere, may, mode
from sifund.access.login import LOGOUT, ORIGIN, SEAL, SEALED, SINCE, USER, is_proxy
from sifund.access.logouts import end
from sifund.access.roles import is_name
from sifund.problem import SifundError
from sifund.text import Text

OPEN = frozenset({"/health"})
"""What anybody may ask: whether it is alive."""
OPERATORS = frozenset({"/metrics"})
"""What only the operator reads: an administrator where people log in, else whoever sits at the machine itself."""
UPLOAD = re.compile(r"/_stcore/upload_file(/|$)")
NOT_OPEN = Text(
    "没有设置登录，只服务本机的直接访问。请由管理员设置{login}（proxy或oidc；确实不要登录则设为off）。",
    "no login is set up, so only the machine itself is served. Let the administrator set {login} (proxy or oidc, or off to "
    "serve everybody).",
)
UNKNOWN = Text(
    "请经由登录后的地址访问：没有收到可信的用户名。",
    "come by the address that you log in at: no trusted user name came with this request.",
)
ABSENT = Text(
    "登录的设置不完整，请由管理员查看日志。", "the login is not set up completely; let the administrator read the log."
)
NOBODY = Text("您还没有访问权限，请联系管理员。", "you have no access yet; ask the administrator.")
NOT_OPERATOR = Text(
    "只有系统管理员可以查看；没有登录时只有服务器本机可以。",
    "only administrators may read this, or the machine itself where nobody logs in.",
)
NOT_YOURS = Text("您的角色不能上传文件。", "your role does not allow uploads.")


class Refusal(PlainTextResponse):
    """What somebody is answered who may not come in, or not do this: of it the trail tells; `what` was refused, to `who`."""

    def __init__(self, status: int, says: Text, what: str = "login", who: str = "") -> None:
        super().__init__(f"{says.zh}\n{says.en}\n", status_code=status, headers={"Cache-Control": "no-store"})
        self.what, self.who = what, who


@dataclass(frozen=True, slots=True)
class Way:
    """A login with pages of its own: the paths that it needs, who is logged in by a request and since when [s since 1970], what
    leads there and back."""

    paths: frozenset[str]
    name: Callable[[HTTPConnection], str]
    since: Callable[[HTTPConnection], int]
    there: Callable[[HTTPConnection], Response]
    back: Callable[[HTTPConnection], Response | None]


class Gate:
    """Lets through whom it knows. Settings are read at every request: a wrong one refuses everybody and says why."""

    def __init__(self, app: ASGIApp, way: Way | None = None) -> None:
        self.app, self.way = app, way

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        given = HTTPConnection(scope)
        scope = _without(scope)
        answer = self._judge(given, scope)
        if isinstance(answer, Refusal):
            await run_in_threadpool(trail.refused, answer.what, answer.who, origin(given))
        elif leaver := self._leaves(given, scope):
            await run_in_threadpool(_left, leaver, origin(given))
        if isinstance(answer, User):
            headers = {USER: answer.name, ORIGIN: answer.origin, SINCE: str(answer.since), SEAL: SEALED}
            scope["headers"] += [(name.encode(), quote(value).encode()) for name, value in headers.items()]
        await (answer if isinstance(answer, Response) else self.app)(scope, receive, send)

    def _leaves(self, given: HTTPConnection, scope: Scope) -> str:
        """Who logs out by this request; empty for nobody."""
        out = scope["type"] == "http" and scope["method"] == "GET" and scope["path"] == LOGOUT
        return self.way.name(given) if self.way and out and mode() == "oidc" else ""

    def _judge(self, given: HTTPConnection, scope: Scope) -> User | Response | None:
        """Whose request it is, or what it is answered instead; None where anybody may ask it."""
        if scope["path"] in OPEN and scope["type"] == "http":
            return None
        try:
            login = mode()
            verdict = self._of_way(given, scope) if login == "oidc" else _find(login, given)
        except SifundError as error:
            return _unready(Text("; ".join(error.lines("zh")), "; ".join(error.lines("en"))))
        return _within(verdict, scope) if isinstance(verdict, User) else verdict

    def _of_way(self, given: HTTPConnection, scope: Scope) -> User | Response | None:
        if self.way is None:
            return _unready(ABSENT)
        if scope["type"] == "http" and scope["path"] in self.way.paths:
            return None
        if name := self.way.name(given):
            return (scope["type"] == "http" and self.way.back(given)) or User(
                name, origin(given), self.way.since(given)
            )
        return self.way.there(given) if scope["type"] == "http" else Refusal(401, UNKNOWN)


def _left(name: str, origin: str) -> None:
    end(name)
    trail.note("logout", "", name, origin)


def _find(login: str, given: HTTPConnection) -> User | Response:
    """Whose request it is where no page of ours asks for a name."""
    peer = given.client.host if given.client else None
    if login == "proxy":
        name = trusted(given.headers, peer)
        return User(name, origin(given)) if name else Refusal(401, UNKNOWN)
    if login == "" and elsewhere(peer, given.headers.get("host", ""), given.headers.keys()):
        return Refusal(403, NOT_OPEN.format(login=settings.LOGIN.name))
    return User(origin=origin(given))


def _operates(user: User, scope: Scope) -> bool:
    given = HTTPConnection(scope)
    peer = given.client.host if given.client else None
    here = not elsewhere(peer, given.headers.get("host", ""), given.headers.keys())
    return may(user, "administer") if user.name else here


def _within(user: User, scope: Scope) -> User | Response:
    """Somebody who may look, and may do what the request alone does: nobody else's file reaches the server."""
    if not may(user, "look"):
        return Refusal(403, NOBODY, "look", user.name)
    if scope["path"] in OPERATORS and not _operates(user, scope):
        return Refusal(403, NOT_OPERATOR, "metrics", user.name)
    uploads = UPLOAD.search(scope["path"]) and scope.get("method") not in ("GET", "HEAD", "OPTIONS")
    return Refusal(403, NOT_YOURS, "upload", user.name) if uploads and not may(user, UPLOADS) else user


def trusted(headers: Headers, peer: str | None) -> str:
    """The user name in the proxy's header; empty where it does not come from the proxy, or is not one fit name."""
    names = headers.getlist(settings.PROXY_HEADER.read())
    if peer is None or not is_proxy(peer) or len(names) != 1:
        return ""
    try:
        name = unquote(names[0].encode("latin-1").decode("utf-8"), errors="strict").strip()
    except UnicodeError:
        return ""
    return name if is_name(name) else ""


def origin(given: HTTPConnection) -> str:
    """The address that a request came from: behind the trusted proxy the one that it names last."""
    peer = given.client.host if given.client else ""
    last = ",".join(given.headers.getlist("x-forwarded-for")).rpartition(",")[2].strip()
    if last and mode() in ("proxy", "oidc") and settings.PROXY.read() and is_proxy(peer):
        return re.sub(r"[^0-9A-Za-z.:%\[\]_-]", "", last)[:64]
    return peer


def _without(scope: Scope) -> Scope:
    """The request without headers that only the gate, or the trusted proxy, may set; `_` reads as `-`."""
    ours = {USER, ORIGIN, SINCE, SEAL, settings.PROXY_HEADER.read().lower().replace("_", "-")}
    headers = [
        (name, value)
        for name, value in scope["headers"]
        if name.decode("latin-1").lower().replace("_", "-") not in ours
    ]
    return {**scope, "headers": headers}


def _unready(says: Text) -> Response:
    return PlainTextResponse(f"{says.zh}\n{says.en}\n", status_code=503, headers={"Cache-Control": "no-store"})
