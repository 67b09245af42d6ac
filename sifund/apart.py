"""Work on a file that may be hostile, in a process of its own with limits of time and memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SECONDS, MEMORY = 30, 4_000_000_000
ROOT = Path(__file__).resolve().parents[1]
"""Where `python -m sifund…` starts."""
BROKEN_OFF = 1


def answer(module: str, *arguments: str) -> tuple[int, bytes]:
    """The exit status of a module of the program, run within the limits, and what it wrote; 1 and nothing where it did not
    come to an end."""
    command = [sys.executable, "-m", module, *arguments]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603  # our own module
    except (subprocess.SubprocessError, OSError):
        return BROKEN_OFF, b""
    return done.returncode, done.stdout


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
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
