"""Lawful layouts of an account: each is read to the fen, or asked about; no figure goes to another place without a word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from office import csv, refused, workbook

from sifund.importer import grid
from sifund.importer.forms import read_form
from sifund.importer.heads import read_head
from sifund.importer.period import months_beside, months_in
from sifund.importer.sheet import Sheet
from sifund.importer.source import read_files
from sifund.importer.units import unit_mentioned

Rows = list[list[object]]
TITLE, UNIT = "2022年失业保险基金收支决算表", "单位：万元"
HEADS: list[object] = ["项目", "预算数", "决算数"]
BENEFIT: list[object] = ["一、失业保险金支出", 52, 51]
TRANSFER: list[object] = ["二、转移支出", 6, 5]


def sheet(*rows: list[object], merged: dict[tuple[int, int], tuple[int, int]] | None = None, name: str = "表") -> Sheet:
    cells = tuple((number, tuple(map(str, row))) for number, row in enumerate(rows, start=1))
    return Sheet(f"own.xlsx!{name}", name, cells, merged=merged or {})


def figures(made: Sheet) -> Mapping[Any, object]:
    """Budget, outturn and unit of the title's year, by item; or the codes of the problems."""
    tables = read_form(made) or []
    if problems := [problem.code for table in tables for problem in table.problems]:
        return dict.fromkeys(problems)
    return {
        row["line"].strip(): (row.get("budget", ""), row.get("actual", ""), row.get("unit") or table.headings["actual"].unit or table.unit)
        for table in tables for _, row in table.rows if row.get("year", "2022") == "2022" and "actual" in table.headings
    }  # fmt: skip


READ: dict[object, object] = {BENEFIT[0]: ("52", "51", "万元"), TRANSFER[0]: ("6", "5", "万元")}
LAST_YEAR: Rows = [["上年", "", "本年", ""], ["去年", "", "2022年", ""], ["2021", "", "2022", ""], ["二〇二一年", "", "当年", ""],
             ["2021 年", "", "2022 年", ""]]  # fmt: skip


@pytest.mark.parametrize("over", LAST_YEAR)
def test_the_year_before_in_an_upper_heading_is_no_figure_of_this_year(over: list[object]) -> None:
    rows: Rows = [[TITLE, UNIT], ["项目", *over], ["", *["预算数", "决算数"] * 2]]
    assert figures(sheet(*rows, [BENEFIT[0], 9, 9, 52, 51], [TRANSFER[0], 9, 9, 6, 5])) == READ


@pytest.mark.parametrize(("heads", "row", "expected"), [
    ([["项目", "市本级", "", "全市", ""], ["", *["预算数", "决算数"] * 2]], [9, 9, 52, 51], {"two_columns": None}),
    ([["项目", "预算数", "", "决算数"], ["", "年初数", "调整数", ""]], [9, 52, 51], {BENEFIT[0]: ("52", "51", "万元")}),
    ([["项目", "预算数", "调整预算数", "决算数"]], [9, 52, 51], {BENEFIT[0]: ("52", "51", "万元")}),
    ([["项目", "预算数", "本月", "累计"], ["", "", "执行数", "执行数"]], [52, 9, 51], {BENEFIT[0]: ("52", "51", "万元")}),
    ([["项目", "与上年相比", "", "预算数", "决算数"], ["", "金额", "%", "", ""]], [9, 9, 52, 51], {BENEFIT[0]: ("52", "51", "万元")}),
    ([["项目", "预算数", "1-6月执行数", "全年执行数"]], [52, 9, 51], {BENEFIT[0]: ("52", "51", "万元")}),
    ([["项目", "预算数", "决算数"]], ["5", "200", "5", "148.5"], {"no_heading": None}),
])  # fmt: skip
def test_two_columns_that_may_be_one_figure_and_figures_under_no_heading_are_asked_about(
    heads: Rows, row: list[object], expected: dict[object, object]
) -> None:
    assert figures(sheet([TITLE, UNIT], *heads, [BENEFIT[0], *row])) == expected


