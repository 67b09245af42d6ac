"""What a person gets: typical persons in a year, in yuan and beside wages, and which lever moved it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sifund import catalog
from sifund.analysis.persons.gets import FIGURES, Gets, gets
from sifund.analysis.persons.words import MOVER, NAMES, SAYS, TITLE, figure_words, mover_words, notes
from sifund.model.case import Side
from sifund.scenario import Scenario
from sifund.terms import NAME
from sifund.text import Text
from sifund.ui import st
from sifund.ui.parts.figures import listed
from sifund.ui.parts.paths import choose_scope, choose_year
from sifund.ui.parts.tables import Cell, Marked, Row, table
from sifund.ui.session.state import t

NOBODY = Text("这项基金没有列典型人员。", "No typical persons are declared for this fund.")


def persons(side: Side, scenario: Scenario, fund: str, year: int) -> None:
    """A row a person of the fund, or of all; below the table who is meant, by which rule, and what is not known."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        scope = choose_scope("persons", side, fund)
        when = choose_year("persons", side, year)
    some = gets(side, when, () if scope == catalog.ALL else (scope,))
    if not some:
        st.caption(t(NOBODY))
        return
    heads = [t(NAME), *(t(NAMES[figure]) for figure in FIGURES)]
    table(heads, list(_rows(some)), figures=range(1, len(heads)), label=t(TITLE))
    st.html(listed(t(says) for says in notes(side, some)))


def _rows(some: Sequence[Gets]) -> Iterator[Row]:
    """The persons, under their fund's name where there are several."""
    many, last = len({got.person.fund for got in some}) > 1, ""
    for got in some:
        if many and got.person.fund != last:
            last = got.person.fund
            yield t(catalog.fund_name(last))
        movers = mover_words(got)
        name = t(got.person.name), t(SAYS, name=MOVER, says=movers) if movers else ""
        yield name, *(_cell(got, figure) for figure in FIGURES)


def _cell(got: Gets, figure: str) -> Cell:
    says, was = figure_words(got.figures.get(figure), figure)
    return Marked((t(says), t(was))) if was else t(says)
