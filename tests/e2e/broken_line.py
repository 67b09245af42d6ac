"""A line to the server that breaks: a server that is killed, a connection that is cut, and what a person does meanwhile."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from looking import settled
from office import city
from playwright.sync_api import BrowserContext, Locator, Page, expect
from serving import LONG, ROOT, free_port, wait_for

AWAY = "与服务器的连接断开了"
LOST = "正在预览的文件"
TEXT = "1;unemployment.benefit_standard=1530@2022-01"


FETCHED = """() => {
  const later = [...document.querySelectorAll('head > link[rel=prefetch]')];
  return later.length && later.every(link => performance.getEntriesByName(link.href).length);
}"""
"""Whether the browser has the scripts of all elements: one that is first drawn when the line is cut would stay away."""


class Server:
    """A server that can be killed and started again at its address. It keeps a session that is cut off for so long [s];
    without that, as the settings say that the program ships."""

    def __init__(self, folder: Path, kept_s: int | None = None) -> None:
        self.port, self.folder, self.settings = free_port(), folder, ROOT
        if kept_s is not None:
            self.settings = folder
            (folder / ".streamlit").mkdir()
            config = folder / ".streamlit" / "config.toml"
            config.write_text(f"[server]\ndisconnectedSessionTTL = {kept_s}\n", encoding="utf-8")
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "sifund.server", "--port", str(self.port)]
        places = {"PYTHONPATH": str(ROOT), "SIFUND_DATA": str(self.folder), "SIFUND_HOME": str(self.folder)}
        self.process = subprocess.Popen(command, cwd=self.settings, env=os.environ | places,
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


def tab(context: BrowserContext, cable: Cable, path: str) -> Page:
    """A page in a tab of its own, at rest."""
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{cable.port}/{path}")
    page.get_by_role("heading", level=1).wait_for(timeout=LONG)
    settled(page)
    return page


def lever(page: Page) -> Locator:
    return page.get_by_role("slider", name="失业保险金标准")


def answer(page: Page) -> Locator:
    return page.locator("p.answer[role=status]")


def take(page: Page) -> None:
    """Upload a dataset, as far as its preview."""
    file = city()
    given = {"name": file.name, "mimeType": "application/octet-stream", "buffer": file.data}
    page.locator("input[type=file]").set_input_files([given])  # type: ignore[list-item]
    expect(page.get_by_text("读懂了：某市2023年1—9月")).to_be_visible()


def act_while_away(open_tab: Callable[[str], Page], goes: Callable[[], None], comes: Callable[[], None]) -> Page:
    """A lever by key, the language and a link of the bar, a section, an upload in preview: each in a tab of its own, done
    while the line is down or first of all when it is back. What was asked for is there, right, or a message; it gives the
    tab in which an upload is said to be lost."""
    key, link, section, upload = (
        open_tab(f"scenario?s={TEXT}"),
        open_tab(f"scenario?s={TEXT}"),
        open_tab(f"scenario?s={TEXT}"),
        open_tab("checks"),
    )
    take(upload)
    upload.wait_for_function(FETCHED)

    goes()
    for page in (key, link, section, upload):
        expect(page.get_by_text(AWAY)).to_be_visible()
    lever(key).focus()
    for _ in range(3):
        lever(key).press("ArrowRight")
    link.get_by_role("button", name="English").click()  # what waits is done in order
    link.get_by_role("link", name="方案比较").click()
    comes()
    section.get_by_role("radio", name="谁承担").click()  # Streamlit's own controls cannot be used until then

    expect(answer(key)).to_contain_text("失业保险基金支出+3,551万元")
    expect(answer(key)).to_be_visible()
    expect(key.get_by_role("spinbutton", name="失业保险金标准")).to_have_value("1533")
    assert "1533%402022-01" in key.url
    assert lever(key).evaluate("x => x.getRootNode().activeElement === x")
    lever(key).press("ArrowLeft")
    expect(key).to_have_url(re.compile("1532%402022-01"))
    expect(link.get_by_role("heading", level=1, name=re.compile("Compare"))).to_be_visible()
    assert "1530%402022-01" in link.url and "lang=en" in link.url
    expect(section.get_by_role("radio", name="谁承担")).to_be_checked()
    expect(section.get_by_text("负担最多")).to_be_visible()
    expect(answer(section)).to_contain_text("失业保险基金支出+3,500万元")
    expect(upload.get_by_text(LOST)).to_be_visible()
    for page in (key, link, section, upload):
        expect(page.get_by_text(AWAY)).to_be_hidden()
        expect(page.get_by_role("dialog")).to_have_count(0)
    upload.get_by_role("link", name="基金概况").click()
    expect(upload.get_by_role("heading", level=1)).to_contain_text("基金概况")
    expect(upload.get_by_text(LOST)).to_be_visible()
    return upload
