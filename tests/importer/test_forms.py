"""The office's own forms: every layout in every dress is the same dataset, to the yuan."""

from __future__ import annotations

import pytest
from forms import ACROSS, DRESSES, FUNDS, LAYOUTS, SPENDING, file
from office import META, csv, office, refused, workbook
from support import balance, run

from sifund.checks.report import check
from sifund.dataset import Dataset
from sifund.importer.forms import read_form
from sifund.importer.heads import read_head
from sifund.importer.sheet import File, Sheet
from sifund.importer.source import Imported, read_files
from sifund.importer.template import csv_zip
from sifund.importer.template import workbook as template
from sifund.model.calibrate import calibrate

WAN = 10_000
KNOWN = {"resident": FUNDS.index("城乡居民基本养老保险基金"), "public": FUNDS.index("机关事业单位基本养老保险基金"),
         "unemployment": FUNDS.index("失业保险基金")}  # fmt: skip


def content(dataset: Dataset) -> list[tuple[object, ...]]:
    """What a dataset says, whatever file it came from."""
    lines = [(r.line, r.kind, r.year, r.name_zh, r.budget_yuan, r.actual_yuan) for r in dataset.lines]
    accounts = [(r.fund, r.item, r.year, r.amount_yuan) for r in dataset.accounts]
    return [(dataset.meta,), *sorted(lines, key=str), *sorted(accounts, key=str)]


def said(imported: Imported, lang: str = "zh") -> str:
    return " ".join(notice("zh" if lang == "zh" else "en") for notice in imported.notices)


def spent(dataset: Dataset, fund: str) -> float:
    return round(balance(run(dataset, years=1), fund, "expenditure", dataset.base_year) * WAN, 2)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_is_one_dataset_in_every_dress(layout: str) -> None:
    found = {dress: content(read_files([file(layout, dress)]).dataset) for dress in DRESSES}
    for dress in DRESSES:
        assert found[dress] == found["xlsx"], dress


def test_an_account_with_two_sides_is_read_by_item() -> None:
    imported = read_files([file("two sides", "xlsx")])
    dataset = imported.dataset
    actual = {row.line.partition(".")[2]: (row.kind, row.actual_yuan) for row in dataset.lines}
    assert actual["benefit"] == ("expenditure", 51_485_000) and actual["transfer_in"] == ("income", 1_000_000)
    assert actual["transfer_out"] == ("expenditure", 550_000) and actual["total"] == ("total", 121_485_000)
    accounts = {row.item: row.amount_yuan for row in dataset.accounts}
    assert accounts == {
        "opening": 450_000_000,
        "income": 171_500_000,
        "expenditure": 138_985_000,
        "closing": 482_515_000,
    }
    assert dataset.base_year == 2022 and dataset.name.zh == "示例市社会保险中心2022年"
    assert spent(dataset, "unemployment") == sum(a for n, _, a in SPENDING if "计" not in n) * WAN == 138_985_000
    assert "“总计”" in said(imported) and "“行次”" in said(imported) and "小计" in said(imported)
    assert not [f for f in check(dataset).findings if f.check.key in ("totals", "accounts", "duplicates")]


def test_funds_across_spend_what_their_totals_say_and_the_rest_is_named() -> None:
    imported = read_files([file("across", "xlsx")])
    dataset = imported.dataset
    totals = dict(zip(FUNDS, next(row for row in ACROSS if "支出" in row[0])[2:], strict=True))
    for fund, at in KNOWN.items():
        assert spent(dataset, fund) == totals[FUNDS[at]] * WAN
        assert calibrate(dataset).flat[f"{fund}.unlisted_expenditure"].name.zh == "未列明支出"
    assert dataset.funds == ("public", "resident", "unemployment") or set(dataset.funds) == set(KNOWN)
    for name in ("企业职工基本养老保险基金", "职工基本医疗保险基金", "工伤保险基金"):
        assert name in said(imported) and name in said(imported, "en")
    row = dataset.line("public.transfer_in")
    assert row and row.name_zh == "转移收入" and row.name_en == "Transfers in" and row.kind == "income"


