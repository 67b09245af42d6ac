"""Starting a server for a test and waiting for it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONG = 60_000
"""How long a page may take to show what is expected [ms]: machines are slow, and a failure is rare."""


def absent(reason: str) -> NoReturn:
    """What a test needs is not on this machine: it is skipped, but fails in CI."""
    pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def wait_for(url: str) -> None:
    """Until a server answers, at most a minute."""
    for _ in range(240):
        try:
            urllib.request.urlopen(url, timeout=1).close()
            return
        except OSError:
            time.sleep(0.25)
    pytest.fail(f"{url} did not answer within a minute")


def gone(process: subprocess.Popen) -> None:
    """Waits for its end; one that does not come to it is killed, and fails the test."""
    try:
        process.wait(LONG / 1000)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise


@contextmanager
def served(end: Callable[[subprocess.Popen], None] = subprocess.Popen.terminate) -> Iterator[str]:
    """A cold server, started as `make run` does, ended as `end` does; gives its address."""
    port = free_port()
    command = [sys.executable, "-m", "sifund.server", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        end(process)
        gone(process)
