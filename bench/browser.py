"""From the slider's key press to the last repaint of a chart, in headless Chromium."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
PROBE = Path(__file__).resolve().parent / "probe.js"
CHART = '[data-testid="stVegaLiteChart"]'
CHANGES, WARM = 25, 3
QUIET_MS, LIMIT_MS = 250, 20_000


class Change(NamedTuple):
    """One change of the slider [ms]: until it is sent, from there to the server's last word, all until painted."""

    before: float
    server: float
    total: float


def changes(urls: dict[str, str], sliders: dict[str, str], folded: str = "") -> dict[str, list[Change]]:
    """The changes of each app's slider, by the app's name; `folded` is what must be opened to see it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        found = {name: _measure(browser, url, sliders[name], folded) for name, url in urls.items()}
        browser.close()
    return found


def _measure(browser: Browser, url: str, label: str, folded: str) -> list[Change]:
    """Every press goes to a value that was not shown before, so that nothing of the answer is kept from earlier."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="zh-CN")
    page = context.new_page()
    page.add_init_script(path=PROBE)
    page.goto(url)
    page.locator(CHART).last.wait_for(timeout=60_000)
    page.wait_for_timeout(1500)
    if folded and page.get_by_text(folded).count():
        page.get_by_text(folded).first.click()
        page.wait_for_timeout(1500)
    slider = page.locator(f'input[type=range][aria-label="{label}"]').first
    slider.focus()
    found = []
    for _ in range(WARM + CHANGES):
        page.evaluate("__probe.arm()")
        slider.press("ArrowRight")
        found.append(Change(*page.evaluate("([quiet, limit]) => __probe.change(quiet, limit)", [QUIET_MS, LIMIT_MS])))
    context.close()
    return found[WARM:]
