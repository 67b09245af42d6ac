"""The forms that an office prints, as grids of cells: an account with two sides, one side with its fund in a column, and
all funds across; each in every dress that offices give it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

import xlsxwriter
from office import archive

from sifund.importer.sheet import File

Cell = str | float | None
Grid = list[list[Cell]]
OFFICE = "编制单位：示例市社会保险中心"
INCOME = (
    ("一、失业保险费收入", 15000, 16000), ("二、财政补贴收入", 0, 0), ("三、利息收入", 900, 1000), ("四、转移收入", 100, 100),
    ("五、其他收入", 50, 50), ("本年收入小计", 16050, 17150), ("上级补助收入", 0, 0), ("下级上解收入", 0, 0),
    ("本年收入合计", 16050, 17150), ("上年结余", 45000, 45000), ("总计", 61050, 62150),
)  # fmt: skip
SPENDING = (
    ("一、失业保险金支出", 5200, 5148.5), ("二、基本医疗保险费支出", 2300, 2287), ("三、丧葬补助金和抚恤金支出", 60, 58),
    ("四、职业培训和职业介绍补贴支出", 0, 0), ("五、稳定岗位补贴支出", 3600, 3450), ("六、技能提升补贴支出", 400, 380),
    ("七、其他费用支出", 500, 480), ("八、转移支出", 60, 55), ("九、其他支出", 300, 290), ("本年支出小计", 12420, 12148.5),
    ("上解上级支出", 1800, 1750), ("本年支出合计", 14220, 13898.5),
)  # fmt: skip
REST = (("本年收支结余", 1830, 3251.5), ("年末滚存结余", 46830, 48251.5), ("总计", 61050, 62150))
FUNDS = ("企业职工基本养老保险基金", "城乡居民基本养老保险基金", "机关事业单位基本养老保险基金", "职工基本医疗保险基金", "工伤保险基金",
         "失业保险基金")  # fmt: skip
ACROSS = (
    ("一、收入", 900000, 500000, 30000, 280000, 60000, 10000, 20000),
    ("    其中：1.社会保险费收入", 600000, 350000, 5000, 170000, 50000, 9000, 16000),
    ("          2.财政补贴收入", 250000, 120000, 22000, 100000, 8000, 0, 0),
    ("          3.利息收入", 20000, 15000, 500, 1500, 1500, 500, 1000), ("          4.转移收入", 5000, 3000, 100, 1500, 300, 0, 100),
    ("          5.其他收入", 1000, 500, 50, 200, 100, 100, 50), ("二、支出", 800000, 480000, 26000, 275000, 50000, 8000, 18000),
    ("    其中：1.社会保险待遇支出", 780000, 470000, 25900, 272000, 49000, 7900, 11000),
    ("          2.转移支出", 4000, 2000, 50, 1600, 300, 0, 50), ("          3.其他支出", 1000, 300, 20, 100, 80, 50, 450),
    ("三、本年收支结余", 100000, 20000, 4000, 5000, 10000, 2000, 2000),
    ("四、年末滚存结余", 500000, 250000, 25000, 11000, 150000, 14000, 50000),
)  # fmt: skip
LAYOUTS = ("two sides", "one side", "across")
DRESSES = ("xlsx", "csv", "among", "merged", "yuan", "plain", "plain csv", "merged yuan", "two heads")
_NUMBERING = re.compile(r"^\s*(其中：)?([一二三四五六七八九十]+、|[0-9]+\.)?")


class Form(NamedTuple):
    """A form's sheet: name, cells, ranges to be merged, and the other sheets that it needs."""

    name: str
    cells: Grid
    merged: tuple[str, ...]
    others: tuple[tuple[str, Grid], ...] = ()


def form(layout: str, dress: str = "xlsx") -> Form:
    """A layout in the dress asked for."""
    made = {"two sides": _two_sides, "one side": _one_side, "across": _across}[layout]("two heads" in dress)
    cells = made.cells
    if "yuan" in dress:
        cells = [[_times(cell, row) for cell in row] for row in cells]
    if "plain" in dress:
        cells = [[_NUMBERING.sub("", cell) if isinstance(cell, str) else cell for cell in row] for row in cells]
    return made._replace(cells=cells)


