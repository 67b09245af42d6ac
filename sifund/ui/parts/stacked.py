"""A table of words that becomes a list of cards on a narrow screen; nothing is cut."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

import streamlit as st

Cell = Sequence[str]
"""Lines: the first is what counts, the others stand small below it; empty ones are left out."""


def stacked(label: str, headers: Sequence[str], rows: Iterable[Iterable[Cell]], *, figures: Sequence[int] = ()) -> None:
    """Rows of cells under headers, the first cell naming its row; `figures` are right-aligned. All is escaped."""
    kinds = [' class="n"' if place in figures else "" for place in range(len(headers))]
    head = "".join(f'<th scope="col"{kind}>{escape(name)}</th>' for name, kind in zip(headers, kinds, strict=True))
    body = "".join(f'<tr role="row">{_row(headers, kinds, row)}</tr>' for row in rows)
    st.html(
        f'<div class="stacked"><table role="table" aria-label="{escape(label)}"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _row(headers: Sequence[str], kinds: Sequence[str], row: Iterable[Cell]) -> str:
    first, *others = row
    cells = (
        f'<td role="cell" data-label="{escape(name)}"{kind}>{_lines(cell)}</td>'
        for name, kind, cell in zip(headers[1:], kinds[1:], others, strict=True)
    )
    return f'<th scope="row" role="rowheader">{_lines(first)}</th>{"".join(cells)}'


def _lines(cell: Cell) -> str:
    """Empty where no line says anything."""
    main, *rest = cell
    small = "".join(f"<small>{escape(line)}</small>" for line in rest if line)
    return f"<div>{escape(main)}{small}</div>" if main or small else ""
