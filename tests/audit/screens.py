"""Every page at every size, in both languages and themes: nothing wider than its window, nothing serious for axe, a picture
of each; on the what-if page the levers that must be in sight."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

from e2e.conftest import FLAGS
from e2e.looking import serious, sheets, too_wide
from e2e.serving import served
from e2e.test_first_screen import ALERTS, BELOW, SIZES
from playwright.sync_api import Page, sync_playwright

from audit import PAGES, Failed, NotRun, Section
from audit._visitor import NO_BROWSER, chromium

SHEETS = {"": 2, "methods": 99}
"""How many sheets a page takes in print at most: the overview pictures and tables, the methods all that they list, others one."""


def run(out: Path) -> Iterator[str]:
    """A line a page, language and theme that does not hold at some size."""
    if not chromium():
        yield NotRun(NO_BROWSER)
        return
    count = 0
    with served() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for path, lang, scheme in product(PAGES, ("zh", "en"), ("light", "dark")):
            page = browser.new_page(color_scheme=scheme)
            page.goto(f"{url}/{path}?s={ALERTS}&lang={lang}")
            page.get_by_role("heading", level=1).wait_for()
            for number, size in enumerate(SIZES):
                name = f"{path or 'overview'}-{lang}-{scheme}-{size[0]}"
                yield from _wrong(page, name, size, path, again=0 < number < len(SIZES) - 1)
                page.screenshot(path=out / f"{name}.png")
                count += 1
            if (paper := sheets(page)) > SHEETS.get(path, 1):
                yield Failed(f"- {path or 'overview'}-{lang}-{scheme}: takes {paper} sheets in print.")
            page.close()
        browser.close()
    yield f"- {count} screens were looked at; their pictures are beside this report."


def _wrong(page: Page, name: str, size: tuple[int, int], path: str, *, again: bool) -> Iterator[str]:
    """What does not hold at a size; `again`, of axe's rules only what is new since the size before."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    if (wide := too_wide(page)) > 0:
        yield Failed(f"- {name}: {wide} px wider than the window.")
    if path == "scenario" and (below := page.evaluate(BELOW, SIZES[size])):
        yield Failed(f"- {name}: below the first screen: {below}.")
    if barred := serious(page, again=again):
        yield Failed(f"- {name}: {barred}.")


SECTION = Section("The first screen of every page", run)
