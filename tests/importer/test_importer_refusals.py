"""What is refused, always whole, with every problem at once: place, column, value, what is allowed, how to mend it."""

from __future__ import annotations

import io
import os
import re
import stat
import zipfile
from pathlib import Path

import polars as pl
import pytest
from office import HEAD, LINES, META, Formula, archive, csv, office, refused, workbook
from support import amount, read_path, small

from sifund.dataset import load, save
from sifund.importer import sheet as limits
from sifund.importer.gather import OWN_LINE_LIMIT
from sifund.importer.sheet import File
from sifund.importer.source import count, read_files
from sifund.model.calibrate import calibrate
from sifund.model.gaps import unmodelled
from sifund.problem import SifundError

ROW = "unemployment,unemployment.benefit,expenditure,2022,万元,1200,reported,p1"
SHEETS = {"meta": [r.split(",") for r in META.splitlines()], "lines": [r.split(",") for r in LINES.splitlines()]}
ENGLISH = re.compile(r"[A-Z][a-z]+ (should|must|is|be)\b|Input should|valid (number|integer|string)")


def row(old: str, new: str) -> list[File]:
    assert old in ROW
    return office(f"{HEAD}\n{ROW.replace(old, new, 1)}\n")


# --- cells --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("old", "new", "words"), [
    ("1200", "12三", ["lines.csv:2", "actual", "12三", "不是数字", "not a number"]),
    ("1200", '"1,2"', ["actual", "1,2"]), ("1200", '"12,00"', ["12,00"]), ("1200", "1 200", ["1 200"]), ("1200", "1200元", ["1200元"]),
    ("1200", "60%", ["60%", "百分号", "percent sign"]), ("1200", "1e5", ["1e5"]), ("1200", "nan", ["nan"]), ("1200", "∞", ["∞"]),
    ("1200", "-3", ["-3", "0至10,000,000,000,000", "from 0"]), ("1200", "99999999999999", ["99999999999999", "10,000,000,000,000"]),
    ("万元", "斤", ["unit", "斤", "元、万元、亿元"]), ("2022", "1889", ["year", "1889", "1990至2100"]),
    ("2022", "二〇二二", ["二〇二二", "整数"]),
    ("2022", "2022.5", ["2022.5"]), ("expenditure", "outgo", ["kind", "outgo", "支出（expenditure）"]),
    ("reported", "heard", ["basis", "heard", "报告（reported）"]), ("reported,p1", "reported,", ["basis", "须有出处", "needs its source"]),
    ("reported", "assumed", ["须有理由", "reason_zh"]), ("reported", "derived", ["须有算式", "needs its formula"]),
    ("unemployment,", "养老,", ["fund", "养老", "失业保险（unemployment）"]),
    ("unemployment.benefit", "resident.benefit", ["矛盾", "contradicts"]), ("unemployment.benefit", "", ["line", "缺少", "is missing"]),
    ("1200", "=1+1", ["=1+1", "公式", "formula column"]), ("1200", "＝1+1", ["公式"]), ("p1", "=cmd('calc')", ["公式"]),
    ("p1", "x" * 2001, ["source", "最多2000字", "at most 2000"]),
])  # fmt: skip
def test_a_cell_is_named_with_what_is_allowed(old: str, new: str, words: list[str]) -> None:
    (line,) = refused(row(old, new))
    assert all(word in line for word in words), line
    assert not ENGLISH.search(line.partition(" || ")[0]), line


@pytest.mark.parametrize(("formula", "why"), [
    ("1/0", "除数为零"), ("2**9", "只能用数字"), ("__import__('os')", "只能用数字"), ("SUM(A1:A3)", "只能用数字"),
    ("(" * 200, "只能用数字"),
    ("1+" * 300 + "1", "最多500个字符"), ("9" * 300 + "*" + "9" * 20, "结果过大"), ("HYPERLINK(1)", "只能用数字"), ("1, 2", "只能用数字"),
])  # fmt: skip
def test_a_formula_is_arithmetic_or_nothing(formula: str, why: str) -> None:
    derived = ROW.replace("1200,reported", f',"{formula}",derived')
    text = f"{HEAD.replace('actual', 'actual,formula')}\n{derived}\n"
    (line,) = refused(office(text))
    assert why in line and "lines.csv:2 · formula" in line
    assert re.search("[一-鿿]", line.partition(" || ")[2]) is None


