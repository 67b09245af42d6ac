"""From a key press to the last repaint of a chart, in headless Chromium."""

from __future__ import annotations

import time
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
TIMES = 3
"""How many times as many where a 95th percentile is judged."""
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
    return measured({name: (url, partial(slider, sliders[name], "")) for name, url in urls.items()}, TIMES * CHANGES)


def measured(apps: dict[str, tuple[str, Callable[[Page], Act]]], count: int = CHANGES) -> dict[str, list[Change]]:
    """The changes of each app, by its name, one of each in turn, so that whatever else the machine does meets them alike;
    each has an address, and what makes its page ready to be changed.

    Every change goes to a value that was not shown before, so that nothing of the answer is kept from earlier.
    """
    found: dict[str, list[Change]] = {name: [] for name in apps}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        pages = {name: _open(browser, *app) for name, app in apps.items()}
        for number in range(WARM + count):
            for name, (page, act) in pages.items():
                found[name].append(_change(page, partial(act, number)))
        browser.close()
    return {name: times[WARM:] for name, times in found.items()}


def _open(browser: Browser, url: str, ready: Callable[[Page], Act]) -> tuple[Page, Act]:
    page = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="zh-CN").new_page()
    page.add_init_script(path=PROBE)
    page.goto(url)
    page.locator(CHART).last.wait_for(timeout=60_000)
    page.wait_for_timeout(1500)
    return page, ready(page)


def _change(page: Page, act: Callable[[], None]) -> Change:
    page.evaluate("__probe.arm()")
    act()
    return Change(*page.evaluate("([quiet, limit]) => __probe.change(quiet, limit)", [QUIET_MS, LIMIT_MS]))


def first_paint(url: str) -> float:
    """Milliseconds from the address to the first chart, in a browser that has fetched nothing before."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="zh-CN").new_page()
        start = time.perf_counter()
        page.goto(url)
        page.locator(f"{CHART} :is(svg, canvas)").first.wait_for(timeout=60_000)
        took = (time.perf_counter() - start) * 1000
        browser.close()
    return took


def slider(label: str, folded: str, page: Page) -> Act:
    """Makes a slider ready, in what must be opened to see it; every press goes a step up."""
    if folded and page.get_by_text(folded).count():
        page.get_by_text(folded).first.click()
        page.wait_for_timeout(1500)
    slider = page.locator(f'input[type=range][aria-label="{label}"]').first
    slider.focus()
    return lambda _: slider.press("ArrowRight")
