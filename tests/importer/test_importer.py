"""What an office may send: every spelling of the same figures that is taken, and what is said of it."""

from __future__ import annotations

import io
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from office import CITY, HEAD, LINES, META, Percent, actual, archive, city, csv, office, refused, workbook
from support import read_path

from sifund import catalog
from sifund.analysis.unknown import amounts
from sifund.dataset import HOME, Dataset
from sifund.dataset.schema import TABLES
from sifund.importer.columns import TABLE_NAMES, columns, plain_form
from sifund.importer.formats import show
from sifund.importer.names import account_item, line_key, near_key, word
from sifund.importer.sheet import File
from sifund.importer.source import Imported, read_files
from sifund.model.calibrate import calibrate
from sifund.model.case import Case
from sifund.model.gaps import unmodelled

MILLION = 12_000_000


def lines(header: str, row: str) -> list[File]:
    return office(f"{header}\n{row}\n")


def said(imported: Imported) -> str:
    return " ".join(notice(lang) for notice in imported.notices for lang in ("zh", "en"))


# --- amounts ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("unit", "cell", "yuan", "step"), [
    ("元", "12000000", 12_000_000, 1), ("yuan", "12000000.50", 12_000_000.5, 0.01), ("万元", "1200", 12_000_000, 10_000),
    ("万", "1200.0", 12_000_000, 1_000), ("亿元", "0.12", 12_000_000, 1_000_000), ("亿", "0.1200", 12_000_000, 10_000),
    ("万元", '"1,200"', 12_000_000, 10_000), ("万元", "１２００", 12_000_000, 10_000), ("万元", '"１，２００．５"', 12_005_000, 1_000),
    ("万元", " 1200 ", 12_000_000, 10_000), ("万元", "0", 0, 10_000),
])  # fmt: skip
def test_amounts_as_offices_write_them(unit: str, cell: str, yuan: float, step: float) -> None:
    found = read_files(lines(HEAD, f"unemployment,unemployment.benefit,expenditure,2022,{unit},{cell},reported,p1"))
    row = found.dataset.line("unemployment.benefit")
    assert row and (row.actual_yuan, row.actual_step_yuan) == (yuan, step)


@pytest.mark.parametrize("cell", ["—", "-", "/", "无", ""])
def test_no_figure_is_none_and_never_zero(cell: str) -> None:
    row = f"unemployment,unemployment.benefit,expenditure,2022,万元,1200,{cell},reported,p1"
    found = read_files(lines(HEAD.replace("actual", "actual,budget"), row)).dataset.line("unemployment.benefit")
    assert found and found.actual_yuan == MILLION and found.budget_yuan is None


@pytest.mark.parametrize(("title", "heading"), [
    ("", "执行数（万元）"), ("", "执行数(万元)"), ("", "Outturn (10k yuan)"), ("单位：万元", "执行数"), ("单位:人民币万元", "决算数"),
])  # fmt: skip
def test_the_unit_may_stand_in_heading_or_title(title: str, heading: str) -> None:
    text = f"{title}\n\n基金,项目,{heading},出处,依据\n失业保险,失业保险金支出,1200,p1,报告\n"
    found = read_files(office(text))
    assert actual(found) == MILLION
    assert dict(next(s.units for s in found.read if s.table == "lines")) in ({"万元": 1}, {"10k yuan": 1})
    assert "yuan" not in said(found)


def test_amounts_without_any_unit_are_yuan_and_that_is_said() -> None:
    found = read_files(office("fund,line,year,actual,basis,source\n失业保险,失业保险金支出,2022,1200,reported,p1\n"))
    assert actual(found) == 1200
    assert "没有注明单位，按元读取" in said(found)


def test_formulas_are_worked_out_in_the_rows_unit() -> None:
    header = HEAD.replace("actual", "actual,formula")
    for formula in (
        "15300 + 12790 - 11005.5",
        "=15300+12790-11005.5",
        "（１５３００＋１２７９０）-11005.5",
        "17084.5×2÷2",
    ):
        row = f"unemployment,unemployment.benefit,expenditure,2022,万元,,{formula},derived,"
        assert actual(read_files(lines(header, row))) == 170_845_000


