"""A process that is killed before its nth operation on a file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OPERATIONS = ("rename", "replace", "unlink", "mkdir", "fsync", "utime", "open", "close", "rmdir", "write")
COUNTED = f"""
import io, os, shutil, sys
count, stop = 0, int(sys.argv[1])
def counted(real):
    def act(*given, **named):
        global count
        if count == stop:
            os._exit(9)
        count += 1
        return real(*given, **named)
    return act
for name in {OPERATIONS}:
    setattr(os, name, counted(getattr(os, name)))
shutil.rmtree, io.open = counted(shutil.rmtree), counted(io.open)
"""


def killed(imports: str, act: str, folder: Path, stop: int) -> int:
    """How a process ended that did `act` in a folder, `sys.argv[2]`: 9 where it was killed before operation `stop`, else 0."""
    command = [sys.executable, "-c", imports + COUNTED + act, str(stop), str(folder)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, check=False, capture_output=True, env=environment).returncode
