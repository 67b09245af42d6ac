"""Numbers and units of a cell, each by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest
from office import META, csv

from sifund.importer.numbers import rounding_step
from sifund.importer.source import read_files


@pytest.mark.parametrize(
    ("written", "step"), [("7.8", "0.1"), ("1145", "1"), ("1200.00", "0.01"), ("1.2E+3", "1"), ("0", "1")]
)
def test_the_step_of_a_figure_is_its_last_digits_and_never_above_one(written: str, step: str) -> None:
    assert rounding_step(Decimal(written)) == Decimal(step)


@pytest.mark.parametrize(("words", "yuan"), [("（万元）", 12_000_000), ("（元）", 1_200), ("（内部资料）", 1_200)])
def test_brackets_over_a_table_name_its_unit_where_they_hold_one(words: str, yuan: float) -> None:
    rows = [["收支情况"], [words], ["基金", "项目", "年度", "执行数"], ["失业保险", "失业保险金支出", 2022, 1200]]
    text = "\n".join(",".join(map(str, row)) for row in rows) + "\n"
    line = read_files([csv("meta", META), csv("lines", text)]).dataset.line("unemployment.benefit")
    assert line and line.actual_yuan == yuan
