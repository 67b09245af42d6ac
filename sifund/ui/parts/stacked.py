"""Tables of words: one that becomes a list of cards on a narrow screen, and one whose columns are compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from sifund.ui import st

Cell = Sequence[str]
"""Lines: the first is what counts, the others stand small below it; empty ones are left out."""
TABLE = Markup(
    '<div class="stacked"><table role="table" aria-label="{}"><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
)
HEAD, RIGHT = Markup('<th scope="col"{}>{}</th>'), Markup(' class="n"')
ROW = Markup('<tr role="row"><th scope="row" role="rowheader">{}</th>{}</tr>')
CELL = Markup('<td role="cell" data-label="{}"{}>{}</td>')
LINES, SMALL = Markup("<div>{}{}</div>"), Markup("<small>{}</small>")


BESIDE = Markup(
    '<div class="words side" role="region" tabindex="0" aria-label="{}"><table style="min-width: {}rem">'
    "<thead><tr><td></td>{}</tr></thead><tbody>{}</tbody></table></div>{}"
)


def beside(label: str, width: int, heads: Iterable[Markup], rows: Iterable[Markup], below: Markup) -> None:
    """Columns side by side, at least so wide [rem], with what stands below them."""
    st.html(BESIDE.format(label, width, Markup("").join(heads), Markup("").join(rows), below))


def stacked(label: str, headers: Sequence[str], rows: Iterable[Iterable[Cell]], *, figures: Sequence[int] = ()) -> None:
    """Rows of cells under headers, the first cell naming its row; `figures` are right-aligned. All is escaped."""
    kinds = [RIGHT if place in figures else "" for place in range(len(headers))]
    head = Markup("").join(map(HEAD.format, kinds, headers))
    st.html(TABLE.format(label, head, Markup("").join(_row(headers, kinds, row) for row in rows)))


def _row(headers: Sequence[str], kinds: Sequence[str], row: Iterable[Cell]) -> Markup:
    first, *others = row
    cells = map(CELL.format, headers[1:], kinds[1:], map(_lines, others))
    return ROW.format(_lines(first), Markup("").join(cells))


def _lines(cell: Cell) -> Markup:
    """Empty where no line says anything."""
    main, *rest = cell
    small = Markup("").join(map(SMALL.format, filter(None, rest)))
    return LINES.format(main, small) if main or small else small
