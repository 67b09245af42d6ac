"""Tables of figures. A short one is a plain table: it breaks its headings, prints whole and is read aloud. A long one can be
sorted and searched: every column as wide as its words and figures, so that none is cut.

The browser sizes such a column by its raw numbers and its first rows, and cuts what is longer once it is written out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from math import ceil
from typing import Any, Literal

import polars as pl

from sifund.declare.unit import COVER_MONTHS
from sifund.text import DASH, short_number
from sifund.ui import st
from sifund.ui.parts import tables
from sifund.ui.session.state import t

Format = str
"""How the numbers of a column are written: "accounting" (to the hundredth), "localized" (as short as they all can be), "%.2f"."""
FONT, PADDING = 14, 26
"""Size of the letters, and what stands beside them in a cell [px]."""
LATIN = 0.6
OTHERS = {
    "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60§→±·“”—…]": 1.0,
    "[MWmw%]": 0.95,
    "[A-HJ-LN-VX-Z−+]": 0.7,
    "[fijlrtI.,;:'()/ -]": 0.4,
}
"""How wide letters and figures are, at most on the whole, against Chinese ones; and those that are wider or narrower."""
SENTENCE, PAGE = 36, 66
"""Words wider than so many Chinese characters are set in several lines, as wide as this; at most as wide as a page."""
LINES = 6
"""Lines of a row at most; longer words make wider lines."""
LINE, WRAPS = 21, 70
"""Height of a line, and of the lowest row in which Streamlit breaks words [px]."""
FIGURE = r"^[+−±<>≥≤]?\d"
SHORT = 30
"""Rows of a plain table at most."""
PINNED = 220
"""The first column stays in sight up to this width [px]: on a telephone a wider one would hide all others."""


def grid(frame: pl.DataFrame, formats: Mapping[str, Format] | None = None, *, key: str | None = None,
         height: int | Literal["auto", "content"] = "auto") -> None:  # fmt: skip
    """The frame as a table whose first column stays in sight where it holds short words; numbers in the format of their column,
    to the right as are figures in words. What is not known is a dash."""
    forms = {name: _even(frame[name], form) for name, form in (formats or {}).items() if name in frame.columns}
    right = [name for name in frame.columns[1:] if frame[name].dtype.is_numeric() or _are_figures(frame[name])]
    draw = _plain if len(frame) <= SHORT else partial(_sortable, key=key, height=height)
    draw(frame, forms, right)


def _plain(frame: pl.DataFrame, forms: Mapping[str, Format], right: Sequence[str]) -> None:
    """In words alone, with headings and cells of several lines."""
    rows = (
        tuple(_cell(value, forms.get(name)) for name, value in row.items())
        for row in frame.fill_nan(None).iter_rows(named=True)
    )
    places = [frame.columns.index(name) for name in right]
    tables.table(frame.columns, rows, label=" · ".join(frame.columns), figures=places)


def _are_figures(cells: pl.Series) -> bool:
    """Whether words say figures: most of those that say anything begin with one."""
    words = cells.drop_nulls().cast(pl.String)
    return 2 * words.str.contains(FIGURE).sum() > words.is_in([DASH, ""]).not_().sum()


def _cell(value: object, form: Format | None) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return written(value, form)
    return DASH if value is None else str(value)


def _sortable(frame: pl.DataFrame, forms: Mapping[str, Format], right: Sequence[str], *, key: str | None,
              height: int | Literal["auto", "content"]) -> None:  # fmt: skip
    """In a canvas, for which each column's width is worked out."""
    shapes, lines = {}, 1
    for place, name in enumerate(frame.columns):
        form, words = forms.get(name), not frame[name].dtype.is_numeric()
        broad, needed = _lines(em(frame[name], form))
        lines, width = max(lines, needed), ceil(FONT * max(broad, _em(name))) + PADDING
        pinned = (words and not place and width <= PINNED) or None
        shapes[name] = (
            st.text_column(width=width, pinned=pinned, alignment="right" if name in right else None) if words
            else st.number_column(width=width)
        )  # fmt: skip
    st.dataframe(_as_written(frame, forms), hide_index=True, column_config=shapes, placeholder=DASH, height=height, key=key,
                 row_height=max(WRAPS, LINE * lines + 10) if lines > 1 else None)  # fmt: skip


def _as_written(frame: pl.DataFrame, formats: Mapping[str, Format]) -> Any:
    """The frame with its numbers in our own writing beside their values, by which the browser goes on sorting: its own has
    another minus sign."""
    numbers = [name for name, kind in frame.schema.items() if kind.is_numeric()]
    if not numbers:
        return frame
    words = {name: partial(written, form=formats.get(name)) for name in numbers}
    return frame.to_pandas().style.format(words, na_rep=DASH)  # type: ignore[arg-type]


def _even(cells: pl.Series, form: Format) -> Format:
    """The format with which all numbers of a column have as many places as one of them needs."""
    if form != "localized" or not cells.dtype.is_numeric():
        return form
    places = (len(written(value, form).partition(".")[2]) for value in cells.unique().drop_nulls().to_list())
    return f"%.{max(places, default=0)}f"


def _lines(across: float) -> tuple[float, int]:
    """How wide a column's lines are and how many its longest cell takes; one line more than it would fill."""
    if across <= SENTENCE:
        return across, 1
    broad = max(SENTENCE, min(across / (LINES - 1), PAGE))
    return broad, ceil(across / broad) + 1


def em(cells: pl.Series, form: Format | None = None) -> float:
    """How wide the widest cell is as it is written, in Chinese characters."""
    if cells.dtype.is_numeric():
        return max((_em(written(value, form)) for value in cells.unique().drop_nulls().to_list()), default=1.0)
    words = cells.cast(pl.String).fill_null("")
    wide = words.str.len_chars() * LATIN
    for letters, width in OTHERS.items():
        wide += words.str.count_matches(letters) * (width - LATIN)
    return float(wide.max() or 1.0)  # type: ignore[arg-type]


def _em(words: str) -> float:
    return em(pl.Series([words]))


def written(value: float, form: Format | None) -> str:
    """A number in its column's format, with the minus sign of all others."""
    match form:
        case "accounting":
            says = f"{value:,.2f}"
        case "localized":
            says = short_number(f"{value:,.3f}")
        case None:
            says = short_number(f"{value:.4f}")
        case _:
            says = format(value, f",{form.removeprefix('%')}")
    return says.replace("-", "−") if says.strip("-0.") else says.lstrip("-")


def covers_in_words(frame: pl.DataFrame, covers: Sequence[str]) -> pl.DataFrame:
    """The frame with its columns of cover months as people read them: exhausted below 0."""
    worded = {name: [t(COVER_MONTHS.number(x, 1)) for x in frame[name]] for name in covers}
    return frame.with_columns(pl.Series(name, words, dtype=pl.String) for name, words in worded.items())
