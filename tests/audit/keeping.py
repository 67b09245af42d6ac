"""What is kept is whole or absent, for longer than `make test` has time: ten readers beside a writer, restores killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from installation import at_home, furnish, keep, save, state
from readers import mixtures
from support import amount, small

from audit import ROOT, Failed, Section
from sifund import dataset as data
from sifund.upkeep import serving
from sifund.upkeep.backup import backup

READERS, SECONDS = 10, 10
KILLS = 25


def run(out: Path) -> Iterator[str]:
    """Both, in folders of their own."""
    with pytest.MonkeyPatch.context() as patch:
        at_home(out / "readers", patch)
        yield _readers(out / "readers" / "datasets" / "small")
        at_home(out / "killed", patch)
        yield _killed(out)


def _readers(folder: Path) -> str:
    made = [small([amount("unemployment.benefit", yuan)]) for yuan in (1, 2, 3)]

    def again(number: int) -> str:
        data.keep(made[number])
        return made[number].fingerprint

    whole, mixed = mixtures(folder, again, READERS, SECONDS)
    line = f"- {READERS} readers beside a writer for {SECONDS} s: {whole} loads were whole, {mixed} were not."
    return Failed(line) if mixed or whole < READERS else line


def _killed(out: Path) -> str:
    """The command `restore`, killed at so many moments from its start to its end."""
    furnish()
    backup(out / "b.zip")
    takes = _restore(out / "b.zip")
    new, seen, mixed = state(), {"old": 0, "new": 0}, 0
    for number in range(KILLS):
        save(f"later {number}")
        keep(10 + number)
        old = state()
        _restore(out / "b.zip", takes * (0.3 + number / KILLS))
        serving.hold()
        serving.let_go()
        now = state()
        mixed += now not in (old, new)
        seen["new" if now == new else "old"] += 1
    line = f"- restore killed at {KILLS} moments: {seen['old']} times all was old, {seen['new']} times new, {mixed} times mixed."
    return Failed(line) if mixed else line


def _restore(file: Path, after_s: float = 600) -> float:
    """Run the command, killed after so long; how long it ran [s]."""
    command, begin = [sys.executable, "-m", "sifund", "restore", str(file)], time.monotonic()
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    with suppress(subprocess.TimeoutExpired):
        process.wait(after_s)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return time.monotonic() - begin


SECTION = Section("What is kept is whole or absent", run)
