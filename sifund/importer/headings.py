"""A heading → its column and unit; what is wrong with one."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sifund import catalog
from sifund.dataset.official import plain_form
from sifund.importer.columns import columns, headings
from sifund.importer.coordinates import cell_name
from sifund.importer.numbers import NO_FIGURE, UNITS, narrow
from sifund.importer.sheet import Cells, Sheet
from sifund.importer.table import Heading, Table
from sifund.importer.units import unit_in
from sifund.problem import Problem, problem, shown
from sifund.text import Text

_DATED = re.compile(r"[0-9]{4}年?度?(.+)")
_BRACKET = re.compile(r"(.+?) *(?:[(\[]([^()\[\]]+)[)\]]|/ *(\S+))")


def known_heading(key: str, heading: str) -> Heading | None:
    """The column of a heading, whole or without the unit or remark in brackets behind it; blanks and line breaks in it do
    not matter."""
    text = rest = narrow(" ".join(heading.split()))
    unit = ""
    while (column := headings(key).get(plain_form(rest))) is None:
        match = _BRACKET.fullmatch(rest)
        named = unit_in(match[2] or match[3]) if match else ""
        if not match or (match[3] and not named):
            return None
        rest, unit = match[1], unit or named
    return Heading(column, text, unit)


def with_known_unit(table: Table, column: Heading) -> Heading:
    """The column without a unit of money that the program does not know, which is a problem: it would be read as yuan."""
    if not column.column.money or column.unit in ("", *UNITS):
        return column
    table.problems.append(unknown_unit(table.place, column.heading, column.unit))
    return replace(column, unit="")


def check_unit(table: Table) -> None:
    """A title's unit that the program does not know, or a second one, is a problem; the title then has none."""
    if other := table.title.other_unit:
        table.problems.append(two_units(table.place, table.title.text, table.unit, other))
    if table.unit and table.unit not in UNITS:
        table.problems.append(unknown_unit(table.place, table.title.text, table.unit))
        table.title = replace(table.title, unit="")


def two_units(place: str, subject: str, unit: str, other: str) -> Problem:
    """The problem of figures over which two units stand."""
    return problem(
        "unit", shown(subject), "表的上方写了两个单位：{value}和{other}；请只留一个。",
        "two units stand above the table, {value} and {other}; leave one.",
        place=shown(place), value=unit or "—", other=other or "—",
    )  # fmt: skip


def merged_above(sheet: Sheet, rows: Mapping[int, Cells], number: int, at: int) -> str:
    """What stands above in the cell that a row's cell is merged with; "" where it is merged with none."""
    top, first = sheet.merged.get((number, at + 1), (0, 0))
    return "".join(rows.get(top, ())[at : at + 1]) if first == at + 1 else ""


def merged_figures(
    sheet: Sheet, rows: Mapping[int, Cells], number: int, figures: Mapping[int, str]
) -> Iterator[Problem]:  # fmt: skip
    """Problems of the figures (headings by place) that a row of a name of its own shares with a row above or a column before."""
    for at, heading in figures.items():
        top, first = sheet.merged.get((number, at + 1), (0, 0))
        figure = "".join(rows.get(top, ())[first - 1 : first]) if first - 1 in figures else ""
        if narrow(figure).lower() not in NO_FIGURE:
            yield problem(
                "merged", shown(heading), "与{first}合并成一格，说不清这个数属于哪一行、哪一列；请取消合并，一格填一个数。",
                "is merged with {first}: of which row and column is the figure? Unmerge the cells and give each its own.",
                place=shown(f"{sheet.place}:{number}"), first=cell_name(top, first),
            )  # fmt: skip


def two_columns(place: str, first: str, second: str, number: int) -> Problem:
    """The problem of two columns that may both be the figure that is asked for, and are not equal."""
    return problem(
        "two_columns", shown(second), "与“{first}”可以是同一个数，第{number}行两列不相等；请只留要用的一列，另一列的表头改为“备注”。",
        'and "{first}" may be the same figure, and differ in row {number}; keep the one that counts and call the other "remarks".',
        place=shown(place), first=shown(first), number=number,
    )  # fmt: skip


