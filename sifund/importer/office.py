"""Whose figures an office's own forms hold, where no table says so: from their titles."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from sifund.importer.gather import Gathered
from sifund.importer.table import Table
from sifund.importer.title import Title
from sifund.problem import Problem, problem, shown
from sifund.text import Text

SUPPLIED = Text(
    "没有“基本情况”表：代码“{code}”、名称“{name}”、基年{year}取自标题，覆盖{months}个月。",
    'no table "Dataset": code "{code}", name "{name}", base year {year} and {months} {months:month|months} are from the titles.',
)


def meta_of(tables: Sequence[Table], gathered: Gathered) -> list[Table]:
    """The table 基本情况 from the titles of accounts; none where no title names a year."""
    if not any(table.official for table in tables):
        return []
    titled = {table: _year(table) for table in tables if table.rows and _year(table)}
    spent = {table: year for table, year in titled.items() if any("actual" in cells for _, cells in table.rows)}
    if not titled:
        return []
    if not spent:
        gathered.problems.append(_no_outturn(next(iter(titled)).place))
    newest, year = max((spent or titled).items(), key=lambda item: item[1])
    title = newest.title if newest.title.year == year else Title()
    unclear = {table.place: table.title.unclear for table in titled if table.title.year == year and table.title.unclear}
    gathered.problems += [_unclear(place, words) for place, words in unclear.items()]
    office = next((t.title.office for t in titled if t.title.office), "")
    months, text = title.months or 12, newest.title.text
    name = f"{office}{year}年" if office else text or f"{year}年"
    mark = hashlib.sha256((office or name).encode()).hexdigest()[:6]
    cells = {
        "code": f"own-{mark}-{year}",
        "name_zh": name,
        "base_year": f"{year}",
        "months_covered": f"{months}",
    }
    meta = Table("meta", newest.place, {}, rows=[(1, cells)], form=newest.form)
    meta.give(*cells)
    meta.words.append(SUPPLIED.format(code=cells["code"], name=shown(cells["name_zh"]), year=year, months=months))
    return [meta]


def _year(table: Table) -> int:
    """The year of a table's rows, as heading or title say; 0 where neither does."""
    return int(table.fixed.get("year", "0")) or table.title.year or 0


def _no_outturn(place: str) -> Problem:
    return problem(
        "no_outturn", "", "只有预算数，没有决算数或执行数；测算以执行数为起点，请加上最近一年的执行数。",
        "holds budgets and no outturn; the model starts from an outturn: add that of the latest year.", place=shown(place),
    )  # fmt: skip


def _unclear(place: str, words: str) -> Problem:
    return problem(
        "months", "", "标题写的“{value}”看不出覆盖从1月起的几个月；请加“基本情况”表，填覆盖月数。",
        'the title says "{value}": how many months from January does it cover? Add the table "Dataset" with the months covered.',
        place=shown(place), value=words,
    )  # fmt: skip
