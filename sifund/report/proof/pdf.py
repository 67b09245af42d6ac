"""A PDF as its reader sees it: lines of its pages, where figures stand, and what lies over the pages or beside them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from sifund.report.proof.package import too_much
from sifund.report.proof.pieces import NUMBER, TEXT, Piece, cleaned, mark, plain
from sifund.terms import FILE
from sifund.text import Text

PAGE_LIMIT = 20
PAGE, LINE = Text("第{n}页", "page {n}"), Text("第{n}页第{line}行", "page {n}, line {line}")
OVER = Text("第{n}页上的{kind}", "{kind} on page {n}")
POINTS = {"/Text": "text note", "/Popup": "popup", "/Link": "link", "/Highlight": "highlight", "/Underline": "underline",
          "/Squiggly": "squiggly", "/Caret": "caret"}  # fmt: skip
"""Annotations through which what lies below can be read."""
OUTLINES = ("/Square", "/Circle", "/Polygon", "/Line", "/PolyLine", "/Ink")
"""Annotations that are outlines where they are not filled."""
UNSHOWN = 0b100010
"""Flags of an annotation that is hidden or not viewed."""
CATALOG = ("/AcroForm", "/OpenAction", "/AA", "/Collection", "/Perms")
ASIDE = ("/JavaScript", "/EmbeddedFiles")
WIDE, NARROW = 1.0, 0.55
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Figure:
    """Words with a figure as they stand on a page, and their box in points from its lower left corner."""

    page: int
    words: str
    box: Box


def open_pdf(content: bytes) -> Any:
    """The file, read without a word about what is broken in it."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of broken files line by line
    return PdfReader(BytesIO(content))


class PdfReader:
    """Reads every page."""

    def __init__(self, content: bytes) -> None:
        self.file = open_pdf(content)
        if len(self.file.pages) > PAGE_LIMIT:
            raise too_much(f"{PAGE_LIMIT} pages")

    def pieces(self) -> Iterator[Piece]:
        """Every line, figure and mark, page by page."""
        figures = self.figures()
        for number, page in enumerate(self.file.pages, start=1):
            for line, words in enumerate(filter(None, map(plain, page.extract_text().splitlines())), start=1):
                yield Piece(TEXT, LINE.format(n=number, line=line), words)
            size = [f"{side:.0f}" for box in (page.mediabox, page.cropbox) for side in box]
            boxes, crop = [f.box for f in figures if f.page == number], [float(side) for side in page.cropbox]
            cut = any(b[0] < crop[0] or b[1] < crop[1] or (b[0] + b[2]) / 2 > crop[2] or b[3] > crop[3] for b in boxes)
            says = f"{' '.join(size)} {page.rotation} {page.get('/UserUnit', 1)}"
            yield Piece("pages", PAGE.format(n=number), says, covers=cut)
            for over in page.annotations or ():
                yield _annotation(number, over.get_object(), boxes)
        yield from self._beside()

    def figures(self) -> list[Figure]:
        """Words with figures on every page; not those of charts, which are set letter by letter: they are the picture's."""
        printed: list[Figure] = []
        for number, page in enumerate(self.file.pages, start=1):

            def take(
                text: str, cm: list[float], tm: list[float], _font: Any, size: float, number: int = number
            ) -> None:
                if NUMBER.search(text) and len(text.strip()) > 1:
                    printed.append(Figure(number, text.strip(), _box(text.strip(), cm, tm, size)))

            page.extract_text(visitor_text=take)
        return printed

    def _beside(self) -> Iterator[Piece]:
        """Forms, scripts, files and layers; a layer that is off hides what stands on it."""
        root = self.file.root_object
        names = root.get("/Names", {}).get_object() if "/Names" in root else {}
        keys = [key for key in CATALOG if key in root] + [key for key in ASIDE if key in names]
        yield from (Piece("parts", FILE, mark("part", key[1:])) for key in keys)
        if "/OCProperties" in root:
            shown = root["/OCProperties"].get("/D", {}).get_object()
            off = bool(shown.get("/OFF")) or shown.get("/BaseState", "/ON") != "/ON"
            yield Piece("parts", FILE, mark("part", "OCProperties"), covers=off)


def _annotation(page: int, over: Any, figures: list[Box]) -> Piece:
    kind = str(over.get("/Subtype", ""))
    rect = [float(side) for side in over.get("/Rect", (0, 0, 0, 0))]
    box = (min(rect[0::2]), min(rect[1::2]), max(rect[0::2]), max(rect[1::2]))
    visible = not int(over.get("/F", 0)) & UNSHOWN
    drawn = kind not in POINTS and (kind != "/Widget" or "/AP" in over) and (kind not in OUTLINES or "/IC" in over)
    says = cleaned(str(over.get("/Contents", over.get("/V", "") if kind == "/Widget" else "")))
    covers = visible and drawn and any(overlap(box, figure) for figure in figures)
    return Piece("annotations", OVER.format(n=page, kind=kind[1:]), says or mark("drawing", kind[1:]), covers=covers)


def _box(words: str, cm: list[float], tm: list[float], size: float) -> Box:
    """About where words stand: from their matrices and their letters' usual widths."""
    a, b, c, d = (
        tm[0] * cm[0] + tm[1] * cm[2], tm[0] * cm[1] + tm[1] * cm[3],
        tm[2] * cm[0] + tm[3] * cm[2], tm[2] * cm[1] + tm[3] * cm[3],
    )  # fmt: skip
    x, y = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
    wide, high = size * sum(WIDE if ord(letter) > 0x2E7F else NARROW for letter in words), size
    corners = [(x + u * a + v * c, y + u * b + v * d) for u in (0.0, wide) for v in (-0.15 * high, 0.85 * high)]
    return (
        min(p[0] for p in corners),
        min(p[1] for p in corners),
        max(p[0] for p in corners),
        max(p[1] for p in corners),
    )


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share a point."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
