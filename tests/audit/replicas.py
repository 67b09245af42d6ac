"""Two replicas behind Debian's nginx by deploy/nginx.conf, with TLS and a login by the proxy: who is named comes in, who is not or
forges a name does not, and when the replica that serves a page is killed the page goes on at the other."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import unquote

from e2e.conftest import FLAGS
from e2e.looking import settled
from e2e.serving import free_port
from playwright.sync_api import sync_playwright

from audit import ROOT, Failed, NotRun, Section
from audit._server import running
from audit._visitor import chromium

HOST = "funds.example"
LINK = "/scenario?s=1;unemployment.benefit_standard=1530@2022-01&lang=en"
WITHIN_S = 20
FRAME = "pid {at}/pid; error_log {at}/error.log; worker_processes 1; events {{}}\nhttp {{ {paths} include {at}/site.conf; }}\n"
PATHS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def run(out: Path) -> Iterator[str]:
    """A line for each thing that is looked at."""
    nginx = shutil.which("nginx") or ("/usr/sbin/nginx" if Path("/usr/sbin/nginx").exists() else None)
    missing = [
        name
        for name, there in {"nginx": nginx, "openssl": shutil.which("openssl"), "chromium": chromium()}.items()
        if not there
    ]
    if missing or not nginx:
        yield NotRun(f"There is no {', '.join(missing)} here (apt-get install nginx-light openssl).")
        return
    ports = [free_port(), free_port()]
    front = free_port()
    with ExitStack() as ends:
        replicas = {port: ends.enter_context(_replica(port, out)) for port in ports}
        ends.enter_context(_nginx(nginx, out, front, ports))
        yield from _asked(front, ports[0])
        with sync_playwright() as playwright:
            yield from _killed(playwright.chromium.launch(executable_path=chromium(), args=[
                *FLAGS, f"--host-resolver-rules=MAP {HOST} 127.0.0.1"]), front, replicas, out)  # fmt: skip


@contextmanager
def _replica(port: int, out: Path) -> Iterator[subprocess.Popen]:
    environment = os.environ | {"SIFUND_HOME": str(out / "home"), "SIFUND_LOGIN": "proxy", "SIFUND_PROXY": "127.0.0.1",
                                "SIFUND_HOSTS": f"{HOST},127.0.0.1", "SIFUND_LOG": "on"}  # fmt: skip
    command, url = [sys.executable, "-m", "sifund.server", "--port", str(port)], f"http://127.0.0.1:{port}"
    with running(command, url, out / f"{port}.txt", subprocess.Popen.kill, cwd=ROOT, env=environment) as process:
        yield process


@contextmanager
def _nginx(nginx: str, out: Path, front: int, ports: list[int]) -> Iterator[None]:
    """The configuration as it ships, with ports, files and a password of this place."""
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", out / "funds.key", "-out", out / "funds.pem",
                    "-days", "2", "-subj", f"/CN={HOST}"], check=True, capture_output=True)  # fmt: skip
    password = subprocess.run(["openssl", "passwd", "-apr1", "pw"], check=True, capture_output=True, text=True).stdout
    (out / "users").write_text(f"li:{password}")
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
    command = [nginx, "-c", str(out / "nginx.conf"), "-e", str(out / "error.log")]
    subprocess.run(command, check=True)
    try:
        yield
    finally:
        subprocess.run([*command, "-s", "stop"], check=False)


def _asked(front: int, replica: int) -> Iterator[str]:
    """What is answered to whom."""
    named, forged = ("-u", "li:pw"), ("-H", "X-Remote-User: root")
    for what, options, place, wanted in (
        ("whoever is not logged in", (), f"https://{HOST}:{front}", "401"), ("whoever is", named, f"https://{HOST}:{front}", "200"),
        ("a forged name", forged, f"https://{HOST}:{front}", "401"),
        ("a replica itself, without a name", (), f"http://127.0.0.1:{replica}", "401"),
    ):  # fmt: skip
        command = [
            "curl",
            "-sk",
            "--resolve",
            f"{HOST}:{front}:127.0.0.1",
            "-o",
            "/dev/null",
            "-w",
            "%{http_code}",
            *options,
            f"{place}/",
        ]
        status = subprocess.run(command, check=False, capture_output=True, text=True).stdout
        yield f"- {what}: {status}." if status == wanted else Failed(f"- {what}: {status}, not {wanted}.")


def _killed(browser, front: int, replicas: dict[int, subprocess.Popen], out: Path) -> Iterator[str]:
    """A page whose replica is killed goes on."""
    page = browser.new_context(
        ignore_https_errors=True, http_credentials={"username": "li", "password": "pw"}
    ).new_page()
    page.goto(f"https://{HOST}:{front}{LINK}")
    page.get_by_role("link", name="Saved").wait_for(timeout=60_000)
    settled(page)
    (held,) = [port for port in replicas if '"/scenario"' in (out / f"{port}.txt").read_text()]
    replicas[held].send_signal(signal.SIGKILL)
    begin = time.monotonic()
    page.wait_for_timeout(1_000)
    page.get_by_role("link", name="Saved").click()
    page.get_by_role("heading", name="Saved scenarios").wait_for(timeout=60_000)
    took, kept = time.monotonic() - begin, "benefit_standard=1530" in unquote(page.url)
    line = f"- The replica that served was killed; the page went on after {took:.1f} s, with its scenario: {kept}."
    yield line if kept and took < WITHIN_S else Failed(line)
    browser.close()


SECTION = Section("Two replicas behind nginx", run)
