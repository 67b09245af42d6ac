"""Files that were read as something else than the eye reads: each is read as it stands, or refused by cell with both
readings. Each stands for its kind."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import pytest
import xlsxwriter
from office import HEAD, LINES, META, archive, csv, office, refused, workbook
from support import WAN, balance, run

from sifund.importer.coordinates import cell_name
from sifund.importer.sheet import File
from sifund.importer.source import Imported, read_files

LINE_HEAD = ["基金", "项目", "类别", "年度", "年初预算数", "调整预算数", "执行数", "预算执行率", "单位"]
ROWS: list[list[object]] = [
    ["失业保险", "失业保险金支出", "支出", 2022, 5000, 5200, 5148.5, 99.01, "万元"],
    ["失业保险", "基本医疗保险费支出", "支出", 2022, 2300, 2300, 2287, 99.43, "万元"],
    ["失业保险", "合计", "合计", 2022, 7300, 7500, 7435.5, 99.14, "万元"],
]
SPENT = 74_355_000


def book(
    rows: Sequence[Sequence[object]] = ROWS, head: Sequence[str] = LINE_HEAD, month: object = "2022-01", *,
    formats: Mapping[str, str | int] = {}, touch: Callable[[xlsxwriter.Workbook], None] = lambda _: None,
) -> File:  # fmt: skip
    """A workbook of 基本情况, 收支 and 参数; `formats` are number formats of cells of 收支, or of 参数!A1."""
    page = io.BytesIO()
    made = xlsxwriter.Workbook(page, {"in_memory": True, "strings_to_formulas": False})
    sheets = {"基本情况": [["code", "name_zh", "base_year"], ["demo-2022", "示例市", 2022]], "收支": [head, *rows],
              "参数": [["key", "from_month", "value", "source"], ["unemployment.benefit_standard", month, 1530, "文件"]]}  # fmt: skip
    for name, cells in sheets.items():
        sheet = made.add_worksheet(name)
        for number, row in enumerate(cells):
            for at, cell in enumerate(row):
                code = formats.get(f"{name}!{cell_name(number + 1, at + 1)}")
                look = [made.add_format({"num_format": code})] if code is not None else []
                if isinstance(cell, str | int | float):
                    sheet.write(number, at, cell, *look)
    touch(made)
    made.close()
    return File("own.xlsx", page.getvalue())


def changed(place: int, column: str, value: object) -> list[list[object]]:
    rows = [list(row) for row in ROWS]
    rows[place][LINE_HEAD.index(column)] = value
    return rows


def spent(imported: Imported) -> float:
    return round(
        balance(run(imported.dataset, years=1), "unemployment", "expenditure", imported.dataset.base_year) * WAN, 2
    )


def said(imported: Imported) -> str:
    return " ".join(notice(lang) for notice in imported.notices for lang in ("zh", "en"))


def part(file: File, change: Callable[[str, bytes], tuple[str, bytes]]) -> File:
    page = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file.data)) as old, zipfile.ZipFile(page, "w") as new:
        for name in old.namelist():
            new.writestr(*change(name, old.read(name)))
    return File(file.name, page.getvalue())


# --- names --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("total", [
    "合计", "合  计", "合　计", "小计", "总计", "总 计", "本年支出合计", "本年支出小计", "支出合计", "支出总计", "基金支出合计",
    "失业保险基金支出合计", "Total", "三、本年支出合计", "支出合计（含上解）",
])  # fmt: skip
@pytest.mark.parametrize("kind", ["支出", "合计", None])
def test_a_total_is_never_spending_whatever_kind_stands_beside(total: str, kind: str | None) -> None:
    rows = [
        [name, line, kind if line == total else "支出", *rest] for name, line, _, *rest in changed(2, "项目", total)
    ]
    imported = read_files([book(rows)])
    assert spent(imported) == SPENT and imported.dataset.line("unemployment.total")


@pytest.mark.parametrize("name", ["合计", "本年收入合计", "收 入 合 计", "收入"])
def test_a_total_of_income_is_the_accounts_income(name: str) -> None:
    rows = [*ROWS, ["失业保险", "失业保险费收入", "收入", 2022, None, None, 16000, None, "万元"],
            ["失业保险", name, "收入", 2022, None, None, 16000, None, "万元"]]  # fmt: skip
    imported = read_files([book(rows)])
    assert spent(imported) == SPENT
    assert [(r.item, r.amount_yuan) for r in imported.dataset.accounts] == [("income", 160_000_000)]


@pytest.mark.parametrize(("name", "key", "kind"), [
    ("转移收入", "transfer_in", "income"), ("上级补助收入", "grant_from_above", "income"), ("集体补助收入", "collective", "income"),
    ("下级上解收入", "remitted_from_below", "income"), ("委托投资收益", "investment", "income"), ("利息收入", "interest", "income"),
    ("其他收入", "other_income", "income"), ("转移支出", "transfer_out", "expenditure"), ("补助下级支出", "grant_down", "expenditure"),
    ("上解上级支出", "remit_up", "expenditure"), ("社会保险费收入", "contributions", "income"), ("八、转移收入", "transfer_in", "income"),
    ("（三）利息收入", "interest", "income"), ("1.转移支出", "transfer_out", "expenditure"), ("2、其他收入", "other_income", "income"),
    ("其中：转移支出", "transfer_out", "expenditure"), ("③利息收入", "interest", "income"), ("利 息 收 入", "interest", "income"),
    ("利息收入①", "interest", "income"), ("利息收入（万元）", "interest", "income"),
])  # fmt: skip
@pytest.mark.parametrize("fund", ["public", "resident", "unemployment"])
def test_official_items_of_every_fund_are_known_on_their_side(fund: str, name: str, key: str, kind: str) -> None:
    lines = f"基金,项目,年度,单位,执行数\n{fund},{name},2022,万元,5\n{fund},春风,2022,万元,\n"
    (row,) = read_files(office(lines)).dataset.lines
    assert (row.line, row.kind, row.actual_yuan) == (f"{fund}.{key}", kind, 50_000)


def test_an_official_item_on_the_wrong_side_is_refused() -> None:
    lines = "基金,项目,类别,年度,单位,执行数\n失业保险,转移收入,支出,2022,万元,5\n"
    assert "矛盾" in refused(office(lines))[0]


@pytest.mark.parametrize("name", ["失业保险基金", "失业保险", "失业", "失 业 保 险"])
def test_fund_names_with_and_without_their_ending(name: str) -> None:
    assert read_files(office(LINES.replace("unemployment,", f"{name},", 1))).dataset.funds == ("unemployment",)


@pytest.mark.parametrize(("name", "item"), [
    ("上年结余", "opening"), ("年初滚存结余", "opening"), ("年初结余", "opening"), ("期初余额", "opening"), ("年末滚存结余", "closing"),
    ("四、年末滚存结余", "closing"), ("累计结余", "closing"), ("本年收入合计", "income"), ("本年支出合计", "expenditure"),
])  # fmt: skip
def test_balances_by_the_names_that_offices_use(name: str, item: str) -> None:
    accounts = f"基金,科目,年度,单位,金额\n失业保险,{name},2022,万元,9000\n"
    assert [r.item for r in read_files(office(accounts=accounts)).dataset.accounts] == [item]


def test_parts_of_a_line_are_not_counted_twice() -> None:
    rows = [ROWS[0], ["失业保险", "其中：农民工", "支出", 2022, None, None, 300, None, "万元"], *ROWS[1:]]
    imported = read_files([book(rows)])
    assert spent(imported) == SPENT and "“农民工”" in said(imported)
    rows = [["失业保险", f"一、{'社会保险待遇支出'}", "支出", 2022, None, None, 7500, None, "万元"],
            ["失业保险", "（一）失业保险金支出", *ROWS[0][2:]], ["失业保险", "（二）基本医疗保险费支出", *ROWS[1][2:]]]  # fmt: skip
    imported = read_files([book(rows)])
    assert spent(imported) == 75_000_000 and imported.dataset.line("unemployment.benefit")
    rest = next(r for r in imported.dataset.lines if r.line.startswith("unemployment.own_"))
    assert rest.name_zh == "社会保险待遇支出其余" and rest.basis == "derived" and rest.actual_yuan == 645_000


def test_two_totals_are_one_of_the_lines_and_one_of_the_account() -> None:
    rows = [*ROWS[:2], ["失业保险", "本年支出小计", *ROWS[2][2:]],
            ["失业保险", "上解上级支出", "支出", 2022, None, None, 1000, None, "万元"],
            ["失业保险", "本年支出合计", "支出", 2022, None, None, 8435.5, None, "万元"]]  # fmt: skip
    imported = read_files([book(rows)])
    total = imported.dataset.line("unemployment.total")
    assert spent(imported) == 84_355_000 and total and total.actual_yuan == SPENT
    assert [(r.item, r.amount_yuan) for r in imported.dataset.accounts] == [("expenditure", 84_355_000)]


# --- numbers ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code", ['0.00"%"', "0.00\\%", "0.0_%", '0.00" %"', "0.00;-0.00", "[$-804]0.00", '_ * #,##0.00_ ;_ * "-"??_ ']
)
def test_a_literal_percent_sign_is_no_percent(code: str) -> None:
    row = read_files([book(formats={"收支!H2": code})]).dataset.line("unemployment.benefit")
    assert row and row.stated_completion_percent == 99.01


@pytest.mark.parametrize(("code", "value", "percent"), [
    ("0%", 0.9901, 99.01), ("0.00%", 0.9901, 99.01), (10, 0.005, 0.5), ('0.0"%"', 0.5, 0.5), ("0.00%;[Red]-0.00%", 0.9901, 99.01),
])  # fmt: skip
def test_a_percent_is_read_as_it_is_shown(code: str | int, value: float, percent: float) -> None:
    file = book(changed(0, "预算执行率", value), formats={"收支!H2": code})
    row = read_files([file]).dataset.line("unemployment.benefit")
    assert row and row.stated_completion_percent == pytest.approx(percent)


@pytest.mark.parametrize(("code", "value", "seen"), [
    ('0!.0,"万"', 51485000, "5,148.5万"), ('0\\.0,"万"', 51485000, "5,148.5万"), ("#,##0,", 5148500, "5,148.5"),
    ("0.0,,", 5148500, "5.1485"),
    ('[>=10000]0!.0,"万";0', 51485000, "5,148.5万"), ('0.0"亿"', 5148.5, "5148.5亿"), ('#,##0.0"元"', 5148.5, "5148.5元"),
    ('0.0"千元"', 5148.5, "5148.5千元"), (";;;", 5148.5, "空白"),
])  # fmt: skip
def test_a_format_that_shows_another_amount_is_refused_with_both_readings(code: str, value: float, seen: str) -> None:
    found = refused([book(changed(0, "执行数", value), formats={"收支!G2": code})])
    assert len(found) == 1 and "own.xlsx!收支:2 · 执行数" in found[0]
    assert seen in found[0] and f"{value}万元" in found[0]


@pytest.mark.parametrize(
    "code", ['#,##0.0"万元"', '0.0"万"', "#,##0.00", "¥#,##0.00", "#,##0.00_);(#,##0.00)", "0.00E+00", "@", 43, 4]
)
def test_a_format_that_shows_the_same_amount_is_read(code: str | int) -> None:
    assert spent(read_files([book(formats={"收支!G2": code})])) == SPENT


def test_a_fall_that_its_format_shows_without_its_sign_is_refused() -> None:
    head = [*LINE_HEAD, "同比"]
    rows = [[*row, -3.2] for row in ROWS]
    assert any("-3.2" in line and "3.2" in line for line in refused([book(rows, head, formats={"收支!J2": "0.0;0.0"})]))
    row = read_files([book(rows, head, formats={"收支!J2": "0.0;[Red]0.0"})]).dataset.line("unemployment.benefit")
    assert row and row.stated_yoy_percent == -3.2


@pytest.mark.parametrize("cell", ["1200¹", "1200①", "153²", "1200½", "1200㊀", "１２００¹", "1200٣", "1200Ⅱ"])
def test_a_footnote_mark_is_no_digit(cell: str) -> None:
    (line,) = refused(office(LINES.replace("1200", cell)))
    assert cell[-1] in line and "lines.csv:2 · actual" in line
    assert refused(office(meta=META.replace("2022", f"202{cell[-1]}")))


@pytest.mark.parametrize("number", [*range(27, 32), 36, *range(50, 55), 57, 58, 14, 22])
def test_built_in_dates_of_chinese_workbooks_are_dates(number: int) -> None:
    file = book(month=44652, formats={"参数!B2": number})
    assert read_files([file]).dataset.parameters[0].from_month == "2022-04"
    assert "44652" not in " ".join(
        refused([book(formats={"收支!G2": number})])
    )  # and an amount that is shown as a date is none


@pytest.mark.parametrize("code", ['yyyy"年"m"月"', "[$-804]yyyy-mm;@", "[DBNum1][$-804]yyyy年m月", 'e"年"m"月"'])
def test_custom_dates_are_dates(code: str) -> None:
    assert read_files([book(month=44652, formats={"参数!B2": code})]).dataset.parameters[0].from_month == "2022-04"


@pytest.mark.parametrize(
    "heading",
    [
        "调整\n预算数\n（万元）",
        "调整预算数\r\n(万 元)",
        "调整预算数（单位：万元）",
        "调整预算数/万元",
        "调整预算数（人民币万元）",
    ],
)
def test_a_heading_over_lines_keeps_its_unit(heading: str) -> None:
    named = {"调整预算数": heading, "执行数": "执行数（元）", "年初预算数": "年初预算数（元）"}
    head = [named.get(name, name) for name in LINE_HEAD if name != "单位"]
    rows = [[cell if at != 5 else float(str(cell)) / 1e0 for at, cell in enumerate(row[:-1])] for row in ROWS]
    row = read_files([book(rows, head)]).dataset.line("unemployment.benefit")
    assert row and row.budget_yuan == 52_000_000 and row.actual_yuan == 5148.5
    head[head.index("执行数（元）")] = "执行数"
    assert any("看不出是不是这些金额的单位" in line for line in refused([book(rows, head)]))


def test_styles_that_cannot_be_read_are_damage() -> None:
    file = book(changed(0, "预算执行率", 0.6), formats={"收支!H2": "0%"})
    broken: list[Callable[[bytes], bytes]] = [
        lambda x: x[:40], lambda x: x.replace(b"<cellXfs", b"<cellYfs"), lambda x: b"\x00" + x, lambda x: b"", lambda x: b"<x/>",
        lambda x: x.replace(b"</styleSheet>", b""),
    ]  # fmt: skip
    for change in broken:
        found = part(file, lambda name, data, change=change: (name, change(data) if name == "xl/styles.xml" else data))
        assert "已损坏" in refused([found])[0]
    gone = part(file, lambda name, data: ("xl/gone" if name == "xl/styles.xml" else name, data))
    row = None if "已损坏" in _first(gone) else read_files([gone]).dataset.line("unemployment.benefit")
    assert row is None or row.stated_completion_percent == 60


def _first(file: File) -> str:
    try:
        read_files([file])
    except ValueError as error:
        return str(error) and error.lines("zh")[0]  # type: ignore[attr-defined]
    return ""


# --- files, sheets, rows ------------------------------------------------------------------------------------------------


def test_two_folders_with_the_same_rows_are_one_conflict_with_both_places() -> None:
    other = f"{LINES.replace('1200', '9999')}unemployment,转移支出,支出,2022,万元,5,reported,p1\n"
    tables = {
        "2022/meta.csv": META,
        "2022/lines.csv": f"{LINES}unemployment,转移支出,支出,2022,万元,6,reported,p1\n",
        "draft/lines.csv": other,
    }
    (line,) = refused([archive(tables)])
    assert "own.zip/2022/lines.csv:2" in line and "own.zip/draft/lines.csv:2" in line and "2行" in line
    (line,) = refused([archive({**tables, "draft/lines.csv": "", "draft/meta.csv": META})])
    assert "2022/meta.csv" in line and "draft/meta.csv" in line


def test_two_uploads_of_one_name_are_told_apart() -> None:
    (line,) = refused([*office(), csv("lines", LINES)])
    assert "lines.csv:2" in line and "lines (2).csv:2" in line


def test_hidden_rows_columns_and_sheets_are_said() -> None:
    old = ["失业保险", "旧数据", "支出", 2022, None, None, 999, None, "万元"]

    def touch(made: xlsxwriter.Workbook) -> None:
        sheet = made.worksheets_objs[1]
        sheet.set_row(4, None, None, {"hidden": True})
        sheet.set_column("E:E", 0, None, {"hidden": True})
        made.worksheets_objs[2].hide()
        made.add_worksheet("便笺").write_string("A1", "给自己")
        made.worksheets_objs[3].hide()

    imported = read_files([book([*ROWS, old], touch=touch)])
    assert spent(imported) == SPENT  # as the eye and the total have it
    for words in ("“旧数据”", "隐藏的行", "“年初预算数”是隐藏的列", "own.xlsx!参数：是隐藏的工作表，已读入",
                  "own.xlsx!便笺：是隐藏的工作表。", "hidden"):  # fmt: skip
        assert words in said(imported), words
    rows = [[*row[:6], 8434.5, None, "万元"] if row[1] == "合计" else row for row in ROWS]
    imported = read_files([book([*rows, old], touch=touch)])
    assert spent(imported) == 84_345_000 and "1行是隐藏的行，已读入" in said(imported)
    imported = read_files([book([*ROWS[:2], ["失业保险", "转移支出", "支出", *ROWS[2][3:]], old], touch=touch)])
    assert "1行是隐藏的行，已读入" in said(imported)


def test_a_very_hidden_sheet_is_passed_over_with_a_notice() -> None:
    def touch(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet("WpsReserved_CellImgList")
        sheet.write_formula("A1", "=DISPIMG()", None, 0)
        sheet.very_hidden()

    imported = read_files([book(touch=touch)])
    assert spent(imported) == SPENT and "WpsReserved_CellImgList：是深度隐藏的工作表" in said(imported)


def test_a_chart_sheet_is_passed_over_with_a_notice() -> None:
    def touch(made: xlsxwriter.Workbook) -> None:
        chart = cast(Any, made.add_chart({"type": "line"}))
        chart.add_series({"values": "=收支!$G$2:$G$3"})
        made.add_chartsheet("图表").set_chart(cast(Any, chart))

    assert "own.xlsx!图表" in said(read_files([book(touch=touch)]))


@pytest.mark.parametrize("renamed", [
    lambda name: name.replace("/", "\\"), str.upper, lambda name: name.replace("worksheets/sheet", "WorkSheets/Sheet"),
    lambda name: name.replace("styles", "Styles"), lambda name: name.replace("sharedStrings", "SharedStrings"),
])  # fmt: skip
def test_part_names_with_backslash_or_in_other_case(renamed: Callable[[str], str]) -> None:
    file = part(
        book(changed(0, "预算执行率", 0.6), formats={"收支!H2": "0%"}), lambda name, data: (renamed(name), data)
    )
    imported = read_files([file])
    row = imported.dataset.line("unemployment.benefit")
    assert spent(imported) == SPENT and row and row.stated_completion_percent == 60


def without_flag(files: Mapping[str, str], encoding: str) -> File:
    """An archive whose names are bytes of an encoding that it does not mark."""
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w") as made:
        for number, text in enumerate(files.values()):
            made.writestr(f"{number}{'x' * 40}", text)
    data = page.getvalue()
    for number, name in enumerate(files):
        raw = name.encode(encoding)
        data = data.replace(f"{number}{'x' * 40}".encode(), raw + b" " * (41 - len(raw) - 4) + b".csv")
    return File("own.zip", data)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_chinese_names_without_the_flag(encoding: str) -> None:
    lines = LINES.replace("unemployment,unemployment.benefit", "失业保险,失业保险金支出")
    imported = read_files([without_flag({"基本情况": META, "收支": lines}, encoding)])
    assert spent(imported) == 12_000_000 and any("收支" in sheet.place for sheet in imported.read)


def test_a_macs_archive() -> None:
    files = {"某市/meta.csv": META, "某市/lines.csv": LINES, "__MACOSX/某市/._lines.csv": "x", "某市/.DS_Store": "x"}
    imported = read_files([archive(files)])
    assert spent(imported) == 12_000_000 and ".DS_Store" in said(imported) and "._lines.csv" in said(imported)


@pytest.mark.parametrize(
    "name",
    [
        "readme.csv",
        "notes-2022.csv",
        "说明.csv",
        "示例收支.csv",
        "keys.csv",
        "desktop.ini",
        "Thumbs.db",
        "填表说明.csv",
    ],
)
def test_what_is_passed_over_in_an_archive_is_named(name: str) -> None:
    assert f"own.zip/{name}" in said(read_files([archive({"meta.csv": META, "lines.csv": LINES, name: "a,b\n1,2\n"})]))


@pytest.mark.parametrize("name", ["my-desktop.ini.csv", "Thumbs.db.csv"])
def test_a_table_is_not_clutter_for_what_its_name_holds(name: str) -> None:
    files = {"meta.csv": META, name: LINES}
    assert spent(read_files([archive(files)])) == 12_000_000


@pytest.mark.parametrize("head", ["", "Unnamed: 0", "index"])
@pytest.mark.parametrize("first", [0, 1])
def test_an_index_as_pandas_writes_it_is_passed_over_and_said(head: str, first: int) -> None:
    row = LINES.split("\n")[1]
    text = f"{head},{HEAD}\n{first},{row}\n{first + 1},{row.replace('benefit', 'medical')}\n"
    imported = read_files(office(text))
    assert spent(imported) == 24_000_000 and "pandas" in said(imported)
    if not head:
        assert "没有表头" in refused(office(text.replace(f"{first + 1},unemp", "7,unemp")))[0]


@pytest.mark.parametrize(
    ("cell", "month"),
    [("2022.04", "2022-04"), ("2022.4", "2022-04"), ("2022.12", "2022-12"), ("２０２２．０４", "2022-04")],
)
def test_a_month_with_a_point(cell: str, month: str) -> None:
    table = f"key,from_month,value,basis,source\nunemployment.benefit_standard,{cell},1530,reported,p1\n"
    assert read_files(office(parameters=table)).dataset.parameters[0].from_month == month


def test_a_month_that_may_have_lost_its_last_digit_is_asked_about() -> None:
    table = "key,from_month,value,basis,source\nunemployment.benefit_standard,2022.1,1530,reported,p1\n"
    assert "2022年1月" in refused(office(parameters=table))[0] and "2022-10" in refused(office(parameters=table))[0]


@pytest.mark.parametrize("cell", ["1989-12", "2101-01", "0022-04", "9999-12", "202213"])
def test_months_lie_in_1990_to_2100(cell: str) -> None:
    table = f"key,from_month,value,basis,source\nunemployment.benefit_standard,{cell},1530,reported,p1\n"
    assert "1990至2100" in refused(office(parameters=table))[0]


@pytest.mark.parametrize(
    ("character", "code"), [("\u200b", "U+200B"), ("\ufeff", "U+FEFF"), ("\u00ad", "U+00AD"), ("\u200e", "U+200E")]
)
def test_an_invisible_character_in_a_figure_is_named(character: str, code: str) -> None:
    (line,) = refused(office(LINES.replace("1200", f"12{character}00")))
    assert code in line and "看不见" in line


# --- text ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["示例　市", "示例\u00a0市", '"示例\n市"', '"示例\t市"'])
def test_blanks_of_every_kind_are_ordinary_in_names(name: str) -> None:
    dataset = read_files(office(meta=META.replace("小城", name))).dataset
    assert dataset.name.zh == name.strip('"')


@pytest.mark.parametrize(("character", "code"), [
    ("\x01", "U+0001"), ("\x0b", "U+000B"), ("\x1f", "U+001F"), ("\x7f", "U+007F"), ("\x9f", "U+009F"), ("\uffff", "U+FFFF"),
    ("\ufffe", "U+FFFE"), ("\ufdd0", "U+FDD0"), ("\U0001ffff", "U+1FFFF"),
])  # fmt: skip
def test_what_no_text_may_hold_is_refused_by_cell(character: str, code: str) -> None:
    (line,) = refused(office(meta=META.replace("小城", f"小{character}城")))
    assert code in line and "meta.csv:2 · name_zh" in line
    (line,) = refused(office(LINES.replace("p1", f"p{character}1")))
    assert code in line and "lines.csv:2 · source" in line


def test_escaped_characters_of_a_workbook_count_as_what_they_are() -> None:
    file = part(book(), lambda n, x: (n, x.replace("<t>示例市</t>".encode(), "<t>示例市_x000B_中心</t>".encode())))
    assert ["U+000B" in line and "基本情况:2" in line for line in refused([file])] == [True]
    file = part(
        book(), lambda n, x: (n, x.replace("<t>失业保险金支出</t>".encode(), "<t>失业保险金支出_x000D_</t>".encode()))
    )
    assert spent(read_files([file])) == SPENT


def test_the_workbook_of_these_tests_is_the_plain_case() -> None:
    assert spent(read_files([book()])) == SPENT and spent(read_files([workbook({"meta": [r.split(",") for r in META.split()[:1]] + [
        ["small", "小城", "Small", 2022]], "lines": [r.split(",") for r in LINES.split()]})])) == 12_000_000  # fmt: skip
