"""Tables of words: plain, wide with sections, or one that becomes a list of cards on a narrow screen; nothing is cut."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from sifund.ui import st
from sifund.ui.parts.figures import listed

TABLE = Markup('<div class="{}"{}><table role="table"{}><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>{}')
NAMED, WIDTH = Markup(' aria-label="{}"'), Markup(' style="min-width: {}rem"')
REGION = Markup(' role="region" tabindex="0" aria-label="{}"')
"""What scrolls can be reached by the keyboard."""
CORNER, HEAD, RIGHT = Markup("<td></td>"), Markup('<th scope="col"{}>{}</th>'), Markup(' class="n"')
SECTION = Markup('<tr role="row"><th scope="colgroup" colspan="{}" class="part">{}</th></tr>')
ROW = Markup('<tr role="row"><th scope="row" role="rowheader"{}>{}</th>{}</tr>')
CELL = Markup('<td role="cell" data-label="{}"{}>{}</td>')
LINES, SMALL, LAMP = Markup("<div>{}{}</div>"), Markup("<small>{}</small>"), Markup('<span class="lamp {}">{}</span>')
BREAK, BEFORE_SIGN = Markup("<wbr>"), re.compile("(?<=，)(?=[+−±])")
"""Browsers break no line between a comma and a sign; beside figures of a wide page they break at little else (page.css)."""
WHOLE, MONTH = Markup('<span class="month">{}</span>'), re.compile(r"(\d{4}-\d{2})(?!\d)")
"""They do break a month between its year and its number."""
DIFFERS = Markup('<b class="differs">{}</b>')
NOTHING = Markup("")


@dataclass(frozen=True)
class Lamp:
    """A cell with a light before it: the light's key in the style, and the cell's lines."""

    light: str
    lines: Sequence[str]


@dataclass(frozen=True)
class Marked:
    """A cell that differs from what it is compared with; its lines say in which way."""

    lines: Sequence[str]


Cell = str | Sequence[str] | Lamp | Marked
"""A text, or lines: the first is what counts, the others stand small below it; empty ones are left out."""
Row = str | Iterable[Cell]
"""The cells under the headers, the first naming the row; or the title of a section, over all columns."""


def table(headers: Sequence[str], rows: Iterable[Row], *, label: str, figures: Collection[int] = ()) -> None:
    """Plain, scrolled where it is too wide; the columns in `figures` are right-aligned."""
    st.html(TABLE.format("words", REGION.format(label), NOTHING, *_parts(headers, rows, figures), NOTHING))


def wide(headers: Sequence[str], rows: Iterable[Row], *, label: str, width: int, figures: Collection[int] = (),
         notes: Iterable[str] = ()) -> None:  # fmt: skip
    """Columns of one width, `width` [rem] together at least; the names of the rows stay in sight. Notes stand below."""
    parts = _parts(headers, rows, figures)
    st.html(TABLE.format("words side", REGION.format(label), WIDTH.format(width), *parts, listed(notes)))


def stacked(headers: Sequence[str], rows: Iterable[Row], *, label: str, figures: Collection[int] = ()) -> None:
    """A table that is a list of cards on a narrow screen, each figure under its header."""
    st.html(TABLE.format("stacked", NOTHING, NAMED.format(label), *_parts(headers, rows, figures), NOTHING))


def _parts(headers: Sequence[str], rows: Iterable[Row], figures: Collection[int]) -> tuple[Markup, Markup]:
    """Head and body. The roles are said because cards on a narrow screen are no table to the browser."""
    kinds = [RIGHT if place in figures else NOTHING for place in range(len(headers))]
    heads = (HEAD.format(kind, name) if name else CORNER for kind, name in zip(kinds, headers, strict=True))
    return NOTHING.join(heads), NOTHING.join(_row(headers, kinds, row) for row in rows)


def _row(headers: Sequence[str], kinds: Sequence[Markup], row: Row) -> Markup:
    if isinstance(row, str):
        return SECTION.format(len(headers), row)
    first, *others = map(_cell, row)
    cells = (CELL.format(*parts) for parts in zip(headers[1:], kinds[1:], others, strict=True))
    return ROW.format(kinds[0], first, NOTHING.join(cells))


def _cell(cell: Cell) -> Markup:
    """Empty where no line says anything."""
    main, *rest = cell.lines if isinstance(cell, Lamp | Marked) else [cell] if isinstance(cell, str) else cell
    main = main if isinstance(main, Markup) else _months_whole(main)
    words = LAMP.format(cell.light, main) if isinstance(cell, Lamp) else main
    words = DIFFERS.format(words) if isinstance(cell, Marked) else words
    small = NOTHING.join(SMALL.format(BREAK.join(map(_months_whole, BEFORE_SIGN.split(line)))) for line in rest if line)
    return LINES.format(words, small) if words or small else NOTHING


def _months_whole(words: str) -> Markup:
    return NOTHING.join(WHOLE.format(part) if MONTH.fullmatch(part) else part for part in MONTH.split(words))
