"""The compare page in a browser: add, arrange, choose what to compare with, and one link that carries it all."""

from __future__ import annotations

import re
from urllib.parse import quote

import polars as pl
import pytest
from looking import serious, settled, sheets
from playwright.sync_api import Browser, Page, expect
from serving import LONG

pytestmark = pytest.mark.e2e
BENEFIT, REFUND = "unemployment.benefit_standard=1530@2022-01", "unemployment.refund_rate_sme=90@2022-01"
THREE = f"1;n={quote('提标')};{BENEFIT}|1;n={quote('返还')};{REFUND}|1;n={quote('两项')};{BENEFIT};{REFUND}"
SIX = f"{THREE}|1;unemployment.benefit_standard=1400@2022-01|1|1;resident.basic_standard=400@2022-01"


def open_page(page: Page, server: str, text: str = "", **query: str) -> None:
    page.goto(f"{server}/compare?" + "&".join(f"{k}={quote(v, safe='')}" for k, v in {"s": text, **query}.items() if v))
    page.get_by_role("heading", level=1).wait_for(timeout=LONG)


def head(page: Page, name: str):
    return page.get_by_role("columnheader", name=name, exact=True)


def test_a_cold_link_opens_to_all_of_them_and_any_is_what_the_others_are_compared_with(server: str, page: Page) -> None:
    open_page(page, server, THREE)
    expect(page.get_by_text("3个方案中，支出最多的是“两项”（比基准+12,603万元）")).to_be_visible(timeout=LONG)
    for name in ("基线", "1 提标", "2 返还", "3 两项"):
        expect(head(page, name)).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("^2022 · 支出 63,741 67,241"))).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_text('of 3 scenarios, "两项" spends most')).to_be_visible(timeout=LONG)
    assert sheets(page) == 1  # printed
    page.reload()
    expect(page.get_by_text('of 3 scenarios, "两项" spends most')).to_be_visible(timeout=LONG)
    page.get_by_role("link", name="What if?").click()
    expect(page.get_by_text("+35.00 million yuan").first).to_be_visible(timeout=LONG)  # the first is the page's own
    page.go_back()
    expect(head(page, "3 两项")).to_be_visible(timeout=LONG)
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_text("3个方案中，支出最多的是“两项”（比基准+12,603万元）")).to_be_visible(timeout=LONG)
    settled(page)
    page.get_by_role("combobox", name=re.compile("以谁为基准")).click()
    page.get_by_role("option", name="3 两项").click()
    expect(head(page, "基线")).to_have_count(0, timeout=LONG)
    expect(
        page.get_by_role("row", name=re.compile(r"^2022 · 支出 67,241\s*≠ −9,103 72,844\s*≠ −3,500 76,344$"))
    ).to_be_visible()
    expect(head(page, "3 两项（基准）")).to_be_visible()
    expect(page.get_by_text("支出最多的是“两项”（即基准）")).to_be_visible()
    assert quote("view.against=3", safe="") in page.url


def test_presets_are_added_several_at_once_and_a_pasted_link(server: str, page: Page) -> None:
    open_page(page, server, f"1;{BENEFIT}")
    expect(page.get_by_text("只有“当前方案”一个方案")).to_be_visible(timeout=LONG)
    page.get_by_role("button", name="加入方案").click()
    take = page.get_by_test_id("stPopoverBody").get_by_role("button", name="加入", exact=True)
    expect(take).to_be_disabled()
    page.get_by_test_id("stPopoverBody").get_by_role("button", name=re.compile("^预设")).first.click()
    page.get_by_test_id("stPopoverBody").get_by_role("button", name="当前方案的副本").click()
    take.click()
    expect(head(page, "3 当前方案（副本）")).to_be_visible(timeout=LONG)
    box = page.get_by_label("或粘贴链接后回车")
    box.fill(f"{server}/scenario?s={quote(f'1;n=x;{REFUND};zzz=1', safe='')}&lang=zh")
    box.press("Enter")
    expect(head(page, "4 x")).to_be_visible(timeout=LONG)
    expect(page.get_by_text(re.compile("zzz.*没有这个参数"))).to_be_visible()


def test_order_name_and_removal(server: str, page: Page) -> None:
    open_page(page, server, f"{THREE};view.years=4".replace("提标", "提标"))
    page.get_by_role("button", name="排列与改名").click()
    body = page.get_by_test_id("stPopoverBody")
    body.get_by_role("button", name="后移").click()
    expect(head(page, "1 返还")).to_be_visible(timeout=LONG)
    expect(head(page, "2 提标")).to_be_visible()
    name = body.get_by_label("名称")
    expect(name).to_have_value("提标", timeout=LONG)  # the chosen one stays chosen
    name.fill("1530 | 每月")
    name.press("Enter")
    expect(head(page, "2 1530 | 每月")).to_be_visible(timeout=LONG)
    body.get_by_role("button", name="移除").click()
    expect(head(page, "2 两项")).to_be_visible(timeout=LONG)
    expect(head(page, "2 1530 | 每月")).to_have_count(0)


def test_the_whole_comparison_is_shared_and_downloaded(server: str, page: Page, browser: Browser) -> None:
    open_page(page, server, THREE)
    page.get_by_role("button", name="分享").click()
    expect(page.get_by_test_id("stCode")).to_have_count(2, timeout=LONG)
    link, says = (found.strip() for found in page.get_by_test_id("stCode").all_inner_texts())
    assert says.startswith("乌鲁木齐市2021年度，以“基线”为基准。2022年失业保险基金：3个方案中")
    assert link.startswith(f"{server}/compare?s=1%3Bd%3D")
    expect(page.get_by_role("img", name="扫码打开")).to_be_visible(timeout=LONG)
    for name, start in (("表格（CSV）", b"\xef\xbb\xbf"), ("图（PNG）", b"\x89PNG"), ("工作簿", b"PK")):
        with page.expect_download(timeout=LONG) as download:
            page.get_by_test_id("stPopoverBody").get_by_role("button", name=name).click()
        assert download.value.path().read_bytes().startswith(start), name
    page.keyboard.press("Escape")
    expect(page.get_by_role("img", name="扫码打开")).to_have_count(0, timeout=LONG)
    page.get_by_text("下载", exact=True).click()
    settled(page)  # a download asked for while the page runs is lost
    with page.expect_download() as download:
        page.get_by_role("button", name="下载Parquet").click()
    with page.expect_download() as book:
        page.get_by_role("button", name="导出工作簿").click()
    assert book.value.path().read_bytes().startswith(b"PK")
    frame = pl.read_parquet(download.value.path())
    assert frame["scenario"].unique(maintain_order=True).to_list() == ["提标", "返还", "两项"]
    context = browser.new_context(locale="zh-CN")
    other = context.new_page()
    other.goto(link)
    expect(other.get_by_text("3个方案中，支出最多的是“两项”（比基准+12,603万元）")).to_be_visible(timeout=LONG)
    context.close()


def test_a_name_in_the_answer_is_only_text(server: str, page: Page) -> None:
    open_page(page, server, f"1;n={quote('[a](http://127.0.0.1) *b*')};{BENEFIT}|1;{REFUND}")
    expect(page.locator(".answer")).to_contain_text("最高的是“[a](http://127.0.0.1) *b*”")


def test_no_serious_accessibility_violation(server: str, page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    open_page(page, server, SIX)
    for popover in ("", "加入方案", "排列与改名", "分享"):
        if popover:
            page.get_by_role("button", name=popover).click()
        assert serious(page, again=bool(popover)) == [], popover
        page.keyboard.press("Escape")
