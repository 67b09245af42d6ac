"""How every page looks: no words are cut, nothing is wider than the window, nothing serious stands in anybody's way; in
every section, and on a phone in the dark; in English at a width between; and nothing breaks the content security
policy. A page is loaded once for each language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from cuts import WATCH_GRIDS, cuts
from looking import beyond, refused, settled, violations
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
"""Widths [px] and themes; the first of each language is looked at for what is in the way too, last: what is new since the
section before is little where neither has changed."""

VIEWS = [*((path, "zh") for path in PAGES if path != "methods"), *((path, "en") for path in ("", "compare"))]
"""`make audit` looks at every page in both languages, at every section in every look; What if in English is looked at by its
first screen."""


@pytest.mark.parametrize(("path", "lang"), VIEWS)
def test_every_page_is_whole_and_in_nobody_s_way(server: str, page: Page, path: str, lang: str) -> None:
    assert amiss(page, server, path, lang, LOOKS[lang]) == {}


def amiss(
    page: Page, server: str, path: str, lang: str, looks: Sequence[tuple[int, Any]], *, every: bool = False
) -> dict[tuple[Any, ...], list[Any]]:
    """What is amiss on a page, by section, width [px] and theme: the first section in all looks, the others in the first one
    or in `every` one; in each section's first look what is in the way too; and what breaks the policy."""
    page.emulate_media(reduced_motion="reduce")
    page.add_init_script(WATCH_GRIDS)
    broken, found = refused(page), dict[tuple[Any, ...], list[Any]]()
    open_page(page, server, path, s=PAGES[path], lang=lang)
    settled(page)
    for number, section in enumerate(page.evaluate(NAMES) or [""]):
        if section:
            page.get_by_role("radio", name=section, exact=True).first.click()
            settled(page)
        page.evaluate(UNFOLD)
        for width, scheme in reversed(looks if every or not number else looks[:1]):
            found[section, width, scheme] = whole(page, width, scheme)
        found[section, "in the way"] = violations(page, again=number > 0)
    return {where: what for where, what in (found | {("policy",): broken}).items() if what}


def whole(page: Page, width: int, scheme: Any) -> list[Any]:
    """What is cut or too wide on the whole page at a width and in a theme, all of it in sight."""
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": width, "height": height})
    faults: list[Any] = cuts(page)
    if (over := beyond(page)) > 0:
        faults.append(f"{over} px too wide")
    if narrow := page.evaluate(NARROW):
        faults.append(f"{narrow} tables wider than their place")
    return faults


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
