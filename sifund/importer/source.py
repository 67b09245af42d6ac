"""One way in: an office's files → a dataset that is whole, checked and calibrated, or every problem at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from sifund import catalog
from sifund.dataset import Dataset, make
from sifund.importer.account import settle
from sifund.importer.asides import is_aside
from sifund.importer.down import DOWN
from sifund.importer.files import NOTES, Progress, passed_over, sheets
from sifund.importer.forms import ACROSS, ONE_SIDED, TWO_SIDED, read_form
from sifund.importer.gather import Gathered, SheetRead
from sifund.importer.layout import TITLE_ROWS, give_fund, lay_out, mistyped, table_key, unknown_sheet
from sifund.importer.office import meta_of
from sifund.importer.sheet import File, Sheet
from sifund.importer.table import Passed, Table
from sifund.importer.title import Title, read_title
from sifund.model.calibrate import calibrate
from sifund.problem import Problem, SifundError, problem, shown
from sifund.text import Text

HIDDEN = ("是隐藏的工作表，已读入。", "is a hidden sheet and was read.")
UNSEEN = ("是隐藏的工作表。", "is a hidden sheet.")
NO_TABLE = ("不是本程序用的表，没有读入。", "is no table that is used here, and was not read.")
PROBLEM_LIMIT, MORE = 5_000, "more"
"""Problems that are listed one by one, and the code of the one that counts the rest."""
DETAILED = Text("该基金另有收支表，以收支表为准", "has an account of its own, which holds")


@dataclass(frozen=True, slots=True)
class Imported:
    """A dataset, what was read to make it, and what the importer supplied or left out."""

    dataset: Dataset
    read: tuple[SheetRead, ...]
    notices: tuple[Problem, ...]


def read_files(files: Sequence[File], progress: Progress = lambda _: None) -> Imported:
    """The dataset of files: a workbook, a zip, or one CSV or Parquet file a table. Raises SifundError with every problem.

    What strangers send is read by `sifund.importer.apart`, which runs this in a process of its own.
    """
    read = sheets(files, progress)
    gathered = Gathered(problems=read.problems, notices=read.notices)
    unread = {table_key(PurePosixPath(problem.place).stem) for problem in read.problems}
    tables = list(_tables(read.sheets, gathered, progress))
    if not any(table.key == "meta" for table in tables) and not {"meta", None} & unread:
        tables = [*meta_of([table for table in tables if table.key == "lines"], gathered), *tables]
    for table in sorted(tables, key=lambda t: t.key != "meta"):
        progress(shown(table.place))
        for settled in settle(table):
            gathered.add(settled)
    gathered.ask_for_missing(unread)
    gathered.finish()
    if gathered.problems:
        nothing = "lines" not in gathered.tables  # what was passed over is then what is missing
        passed = (n for n in gathered.notices if nothing and n.code == "passed_over")
        raise SifundError(_listed([*gathered.problems, *passed]))
    progress("")
    dataset = make(gathered.rows)
    if not dataset.is_reference:
        calibrate(dataset)  # what cannot be calibrated is refused here, not on a page
    return Imported(dataset, tuple(gathered.read), tuple(gathered.notices))


def _listed(problems: Sequence[Problem]) -> list[Problem]:
    """The problems, or the first of very many and how many more there are."""
    more = problem(MORE, "", "另有{value}处也需要修改，没有一一列出；请先改好列出的。",
                   "{value} more {value:thing|things} must be mended and {value:is|are} not listed; mend those that are first.",
                   value=len(problems) - PROBLEM_LIMIT)  # fmt: skip
    return [*problems[:PROBLEM_LIMIT], *([more] if len(problems) > PROBLEM_LIMIT else [])]


def count(problems: Sequence[Problem]) -> int:
    """How many problems were found, those that are not listed among them."""
    return sum(int(problem.value) if problem.code == MORE else 1 for problem in problems)


def _tables(sheets: Sequence[Sheet], gathered: Gathered, progress: Progress) -> Iterator[Table]:
    """The tables of the sheets. One that is none is passed over and named beside others of its workbook, and beside an
    office's own forms; else it is refused."""
    tables: list[Table] = []
    unknown: list[Sheet] = []
    for sheet in sheets:
        if not sheet.rows:
            continue
        if is_aside(sheet.name):
            gathered.notices.append(passed_over(sheet.place, *NOTES))
            continue
        progress(shown(sheet.place))
        read = read_sheet(sheet)
        tables += read
        unknown += [] if read else [sheet]
        if sheet.hidden:
            gathered.notices.append(passed_over(sheet.place, *HIDDEN) if read else passed_over(sheet.place, *UNSEEN))
    forms, books = any(table.official for table in tables), {_book(table.place) for table in tables} - {""}
    covers = [
        (book, read_title(sheet.rows[:TITLE_ROWS], sheet.name)) for sheet in unknown if (book := _book(sheet.place))
    ]
    tables = [_with_cover(table, covers) for table in tables]
    for sheet in unknown:
        if (forms or _book(sheet.place) in books) and not mistyped(sheet.name):
            gathered.notices.append(passed_over(sheet.place, *NO_TABLE))
        else:
            gathered.problems.append(unknown_sheet(sheet))
    return iter(_each_once(tables))


def _with_cover(table: Table, covers: Sequence[tuple[str, Title]]) -> Table:
    """An office's form with the months that a cover of its workbook says, and the unit, which may be its own; covers by
    their workbook."""
    for book, cover in covers if table.official else ():
        if book != _book(table.place):
            continue
        if cover.months and not (table.title.months or table.title.unclear) and cover.year in (None, table.title.year):
            table.title = replace(table.title, months=cover.months)
        table.unit_mentioned = table.unit_mentioned or cover.unit
    return table


def _book(place: str) -> str:
    """The workbook that a sheet is of; "" for any other file."""
    return place.rpartition("!")[0]


def read_sheet(sheet: Sheet) -> list[Table]:
    """The tables of a sheet: one of this program's, or those of an office's form; none where it is neither."""
    table = lay_out(sheet)
    if table and table.key == "lines":
        give_fund(table)
    if table and (table.key != "lines" or ({"fund", "line"} <= table.headings.keys() and not table.twice)):
        return [table]
    return read_form(sheet) or ([table] if table else [])


def _each_once(tables: Sequence[Table]) -> list[Table]:
    """The tables without those funds and years of a summary that a fund's own form gives in detail."""
    detailed = {tuple(table.fixed.items()) for table in tables if table.form in (ONE_SIDED, TWO_SIDED)}
    once = []
    for table in tables:
        if table.form in (ACROSS, DOWN) and tuple(table.fixed.items()) in detailed:
            table.passed.append(Passed(catalog.fund_name(table.fixed["fund"]).zh, DETAILED))
            table.rows = []
        once.append(table)
    return once
