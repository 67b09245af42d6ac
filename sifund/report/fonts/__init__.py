"""The project's own Chinese font, registered where pictures and PDF are made; a character that it lacks is an error."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sifund.problem import SifundError, problem

FAMILY = "Sifund Sans CJK"
FOLDER = Path(__file__).resolve().parent
FILE = FOLDER / "SifundSansCJK-Regular.otf"
INVISIBLE = frozenset("\n\r\t\u200b\ufeff")


@cache
def glyphs() -> frozenset[int]:
    """Code points that the font has a glyph for."""
    from fontTools.ttLib import TTFont

    with TTFont(FILE, lazy=True) as font:
        return frozenset(font.getBestCmap() or {})


def require_glyphs(text: str) -> str:
    """The text as it is. Raises SifundError naming the characters that would print as boxes."""
    missing = sorted({c for c in text if ord(c) not in glyphs() and c not in INVISIBLE})
    if missing:
        raise SifundError([problem(
            "no_glyph", "", "字体没有这些字符：{value}；请改用别的字。", "the font has no glyph for: {value}; use other words.",
            value=" ".join(f"{c} (U+{ord(c):04X})" for c in missing[:8]),
        )])  # fmt: skip
    return text
