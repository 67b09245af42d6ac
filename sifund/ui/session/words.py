"""Words that someone else wrote, on a page."""

from __future__ import annotations

import re


def literal(words: str) -> str:
    """Words of a link or a file as they are, on one line: nothing in them is read as Markdown."""
    return re.sub(r"([\\`*_\[\]~$#|<>])", r"\\\1", re.sub(r"[\r\n\t]+", " ", words))
