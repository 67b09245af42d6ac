"""A table that is read off a form: its columns, its rows, and which of two columns holds a figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sifund.dataset.official import Kind, plain_form
from sifund.importer.columns import MONEY, headings
from sifund.importer.grid import NO_MEASURE, Grid
from sifund.importer.headings import two_columns, with_known_unit
from sifund.importer.heads import Head
from sifund.importer.items import read_item
from sifund.importer.numbers import narrow
from sifund.importer.table import Heading, Passed, Table
from sifund.text import Text

AGAIN = Text("与前面的列是同一个数", "is the figure of a column before it")


def measure_of(grid: Grid, head: Head) -> str:
    """Which figure a column holds; a heading without measure has the title's."""
    return head.measure or ("budget" if grid.title.planned else "actual")


def year_of(grid: Grid, head: Head) -> int | None:
    """The year of a column, as its heading or the title says."""
    return head.year or (grid.title.year - head.ago if grid.title.year else None)


def claimed(grid: Grid, columns: Mapping[str, int], at: int) -> dict[str, int]:
    """Which column holds which figure, with one more; two of a figure that are not equal are a problem."""
    measure = measure_of(grid, grid.heads[at])
    first = columns.get(measure, at)
    pairs = list(zip((number for number, _ in grid.rows), grid.column(first), grid.column(at), strict=True))
    if first == at or not any(one.strip() for _, one, _ in pairs):
        return {**columns, measure: at}
    head, before = grid.heads[at], grid.heads[first].text
    differing = next((number for number, one, second in pairs if narrow(one) != narrow(second)), None)
    if differing is None or measure not in MONEY["lines"]:
        grid.passed.append(Passed(head.text, AGAIN if differing is None else NO_MEASURE))
    elif any(second.strip() for _, _, second in pairs):
        grid.problems.append(two_columns(grid.sheet.place, before, head.text, differing))
    return dict(columns)


def new_table(
    grid: Grid, form: Text, fund: str, year: int | None, heads: Mapping[str, Head], side: Kind | None
) -> Table:  # fmt: skip
    """An empty table for a fund and year, with the headings as written."""
    title = replace(grid.title, side=side or grid.title.side)
    columns = {m: Heading(headings("lines")[plain_form(m)], head.text, head.unit) for m, head in heads.items()}
    table = Table(
        "lines", grid.sheet.place, columns, title, form=form, official=True, hidden=set(grid.sheet.hidden_rows),
        unit_mentioned=grid.unit_mentioned,
    )  # fmt: skip
    table.give("fund", "line", *(["year"] if year else []), *(["source", "basis"] if title.text else []))
    table.headings = {key: with_known_unit(table, column) for key, column in table.headings.items()}
    table.fixed = {"fund": fund} | ({"year": str(year)} if year else {})
    return table


def add_row(
    table: Table, grid: Grid, number: int, item: str, figures: Mapping[str, str], places: Mapping[str, int]
) -> None:  # fmt: skip
    """Add a row's item and figures, which stand in the columns at `places`."""
    row = {**table.fixed, "line": item, **figures}
    if table.title.text:
        row |= {"source": f"{table.title.text}：{read_item(item).name}", "basis": "reported"}
    table.rows.append((number, row))
    table.looks |= {(number, m): look for m, at in places.items() if (look := grid.sheet.shown.get((number, at + 1)))}
