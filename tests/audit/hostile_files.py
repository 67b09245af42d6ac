"""Every hostile file through the real way, a process of its own, while a server answers; and some of each kind uploaded to it."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from hostile import Case, cases, judge

from audit import Failed, NotRun, Section
from audit._visitor import NO_BROWSER, chromium, upload, visitor
from audit._watched import Watched
from sifund.importer import apart
from sifund.importer.files import ENDINGS
from sifund.importer.sheet import FILE_LIMIT
from sifund.importer.source import read_files
from sifund.problem import SifundError

FEWEST, MOST_MB, EVERY = 600, 1_000, 20
"""How many files there are at least, how much memory one may take, and of how many one is uploaded."""
ENDED = ("broke off", "operating system ended", "cannot read files now", "computing", "was not read within")
"""How a process is said to have ended that did not end well, or not in time."""


def run(out: Path) -> Iterator[str]:
    """All are read apart, two at a time, then some uploaded in a browser."""
    every = list(cases())
    with Watched(out) as server:
        yield from _read(every)
        yield from _upload([case for case in every if _can_be_uploaded(case)][::EVERY], server)
        yield from server.report()


def _read(every: Sequence[Case]) -> Iterator[str]:
    with ThreadPoolExecutor(apart.AT_ONCE) as readers:
        ends = list(readers.map(_end, every))
    wrong = [f"  - {case.name}: {fault}" for case, (_, fault, _) in zip(every, ends, strict=True) if fault]
    taken, longest = sum(became for became, _, _ in ends), max(took for _, _, took in ends)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    line = (
        f"- {len(every)} files, each read by a process of its own: {taken} taken as they are, {len(every) - taken} refused in "
        f"words that name them, {len(wrong)} of both wrongly; the slowest in {longest:.1f} s, none with more than {memory} MB."
    )
    bad = wrong or memory > MOST_MB or longest > apart.WALL_S or len(every) < FEWEST
    yield Failed(line) if bad else line
    yield from wrong


def _end(case: Case) -> tuple[bool, str, float]:
    """Whether it was taken, what is wrong with that, and how long it took [s]."""
    begin = time.monotonic()
    try:
        found = apart.read_apart(case.files)
    except SifundError as error:
        said = " ".join(error.lines("en"))
        ended = next((said for words in ENDED if words in said), "")
        return False, judge(case, error) or ended, time.monotonic() - begin
    return True, judge(case, found), time.monotonic() - begin


def _can_be_uploaded(case: Case) -> bool:
    """Whether a browser gives the page such files: of these names, and no larger."""
    return all(
        file.ending in ENDINGS and file.name.isprintable() and len(file.name.encode()) < 200 and 0 < len(file.data) <= FILE_LIMIT
        for file in case.files
    )  # fmt: skip


def _upload(some: Sequence[Case], server: Watched) -> Iterator[str]:
    if not chromium():
        yield NotRun(NO_BROWSER)
        return
    with visitor() as context:
        page, wrong = context.new_page(), []
        for case in some:
            taken = upload(page, server.url, case.files)
            if taken != _is_taken(case) or not server.healthy():
                wrong.append(f"  - {case.name}: {'taken' if taken else 'refused'} by the page")
    line = f"- {len(some)} of them uploaded in a browser: {len(wrong)} ended otherwise."
    yield Failed(line) if wrong else line
    yield from wrong


def _is_taken(case: Case) -> bool:
    try:
        return bool(read_files(case.files))
    except SifundError:
        return False


SECTION = Section("Hostile files", run)
