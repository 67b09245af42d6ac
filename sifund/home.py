"""Where an installation keeps what is its own, saved scenarios and datasets, and when it is safely there."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "SIFUND_HOME"
DEFAULT = Path(__file__).resolve().parent.parent / "local"


def home() -> Path:
    """$SIFUND_HOME, by default the folder `local` beside the program."""
    return Path(os.environ.get(VARIABLE) or DEFAULT)


def settle(path: Path) -> None:
    """Wait until a file, or a folder's list of names, is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
