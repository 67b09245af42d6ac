"""The pages of two PDFs drawn as points, in a process of its own with limits: a hostile file cannot stop the program.

Run by `python -m sifund.report.proof.render FOLDER PAGES`: reads 0.pdf and 1.pdf there, writes 0-1.png, 1-1.png, …
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sifund.apart import ends_well, limit

PPI = 110


class UndrawnError(Exception):
    """The document's pages cannot be drawn, though those of the one made again can."""


def drawn(given: bytes, made: bytes, pages: int) -> Iterator[tuple[Any, Any]] | None:
    """A pair of pictures (height, width, 3) a page, without what lies over it as an annotation; None where none can be
    drawn here. Raises UndrawnError."""
    import numpy as np
    from PIL import Image

    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "0.pdf").write_bytes(given)
        (folder / "1.pdf").write_bytes(made)
        if not ends_well("sifund.report.proof.render", name, str(pages)):
            if (folder / f"1-{pages}.png").exists():
                raise UndrawnError
            return None
        pairs = []
        for page in range(1, pages + 1):
            pair = [Image.open(folder / f"{file}-{page}.png").convert("RGB") for file in (0, 1)]
            if pair[0].size != pair[1].size:
                raise UndrawnError
            pairs.append((np.asarray(pair[0], dtype=np.int16), np.asarray(pair[1], dtype=np.int16)))
        return iter(pairs)


def main(name: str, pages: str) -> None:
    """Draw every page of both files."""
    import typst

    limit()
    folder = Path(name)
    for file in (1, 0):
        for page in range(1, int(pages) + 1):
            source = folder / "page.typ"
            source.write_text(f'#set page(width: auto, height: auto, margin: 0pt)\n#image("{file}.pdf", page: {page})')
            image = typst.compile(str(source), root=name, ignore_system_fonts=True, format="png", ppi=PPI)
            assert isinstance(image, bytes)
            (folder / f"{file}-{page}.png").write_bytes(image)


if __name__ == "__main__":
    main(*sys.argv[1:3])
