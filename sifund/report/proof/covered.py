"""Pages drawn as points and compared: figures that are covered, and places that are drawn otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from sifund.report.proof.differ import Difference
from sifund.report.proof.pdf import PAGE, Figure, PdfReader
from sifund.report.proof.pieces import mark
from sifund.report.proof.render import PPI, UndrawnError, drawn
from sifund.text import Text

CHANGED, FADED, ALIKE = 64, 60, 60
"""Steps of 255: a point is another colour; ink is no longer dark; a point of the ground has become ink."""
POINTS, GAP, SPECKS = 4, 12, 3
"""Points of a figure's ink that may be lost or gained; rows of points between two places; what is no place yet."""
PLACE = Text("第{n}页，距上边{top}—{bottom}毫米", "page {n}, {top}–{bottom} mm from the top")
UNDRAWN = Text("页面画不出来", "a page that cannot be drawn")
MM = 25.4 / PPI


def covered(given: bytes, made: bytes, words_differ: bool) -> Iterator[Difference] | None:
    """Where the pages of two PDFs of the same size look otherwise though they hold the same text; where the text differs,
    only figures that both have in the same place. None where a page cannot be drawn."""
    here, there = PdfReader(given), PdfReader(made)
    try:
        pairs = drawn(given, made, min(len(here.file.pages), len(there.file.pages)))
    except UndrawnError:
        return iter([Difference(UNDRAWN, "", mark("other"), mark("own"), False)])
    return None if pairs is None else _pages(list(pairs), here.figures(), there.figures(), words_differ)


def _pages(
    pairs: Sequence[tuple[Any, Any]], here: Sequence[Figure], there: Sequence[Figure], words_differ: bool
) -> Iterator[Difference]:
    figures_here = {(f.page, f.words, *map(round, f.box)) for f in here}
    for number, (given, made) in enumerate(pairs, start=1):
        other = np.abs(given - made).max(axis=2) > CHANGED
        if not other.any():
            continue
        for figure in there:
            if figure.page == number and (figure.page, figure.words, *map(round, figure.box)) in figures_here:
                at = _window(figure, made.shape)
                if other[at].any() and _unreadable(given[at], made[at]):
                    yield Difference(PAGE.format(n=number), "", mark("hidden"), figure.words, True)
                    other[at] = False
        if not words_differ:
            yield from _places(number, other)


def _window(figure: Figure, shape: tuple[int, ...]) -> tuple[slice, slice]:
    """A figure's box in points of the drawing."""
    left, bottom, right, top = (side * PPI / 72 for side in figure.box)
    return slice(max(int(shape[0] - top), 0), max(int(shape[0] - bottom) + 1, 0)), slice(
        max(int(left), 0), max(int(right) + 1, 0)
    )


def _unreadable(given: Any, made: Any) -> bool:
    """Whether a figure's ink is gone from its ground, or its ground has become ink."""
    ground = np.median(made.reshape(-1, 3), axis=0)
    ink = np.abs(made - ground).max(axis=2) > 2 * CHANGED
    if not ink.any():
        return False
    colour = np.median(made[ink], axis=0)
    lost = given[ink].mean(axis=1) > made[ink].mean(axis=1) + FADED
    gained = (np.abs(given - colour).max(axis=2) < ALIKE) & (np.abs(made - colour).max(axis=2) > 2 * ALIKE)
    return int(lost.sum()) > POINTS or int(gained.sum()) > POINTS


def _places(page: int, other: Any) -> Iterator[Difference]:
    """Bands of the page, from above, in which points are of another colour."""
    rows = np.flatnonzero(other.any(axis=1))
    for band in np.split(rows, np.flatnonzero(np.diff(rows) > GAP) + 1):
        if len(band) and int(other[band[0] : band[-1] + 1].sum()) > SPECKS:
            place = PLACE.format(n=page, top=round(band[0] * MM), bottom=round((band[-1] + 1) * MM))
            yield Difference(place, "", mark("other"), mark("own"), False)