# --- words and headings ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("header", [
    "基金,项目,类别,年度,单位,执行数,依据,出处", "Fund,Line,Kind,Year,Unit,Outturn,Basis,Source", HEAD, HEAD.upper(),
    "险种,收支项目,类别,年份,单位,决算数,依据,来源",
    "基金 fund,项目 line,类别 kind,年度 year,单位 unit,执行数 actual,依据 basis,出处 source",
    "序号,基金,项目,类别,年度,单位,执行数,依据,出处,备注",
])  # fmt: skip
@pytest.mark.parametrize("row", [
    "失业保险,失业保险金支出,支出,2022,万元,1200,报告,p1", "unemployment,unemployment.benefit,expenditure,2022,万元,1200,reported,p1",
    "失业保险基金,失业保险金,支出,2022年,万元,1200,报告,p1", "Unemployment,benefit,Expenditure,２０２２,wan,1200,Reported,p1",
    "unemployment,Unemployment benefit,,2022,万元,1200,报告,p1",
])  # fmt: skip
def test_chinese_and_english_headings_and_words(header: str, row: str) -> None:
    numbered = header.startswith("序号")
    found = read_files(lines(header, f"1,{row},随便写" if numbered else row))
    assert actual(found) == MILLION
    line = found.dataset.line("unemployment.benefit")
    assert line and (line.kind, line.basis, line.fund) == ("expenditure", "reported", "unemployment")


def test_every_line_is_found_by_either_name() -> None:
    for key, line in catalog.lines().items():
        for name in (line.name.zh, line.name.en, key, key.partition(".")[2]):
            row = f'{line.fund},"{name}",2022,万元,1200,reported,p1'
            found = read_files(lines("fund,line,year,unit,actual,basis,source", row))
            assert actual(found, key) == MILLION, name


@pytest.mark.parametrize(("name", "key"), [
    ("稳岗返还", "stabilisation_refund"), ("稳岗补贴支出", "stabilisation_refund"), ("稳定岗位支出", "stabilisation_refund"),
    ("医疗补助金支出", "medical"), ("代缴基本医疗保险费", "medical"), ("失业补助金", "assistance"),
    ("农民合同制工人一次性生活补助", "other_cost"),
])  # fmt: skip
def test_names_that_offices_use_beside_the_accounts(name: str, key: str) -> None:
    row = f"失业保险,{name},2022,万元,1200,reported,p1"
    assert actual(read_files(lines("fund,line,year,unit,actual,basis,source", row)), f"unemployment.{key}") == MILLION


@pytest.mark.parametrize(("text", "kind", "key"), [
    ("unemployment.benefit", "", "unemployment.benefit"), ("Benefit", "", "unemployment.benefit"),
    ("1. 失业保险金支出", "", "unemployment.benefit"), ("Unemployment benefit", "", "unemployment.benefit"),
    ("total", "", "unemployment.total"), ("Subtotal", "", "unemployment.total"), ("本年支出合计", "", "unemployment.total"),
    ("利息", "income", "unemployment.interest"), ("转移", "income", "unemployment.transfer_in"),
    ("转移", "expenditure", "unemployment.transfer_out"),
])  # fmt: skip
def test_a_line_is_found_by_key_tail_or_name_and_a_sum_is_none(text: str, kind: str, key: str) -> None:
    assert line_key("unemployment", text, kind) == key


def test_a_fund_that_nobody_knows_has_lines_of_its_own_and_no_near_ones() -> None:
    own = line_key("elsewhere", "失业保险金支出")
    assert own.startswith("elsewhere.own_") and own != line_key("elsewhere", "医疗补助金支出")
    assert line_key("unemployment", "价格临时补贴").startswith("unemployment.own_")
    assert near_key("unemployment.benfit") == "unemployment.benefit"
    assert near_key("unemployment.own_benefit") is None, "a key that we made is no misspelling"
    assert near_key("elsewhere.benfit") is None and near_key("unemployment.own_x") is None


@pytest.mark.parametrize(("text", "item"), [
    ("收入合计", "income"), ("一、本年支出合计", "expenditure"), ("支出小计", "expenditure"), ("Total expenditure", "expenditure"),
    ("年末滚存结余", "closing"), ("上年结余", "opening"), ("待遇支出小计", ""), ("本年收支结余", ""), ("合计", ""), ("失业保险金支出", ""),
])  # fmt: skip
def test_items_of_a_table_of_balances_are_its_sums_and_balances_alone(text: str, item: str) -> None:
    assert account_item(text) == item
    for column in columns("lines"):
        if column.words and item and text not in str(column.words):
            assert word(column, text) == text.lower(), "a sum is no word of another column"


def test_no_name_means_two_lines() -> None:
    for fund in catalog.all_funds():
        own = [line for line in catalog.lines().values() if line.fund == fund]
        names = [plain_form(name).removesuffix("支出") for line in own for name in (line.name.zh, *line.also)]
        assert len(names) == len(set(names)), fund


