"""One browser journey through the whole app: what a leader does in an afternoon."""

from __future__ import annotations

import re

import pytest
from looking import settled
from playwright.sync_api import Browser, Page, expect
from serving import LONG
from test_pages import open_page, typed

pytestmark = pytest.mark.e2e


def figures(page: Page) -> list[str]:
    """The four figures with their changes."""
    return page.locator("dl.figures dd").all_inner_texts()


def test_from_a_ready_scenario_to_the_same_figures_in_a_fresh_browser(
    server: str, page: Page, browser: Browser
) -> None:
    open_page(page, server, "scenario")
    page.get_by_text("预设方案").click()
    page.get_by_role("button", name="采用这个方案").click()
    page.wait_for_url(re.compile("unemployment.benefit_standard%3D1530%402022-01"), timeout=LONG)
    expect(page.get_by_text(re.compile("^2022年：失业保险基金支出"))).to_be_visible(timeout=LONG)
    typed(page, "失业保险金标准", "1600")
    page.wait_for_url(re.compile("benefit_standard%3D1600"), timeout=LONG)
    page.get_by_text("其他政策参数").click()  # the most used levers stand open, the others are folded
    typed(page, "技能提升补贴标准", "2000")
    page.wait_for_url(re.compile("skills_subsidy%3D2000"), timeout=LONG)

    page.get_by_role("radio", name="为什么是这个数").click()
    expect(page.get_by_text("失业保险金支出 = 领取人数 × 失业保险金标准")).to_be_visible(timeout=LONG)

    page.get_by_role("radio", name="反推").click()
    settled(page)
    target = page.get_by_role("spinbutton", name=re.compile("^目标"))
    target.fill("80000")
    target.press("Enter")
    page.get_by_role("button", name="写到参数卡片上").click(timeout=LONG)
    expect(page.get_by_text(re.compile("^2022年：失业保险基金支出"))).to_be_visible(timeout=LONG)

    settled(page)
    page.get_by_role("button", name="保存", exact=True).click()
    body = page.get_by_test_id("stPopoverBody")
    settled(page)
    body.get_by_label("名称").fill("旅程")
    body.get_by_role("button", name="保存为新方案").click()
    expect(page.get_by_text("已保存：“旅程”第1版")).to_be_visible(timeout=LONG)
    page.keyboard.press("Escape")

    page.get_by_role("link", name="方案比较").click()
    page.get_by_role("heading", level=1, name=re.compile("方案比较")).wait_for(timeout=LONG)
    settled(page)
    page.get_by_role("button", name="加入方案").click()
    body = page.get_by_test_id("stPopoverBody")
    for number in (2, 3):
        body.get_by_role("button", name=re.compile("^预设")).first.click()
        body.get_by_role("button", name="加入", exact=True).click()
        expect(page.get_by_role("columnheader", name=re.compile(f"^{number} "))).to_be_visible(timeout=LONG)
        settled(page)
    page.keyboard.press("Escape")

    page.get_by_role("link", name="政策试算").click()
    page.get_by_role("heading", level=1, name=re.compile("政策试算")).wait_for(timeout=LONG)
    settled(page)
    page.get_by_role("button", name="分享").click()
    link = page.get_by_test_id("stCode").first.inner_text(timeout=LONG).strip()
    shown = figures(page)
    assert len(shown) >= 12
    context = browser.new_context(locale="zh-CN")
    fresh = context.new_page()
    fresh.goto(link)
    expect(fresh.locator("dl.figures dd").first).to_be_visible(timeout=LONG)
    assert figures(fresh) == shown
    context.close()
