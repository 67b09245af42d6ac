"""An office brings its own year: template, upload, preview, use, keep, and the link, in a real browser."""

from __future__ import annotations

import io
import re
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from looking import serious, too_wide
from office import LINES, META, archive, city, csv
from playwright.sync_api import Browser, Page, expect
from serving import LONG, served

from sifund.importer.sheet import File

pytestmark = pytest.mark.e2e
UNDERSTOOD = "读懂了：某市2023年1—9月"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server keeps an office's own datasets."""
    return tmp_path_factory.mktemp("own")


@pytest.fixture(scope="module")
def private(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server's imports have their private folders."""
    return tmp_path_factory.mktemp("private")


@pytest.fixture(scope="module")
def server(home: Path, private: Path) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SIFUND_DATA", str(home))
        patch.setenv("TMPDIR", str(private))
        with served() as url:
            yield url


def checks(page: Page, server: str, query: str = "") -> None:
    page.goto(f"{server}/checks{query}")
    page.get_by_role("heading", level=1).wait_for(timeout=LONG)


def upload(page: Page, *files: File) -> None:
    given = [{"name": f.name, "mimeType": "application/octet-stream", "buffer": f.data} for f in files]
    page.locator("input[type=file]").set_input_files(given)  # type: ignore[arg-type]


def test_upload_preview_use_and_the_link_in_another_browser(
    server: str, page: Page, browser: Browser, home: Path
) -> None:
    checks(page, server)
    upload(page, city())
    expect(page.get_by_text(UNDERSTOOD)).to_be_visible(timeout=LONG)
    page.get_by_role("button", name="在本次会话中使用").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("数据核对 · 某市2023年1—9月", timeout=LONG)
    assert "d%3Dmade-up." in page.url and [path.name for path in home.iterdir()] == [".lock"]
    page.get_by_role("link", name="政策试算").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("政策试算 · 某市2023年1—9月", timeout=LONG)
    page.get_by_text("模型没有算进去的（14项）").click()
    expect(page.get_by_text("扩岗补助按基年金额不变带入：模型没有该项目的公式。")).to_be_visible(timeout=LONG)
    link = page.url
    other = browser.new_context(locale="zh-CN")
    elsewhere = other.new_page()
    elsewhere.goto(link)
    expect(elsewhere.get_by_text("方案出自数据集made-up.")).to_be_visible(timeout=LONG)
    expect(elsewhere.get_by_role("heading", level=1)).to_contain_text("乌鲁木齐")
    page.get_by_role("link", name="数据核对").click()
    page.get_by_text("用本单位的数据").or_(page.get_by_text("这个数据集只在本次会话中")).first.wait_for(timeout=LONG)
    upload(page, city())
    page.get_by_role("button", name="保存到服务器").click()
    expect(page.get_by_text("已保存到服务器，代码“made-up”")).to_be_visible(timeout=LONG)
    elsewhere.goto(link)
    expect(elsewhere.get_by_role("heading", level=1)).to_contain_text("某市2023年1—9月", timeout=LONG)
    expect(elsewhere.get_by_text("方案出自数据集")).to_have_count(0)
    other.close()


def test_a_reload_asks_for_the_upload_again_and_the_dialog_keeps_it(server: str, page: Page, browser: Browser) -> None:
    small = archive({"meta.csv": META, "lines.csv": LINES})
    checks(page, server)
    upload(page, small)
    page.get_by_role("button", name="在本次会话中使用").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("小城", timeout=LONG)
    page.get_by_role("link", name="政策试算").click()
    page.get_by_text("其他政策参数").click()  # the most used levers stand open, the others are folded
    box = page.get_by_role("spinbutton", name="单位缴费比例").first
    box.fill("0.7")
    box.press("Enter")
    page.wait_for_url("**employer_rate%3D0.7**", timeout=LONG)
    page.reload()
    gone = page.get_by_text("本页的数字都是示例数据")
    expect(gone).to_be_visible(timeout=LONG)
    page.get_by_role("link", name="到“数据核对”页重新上传").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("数据核对", timeout=LONG)
    expect(gone).to_be_visible(timeout=LONG)
    assert "d%3Dsmall." in page.url and "employer_rate%3D0.7" in page.url
    upload(page, small)
    page.get_by_role("button", name="在本次会话中使用").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("小城", timeout=LONG)
    expect(gone).to_have_count(0)
    page.get_by_role("link", name="政策试算").click()
    page.get_by_role("button", name="分享").click()
    expect(page.get_by_text("链接：只在本次会话中打开得到这些数字。")).to_be_visible(timeout=LONG)
    page.get_by_test_id("stPopoverBody").get_by_role("button", name="保存到服务器").click()
    expect(page.get_by_text("链接：打开就是同样的数字。")).to_be_visible(timeout=LONG)
    other = browser.new_context(locale="zh-CN")
    elsewhere = other.new_page()
    elsewhere.goto(page.get_by_test_id("stCode").first.inner_text().strip())
    expect(elsewhere.get_by_role("heading", level=1)).to_contain_text("小城", timeout=LONG)
    expect(elsewhere.get_by_role("spinbutton", name="单位缴费比例").first).to_have_value("0.7", timeout=LONG)
    other.close()


@pytest.mark.parametrize("kind", ["xlsx", "zip"])
def test_the_template_comes_down_and_asks_for_what_is_needed(
    server: str, page: Page, tmp_path: Path, kind: str
) -> None:
    checks(page, server)
    with page.expect_download(timeout=LONG) as coming:
        page.get_by_role("button", name="Excel模板" if kind == "xlsx" else "CSV模板").click()
    path = tmp_path / coming.value.suggested_filename
    coming.value.save_as(path)
    assert path.suffix == f".{kind}" and zipfile.is_zipfile(path)
    upload(page, File(path.name, path.read_bytes()))
    expect(page.get_by_text("有4处需要修改，没有采用任何内容")).to_be_visible(timeout=LONG)


def test_what_is_refused_is_said_and_the_app_still_serves(server: str, page: Page, home: Path, tmp_path: Path) -> None:
    before = sorted(home.rglob("*"))
    checks(page, server)
    traversal = io.BytesIO()
    with zipfile.ZipFile(traversal, "w") as found:
        found.writestr("../lines.csv", LINES)
    bad = (archive({"lines.csv": b"0" * 60_000_000}), File("a.zip", traversal.getvalue()), csv("meta", META),
           File("plan.xlsx", b"MZ" + bytes(range(256)) * 40))  # fmt: skip
    for file in bad:  # what is wrong with each stands in a canvas: tests/ui/test_own_data.py reads its words
        checks(page, server)
        upload(page, file)
        expect(page.get_by_text("处需要修改，没有采用任何内容")).to_be_visible(timeout=LONG)
    huge = tmp_path / "lines.csv"
    with huge.open("wb") as found:
        found.truncate(200_000_000)
    checks(page, server)
    page.locator("input[type=file]").set_input_files(huge)
    expect(page.get_by_role("alert").filter(has_text="10.0MB")).to_be_visible(timeout=LONG)
    checks(page, server)
    upload(page, city())
    expect(page.get_by_text(UNDERSTOOD)).to_be_visible(timeout=LONG)
    assert sorted(home.rglob("*")) == before and not (home.parent / "lines.csv").exists()


PREVIEW: dict[str, tuple[tuple[Any, int], ...]] = {
    UNDERSTOOD: (("light", 1440), ("dark", 1024)), "Understood: ": (("dark", 390),),
}  # fmt: skip
"""Themes and widths [px] in which a preview is looked at, by what it says in each language."""


def test_the_preview_is_accessible_and_fits(server: str, page: Page) -> None:
    checks(page, server)
    upload(page, city())
    for said, looks in PREVIEW.items():
        expect(page.get_by_text(said)).to_be_visible(timeout=LONG)
        for scheme, width in looks:
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 1000})
            assert serious(page) == [], (scheme, width)
            assert too_wide(page) <= 0, (scheme, width)
        page.get_by_role("button", name=re.compile("^(English|中文)$")).click()


