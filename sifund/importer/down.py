"""Forms with a row for each fund: the columns are items, by year, budgets beside outturns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sifund import catalog
from sifund.dataset import official
from sifund.dataset.official import plain_form
from sifund.importer.columns import headings
from sifund.importer.formed import add_row, claimed, new_table, year_of
from sifund.importer.grid import ALL_FUNDS, OTHER_FUND, Grid, pass_columns
from sifund.importer.headings import merged_above, two_units
from sifund.importer.items import read_item, total_of
from sifund.importer.layout import is_note
from sifund.importer.sheet import Cells
from sifund.importer.table import Heading, Passed, Table
from sifund.text import Text

DOWN = Text("各项基金竖排的收支总表", "an account of funds, the funds down")
Columns = dict[int | None, dict[str, dict[str, int]]]


def funds_down(grid: Grid) -> Iterator[Table]:
    """A table for each fund's row and year; the columns are items, in their order."""
    pass_columns(grid)
    start = next(at for at, head in enumerate(grid.heads) if head.role == "fund_names")
    columns = _columns(grid)
    grid.problems += grid.shared(start, range(len(grid.heads)))
    for number, cells in grid.rows:
        name = read_item(cells[start]).name if start < len(cells) and cells[start].strip() else ""
        fund = official.find_fund(name) if name else None
        if fund and fund != catalog.ALL:
            for year, items in columns.items():
                yield _fund_row(grid, new_table(grid, DOWN, fund, year, {}, None), number, cells, items)
        elif name and not is_note(cells):
            grid.passed.append(Passed(name, ALL_FUNDS if total_of(name) or fund else OTHER_FUND))


def _columns(grid: Grid) -> Columns:
    """Where each figure stands, by year and item. Headings of one item that name two units are a problem."""
    columns: Columns = {}
    for at, head in enumerate(grid.heads):
        if head.item and head.role != "left_out":
            items = columns.setdefault(year_of(grid, head), {})
            items[head.item] = claimed(grid, items.get(head.item, {}), at)
    for items in columns.values():
        for item, places in items.items():
            units = list(dict.fromkeys(grid.heads[at].unit for at in places.values()))
            if len(units) > 1:
                grid.problems.append(two_units(grid.sheet.place, item, *units[:2]))
    return columns


def _fund_row(grid: Grid, table: Table, number: int, cells: Cells, items: Mapping[str, Mapping[str, int]]) -> Table:
    row_unit = next(
        (cells[at] or merged_above(grid.sheet, grid.by_number, number, at) for at in grid.units if at < len(cells)), ""
    )
    for item, places in items.items():
        figures = {measure: cells[at] for measure, at in places.items() if at < len(cells) and cells[at].strip()}
        for measure in figures:
            head = grid.heads[places[measure]]
            table.headings.setdefault(measure, Heading(headings("lines")[plain_form(measure)], head.text))
        if figures:
            unit = row_unit or grid.heads[places[next(iter(figures))]].unit
            table.give(*["unit"] * bool(unit))
            add_row(table, grid, number, item, figures | ({"unit": unit} if unit else {}), places)
    return table
