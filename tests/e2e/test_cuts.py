"""No words of any page are cut: in no chart, in no table, in no box, at any width, in either language."""

from __future__ import annotations

import pytest
from cuts import WATCH_GRIDS, cuts
from looking import settled
from playwright.sync_api import Browser, Page
from test_pages import open_page

pytestmark = pytest.mark.e2e
CHANGED = (
    "1;economy.wage_growth=5;public.adjustment=5;unemployment.benefit_standard=1530@2022-01,1600@2024-01;"
    "unemployment.new_claims=18000;unemployment.refund_rate_sme=90"
)
SIDE = "|".join([CHANGED, "1;n=b;unemployment.refund_rate_sme=90", "1;n=c;unemployment.benefit_standard=1700", "1;n=d"])
PAGES = {"": "", "scenario": CHANGED, "compare": SIDE, "performance": CHANGED, "checks": "", "outlook": CHANGED}
TABS = "[class*=st-key-lab], [class*=st-key-outlook], [class*=st-key-performance]"
NAMES = f"""() => [...document.querySelectorAll('{TABS}')].filter((x) => x.dataset.testid === 'stElementContainer')
  .flatMap((x) => [...x.querySelectorAll('[role=radio]')].map((tab) => tab.textContent)).slice(0, 6)"""
UNFOLD = "document.querySelectorAll('[data-testid=stExpander] details:not([open]) > summary').forEach((x) => x.click())"
VIEWS = [*((page, "zh", (1440, 390)) for page in PAGES),
         *((page, "en", (1024,)) for page in ("scenario", "performance"))]  # fmt: skip


@pytest.mark.parametrize(("path", "lang", "widths"), VIEWS)
def test_nothing_is_cut(server: str, browser: Browser, path: str, lang: str, widths: tuple[int, ...]) -> None:
    context = browser.new_context(viewport={"width": widths[0], "height": 900}, reduced_motion="reduce")
    context.add_init_script(WATCH_GRIDS)
    page = context.new_page()
    open_page(page, server, path, s=PAGES[path], lang=lang)
    settled(page)
    found = {}
    for tab in page.evaluate(NAMES) or [""]:
        if tab:
            page.get_by_role("radio", name=tab, exact=True).first.click()
            settled(page)
        page.evaluate(UNFOLD)
        for width in widths:
            found[tab, width] = whole(page, width)
    context.close()
    assert {view: cut for view, cut in found.items() if cut} == {}


def whole(page: Page, width: int) -> list[str]:
    """What is cut on the whole page at a width, all of it in sight."""
    page.set_viewport_size({"width": width, "height": 900})
    settled(page)
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": width, "height": height})
    return cuts(page)


def test_what_is_cut_is_seen(browser: Browser) -> None:
    """The look itself: a cell wider than its column, a label beyond its chart, a box that hides its end."""
    context = browser.new_context()
    context.add_init_script(WATCH_GRIDS)
    page = context.new_page()
    page.set_content("""<div data-testid="stApp" data-test-script-state="notRunning"><div data-testid="stMain">
      <canvas width="300" height="50"></canvas>
      <div data-testid="stVegaLiteChart"><svg class="marks" width="200" height="40"><text x="-20" y="20">head</text></svg></div>
      <p style="width: 40px; overflow: hidden; white-space: nowrap">hidden at its end</p></div></div>""")
    page.evaluate("""() => {
      const ink = document.querySelector('canvas').getContext('2d');
      ink.save(); ink.beginPath(); ink.rect(0, 0, 40, 20); ink.clip(); ink.textAlign = 'right';
      ink.fillText('17,763.00', 36, 12); ink.restore();
    }""")
    seen = cuts(page)
    context.close()
    assert [one.split(" ")[0] for one in seen] == ["cell", "chart", "box"]