@pytest.mark.parametrize(("raw", "code", "shown"), [
    ("12", "General", ("12", None, "")), ("12", '0"万元"', ("12", None, "万元")), ("12", '#,##0.00"元"', ("12", None, "元")),
    ("0.5", "0%", ("50%", None, "")), ("12000000", "0,", ("12000000", "12,000", "")),
    ("12000000", '0,"千元"', ("12000000", "12,000千元", "千元")), ("-3", "0.00;0.00", ("-3", "3", "")),
    ("-3", "0.00;[Red]0.00", ("-3", None, "")), ("-3", "0;(0)", ("-3", None, "")), ("-3", "0", ("-3", None, "")),
    ("0", "0.00;0.00", ("0", None, "")), ("44652", "yyyy-mm-dd", ("2022-04-01", None, "")), ("0", "yyyy-mm-dd", ("1899-12-30", None, "")),
])  # fmt: skip
def test_a_number_is_read_as_its_cell_shows_it(raw: str, code: str, shown: tuple[str, str | None, str]) -> None:
    seen = show(raw, code)
    assert (seen.text, seen.eye, seen.unit) == shown


@pytest.mark.parametrize(
    "text",
    [
        "2022-04",
        "2022-4",
        "2022/04",
        "2022年4月",
        "２０２２年４月",
        "2022-04-01",
        "2022-04-01 00:00:00",
        "2022年4月1日",
        "202204",
    ],
)
def test_months_as_written(text: str) -> None:
    table = f"key,from_month,value,basis,source\nunemployment.benefit_standard,{text},1530,reported,p1\n"
    assert read_files(office(parameters=table)).dataset.parameters[0].from_month == "2022-04"


@pytest.mark.parametrize("key", ["unemployment.benefit_standard", "失业保险失业保险金标准", "失业保险·失业保险金标准"])
def test_parameters_by_key_or_by_fund_and_name(key: str) -> None:
    table = f"代码,起始月份,数值,依据,出处\n{key},2022-01,1530,报告,p1\n"
    assert read_files(office(parameters=table)).dataset.steps("unemployment.benefit_standard")[0][1] == 1530


@pytest.mark.parametrize(
    ("cell", "value"), [("60", 60), ("60%", 60), ("６０％", 60), (Percent(0.6), 60), (Percent(0.335), 33.5)]
)
def test_percents_as_written_and_as_formatted(cell: object, value: float) -> None:
    rows = [["key", "from_month", "value", "basis", "source"],
            ["unemployment.refund_rate_sme", "2022-01", cell, "reported", "p1"]]  # fmt: skip
    book = workbook({"基本情况": [r.split(",") for r in META.split()[:1]] + [["small", "小城", "Small", 2022]],
                     "收支": [r.split(",") for r in LINES.split()], "参数": rows})  # fmt: skip
    assert read_files([book]).dataset.steps("unemployment.refund_rate_sme")[0][1] == value


# --- files ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding: str) -> None:
    text = LINES.replace("unemployment,unemployment.benefit", "失业保险,失业保险金支出")
    found = read_files([csv("meta", META, encoding), csv("lines", text, encoding)])
    assert actual(found) == MILLION and found.dataset.name.zh == "小城"


@pytest.mark.parametrize("text", [
    LINES.replace(",", "\t"), LINES.replace("\n", "\r\n"), LINES.replace("\n", "\n\n"), LINES.replace("\n", ",,,\n"),
    LINES + HEAD + "\n", "某市收支表\n\n" + LINES, LINES + "\n注：按收付实现制\n1. 不含上解\n",
], ids=["tab", "crlf", "blank rows", "empty columns", "heading again", "title", "notes"])  # fmt: skip
def test_what_surrounds_the_data_does_not_matter(text: str) -> None:
    assert actual(read_files(office(text))) == MILLION


def test_notes_are_left_out_and_that_is_said() -> None:
    found = read_files(office(LINES + "注：按收付实现制\n1. 不含上解\n"))
    assert "2行是附注，未读入" in said(found) and len(found.dataset.lines) == 1


