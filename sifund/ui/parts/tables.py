"""Tables of words: plain, wide with sections, or one that becomes a list of cards on a narrow screen. All that they are
given is escaped here; nothing is cut."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from sifund.ui.parts.figures import points


@dataclass(frozen=True)
class Lamp:
    """A cell with a light before it: the light's key in the style, and the cell's lines."""

    light: str
    lines: Sequence[str]


Cell = str | Sequence[str] | Lamp
"""A text, or lines: the first is what counts, the others stand small below it; empty ones are left out."""
Row = str | Iterable[Cell]
"""The cells under the headers, the first naming the row; or the title of a section, over all columns."""


def table(headers: Sequence[str], rows: Iterable[Row], *, label: str, figures: Collection[int] = ()) -> None:
    """Plain, scrolled where it is too wide; the columns in `figures` are right-aligned."""
    st.html(f'<div class="words" {_region(label)}>{_table(headers, rows, figures)}</div>')


def wide(headers: Sequence[str], rows: Iterable[Row], *, label: str, width: int, figures: Collection[int] = (),
         notes: Iterable[str] = ()) -> None:  # fmt: skip
    """Columns of one width, `width` [rem] together at least; the names of the rows stay in sight. Notes stand below."""
    style = f'style="min-width: {width}rem"'
    st.html(f'<div class="words side" {_region(label)}>{_table(headers, rows, figures, style)}</div>{points(notes)}')


def stacked(headers: Sequence[str], rows: Iterable[Row], *, label: str, figures: Collection[int] = ()) -> None:
    """A table that is a list of cards on a narrow screen, each figure under its header."""
    st.html(f'<div class="stacked">{_table(headers, rows, figures, _named(label))}</div>')


def _named(label: str) -> str:
    return f'aria-label="{escape(label)}"'


def _region(label: str) -> str:
    """What scrolls can be reached by the keyboard."""
    return f'role="region" tabindex="0" {_named(label)}'


def _table(headers: Sequence[str], rows: Iterable[Row], figures: Collection[int], attributes: str = "") -> str:
    """The roles are said because cards on a narrow screen are no table to the browser."""
    kinds = [' class="n"' if place in figures else "" for place in range(len(headers))]
    head = "".join(f'<th scope="col"{kind}>{escape(name)}</th>' if name else "<td></td>"
                   for name, kind in zip(headers, kinds, strict=True))  # fmt: skip
    body = "".join(f'<tr role="row">{_row(headers, kinds, row)}</tr>' for row in rows)
    return f'<table role="table" {attributes}><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _row(headers: Sequence[str], kinds: Sequence[str], row: Row) -> str:
    if isinstance(row, str):
        return f'<th scope="colgroup" colspan="{len(headers)}" class="part">{escape(row)}</th>'
    first, *others = row
    cells = (
        f'<td role="cell" data-label="{escape(name)}"{kind}>{_cell(cell)}</td>'
        for name, kind, cell in zip(headers[1:], kinds[1:], others, strict=True)
    )
    return f'<th scope="row" role="rowheader"{kinds[0]}>{_cell(first)}</th>{"".join(cells)}'


def _cell(cell: Cell) -> str:
    """Empty where no line says anything."""
    light, lines = (
        (cell.light, cell.lines) if isinstance(cell, Lamp) else ("", [cell] if isinstance(cell, str) else cell)
    )
    main, *rest = map(escape, lines)
    words = f'<span class="lamp {escape(light)}">{main}</span>' if light else main
    small = "".join(f"<small>{line}</small>" for line in rest if line)
    return f"<div>{words}{small}</div>" if words or small else ""
