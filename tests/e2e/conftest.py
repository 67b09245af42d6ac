"""A real server on a free port and a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from serving import LONG, absent, served

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip

expect.set_options(timeout=LONG)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser and a server race on a machine that other tests share: what fails is tried once more, and the run's end says
    which that was."""
    for item in items:
        if item.get_closest_marker("e2e"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A server that the tests share: what one session does there, another does not see, saved scenarios excepted."""
    with served() as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        absent("no Chromium on this machine: `make browser` installs Debian's where it can")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield found
        found.close()


@pytest.fixture(scope="session")
def context(browser: Browser) -> BrowserContext:
    """What the pages of all tests share: the scripts that one of them fetched and compiled serve the next ones too."""
    return browser.new_context(viewport={"width": 1440, "height": 1000}, locale="zh-CN")


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page of its own: its session, media and window; no cookie of a page before it."""
    yield context.new_page()
    for page in context.pages:
        page.close()
    context.clear_cookies()
