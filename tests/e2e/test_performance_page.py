"""The performance page in a browser: what it shows, its tabs, its thresholds in the link, documents, access and width."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

import pytest
from looking import settled
from playwright.sync_api import Page, expect
from serving import LONG

pytestmark = pytest.mark.e2e
TABS = {"zh": ("预算执行", "价与量", "预算工作", "绩效目标", "文件"),
        "en": ("Execution", "Price and volume", "Budget work", "Targets", "Documents")}  # fmt: skip
SHOWS = {
    "zh": ("各项支出完成预算：最低的是", "来源所列原因与疑问", "各月用款申请", "已有证据的得分", "一页简报"),
    "en": ("of its budget, .* spent least", "The source's reasons", "Fund application", "Score shown by evidence", "One-page brief"),
}  # fmt: skip
SCENARIO = "1;unemployment.benefit_standard=1530;unemployment.refund_rate_sme=90;view.budget_year=2022;view.month=6"


def open_page(page: Page, server: str, **query: str) -> None:
    page.goto(f"{server}/performance?" + "&".join(f"{k}={quote(v, safe='')}" for k, v in query.items()))
    page.get_by_role("radio").first.wait_for(timeout=LONG)


def test_a_cold_link_opens_to_the_fund_s_year_and_a_threshold_goes_into_it(server: str, page: Page) -> None:
    open_page(page, server)
    expect(
        page.get_by_text("2021年失业保险基金支出51,103万元，同比减少22.29%，完成调整预算的99.10%（年初预算的95.13%）。")
    ).to_be_visible(timeout=LONG)
    expect(page.locator("[data-testid=stVegaLiteChart]").first).to_be_visible(timeout=LONG)
    expect(page.get_by_text("5个项目的执行率偏离100%超过5个百分点。")).to_be_visible()
    page.get_by_role("button", name="标记界限").click()
    settled(page)
    box = page.get_by_role("spinbutton", name="执行率偏离（百分点）")
    box.fill("50")
    box.press("Enter")
    expect(page.get_by_text("1个项目的执行率偏离100%超过50个百分点。")).to_be_visible(timeout=LONG)
    assert "view.tolerance=50" in unquote(page.url)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_tab_is_built_when_opened(server: str, page: Page, lang: str) -> None:
    open_page(page, server, lang=lang, s=SCENARIO)
    for name, words in zip(TABS[lang], SHOWS[lang], strict=True):
        page.get_by_role("radio", name=name).click()
        expect(page.get_by_text(re.compile(words)).first).to_be_visible(timeout=LONG)
        expect(page.get_by_test_id("stException")).to_have_count(0)


def test_pictures_and_documents_of_a_scenario_are_downloaded_and_its_adjustment_is_stated(
    server: str, page: Page
) -> None:
    open_page(page, server, s=SCENARIO)
    settled(page)
    page.get_by_text("下载", exact=True).click()
    settled(page)
    for form, start in (("PNG", b"\x89PNG"), ("SVG", b"<svg")):
        with page.expect_download(timeout=LONG) as picture:
            page.get_by_role("button", name=f"下载{form}", exact=True).click()
        assert picture.value.path().read_bytes().startswith(start)
        assert picture.value.suggested_filename == f"sifund-execution-unemployment-bullet.{form.lower()}"
    page.get_by_role("radio", name="预算工作").click()
    expect(
        page.get_by_text(re.compile("2022年失业保险基金预计支出66,903万元，比现行预算多12,603万元，需要调增。"))
    ).to_be_visible(timeout=LONG)
    page.get_by_role("radio", name="文件").click()
    for form, start in (("Word", b"PK"), ("PDF", b"%PDF"), ("Excel", b"PK")):
        page.get_by_role("button", name=f"制作{form}").first.click()
        expect(page.get_by_text(re.compile(f"已做好：.*（{form}），用时"))).to_be_visible(timeout=LONG)
        with page.expect_download(timeout=LONG) as found:
            page.get_by_role("button", name=f"下载{form}").first.click()
        assert found.value.path().read_bytes().startswith(start)
    page.get_by_role("radio", name="预算工作").click()
    settled(page)
    box = page.get_by_role("spinbutton", name="截至几月底")
    box.fill("7")
    box.press("Enter")
    settled(page)
    page.get_by_role("radio", name="文件").click()
    expect(page.get_by_role("button", name="制作Word")).to_have_count(2, timeout=LONG)  # another scenario, made anew