def no_item(place: str, heading: str) -> Problem:
    """The problem of a figure in a row without an item."""
    return problem(
        "no_item", shown(heading), "这一行有数，没有项目名称；请补上项目，不属于本表的数请移出。",
        "has a figure in a row without an item; name the item, or move out what is no part of the table.", place=shown(place),
    )  # fmt: skip


def other_fund(place: str, item: str) -> Problem:
    """The problem of a row that heads the lines of another fund than the title's."""
    return problem(
        "other_fund", "", "“{item}”以下像是另一项基金的收支；请一项基金一张工作表，标题写明基金名称和单位。",
        'below "{item}" another fund seems to begin; give each fund a sheet of its own whose title names fund and unit.',
        place=shown(place), item=shown(item),
    )  # fmt: skip


def no_fund(place: str) -> Problem:
    """The problem of an account that does not say whose it is."""
    return problem(
        "no_fund", "", "看不出是哪项基金的收支表；请在标题或工作表名中写明基金名称，如“{example}”。",
        "does not say whose account it is; name the fund in the title or the sheet's name, such as {example}.",
        place=shown(place), example=catalog.usual().name.zh,
    )  # fmt: skip


def unit_unclear(table: Table, problems: Sequence[Problem]) -> list[Problem]:
    """The problem of amounts without a unit on a sheet that speaks of one; none where one of its unit is listed already."""
    if any(p.code == "unit" and p.place == shown(table.place) for p in problems):
        return []
    return [problem(
        "unit", "", "写有“{value}”，但看不出是不是这些金额的单位；请在表的上方写“单位：”和单位名，如“单位：万元”。",
        'speaks of "{value}", but does not say that it is the unit of these amounts; write 单位 and the unit above the table.',
        place=shown(table.place), value=table.unit_mentioned,
    )]  # fmt: skip


def unknown_unit(place: str, subject: str, unit: str) -> Problem:
    """The problem of a unit of money that the program does not convert."""
    return problem("unit", shown(subject), "单位“{value}”不能用；请换算成元、万元或亿元。",
                   "the unit \"{value}\" cannot be used; convert to 元, 万元 or 亿元.", place=shown(place), value=unit)  # fmt: skip


def no_heading(place: str, at: int) -> Problem:
    """The problem of a column that holds something under no heading."""
    return problem("no_heading", "", "第{at}列有内容，但没有表头；请补上表头，不用的写“备注”。",
                   'column {at} has content but no heading; give it one, or call it "remarks".',
                   place=shown(place), at=at + 1)  # fmt: skip


def wrong_heading(table: Table, heading: str, at: int, column: Heading | None) -> Problem:
    """The problem of a heading that is unknown, missing, or, where it is `column`, there already."""
    if column:
        return problem("heading_twice", shown(heading), "这一列出现两次；请给其中一列改名，不用的改为“备注”。",
                       'stands twice; give one of them another name, or call the one not needed "remarks".',
                       place=shown(table.place))  # fmt: skip
    if not heading.strip():
        return no_heading(table.place, at)
    return problem(
        "unknown_column", shown(heading), "没有这一列；{hint}不用的列请改名为“备注”。",
        'is no column of this table; {hint}Call what is not needed "remarks".',
        place=shown(table.place), hint=_hint(table.key, narrow(heading)[:40]),
    )  # fmt: skip


def _hint(key: str, heading: str) -> Text:
    """Which column a heading may mean; one with a year in it means a row a year."""
    match = _DATED.fullmatch(heading)
    text = match[1] if match else heading
    if match and known_heading(key, text):
        return Text(f"年份写进“年度 year”列，一年一行，表头写“{text}”。",
                    f"Give the year in the column '年度 year', one row a year, under the heading '{text}'. ")  # fmt: skip
    names = [name for c in columns(key) for name in (c.name.zh, c.key)]
    near = difflib.get_close_matches(text, names, n=1, cutoff=0.5)
    if near:
        return Text(f"是否想写“{near[0]}”？", f'did you mean "{near[0]}"? ')
    return Text("可用的列见模板。", "The template lists the columns. ")
