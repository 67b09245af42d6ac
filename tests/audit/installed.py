"""The bundle as its reader has it: made, installed without a registry into an environment that nothing may write into, run from
an empty folder by a user without rights: the commands, a document, every page. What was installed is the same at the end."""

from __future__ import annotations

import hashlib
import os
import runpy
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from e2e.conftest import FLAGS
from e2e.serving import free_port
from playwright.sync_api import sync_playwright

from audit import ROOT, Failed, NotRun, Section
from audit._server import running
from audit._visitor import chromium
from audit.screens import PAGES

TEXT = "1;unemployment.benefit_standard=1530@2022-01"
NOBODY = 65534
LIMIT_S = 120
COMMANDS = (
    ("simulate", "--set", "unemployment.benefit_standard=1530", "--format", "json"), ("check", "china"), ("presets",),
    ("parameters",), ("evaluate",), ("link", "--set", "unemployment.benefit_standard=1530"), ("replay", TEXT),
    ("template", "--output", "template.xlsx"), ("report", "annual", "--output", "annual.docx"),
    ("report", "brief", "--scenario", TEXT, "--output", "brief.pdf"), ("verify", "annual.docx"),
    ("backup", "kept.zip"), ("doctor",), ("roles", "li", "steward"), ("trail",), ("verify-trail",),
)  # fmt: skip


def run(out: Path) -> Iterator[str]:
    """A line for each step."""
    bundle = runpy.run_path(str(ROOT / "deploy" / "bundle.py"))
    at: Path = bundle["make"](out / "bundle")
    wheels = len(list((at / "wheels").glob("*.whl")))
    yield f"- The bundle holds {wheels} wheels, {sum(p.stat().st_size for p in at.rglob('*')) / 1e6:.0f} MB."
    with tempfile.TemporaryDirectory(prefix="sifund-installed-") as name:
        place = Path(name)
        place.chmod(0o755)
        begin = time.monotonic()
        bin_ = _installed(place / "venv", at, bundle["INSTALL"])
        before = _digest(place / "venv")
        empty = place / "empty"
        empty.mkdir()
        if _other():
            os.chown(empty, NOBODY, NOBODY)
        yield from _pages(bin_, empty, begin, out)
        for command in COMMANDS:
            yield from _command(bin_, command, empty)
        yield _same(before, _digest(place / "venv"))


def _installed(at: Path, bundle: Path, install: tuple[str, ...]) -> Path:
    """Where the commands of a fresh environment are, which holds the bundle and may not be written into."""
    subprocess.run([sys.executable, "-m", "venv", at], check=True)
    subprocess.run([at / "bin" / "python", "-m", "pip", "--quiet", *install], cwd=bundle, check=True)
    subprocess.run(["chmod", "-R", "a-w", at], check=True)
    return at / "bin"


def _command(bin_: Path, command: tuple[str, ...], empty: Path) -> Iterator[str]:
    done = subprocess.run([bin_ / "sifund", *command], check=False, capture_output=True, text=True, **_as_reader(empty))
    if done.returncode:
        yield Failed(f"- `sifund {' '.join(command)}` ended with {done.returncode}: {done.stderr.strip()[-300:]}")
    else:
        yield f"- `sifund {command[0]}`: well."


def _as_reader(empty: Path) -> dict:
    """An empty home and folder, nothing of this checkout, and where that can be had a user who owns nothing here."""
    home = {"HOME": str(empty), "PATH": os.environ["PATH"], "PYTHONNOUSERSITE": "1"}
    return {"cwd": empty, "env": home} | _other()


@cache
def _other() -> dict:
    """A user who owns nothing here, where this one may become it and it may run this Python."""
    user = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    try:
        subprocess.run([Path(sys.executable).resolve(), "-c", ""], check=True, capture_output=True, **user)
    except (OSError, subprocess.SubprocessError):
        return {}
    return user


@contextmanager
def _served(bin_: Path, empty: Path, out: Path) -> Iterator[str]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with running([bin_ / "sifund", "serve", "--port", str(port)], url, out / "server.txt", **_as_reader(empty)):
        yield url


def _pages(bin_: Path, empty: Path, begin: float, out: Path) -> Iterator[str]:
    """Every page by a deep link; the first one in time."""
    if not chromium():
        yield NotRun("There is no Chromium here: the pages were not looked at.")
        return
    with _served(bin_, empty, out) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_page()
        for path in PAGES:
            page.goto(f"{url}/{path}?s={TEXT}")
            page.get_by_role("heading", level=1).wait_for(timeout=60_000)
            if not path:
                took = time.monotonic() - begin
                line = f"- From the bundle to the first page: {took:.0f} s."
                yield line if took <= LIMIT_S else Failed(line)
            if page.locator("[data-testid=stException]").count():
                yield Failed(f"- The page {path or 'overview'} shows an error.")
        browser.close()
    yield f"- {len(PAGES)} pages were opened."


def _digest(at: Path) -> dict[str, str]:
    """Every file of an environment and what it holds."""
    return {
        str(path.relative_to(at)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in at.rglob("*") if path.is_file()
    }  # fmt: skip


def _same(before: dict[str, str], after: dict[str, str]) -> str:
    changed = sorted({*before.items()} ^ {*after.items()})
    return Failed(f"- Written into what is installed: {changed[:5]}") if changed else "- Nothing was written into it."


SECTION = Section("The bundle, installed where there is no registry and nothing may be written", run)
