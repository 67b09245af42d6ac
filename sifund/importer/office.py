"""Whose figures an office's own forms hold, where no table says so: from their titles."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from sifund.importer.gather import Gathered
from sifund.importer.table import Table
from sifund.problem import Problem, problem, shown
from sifund.text import Text

SUPPLIED = Text(
    "没有“基本情况”表：代码“{code}”、名称“{name}”、基年{year}取自标题，覆盖{months}个月。",
    "no table “Dataset”: code “{code}”, name “{name}”, base year {year} and {months} months are from the titles.",
)


def meta_of(tables: Sequence[Table], gathered: Gathered) -> list[Table]:
    """The table 基本情况 from the titles of accounts; none where no title names a year."""
    titled = [table for table in tables if table.title.year and table.rows]
    if not titled or not any(table.official for table in tables):
        return []
    newest = max(titled, key=lambda table: table.title.year or 0).title
    if newest.unclear:
        gathered.problems.append(_unclear(titled[0].place, newest.unclear))
    office = next((t.title.office for t in titled if t.title.office), "")
    year, months = newest.year, newest.months or 12
    name = f"{office}{year}年" if office else newest.text or f"{year}年"
    mark = hashlib.sha256((office or name).encode()).hexdigest()[:6]
    cells = {
        "code": f"own-{mark}-{year}",
        "name_zh": name,
        "base_year": f"{year}",
        "months_covered": f"{months}",
    }
    meta = Table("meta", titled[0].place, {}, rows=[(1, cells)], form=titled[0].form)
    meta.give(*cells)
    meta.said.append(SUPPLIED.format(code=cells["code"], name=shown(cells["name_zh"]), year=year, months=months))
    return [meta]


def _unclear(place: str, words: str) -> Problem:
    return problem(
        "months", "", "标题写的“{value}”看不出覆盖从1月起的几个月；请加“基本情况”表，填覆盖月数。",
        "the title says “{value}”: how many months from January does it cover? Add the table “Dataset” with the months covered.",
        place=shown(place), value=words,
    )  # fmt: skip
