"""A server of a section's own that is asked for its health all the while."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from e2e.serving import free_port, wait_for

from audit import ROOT, Failed

EVERY_S, SLOW_S, MOST_MB = 0.5, 10, 1_000
"""How often it is asked, how long an answer may take, and how much memory it may take."""


class Watched:
    """A server with a home and a log of its own; `answers` are how long it took for each that it gave [s], None for none."""

    def __init__(self, out: Path) -> None:
        self.port, self.log = free_port(), out / "server.log"
        self.answers: list[float | None] = []
        self._over = threading.Event()
        places = {"SIFUND_HOME": str(out / "home"), "SIFUND_DATA": str(out / "home" / "datasets")}
        with self.log.open("w") as log:
            command = [sys.executable, "-m", "sifund.server", "--port", str(self.port)]
            self.process = subprocess.Popen(command, cwd=ROOT, env=os.environ | places, stdout=log, stderr=log)
        self._asking = threading.Thread(target=self._ask_always, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Watched:
        wait_for(f"{self.url}/health")
        self._asking.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self._over.set()
        self._asking.join()
        self.process.terminate()
        self.process.wait(20)

    def healthy(self) -> bool:
        """Whether it answers now."""
        self._ask()
        return self.answers[-1] is not None

    def report(self) -> Iterator[str]:
        """How it stood, while it still runs."""
        late = [took for took in self.answers if took is None or took > SLOW_S]
        longest = max((took for took in self.answers if took is not None), default=0)
        line = f"- The server gave {len(self.answers)} answers, the slowest in {longest:.1f} s, and took {self.memory()} MB at most."
        yield Failed(f"{line} {len(late)} failed or were late.") if late or self.memory() > MOST_MB else line
        if traces := self.log.read_text("utf-8", "replace").count("Traceback"):
            yield Failed(f"- {traces} tracebacks stand in {self.log.relative_to(ROOT)}.")

    def memory(self) -> int:
        """Most that it was ever resident [MB]."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))

    def _ask_always(self) -> None:
        while not self._over.wait(EVERY_S):
            self._ask()

    def _ask(self) -> None:
        begin = time.monotonic()
        try:
            urllib.request.urlopen(f"{self.url}/health", timeout=2 * SLOW_S).close()
            self.answers.append(time.monotonic() - begin)
        except OSError:
            self.answers.append(None)
