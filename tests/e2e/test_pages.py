"""The pages as a person uses them, on a cold server."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from looking import settled
from playwright.sync_api import Browser, Page, expect
from serving import LONG, ROOT, free_port, served, wait_for
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from sifund.joined import LENGTH, MARK

pytestmark = pytest.mark.e2e
TEXT = "1;unemployment.benefit_standard=1530@2022-01"
ANSWER = "失业保险基金支出+3,500万元（+5.5%），年末滚存结余比基线−3,500万元，备付期限17.2个月"


def open_page(page: Page, server: str, path: str = "", **query: str) -> None:
    page.goto(f"{server}/{path}?" + "&".join(f"{k}={quote(v)}" for k, v in query.items()))
    page.get_by_role("heading", level=1).wait_for(timeout=LONG)


def benefit_slider(page: Page):
    return page.get_by_role("slider", name=re.compile("失业保险金标准|Unemployment benefit")).first


def test_a_lever_is_moved_typed_put_back_and_refused_out_of_bounds(server: str, page: Page) -> None:
    open_page(page, server, "scenario")
    same = page.get_by_text("方案与基线相同")
    expect(same).to_be_visible(timeout=LONG)
    slider = benefit_slider(page)
    slider.focus()
    slider.press("ArrowRight")
    expect(page.get_by_text(re.compile("失业保险基金支出\\+16[.]9万元"))).to_be_visible(timeout=LONG)
    page.wait_for_url(re.compile("1324%402022-01"), timeout=LONG)  # what is shown at once is not the run's yet
    slider.press("ArrowLeft")
    expect(same).to_be_visible(timeout=LONG)
    assert "1324" not in page.url
    typed(page, "失业保险金标准", "1530")
    expect(page.get_by_text(ANSWER)).to_be_visible(timeout=LONG)
    page.get_by_role("button", name="全部恢复").click()
    expect(same).to_be_visible(timeout=LONG)
    typed(page, "中小微企业稳岗返还比例", "190")
    expect(page.get_by_text("允许范围： 0–100%")).to_be_visible(timeout=LONG)
    expect(same).to_be_visible()


def typed(page: Page, name: str, value: str) -> None:
    """A number goes into its box once the page is at rest: a popover that closes takes the focus, and what is typed with it."""
    settled(page)
    box = page.get_by_role("spinbutton", name=name, exact=True)
    box.fill(value)
    box.press("Enter")


def test_dated_steps_are_a_table_then_a_choice_then_the_base_year_again(server: str, page: Page) -> None:
    open_page(page, server, "scenario", s=TEXT)
    page.get_by_role("button", name="＋ 分段: 失业保险金标准").click()
    amount = page.get_by_role("spinbutton", name="失业保险金标准: 2023-01")
    expect(amount).to_have_value("1621.8", timeout=LONG)  # 1,530 grown by 6%: nothing is changed yet
    expect(page.get_by_text(ANSWER)).to_be_visible(timeout=LONG)
    amount.fill("1600")
    amount.press("Enter")
    page.wait_for_url(re.compile(quote("1530@2022-01,1600@2023-01", safe="")), timeout=LONG)
    month = page.get_by_role("textbox", name="失业保险金标准: 起始月份 2")
    month.fill("2024-13")
    month.press("Enter")
    expect(page.get_by_text("月份请写成2022-01")).to_be_visible(timeout=LONG)
    month.fill("2024-07")
    month.press("Enter")
    page.wait_for_url(re.compile(quote("1530@2022-01,1600@2024-07", safe="")), timeout=LONG)
    page.get_by_role("button", name="删除该段: 2024-07").click()
    expect(benefit_slider(page)).to_have_value("1530", timeout=LONG)
    settled(page)
    page.get_by_role("radio", name="停付").check()
    page.wait_for_url(re.compile(quote("refund_gate=enforce@2022-01", safe="")), timeout=LONG)
    settled(page)
    page.get_by_role("radio", name="重演2021年").check()
    page.wait_for_url(re.compile(quote("1530@2021-01", safe="")), timeout=LONG)
    expect(page.get_by_text(re.compile("^2021年：失业保险基金支出"))).to_be_visible(timeout=LONG)


def test_drivers_are_built_when_opened_and_a_growth_in_steps_is_a_table(server: str, page: Page) -> None:
    """A typed step leaves the table whole."""
    open_page(page, server, "scenario")
    expect(benefit_slider(page)).to_be_visible(timeout=LONG)
    assert page.get_by_role("slider", name="新增领取人数", exact=True).count() == 0
    assert page.locator(".words").count() == 0
    page.get_by_text("驱动量与假设").click()
    expect(page.get_by_role("slider", name="新增领取人数", exact=True)).to_be_visible(timeout=LONG)
    later = page.get_by_role("spinbutton", name="失业保险金标准增长率: 2023-01")
    expect(later).to_have_value("6", timeout=LONG)
    later.fill("5")
    later.press("Enter")
    page.wait_for_url(re.compile(quote("standard_growth=0@2022-01,5@2023-01,4@2027-01", safe="")), timeout=LONG)
    later.fill("6")
    later.press("Enter")
    expect(page.get_by_text("方案与基线相同")).to_be_visible(timeout=LONG)
    page.wait_for_url(lambda url: "standard_growth" not in url, timeout=LONG)  # the address follows what is drawn
    settled(page)
    page.get_by_text("数据与下载").click()
    expect(page.locator(".words")).to_be_visible(timeout=LONG)
    page.emulate_media(media="print")  # what is open on the screen is printed, without what is pressed
    expect(page.locator(".words")).to_be_visible()
    expect(page.get_by_role("button", name="下载CSV")).to_be_hidden()
    expect(page.get_by_text("驱动量与假设")).to_be_hidden()


def test_undo_redo_and_what_each_lever_does_alone(server: str, page: Page) -> None:
    open_page(page, server, "scenario", s=f"{TEXT};unemployment.refund_rate_sme=90@2022-01")
    alone = page.get_by_text("单独作用 · 2022年：支出+3,500万元、年末滚存结余−3,500万元").first  # the card's own line
    expect(alone).to_be_visible(timeout=LONG)
    page.get_by_role("button", name="全部恢复").click()
    expect(page.get_by_text("方案与基线相同")).to_be_visible(timeout=LONG)
    page.get_by_role("button", name="撤销").click()
    expect(alone).to_be_visible(timeout=LONG)
    page.get_by_role("button", name="重做").click()
    expect(page.get_by_text("方案与基线相同")).to_be_visible(timeout=LONG)


def test_a_legal_alert_names_its_document(server: str, page: Page) -> None:
    open_page(page, server, "scenario", s="1;unemployment.benefit_standard=1700@2022-01")
    said = page.get_by_text(re.compile("达到或超过最低工资标准.*失业保险条例 第18条"))
    expect(said).to_have_count(2, timeout=LONG)  # in the row of all and on the lever's own card
    for line, at in (("1项合规提示", 0), (re.compile("^1项合规提示 ·"), 1)):
        expect(said.nth(at)).to_be_hidden()
        page.get_by_text(line, exact=True).click()
        expect(said.nth(at)).to_be_visible()


def test_a_link_opens_to_the_same_numbers_and_follows_a_moved_lever(server: str, page: Page, browser: Browser) -> None:
    open_page(page, server, "scenario", s=TEXT)
    expect(page.get_by_text(ANSWER)).to_be_visible(timeout=LONG)
    slider = benefit_slider(page)
    slider.focus()
    slider.press("ArrowRight")
    page.wait_for_url(re.compile("benefit_standard%3D1531"), timeout=LONG)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="方案比较").click(modifiers=["Control"])
    expect(opened.value.get_by_role("heading", level=1, name=re.compile("方案比较"))).to_be_visible(timeout=LONG)
    assert "benefit_standard%3D1531" in opened.value.url and "/compare" in opened.value.url
    assert "/scenario" in page.url
    opened.value.close()
    slider.press("ArrowLeft")
    page.wait_for_url(re.compile("benefit_standard%3D1530"), timeout=LONG)
    settled(page)
    expect(page.get_by_role("status").filter(has_text=ANSWER)).to_be_visible(timeout=LONG)  # not what followed the hand
    page.get_by_role("button", name="分享").click()
    link = page.get_by_test_id("stCode").first.inner_text().strip()
    assert link.startswith(f"{server}/scenario?s=1%3Bd%3Durumqi-2021.")
    context = browser.new_context(locale="zh-CN")
    other = context.new_page()
    other.goto(link)
    expect(other.get_by_text(ANSWER)).to_be_visible(timeout=LONG)
    context.close()
    shared = page.get_by_test_id("stPopoverBody").get_by_text("scenario?s=")
    expect(shared).to_contain_text("1530", timeout=LONG)
    slider.focus()
    slider.press("ArrowRight")
    expect(shared).to_contain_text("1531", timeout=LONG)  # what is open above shows it too


def cold(page: Page, url: str, path: str, title: str) -> None:
    """The first request that a server ever answers: the page comes with all that app.py draws, and nothing else."""
    page.goto(f"{url}/{path}")
    expect(page.get_by_role("heading", level=1, name=re.compile(title))).to_be_visible(timeout=LONG)
    expect(page.get_by_role("button", name="English")).to_be_visible()
    expect(page.get_by_text("Page not found")).to_have_count(0)


def test_a_cold_deep_link_runs_behind_app_py(page: Page) -> None:
    """To the scenario; where a server is started for another test, to other pages (test_saved_page)."""
    with served() as url:
        cold(page, url, "scenario", "政策试算")


def test_streamlit_run_serves_a_cold_deep_link_too(page: Page) -> None:
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/_stcore/health")
        open_page(page, f"http://127.0.0.1:{port}", "scenario", s=TEXT)
        expect(page.get_by_text(ANSWER)).to_be_visible(timeout=LONG)
        expect(page.get_by_text("Page not found")).to_have_count(0)
    finally:
        process.terminate()
        process.wait(10)


def test_language_page_back_and_reload_keep_the_scenario(server: str, page: Page) -> None:
    open_page(page, server, "scenario", s=TEXT)
    expect(page.get_by_text(ANSWER)).to_be_visible(timeout=LONG)
    expect(page.get_by_text("Page not found")).to_have_count(0)
    page.get_by_role("radio", name="谁承担").click()  # the open part too
    page.wait_for_url(re.compile("view.open%3Dpayers"), timeout=LONG)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_text("17.2 months of cover")).to_be_visible(timeout=LONG)
    expect(page).to_have_title("What if? · Current scenario (not saved)")
    page.reload()
    expect(page.get_by_text("17.2 months of cover")).to_be_visible(timeout=LONG)
    expect(page.get_by_role("radio", name="Who pays")).to_be_checked(timeout=LONG)
    page.get_by_role("link", name="Overview").click()
    expect(page.get_by_role("heading", level=1, name=re.compile("How the funds stand"))).to_be_visible(timeout=LONG)
    page.go_back()
    expect(page.get_by_text("17.2 months of cover")).to_be_visible(timeout=LONG)
    expect(page.get_by_role("radio", name="Who pays")).to_be_checked(timeout=LONG)
    assert "1530" in page.url and "lang=en" in page.url
    page.go_forward()
    expect(page.get_by_role("heading", level=1, name=re.compile("How the funds stand"))).to_be_visible(timeout=LONG)
    assert "1530" in page.url and "lang=en" in page.url


def apart(frame: bytes) -> Iterator[bytes]:
    """The messages of a frame, as the browser takes them apart (`burst.js`)."""
    if not frame.startswith(MARK):
        yield frame
        return
    at = len(MARK)
    while at < len(frame):
        size = int.from_bytes(frame[at : at + LENGTH], "little")
        yield frame[at + LENGTH : (at := at + LENGTH + size)]


def kinds(page: Page) -> list[str]:
    """What the server sends from now on: the kinds of its messages."""
    found: list[str] = []

    def read(frame: str | bytes) -> None:
        for message in map(ForwardMsg.FromString, apart(frame.encode() if isinstance(frame, str) else frame)):
            kind = message.WhichOneof("type") or ""
            found.append((message.delta.new_element.WhichOneof("type") or kind) if kind == "delta" else kind)

    page.on("websocket", lambda socket: socket.on("framereceived", read))
    return found


def test_a_moved_lever_runs_its_part_alone_and_the_rest_follows(server: str, page: Page) -> None:
    sent = kinds(page)
    open_page(page, server, "scenario", s=TEXT)
    expect(page.get_by_text(ANSWER)).to_be_visible(timeout=LONG)
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=LONG)
    page.wait_for_load_state("networkidle")
    settled(page)
    sent.clear()
    slider = benefit_slider(page)
    slider.focus()
    slider.press("ArrowRight")
    page.wait_for_url(re.compile("benefit_standard%3D1531"), timeout=LONG)
    expect(page.get_by_text(re.compile("^2022年：失业保险基金支出[+]3,517"))).to_be_visible(timeout=LONG)
    settled(page)
    assert sent.count("vega_lite_chart") == 3 and sent.count("button_group") == 1 and "navigation" not in sent

    page.get_by_role("radio", name="居民养老").click()  # the whole page: it keeps what its part was given
    expect(page.get_by_text(re.compile("^城乡居民基本养老保险基金：.*与基线完全相同"))).to_be_visible(timeout=LONG)
    assert "benefit_standard%3D1531" in page.url
    page.get_by_role("radio", name="谁承担").click()
    expect(page.get_by_role("radio", name="谁承担")).to_be_checked(timeout=LONG)
    page.get_by_role("button", name="撤销").click()  # the lever alone: fund and part are no change of the scenario
    page.wait_for_url(re.compile("benefit_standard%3D1530"), timeout=LONG)
    expect(page.get_by_role("radio", name="居民养老").first).to_be_checked(timeout=LONG)
    expect(page.get_by_role("radio", name="谁承担")).to_be_checked()
    page.get_by_role("radio", name="变化").click()
    page.get_by_role("radio", name="失业").first.click()  # it stands above the part: it is drawn again
    expect(page.get_by_text(ANSWER)).to_be_visible(timeout=LONG)
    page.get_by_role("button", name="重做").click()
    page.wait_for_url(re.compile("benefit_standard%3D1531"), timeout=LONG)
    page.get_by_role("link", name="数据核对").click()
    expect(page.get_by_role("heading", level=1, name=re.compile("数据核对"))).to_be_visible(timeout=LONG)
    assert "benefit_standard%3D1531" in page.url
    page.go_back()
    expect(page.get_by_text(re.compile("^2022年：失业保险基金支出[+]3,517"))).to_be_visible(timeout=LONG)


def test_two_tabs_do_not_disturb_each_other(server: str, page: Page) -> None:
    one, two = page, page.context.new_page()
    open_page(one, server, "scenario", s=TEXT)
    open_page(two, server, "scenario")
    expect(one.get_by_text(ANSWER)).to_be_visible(timeout=LONG)
    expect(two.get_by_text("方案与基线相同")).to_be_visible(timeout=LONG)
