"""Readers of a dataset beside a writer who keeps one version of it after another: what they loaded, and how much was mixed.

As a program it is one reader; its arguments are the dataset's folder and the datasets' fingerprints, which it may find.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def mixtures(folder: Path, keep: Callable[[int], str], readers: int, seconds: float) -> tuple[int, int]:
    """How often the readers loaded a whole dataset that the writer kept, and how often anything else, from when all of them
    read. `keep` keeps the dataset of a number below three and gives its fingerprint."""
    known = [keep(number) for number in range(3)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "POLARS_MAX_THREADS": "1"}
    processes = [
        subprocess.Popen([sys.executable, __file__, str(folder), *known], env=environment, stdin=subprocess.PIPE,
                         stdout=subprocess.PIPE, text=True) for _ in range(readers)
    ]  # fmt: skip
    for process in processes:
        assert process.stdout and process.stdout.readline() == "reading\n"
    until, number = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        keep(number := (number + 1) % 3)
    counts = [process.communicate("stop\n", timeout=60)[0].split() for process in processes]
    return sum(int(whole) for whole, _ in counts), sum(int(other) for _, other in counts)


def _read(folder: Path, known: set[str]) -> None:
    import select

    from sifund.dataset import load, loaded

    whole = other = 0
    print("reading", flush=True)
    while not select.select([sys.stdin], [], [], 0)[0]:
        for read in (load, loaded):
            try:
                ok = read(folder).fingerprint in known
            except ValueError:
                ok = False
            whole, other = whole + ok, other + (not ok)
    print(whole, other)


if __name__ == "__main__":
    _read(Path(sys.argv[1]), set(sys.argv[2:]))
