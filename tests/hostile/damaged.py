"""Good files cut off, and with bits turned, by seed: refused, or taken with what was in them, and what was lost is told."""

from __future__ import annotations

import random
from collections.abc import Iterator

from office import archive

from hostile import TABLES, Case, book, files, text_of
from sifund.importer.sheet import File

CUTS, FLIPS = 20, 60


def originals() -> dict[str, File]:
    """A good file of each kind that has checksums: what is turned in it can be seen."""
    parts = {f"{name}.csv": text_of(table).encode() for name, table in TABLES.items()}
    return {"archive": archive(parts), "workbook": book()}


def cases() -> Iterator[Case]:
    for kind, file in originals().items():
        for number in range(CUTS):
            yield Case(
                f"{kind} cut at {number}",
                (File(file.name, file.data[: len(file.data) * number // CUTS]),),
                (),
                refused=True,
            )
        for number in range(FLIPS):
            yield Case(f"{kind} turned {number}", (File(file.name, _turned(file.data, f"{kind}{number}")),), loses=True)
    good = files()
    for number in range(1, CUTS):
        lines = next(file for file in good if file.name == "lines.csv").data
        cut = File("lines.csv", lines[: len(lines) * number // CUTS])
        yield Case(f"csv cut at {number}", (*(file for file in good if file.name != "lines.csv"), cut), unseen=True)


def _turned(data: bytes, seed: str) -> bytes:
    """One to three bits of it the other way."""
    rng = random.Random(seed)
    made = bytearray(data)
    for _ in range(rng.choice((1, 1, 3))):
        made[rng.randrange(len(made))] ^= 1 << rng.randrange(8)
    return bytes(made)
