"""How every page looks: no words are cut, nothing is wider than the window, nothing serious stands in anybody's way; in
every section, wide and on a phone, light and dark; in English at a width between; and nothing breaks the content security
policy. A page is loaded once for each language."""

from __future__ import annotations

from typing import Any

import pytest
from cuts import WATCH_GRIDS, cuts
from looking import refused, serious, settled, too_wide
from playwright.sync_api import Page
from test_pages import open_page

pytestmark = pytest.mark.e2e
CHANGED = (
    "1;economy.wage_growth=5;public.adjustment=5;unemployment.benefit_standard=1530@2022-01,1600@2024-01;"
    "unemployment.new_claims=18000;unemployment.refund_rate_sme=90"
)
SIDE = "|".join([CHANGED, "1;n=b;unemployment.refund_rate_sme=90", "1;n=c;unemployment.benefit_standard=1700", "1;n=d"])
PAGES = {"": "", "scenario": CHANGED, "compare": SIDE, "performance": CHANGED, "checks": "", "outlook": CHANGED,
         "methods": CHANGED}  # fmt: skip
SECTIONS = "[class*=st-key-lab], [class*=st-key-outlook], [class*=st-key-performance], [class*=st-key-methods]"
NAMES = f"""() => [...document.querySelectorAll('{SECTIONS}')].filter((x) => x.dataset.testid === 'stElementContainer')
  .flatMap((x) => [...x.querySelectorAll('[role=radio]')].map((section) => section.textContent)).slice(0, 6)"""
UNFOLD = "document.querySelectorAll('[data-testid=stExpander] details:not([open]) > summary').forEach((x) => x.click())"
NARROW = """[...document.querySelectorAll(innerWidth > 640 ? '.stacked, .stColumn:has(.st-key-levers) ~ .stColumn .words' : '.stacked')]
  .filter((x) => x.scrollWidth > x.clientWidth + 1).length"""
"""Tables that are wider than their place, where they are not meant to be scrolled: lists of cards, and all beside levers."""
LOOKS = {"zh": ((1440, "light"), (390, "dark")), "en": ((1024, "dark"),)}
"""Widths [px] and themes; the first of each language is looked at for what is in the way too."""


VIEWS = [*((path, "zh") for path in PAGES if path != "methods"), *((path, "en") for path in ("", "compare"))]
"""`make audit` looks at every page in both languages; What if in English is looked at by its first screen."""


@pytest.mark.parametrize(("path", "lang"), VIEWS)
def test_every_page_is_whole_and_in_nobody_s_way(server: str, page: Page, path: str, lang: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.add_init_script(WATCH_GRIDS)
    broken = refused(page)
    open_page(page, server, path, s=PAGES[path], lang=lang)
    settled(page)
    amiss_at = {}
    for section in page.evaluate(NAMES) or [""]:
        if section:
            page.get_by_role("radio", name=section, exact=True).first.click()
            settled(page)
        page.evaluate(UNFOLD)
        for width, scheme in LOOKS[lang]:
            amiss_at[section, width, scheme] = amiss(page, width, scheme)
            if (width, scheme) == LOOKS[lang][0]:
                amiss_at[section, width, "in the way"] = serious(page, again=len(amiss_at) > 1)
    assert {where: what for where, what in amiss_at.items() if what} == {}
    assert broken == []


def amiss(page: Page, width: int, scheme: Any) -> list[Any]:
    """What is cut or too wide on the whole page at a width and in a theme, all of it in sight."""
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    found: list[Any] = [f"{over} px too wide"] if (over := too_wide(page)) > 0 else []
    if narrow := page.evaluate(NARROW):
        found.append(f"{narrow} tables wider than their place")
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": width, "height": height})
    return [*found, *cuts(page)]


def test_what_is_cut_is_seen(page: Page) -> None:
    """The look itself: a cell wider than its column, a label beyond its chart, a box that hides its end."""
    page.add_init_script(WATCH_GRIDS)
    page.goto("about:blank")
    page.set_content("""<div data-testid="stApp" data-test-script-state="notRunning"><div data-testid="stMain">
      <canvas width="300" height="50"></canvas>
      <div data-testid="stVegaLiteChart"><svg class="marks" width="200" height="40"><text x="-20" y="20">head</text></svg></div>
      <p style="width: 40px; overflow: hidden; white-space: nowrap">hidden at its end</p></div></div>""")
    page.evaluate("""() => {
      const ink = document.querySelector('canvas').getContext('2d');
      ink.save(); ink.beginPath(); ink.rect(0, 0, 40, 20); ink.clip(); ink.textAlign = 'right';
      ink.fillText('17,763.00', 36, 12); ink.restore();
    }""")
    assert [one.split(" ")[0] for one in cuts(page)] == ["cell", "chart", "box"]