def test_one_side_of_an_account_keeps_its_meta() -> None:
    dataset = read_files([file("one side", "xlsx")]).dataset
    assert dataset.code == "demo-2022" and spent(dataset, "unemployment") == 138_985_000
    assert {r.item: r.amount_yuan for r in dataset.accounts} == {"expenditure": 138_985_000}


def test_sheets_beside_a_form_are_passed_over_and_named() -> None:
    notices = said(read_files([file("two sides", "among")]))
    assert "own.xlsx!封面" in notices and "own.xlsx!目录" in notices
    made = {"失业保险基金收支表": _cells("two sides"), "收去": [["a", "b"], [1, 2]]}
    assert any("是否想写“收支”" in line for line in refused([workbook(made)]))  # but a mistyped table is no cover sheet


def test_a_funds_own_account_holds_against_the_summary() -> None:
    made = {"失业保险基金收支表": _cells("two sides"), "总表": _cells("across")}
    imported = read_files([workbook(made)])
    alone = read_files([file("two sides", "xlsx")]).dataset
    assert spent(imported.dataset, "unemployment") == spent(alone, "unemployment")
    assert spent(imported.dataset, "resident") == 260_000_000 and "另有收支表" in said(imported)


def _cells(layout: str) -> list[list[object]]:
    from forms import form

    return [list(row) for row in form(layout).cells]


def test_funds_down_are_read_too() -> None:
    rows = [["2022年社会保险基金收支总表"], ["单位：万元"], ["基金", "收入", "支出", "本年收支结余", "年末滚存结余"],
            ["失业保险基金", 20000, 18000, 2000, 50000], ["工伤保险基金", 10000, 8000, 2000, 14000],
            ["合计", 30000, 26000, 4000, 64000]]  # fmt: skip
    imported = read_files([workbook({"总表": rows})])
    assert spent(imported.dataset, "unemployment") == 180_000_000
    assert {r.item: r.amount_yuan for r in imported.dataset.accounts} == {
        "income": 200_000_000, "expenditure": 180_000_000, "closing": 500_000_000,
    }  # fmt: skip
    assert "工伤保险基金" in said(imported)


@pytest.mark.parametrize(("title", "words"), [
    ("2022年基金收支决算表", "哪项基金"), ("2022年3月失业保险基金收支表", "覆盖月数"), ("失业保险基金收支决算表", "缺少“基本情况”表"),
])  # fmt: skip
def test_a_title_that_leaves_fund_year_or_months_open_is_asked_about(title: str, words: str) -> None:
    rows = [[title], ["单位：万元"], ["项目", "决算数"], ["失业保险金支出", 5], ["合计", 5]]
    assert any(words in line for line in refused([workbook({"表一": rows})]))


def test_part_of_a_year_and_the_year_before_come_from_headings() -> None:
    rows = [
        ["2023年1—9月失业保险基金收支情况表"],
        ["单位：万元"],
        ["项目", "上年同期数", "2023年执行数"],
        ["失业保险金支出", 4, 5],
    ]
    dataset = read_files([workbook({"表一": rows})]).dataset
    assert dataset.meta.months_covered == 9 and dataset.base_year == 2023
    assert {(r.year, r.actual_yuan) for r in dataset.lines} == {(2022, 40_000), (2023, 50_000)}


@pytest.mark.parametrize("unit", ["单位：千元", "单位:百万元"])
def test_a_unit_that_is_not_known_is_never_yuan(unit: str) -> None:
    rows = [["2022年失业保险基金收支决算表"], [unit], ["项目", "决算数"], ["失业保险金支出", 5]]
    assert any(unit[3:] in line and "万元" in line for line in refused([workbook({"表一": rows})]))
    lines = f"基金,项目,执行数（{unit[3:]}）\n失业保险,失业保险金支出,5\n"
    assert any(unit[3:] in line for line in refused(office(lines)))
    assert any(unit[3:] in line for line in refused(office(f"{unit},,\n基金,项目,执行数\n失业保险,失业保险金支出,5\n")))


