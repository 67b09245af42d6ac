"""Work on a file that may be hostile, in a process of its own with limits of time and memory."""

from __future__ import annotations

import sys
from os import SEEK_END
from pathlib import Path
from subprocess import DEVNULL, SubprocessError, run
from tempfile import TemporaryFile

SECONDS, MEMORY, ANSWER = 30, 4_000_000_000, 50_000_000
ROOT = Path(__file__).resolve().parents[1]
"""Where `python -m sifund…` starts."""
BROKEN_OFF = 1


def answer(module: str, *arguments: str) -> tuple[int, bytes]:
    """The exit status of a module of the program, run within the limits, and what it wrote; 1 and nothing where it did not
    come to an end, or wrote too much to be held."""
    command = [sys.executable, "-m", module, *arguments]
    with TemporaryFile() as out:
        try:
            done = run(command, cwd=ROOT, stdout=out, stderr=DEVNULL, timeout=SECONDS, check=False)  # noqa: S603  # our own
        except (SubprocessError, OSError):
            return BROKEN_OFF, b""
        if out.seek(0, SEEK_END) > ANSWER:
            return BROKEN_OFF, b""
        out.seek(0)
        return done.returncode, out.read()


def ends_well(module: str, *arguments: str) -> bool:
    """Whether a module of the program ends of itself, without error, within the limits."""
    return answer(module, *arguments)[0] == 0


def limit() -> None:
    """Hold this process to the limits, where the system can."""
    try:
        import resource
    except ImportError:  # Windows has none; there only the time is limited
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (2 * ANSWER, 2 * ANSWER))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