def test_merged_titles_and_shifted_tables_in_a_workbook() -> None:
    head = [META.partition("\n")[0].split(",")]
    rows = [[None, "某市收支表"], [], [None, "单位：万元"], [None, "基金", "项目", "年度", "执行数"],
            [None, "失业保险", "失业保险金支出", 2022, 1200.5], [None, "注：未审计"]]  # fmt: skip
    found = read_files(
        [
            workbook(
                {
                    "1 基本情况": [*head, ["small", "小城", "Small", 2022]],
                    "2 收支2022年": rows,
                    "说明": [["随便"]],
                    "Sheet4": [],
                }
            )
        ]
    )
    line = found.dataset.line("unemployment.benefit")
    assert line and line.actual_yuan == 12_005_000 and line.source == "own.xlsx!2 收支2022年:5"


def test_one_dataset_in_every_form(tmp_path: Path, dataset: Dataset) -> None:
    """The shipped tables as CSV folder, zip, workbook, zip of Parquet and the app's own Parquet: one fingerprint."""
    source = HOME / "urumqi-2021"
    files = {p.name: p.read_bytes() for p in source.glob("*.csv")}
    frames = {name: pl.read_csv(data, infer_schema=False) for name, data in files.items()}
    sheets = {Path(n).stem: [f.columns, *map(list, f.rows())] for n, f in frames.items()}
    for name, frame in frames.items():
        frame.write_parquet(tmp_path / name.replace(".csv", ".parquet"))
    own = {p.name: p.read_bytes() for p in source.glob("*.parquet")}
    forms = [read_path(source), read_files([archive(files)]), read_files([archive({f"某市/{n}": d for n, d in files.items()})]),
             read_files([workbook(sheets)]), read_path(tmp_path), read_files([archive(own)])]  # fmt: skip
    assert [form.dataset.fingerprint for form in forms] == [dataset.fingerprint] * len(forms)
    assert [form.notices for form in forms] == [()] * len(forms)


def test_a_workbook_of_numbers_equals_one_of_texts() -> None:
    texts = [r.split(",") for r in LINES.split()]
    numbers = [texts[0], [int(x) if x.isdigit() else x for x in texts[1]]]
    meta = [r.split(",") for r in META.replace(" ", "_").split()]
    one, two = (read_files([workbook({"meta": meta, "lines": rows})]) for rows in (texts, numbers))
    assert one.dataset.fingerprint == two.dataset.fingerprint


# --- what may be missing --------------------------------------------------------------------------------------------------


def test_what_an_office_leaves_out_is_supplied_and_said() -> None:
    found = read_files(
        office("基金,项目,执行数（万元）\n失业保险,失业保险金支出,1200\n", "代码,名称,基年\nsmall,小城,2022\n")
    )
    row = found.dataset.lines[0]
    assert (row.year, row.kind, row.basis, row.source) == (2022, "expenditure", "reported", "lines.csv:2")
    assert found.dataset.name.en == "小城"
    for words in (
        "没有写年度，按基年读取",
        "没有写依据",
        "没有英文",
        "give no year",
        "give no basis",
        "give no English",
    ):
        assert words in said(found), words


def test_several_years_in_one_table() -> None:
    text = LINES + "unemployment,unemployment.benefit,expenditure,2021,万元,1000,reported,p1\n"
    found = read_files(office(text))
    assert (actual(found), actual(found, year=2021)) == (MILLION, 10_000_000)


def test_a_line_of_the_offices_own_has_one_key_whatever_its_spelling() -> None:
    keys = set()
    for name in ("价格临时补贴", " 价格临时补贴 ", "价格 临时补贴"):
        text = f"fund,line,kind,year,unit,actual,basis,source\n失业保险,{name},支出,2022,万元,5,reported,p1\n"
        (row,) = read_files(office(text)).dataset.lines
        keys.add(row.line)
        assert row.name_zh == name.strip()
    assert len(keys) == 1


def test_a_name_close_to_a_known_line_is_asked_about() -> None:
    text = LINES.replace("unemployment.benefit,", "失业保险金及支出,")
    found = read_files(office(text))
    assert "如果就是“失业保险金支出”" in said(found)


def test_rows_left_empty_are_left_out() -> None:
    text = LINES + "unemployment,unemployment.medical,expenditure,2022,万元,,,\nunemployment,合计,,2022,万元,—,,\n"
    found = read_files(office(text))
    assert len(found.dataset.lines) == 1 and "2行没有任何数" in said(found)


