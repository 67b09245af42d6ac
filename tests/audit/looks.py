"""Every section of every page in both languages and in every look: no words cut, nothing wider than its place, nothing in
anybody's way. The tests look at each section once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

from e2e.serving import served
from e2e.test_looks import LOOKS, PAGES, amiss

from audit import Failed, NotRun, Section
from audit._visitor import NO_BROWSER, chromium, visitor


def run(out: Path) -> Iterator[str]:
    """A line a page and language with what is amiss on it."""
    if not chromium():
        yield NotRun(NO_BROWSER)
        return
    looks = [look for every in LOOKS.values() for look in every]
    with served() as url, visitor() as context:
        for path, lang in product(PAGES, LOOKS):
            page = context.new_page()
            for where, what in amiss(page, url, path, lang, looks, every=True).items():
                yield Failed(f"- {path or 'overview'}-{lang} {where}: {what}.")
            page.close()
    yield f"- {len(PAGES)} pages, each section in {len(looks)} looks and {len(LOOKS)} languages."


SECTION = Section("Every section in every look", run)
