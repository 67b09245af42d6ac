"""Small words of documents."""

from __future__ import annotations

from support import amount, small

from sifund.report.wording import data_year


def test_a_year_of_which_a_part_is_reported_is_named_by_its_months() -> None:
    lines = [amount("unemployment.medical", 9e6)]
    assert [data_year(small(lines), year, "en") for year in (2021, 2022)] == [2021, 2022]
    before, base = (data_year(small(lines, months=9), year, "zh") for year in (2021, 2022))
    assert before == 2021 and "2022" in str(base) and "9月" in str(base)
