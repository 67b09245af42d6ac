"""A lever under the hand, in a browser: the right figures at every place before it is let go, then those of the run."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

import pytest
from looking import serious
from playwright.sync_api import Page, expect
from serving import LONG
from support import sample, scenario
from test_pages import open_page

from sifund.declare.parameter import month_of
from sifund.model.case import run

pytestmark = pytest.mark.e2e
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
BENEFIT, YEARS = "unemployment.benefit_standard", 6
ENFORCED = "1;unemployment.refund_gate=enforce@2022-01;view.fund=unemployment"
FIGURES = """() => [...document.querySelectorAll('.headline .about .figures div')].map((box) =>
  [...box.querySelectorAll('dd')].slice(0, 2).map((node) => node.textContent))"""
JUMPS = """(key) => {
  const at = window.sifundHand.data.levers[key].at;
  return at.filter((x, i) => at[i + 1] === x + 1 || at[i - 1] === x - 1);
}"""
SLIDE = """(slider, value) => {
  const start = performance.now();
  slider.value = value;
  slider.dispatchEvent(new Event('input'));
  return performance.now() - start;
}"""


def number(text: str) -> float:
    """万元 to yuan; months as they are."""
    found = re.search(r"([+−±]?)([\d,]+(?:\.\d+)?)", text)
    assert found, text
    value = float(Decimal(found[2].replace(",", ""))) * (-1 if found[1] == "−" else 1)
    return value if "月" in text else value * 1e4


def shown(page: Page) -> list[tuple[float, float]]:
    """Value and change of the four figures under the hand."""
    return [
        (number(value), number(change + ("月" if "月" in value else ""))) for value, change in page.evaluate(FIGURES)
    ]


def compare(values: list[int], read: list[list[tuple[float, float]]]) -> None:
    """Within 0.5% of the run's or 20万元, whichever is more; months within 0.5% or what is rounded."""
    found = scenario(sample(), ENFORCED)
    changes = [found.with_steps(BENEFIT, ((month_of(2022), float(value)),)).changes for value in values]
    for value, figures, side in zip(values, read, run(sample(), changes, YEARS), strict=True):
        wanted = [("expenditure", 2022), ("closing", 2022), ("cover_months", 2022), ("closing", 2026)]
        for (measure, year), (level, change) in zip(wanted, figures, strict=True):
            after, before = (x.value("unemployment", measure, year) for x in (side, side.baseline))
            assert after is not None and before is not None
            least = 0.06 if measure == "cover_months" else 20e4 + 5e3
            assert abs(level - after) <= max(0.005 * abs(after), least), (value, measure, level, after)
            assert abs(change - (after - before)) <= max(0.005 * abs(after - before), least), (value, measure, change)


def test_forty_places_of_a_drag_show_forty_right_figures(server: str, page: Page) -> None:
    open_page(page, server, "scenario", s=ENFORCED)
    slider = page.get_by_role("slider", name="失业保险金标准")
    expect(page.get_by_text("法定 ≤ 1,699")).to_be_visible(timeout=LONG)  # it is known what the values do
    box = slider.bounding_box()
    assert box
    page.mouse.move(box["x"] + 0.35 * box["width"], box["y"] + box["height"] / 2)
    page.mouse.down()
    values, read = [], []
    for at in range(40):
        page.mouse.move(box["x"] + (0.4 + 0.55 * at / 39) * box["width"], box["y"] + box["height"] / 2)
        values.append(int(slider.input_value()))
        read.append(shown(page))
    assert len(set(values)) == 40
    compare(values, read)
    jumps = page.evaluate(JUMPS, BENEFIT)
    sides, times = [500 + at for at in jumps if at != 823], []
    assert len(sides) >= 4
    read = []
    for value in sides:
        times.append(slider.evaluate(SLIDE, str(value)))
        read.append(shown(page))
    compare(sides, read)
    assert sorted(times)[len(times) // 2] <= 16, times
    expect(page.locator(".headline .about .answer")).to_contain_text("≈")
    assert "benefit_standard" not in page.url, "nothing of it is in the address"
    page.emulate_media(media="print")
    expect(page.locator(".headline .about")).to_be_hidden()
    page.emulate_media(media="screen")
    slider.evaluate(SLIDE, "1600")
    page.mouse.up()
    slider.evaluate("(slider) => slider.dispatchEvent(new Event('change'))")
    expect(page.locator(".headline .about")).to_be_hidden(timeout=LONG)
    page.wait_for_url(re.compile("(=|%3D)1600"), timeout=LONG)


def test_arrow_keys_across_a_legal_limit_keep_every_press(server: str, page: Page) -> None:
    open_page(page, server, "scenario", s="1;unemployment.benefit_standard=1697@2022-01", lang="zh")
    slider = page.get_by_role("slider", name="失业保险金标准")
    expect(page.get_by_text("法定 ≤ 1,699")).to_be_visible(timeout=LONG)
    slider.focus()
    for _ in range(6):
        slider.press("ArrowRight")
    page.wait_for_url(re.compile("(=|%3D)1703"), timeout=LONG)
    expect(slider).to_be_focused()
    expect(slider).to_have_value("1703")
    slider.press("ArrowLeft")
    page.wait_for_url(re.compile("(=|%3D)1702"), timeout=LONG)


def test_the_corridor_is_accessible(server: str, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, server, "scenario", s="1;unemployment.benefit_standard=2500@2022-01", lang="en")
    expect(page.get_by_text("Lawful ≤ 1,699")).to_be_visible(timeout=LONG)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        assert serious(page) == [], scheme
