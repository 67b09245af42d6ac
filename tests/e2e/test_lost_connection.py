"""A lost connection loses nothing: the server is killed and started again, or the connection is cut for longer than
Streamlit keeps a session; whatever is done first then is done, or the page says that it is not."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from serving import LONG, ROOT, free_port, wait_for

pytestmark = pytest.mark.e2e
KEPT_S = 2
"""How long the server keeps a session that is cut off [s]; Streamlit's own is two minutes."""
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

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self.door.accept()
                if not self.joined:
                    near.close()
                    continue
                far = socket.create_connection(("127.0.0.1", self.to))
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


def test_x(server: Server, page: Page) -> None:
    cable = Cable(server.port)
    page.goto(f"http://127.0.0.1:{cable.port}/scenario?s={TEXT}")
    box = page.get_by_role("spinbutton", name="失业保险金标准")
    expect(box).to_have_value("1530", timeout=LONG)
    page.on("console", lambda m: print("CONSOLE", m.type, m.text))
    page.on("pageerror", lambda m: print("ERROR", m))
    cable.cut()
    import time; t0=time.time()
    expect(page.get_by_text("与服务器的连接断开了")).to_be_visible()
    page.screenshot(path="/work/notes/shots/lost/away.png")
    slider = page.get_by_role("slider", name="失业保险金标准")
    slider.focus()
    for _ in range(3): slider.press("ArrowRight")
    expect(box).to_have_value("1533")
    page.wait_for_timeout(3000)
    cable.joined = True
    expect(page.get_by_text("与服务器的连接断开了")).to_be_hidden()
    print("back after", time.time()-t0, page.evaluate("JSON.stringify(document.documentElement.dataset)"))
    page.wait_for_url(re.compile("1533"))
    expect(box).to_have_value("1533")
    expect(page.get_by_text(re.compile("失业保险基金支出\\+3,5[0-9]+万元"))).to_be_visible()
    print(time.time()-t0, page.url)
    page.screenshot(path="/work/notes/shots/lost/back.png")
    assert slider.evaluate("x => x.getRootNode().activeElement === x")
