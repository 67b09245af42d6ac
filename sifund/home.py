"""Where an installation keeps what is its own: saved scenarios, datasets."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "SIFUND_HOME"
DEFAULT = Path(__file__).resolve().parent.parent / "local"


def home() -> Path:
    """$SIFUND_HOME, by default the folder `local` beside the program."""
    return Path(os.environ.get(VARIABLE) or DEFAULT)
