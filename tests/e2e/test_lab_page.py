"""The scenario lab on the what-if page."""

from __future__ import annotations

import re

import pytest
from looking import settled
from playwright.sync_api import Page, expect
from serving import LONG
from test_pages import TEXT, open_page

pytestmark = pytest.mark.e2e
TWO = f"{TEXT};unemployment.refund_rate_sme=90@2022-01"


def test_the_effect_is_split_over_the_levers(server: str, page: Page) -> None:
    open_page(page, server, "scenario", s=TWO)
    page.get_by_role("radio", name="哪项起作用").click()
    expect(page.get_by_text("影响最大的是“中小微企业稳岗返还比例”")).to_be_visible(timeout=LONG)
    total = page.get_by_role("row", name=re.compile("^合计"))
    expect(total).to_contain_text("−12,603", timeout=LONG)


def test_a_number_is_explained_down_to_its_source_and_its_payers_are_a_table(server: str, page: Page) -> None:
    open_page(page, server, "scenario", s=TEXT)
    page.get_by_role("radio", name="为什么是这个数").click()
    expect(page.get_by_text("失业保险金支出 = 领取人数 × 失业保险金标准")).to_be_visible(timeout=LONG)
    expect(page.get_by_text(re.compile("parameters/"))).to_have_count(0)  # a leader reads no places in tables
    page.get_by_text("经办人员").click()
    expect(page.get_by_text("parameters/unemployment.benefit_standard").first).to_be_visible(timeout=LONG)
    page.get_by_role("radio", name="谁承担").click()
    expect(page.get_by_text("失业保险金支出 = 领取人数 × 失业保险金标准")).to_have_count(0, timeout=LONG)
    expect(page.get_by_role("table").first).to_be_visible(timeout=LONG)


def test_a_solved_value_goes_to_its_card(server: str, page: Page) -> None:
    page.set_viewport_size({"width": 1024, "height": 600})
    open_page(page, server, "scenario")
    page.get_by_role("radio", name="反推").click()
    settled(page)
    target = page.get_by_role("spinbutton", name=re.compile("目标"))
    target.fill("80000")
    target.press("Enter")
    put = page.get_by_role("button", name="写到参数卡片上")
    expect(put).to_be_in_viewport(ratio=1, timeout=LONG)  # the answer came into sight by itself
    expect(page.get_by_test_id("stAlertContainer").last).to_be_focused()
    page.keyboard.press("Tab")
    expect(put).to_be_focused()
    save = page.get_by_test_id("stPopoverButton").filter(has_text="保存")
    save.press("Enter")
    expect(page.get_by_role("dialog", name="保存")).to_be_focused()
    expect(page.get_by_role("button", name="保存为新方案")).to_be_visible(timeout=LONG)
    for key, where in (("Tab", page.get_by_label("名称")), ("Shift+Tab", save), ("Escape", save)):
        page.keyboard.press(key)
        expect(where).to_be_focused()
    put.click()
    page.wait_for_url(re.compile("unemployment[.]"), timeout=LONG)