def file(layout: str, dress: str) -> File:
    """The form as an office sends it."""
    made = form(layout, dress)
    if "csv" in dress:
        sheets = [*made.others, (made.name, made.cells)]
        return archive({f"{name}.csv": _csv(cells) for name, cells in sheets}, "表.zip")
    extra: tuple[tuple[str, Grid], ...] = (
        ("封面", [["2022年社会保险基金决算"], ["示例市"]]),
        ("目录", [["1", "收支表"], ["2", "资产负债表"]]),
    )
    return _book(made, extra if dress == "among" else (), merged="merged" in dress)


def _times(cell: Cell, row: Sequence[Cell]) -> Cell:
    if cell == "单位：万元":
        return "单位：元"
    counted = isinstance(cell, int | float) and not (row.index(cell) in (1, 5) and cell < 40)  # 行次 is no money
    return float(Decimal(str(cell)) * 10_000) if counted and cell is not None else cell


def _two_sides(two_heads: bool) -> Form:
    heads: Grid = [["项目", "行次", "预算数", "决算数"] * 2]
    if two_heads:
        heads = [["收入", None, None, None, "支出", None, None, None], *heads]
    rows: Grid = [["2022年失业保险基金收支决算表"], [OFFICE, *[None] * 5, "单位：万元", "社决08表"], *heads]
    left, right = list(INCOME), [*SPENDING, *REST]
    for at in range(max(len(left), len(right))):
        one = [left[at][0], at + 1, *left[at][1:]] if at < len(left) else [None] * 4
        rows.append([*one, right[at][0], at + 20, *right[at][1:]])
    return Form("失业保险基金收支表", rows, ("A1:H1", *(("A3:D3", "E3:H3") if two_heads else ())))


def _one_side(two_heads: bool) -> Form:
    heads: Grid = [["基金", "项目", "行次", "预算数", "决算数"]]
    if two_heads:
        heads = [["基金", "项目", "行次", "金额", None], [None, None, None, "预算数", "决算数"]]
    rows: Grid = [["2022年失业保险基金支出决算表"], [None, None, None, "单位：万元"], *heads]
    rows += [["失业保险", name, at, *amounts] for at, (name, *amounts) in enumerate(SPENDING, start=20)]
    meta: Grid = [["数据集代码", "中文名称", "基年"], ["demo-2022", "示例市", 2022]]
    return Form("收支", rows, ("A1:E1", "D3:E3" if two_heads else "A4:A15"), (("基本情况", meta),))


def _across(two_heads: bool) -> Form:
    heads: Grid = [["项目", "行次", "合计", *FUNDS]]
    if two_heads:
        heads.append([None, None, *["决算数"] * 7])
    rows: Grid = [["2022年示例市社会保险基金收支决算总表"], [OFFICE, *[None] * 6, "单位：万元", "社决01表"], *heads]
    rows += [[name, at, *amounts] for at, (name, *amounts) in enumerate(ACROSS, start=1)]
    rows += [[], ["单位负责人：张××", None, None, "财务负责人：李××", None, None, "填表人：王××"]]
    return Form("社会保险基金收支决算总表", rows, ("A1:I1",))


def _csv(cells: Grid) -> str:
    page = io.StringIO()
    csv.writer(page).writerows([["" if cell is None else f"{cell:.10g}" if isinstance(cell, float) else cell for cell in row]
                                for row in cells])  # fmt: skip
    return page.getvalue()


def _book(made: Form, extra: Sequence[tuple[str, Grid]], *, merged: bool) -> File:
    page = io.BytesIO()
    book = xlsxwriter.Workbook(page, {"in_memory": True})
    for name, cells in (*extra[:1], *made.others, (made.name, made.cells), *extra[1:]):
        sheet = book.add_worksheet(name)
        if merged and name == made.name:
            for span in made.merged:
                sheet.merge_range(span, "")
        top_only = merged and name == made.name and "A4:A15" in made.merged
        for number, row in enumerate(cells):
            for at, cell in enumerate(row):
                if cell is not None and not (top_only and at == 0 and number > 3):
                    sheet.write(number, at, cell)
    book.close()
    return File("own.xlsx", page.getvalue())
