"""The hash of a template: which one a document was made from, whoever edited it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from zipfile import ZipFile, is_zipfile


def template_mark(file: Path) -> str:
    """Of what a template holds, not of when it was written: 12 hexadecimal digits."""
    digest = hashlib.sha256()
    if not is_zipfile(file):
        digest.update(file.read_bytes())
        return digest.hexdigest()[:12]
    with ZipFile(file) as parts:
        for name in sorted(parts.namelist()):
            digest.update(name.encode() + b"\0" + hashlib.sha256(parts.read(name)).digest())
    return digest.hexdigest()[:12]