def test_the_made_up_city_is_read_simulated_and_what_is_not_modelled_is_said() -> None:
    found = read_files([city()])
    dataset, base = found.dataset, calibrate(found.dataset)
    assert dataset.funds == ("unemployment",) and dataset.meta.months_covered == 9
    assert actual(found, year=2023) == 12_345_000 and actual(found, "unemployment.medical", 2023) == 6_100_000
    names = {line.name.zh for line in base.flat.values()}
    assert names == {"价格临时补贴", "扩岗补助", "稳就业专项", "滞纳金"}
    words = " ".join(p("zh") for p in unmodelled(base))
    assert all(name in words for name in names)
    for part in (
        "数据只到2023年9月",
        "失业保险没有年初结余",
        "稳定岗位补贴支出（失业保险）没有填金额",
        "上年中小微企业缴费、上年大型企业缴费",
    ):
        assert part in words, part
    result = Case(dataset).side("baseline")
    months = result.months("unemployment.benefit")
    assert months[:9].sum() == pytest.approx(12_345_000) and months[9:12].sum() > 0
    assert result.line_keys() and not result.knows("all")
    assert all(x == x for x in amounts(result, "all", "surplus"))
    assert result.months("unemployment.benefit")[12:].sum() > 0


def test_the_city_in_a_workbook_is_the_same_city() -> None:
    sheets = {name.removesuffix(".csv"): [line.split(",") for line in text.replace('"', "").replace("1,234.5", "1234.5")
                                          .replace("1,000", "1000").splitlines()] for name, text in CITY.items()}  # fmt: skip
    one, two = read_files([city()]).dataset, read_files([workbook(sheets)]).dataset
    assert [row.actual_yuan for row in one.lines] == [row.actual_yuan for row in two.lines]
    assert [row.line for row in one.lines] == [row.line for row in two.lines]


# --- what is declared -----------------------------------------------------------------------------------------------------


def test_every_field_of_the_schema_can_be_written() -> None:
    for table, model in TABLES.items():
        written = {column.field for column in columns(table)}
        steps = {f"{c.key}_step_yuan" for c in columns(table)} | {f"{c.key}_step" for c in columns(table)}
        assert set(model.model_fields) - written - steps == set(), table
        assert list(TABLE_NAMES) == list(TABLES)


def test_every_column_says_what_it_holds_in_both_languages() -> None:
    for table in TABLES:
        for column in columns(table):
            assert (column.allowed.zh and column.allowed.en and column.allowed.zh != column.allowed.en) or column.words


@pytest.mark.parametrize("cell", ["(3.2)", "（３.2）", "(3.2%)", "(3.2)%", "-3.2", "−3.2%"])
def test_a_fall_in_brackets_is_a_fall(cell: str) -> None:
    text = f"{HEAD},stated_yoy\nunemployment,unemployment.benefit,expenditure,2022,万元,1200,reported,p1,{cell}\n"
    assert read_files(office(text)).dataset.lines[0].stated_yoy_percent == -3.2


def _merged(amount: str = "") -> File:
    page = io.BytesIO()
    book = xlsxwriter.Workbook(page, {"in_memory": True})
    meta, table = (book.add_worksheet(name) for name in ("基本情况", "收支"))
    for number, found in enumerate((["数据集代码", "中文名称", "基年"], ["merged", "合并", 2022])):
        meta.write_row(number, 0, found)
    table.merge_range("A1:F1", "某市失业保险基金")
    table.write_row("A2", ["基金", "项目", "类别", "年度", "单位", "执行数", "预算数"])
    for number, (line, spent) in enumerate((("失业保险金支出", 12), ("转移支出", 5), ("其他支出", None))):
        table.write(number + 2, 1, line)
        table.write(number + 2, 5, spent)
    for column, value in enumerate(("失业保险", None, "支出", 2021, "万元")):
        if value:
            table.merge_range(2, column, 4, column, value)
    table.write_row("A6", ["失业保险", "失业保险金支出", "支出", 2022, "万元", 13])
    if amount:
        table.merge_range(amount, 5)
    book.close()
    return File("merged.xlsx", page.getvalue())


def test_merged_cells_hold_for_every_row_that_they_span() -> None:
    """Fund, year, kind and unit are often merged down a table; whose a merged amount is cannot be said, so it is asked."""
    for amount, heading in (("F4:F5", "执行数"), ("F4:G4", "预算数"), ("F4:G5", "执行数")):
        assert [line for line in refused([_merged(amount)]) if "与F4合并" in line and heading in line]
    imported = read_files([_merged()])
    found = {(r.line, r.year): r.actual_yuan for r in imported.dataset.lines}
    assert found == {
        ("unemployment.benefit", 2021): 120_000, ("unemployment.transfer_out", 2021): 50_000,
        ("unemployment.benefit", 2022): 130_000,
    }  # fmt: skip
