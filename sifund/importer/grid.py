"""A form's cells before its amounts are read: title, headings of each column, rows; a sheet may hold several below each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from sifund.dataset.official import plain_form
from sifund.importer.columns import LEFT_OUT
from sifund.importer.coordinates import cell_name
from sifund.importer.headings import merged_figures, no_heading
from sifund.importer.heads import Head, read_head
from sifund.importer.items import balance_of, kind_of, read_item, total_of
from sifund.importer.layout import ASIDE, TITLE_ROWS, is_note
from sifund.importer.numbers import is_figure
from sifund.importer.sheet import Cells, Sheet
from sifund.importer.table import Passed
from sifund.importer.title import Title, read_title
from sifund.importer.units import unit_in, unit_mentioned
from sifund.problem import Problem
from sifund.text import Text

OTHER_FUND = Text("是本程序不测算的基金", "is a fund that the program does not model")
ALL_FUNDS = Text("是各项基金之和，含不测算的基金", "is the sum of all funds, those not modelled too")
NO_MEASURE = Text("不是预算数、决算数一类的列", "is no column of budget or outturn")
PART_OF_YEAR = Text("不是标题所说月份的累计数", "does not cover the months from January that the title says")


NO_HEAD = Head("")
FIGURES = ("figure", "fund", "side", "item_name")
"""Roles of the columns that hold figures, of whichever fund."""


@dataclass
class Grid:
    """A form's rows: above its headings, the headings of each column, and below them."""

    sheet: Sheet
    title: Title
    heads: list[Head]
    rows: Sequence[tuple[int, Cells]]
    passed: list[Passed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unit_mentioned: str = ""

    @cached_property
    def by_number(self) -> dict[int, Cells]:
        """The rows by their number in the sheet."""
        return dict(self.rows)

    @cached_property
    def units(self) -> list[int]:
        """The columns of units that hold units of money, not persons or whose row it is."""
        columns = [at for at, head in enumerate(self.heads) if head.role == "unit"]
        return [at for at in columns if any(unit_in(cell) for cell in self.column(at))]

    def units_of(self, starts: Sequence[int]) -> list[int | None]:
        """The column of units of each block of columns, which begins with its items: its own, before the items where that of
        the first is, or the first that there is."""
        units = self.units
        edges = [-1, *starts] if units and units[0] < starts[0] else [*starts, len(self.heads)]
        return [next((at for at in units if low < at < high), next(iter(units), None)) for low, high in pairwise(edges)]

    @property
    def across(self) -> bool:
        return any(head.fund or head.other_fund for head in self.heads)

    @property
    def down(self) -> bool:
        """Whether the rows are funds and the columns items."""
        return any(h.role == "fund_names" for h in self.heads) and not any(h.role == "item" for h in self.heads)

    def column(self, at: int) -> list[str]:
        """The cells below a heading, "" where a row ends before it."""
        return ["".join(cells[at : at + 1]) for _, cells in self.rows]

    def shared(self, start: int, span: range) -> Iterator[Problem]:
        """The problems of figures in a span of columns that stand for several rows or columns, where column `start` names
        the row."""
        figures = {at: self.heads[at].text for at in span if self.heads[at].role in FIGURES}
        for number, cells in self.rows:
            if "".join(cells[start : start + 1]).strip() and not is_note(cells):
                yield from merged_figures(self.sheet, self.by_number, number, figures)

    def item_columns(self, start: int) -> range:
        """A column of items, and those beside it that hold words under no heading of their own."""
        end = start + 1
        while end < len(self.heads) and self.heads[end] == NO_HEAD and not any(map(is_figure, self.column(end))):
            end += 1
        return range(start, end)


def grids(sheet: Sheet) -> Iterator[Grid]:
    """The forms of a sheet."""
    mentioned, grid = unit_mentioned(sheet), _grid(sheet)
    while grid is not None:
        rows, end = _own_rows(grid)
        below = _grid(replace(sheet, rows=tuple(rows[end:]))) if end < len(rows) else None
        yield replace(grid, rows=rows[:end] if below else rows, unit_mentioned=mentioned)
        grid = below


def _own_rows(grid: Grid) -> tuple[list[tuple[int, Cells]], int]:
    """The rows below a form's headings, without those that stand again, as on every page of a print; and at which of them
    another form may begin."""
    above = {cells for _, cells in grid.sheet.rows[: len(grid.sheet.rows) - len(grid.rows)]}
    rows, start = list(grid.rows), 0
    while (again := next((at for at in range(start, len(rows)) if _heads_amounts(rows[at][1])), None)) is not None:
        start = again
        while start and not any(map(is_figure, rows[start - 1][1])) and not is_note(rows[start - 1][1]):
            start -= 1
        if any(cells not in above for _, cells in rows[start : again + 1]):
            return rows, start
        del rows[start : again + 1]
    return rows, len(rows)


def _grid(sheet: Sheet) -> Grid | None:
    """The form's headings: the first row that heads items or funds, with what stands over and under it."""
    for at, (_, cells) in enumerate(sheet.rows[:TITLE_ROWS]):
        roles = [read_head((cell,)).role for cell in cells]
        sides = roles.count("side") > 1 and "figure" in roles
        if not sides and not {"item", "fund_names"} & set(roles):
            continue
        above = at - 1 if at and _stands_over(sheet.rows[at - 1][1], roles) else at
        below = at + 1
        while below < len(sheet.rows) and below < at + 3 and _heads_only(sheet.rows[below][1]):
            below += 1
        heads = _stacked([cells for _, cells in sheet.rows[above:below]])
        title = _completed(read_title(sheet.rows[:above], sheet.name), heads)
        grid = Grid(sheet, title, _of_these_months(title, _initial(heads)), sheet.rows[below:])
        return grid if _is_form(grid) else None
    return None


def _heads_amounts(cells: Cells) -> bool:
    """Whether a row below a form's headings heads amounts again."""
    if any(map(is_figure, cells)):
        return False
    roles = _roles(cells)
    return bool(roles & {"item", "fund_names"}) and bool(roles & {"figure", "fund"})


def _heads_only(cells: Cells) -> bool:
    """Whether a row holds nothing but words of headings; an amount may look like a year."""
    return bool(_roles(cells)) and "" not in _roles(cells) and not any(map(is_figure, cells))


def _stands_over(cells: Cells, roles: Sequence[str]) -> bool:
    """Whether a row heads those of the row below it, whose roles are given: no unit, and no year over the items."""
    over = {read_head((cell,)).role for cell, role in zip(cells, roles, strict=False) if role in ("item", "fund_names")}
    return (
        bool(_roles(cells) & {"side", "fund", "figure"}) and not {"", "unit"} & _roles(cells) and "figure" not in over
    )


def _roles(cells: Cells) -> set[str]:
    return {read_head((cell,)).role for cell in cells if cell.strip()}


def _stacked(rows: Sequence[Cells]) -> list[Head]:
    """The heading of each column; a heading that is merged over columns stands for all below it."""
    width, last = max(map(len, rows)), len(rows) - 1
    grid = [[*cells, *[""] * (width - len(cells))] for cells in rows]
    for level, row in enumerate(grid[:last]):
        for at in range(1, width):
            if not row[at].strip() and all(any(lower[x].strip() for lower in grid[level + 1 :]) for x in (at - 1, at)):
                row[at] = row[at - 1]
    heads = [read_head(tuple(row[at] for row in grid)) for at in range(width)]
    named = any(head.role in ("item", "fund_names") for head in heads)
    return heads if named else [replace(h, role="item") if h.role == "side" and not h.measure else h for h in heads]


def _completed(title: Title, heads: Sequence[Head]) -> Title:
    """The title with the unit that stands over or beside its amounts, and the months that all its outturns cover."""
    beside = [head.unit for head in heads if head.unit and head.role in ("item", "unit", "left_out", "")]
    if beside and not title.unit:
        title = replace(title, unit=beside[0].lower())
    now = [h for h in heads if h.measure == "actual" and not h.ago and not h.part and h.year in (None, title.year)]
    months = {head.months for head in now}
    return replace(title, months=months.pop()) if len(months) == 1 and not (title.months or title.unclear) else title


def _of_these_months(title: Title, heads: Sequence[Head]) -> list[Head]:
    """The headings; one that covers other months than the title says is no measure."""
    other = [
        h.part or h.aside or (h.months and h.measure == "actual" and h.months != (title.months or 12)) for h in heads
    ]
    return [replace(h, role="left_out", measure="") if o else h for h, o in zip(heads, other, strict=True)]


def _initial(heads: Sequence[Head]) -> list[Head]:
    """The headings; a budget beside an adjusted one of the same fund and year is the initial one."""
    adjusted = {(h.fund, h.year, h.ago) for h in heads if h.measure == "budget" and h.adjusted}
    return [
        replace(h, measure="initial_budget")
        if h.measure == "budget" and not h.adjusted and (h.fund, h.year, h.ago) in adjusted
        else h
        for h in heads
    ]


def _is_form(grid: Grid) -> bool:
    figures = any(head.role == "figure" or head.fund or head.other_fund or head.item for head in grid.heads)
    named = bool(grid.title.funds | grid.title.others) or grid.across or grid.down
    starts = grid.down or any(head.role == "item" for head in grid.heads)
    return starts and figures and (named or sum(_is_account_item(cell) for _, cells in grid.rows for cell in cells) > 1)


def _is_account_item(cell: str) -> bool:
    name = read_item(cell).name
    return bool(total_of(name) or balance_of(name) or kind_of(name))


def pass_columns(grid: Grid) -> None:
    """Name the columns that are not read. One that holds figures under no heading is a problem: what are they?"""
    starts = [at for at, head in enumerate(grid.heads) if head.role in ("item", "fund_names")]
    items = {at for start in starts for at in grid.item_columns(start)}
    rows = [cells for _, cells in grid.rows if not is_note(cells)]
    for at in range(max((len(cells) for cells in rows), default=0)):
        head = grid.heads[at] if at < len(grid.heads) else NO_HEAD
        cells = [cell for row in rows for cell in row[at : at + 1] if cell.strip()]
        if head == NO_HEAD and at > starts[0] and any(map(is_figure, cells)):
            grid.problems.append(no_heading(grid.sheet.place, at))
        elif cells and at not in items and (why := _why_passed(grid, head, at)):
            grid.passed.append(Passed(head.text or cell_name(1, at + 1), why))


def _why_passed(grid: Grid, head: Head, at: int) -> Text | None:
    if (head.other_fund or head.total) and not head.item:
        return OTHER_FUND if head.other_fund else ALL_FUNDS
    if plain_form(head.text) in LEFT_OUT:
        return ASIDE
    if head.role not in ("", "unit", "left_out") or at in grid.units:
        return None
    return PART_OF_YEAR if head.months or head.part else NO_MEASURE
