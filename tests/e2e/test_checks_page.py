"""The checks page in a browser: the answer, a finding's figures, accepting it, provenance, access, narrow screens."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest
from looking import serious, settled
from playwright.sync_api import Browser, Page, expect
from serving import LONG, served

from sifund import dataset as datasets
from sifund.checks.provenance import provenance
from sifund.dataset import SAMPLE
from sifund.dataset.acceptance import read

COUNT = len(provenance(datasets.find(SAMPLE)))
pytestmark = pytest.mark.e2e
TOTALS = re.compile("机关养老 · 合计 · 2020：由基年和同比反算.*上年有未列的项目吗？$")
REMITTED = re.compile("失业保险 · 上解上级支出 · 2021：原因说的是“减少”.*以哪个为准？$")


def open_page(page: Page, server: str, query: str = "") -> None:
    page.goto(f"{server}/checks?{query}")
    page.get_by_role("heading", level=1).wait_for(timeout=LONG)


def expander(page: Page, label: re.Pattern[str]):
    return page.get_by_test_id("stExpander").filter(has=page.locator("summary", has_text=label))


def opened(page: Page, label: re.Pattern[str]):
    """An expander, opened, with what it holds; the run that opened it has ended."""
    found = expander(page, label)
    found.locator("summary").click()
    expect(found.get_by_role("listitem").first).to_be_visible(timeout=LONG)
    settled(page)
    return found


def test_the_answer_comes_first_and_below_it_every_figure_can_be_found(server: str, page: Page) -> None:
    open_page(page, server)
    expect(page.get_by_text("可相互核对的52处数字中，49处相符")).to_be_visible(timeout=LONG)
    expect(page.get_by_text(re.compile(f"指纹 {datasets.find(SAMPLE).fingerprint}"))).to_be_visible()
    expect(page.get_by_text("错误（1）：两个数不能都对")).to_be_visible()
    expect(page.get_by_text("提示（17）：值得知道")).to_be_visible()
    finding = opened(page, TOTALS)
    for words in ("所列：290,668.77万元", "重算：290,057.96万元", "相差：610.81万元",
                  "容许区间：290,029.97万元 至 290,085.94万元", "出处：报告三（二）机关养老"):  # fmt: skip
        expect(finding.get_by_text(words)).to_be_visible()
    expect(finding.get_by_text(re.compile("假定："))).to_be_visible()
    page.locator("summary", has_text="逐条看核对的数字").click()
    expect(page.get_by_text(re.compile("各项相加与所列合计.*容差：印刷数字取整所容许的区间"))).to_be_visible(
        timeout=LONG
    )
    page.locator("summary", has_text="每个数的来源").click()
    expect(page.get_by_text(f"{COUNT}个数，共{COUNT}个")).to_be_visible(timeout=LONG)
    settled(page)
    box = page.get_by_role("textbox", name=re.compile("^查找"))
    box.fill("新人社发〔2021〕33号 返还比例")
    box.press("Enter")
    expect(page.get_by_text(f"2个数，共{COUNT}个")).to_be_visible(timeout=LONG)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_text("49 of the 52 figures that can be reconciled tie")).to_be_visible(timeout=LONG)


def test_a_finding_is_accepted_with_a_reason_and_withdrawn(server: str, page: Page) -> None:
    open_page(page, server)
    found = opened(page, REMITTED)
    found.get_by_role("button", name="接受这条疑点").click()
    expect(found.get_by_text("请先写理由")).to_be_visible(timeout=LONG)
    found.get_by_label("接受的理由").fill("已与财务科核实 <b>*增长*</b>")
    found.get_by_role("button", name="接受这条疑点").click()
    expect(page.get_by_text("其中已接受1")).to_be_visible(timeout=LONG)
    expect(page.get_by_text("已接受1条")).to_be_visible()
    expander(page, REMITTED).locator("summary").click()
    expect(page.get_by_text("已接受：已与财务科核实 <b>*增长*</b>")).to_be_visible(timeout=LONG)
    expect(page.get_by_text("接受记录只留在本次会话")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="撤回接受").click()
    expect(page.get_by_text("其中已接受1")).to_have_count(0, timeout=LONG)
    expect(page.get_by_text("错误（1）：两个数不能都对")).to_be_visible()


def test_an_own_dataset_keeps_its_acceptances(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a folder of $SIFUND_DATA they survive the server, and the download of findings shows them."""
    folder = tmp_path / SAMPLE
    datasets.save(datasets.find(SAMPLE), folder)
    monkeypatch.setenv("SIFUND_DATA", str(tmp_path))
    for visit in (1, 2):
        with served() as url:
            page = browser.new_page(locale="zh-CN")
            open_page(page, url)
            if visit == 1:
                found = opened(page, REMITTED)
                found.get_by_label("接受的理由").fill("原文如此")
                found.get_by_role("button", name="接受这条疑点").click()
            expect(page.get_by_text("已接受1条")).to_be_visible(timeout=LONG)
            expect(page.get_by_text("接受记录只留在本次会话")).to_have_count(0)
            with page.expect_download() as download:
                page.get_by_role("button", name="下载Parquet").first.click()
            assert pl.read_parquet(download.value.path())["accepted_reason"].drop_nulls().to_list() == ["原文如此"]
            page.close()
    assert [row.reason for row in read(folder)] == ["原文如此"]


def test_no_serious_accessibility_violation(server: str, page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    open_page(page, server)
    opened(page, REMITTED)
    page.locator("summary", has_text="每个数的来源").click()
    expect(page.get_by_text(f"{COUNT}个数，共{COUNT}个")).to_be_visible(timeout=LONG)
    assert serious(page) == []
