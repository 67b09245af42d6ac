"""A sheet's data once its headings are understood: cells by column, and what of the sheet was passed over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sifund.dataset.official import plain_form
from sifund.importer.columns import Column, columns, headings
from sifund.importer.formats import Shown
from sifund.importer.title import Title
from sifund.problem import Problem, shown
from sifund.text import Text

Row = tuple[int, dict[str, str]]
TEMPLATE = Text("本程序的表", "this program's table")


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a sheet: its heading as written, and the unit that the heading names."""

    column: Column
    heading: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Passed:
    """A row, column or sheet that was not read, as the sheet calls it, and why."""

    what: str
    why: Text


@dataclass(eq=False)
class Table:
    """A sheet's data: filled cells of each row by column key, with the row's number.

    `form` is the layout that it was read by; an official one (`official`) is the office's own. `looks` are cells that show
    another number than they hold, or a unit; `hidden` are rows that the eye does not see. `fixed` are the cells that every
    row of it has. `twice` is whether a heading stands twice; `unit_mentioned` is what the sheet
    says of a unit anywhere.
    """

    key: str
    place: str
    headings: dict[str, Heading]
    title: Title = field(default_factory=Title)
    rows: list[Row] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    form: Text = TEMPLATE
    official: bool = False
    looks: dict[tuple[int, str], Shown] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    passed: list[Passed] = field(default_factory=list)
    words: list[Text] = field(default_factory=list)
    fixed: dict[str, str] = field(default_factory=dict)
    twice: bool = False
    unit_mentioned: str = ""

    @property
    def unit(self) -> str:
        return self.title.unit

    def heading(self, key: str) -> str:
        """The column's heading as written, or its own where the sheet lacks it."""
        if key in self.headings:
            return shown(self.headings[key].heading)
        return next((c.heading for c in columns(self.key) if key in (c.key, c.field)), key)

    def give(self, *keys: str) -> None:
        """Add columns that the sheet lacks, under their own names."""
        for key in keys:
            column = headings(self.key)[plain_form(key)]
            self.headings.setdefault(key, Heading(column, column.name.zh))

    def beside(self, key: str, headings: Mapping[str, Heading]) -> Table:
        """An empty table of another kind for rows of the same sheet."""
        return replace(
            self, key=key, headings=dict(headings), rows=[], notes=[], problems=[], looks={}, passed=[], words=[]
        )
