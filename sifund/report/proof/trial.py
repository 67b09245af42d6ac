"""Whether a PDF can be read in good time: `python -m sifund.report.proof.trial FILE` reads it and keeps nothing.

A page may draw forms that draw forms, each many times over; no size tells beforehand how long that takes.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from sifund.report.proof.apart import SECONDS, ends_well, limit
from sifund.report.proof.package import too_much
from sifund.report.proof.pdf import PdfReader


def tried(content: bytes) -> None:
    """Raises SifundError where a PDF cannot be read within the limits; what is merely broken shows when it is read."""
    with TemporaryDirectory() as name:
        file = Path(name) / "x.pdf"
        file.write_bytes(content)
        if not ends_well("sifund.report.proof.trial", str(file)):
            raise too_much(f"{SECONDS} s")


def main(name: str) -> None:
    """Read it, whether it is broken or not."""
    limit()
    try:
        list(PdfReader(Path(name).read_bytes()).pieces())
    except MemoryError:
        raise
    except Exception:  # a foreign or broken file can fail the reader in any way
        return


if __name__ == "__main__":
    main(sys.argv[1])