@pytest.mark.parametrize(("above", "heads"), [
    (["单位：人、万元"], HEADS), (["单 位： 万 元"], HEADS), (["人民币万元"], HEADS), (["【万元】"], HEADS),
    (["单位：万元人民币"], HEADS),
    ([], ["项目（万元）", *HEADS[1:]]), ([], [*HEADS, "单位：万元"]), ([], ["项目", "预算数：万元", "决算数万元"]),
])  # fmt: skip
def test_a_unit_is_read_wherever_it_is_stated(above: list[object], heads: list[object]) -> None:
    assert figures(sheet([TITLE], above, heads, BENEFIT, TRANSFER)) == READ


def test_a_unit_that_is_mentioned_and_stated_nowhere_is_asked_about() -> None:
    for made in (
        sheet(HEADS, BENEFIT, ["注：金额以万元计"]),
        sheet(HEADS, BENEFIT, name="失业（万元）"),
        sheet([f"{TITLE} 亿元"]),
    ):
        assert unit_mentioned(made)
    assert not unit_mentioned(sheet([TITLE], HEADS, ["价格补贴（每人300万元）", 1, 2]))
    text = f"{TITLE},,\n项目,预算数（万元）,决算数\n失业保险金支出,52,51\n"
    assert any("写有“万元”" in line for line in refused([csv("表", text)]))


def test_months_are_read_beside_a_title_and_days_of_writing_are_none() -> None:
    for words, expected in {
        "2022年1-6月": (6, ""), "1—6月": (6, ""), "2022.1-6": (6, ""), "一至六月": (6, ""), "202201-202206": (6, ""),
        "报告期：2022年6月": (None, "6月"),
        "截至2022年6月30日": (None, "2022年6月30日"), "2022年12月31日": (None, ""), "2022年12月": (12, ""),
        "填报日期：2022年6月1日": (None, ""),        "2023年1月15日": (None, ""), "2022-1-15": (None, "2022-1-15"),
    }.items():  # fmt: skip
        assert months_beside(words, 2022) == expected, words
    assert months_in("失业保险基金2022-06") == (None, "2022-06")
    rows = f"{TITLE},,\n2022年1-6月,,{UNIT}\n项目,预算数,决算数\n失业保险金支出,52,51\n"
    assert read_files([csv("表", rows)]).dataset.meta.months_covered == 6


def test_a_table_below_another_has_its_own_heads_unit_and_side_and_repeated_heads_are_one() -> None:
    below: Rows = [[TITLE], ["单位：元"], ["项目", "决算数", "预算数"], [TRANSFER[0], 50_000, 60_000]]
    assert figures(sheet([TITLE], [UNIT], HEADS, BENEFIT, *below)) == READ | {TRANSFER[0]: ("60000", "50000", "元")}
    assert figures(sheet([TITLE], [UNIT], HEADS, BENEFIT, [TITLE], [UNIT], HEADS, TRANSFER)) == READ
    other: Rows = [["城乡居民基本养老保险基金"], ["一、转移支出", 1, 1]]
    assert figures(sheet([TITLE, UNIT], HEADS, BENEFIT, *other)) == {"other_fund": None}


def test_items_in_two_columns_years_in_one_and_merged_figures() -> None:
    split: Rows = [["项目", "", *HEADS[1:]], ["支出", *BENEFIT], ["", *TRANSFER]]
    assert figures(sheet([TITLE, UNIT], *split)) == READ
    assert figures(sheet([TITLE, UNIT], HEADS, BENEFIT, ["", 6, 5])) == {"no_item": None}
    assert figures(sheet([TITLE, UNIT], HEADS, BENEFIT, [TRANSFER[0], 6, ""], merged={(4, 3): (4, 2)})) == {
        "merged": None
    }
    years: Rows = [["年度", *HEADS], ["2021年", BENEFIT[0], 9, 9], ["2022", *BENEFIT]]
    assert figures(sheet([TITLE, UNIT], *years)) == {BENEFIT[0]: READ[BENEFIT[0]]}


def test_columns_of_items_have_years_measures_and_units_of_their_own() -> None:
    rows: Rows = [["2022年社会保险基金收支总表"], ["基金", "上年收入（亿元）", "收入（亿元）", "支出（万元）", ""],
                  ["", "", "", "预算数", "决算数"],
                  ["失业保险基金", 8, 9, 8, 7]]  # fmt: skip
    dataset = read_files([workbook({"总表": rows})]).dataset
    assert {(r.item, r.year): r.amount_yuan for r in dataset.accounts} == {
        ("income", 2021): 8e8, ("income", 2022): 9e8, ("expenditure", 2022): 70_000,
    }  # fmt: skip
    total = dataset.line("unemployment.total")
    assert total and (total.budget_yuan, total.actual_yuan) == (80_000, 70_000)


