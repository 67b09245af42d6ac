"""Login by OpenID Connect: Streamlit's own, made whole. Its private interfaces are used here alone; Streamlit is pinned, and
tests watch what is used.

Streamlit's login asks for a token that only its pages make and ends at `/`: the gate makes that token, and keeps where a
person wanted to go in a signed cookie meanwhile.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urlsplit

from itsdangerous import BadData, URLSafeTimedSerializer
from markupsafe import Markup
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from streamlit.auth_util import encode_provider_token
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks as signed_cookie

from sifund import settings
from sifund.access.login import LOGOUT
from sifund.access.logouts import ended
from sifund.access.roles import is_name
from sifund.gate import Way

LOGIN, CALLBACK = "/auth/login", "/oauth2callback"
WANTED = "sifund_wanted"
"""The cookie that holds where a person wanted to go."""
WANTED_S, TRIED_S = 600, 15
"""How long it holds [s]; within which a second attempt waits for a click, so that no refusal runs in circles."""
COOKIE_BYTES = 3_800
PAGE = Markup(
    '<!doctype html><html lang="zh"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    '<title>sifund</title><body style="font-family:sans-serif;margin:4rem auto;max-width:30rem;text-align:center">'
    '<h1>sifund</h1><p><a href="{}">登录 · Log in</a></p></body></html>'
)


def secrets() -> dict[str, Any]:
    """What Streamlit reads of a login."""
    return {"auth": {
        "redirect_uri": settings.ADDRESS.read() + CALLBACK, "cookie_secret": settings.COOKIE_SECRET.read(),
        "client_id": settings.OIDC_CLIENT.read(), "client_secret": settings.OIDC_SECRET.read(),
        "server_metadata_url": settings.OIDC_URL.read(),
    }}  # fmt: skip


def way() -> Way:
    """The login as the gate asks for it."""
    return Way(frozenset({LOGIN, LOGOUT, CALLBACK}), name, since, there, back)


def name(given: HTTPConnection) -> str:
    """Who is logged in by a request's signed cookie, and has not logged out since; empty for nobody."""
    try:
        cookie = signed_cookie(given.cookies, USER_COOKIE_NAME)
        person = json.loads(cookie) if cookie else {}
    except (ValueError, UnicodeError, KeyError, TypeError):
        return ""
    if not isinstance(person, dict) or person.get("is_logged_in") is not True or person.get("email_verified") is False:
        return ""
    words = person.get(settings.OIDC_CLAIM.read())
    of_here = person.get("origin") == settings.ADDRESS.read()
    if not (of_here and isinstance(words, str) and is_name(words)) or ended(words, since(given)):
        return ""
    return words


def since(given: HTTPConnection) -> int:
    """When a request's signed cookie was made [s since 1970]; 0 where there is none."""
    signed = URLSafeTimedSerializer(settings.COOKIE_SECRET.read(), salt=USER_COOKIE_NAME)
    try:
        _, at = signed.loads(given.cookies.get(USER_COOKIE_NAME, ""), return_timestamp=True)
    except BadData:
        return 0
    return int(at.timestamp())


def there(given: HTTPConnection) -> Response:
    """To the login for a page that was asked for; nothing else is answered. The address is kept until somebody is back."""
    if given.scope.get("method") not in ("GET", "HEAD") or "text/html" not in given.headers.get("accept", ""):
        return PlainTextResponse("请先登录。\nlog in first.\n", status_code=401, headers={"Cache-Control": "no-store"})
    target = f"{LOGIN}?provider={quote(encode_provider_token('default'))}"
    tried = _wanted(given, TRIED_S) is not None
    answer = HTMLResponse(PAGE.format(target), status_code=401) if tried else RedirectResponse(target, status_code=302)
    answer.headers["Cache-Control"] = "no-store"
    sealed = _sealed().dumps(_address(given))
    if len(sealed) <= COOKIE_BYTES:
        answer.set_cookie(WANTED, str(sealed), max_age=WANTED_S, httponly=True, samesite="lax",
                          secure=settings.ADDRESS.read().startswith("https:"))  # fmt: skip
    return answer


def back(given: HTTPConnection) -> Response | None:
    """To where somebody wanted to go who has just logged in."""
    wanted = _wanted(given, WANTED_S) if given.scope["path"] == "/" and not given.scope["query_string"] else None
    if wanted is None:
        return None
    answer = RedirectResponse(wanted, status_code=302, headers={"Cache-Control": "no-store"})
    answer.delete_cookie(WANTED)
    return answer


def _address(given: HTTPConnection) -> str:
    """Path and query as they were asked for: of this host, whatever the path begins with."""
    query = given.scope["query_string"].decode("latin-1")
    return "/" + quote(given.scope["path"].lstrip("/\\"), safe="/", errors="replace") + (f"?{query}" if query else "")


def _wanted(given: HTTPConnection, seconds: int) -> str | None:
    try:
        wanted = _sealed().loads(given.cookies.get(WANTED, ""), max_age=seconds)
    except BadData:
        return None
    place = urlsplit(wanted) if isinstance(wanted, str) else None
    return wanted if place and not place.netloc and not place.scheme and wanted[:1] == "/" else None


def _sealed() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings.COOKIE_SECRET.read(), salt=WANTED)
