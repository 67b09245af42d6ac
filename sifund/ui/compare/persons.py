"""What a person gets in the scenarios compared, behind a fold: a row a person, a column a scenario."""

from __future__ import annotations

from collections.abc import Iterator

from sifund.analysis.comparison import Comparison
from sifund.analysis.persons.gets import FIGURES, Gets, compared
from sifund.analysis.persons.words import NAMES, TITLE, figure_words, notes
from sifund.text import Text
from sifund.ui import st
from sifund.ui.compare.table import heads_of
from sifund.ui.parts.tables import Cell, Marked, Row, wide
from sifund.ui.session.state import t

IN_YEAR = Text("个人待遇（{year}年）", "What a person gets ({year})")


def persons(comparison: Comparison, fund: str, year: int) -> None:
    """The fund's persons in a year, each with its money and its shares of wages; nothing is worked out while it is closed."""
    title = t(IN_YEAR, year=year)
    with st.expander(title, key="compare-persons", icon=":material/person:", on_change="rerun") as opened:
        if not opened.open:
            return
        columns = compared(comparison, fund, year)
        heads = ["", *heads_of(comparison)]
        says = [t(note) for note in notes(comparison.side(0), columns[0])]
        wide(
            heads, list(_rows(columns)), label=t(TITLE), width=8 * len(heads), figures=range(1, len(heads)), notes=says
        )


def _rows(columns: list[list[Gets]]) -> Iterator[Row]:
    for row in zip(*columns, strict=True):
        yield t(row[0].person.name)
        for figure in FIGURES:
            if figure in row[0].figures:
                yield t(NAMES[figure]), *(_cell(got, figure) for got in row)


def _cell(got: Gets, figure: str) -> Cell:
    """A scenario's figure, and how it differs from what it is compared with."""
    says, was = figure_words(got.figures[figure], figure, against=True)
    return Marked((t(says), f"≠ {t(was)}")) if was else t(says)
