"""The office's own forms: items down, with income left and spending right, or funds across, or funds down; read by item and
position of headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from sifund import catalog
from sifund.dataset import official
from sifund.dataset.official import Kind, plain_form
from sifund.importer.columns import LEFT_OUT, headings
from sifund.importer.coordinates import cell_name
from sifund.importer.grid import Grid, grid_of
from sifund.importer.headings import check_unit, merged_above, no_fund, with_known_unit
from sifund.importer.heads import Head
from sifund.importer.items import read_item, total_of
from sifund.importer.layout import ASIDE, is_note
from sifund.importer.sheet import Cells, Sheet
from sifund.importer.table import Heading, Passed, Table
from sifund.text import Text

TWO_SIDED = Text("左右两侧的基金收支表", "a fund's account with two sides")
ONE_SIDED = Text("一项基金的收支表", "a fund's account, items down")
ACROSS = Text("各项基金横排的收支总表", "an account of funds, the funds across")
DOWN = Text("各项基金竖排的收支总表", "an account of funds, the funds down")
OTHER_FUND = Text("是本程序不测算的基金", "is a fund that the program does not model")
ALL_FUNDS = Text("是各项基金之和，含不测算的基金", "is the sum of all funds, those not modelled too")
NO_MEASURE = Text("不是预算数、决算数一类的列", "is no column of budget or outturn")
NO_ITEM = Text("没有项目名称", "has no item")
AGAIN = Text("与前面的列是同一个数", "is the figure of a column before it")


def read_form(sheet: Sheet) -> list[Table] | None:
    """The tables of a form, one for each fund, side and year in it; None for a sheet that is no form.

    A form's problems stand in its first table.
    """
    grid = grid_of(sheet)
    if grid is None:
        return None
    first = Table("lines", sheet.place, {}, grid.title, official=True, problems=list(sheet.problems))
    check_unit(first)
    grid.title = first.title
    tables = list(_down(grid) if grid.funds_down else _items_down(grid))
    if not tables and grid.title.others:
        grid.passed += [Passed(name, OTHER_FUND) for name in sorted(grid.title.others)]
    elif not tables and all(passed.why is not OTHER_FUND for passed in grid.passed):
        first.problems.append(no_fund(sheet.place))
    first.problems += grid.problems
    first.passed, first.notes = grid.passed, [number for number, cells in grid.rows if is_note(cells)]
    return [first, *tables]


# --- items down -------------------------------------------------------------------------------------------------------


def _items_down(grid: Grid) -> Iterator[Table]:
    """A table for each block of columns that an item column heads, by fund and year."""
    starts = [at for at, head in enumerate(grid.heads) if head.role == "item"]
    form = TWO_SIDED if len(starts) > 1 else ACROSS if grid.across else ONE_SIDED
    _pass_columns(grid)
    for start, end in zip(starts, [*starts[1:], len(grid.heads)], strict=True):
        side = grid.heads[start].side or _majority(grid, start) if len(starts) > 1 else None
        span = range(start + 1, end)
        units = [at for at in grid.units if (start if start != starts[0] else -1) < at < end]
        unit = dict([("unit", at) for at in units][:1])
        grid.passed += [Passed(grid.heads[at].text, NO_MEASURE) for at in units[1:]]
        grid.problems += grid.shared(start, span)
        for (fund, year), columns in _grouped(grid, span).items():
            yield _table(grid, form, fund, year, start, columns | unit, side)


def _pass_columns(grid: Grid) -> None:
    for at, head in enumerate(grid.heads):
        filled = any(at < len(cells) and cells[at].strip() and not is_note(cells) for _, cells in grid.rows)
        why = (
            OTHER_FUND if head.other_fund else ALL_FUNDS if head.total else ASIDE if plain_form(head.text) in LEFT_OUT
            else NO_MEASURE if head.role in ("", "unit") and at not in grid.units else None
        )  # fmt: skip
        if filled and why:
            grid.passed.append(Passed(head.text or cell_name(1, at + 1), why))


def _grouped(grid: Grid, span: range) -> Mapping[tuple[str, int | None], dict[str, int]]:
    """Figure columns by fund and year: which measure stands where. A heading without measure is the title's."""
    groups: dict[tuple[str, int | None], dict[str, int]] = {}
    whose = next(iter(grid.title.funds)) if len(grid.title.funds) == 1 else ""
    for at in span:
        head = grid.heads[at]
        fund = head.fund or whose
        if head.role in ("figure", "fund") and fund and not (head.other_fund or head.total):
            measure = head.measure or ("budget" if grid.title.planned else "actual")
            year = head.year or (grid.title.year - head.ago if grid.title.year else None)
            columns = groups.setdefault((fund, year), {})
            if columns.setdefault(measure, at) != at:
                grid.passed.append(Passed(head.text, AGAIN))
    return groups


