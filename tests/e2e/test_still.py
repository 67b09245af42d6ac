"""What a message does when it comes or goes: nothing, to whatever stands below it. And what the browser's history keeps."""

from __future__ import annotations

import re

import pytest
from looking import settled
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e
LIMIT = "1;unemployment.refund_rate_sme=59@2022-01"
COMPLIANCE = ".remarks .alerts:not([hidden])"
MARK = """() => {
  const all = (root) => [...root.querySelectorAll('*')].flatMap((x) => [x, ...(x.shadowRoot ? all(x.shadowRoot) : [])]);
  window.marked = all(document.querySelector('[data-testid=stMain]')).filter((x) => x.matches(
    'input, button, summary, select, textarea, canvas, [role=radio], [data-testid=stVegaLiteChart], .levers section'));
  return window.marked.length;
}"""
LISTEN = "() => { window.pressed = []; addEventListener('keydown', (press) => pressed.push(press.timeStamp), true); }"
BURSTS = "() => pressed.splice(0).filter((at, number, all) => !number || at - all[number - 1] > 1000).length"
"""How often keys were pressed without a second between two, since that was last asked: once, unless the machine is slow."""
GONE = "() => window.marked.filter((x) => !x.isConnected).map((x) => x.outerHTML.slice(0, 120))"


def test_every_press_counts_across_a_legal_limit(server: str, page: Page) -> None:
    page.goto(f"{server}/scenario?s={LIMIT}")
    slider = page.get_by_role("slider", name="中小微企业稳岗返还比例")
    slider.wait_for()
    page.get_by_text("数据与下载").click()
    settled(page)
    expect(page.locator(COMPLIANCE)).to_have_count(0)
    assert page.evaluate(MARK) > 20
    entries = page.evaluate("history.length")
    page.evaluate(LISTEN)
    slider.focus()
    for _ in range(4):
        slider.press("ArrowRight")
    expect(page.locator(COMPLIANCE)).to_be_visible()
    expect(page).to_have_url(re.compile("refund_rate_sme%3D63"))
    settled(page)
    assert page.evaluate(GONE) == []
    assert slider.evaluate("x => x.getRootNode().activeElement === x")
    there = page.evaluate(BURSTS)
    assert page.evaluate("history.length") == entries + there
    page.wait_for_timeout(1100)
    for _ in range(5):
        slider.press("ArrowLeft")
    expect(page.locator(COMPLIANCE)).to_have_count(0)
    expect(page).to_have_url(re.compile("refund_rate_sme%3D58"))
    settled(page)
    assert page.evaluate(GONE) == []
    back = page.evaluate(BURSTS)
    assert page.evaluate("history.length") == entries + there + back
    page.evaluate("steps => history.go(-steps)", back)
    expect(page).to_have_url(re.compile("refund_rate_sme%3D63"))
    expect(page.get_by_role("spinbutton", name="中小微企业稳岗返还比例")).to_have_value("63")
    page.evaluate("steps => history.go(-steps)", there)
    expect(page.get_by_role("spinbutton", name="中小微企业稳岗返还比例")).to_have_value("59")


def test_the_six_boxes_stay_open_to_the_last(server: str, page: Page) -> None:
    page.goto(server)
    page.get_by_text("填入各基金真实的年初结余与全年收入").click()
    boxes = page.get_by_role("spinbutton")
    expect(boxes).to_have_count(6)
    for number, value in enumerate((1000, 2000, 700000, 10000, 70000, 60000)):
        boxes.nth(number).fill(str(value))
        boxes.nth(number).press("Enter")
        expect(page).to_have_url(re.compile(f"%3D{value}0000(%3B|$)"))
        settled(page)
        expect(boxes.nth(number)).to_be_focused()