def test_advice_never_is_to_delete_a_column() -> None:
    rows = [["基金", "项目", "决算数", "项目", "决算数"], ["失业保险", "失业保险金支出", 5, "利息收入", 3]]
    found = refused([workbook({"基本情况": [r.split(",") for r in META.split("\n")[:2]], "收支": rows})])
    assert not any("删去" in line or "delete" in line.lower() for line in found)


def test_a_table_is_known_by_its_headings_where_its_name_says_nothing() -> None:
    lines = "基金,项目,类别,年度,执行数（万元）\n失业保险,失业保险金支出,支出,2022,1200\n"
    dataset = read_files([csv("meta", META), csv("Sheet1", lines)]).dataset
    assert dataset.lines[0].actual_yuan == 12_000_000


@pytest.mark.parametrize("named", ["Sheet1", "accounts"])
def test_a_table_with_the_least_headings_is_known_by_them_too(named: str) -> None:
    lines = "基金,项目,类别,年度,执行数（万元）\n失业保险,失业保险金支出,支出,2022,1200\n"
    balances = "基金,科目,金额（万元）\n失业保险,年初结余,45000\n"
    dataset = read_files([csv("meta", META), csv("lines", lines), csv(named, balances)]).dataset
    assert [(r.fund, r.item, r.amount_yuan) for r in dataset.accounts] == [("unemployment", "opening", 450_000_000)]


def test_what_a_sum_holds_above_its_parts_is_a_line_worked_out_from_both() -> None:
    rows = [["2022年失业保险基金支出表"], ["单位：万元"], ["项目", "预算数", "决算数"], ["一、社会保险待遇支出", 800, 1000],
            ["    其中：1.失业保险金支出", 500, 600], ["二、转移支出", 60, 55], ["支出合计", 860, 1055]]  # fmt: skip
    lines = {r.name_zh or r.line: r for r in read_files([workbook({"表": rows})]).dataset.lines}
    rest = lines["社会保险待遇支出其余"]
    assert (rest.actual_yuan, rest.formula, rest.basis) == (4_000_000, "1000 - 600", "derived")
    assert (rest.budget_yuan, rest.budget_formula) == (3_000_000, "800 - 500")
    assert lines["unemployment.benefit"].actual_yuan == 6_000_000 and lines["unemployment.benefit"].basis == "reported"


@pytest.mark.parametrize(("medical", "is_sum"), [(395, False), (398, False), (399, True), (401, True), (402, False)])
def test_a_sum_of_lines_is_one_within_what_the_rounding_of_its_figures_allows(medical: int, is_sum: bool) -> None:
    """Three figures of whole units: half a unit each."""
    rows = [["2022年失业保险基金支出表"], ["单位：万元"], ["项目", "决算数"], ["社会保险待遇支出", 1000], ["失业保险金支出", 600],
            ["基本医疗保险费支出", medical], ["转移支出", 55]]  # fmt: skip
    lines = [row.line for row in read_files([workbook({"表": rows})]).dataset.lines]
    assert ("unemployment.benefits" not in lines) == is_sum


@pytest.mark.parametrize("other", ["工伤保险基金", "合计"])
def test_a_column_of_another_fund_is_never_the_funds_of_the_title(other: str) -> None:
    rows = [
        ["2022年失业保险基金支出表"],
        ["单位：万元"],
        ["项目", other, "失业保险基金"],
        ["失业保险金支出", 900, 600],
        ["转移支出", 90, 55],
    ]
    imported = read_files([workbook({"表": rows})])
    assert [row.actual_yuan for row in imported.dataset.lines] == [6_000_000, 550_000]
    assert f"没有读入“{other}”" in said(imported) and "同一个数" not in said(imported)


