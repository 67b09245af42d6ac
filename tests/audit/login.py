"""Login by OpenID Connect in a real browser against a provider on this machine: before it nothing is had by any path; a link
with page, scenario, section and language arrives; who has no role, or too small a one, changes nothing."""

from __future__ import annotations

import http.client
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from e2e.conftest import FLAGS
from e2e.serving import free_port
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from audit import ROOT, Failed, NotRun, Section
from audit._server import running
from audit._visitor import NO_BROWSER, chromium

PATHS = ("/", "/scenario", "/compare", "/outlook", "/performance", "/checks", "/saved", "/methods", "/ready", "/metrics", "/_stcore/health",
         "/_stcore/host-config", "/media/x", "/static/none.js", "/_stcore/upload_file/a/b", "/component/x", "/auth/x", "//auth/login",
         "/auth/login/", "/AUTH/LOGIN", "/auth/../media/x", "/health/x", "/%2e%2e/health")  # fmt: skip
LINK = "/scenario?s=1;unemployment.benefit_standard=1530@2022-01;view.years=10&lang=en"


def run(out: Path) -> Iterator[str]:
    """A line for each thing that is looked at."""
    if not chromium():
        yield NotRun(NO_BROWSER)
        return
    from oidc_provider_mock import run_server_in_thread  # warns of Authlib's older names

    with run_server_in_thread() as provider, _served(f"http://localhost:{provider.server_port}", out) as url:
        yield from _before(url)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
            yield from _in(browser, url, out)
            browser.close()


@contextmanager
def _served(provider: str, out: Path) -> Iterator[str]:
    port = free_port()
    url = f"http://localhost:{port}"
    settings = {
        "LOGIN": "oidc", "OIDC_URL": f"{provider}/.well-known/openid-configuration", "OIDC_CLIENT": "any", "OIDC_SECRET": "any",
        "ADDRESS": url, "COOKIE_SECRET": "c" * 40, "HOME": str(out / "home"), "OIDC_CLAIM": "sub", "ADMINISTRATORS": "root",
    }  # fmt: skip
    environment = os.environ | {f"SIFUND_{name}": value for name, value in settings.items()}
    command = [sys.executable, "-m", "sifund.server", "--port", str(port)]
    with running(command, url, out / "server.txt", cwd=ROOT, env=environment):
        yield url


def _before(url: str) -> Iterator[str]:
    """Every path without a login, as a page and as anything else, on a server that has seen nobody yet; and the websocket."""
    place = urlsplit(url).netloc
    for path in PATHS:
        for accept, wanted in (("text/html", 302), ("*/*", 401)):
            connection = http.client.HTTPConnection(place, timeout=20)
            connection.request("GET", path, headers={"Accept": accept})
            answer = connection.getresponse()
            body = answer.read()
            leads = answer.headers.get("location", "")
            if answer.status != wanted or (wanted == 302 and not leads.startswith("/auth/login?")) or len(body) > 200:
                yield Failed(f"- {path} ({accept}) answers {answer.status} {leads[:60]}, {len(body)} bytes.")
            connection.close()
    host, _, port = place.partition(":")
    with socket.create_connection((host, int(port)), timeout=10) as line:
        line.sendall(f"GET /_stcore/stream HTTP/1.1\r\nHost: {place}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: "
                     "dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode())  # fmt: skip
        status = line.recv(200).split(b"\r\n")[0]
        yield (
            "- The websocket is refused."
            if b" 401" in status or b" 403" in status
            else Failed(f"- websocket: {status!r}")
        )
    yield f"- {len(PATHS)} paths were asked for without a login."


def _in(browser: Browser, url: str, out: Path) -> Iterator[str]:
    for person, may in (("root", True), ("li", False)):
        context = browser.new_context()
        page = context.new_page()
        page.goto(url + LINK)
        page.locator("input[name=sub]").fill(person)
        page.locator("button[type=submit], input[type=submit]").first.click()
        page.get_by_role("heading", level=1).wait_for(timeout=60_000)
        page.screenshot(path=out / f"{person}.png")
        here = urlsplit(page.url)
        asked, wanted = parse_qs(here.query), parse_qs(urlsplit(LINK).query)
        line = f"- {person} arrives at {here.path} in {asked.get('lang')}."
        arrived = (
            here.path == "/scenario" and asked.get("lang") == wanted["lang"] and "benefit_standard=1530" in here.query
        )
        yield line if arrived else Failed(f"- {person} arrives at {page.url}")
        save = page.get_by_role("button", name="Save", exact=True).first
        yield (
            f"- {person} may save: {may}."
            if save.is_enabled() == may
            else Failed(f"- {person}: save is {save.is_enabled()}")
        )
        link = page.get_by_role("link", name="Administration")
        if link.count() != may:
            yield Failed(f"- {person}: {link.count()} links to the administration.")
        page.goto(f"{url}/administration?lang=en")
        page.get_by_role("heading", level=1).wait_for(timeout=60_000)
        page.wait_for_timeout(1500)
        page.screenshot(path=out / f"{person}-administration.png")
        sees = page.get_by_text("none changed").count() > 0
        yield f"- {person} sees the trail: {may}." if sees == may else Failed(f"- {person} sees the trail: {sees}")
        yield from _out(context, url, person)
        context.close()
    told = (out / "home" / "trail.jsonl").read_text() if (out / "home" / "trail.jsonl").exists() else ""
    counts = told.count('"login"'), told.count('"logout"')
    yield (
        "- Logins and logouts are told." if counts[0] >= 2 and counts[1] == 2 else Failed(f"- the trail: {told[-300:]}")
    )


def _out(context: BrowserContext, url: str, person: str) -> Iterator[str]:
    """Who logs out is out: in another page that is open, by Back, and with the cookies that were kept."""
    other, page = context.new_page(), context.new_page()
    for one in (other, page):
        one.goto(f"{url}/saved?lang=en")
        one.get_by_role("heading", level=1).wait_for(timeout=60_000)
    kept = context.cookies()
    page.goto(f"{url}/auth/logout")
    context.add_cookies([{**one, "expires": -1} for one in kept])  # type: ignore[list-item]
    search = other.get_by_label("Find by name, note or author")
    search.fill("x")
    search.press("Enter")
    expect(other.get_by_text("you have no access")).to_be_visible(timeout=20_000)
    page.goto(f"{url}/saved?lang=en")
    asked = page.locator("input[name=sub]").count() or "/auth/login" in page.content()
    yield (
        f"- {person} is out everywhere."
        if asked
        else Failed(f"- {person}, logged out, is let in by a cookie that was kept.")
    )


SECTION = Section("Login by OpenID Connect", run)
