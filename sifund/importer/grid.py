"""An office's own form as it lies: its title, what each column holds, and the rows below."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from sifund.importer.headings import merged_figures
from sifund.importer.heads import Head, read_head
from sifund.importer.items import balance_of, kind_of, read_item, total_of
from sifund.importer.layout import TITLE_ROWS, is_note
from sifund.importer.sheet import Cells, Sheet
from sifund.importer.table import Passed
from sifund.importer.title import Title, read_title, unit_in
from sifund.problem import Problem

FIGURES = ("figure", "fund", "side", "item_name")
"""Roles of the columns that hold figures, of whichever fund."""


@dataclass
class Grid:
    """A form: its title, what each column holds, and the rows below; what is not read of it, and what is wrong with it."""

    sheet: Sheet
    title: Title
    heads: list[Head]
    rows: Sequence[tuple[int, Cells]]
    passed: list[Passed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def units(self) -> list[int]:
        """The columns of units that hold units of money, not persons or whose row it is."""
        columns = [at for at, head in enumerate(self.heads) if head.role == "unit"]
        return [at for at in columns if any(unit_in("".join(cells[at : at + 1])) for _, cells in self.rows)]

    @property
    def across(self) -> bool:
        """Whether columns are funds."""
        return any(head.fund or head.other_fund for head in self.heads)

    @property
    def funds_down(self) -> bool:
        """Whether the rows are funds and the columns items."""
        return any(h.role == "fund_names" for h in self.heads) and not any(h.role == "item" for h in self.heads)

    def shared(self, start: int, span: range) -> Iterator[Problem]:
        """The problems of figures in a span of columns that stand for several rows or columns, where column `start` names
        the row."""
        rows, figures = dict(self.rows), {at: self.heads[at].text for at in span if self.heads[at].role in FIGURES}
        for number, cells in self.rows:
            if "".join(cells[start : start + 1]).strip() and not is_note(cells):
                yield from merged_figures(self.sheet, rows, number, figures)


def grid_of(sheet: Sheet) -> Grid | None:
    """A form by its headings: the first row that heads items or funds, with what stands over and under it; None where
    there is none."""
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
        grid = Grid(sheet, read_title(sheet.rows[:above], sheet.name), heads, sheet.rows[below:])
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


def _is_form(grid: Grid) -> bool:
    figures = any(head.role == "figure" or head.fund or head.other_fund or head.item for head in grid.heads)
    named = bool(grid.title.funds | grid.title.others) or grid.across or grid.funds_down
    starts = grid.funds_down or any(head.role == "item" for head in grid.heads)
    return starts and figures and (named or sum(_is_account_item(cell) for _, cells in grid.rows for cell in cells) > 1)


def _is_account_item(cell: str) -> bool:
    name = read_item(cell).name
    return bool(total_of(name) or balance_of(name) or kind_of(name))
