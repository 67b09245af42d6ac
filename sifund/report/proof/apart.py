"""Work on a file that may be hostile, in a process of its own with limits of time and memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SECONDS, MEMORY = 30, 4_000_000_000
ROOT = Path(__file__).resolve().parents[3]


def ends_well(module: str, *arguments: str) -> bool:
    """Whether a module of the program ends of itself, without error, within the limits."""
    command = [sys.executable, "-m", module, *arguments]
    try:
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=SECONDS)  # noqa: S603  # our own module
    except (subprocess.SubprocessError, OSError):
        return False
    return True


def limit() -> None:
    """Hold this process to the limits, where the system can."""
    try:
        import resource
    except ImportError:  # Windows has none; there only the time is limited
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