def test_every_problem_of_every_file_at_once() -> None:
    lines = f"{HEAD}\n{ROW.replace('1200', 'x').replace('2022', 'y')}\n{ROW.replace('万元', '斤')}\n{ROW}\n{ROW}\n"
    files = office(
        lines, META.replace("2022", "2o22"), accounts="fund,item,amount\n火星,年初结余,1\n", 杂项="a,b\n1,2\n"
    )
    found = refused([*files, File("plan.docx", b"PK\x03\x04")])
    places = [line.partition("：")[0] for line in found]
    for place in ("plan.docx", "meta.csv:2 · base_year", "lines.csv:2 · year", "lines.csv:2 · actual", "lines.csv:3 · unit",
                  "lines.csv:5", "accounts.csv:2 · fund", "杂项.csv"):  # fmt: skip
        assert place in places, (place, found)


def test_two_units_for_one_figure_are_refused() -> None:
    text = f"{HEAD.replace('actual', 'actual (万元)')}\n{ROW.replace('万元', '元')}\n"
    (line,) = refused(office(text))
    assert "矛盾" in line and "lines.csv:2 · unit" in line
    assert read_files(office(text.replace(",元,", ",万,"))).dataset.lines[0].actual_yuan == 12_000_000


def test_one_mistake_is_one_problem() -> None:
    """A base year that cannot be read is not said again of every row that leaves its year to it, nor a fund of its lines."""
    lines = "基金,项目,执行数（万元）\n失业保险,失业保险金支出,1\n失业保险,转移支出,2\n火星,转移支出,3\n"
    found = refused(office(lines, META.replace("2022", "去年")))
    assert [line.partition("：")[0] for line in found] == ["meta.csv:2 · base_year", "lines.csv:4 · 基金"]


def test_the_good_part_is_never_taken_without_the_bad() -> None:
    with pytest.raises(SifundError):
        read_files([*office(), csv("parameters", "key,from_month,value\nunemployment.benefit_standard,2022-01,a\n")])


def test_a_row_twice_in_two_sheets_is_found() -> None:
    (line,) = refused([*office(), csv("lines2", LINES)])
    assert "lines.csv:2" in line and "lines2.csv:2" in line


# --- an accountant's own habits -------------------------------------------------------------------------------------------


def test_a_unit_written_once_is_not_read_as_yuan_below() -> None:
    """A unit on the first row only would make the others ten thousand times too small."""
    (line,) = refused(office(f"{HEAD}\n{ROW}\nunemployment,unemployment.medical,expenditure,2022,,5,reported,p1\n"))
    assert "lines.csv:3 · unit" in line and "元、万元或亿元" in line


def test_two_mistakes_in_one_row_are_both_told() -> None:
    parameters = "key,from_month,value\nno.such,2022-13,1\nunemployment.refund_rate_sme,2022-13,160\n"
    found = " ".join(refused([*office(), csv("parameters", parameters)]))
    assert found.count("2022-13") == 4 and "没有参数“no.such”" in found and "160" in found


def test_figures_with_a_unit_or_mark_are_told_how_to_be_written() -> None:
    for cell in ("12.5万元", "¥1200", "△12", "约12", "七百"):
        (line,) = refused(row("1200", cell))
        assert "只写数字" in line and "“单位”列或表头" in line and "digits alone" in line, line


def test_rows_by_month_are_told_to_be_summed() -> None:
    found = refused(office(f"{HEAD}\n{ROW}\n{ROW.replace('1200', '1300')}\n"))
    assert "分月" in found[0] and "add them up" in found[0]