@pytest.mark.parametrize("beside", [(), (3,)])
def test_a_column_of_no_measure_is_named_where_anything_stands_in_it(beside: tuple[int, ...]) -> None:
    """Rows that end before it hold nothing there."""
    rows = [
        ["2022年失业保险基金支出表"],
        ["单位：万元"],
        ["项目", "决算数", "备用"],
        ["失业保险金支出", 600, *beside],
        ["转移支出", 55],
    ]
    imported = read_files([workbook({"表": rows})])
    assert [row.actual_yuan for row in imported.dataset.lines] == [6_000_000, 550_000]
    assert ("没有读入“备用”" in said(imported)) == bool(beside)


def test_a_csv_form_is_read_by_its_own_name() -> None:
    made = file("two sides", "csv")
    assert isinstance(made, File) and spent(read_files([made]).dataset, "unemployment") == 138_985_000


def test_a_resident_account_with_its_own_words() -> None:
    """Year in a cell, 元, heads with their side, thousands separators, parts of a line, the year before's balance."""
    rows = [
        ["城乡居民基本养老保险基金收支表"], ["年度：2022", "", "", "金额单位:元"],
        ["收入项目", "年初预算", "调整预算", "决算数", "支出项目", "年初预算", "调整预算", "决算数"],
        ["一、个人缴费收入", 1, 2, 3_000_000, "一、基础养老金支出", 1, 1, "20,000,000.00"],
        ["二、集体补助收入", "—", "", "—", "二、个人账户养老金支出", 1, 1, 2_000_000],
        ["三、政府补贴收入", 1, 1, 21_000_000, "三、丧葬补助金支出", "", "", 500_000],
        ["  其中：中央财政补助", "", "", 15_000_000, "四、转移支出", 1, 1, 10_000],
        ["        地方财政补助", "", "", 6_000_000, "五、其他支出", "", "", 0],
        ["四、委托投资收益", "", "", 100_000], ["收入合计", 2, 3, 24_100_000, "支出合计", 3, 4, 22_510_000],
        ["上年末滚存结余", "", "", 9_000_000, "年末滚存结余", "", "", 10_590_000],
        ["总 计", "", "", 33_100_000, "总 计", "", "", 33_100_000],
    ]  # fmt: skip
    imported = read_files([workbook({"居民养老保险": rows})])
    income = {r.line: r.actual_yuan for r in imported.dataset.lines if r.kind == "income"}
    assert income == {
        "resident.contributions": 3_000_000,
        "resident.government": 21_000_000,
        "resident.investment": 100_000,
    }
    assert spent(imported.dataset, "resident") == 22_510_000 and "“地方财政补助”" in said(imported)
    assert {r.item: r.amount_yuan for r in imported.dataset.accounts} == {
        "income": 24_100_000, "opening": 9_000_000, "expenditure": 22_510_000, "closing": 10_590_000,
    }  # fmt: skip


def test_funds_across_with_budget_and_outturn_below_each() -> None:
    rows = [["二〇二二年社会保险基金收支总表"], ["单位：", "万元"],
            ["项 目", "失业保险基金", "", "居民养老保险基金", "", "工伤保险基金", ""],
            ["", "预算数", "决算数", "预算数", "决算数", "预算数", "决算数"], ["支出合计", 80, 81, 40, 41, 1, 1],
            ["待遇支出", 70, 70, 40, 41, 1, 1], ["其他支出", 10, 11, 0, 0, 0, 0], ["财政补贴", 1, 2, 30, 33, 0, 0]]  # fmt: skip
    dataset = read_files([workbook({"Sheet1": rows})]).dataset
    assert (
        dataset.base_year == 2022
        and spent(dataset, "unemployment") == 810_000
        and spent(dataset, "resident") == 410_000
    )
    row = dataset.line("resident.government")
    assert row and (row.budget_yuan, row.actual_yuan) == (300_000, 330_000)


