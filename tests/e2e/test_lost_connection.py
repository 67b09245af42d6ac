"""A lost connection loses nothing: the server is killed and started again, or the connection is cut for longer than
Streamlit keeps a session; whatever is done first then is done, or the page says that it is not."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from looking import settled
from office import city
from playwright.sync_api import Browser, Locator, Page, expect
from serving import LONG, ROOT, free_port, wait_for

pytestmark = pytest.mark.e2e
KEPT_S = 2
"""How long the server keeps a session that is cut off [s]; Streamlit's own is two minutes."""
AWAY = "与服务器的连接断开了"
GONE = "的，不是“made-up"
LOST = "正在预览的文件"
TEXT = "1;unemployment.benefit_standard=1530@2022-01"


class Server:
    """A server that can be killed and started again at its address."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        settings = folder / ".streamlit" / "config.toml"
        settings.parent.mkdir()
        settings.write_text(f"[server]\ndisconnectedSessionTTL = {KEPT_S}\n", encoding="utf-8")
        self.folder = folder
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "sifund.server", "--port", str(self.port)]
        places = {"PYTHONPATH": str(ROOT), "SIFUND_DATA": str(self.folder), "SIFUND_HOME": str(self.folder)}
        self.process = subprocess.Popen(command, cwd=self.folder, env=os.environ | places,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
        wait_for(f"http://127.0.0.1:{self.port}/health")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(10)


class Cable:
    """A connection to a server that can be cut, and joined again."""

    def __init__(self, to: int) -> None:
        self.to, self.ends, self.joined = to, set[socket.socket](), True
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.door.getsockname()[1])
        threading.Thread(target=self._serve, daemon=True).start()

    def cut(self) -> None:
        self.joined = False
        for end in list(self.ends):
            self._end(end)

    def close(self) -> None:
        self.cut()
        self.door.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                self._join(self.door.accept()[0])

    def _join(self, near: socket.socket) -> None:
        try:
            if not self.joined:
                raise ConnectionRefusedError
            far = socket.create_connection(("127.0.0.1", self.to))
        except OSError:
            near.close()
            return
        self.ends |= {near, far}
        for one, other in ((near, far), (far, near)):
            threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(1 << 16):
                other.sendall(data)
        self._end(one)
        self._end(other)

    def _end(self, end: socket.socket) -> None:
        self.ends.discard(end)
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    found = Server(tmp_path_factory.mktemp("server"))
    yield found
    found.kill()


@pytest.fixture
def cable(server: Server) -> Iterator[Cable]:
    found = Cable(server.port)
    yield found
    found.close()


@pytest.fixture
def tabs(browser: Browser, cable: Cable) -> Iterator[Callable[[str], Page]]:
    """Opens an address in a tab of its own."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="zh-CN")

    def tab(path: str) -> Page:
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{cable.port}/{path}")
        page.get_by_role("heading", level=1).wait_for(timeout=LONG)
        settled(page)
        return page

    yield tab
    context.close()


def lever(page: Page) -> Locator:
    return page.get_by_role("slider", name="失业保险金标准")


def answer(page: Page) -> Locator:
    return page.locator("p.answer")


def take(page: Page) -> None:
    """Upload a dataset, as far as its preview."""
    file = city()
    given = {"name": file.name, "mimeType": "application/octet-stream", "buffer": file.data}
    page.locator("input[type=file]").set_input_files([given])  # type: ignore[list-item]
    expect(page.get_by_text("读懂了：某市2023年1—9月")).to_be_visible()


def killed(server: Server, cable: Cable) -> None:
    server.kill()


def started(server: Server, cable: Cable) -> None:
    server.start()


def cut(server: Server, cable: Cable) -> None:
    cable.cut()


def joined(server: Server, cable: Cable) -> None:
    time.sleep(KEPT_S + 1)
    cable.joined = True


