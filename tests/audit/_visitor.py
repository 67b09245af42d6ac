"""A browser of a section's own, and what a section does in one."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from e2e.conftest import FLAGS
from e2e.looking import settled as at_rest
from e2e.serving import LONG
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from sifund.importer.sheet import File

__all__ = ["NO_BROWSER", "at_rest", "chromium", "upload", "visitor"]
NO_BROWSER = "There is no Chromium here (`make browser` installs Debian's where it can)."
VERDICT = re.compile("核对后使用|处需要修改")


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("google-chrome")


@contextmanager
def visitor() -> Iterator[BrowserContext]:
    """A browser that waits as long as the browser's tests do."""
    expect.set_options(timeout=LONG)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="zh-CN")
        context.set_default_timeout(LONG)
        yield context
        browser.close()


def upload(page: Page, server: str, files: Sequence[File]) -> bool:
    """Upload files on a page drawn anew; whether they were taken. Raises playwright's error where nothing is said."""
    page.goto(f"{server}/checks")
    given = [{"name": f.name, "mimeType": "application/octet-stream", "buffer": f.data} for f in files]
    page.locator("input[type=file]").set_input_files(given)  # type: ignore[arg-type]
    verdict = page.get_by_text(VERDICT).first
    expect(verdict).to_be_visible()
    return "核对后使用" in verdict.inner_text()