@pytest.mark.parametrize(("cells", "fund", "measure", "year", "unit"), [
    (("失业保险基金", "决算数"), "unemployment", "actual", None, ""), (("决算数", "失业保险基金"), "unemployment", "actual", None, ""),
    (("2022年", "失业保险基金", "预算数（万元）"), "unemployment", "budget", 2022, "万元"),
    (("2022年预算数（亿元）", "城乡居民基本养老保险基金"), "resident", "budget", 2022, "亿元"),
    (("失业保险基金",), "unemployment", "", None, ""),
])  # fmt: skip
def test_what_the_cells_of_a_heading_say_holds_together_in_any_order(
    cells: tuple[str, ...], fund: str, measure: str, year: int | None, unit: str
) -> None:
    head = read_head(cells)
    assert (head.fund, head.measure, head.year, head.unit) == (fund, measure, year, unit)


def test_sums_of_some_lines_are_no_lines() -> None:
    lines = "基金,项目,类别,执行数（万元）\n失业保险,失业保险金支出,支出,5\n失业保险,待遇支出小计,支出,5\n失业保险,合计数,支出,5\n"
    imported = read_files(office(lines))
    assert spent(imported.dataset, "unemployment") == 50_000 and "“待遇支出小计”" in said(imported)


@pytest.mark.parametrize("name", ["滞纳金", "待遇"])
def test_what_is_called_a_total_and_has_no_total_s_name_sums_some_lines_or_is_named(name: str) -> None:
    """It is no line, and says no side for the total below it."""
    lines = f"基金,项目,类别,执行数（万元）\n失业保险,利息收入,收入,2\n失业保险,{name},合计,2\n失业保险,合计,,2\n"
    imported = read_files(office(lines))
    assert [row.line for row in imported.dataset.lines] == ["unemployment.interest"]
    assert [(row.item, row.amount_yuan) for row in imported.dataset.accounts] == [("income", 20_000)]
    assert f"没有读入“{name}”" in said(imported)


def test_lines_by_key_are_in_their_fund_s_account_where_no_fund_is_named() -> None:
    lines = "基金,项目,类别,执行数（万元）\n,unemployment.benefit,支出,5\n,unemployment.extra,合计,5\n"
    assert [row.line for row in read_files(office(lines)).dataset.lines] == ["unemployment.benefit"]


@pytest.mark.parametrize(("title", "rows", "side"), [
    ("", [("失业保险金支出", "支出", 2), ("利息收入", "收入", 3), ("合计", "合计", 2)], "expenditure"),
    ("", [("利息收入", "", 2), ("合计", "", 2)], "income"),
    ("", [("合计", "", 2), ("利息收入", "", 2)], "expenditure"),
    ("2022年失业保险基金收入", [("合计", "", 2), ("利息收入", "", 2)], "income"),
    ("2022年失业保险基金支出", [("利息收入", "", 2), ("合计", "", 2)], "income"),
])  # fmt: skip
def test_a_total_without_a_side_has_that_of_its_kind_cell_else_of_the_lines_above_else_of_the_title(
    title: str, rows: list[tuple[str, str, int]], side: str
) -> None:
    table = "".join(f"失业保险,{name},{kind},{amount}\n" for name, kind, amount in rows)
    dataset = read_files(office(f"{title},,,\n基金,项目,类别,执行数（万元）\n{table}")).dataset
    totals = [row.actual_yuan for row in dataset.lines if row.kind == "total"]
    incomes = [row.amount_yuan for row in dataset.accounts if row.item == "income"]
    assert (totals, incomes) == (([20_000], []) if side == "expenditure" else ([], [20_000]))


