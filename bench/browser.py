"""From a key press to the last repaint of a chart, in headless Chromium."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
PROBE = Path(__file__).resolve().parent / "probe.js"
CHART = '[data-testid="stVegaLiteChart"]'
CHANGES, WARM = 25, 3
QUIET_MS, LIMIT_MS = 250, 20_000


class Change(NamedTuple):
    """One change [ms]: until it is sent, from there to the server's last word, all until painted."""

    before: float
    server: float
    total: float


Act = Callable[[int], None]
"""Does the same once more, to a value not shown before; given how often it was done."""


def changes(urls: dict[str, str], sliders: dict[str, str]) -> dict[str, list[Change]]:
    """The changes of each app's slider, by the app's name."""
    return measured({name: (url, partial(slider, sliders[name], "")) for name, url in urls.items()})


def measured(apps: dict[str, tuple[str, Callable[[Page], Act]]]) -> dict[str, list[Change]]:
    """The changes of each app, by its name; each has an address, and what makes its page ready to be changed."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        found = {name: _measure(browser, *app) for name, app in apps.items()}
        browser.close()
    return found


def _measure(browser: Browser, url: str, ready: Callable[[Page], Act]) -> list[Change]:
    """Every change goes to a value that was not shown before, so that nothing of the answer is kept from earlier."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="zh-CN")
    page = context.new_page()
    page.add_init_script(path=PROBE)
    page.goto(url)
    page.locator(CHART).last.wait_for(timeout=60_000)
    page.wait_for_timeout(1500)
    act = ready(page)
    found = []
    for number in range(WARM + CHANGES):
        page.evaluate("__probe.arm()")
        act(number)
        found.append(Change(*page.evaluate("([quiet, limit]) => __probe.change(quiet, limit)", [QUIET_MS, LIMIT_MS])))
    context.close()
    return found[WARM:]


def slider(label: str, folded: str, page: Page) -> Act:
    """Makes a slider ready, in what must be opened to see it; every press goes a step up."""
    if folded and page.get_by_text(folded).count():
        page.get_by_text(folded).first.click()
        page.wait_for_timeout(1500)
    slider = page.locator(f'input[type=range][aria-label="{label}"]').first
    slider.focus()
    return lambda _: slider.press("ArrowRight")
