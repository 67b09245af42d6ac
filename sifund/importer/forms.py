"""The office's own forms: items down, with income left and spending right, or funds across; read by item and position of
headings. What they hold with the funds down is read in `down`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sifund.dataset import official
from sifund.dataset.official import Kind, plain_form
from sifund.importer.down import funds_down
from sifund.importer.formed import add_row, claimed, new_table, year_of
from sifund.importer.grid import NO_MEASURE, OTHER_FUND, Grid, grids, pass_columns
from sifund.importer.headings import check_unit, merged_above, no_fund, no_item, other_fund
from sifund.importer.items import read_item
from sifund.importer.layout import is_note
from sifund.importer.numbers import is_figure, narrow
from sifund.importer.sheet import Cells, Sheet
from sifund.importer.table import Passed, Table
from sifund.text import Text

TWO_SIDED = Text("左右两侧的基金收支表", "a fund's account with two sides")
ONE_SIDED = Text("一项基金的收支表", "a fund's account, items down")
ACROSS = Text("各项基金横排的收支总表", "an account of funds, the funds across")
NO_FUND = Text("看不出是哪项基金的数", "does not say whose figures it holds")


def read_form(sheet: Sheet) -> list[Table] | None:
    """The tables of a sheet's forms, one for each fund, side and year in them; None for a sheet that is no form.

    A form's problems stand in its first table.
    """
    tables = [table for grid in grids(sheet) for table in _tables(grid)]
    for table in tables[:1]:
        table.problems += sheet.problems
    return tables or None


def _tables(grid: Grid) -> list[Table]:
    first = Table("lines", grid.sheet.place, {}, grid.title, official=True)
    check_unit(first)
    grid.title = first.title
    tables = list(funds_down(grid) if grid.down else _items_down(grid))
    if not tables and grid.title.others:
        grid.passed += [Passed(name, OTHER_FUND) for name in sorted(grid.title.others)]
    elif not tables and all(passed.why is not OTHER_FUND for passed in grid.passed):
        grid.problems.append(no_fund(grid.sheet.place))
    first.problems += grid.problems
    first.passed, first.notes = grid.passed, [number for number, cells in grid.rows if is_note(cells)]
    return [first, *tables]


def _items_down(grid: Grid) -> Iterator[Table]:
    """A table for each block of columns that an item column heads, by fund and year."""
    starts = [at for at, head in enumerate(grid.heads) if head.role == "item"]
    form = TWO_SIDED if len(starts) > 1 else ACROSS if grid.across else ONE_SIDED
    pass_columns(grid)
    units = grid.units_of(starts)
    grid.passed += [Passed(grid.heads[at].text, NO_MEASURE) for at in grid.units if at not in units]
    for start, end, unit in zip(starts, [*starts[1:], len(grid.heads)], units, strict=True):
        side = grid.heads[start].side or _majority(grid, start) if len(starts) > 1 else None
        block = range(start if start != starts[0] else 0, end)
        words = {} if unit is None else {"unit": unit}
        words |= dict([("year", at) for at in block if grid.heads[at].role == "year"][:1])
        grid.problems += grid.shared(start, range(start + 1, end))
        for (fund, year), columns in _grouped(grid, range(start + 1, end)).items():
            heads = {measure: grid.heads[at] for measure, at in (columns | words).items()}
            table = new_table(grid, form, fund, year, heads, side)
            _fill(table, grid, start, columns, words)
            yield table


def _grouped(grid: Grid, span: range) -> Mapping[tuple[str, int | None], dict[str, int]]:
    """Figure columns by fund and year: which measure stands where."""
    groups: dict[tuple[str, int | None], dict[str, int]] = {}
    whose = next(iter(grid.title.funds)) if len(grid.title.funds) == 1 else ""
    for at in span:
        head = grid.heads[at]
        fund = head.fund or whose
        if head.role not in ("figure", "fund") or head.other_fund or head.total:
            continue
        if fund:
            key = fund, year_of(grid, head)
            groups[key] = claimed(grid, groups.get(key, {}), at)
        else:
            grid.passed.append(Passed(head.text, NO_FUND))
    return groups


def _majority(grid: Grid, at: int) -> Kind | None:
    """The side of most items of a column that say theirs."""
    sides = [plain_form(read_item(cell).name)[-2:] for cell in grid.column(at) if cell.strip()]
    income, spent = sides.count("收入"), sides.count("支出")
    return "income" if income > spent else "expenditure" if spent > income else None


def _fill(table: Table, grid: Grid, start: int, columns: Mapping[str, int], words: Mapping[str, int]) -> None:
    """Give a table its rows: the figures of its columns, and the words (unit, year) of each."""
    items = grid.item_columns(start)
    for number, cells in grid.rows:
        item = next((cell for cell in reversed(cells[items.start : items.stop]) if cell.strip()), "")
        figures = {measure: cells[at] for measure, at in columns.items() if at < len(cells) and cells[at].strip()}
        if is_note(cells) or _is_index(item, cells):
            continue
        if not item.strip():
            given = [columns[measure] for measure, cell in figures.items() if is_figure(cell)]
            table.problems += [no_item(f"{grid.sheet.place}:{number}", grid.heads[at].text) for at in given[:1]]
        elif not figures and table.form is not ACROSS and _heads_another(read_item(item).name, table.fixed["fund"]):
            table.problems.append(other_fund(f"{grid.sheet.place}:{number}", item.strip()))
        else:
            for key, at in words.items():
                if cell := merged_above(grid.sheet, grid.by_number, number, at) or "".join(cells[at : at + 1]).strip():
                    figures[key] = cell
            add_row(table, grid, number, item, figures, columns)


def _is_index(item: str, cells: Cells) -> bool:
    """Whether a row numbers the columns, as many forms do below their headings."""
    if re.fullmatch(r"栏\s*次|甲|行\s*次", item.strip()):
        return True
    numbers = [narrow(cell) for cell in cells if cell.strip()]
    return len(numbers) > 1 and numbers in ([str(n + first) for n in range(len(numbers))] for first in (1, 2))


def _heads_another(name: str, fund: str) -> bool:
    """Whether a row without figures is headed as another fund, or titled as another fund's table."""
    keys, others = official.funds_in(name) if name.endswith("表") else (set[str](), set[str]())
    keys |= {key for key in [official.find_fund(name)] if key}
    return official.is_other_fund(name) or bool(others) or bool(keys - {fund})