def test_rows_of_other_funds_are_passed_over_and_unknown_words_refused() -> None:
    lines = "基金,项目,类别,执行数（万元）\n失业保险,失业保险金支出,支出,5\n工伤保险,工伤待遇支出,支出,5\n"
    imported = read_files(office(lines))
    assert imported.dataset.funds == ("unemployment",) and "“工伤保险”" in said(imported)
    assert "火星" in refused(office(lines.replace("工伤保险", "火星")))[0]
    assert "“收入合计”" in refused(office(lines.replace("工伤保险,工伤待遇支出,支出", "失业保险,滞纳金,收入合计")))[0]
    assert "矛盾" in refused(office(lines.replace("失业保险金支出,支出", "失业保险金支出,收入")))[0]


def test_a_unit_in_a_column_of_its_own_or_behind_the_title_is_read_and_two_are_asked_about() -> None:
    title, heads = "2022年1—9月失业保险基金收支表", ["项目", "单位", "决算数"]
    rows = [["失业保险金支出", "元", 5], ["转移支出", "万元", 3]]
    dataset = read_files([workbook({"表": [[title], ["单位：万元"], heads, *rows]})]).dataset
    assert [row.actual_yuan for row in dataset.lines] == [5, 30_000] and dataset.name.zh == title
    offices = [[item, "某中心", amount] for item, _, amount in rows]
    behind = read_files([workbook({"表": [[f"{title}（单位：万元）（草案）"], heads, *offices]})])
    assert [row.actual_yuan for row in behind.dataset.lines] == [50_000, 30_000] and "“单位”" in said(behind)
    two = refused([workbook({"表": [[f"{title}（元）"], ["单位：万元"], heads, *offices]})])
    assert any("万元和元" in line for line in two)


def test_a_unit_merged_down_or_before_the_items_is_that_of_each_row_and_a_second_column_of_units_is_named() -> None:
    cells = [["2022年失业保险基金收支表", "单位：万元"], ["单位", "项目", "货币单位", "决算数"],
             ["元", "失业保险金支出", "万元", "5"], ["", "转移支出", "万元", "3"]]  # fmt: skip
    sheet = Sheet("表", "表", tuple(enumerate(map(tuple, cells), start=1)), merged={(4, 1): (3, 1)})
    first, table = read_form(sheet) or []
    assert [row["unit"] for _, row in table.rows] == ["元", "元"] and [one.what for one in first.passed] == ["货币单位"]


@pytest.mark.parametrize(("cells", "merged"), [
    ([["2022年失业保险基金收支表", "单位：万元"], ["项目", "预算数", "决算数"], ["转移支出", "3"]], (3, 3)),
    ([["2022年基金收支总表", "单位：万元"], ["基金", "收入", "支出"], ["失业保险基金", "3"]], (3, 3)),
    ([["2022年基金收支总表", "单位：万元"], ["基金", "支出"], ["失业保险基金", "3"], ["城乡居民基本养老保险基金", ""]], (4, 2)),
])  # fmt: skip
def test_a_figure_of_two_columns_or_rows_of_a_form_is_asked_about(
    cells: list[list[str]], merged: tuple[int, int]
) -> None:
    def told(figure: str) -> list[str]:
        rows = [[cell.replace("3", figure) if cell == "3" else cell for cell in row] for row in cells]
        sheet = Sheet("表", "表", tuple(enumerate(map(tuple, rows), start=1)), merged={merged: (3, 2)})
        return [problem("zh") for table in read_form(sheet) or [] for problem in table.problems]

    assert len(told("3")) == 1 and "与B3合并" in told("3")[0] and told("—") == []


@pytest.mark.parametrize("order", ["u1a2b", "1a2bu", "u1au2b", "1ua2ub", "1au2bu"])
def test_units_before_or_behind_the_items_are_those_of_both_sides(order: str) -> None:
    """Also where one column holds them for both."""
    heads, row = (
        {"u": "单位", "1": "收入项目", "2": "支出项目"},
        {"u": "万元", "1": "利息收入", "2": "转移支出", "a": 5, "b": 3},
    )
    cells = [["2022年失业保险基金收支表（元）"], [heads.get(c, "决算数") for c in order], [row[c] for c in order]]
    imported = read_files([workbook({"表": cells})])
    assert [one.actual_yuan for one in imported.dataset.lines] == [50_000, 30_000] and "没有读入" not in said(imported)


