"""The office's own forms: items down, with income left and spending right, or funds across, or funds down; read by item and
position of headings."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sifund import catalog
from sifund.dataset import official
from sifund.dataset.official import Kind, plain_form
from sifund.importer.columns import LEFT_OUT, headings
from sifund.importer.coordinates import cell_name
from sifund.importer.headings import check_unit, merged_above, merged_figures, no_fund, with_known_unit
from sifund.importer.heads import Head, read_head
from sifund.importer.items import balance_of, kind_of, read_item, total_of
from sifund.importer.layout import ASIDE, TITLE_ROWS, is_note
from sifund.importer.sheet import Cells, Sheet
from sifund.importer.table import Heading, Passed, Table
from sifund.importer.title import Title, read_title, unit_in
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


@dataclass
class _Grid:
    """A form's rows: above its headings, the headings of each column, and below them."""

    sheet: Sheet
    title: Title
    heads: list[Head]
    rows: Sequence[tuple[int, Cells]]
    passed: list[Passed] = field(default_factory=list)

    @property
    def units(self) -> list[int]:
        """The columns of units that hold units of money, not persons or whose row it is."""
        columns = [at for at, head in enumerate(self.heads) if head.role == "unit"]
        return [at for at in columns if any(unit_in("".join(cells[at : at + 1])) for _, cells in self.rows)]


def read_form(sheet: Sheet) -> list[Table] | None:
    """The tables of a form, one for each fund, side and year in it; None for a sheet that is no form.

    A form's problems stand in its first table.
    """
    grid = _grid(sheet)
    if grid is None:
        return None
    first = Table("lines", sheet.place, {}, grid.title, official=True, problems=list(sheet.problems))
    check_unit(first)
    grid.title = first.title
    tables = list(_down(grid) if _funds_down(grid) else _items_down(grid))
    if not tables and grid.title.others:
        grid.passed += [Passed(name, OTHER_FUND) for name in sorted(grid.title.others)]
    elif not tables and all(passed.why is not OTHER_FUND for passed in grid.passed):
        first.problems.append(no_fund(sheet.place))
    first.passed, first.notes = grid.passed, [number for number, cells in grid.rows if is_note(cells)]
    return [first, *tables]


def _grid(sheet: Sheet) -> _Grid | None:
    """The form's headings: the first row that heads items or funds, with what stands over and under it."""
    for at, (_, cells) in enumerate(sheet.rows[:TITLE_ROWS]):
        roles = [read_head((cell,)).role for cell in cells]
        sides = roles.count("side") > 1 and "figure" in roles
        if not sides and not {"item", "fund_names"} & set(roles):
            continue
        above = at - 1 if at and _heads_only(sheet.rows[at - 1][1], {"side", "fund", "figure"}) else at
        below = at + 1
        while below < len(sheet.rows) and below < at + 3 and _heads_only(sheet.rows[below][1]):
            below += 1
        heads = _stacked([cells for _, cells in sheet.rows[above:below]])
        grid = _Grid(sheet, read_title(sheet.rows[:above], sheet.name), heads, sheet.rows[below:])
        return grid if _is_form(grid) else None
    return None


def _heads_only(cells: Cells, among: Collection[str] = ()) -> bool:
    """Whether a row holds nothing but words of headings, one at least in a role of those named."""
    roles = {read_head((cell,)).role for cell in cells if cell.strip()}
    return bool(roles) and "" not in roles and (not among or bool(roles & set(among)))


def _stacked(rows: Sequence[Cells]) -> list[Head]:
    """The heading of each column; a heading that is merged over columns stands for all below it."""
    width, last = max(map(len, rows)), len(rows) - 1
    grid = [[*cells, *[""] * (width - len(cells))] for cells in rows]
    for level, row in enumerate(grid[:last]):
        for at in range(1, width):
            if not row[at].strip() and any(lower[at].strip() for lower in grid[level + 1 :]):
                row[at] = row[at - 1]
    heads = [read_head(tuple(row[at] for row in grid)) for at in range(width)]
    named = any(head.role in ("item", "fund_names") for head in heads)
    return heads if named else [replace(h, role="item") if h.role == "side" and not h.measure else h for h in heads]


def _is_form(grid: _Grid) -> bool:
    figures = any(head.role == "figure" or head.fund or head.other_fund or head.item for head in grid.heads)
    named = bool(grid.title.funds | grid.title.others) or _across(grid) or _funds_down(grid)
    starts = _funds_down(grid) or any(head.role == "item" for head in grid.heads)
    return starts and figures and (named or sum(_is_account_item(cell) for _, cells in grid.rows for cell in cells) > 1)


def _is_account_item(cell: str) -> bool:
    name = read_item(cell).name
    return bool(total_of(name) or balance_of(name) or kind_of(name))


def _across(grid: _Grid) -> bool:
    return any(head.fund or head.other_fund for head in grid.heads)


def _funds_down(grid: _Grid) -> bool:
    """Whether the rows are funds and the columns items."""
    return any(h.role == "fund_names" for h in grid.heads) and not any(h.role == "item" for h in grid.heads)


# --- items down -------------------------------------------------------------------------------------------------------


