"""A server of a section's own, with its log beside the report."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from e2e.serving import wait_for


@contextmanager
def running(
    command: list[Any], url: str, log: Path, end: Callable[[subprocess.Popen], None] = subprocess.Popen.terminate,
    **settings: Any,
) -> Iterator[subprocess.Popen]:  # fmt: skip
    """A command, once it answers at an address, ended as `end` does; `settings` are the process's."""
    with log.open("w") as into:
        process = subprocess.Popen(command, stdout=into, stderr=into, **settings)
        try:
            wait_for(f"{url}/health")
            yield process
        finally:
            end(process)
            process.wait(20)
