"""A small file that holds something of each person by name: read again when it was changed, written in one step."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from sifund.home import settle


def held(path: Path) -> Mapping[str, Any]:
    """What it holds; nothing where there is none. Raises OSError, ValueError for what is no such file."""
    try:
        state = path.stat()
    except FileNotFoundError:
        return {}
    return _read(path, state.st_ino, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=8)
def _read(path: Path, *_: int) -> Mapping[str, Any]:
    content = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise ValueError("no names")
    return content


def put(path: Path, content: Mapping[str, Any]) -> None:
    """Write what it holds from now on; whoever reads has the old or the new. Raises OSError."""
    part = path.with_suffix(".part")
    part.write_text(json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")
    settle(part)
    os.replace(part, path)
    settle(path.parent)


class Turn:
    """In which nobody else changes a file. Raises OSError."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self.path.with_suffix(".lock").open("w")
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        self._file.close()
