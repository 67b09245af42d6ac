"""What stands on the first screen of the what-if page, where, and at what size of a window: the answer, four figures and
levers, with alerts up. `make audit` looks at every page, size, language and theme."""

from __future__ import annotations

from typing import Any

import pytest
from looking import serious, settled, sheets, too_wide
from playwright.sync_api import Page, expect
from serving import LONG
from test_looks import NARROW

from sifund.analysis.persons.words import TITLE

pytestmark = pytest.mark.e2e
ALERTS = (
    "1;unemployment.benefit_standard=1800@2022-01;unemployment.refund_rate_large=50@2022-01;"
    "unemployment.refund_rate_sme=90@2022-01"
)
SIZES = {(1024, 768): 2, (1280, 720): 2, (1366, 768): 2, (390, 844): 1}
"""How many levers are in sight without scrolling."""
BELOW = """(levers) => {
  const all = (root) => [...root.querySelectorAll('*')].flatMap((x) => [x, ...(x.shadowRoot ? all(x.shadowRoot) : [])]);
  const cards = all(document.querySelector('.st-key-levers')).filter((x) => x.matches('section'));
  const shown = ['.answer', 'dl.figures', '.remarks'].map((x) => document.querySelector(x));
  return [...shown, ...cards.slice(0, levers)].filter((x) => x.getBoundingClientRect().bottom > innerHeight)
    .map((x) => [x.className || x.innerText.slice(0, 40), x.getBoundingClientRect().bottom, innerHeight]);
}"""


@pytest.mark.parametrize(("lang", "scheme"), [("zh", "dark"), ("en", "light")])
def test_answer_figures_and_levers_are_in_sight(server: str, page: Page, lang: Any, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{server}/scenario?s={ALERTS}&lang={lang}")
    expect(page.locator(".remarks .alerts summary")).to_be_visible(timeout=LONG)
    for (width, height), levers in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        assert too_wide(page) <= 0, width
        assert page.evaluate(BELOW, levers) == [], (width, height)
    page.locator("[data-testid=stMain]").evaluate("x => x.scrollBy(0, 600)")
    expect(page.locator("dl.figures:visible")).to_be_in_viewport(ratio=1)  # on a phone the figures stay
    page.set_viewport_size({"width": 1024, "height": 768})
    settled(page)
    page.locator("[data-testid=stMain]").evaluate("x => x.scrollTo(0, 500)")
    for kept in (".answer:visible", "dl.figures:visible"):
        expect(page.locator(kept)).to_be_in_viewport(ratio=1)
    expect(page.locator("[data-testid=stVegaLiteChart]").first).to_be_in_viewport()
    assert serious(page) == []
    assert sheets(page) == 1  # in print, every alert in full
    page.get_by_role("radio", name=TITLE(lang), exact=True).click()
    expect(page.locator(".words")).to_be_visible()
    settled(page)
    assert page.evaluate(NARROW) == 0
