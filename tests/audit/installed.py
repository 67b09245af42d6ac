"""The bundle as its reader has it: made, installed without a registry into an environment that nothing may write into, run from
an empty folder by a user without rights: every page with all that can be downloaded there and an upload, every document, every
command. What was installed is the same at the end."""

from __future__ import annotations

import os
import runpy
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from e2e.serving import free_port
from playwright.sync_api import Page

from audit import PAGES, ROOT, Failed, NotRun, Section
from audit._commands import ENDS, TEXT, Command, commands, documents, files
from audit._reader import digest, empty, installed, place_of, unchanged, whose
from audit._server import running
from audit._visitor import NO_BROWSER, at_rest, chromium, upload, visitor
from sifund.importer.sheet import File
from sifund.scenario.view import SECTIONS
from sifund.text import LANGS

LIMIT_S = 120
LAB = {"scenario": "lab"}
"""What the parts of a page are called where they have another name than it."""
DOWNLOADS = "[data-testid=stDownloadButton] button:enabled"


class Begun(NamedTuple):
    """When it began, and the processor time of ended processes until then [s]."""

    at: float
    processor: float

    @classmethod
    def now(cls) -> Begun:
        return cls(time.monotonic(), sum(os.times()[2:4]))

    def judged(self) -> str:
        """How long it took to the first page; where others take the machine's processors that is no measure."""
        took, processor, load = time.monotonic() - self.at, sum(os.times()[2:4]) - self.processor, os.getloadavg()[0]
        line = (
            f"- From the bundle to the first page: {took:.0f} s (limit {LIMIT_S}), {processor:.0f} s of processor time to install; "
            f"load {load:.0f} on {os.cpu_count()} processors."
        )
        if took <= LIMIT_S:
            return line
        return NotRun(line) if load > 2 * (os.cpu_count() or 1) else Failed(line)


def run(out: Path) -> Iterator[str]:
    """A line for each step."""
    bundle = runpy.run_path(str(ROOT / "deploy" / "bundle.py"))
    at: Path = bundle["make"](out / "bundle")
    wheels = len(list((at / "wheels").glob("*.whl")))
    yield f"- The bundle holds {wheels} wheels, {sum(p.stat().st_size for p in at.rglob('*')) / 1e6:.0f} MB."
    with place_of("installed") as place:
        begin = Begun.now()
        bin_ = installed(place / "venv", at, bundle["INSTALL"])
        reader = empty(place / "empty")
        before = digest(place / "venv")
        yield whose()
        yield from _pages(bin_, reader, begin, out)
        files(reader["cwd"])
        yield from _documents(bin_, reader)
        yield from _commands(bin_, reader)
        yield unchanged(before, place / "venv")


def _documents(bin_: Path, reader: dict[str, Any]) -> Iterator[str]:
    """Each is made, and holds when it is verified."""
    count = 0
    for command, file in documents():
        for each in (command, ("verify", file)):
            if wrong := _wrong(bin_, each, reader):
                yield wrong
        count += 1
    yield f"- {count} documents were made and verified."


def _commands(bin_: Path, reader: dict[str, Any]) -> Iterator[str]:
    tried = list(commands())
    yield from filter(None, (_wrong(bin_, command, reader) for command in tried))
    names = {
        " ".join(word for word in command[:2] if word.isalpha()) if command[0] == "records" else command[0]
        for command in tried
    }
    yield f"- {len(names)} commands were run, in both languages and all their forms: {len(tried)} runs."


def _wrong(bin_: Path, command: Command, reader: dict[str, Any]) -> str:
    """That a command did not end well; empty where it did."""
    done = subprocess.run([bin_ / "sifund", *command], check=False, capture_output=True, text=True, **reader)
    ends = next((status for name, status in ENDS.items() if command[: len(name.split())] == (*name.split(),)), 0)
    if done.returncode == ends and "Traceback" not in done.stderr:
        return ""
    return Failed(f"- `sifund {' '.join(command)}` ended with {done.returncode}: {done.stderr.strip()[-300:]}")


@contextmanager
def _served(bin_: Path, reader: dict[str, Any], out: Path) -> Iterator[str]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with running([bin_ / "sifund", "serve", "--port", str(port)], url, out / "server.txt", **reader):
        yield url


def _pages(bin_: Path, reader: dict[str, Any], begin: Begun, out: Path) -> Iterator[str]:
    """Every page by a deep link; the first one in time."""
    if not chromium():
        yield NotRun(NO_BROWSER)
        return
    taken = 0
    with _served(bin_, reader, out) as url, visitor() as browser:
        page = browser.new_page()
        page.goto(f"{url}/?s={TEXT}")
        page.get_by_role("heading", level=1).wait_for()
        yield begin.judged()
        for path, lang in product(PAGES, LANGS):
            for part in SECTIONS.get(LAB.get(path, path), ("",)):
                page.goto(f"{url}/{path}?s={TEXT}{part and f';view.open={part}'}&lang={lang}")
                page.get_by_role("heading", level=1).wait_for()
                at_rest(page)
                taken += _downloads(page)
                if page.locator("[data-testid=stException]").count():
                    yield Failed(f"- The page {path or 'overview'} {part} shows an error in {lang}.")
        tables = [File(f.name, f.read_bytes()) for f in (ROOT / "data" / "urumqi-2021").glob("*.csv")]
        yield "- An office's tables were uploaded." if upload(page, url, tables) else Failed("- Tables were refused.")
    yield f"- {len(PAGES)} pages were opened in both languages, every part of each; {taken} files were taken from them."


def _downloads(page: Page) -> int:
    buttons = page.locator(DOWNLOADS).filter(visible=True)
    for button in buttons.all():
        with page.expect_download() as download:
            button.click()
        assert download.value.path().stat().st_size, download.value.suggested_filename
    return buttons.count()


SECTION = Section("The bundle, installed where there is no registry and nothing may be written", run)