def _items_down(grid: _Grid) -> Iterator[Table]:
    """A table for each block of columns that an item column heads, by fund and year."""
    starts = [at for at, head in enumerate(grid.heads) if head.role == "item"]
    form = TWO_SIDED if len(starts) > 1 else ACROSS if _across(grid) else ONE_SIDED
    _pass_columns(grid)
    for start, end in zip(starts, [*starts[1:], len(grid.heads)], strict=True):
        side = grid.heads[start].side or _majority(grid, start) if len(starts) > 1 else None
        span = range(start + 1, end)
        units = [at for at in grid.units if (start if start != starts[0] else -1) < at < end]
        unit = dict([("unit", at) for at in units][:1])
        grid.passed += [Passed(grid.heads[at].text, NO_MEASURE) for at in units[1:]]
        for (fund, year), columns in _grouped(grid, span).items():
            yield _table(grid, form, fund, year, start, columns | unit, side)


def _pass_columns(grid: _Grid) -> None:
    for at, head in enumerate(grid.heads):
        filled = any(at < len(cells) and cells[at].strip() and not is_note(cells) for _, cells in grid.rows)
        why = (
            OTHER_FUND if head.other_fund else ALL_FUNDS if head.total else ASIDE if plain_form(head.text) in LEFT_OUT
            else NO_MEASURE if head.role in ("", "unit") and at not in grid.units else None
        )  # fmt: skip
        if filled and why:
            grid.passed.append(Passed(head.text or cell_name(1, at + 1), why))


def _grouped(grid: _Grid, span: range) -> Mapping[tuple[str, int | None], dict[str, int]]:
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


def _majority(grid: _Grid, at: int) -> Kind | None:
    """The side of most items of a column that say theirs."""
    names = [read_item(cells[at]).name for _, cells in grid.rows if at < len(cells) and cells[at].strip()]
    sides = [plain_form(name)[-2:] for name in names]
    income, spent = sides.count("收入"), sides.count("支出")
    return "income" if income > spent else "expenditure" if spent > income else None


def _table(
    grid: _Grid, form: Text, fund: str, year: int | None, start: int, columns: Mapping[str, int], side: Kind | None
) -> Table:  # fmt: skip
    table = _new(grid, form, fund, year, {measure: grid.heads[at] for measure, at in columns.items()}, side)
    rows, texts = dict(grid.rows), {at: grid.heads[at].text for measure, at in columns.items() if measure != "unit"}
    for number, cells in grid.rows:
        item = cells[start] if start < len(cells) else ""
        figures = {measure: cells[at] for measure, at in columns.items() if at < len(cells) and cells[at].strip()}
        if is_note(cells):
            continue
        if figures and not item.strip():
            table.passed.append(Passed(cell_name(number, start + 1), NO_ITEM))
        elif item.strip() and not re.fullmatch(r"栏\s*次|甲|行\s*次", item.strip()):
            table.problems += merged_figures(grid.sheet, rows, number, texts)
            if "unit" in columns and (unit := merged_above(grid.sheet, rows, number, columns["unit"])):
                figures["unit"] = unit
            _add(table, grid, number, item, figures, {m: (number, at + 1) for m, at in columns.items()})
    return table


def _new(
    grid: _Grid, form: Text, fund: str, year: int | None, heads: Mapping[str, Head], side: Kind | None
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
    table: Table, grid: _Grid, number: int, item: str, figures: Mapping[str, str], cells: Mapping[str, tuple[int, int]]
) -> None:  # fmt: skip
    row = {**table.fixed, "line": item, **figures}
    if table.title.text:
        row |= {"source": f"{table.title.text}：{read_item(item).name}", "basis": "reported"}
    table.rows.append((number, row))
    table.looks |= {(number, m): look for m, cell in cells.items() if (look := grid.sheet.shown.get(cell))}


# --- funds down -------------------------------------------------------------------------------------------------------


def _down(grid: _Grid) -> Iterator[Table]:
    """A table for each fund's row; the columns are items, in their order."""
    start = next(at for at, head in enumerate(grid.heads) if head.role == "fund_names")
    for number, cells in grid.rows:
        name = read_item(cells[start]).name if start < len(cells) and cells[start].strip() else ""
        fund = official.find_fund(name) if name else None
        if fund and fund != catalog.ALL:
            yield _fund_row(grid, fund, start, number, cells)
        elif name and not is_note(cells):
            grid.passed.append(Passed(name, ALL_FUNDS if total_of(name) or fund else OTHER_FUND))


def _fund_row(grid: _Grid, fund: str, start: int, number: int, cells: Cells) -> Table:
    measured = [(at, head) for at, head in enumerate(grid.heads) if at != start and head.item and at < len(cells)]
    table = _new(grid, DOWN, fund, grid.title.year, {}, None)
    for at, head in measured:
        measure = head.measure or ("budget" if grid.title.planned else "actual")
        table.headings.setdefault(measure, Heading(headings("lines")[plain_form(measure)], head.text, head.unit))
        if cells[at].strip():
            _add(table, grid, number, head.item, {measure: cells[at]}, {measure: (number, at + 1)})
    return table
