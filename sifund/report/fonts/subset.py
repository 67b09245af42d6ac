"""Makes the font file out of Noto Sans CJK: `python -m sifund.report.fonts.subset NotoSansCJK-Regular.ttc` (Debian:
fonts-noto-cjk).

GB 2312, Latin and the signs that amounts and laws use. Its licence, OFL.txt, forbids a changed font to bear a reserved
name, so the subset has a name of its own.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

from sifund.report.fonts import FAMILY, FILE

SIMPLIFIED = "Noto Sans CJK SC"
RANGES = (
    (0x20, 0x7E), (0xA0, 0xFF), (0x2010, 0x2027), (0x2030, 0x2033), (0x2039, 0x203B), (0x20AC, 0x20AC),
    (0x2116, 0x2122), (0x2190, 0x2193), (0x2200, 0x226B), (0x2460, 0x2473), (0x25A0, 0x25CF), (0x3000, 0x303F),
    (0xFE30, 0xFE4F), (0xFF00, 0xFFEF),
)  # fmt: skip


def wanted() -> set[int]:
    """Code points of GB 2312 and of RANGES."""
    rows = (bytes((high, low)) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    hanzi = {ord(c) for pair in rows for c in pair.decode("gb2312", errors="ignore")}
    return hanzi.union(*(range(first, last + 1) for first, last in RANGES))


def subset(source: Path) -> None:
    """Write the font beside this module."""
    fonts = TTCollection(source).fonts
    font = next(f for f in fonts if f["name"].getBestFamilyName() == SIMPLIFIED)
    options = Options(layout_features=["kern", "locl"], name_IDs=["*"], notdef_outline=True, hinting=False)
    tool = Subsetter(options)
    tool.populate(unicodes=wanted())
    tool.subset(font)
    rename(font)
    font.save(FILE)


def rename(font: TTFont) -> None:
    """Family, full and PostScript names; the copyright and licence names stay."""
    names = {1: FAMILY, 2: "Regular", 3: f"{FAMILY} Regular", 4: FAMILY, 6: FILE.stem}
    table = font["name"]
    table.names = [n for n in table.names if n.nameID in (0, 5, 13, 14)]
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)
    font["CFF "].cff.fontNames = [names[6]]


if __name__ == "__main__":
    subset(Path(sys.argv[1]))
