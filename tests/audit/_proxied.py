"""Replicas behind Debian's nginx by deploy/nginx.conf, and a session that comes that way."""

from __future__ import annotations

import asyncio
import base64
import os
import re
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import websockets
from e2e.serving import free_port
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from audit import ROOT
from audit._server import running
from bench.sessions import LIMIT_S, Session
from sifund.terms import NAME
from sifund.ui.scenario.keep import AS_NEW, SAVE

HOST, USER, PASSWORD = "funds.example", "li", "pw"
AGAIN_S = 20
"""How long a session tries to reach the proxy [s]."""
FRAME = "pid {at}/pid; error_log {at}/error.log; worker_processes 1; events {{}}\nhttp {{ {paths} include {at}/site.conf; }}\n"
PATHS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def nginx() -> str | None:
    return shutil.which("nginx", path=f"{os.environ['PATH']}{os.pathsep}/usr/sbin")


@contextmanager
def replica(port: int, out: Path) -> Iterator[subprocess.Popen]:
    """One that shares its home with all others; killed at the end."""
    environment = os.environ | {"SIFUND_HOME": str(out / "home"), "SIFUND_LOGIN": "proxy", "SIFUND_PROXY": "127.0.0.1",
                                "SIFUND_HOSTS": f"{HOST},127.0.0.1", "SIFUND_ROLE": "analyst", "SIFUND_LOG": "on"}  # fmt: skip
    command, url = [sys.executable, "-m", "sifund.server", "--port", str(port)], f"http://127.0.0.1:{port}"
    with running(command, url, out / f"{port}.txt", subprocess.Popen.kill, cwd=ROOT, env=environment) as process:
        yield process


@contextmanager
def proxied(program: str, out: Path, front: int, ports: list[int]) -> Iterator[None]:
    """nginx before replicas: the configuration as it ships, with ports, files and a password of this place."""
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", out / "funds.key", "-out", out / "funds.pem",
                    "-days", "2", "-subj", f"/CN={HOST}"], check=True, capture_output=True)  # fmt: skip
    hashed = ["openssl", "passwd", "-apr1", PASSWORD]
    password = subprocess.run(hashed, check=True, capture_output=True, text=True).stdout
    (out / "users").write_text(f"{USER}:{password}")
    login = f"auth_basic sifund; auth_basic_user_file {out}/users; proxy_set_header X-Remote-User $remote_user;"
    site = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
    for shipped, here in (("/etc/ssl/funds", f"{out}/funds"), ("listen 443", f"listen {front}"), ("listen 80;", f"listen {free_port()};"),
                          ("127.0.0.1:8501", f"127.0.0.1:{ports[0]}"), ("127.0.0.1:8502", f"127.0.0.1:{ports[1]}"),
                          ("/var/log/nginx", str(out)), ("location / {", f"location / {{ {login}")):  # fmt: skip
        assert shipped in site, shipped
        site = site.replace(shipped, here)
    (out / "site.conf").write_text(site)
    paths = " ".join(f"{name}_temp_path {out}/{name};" for name in PATHS)
    (out / "nginx.conf").write_text(FRAME.format(at=out, paths=paths))
    command = [program, "-c", str(out / "nginx.conf"), "-e", str(out / "error.log")]
    subprocess.run(command, check=True)
    try:
        yield
    finally:
        subprocess.run([*command, "-s", "stop"], check=False)


@cache
def _trusting() -> ssl.SSLContext:
    """Takes the certificate that was made here."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


class Behind(Session):
    """A browser tab on a machine of its own that comes by nginx, with TLS and a password, and saves its scenario."""

    def __init__(self, port: int, page: str, label: str, seed: int) -> None:
        super().__init__(port, page, label, seed)
        self.machine = f"127.0.{1 + seed // 200 % 200}.{1 + seed % 200}"
        self.popover, self.form = "", {}

    @property
    def mark(self) -> str:
        """Of the saved version that the address names; empty where it names none."""
        return (re.findall(r"k=([\w.]+)", unquote(self.query)) or [""])[0]

    async def save(self, name: str) -> None:
        """Save the scenario as a new one, as a person does: the popover, the name, the button. Raises RuntimeError where the
        page does not say that it is saved."""
        before = self.mark
        await self._pressed(WidgetState(id=self.popover, bool_value=True))
        box, button = (self.form[label] for label in (NAME.zh, AS_NEW.zh))
        await self._pressed(
            WidgetState(id=self.popover, bool_value=True),
            WidgetState(id=box, string_value=name),
            WidgetState(id=button, trigger_value=True),
        )
        if self.mark in ("", before):
            raise RuntimeError(f"{name} was not saved: {unquote(self.query)}")

    async def _pressed(self, *states: WidgetState) -> None:
        self.states |= {state.id: state for state in states}
        await self._run()

    async def _connected(self) -> websockets.ClientConnection:
        """Tried for a while, as a browser does where nobody answers."""
        until = time.monotonic() + AGAIN_S
        while True:
            try:
                return await self._once()
            except (OSError, websockets.InvalidHandshake):
                if time.monotonic() > until:
                    raise
                await asyncio.sleep(0.5)

    async def _once(self) -> websockets.ClientConnection:
        basic = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        return await websockets.connect(
            f"wss://{self.at}/_stcore/stream", subprotocols=[websockets.Subprotocol("streamlit")], ssl=_trusting(), proxy=None,
            origin=websockets.Origin(f"https://{self.at}"), max_size=None, compression=None, open_timeout=LIMIT_S,
            additional_headers={"Authorization": f"Basic {basic}"}, local_addr=(self.machine, 0),
        )  # fmt: skip

    def _read(self, message: ForwardMsg) -> bool:
        whole = self.cached.get(message.ref_hash, message)
        if whole.WhichOneof("type") == "delta":
            block, element = whole.delta.add_block, whole.delta.new_element
            if block.WhichOneof("type") == "popover" and block.popover.label == SAVE.zh:
                self.popover = block.popover.id
            for widget in (element.text_input, element.button):
                if widget.form_id:
                    self.form[widget.label] = widget.id
        return super()._read(message)
