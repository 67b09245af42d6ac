"""Texts with every class of odd character on every way in and out of a running server: upload, name, note, link, documents."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from odd import ODD, files
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page, expect

from audit import ROOT, Failed, NotRun, Section
from audit._visitor import NO_BROWSER, at_rest, chromium, upload, visitor
from audit._watched import Watched
from sifund.text import unfit

CHANGED = "unemployment.benefit_standard=1530@2022-01"
STARTS = {
    "表格（CSV）": b"\xef\xbb\xbf",
    "图（PNG）": b"\x89PNG",
    "一页简报（PDF）": b"%PDF",
    "一页简报（Word）": b"PK",
}
"""The button of each file → how the file begins."""


def run(out: Path) -> Iterator[str]:
    """Every maker on each text, in a process of its own, then each through the pages."""
    yield from _makers(out)
    if not chromium():
        yield NotRun(NO_BROWSER)
        return
    with Watched(out) as server, visitor() as context:
        page, wrong, made = context.new_page(), [], 0
        for what in ODD:
            try:
                made += _through(page, server, ODD[what].encode(errors="ignore").decode())
            except (AssertionError, BrowserError) as error:
                wrong.append(f"  - {what}: {str(error).splitlines()[0]}")
        line = f"- {len(ODD)} texts through upload, link, name and note: {made} files made of them, {len(wrong)} texts ended otherwise."
        yield Failed(line) if wrong else line
        yield from wrong
        yield from server.report()


def _makers(out: Path) -> Iterator[str]:
    """Documents, pictures and tables whose data hold the text, though no import would take all of them."""
    ended = subprocess.run([sys.executable, str(ROOT / "tests" / "support" / "odd.py"), *ODD], cwd=ROOT, check=False, capture_output=True,
                           text=True)  # fmt: skip
    (out / "makers.jsonl").write_text(ended.stdout, encoding="utf-8")
    told = [json.loads(line) for line in ended.stdout.splitlines()]
    made = sum(said == "made" for *_, said in told)
    wrong = [f"  - {what}, {file}: {said}" for what, file, said in told if not _right(what, said)]
    line = f"- {len(ODD)} texts, {len(told)} times given to a maker: {made} made, {len(told) - made} refused, {len(wrong)} of both wrongly."
    yield Failed(f"{line} It ended with {ended.returncode}.") if wrong or ended.returncode else line
    yield from wrong


def _right(what: str, said: str) -> bool:
    codes = unfit(ODD[what].encode(errors="ignore").decode())
    return codes[0] in said if codes else said == "made" or (said.startswith("refused: ") and "U+" in said)


def _through(page: Page, server: Watched, words: str) -> int:
    """Upload, link, name and note of one text; how many files were made. Raises AssertionError or the browser's error."""
    taken = upload(page, server.url, files(words))
    assert not (taken and unfit(words)), "an upload was taken that must be refused"
    text = f"1;n={quote(words, safe='')};{CHANGED}"
    page.goto(f"{server.url}/scenario?s={quote(text, safe='')}")
    page.get_by_role("heading", level=1).wait_for()
    at_rest(page)
    made = _files(page)
    _save(page, words)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    assert server.healthy(), "the server does not answer"
    return made


def _files(page: Page) -> int:
    """Every file of the share dialog is made, or its button says by being shut that it cannot be."""
    page.get_by_role("button", name="分享").click()
    made = 0
    for name, start in STARTS.items():
        button = page.get_by_role("button", name=name)
        button.wait_for()
        at_rest(page)
        if button.is_disabled():
            expect(page.get_by_text(re.compile("U\\+"))).to_be_visible()
            continue
        with page.expect_download() as coming:
            button.click()
        assert coming.value.path().read_bytes().startswith(start), name
        made += 1
    page.keyboard.press("Escape")
    return made


def _save(page: Page, words: str) -> None:
    """Name, note and author are kept, or refused in words."""
    page.get_by_role("button", name="保存", exact=True).click()
    body = page.get_by_test_id("stPopoverBody")
    for label in ("名称", "备注", "保存人"):
        body.get_by_label(label).fill(words[:40])
    body.get_by_role("button", name="保存为新方案").click()
    expect(page.get_by_text(re.compile("已保存：|U\\+|请输入名称|不能为空")).first).to_be_visible()


SECTION = Section("Odd words", run)