def test_a_session_uploads_so_much_and_what_is_beyond_is_named(server: str, page: Page) -> None:
    """Files that no page asks for count too; the page says which file was not taken, in the language it is read in."""
    checks(page, server)
    with page.expect_request(lambda request: request.method == "PUT") as asked:
        upload(page, city())
    expect(page.get_by_text(UNDERSTOOD)).to_be_visible(timeout=LONG)
    place = asked.value.url.rpartition("/")[0]
    headers = {key: value for key, value in asked.value.all_headers().items() if key in ("cookie", "x-xsrftoken")}
    big = (
        b'--x\r\nContent-Disposition: form-data; name="f"; filename="f.csv"\r\n\r\n'
        + b"x" * 9_900_000
        + b"\r\n--x--\r\n"
    )
    for number in range(8):
        put = urllib.request.Request(f"{place}/{number}", big, headers, method="PUT")
        put.add_header("Content-Type", "multipart/form-data; boundary=x")
        with urllib.request.urlopen(put, timeout=60) as answer:
            assert answer.status == 204
    upload(page, File("报表.csv", b"a,b\n" + b"1,2\n" * 250_000))
    expect(page.get_by_text("没有采用任何内容")).to_be_visible(timeout=LONG)
    cells = page.locator(".words td")
    expect(cells.filter(has_text="没有接收：一次会话上传的文件合计不超过60 MB").first).to_be_attached()
    page.get_by_role("button", name="English").click()
    expect(cells.filter(has_text="was not taken: a session may upload 60 MB").first).to_be_attached()


def test_an_import_ends_when_its_visitor_leaves(server: str, page: Page, private: Path) -> None:
    rows = [f"unemployment,项目{n % 300},支出,{2022 - n // 300},万元,1,reported,p1" for n in range(9_000)]
    checks(page, server)
    upload(page, csv("meta", META), csv("lines", "\n".join([*LINES.splitlines(), *rows])))
    expect(page.get_by_text("正在读取lines.csv")).to_be_visible(timeout=LONG)
    assert len(list(private.glob("sifund-import-*"))) == 1
    page.close()
    for _ in range(100):
        if not list(private.glob("sifund-import-*")):
            return
        time.sleep(0.1)
    pytest.fail("the import went on")
