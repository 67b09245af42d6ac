"""A backup made while scenarios, datasets and the audit trail are written to, restored on an empty home: on both databases, by the
commands of docs/operations.md. What was told to be kept before it is there, and nothing that was never kept."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from databases import postgres, programs
from installation import at_home, keep

from audit import ROOT, Failed, NotRun, Section
from sifund import trail
from sifund.store import Store
from sifund.store.database import Database, default_url
from sifund.upkeep.backup import backup
from sifund.upkeep.restore import restore

WRITERS, SOME, AFTER_S = 4, 40, 1
"""How many processes save scenarios, how many are kept before the backup begins, and how long they go on after it [s]."""


def run(out: Path) -> Iterator[str]:
    """SQLite, and PostgreSQL where it is at hand."""
    yield from _of("SQLite", "", out / "sqlite")
    if not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        yield NotRun("There is no PostgreSQL here (`make postgresql` installs Debian's where it can).")
        return
    with postgres(programs()) as url:
        yield from _of("PostgreSQL", url, out / "postgresql")


def _of(name: str, url: str, out: Path) -> Iterator[str]:
    out.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        at_home(out / "home", patch)
        if url:
            patch.setenv("SIFUND_DATABASE_URL", url)
        with _load(out) as log:
            while len(before := _marks(log)) < SOME:
                time.sleep(0.1)
            _dump(out, url, "pg_dump")
            made = backup(out / "b.zip")
            time.sleep(AFTER_S)
        after, lines = _marks(log), (out / "home" / trail.FILE).read_bytes()
        at_home(out / "empty", patch)
        if url:
            patch.setenv("SIFUND_DATABASE_URL", url)
        restore(out / "b.zip")
        _dump(out, url, "pg_restore")
        there, verdict = _saved(), trail.verify()
        whole = before <= there <= after and len(there) < len(after) and not made.notices and not verdict.problems
        whole = whole and lines.startswith((out / "empty" / trail.FILE).read_bytes()) and verdict.count > 0
        line = (
            f"- {name}: {len(before)} scenarios were kept when the backup began and {len(after)} at the end; {len(there)} came back, "
            f"{len(before - there)} were lost, {len(there - after)} never kept; {verdict.count} entries of the trail hold."
        )
        yield line if whole else Failed(line)
        doctor = subprocess.run([sys.executable, "-m", "sifund", "doctor"], cwd=ROOT, check=False, capture_output=True)
        yield (
            f"- {name}: doctor finds nothing."
            if doctor.returncode == 0
            else Failed(f"- {name}: {doctor.stdout.decode()}")
        )


@contextmanager
def _load(out: Path) -> Iterator[Path]:
    """Writers of scenarios, whose words go into a file; versions of a dataset and entries of the trail beside them."""
    log, over = out / "kept.txt", threading.Event()

    def write() -> None:
        number = 0
        while not over.wait(0.05):
            trail.append("dataset.kept", f"small.{number}", "li")
            keep(number := number % 3 + 1)

    others = threading.Thread(target=write)
    with log.open("w") as words:
        command = [sys.executable, "tests/support/writer.py", "add", default_url(), "-"]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        writers = [subprocess.Popen(command, cwd=ROOT, env=environment, stdout=words) for _ in range(WRITERS)]
        others.start()
        try:
            yield log
        finally:
            over.set()
            others.join()
            for writer in writers:
                writer.send_signal(signal.SIGTERM)
                writer.wait()


def _marks(log: Path) -> set[str]:
    """What the writers were told to be kept, whole lines alone."""
    return set(log.read_text().rpartition("\n")[0].split())


def _saved() -> set[str]:
    database = Database(default_url())
    try:
        return {saved.mark for saved in Store(database).search("", limit=1_000_000).saved}
    finally:
        database.close()


def _dump(out: Path, url: str, program: str) -> None:
    """The command of docs/operations.md, as it stands there, where scenarios are in PostgreSQL."""
    if url:
        page = (ROOT / "docs" / "operations.md").read_text("utf-8")
        (command,) = re.findall(rf"^{program} .*$", page, re.MULTILINE)
        at = os.environ | {"PATH": f"{programs()}{os.pathsep}{os.environ['PATH']}"}
        subprocess.run(command, shell=True, check=True, cwd=out, env=at)


SECTION = Section("A backup under load, restored on both databases", run)
