"""Saving, finding, changing and sharing scenarios in a browser, also when the server dies or the database is away."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from looking import serious, settled, too_wide
from playwright.sync_api import Browser, Page, expect
from serving import LONG, served
from support import balance, run
from test_pages import cold

from sifund.dataset import Dataset
from sifund.model.frames import fingerprint
from sifund.scenario import dataset_mark
from sifund.store import Content, Saved, Store
from sifund.store.database import Database, default_url
from sifund.store.figures import figures_of

pytestmark = pytest.mark.e2e
TEXT = "1;unemployment.benefit_standard=1530@2022-01"
ANSWER = "失业保险基金支出+3,500万元（+5.5%），年末滚存结余比基线−3,500万元，备付期限17.2个月"


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    """The store that the servers use, emptied."""
    assert str(home) in default_url()
    found = Store(Database(default_url()))
    with found.database.write() as connection:
        for table in ("versions", "scenarios"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
    yield found
    found.database.close()


def keep(store: Store, dataset: Dataset, name: str, text: str = TEXT, **more: str) -> Saved:
    result = run(dataset, text)
    mark = more.pop("dataset", dataset_mark(dataset))
    text = text.replace("1;", f"1;d={mark};", 1)
    return store.add(
        Content(name, text, mark, more.pop("fingerprint", fingerprint(result)), figures_of(result), **more)
    )


def open_page(page: Page, server: str, path: str = "saved", **query: str) -> None:
    page.goto(f"{server}/{path}?" + "&".join(f"{k}={quote(v, safe='')}" for k, v in query.items()))
    page.get_by_role("heading", level=1).wait_for(timeout=LONG)


def card(page: Page, name: str):
    return page.get_by_test_id("stExpander").filter(has=page.locator("summary", has_text=re.compile(f"^\\S*{name} ·")))


def opened(page: Page, name: str):
    found = card(page, name).first
    found.locator("summary").first.click()
    expect(found.get_by_role("button", name="打开试算")).to_be_visible(timeout=LONG)
    expect(found.get_by_text("历史版本")).to_be_visible(timeout=LONG)
    settled(page)  # the run that opened it has ended
    return found


# --- on the what-if page ------------------------------------------------------------------------------------------------


def save(page: Page, name: str, button: str, author: str = "王") -> None:
    settled(page)
    page.get_by_role("button", name="保存", exact=True).click()
    settled(page)
    body = page.get_by_test_id("stPopoverBody")
    body.get_by_label("名称").fill(name)
    body.get_by_label("保存人").fill(author)
    body.get_by_role("button", name=button).click()


def test_a_scenario_is_saved_and_then_its_next_version(server: str, page: Page, store: Store) -> None:
    open_page(page, server, "scenario", s=TEXT)
    save(page, "提标 <b>", "保存为新方案")
    expect(page.get_by_text("已保存：“提标 <b>”第1版")).to_be_visible(timeout=LONG)
    kept = store.search().saved[0]
    assert (kept.content.name, kept.content.author, kept.content.text.split(";")[2:]) == ("提标 <b>", "王", [TEXT[2:]])
    assert quote(f"k={kept.mark}", safe="") in page.url
    expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)  # what was asked is done: the form is closed
    expect(page).to_have_title("政策试算 · 提标 <b>（第1版）")
    box = page.get_by_role("spinbutton", name="失业保险金标准")
    box.fill("1600")
    box.press("Enter")
    page.wait_for_url(re.compile("1600"), timeout=LONG)
    expect(page.locator(".which")).to_have_text("提标 <b> 第1版，保存后已改动")
    expect(page).to_have_title("政策试算 · 提标 <b>（第1版，保存后已改动）")
    save(page, "提标二稿", "的新版本", "李")
    expect(page.get_by_text("已保存：“提标二稿”第2版")).to_be_visible(timeout=LONG)
    assert [(v.version, v.content.name, v.content.author) for v in store.history(kept.id).saved] == [
        (2, "提标二稿", "李"), (1, "提标 <b>", "王"),
    ]  # fmt: skip


def test_somebody_elses_save_is_not_overwritten(server: str, page: Page, store: Store, dataset: Dataset) -> None:
    kept = keep(store, dataset, "共用")
    open_page(page, server, "scenario", s=f"1;k={kept.mark}")
    expect(page.get_by_text(ANSWER)).to_be_visible(timeout=LONG)
    store.rename(kept, "共用（改）", "李")
    save(page, "共用", "的新版本")
    expect(page.get_by_text(re.compile("又有人保存（现为第2版，保存人李）；没有覆盖"))).to_be_visible(timeout=LONG)
    expect(page.get_by_text(ANSWER)).to_be_visible()
    page.get_by_test_id("stPopoverBody").get_by_role("button", name="保存为新方案").click()
    expect(page.get_by_text("已保存：“共用”第1版")).to_be_visible(timeout=LONG)
    assert store.search().count == 2


def test_share_gives_link_short_link_code_and_sentence(
    server: str, page: Page, store: Store, dataset: Dataset, browser: Browser
) -> None:
    kept = keep(store, dataset, "提标")
    open_page(page, server, "scenario", s=f"1;k={kept.mark}")
    page.get_by_role("button", name="分享").click()
    expect(page.get_by_role("img", name="扫码打开")).to_be_visible(timeout=LONG)
    expect(page.get_by_test_id("stCode")).to_have_count(3, timeout=LONG)
    whole, short, words = (x.strip() for x in page.get_by_test_id("stCode").all_inner_texts())
    assert "1530%402022-01" in whole and "k%3D" not in whole
    assert short == f"{server}/scenario?s=1%3Bk%3D{kept.mark}&lang=zh"
    assert words.split("\n") == [
        "提标（乌鲁木齐市2021年度）",
        f"2022年：{ANSWER}；2026年：支出+4,863万元（+5.6%），年末滚存结余143,020万元（比基线−21,522万元），备付期限18.6个月（基线22.6个月）。",
        "可信度低：年初结余是假设；照全国2013—2021各年的波动（失业保险）；过去36次预测有92%落在90%带内。",
        "2021年为报告基年，以后各年为模型推算。",
    ]
    for name, start in (("表格（CSV）", b"\xef\xbb\xbf"), ("图（PNG）", b"\x89PNG"), ("一页简报（PDF）", b"%PDF"),
                        ("一页简报（Word）", b"PK")):  # fmt: skip
        with page.expect_download(timeout=LONG) as coming:
            page.get_by_role("button", name=name).click()
        assert coming.value.path().read_bytes().startswith(start), name
    context = browser.new_context(locale="zh-CN")
    for link in (whole, short):
        other = context.new_page()
        other.goto(link)
        expect(other.get_by_text(ANSWER)).to_be_visible(timeout=LONG)
    context.close()


def test_saved_scenarios_make_a_short_link_to_their_comparison(
    server: str, page: Page, store: Store, dataset: Dataset
) -> None:
    marks = [keep(store, dataset, name).mark for name in ("甲" * 40, "乙" * 40, "丙" * 40)]
    whole = f"1;n={quote('当面')};{TEXT[2:]}"
    open_page(page, server, "compare", s="|".join([*(f"1;k={mark}" for mark in marks), whole]))
    page.get_by_role("button", name="分享").click()
    expect(page.get_by_test_id("stCode")).to_have_count(3, timeout=LONG)
    expect(page.get_by_role("img", name="扫码打开")).to_be_visible()
    page.goto(page.get_by_test_id("stCode").nth(1).inner_text().strip())
    expect(page.get_by_role("columnheader", name=f"3 {'丙' * 40}", exact=True)).to_be_visible(timeout=LONG)
    expect(page.get_by_role("columnheader", name=re.compile("^4 当面"))).to_be_visible()


def test_a_name_that_the_font_lacks_is_said_before_a_file_is_asked_for(server: str, page: Page) -> None:
    open_page(page, server, "scenario", s=f"1;n={quote(chr(0x1F600))};{TEXT[2:]}")
    page.get_by_role("button", name="分享").click()
    expect(page.get_by_text(re.compile("字体没有这些字符.*1F600"))).to_be_visible(timeout=LONG)
    expect(page.get_by_role("button", name="一页简报（PDF）")).to_be_disabled()
    expect(page.get_by_role("button", name="表格（CSV）")).to_be_enabled()


# --- on the saved page --------------------------------------------------------------------------------------------------


def test_find_rename_duplicate_delete_and_undo(server: str, page: Page, store: Store, dataset: Dataset) -> None:
    keep(store, dataset, "返还", "1;unemployment.refund_rate_sme=90@2022-01", note="第一行\n*第二行*", author="李")
    keep(store, dataset, "提标", author="王")
    open_page(page, server)
    expect(page.get_by_text("2个方案，最近保存的在前")).to_be_visible(timeout=LONG)
    for words in ("失业保险2026年末滚存结余143,020万元（比基线−21,522万元） · 没有合规提示 · 备付最低17.2个月（2022年） · 不低于底线6个月",
                  re.compile("1项合规提示（2023年起） · 备付最低12.9个月（2026年）")):  # fmt: skip
        expect(page.get_by_text(words)).to_be_visible(timeout=LONG)
    box = page.get_by_label("查找名称、备注或保存人")
    box.fill("第二行 李")
    box.press("Enter")
    expect(card(page, "提标")).to_have_count(0, timeout=LONG)
    found = opened(page, "返还")
    expect(found.get_by_text("*第二行*")).to_be_visible()
    expect(found.get_by_text(re.compile("失业保险基金支出\\+9,103万元"))).to_be_visible()
    found.get_by_label("名称").fill("返还九成")
    found.get_by_label("名称").press("Enter")
    found.get_by_role("button", name="改名").click()
    expect(page.get_by_text("已改名为“返还九成”")).to_be_visible(timeout=LONG)
    found = opened(page, "返还九成")
    found.get_by_role("button", name="复制").click()
    expect(card(page, "返还九成（副本）")).to_be_visible(timeout=LONG)
    found.get_by_role("button", name="删除").click()
    expect(page.get_by_text("已删除“返还九成”")).to_be_visible(timeout=LONG)
    expect(card(page, "返还九成")).to_have_count(0)
    page.get_by_role("button", name="撤销删除").click()
    expect(page.get_by_text("已恢复“返还九成”")).to_be_visible(timeout=LONG)
    expect(card(page, "返还九成")).to_be_visible()
    settled(page)
    expect(page.get_by_role("button", name="比较选中的方案（0）")).to_be_disabled()
    for number in (0, 1):
        page.get_by_text("选中", exact=True).nth(number).click()
        expect(page.get_by_role("button", name=f"比较选中的方案（{number + 1}）")).to_be_enabled(timeout=LONG)
    page.get_by_role("button", name="比较选中的方案（2）").click()
    expect(page.get_by_role("heading", level=1, name=re.compile("方案比较"))).to_be_visible(timeout=LONG)
    expect(page.get_by_role("columnheader", name=re.compile("返还九成"))).to_have_count(2)


def test_open_and_every_version(server: str, page: Page, store: Store, dataset: Dataset) -> None:
    kept = keep(store, dataset, "旧稿")
    later = run(dataset, "unemployment.benefit_standard=1600@2022-01")
    store.change(kept.id, 1, Content("新稿", TEXT.replace("1530", "1600"), dataset_mark(dataset), fingerprint(later),
                                     figures_of(later), author="李"))  # fmt: skip
    open_page(page, server)
    found = opened(page, "新稿")
    found.get_by_text("历史版本").click()
    expect(found.get_by_role("cell", name="旧稿")).to_be_visible(timeout=LONG)
    settled(page)
    found.get_by_role("combobox", name=re.compile("版本")).click()
    page.get_by_role("option", name="1", exact=True).click()
    found.get_by_role("button", name="恢复为最新版").click()
    expect(page.get_by_text("“旧稿”的第1版已恢复为第3版")).to_be_visible(timeout=LONG)
    opened(page, "旧稿").get_by_role("button", name="打开试算").click()
    expect(page.get_by_text(ANSWER)).to_be_visible(timeout=LONG)
    page.wait_for_url(re.compile(f"/scenario.*{re.escape(quote(f'k={kept.id}.3', safe=''))}"), timeout=LONG)


def test_figures_that_changed_since_are_shown_old_against_new(
    server: str, page: Page, store: Store, dataset: Dataset
) -> None:
    """Saved by other data and formulas: the kept figures are those of another run."""
    result = run(dataset, "unemployment.benefit_standard=1500@2022-01")
    kept = store.add(Content("旧数", TEXT, "urumqi-2021.000000", fingerprint(result), figures_of(result)))
    open_page(page, server, "scenario", s=f"1;k={kept.mark}")
    said = page.get_by_text(re.compile("“旧数”保存以来，[0-9]+个数变了：数据集由urumqi-2021.000000变为urumqi-2021"))
    expect(said).to_be_visible(timeout=LONG)
    page.get_by_text("保存时与现在").click()
    row = page.get_by_role("row", name=re.compile("方案 失业保险 · 支出（万元） 2022"))
    expect(row).to_be_visible(timeout=LONG)
    now = balance(run(dataset, TEXT), "unemployment", "expenditure", 2022)
    expect(row.get_by_role("cell").nth(3)).to_have_text(f"{now:,.0f}")


def test_a_killed_server_loses_nothing_that_was_saved(page: Page, store: Store) -> None:
    with served(end=subprocess.Popen.kill) as server:
        open_page(page, server, "scenario", s=TEXT)
        save(page, "断电之前", "保存为新方案")
        expect(page.get_by_text("已保存：“断电之前”第1版")).to_be_visible(timeout=LONG)
    with served() as server:
        cold(page, server, "", "基金概况")
        open_page(page, server)
        expect(card(page, "断电之前")).to_be_visible(timeout=LONG)


def test_a_database_that_is_away_is_said_and_the_rest_works(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIFUND_DATABASE_URL", "postgresql://me:hush@127.0.0.1:1/saved")
    away = re.compile("保存方案的数据库暂不可用")
    with served() as server:
        cold(page, server, "methods", "方法与依据")
        open_page(page, server)
        expect(page.get_by_text(away)).to_be_visible(timeout=LONG)
        expect(page.get_by_text("hush")).to_have_count(0)
        open_page(page, server, "scenario", s=TEXT)
        expect(page.get_by_text(ANSWER)).to_be_visible(timeout=LONG)
        save(page, "x", "保存为新方案")
        expect(page.get_by_text(away)).to_be_visible(timeout=LONG)
        open_page(page, server, "compare", s=TEXT)
        page.get_by_role("button", name="加入方案").click()
        expect(page.get_by_text(away)).to_be_visible(timeout=LONG)
        body = page.get_by_test_id("stPopoverBody")
        body.get_by_role("button", name="当前方案的副本").click()  # none is added until it is chosen
        body.get_by_role("button", name="加入", exact=True).click()
        expect(page.get_by_role("columnheader", name="2 当前方案（副本）")).to_be_visible(timeout=LONG)
        open_page(page, server, "scenario", s="1;k=0123456789.1")
        expect(page.get_by_text(away)).to_be_visible(timeout=LONG)


def test_a_short_link_to_nothing_is_told(server: str, page: Page, store: Store) -> None:
    open_page(page, server, "scenario", s="1;k=0123456789.1")
    expect(page.get_by_text("没有这个保存的方案：0123456789.1")).to_be_visible(timeout=LONG)


def test_no_serious_accessibility_violation_and_nothing_too_wide(
    server: str, page: Page, store: Store, dataset: Dataset
) -> None:
    keep(store, dataset, "提标" * 30, author="王", note="备注" * 100)
    store.delete(keep(store, dataset, "删去").id, 1)
    open_page(page, server)
    found = opened(page, "提标")
    found.get_by_text("历史版本").click()
    page.get_by_text("已删除的方案（1）").click()
    expect(page.get_by_role("button", name="恢复", exact=True)).to_be_visible(timeout=LONG)
    for width, scheme in ((1440, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert not serious(page) and too_wide(page) <= 0, (width, scheme)
