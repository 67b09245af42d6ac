"""The outlook page in a browser: its answer from a cold link, its tabs, its downloads, and nobody shut out."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect
from serving import LONG

pytestmark = pytest.mark.e2e
TEXT = "1;unemployment.benefit_standard=1530@2022-01;unemployment.refund_rate_sme=90@2022-01"
TABS = {
    "zh": ["预警与对策", "各基金路径", "敏感性", "压力测试", "回测", "方法"],
    "en": ["Early warning", "Paths", "Sensitivity", "Stress tests", "Backtest", "Methods"],
}
SIGNS = ["季度预警记录", "何时入不敷出", "影响最大的是", "反向压力测试", "由2020年推算2021年支出", "Sobol点"]


def open_page(page: Page, server: str, **query: str) -> None:
    page.goto(f"{server}/outlook?" + "&".join(f"{k}={quote(v)}" for k, v in query.items()))
    page.get_by_role("radio").first.wait_for(timeout=LONG)


def test_a_cold_link_opens_to_the_chance_and_the_remedy_and_tabs_are_built_when_opened(server: str, page: Page) -> None:
    open_page(page, server, s=TEXT)
    expect(
        page.get_by_text(re.compile("2022—2026年，失业保险基金备付期限跌破6个月的可能性：方案.*%，基线.*%"))
    ).to_be_visible(timeout=LONG)
    expect(page.get_by_text(re.compile("2026年黄灯：备付期限9.8个月，低于12个月"))).to_be_visible()
    expect(page.get_by_text(re.compile("失业保险金标准：1,530 元/月 → 1,381 元/月"))).to_be_visible()
    expect(page.locator("[data-testid=stVegaLiteChart]").first).to_be_visible()
    expect(page.get_by_text("影响最大的是")).to_have_count(0)
    for tab, sign in zip(TABS["zh"], SIGNS, strict=True):
        page.get_by_role("radio", name=tab).click()
        expect(page.get_by_text(re.compile(sign)).first).to_be_visible(timeout=LONG)
    expect(page.get_by_text(re.compile("Traceback|nan|NaN"))).to_have_count(0)


def test_the_floor_and_the_seed_are_in_the_link(server: str, page: Page) -> None:
    open_page(page, server, s=TEXT)
    settings = page.get_by_role("button", name="底线与抽样")
    settings.click()
    box = page.get_by_role("spinbutton", name=re.compile("底线"))
    box.fill("9")
    box.press("Enter")
    expect(page.get_by_text("跌破9个月的可能性")).to_be_visible(timeout=LONG)
    assert "view.floor%3Dunemployment%3A9" in page.url
    seed = page.get_by_role("spinbutton", name="随机种子")
    seed.fill("7")
    seed.press("Enter")
    page.wait_for_url(re.compile("view.seed%3D7"), timeout=LONG)
    page.reload()
    expect(page.get_by_text("跌破9个月的可能性")).to_be_visible(timeout=LONG)
    settings.click()
    expect(page.get_by_role("spinbutton", name="随机种子")).to_have_value("7", timeout=LONG)


def test_a_remedy_goes_into_the_scenario_and_clears_the_alert(server: str, page: Page) -> None:
    open_page(page, server, s=TEXT)
    cure = page.get_by_text(re.compile("失业保险金标准：1,530 元/月 → .*2022-01起；由")).locator(
        "xpath=ancestor::*[.//button][1]"
    )
    cure.get_by_role("button", name="放入方案").click()
    page.wait_for_url(re.compile("unemployment.benefit_standard%3D1381"), timeout=LONG)
    expect(page.get_by_text("2026年黄灯")).to_have_count(0, timeout=LONG)


@pytest.mark.parametrize("name", ["outlook", "performance"])
def test_the_link_that_is_shared_opens_the_same_page(server: str, page: Page, name: str) -> None:
    page.goto(f"{server}/{name}?s={quote(TEXT)}")
    page.get_by_role("button", name="分享").click()
    expect(page.get_by_test_id("stCode")).to_contain_text(f"{server}/{name}?s=1%3Bd%3D", timeout=LONG)
    expect(page.get_by_role("img", name="扫码打开")).to_be_visible(timeout=LONG)


def test_the_warning_log_leaves_in_the_pages_language(server: str, page: Page) -> None:
    open_page(page, server, s=TEXT, lang="en")
    with page.expect_download(timeout=LONG) as download:
        page.get_by_role("button", name=re.compile("Download the log with")).click()
    lines = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("Year,Quarter,Fund,") and len(lines) == 1 + 6 * 4 * 3
    alert = next(line for line in lines if line.startswith("2026,4,Unemployment"))
    assert (
        "below 12 months: amber" in alert
        and "Reserve ratio" in alert
        and "Unemployment benefit: 1,530 yuan a month" in alert
    )