@pytest.mark.parametrize(("goes", "comes"), [(killed, started), (cut, joined)], ids=["restarted", "cut"])
def test_whatever_is_done_first_is_done(
    server: Server, cable: Cable, tabs: Callable[[str], Page],
    goes: Callable[[Server, Cable], None], comes: Callable[[Server, Cable], None],
) -> None:  # fmt: skip
    key, link, section, upload = (
        tabs(f"scenario?s={TEXT}"),
        tabs(f"scenario?s={TEXT}"),
        tabs(f"scenario?s={TEXT}"),
        tabs("checks"),
    )
    take(upload)

    goes(server, cable)
    for page in (key, link, section, upload):
        expect(page.get_by_text(AWAY)).to_be_visible()
    lever(key).focus()
    for _ in range(3):
        lever(key).press("ArrowRight")
    link.get_by_role("button", name="English").click()  # what waits is done in order
    link.get_by_role("link", name="方案比较").click()
    comes(server, cable)
    section.get_by_role("radio", name="谁承担").click()  # Streamlit's own controls cannot be used until then

    expect(answer(key)).to_contain_text("失业保险基金支出+3,551万元")
    expect(key.get_by_role("spinbutton", name="失业保险金标准")).to_have_value("1533")
    assert "1533%402022-01" in key.url
    assert lever(key).evaluate("x => x.getRootNode().activeElement === x")
    lever(key).press("ArrowLeft")
    expect(key).to_have_url(re.compile("1532%402022-01"))
    expect(link.get_by_role("heading", level=1, name=re.compile("Compare"))).to_be_visible()
    assert "1530%402022-01" in link.url and "lang=en" in link.url
    expect(section.get_by_role("radio", name="谁承担")).to_be_checked()
    expect(section.get_by_text("由谁负担")).to_be_visible()
    expect(answer(section)).to_contain_text("失业保险基金支出+3,500万元")
    expect(upload.get_by_text(LOST)).to_be_visible()
    for page in (key, link, section, upload):
        expect(page.get_by_text(AWAY)).to_be_hidden()
        expect(page.get_by_role("dialog")).to_have_count(0)
    upload.get_by_role("link", name="基金概况").click()
    expect(upload.get_by_role("heading", level=1)).to_contain_text("基金概况")
    expect(upload.get_by_text(LOST)).to_be_visible()
    cut(server, cable)  # and the session after that one says it too, until it is acted on
    expect(upload.get_by_text(AWAY)).to_be_visible()
    joined(server, cable)
    expect(upload.get_by_text(AWAY)).to_be_hidden()
    expect(upload.get_by_text(LOST)).to_be_visible()
    upload.get_by_role("button", name="知道了").click()
    expect(upload.get_by_text(LOST)).to_have_count(0)


def test_a_dataset_that_is_lost_is_said_and_its_levers_move_no_other(
    server: Server, cable: Cable, tabs: Callable[[str], Page]
) -> None:
    page = tabs("checks")
    take(page)
    use = page.get_by_role("button", name="在本次会话中使用")
    use.click()
    page.get_by_role("link", name="政策试算").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("政策试算 · 某市2023年1—9月")
    lever(page).press("ArrowRight")
    expect(page).to_have_url(re.compile("benefit_standard"))
    cable.cut()
    expect(page.get_by_text(AWAY)).to_be_visible()
    lever(page).press("ArrowRight")
    joined(server, cable)
    expect(page.get_by_text(GONE)).to_be_visible()
    expect(page.get_by_text(AWAY)).to_be_hidden()
    expect(page).to_have_url(re.compile("made-up.*benefit_standard"))
    expect(answer(page)).to_contain_text("方案与基线相同")
    page.get_by_role("radio", name="机关养老").click()
    expect(page).to_have_url(re.compile("public"))
    expect(answer(page)).to_contain_text("方案与基线相同")
    for name in ("基金概况", "数据核对"):  # until it is acted on
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(name)
        expect(page.get_by_text(GONE)).to_be_visible()
    take(page)
    use.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("某市2023年1—9月")
    expect(page.get_by_text(GONE)).to_have_count(0)
    assert "benefit_standard" in page.url
