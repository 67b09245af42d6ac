"""Files as offices make them: CSV, workbooks, archives, and a made-up city."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any, cast

import xlsxwriter

from sifund.importer.sheet import File
from sifund.importer.source import Imported, read_files
from sifund.problem import SifundError

META = "code,name_zh,name_en,base_year\nsmall,小城,Small town,2022\n"
HEAD = "fund,line,kind,year,unit,actual,basis,source"
LINES = f"{HEAD}\nunemployment,unemployment.benefit,expenditure,2022,万元,1200,reported,p1\n"
Rows = Sequence[Sequence[object]]


def csv(name: str, text: str, encoding: str = "utf-8") -> File:
    return File(f"{name}.csv", text.encode(encoding))


def office(lines: str = LINES, meta: str = META, **tables: str) -> list[File]:
    """A dataset's CSV files."""
    return [csv("meta", meta), csv("lines", lines), *(csv(name, text) for name, text in tables.items())]


def workbook(sheets: Mapping[str, Rows], name: str = "own.xlsx") -> File:
    """A workbook of plain values; a cell that begins with = and is a `Formula` is a formula."""
    page = io.BytesIO()
    book = xlsxwriter.Workbook(page, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    for title, rows in sheets.items():
        sheet = book.add_worksheet(title)
        for number, row in enumerate(rows):
            for at, value in enumerate(row):
                if isinstance(value, Formula):
                    sheet.write_formula(number, at, value.text, value=cast(Any, value.value))
                elif isinstance(value, Percent):
                    sheet.write_number(number, at, value.share, book.add_format({"num_format": "0.00%"}))
                elif isinstance(value, str | int | float):
                    sheet.write(number, at, value)
    book.close()
    return File(name, page.getvalue())


class Formula:
    """A formula with the value that the spreadsheet kept of it."""

    def __init__(self, text: str, value: int | str = 0) -> None:
        self.text, self.value = text, value


class Percent:
    """A share in a cell of percent format: 0.6 is shown as 60.00%."""

    def __init__(self, share: float) -> None:
        self.share = share


def archive(files: Mapping[str, bytes | str], name: str = "own.zip") -> File:
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as found:
        for inner, data in files.items():
            found.writestr(inner, data)
    return File(name, page.getvalue())


def actual(imported: Imported, key: str = "unemployment.benefit", year: int = 2022) -> float | None:
    row = imported.dataset.line(key, year)
    assert row is not None
    return row.actual_yuan


def refused(files: Sequence[File]) -> list[str]:
    """What files are refused for, one plain line a problem, in Chinese without English sentences and in English."""
    try:
        read_files(files)
    except SifundError as error:
        zh, en = error.lines("zh"), error.lines("en")
        assert all(line.isprintable() for line in zh + en)
        return [f"{a} || {b}" for a, b in zip(zh, en, strict=True)]
    raise AssertionError("was taken")


CITY_LINES = """某市失业保险基金2023年1—9月收支情况,,,
单位：万元,,,
,,,
基金,项目,类别,执行数
失业保险,失业保险金支出,支出,"1,234.5"
失业保险,基本医疗保险费支出,支出,６１０
失业保险,失业保险费收入,收入,2000
失业保险,价格临时补贴,支出,30
失业保险,扩岗补助,支出,12
失业保险,稳就业专项,支出,55.5
失业保险,滞纳金,收入,1.2
注：本表按收付实现制填列,,,
制表：张三,审核：李四,,
"""
CITY = {
    "基本情况.csv": "数据集代码,中文名称,基年,覆盖月数\nmade-up,某市2023年1—9月,2023,9\n",
    "收支.csv": CITY_LINES,
    "参数.csv": '代码,起始月份,数值\nunemployment.benefit_standard,2023年1月,1530\n失业保险新增领取人数,2023-01,"1,000"\n',
}


def city() -> File:
    """Nine months, no budget, one fund, four lines that the model does not know, Chinese throughout."""
    return archive(CITY, "某市.zip")