def test_an_unknown_line_without_its_kind_is_told_so() -> None:
    (line,) = refused(office("基金,项目,执行数（万元）\n失业保险,春风行动补贴,1\n"))
    assert "类别 kind" in line and "模型没有“春风行动补贴”" in line and 'the model has no "春风行动补贴"' in line
    (line,) = refused(office("基金,项目,执行数（万元）\n失业保险,{春}%s{},1\n"))
    assert "{春}%s{}" in line


def test_a_year_in_a_heading_is_told_where_years_go() -> None:
    found = refused(office("基金,项目,2023年决算数（万元）,2022年预算数\n失业保险,转移支出,1,2\n"))
    assert all("年度" in line and "year" in line for line in found) and "决算数" in found[0] and "预算" in found[1]


def test_a_file_that_cannot_be_read_is_not_missed_again() -> None:
    (line,) = refused([File("own.xlsx", b"MZ" + bytes(100))])
    assert "own.xlsx" in line


def test_what_a_missing_table_needs_is_told() -> None:
    (line,) = refused([csv("lines", LINES)])
    assert "数据集代码" in line and "基年" in line and "base_year" in line


# --- sheets -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("files", "words"), [
    ([csv("meta", META)], ["缺少“收支”表", '"Lines" is missing']), ([csv("lines", LINES)], ["缺少“基本情况”表"]), ([], ["缺少"]),
    (office(LINES.replace("actual", "actaul")), ["actaul", "是否想写“actual”"]),
    (office(LINES.replace("source", "source,color").replace("p1", "p1,red")), ["color", "没有这一列", "no column"]),
    (office(LINES.replace("source", "source,").replace("p1", "p1,red")), ["没有表头", "no heading"]),
    (office(LINES.replace("kind", "fund")), ["fund", "出现两次", "twice"]), (office("a,b\n1,2\n"), ["找不到表头", "actual"]),
    (office(""), ["缺少“收支”表"]), (office(meta=META + "two,二,Two,2022\n"), ["必须正好有一行"]),
    (office(meta=META.replace("small", "../etc")), ["小写字母"]), (office(meta=META.replace("2022", "2023")), ["2023"]),
])  # fmt: skip
def test_sheets_that_cannot_be_used(files: list[File], words: list[str]) -> None:
    found = " ".join(refused(files))
    assert all(word in found for word in words), found


def test_a_workbooks_formulas_and_errors_are_named_by_cell() -> None:
    cells = {"unemployment.medical": Formula("=1+1", 2), "unemployment.funeral": Formula("=1/0", "#DIV/0!")}
    rows = [
        *SHEETS["lines"],
        *(["unemployment", key, "expenditure", 2022, "万元", x, "reported", "p1"] for key, x in cells.items()),
    ]
    found = " ".join(refused([workbook({**SHEETS, "lines": rows})]))
    assert "F3, F4" in found and "粘贴" in found and "own.xlsx!lines" in found and "错误值（F4）" in found
    hidden = workbook({**SHEETS, "说明": [[Formula("=1+1", 2)]]})
    assert read_files([hidden]).dataset.code == "small"  # a sheet that is not read may hold what it likes


# --- files --------------------------------------------------------------------------------------------------------------

EXE = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(range(256)) * 40


@pytest.mark.parametrize(("file", "words"), [
    (File("own.xlsx", EXE), "内容不是Excel"), (File("lines.csv", EXE), "不是文本文件"), (File("own.zip", EXE), "内容不是Excel"),
    (File("own.parquet", EXE), "内容不是Excel"), (File("lines.parquet", b"PAR1" + EXE), "已损坏"), (File("own.xlsx", b""), "内容不是Excel"),
    (File("own.xls", b"\xd0\xcf\x11\xe0" + EXE), "旧版Excel"), (File("own.zip", b"PK\x03\x04" + EXE), "已损坏"),
    (archive({"x.txt": "hello"}, "own.xlsx"), "不是Excel工作簿"), (archive({"lines.csv": LINES, "run.exe": EXE}), "run.exe"),
    (archive({"inner.zip": archive({"lines.csv": LINES}).data}), "inner.zip"), (File("lines.csv", b'a,"b\n1,2\n'), "引号不成对"),
    (File("lines.csv", b"a,b\n" + b"\xff\xff,\xfe\n"), "不是文本文件"),
])  # fmt: skip
def test_files_that_are_not_what_they_should_be(file: File, words: str) -> None:
    found = refused([csv("meta", META), file])
    assert words in " ".join(found)