def _majority(grid: Grid, at: int) -> Kind | None:
    """The side of most items of a column that say theirs."""
    names = [read_item(cells[at]).name for _, cells in grid.rows if at < len(cells) and cells[at].strip()]
    sides = [plain_form(name)[-2:] for name in names]
    income, spent = sides.count("收入"), sides.count("支出")
    return "income" if income > spent else "expenditure" if spent > income else None


def _table(
    grid: Grid, form: Text, fund: str, year: int | None, start: int, columns: Mapping[str, int], side: Kind | None
) -> Table:  # fmt: skip
    table = _new(grid, form, fund, year, {measure: grid.heads[at] for measure, at in columns.items()}, side)
    rows = dict(grid.rows)
    for number, cells in grid.rows:
        item = cells[start] if start < len(cells) else ""
        figures = {measure: cells[at] for measure, at in columns.items() if at < len(cells) and cells[at].strip()}
        if is_note(cells):
            continue
        if figures and not item.strip():
            table.passed.append(Passed(cell_name(number, start + 1), NO_ITEM))
        elif item.strip() and not re.fullmatch(r"栏\s*次|甲|行\s*次", item.strip()):
            if "unit" in columns and (unit := merged_above(grid.sheet, rows, number, columns["unit"])):
                figures["unit"] = unit
            _add(table, grid, number, item, figures, {m: (number, at + 1) for m, at in columns.items()})
    return table


def _new(
    grid: Grid, form: Text, fund: str, year: int | None, heads: Mapping[str, Head], side: Kind | None
) -> Table:  # fmt: skip
    """An empty table for a fund and year, with the headings as written."""
    title = replace(grid.title, side=side or grid.title.side)
    columns = {m: Heading(headings("lines")[plain_form(m)], head.text, head.unit) for m, head in heads.items()}
    table = Table(
        "lines", grid.sheet.place, columns, title, form=form, official=True, hidden=set(grid.sheet.hidden_rows)
    )
    table.give("fund", "line", *(["year"] if year else []), *(["source", "basis"] if title.text else []))
    table.headings = {key: with_known_unit(table, column) for key, column in table.headings.items()}
    table.fixed = {"fund": fund} | ({"year": str(year)} if year else {})
    return table


def _add(
    table: Table, grid: Grid, number: int, item: str, figures: Mapping[str, str], cells: Mapping[str, tuple[int, int]]
) -> None:  # fmt: skip
    row = {**table.fixed, "line": item, **figures}
    if table.title.text:
        row |= {"source": f"{table.title.text}：{read_item(item).name}", "basis": "reported"}
    table.rows.append((number, row))
    table.looks |= {(number, m): look for m, cell in cells.items() if (look := grid.sheet.shown.get(cell))}


# --- funds down -------------------------------------------------------------------------------------------------------


def _down(grid: Grid) -> Iterator[Table]:
    """A table for each fund's row; the columns are items, in their order."""
    start = next(at for at, head in enumerate(grid.heads) if head.role == "fund_names")
    grid.problems += grid.shared(start, range(len(grid.heads)))
    for number, cells in grid.rows:
        name = read_item(cells[start]).name if start < len(cells) and cells[start].strip() else ""
        fund = official.find_fund(name) if name else None
        if fund and fund != catalog.ALL:
            yield _fund_row(grid, fund, start, number, cells)
        elif name and not is_note(cells):
            grid.passed.append(Passed(name, ALL_FUNDS if total_of(name) or fund else OTHER_FUND))


def _fund_row(grid: Grid, fund: str, start: int, number: int, cells: Cells) -> Table:
    measured = [(at, head) for at, head in enumerate(grid.heads) if at != start and head.item and at < len(cells)]
    table = _new(grid, DOWN, fund, grid.title.year, {}, None)
    for at, head in measured:
        measure = head.measure or ("budget" if grid.title.planned else "actual")
        table.headings.setdefault(measure, Heading(headings("lines")[plain_form(measure)], head.text, head.unit))
        if cells[at].strip():
            _add(table, grid, number, head.item, {measure: cells[at]}, {measure: (number, at + 1)})
    return table