def test_sums_are_compared_in_yuan_and_by_the_figures_that_they_have() -> None:
    rows: Rows = [["2022年机关事业单位基本养老保险基金收支表"], ["单位：万元"], ["项目", "2022年决算数", "2023年预算数"],
                  ["社会保险待遇支出", 110, 120],
                  ["基本养老金支出（元）", 1_100_000, 1_200_000], ["１．转移支出", 5, 6], ["支出合计", 115, 126]]  # fmt: skip
    lines = {
        (r.line, r.year): r.budget_yuan or r.actual_yuan for r in read_files([workbook({"表": rows})]).dataset.lines
    }
    assert lines == {
        ("public.pension", 2022): 1_100_000, ("public.transfer_out", 2022): 50_000, ("public.total", 2022): 1_150_000,
        ("public.pension", 2023): 1_200_000, ("public.transfer_out", 2023): 60_000, ("public.total", 2023): 1_260_000,
    }  # fmt: skip


def test_numbering_that_begins_anew_on_the_other_side_itemises_no_line_of_this_one() -> None:
    rows: Rows = [[TITLE], [UNIT], HEADS, ["一、转移收入", 6, 5], ["1.失业保险金支出", 52, 51], ["支出合计", 52, 51]]
    dataset = read_files([workbook({"表": rows})]).dataset
    assert {r.line.partition(".")[2]: r.actual_yuan for r in dataset.lines} == {
        "transfer_in": 50_000, "benefit": 510_000, "total": 510_000,
    }  # fmt: skip


def test_what_a_cover_says_of_unit_and_months_and_another_sheet_of_months_counts() -> None:
    account: Rows = [[TITLE], [UNIT], HEADS, BENEFIT]
    cover: Rows = [["2022年1-6月社会保险基金决算"], ["2023年1月"]]
    assert read_files([workbook({"封面": cover, "表": account})]).dataset.meta.months_covered == 6
    bare = workbook({"封面": [["2022年社会保险基金决算"], [UNIT]], "表": [[TITLE], HEADS, BENEFIT]})
    assert any("写有“万元”" in line for line in refused([bare]))
    march: Rows = [["2022年3月机关事业单位基本养老保险基金收支表"], [UNIT], HEADS, TRANSFER]
    assert any("“3月”看不出" in line for line in refused([workbook({"表": account, "表二": march})]))


@pytest.mark.parametrize("mark", [";", "\t"])
def test_a_csv_is_parted_by_what_most_lines_hold(mark: str) -> None:
    rows: Rows = [[TITLE], [UNIT], HEADS, ["失业保险金支出", "1,052", "1,051"], TRANSFER]
    text = "\n".join(mark.join(map(str, row)) for row in rows)
    assert {r.actual_yuan for r in read_files([csv("表", text)]).dataset.lines} == {10_510_000, 50_000}


def test_a_percent_beside_an_amount_of_change_is_no_amount() -> None:
    assert read_head(("比上年增减", "%")).measure == "stated_yoy"
    assert read_head(("比上年增减", "金额")).aside and read_head(("决算数比预算数",)).aside


def test_a_long_print_has_its_headings_looked_at_once_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not every row again for every page, nor one table within the other: a print of many pages took minutes."""
    looked: list[tuple[str, ...]] = []
    monkeypatch.setattr(grid, "read_head", lambda texts: looked.append(texts) or read_head(texts))
    page: Rows = [[TITLE, "", ""], [UNIT, "", ""], HEADS]
    lines: Rows = [[f"某项支出{number}", number, number + 1] for number in range(400)]
    rows = [row for at in range(0, 400, 20) for row in (*page, *lines[at : at + 20])]
    assert sum(len(table.rows) for table in read_form(sheet(*rows)) or []) == 400
    assert len(looked) < 20 * len(page) * 4
    below: Rows = []
    for year in range(2000, 2500):
        below += [[f"{year}年失业保险基金收支表", ""], ["项目", "决算数"], [BENEFIT[0], 1]]
    assert len([table for table in read_form(sheet(*below)) or [] if table.rows]) == 500