@pytest.mark.parametrize(
    "name", ["../lines.csv", "/etc/lines.csv", "a/../../lines.csv", "..\\lines.csv", "C:\\lines.csv", "C:/lines.csv"]
)
def test_a_path_in_a_name_is_refused_and_nothing_is_written(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w") as found:
        entry = zipfile.ZipInfo("placeholder.csv")
        entry.filename = name
        found.writestr(entry, LINES)
        found.writestr("meta.csv", META)
    assert "指向压缩包以外" in refused([File("own.zip", page.getvalue())])[0]
    assert list(tmp_path.iterdir()) == [] and not (tmp_path.parent / "lines.csv").exists()


def test_links_and_doubles_and_passwords_in_an_archive_are_refused() -> None:
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w") as found:
        link = zipfile.ZipInfo("lines.csv")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        found.writestr(link, "/etc/passwd")
    assert "是链接" in refused([File("own.zip", page.getvalue())])[0]
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w") as found:
        found.writestr("lines.csv", LINES)
        with pytest.warns(UserWarning, match="Duplicate"):
            found.writestr("lines.csv", LINES)
    assert "重名" in refused([File("own.zip", page.getvalue())])[0]
    secret = bytearray(archive({"lines.csv": LINES}).data)
    secret[6] |= 1
    secret[secret.index(b"PK\x01\x02") + 8] |= 1
    assert "密码" in refused([File("own.zip", bytes(secret))])[0]


def test_links_in_a_folder_and_huge_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "meta.csv").write_text(META)
    (tmp_path / "lines.csv").symlink_to("/etc/passwd")
    with pytest.raises(SifundError, match="is a link"):
        read_path(tmp_path)
    (tmp_path / "lines.csv").unlink()
    with (tmp_path / "lines.csv").open("wb") as big:
        os.truncate(big.fileno(), 200_000_000)
    with pytest.raises(SifundError, match="over the limit of 10 MB"):
        read_path(tmp_path)


# --- limits -------------------------------------------------------------------------------------------------------------


def part(file: File, name: str, change) -> File:
    """The workbook with one of its parts changed."""
    page = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file.data)) as old, zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as new:
        for inner in old.namelist():
            data = old.read(inner)
            new.writestr(inner, change(data) if inner == name else data)
    return File(file.name, page.getvalue())