def test_a_unit_behind_an_item_is_that_rows() -> None:
    lines = "单位：万元,,,\n基金,项目,类别,执行数\n失业保险,失业保险金支出,支出,5\n失业保险,职业培训和职业介绍补贴支出（元）,支出,150\n"
    assert spent(read_files(office(lines)).dataset, "unemployment") == 50_150


def test_months_of_a_title_and_of_the_dataset_agree() -> None:
    lines = "2022年1—9月失业保险基金收支表,,\n基金,项目,执行数（万元）\n失业保险,失业保险金支出,5\n"
    assert any("1至9月" in line for line in refused(office(lines)))
    meta = META.replace("base_year", "base_year,months_covered").replace("2022", "2022,9")
    assert read_files(office(lines, meta)).dataset.meta.months_covered == 9


def test_what_is_said_in_english_has_no_chinese_punctuation_but_the_files_own() -> None:
    for layout in LAYOUTS:
        for notice in read_files([file(layout, "among")]).notices:
            assert not set("，、；。（）") & set(notice("en").replace("编制单位：", "")), notice("en")


def test_the_base_year_is_the_newest_that_has_an_outturn() -> None:
    rows = [
        ["2023年失业保险基金收支预算表"],
        ["单位：万元"],
        ["项目", "2022年预计执行数", "2023年预算数"],
        ["一、失业保险金支出", 4, 5],
    ]
    dataset = read_files([workbook({"表一": rows})]).dataset
    assert dataset.base_year == 2022 and spent(dataset, "unemployment") == 40_000
    rows = [[cell for at, cell in enumerate(row) if at != 1] if len(row) > 1 else row for row in rows]
    assert any("没有决算数或执行数" in line for line in refused([workbook({"表一": rows})]))


def test_where_all_is_passed_over_that_is_what_is_missing() -> None:
    rows = [["2022年工伤保险基金收支表"], ["单位：万元"], ["项目", "决算数"], ["工伤待遇支出", 5], ["合计", 5]]
    found = refused([workbook({"表一": rows})])
    assert any("工伤保险" in line and "不测算" in line for line in found) and any(
        "缺少“收支”表" in line for line in found
    )


def test_a_fund_in_the_title_is_every_rows() -> None:
    text = "2022年失业保险基金收支表,,\n单位：万元,,\n项目,类别,决算数\n失业保险金支出,支出,5\n春风补贴,收入,2\n合计,支出,5\n"
    dataset = read_files(office(text)).dataset
    assert {(r.name_zh, r.kind) for r in dataset.lines} == {("", "expenditure"), ("春风补贴", "income"), ("", "total")}


def test_a_line_that_says_no_side_has_that_of_the_rows_above_or_of_the_title() -> None:
    rows = [["2022年失业保险基金收支表"], ["单位：万元"], ["项目", "决算数"], ["失业保险费收入", 700], ["夏雨津贴", 5], ["收入合计", 705],
            ["失业保险金支出", 600], ["春风补贴", 55], ["支出合计", 655]]  # fmt: skip
    titled = office(
        "2022年失业保险基金支出表,,\n基金,项目,执行数（万元）\n失业保险,春风补贴,2\n失业保险,失业保险金支出,5\n"
    )
    for files, sides in (
        ([workbook({"表": rows})], {"夏雨津贴": "income", "春风补贴": "expenditure"}),
        (titled, {"春风补贴": "expenditure"}),
    ):
        assert {r.name_zh: r.kind for r in read_files(files).dataset.lines if r.name_zh} == sides


def test_what_is_passed_over_is_not_among_what_must_be_mended() -> None:
    for empty in (File("t.xlsx", template()), File("t.zip", csv_zip())):
        assert len(refused([empty])) == 4
