"""Five hundred damaged files, in a process of their own whose memory is measured."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COUNT, MEGABYTES = 500, 500


def test_damaged_files_are_taken_or_refused_within_memory() -> None:
    if not Path("/proc/self/status").exists():
        pytest.skip("the peak of memory is read from /proc")
    command = [sys.executable, "-W", "error", str(ROOT / "tests" / "support" / "damage.py"), "0", str(COUNT)]
    done = subprocess.run(command, cwd=ROOT, env={"PYTHONPATH": "."}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stderr == ""  # no traceback of a library's own either
    found = json.loads(done.stdout)
    assert found["taken"] + found["refused"] == COUNT
    assert found["taken"] >= 20 and found["refused"] >= 200
    assert found["peak_mb"] < MEGABYTES