SHEET, STRINGS = "xl/worksheets/sheet2.xml", "xl/sharedStrings.xml"
BOMBS = {
    "far cell": (SHEET, lambda x: x.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'), "行"),
    "far column": (SHEET, lambda x: x.replace(b"</row></sheetData>", b'<c r="XFD2"><v>1</v></c></row></sheetData>'), "列"),
    "cells without end": (SHEET, lambda x: x.replace(b"</row></sheetData>", b"<c/>" * 600_001 + b"</row></sheetData>"), "格"),
    "deep": (SHEET, lambda x: x.replace(b"<sheetData>", b"<a>" * 100_000 + b"<sheetData>"), "结构异常"),
    "entities": (SHEET, lambda x: x.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "a"><!ENTITY b "&a;&a;">]><worksheet', 1), "已损坏"),
    "a text in every cell": (STRINGS, lambda x: x.replace(b"<t>fund</t>", b"<t>" + b"x" * 30_000_000 + b"</t>", 1), "字"),
    "no end": (SHEET, lambda x: x[: len(x) // 2], "已损坏"),
}  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_workbook_that_would_burst_is_refused_before_it_is_opened(bomb: str) -> None:
    name, change, words = BOMBS[bomb]
    rows = [*SHEETS["lines"], ["fund"] * 3] if bomb.startswith("a text") else SHEETS["lines"]
    found = refused([part(workbook({**SHEETS, "lines": rows}), name, change)])
    assert words in found[0], found


@pytest.mark.parametrize(("name", "change"), [
    (STRINGS, lambda x: re.sub(rb'count="[0-9]+"', b'count="4294967295"', x)),
    (STRINGS, lambda x: re.sub(rb'uniqueCount="[0-9]+"', b'uniqueCount="18446744073709551615"', x)),
    (SHEET, lambda x: re.sub(rb'<dimension ref="[^"]+"', b'<dimension ref="A1:XFD1048576"', x)),
    (SHEET, lambda x: x.replace(b"<v>0</v>", b"<v>99999999</v>")), (SHEET, lambda x: x.replace(b"<v>0</v>", b"<v>-1</v>")),
    (SHEET, lambda x: x.replace(b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>')),
    (SHEET, lambda x: x.replace(b'r="2"', b'r="0"')), (SHEET, lambda x: x.replace(b'r="2"', b'r="99999999999"')),
    (SHEET, lambda x: x.replace(b'r="A2"', b'r="ZZZZ9"')),
    ("xl/workbook.xml", lambda x: x.replace(b"meta", b"../../etc")), ("[Content_Types].xml", lambda x: b""),
    ("xl/_rels/workbook.xml.rels", lambda x: x.replace(b"worksheets/sheet2.xml", b"../../../etc/passwd")),
    ("xl/styles.xml", lambda x: x.replace(b"cellXfs", b"cellYfs")),
])  # fmt: skip
def test_a_lying_workbook_is_read_or_refused(name: str, change) -> None:
    file = part(workbook(SHEETS), name, change)
    try:
        taken = read_files([file]).dataset.code
    except SifundError:
        taken = ""
    assert taken == "small" or refused([file])


def test_an_archive_that_would_burst_is_refused_unopened() -> None:
    bomb = archive({"lines.csv": b"0" * (limits.EXPANDED_LIMIT + 1)})
    assert len(bomb.data) < 200_000
    assert "超过上限50MB" in refused([bomb])[0]
    lying = bytearray(bomb.data)  # says that it is small
    at = lying.index(b"PK\x01\x02")
    lying[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    lying[22:26] = (1000).to_bytes(4, "little")
    assert refused([File("own.zip", bytes(lying))])
    assert "200个文件" in refused([archive({f"{n}.csv": "" for n in range(201)})])[0]


def test_too_many_rows_columns_and_cells_are_refused() -> None:
    rows = "\n".join([HEAD, *[ROW] * (limits.ROW_LIMIT + 1)])
    assert "10,000行" in refused(office(rows))[0]
    assert "60列" in refused(office(f"{HEAD}{',a' * 60}\n"))[0]
    wide = "\n".join(",".join("1" * 60) for _ in range(limits.ROW_LIMIT))
    assert "格" in " ".join(refused([csv(f"lines{n}", wide) for n in range(2)]))
    assert "50MB（全部文件）" in refused([File(f"lines{n}.csv", b"a" * 9_000_000) for n in range(6)])[0]
    assert "10MB" in refused([File("lines.csv", b"a" * (limits.FILE_LIMIT + 1))])[0]


def own_lines(count: int, years: int = 1) -> list[File]:
    rows = [
        f"unemployment,自己的项目{n},支出,{2022 - y},万元,1,reported,p1" for n in range(count) for y in range(years)
    ]
    return office("\n".join([HEAD, ROW, "unemployment,其他收入,收入,2022,万元,1,reported,p1", *rows]))


def test_more_lines_of_one_s_own_than_the_limit_are_refused_where_they_begin() -> None:
    """In every form of file; a line counts once however many years it has, official items are none of one's own."""
    assert len(read_files(own_lines(OWN_LINE_LIMIT, 2)).dataset.lines) == 2 * OWN_LINE_LIMIT + 2
    (line,) = refused(own_lines(OWN_LINE_LIMIT + 2))
    assert line.startswith("lines.csv:304：") and "上限300个（共302个）" in line


def test_a_folder_that_holds_more_of_them_still_opens(tmp_path: Path) -> None:
    kept = small([amount(f"unemployment.own_{n}", 1.0) for n in range(400)])
    save(kept, tmp_path)
    assert load(tmp_path).fingerprint == kept.fingerprint


def test_of_very_many_problems_the_first_are_listed_and_the_rest_counted() -> None:
    rows = [f"unemployment,自己的项目{n},支出,2022,x,y,reported,p1" for n in range(3000)]
    with pytest.raises(SifundError) as error:
        read_files(office("\n".join([HEAD, *rows])))
    assert len(error.value.problems) == 5001 and count(error.value.problems) == 6001
    assert "另有1001处也需要修改" in error.value.problems[-1]("zh")


def test_parquet_that_is_too_large_or_nested_is_refused(tmp_path: Path) -> None:
    def made(frame: pl.DataFrame) -> File:
        frame.write_parquet(tmp_path / "x")
        return File("lines.parquet", (tmp_path / "x").read_bytes())

    assert "10,000行" in refused([made(pl.DataFrame({"fund": ["a"] * 10_001}))])[0]
    assert "60列" in refused([made(pl.DataFrame({str(n): [1] for n in range(61)}))])[0]
    assert "嵌套" in refused([made(pl.DataFrame({"fund": [[1]]}))])[0]
    assert "二进制" in refused([made(pl.DataFrame({"fund": [b"x"]}))])[0]
    assert "4,000字一格" in refused([made(pl.DataFrame({"fund": ["x" * 5000] * 9000}))])[0]
    assert "50,000,000字" in refused([made(pl.DataFrame({str(n): ["x" * 4000] * 9999 for n in range(2)}))])[0]


def test_a_figure_of_single_precision_is_taken_as_written_or_refused_never_changed(tmp_path: Path) -> None:
    def lines(figure: float, kind: type[pl.DataType] = pl.Float32) -> list[File]:
        rows = [ROW.split(",")]
        frame = pl.DataFrame(rows, schema=HEAD.split(","), orient="row").with_columns(actual=pl.lit(figure, kind))
        frame.write_parquet(tmp_path / "x")
        return [csv("meta", META), File("lines.parquet", (tmp_path / "x").read_bytes())]

    for figure in (311140, 1200.7, 0.1, 12345.67):
        (line,) = read_files(lines(figure)).dataset.lines
        assert line.actual_yuan == figure * 10_000, "its double would be 1200.699951171875"
    (refusal,) = refused(lines(311140.12))
    assert all(word in refusal for word in ("lines.parquet actual", "311140.1", "Float32", "Float64")), refusal
    (line,) = read_files(lines(255, pl.Float16)).dataset.lines
    assert line.actual_yuan == 2_550_000
    (refusal,) = refused(lines(2049, pl.Float16))  # held as 2048
    assert all(word in refusal for word in ("2048", "Float16", "3位")), refusal


def test_a_row_of_parquet_is_counted_as_in_a_sheet_below_its_headings(tmp_path: Path) -> None:
    rows = [ROW.split(","), ROW.replace("benefit", "medical").replace("1200", "12三").split(",")]
    pl.DataFrame(rows, schema=HEAD.split(","), orient="row").write_parquet(tmp_path / "x")
    (line,) = refused([csv("meta", META), File("lines.parquet", (tmp_path / "x").read_bytes())])
    assert line.startswith("lines.parquet:3 · actual")


def test_a_total_below_its_lines_is_named_and_the_lines_stand() -> None:
    lines = f"{HEAD}\n{ROW}\nunemployment,unemployment.contributions,income,2022,万元,100,reported,p1\n"
    accounts = "fund,item,year,unit,amount,basis,source\n失业保险,年初结余,2022,万元,90000,报告,p1\n失业保险,收入,2022,万元,1,报告,p1\n"
    base = calibrate(read_files(office(lines, accounts=accounts)).dataset)
    assert any(p.code == "income_below_lines" and "10,000元低于各项之和" in p("zh") for p in unmodelled(base))
    assert base.base_values().done["unemployment.contributions"].sum() == pytest.approx(1e6)
