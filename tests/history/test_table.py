"""The table of history: how it is read, what is refused and found in it, and that a reference opens as no city."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from support import amount, plain_line, read_path, sample, small

from sifund.checks.report import check
from sifund.cli import main
from sifund.dataset import HOME, SAMPLE, Dataset, codes, find, is_reference, kept_dataset, load
from sifund.dataset.schema import HistoryRow
from sifund.history.series import flows, series
from sifund.problem import SifundError

ROOT = Path(__file__).resolve().parents[2]
META = "code,name_zh,base_year\nown-1,某市,2022\n"
HEAD = "基金,科目,期间,计法,数值,单位,出处\n"


def row(
    period: str, value: float, counts: str = "cumulative", key: str = "unemployment.expenditure", **more: str
) -> HistoryRow:
    fund, _, item = key.partition(".")
    return HistoryRow.model_validate({
        "series": key, "fund": fund, "item": item, "period": period, "counts": counts, "value": value, "unit": "万元",
        "basis": "reported", "source": "test", **more,
    })  # fmt: skip


def held(*rows: HistoryRow, spent: float = 120e4) -> Dataset:
    return replace(
        small([amount("unemployment.benefit", spent), amount("unemployment.total", spent, kind="total")]), history=rows
    )


def read(folder: Path, text: str) -> Dataset:
    (folder / "meta.csv").write_text(META, encoding="utf-8")
    (folder / "历史.csv").write_text(text, encoding="utf-8")
    return read_path(folder).dataset


def test_the_shipped_series_are_what_their_csv_says() -> None:
    """Eight series of money that end each whole year, persons and rates; every figure with its release."""
    china = load(HOME / "china")
    assert read_path(HOME / "china").dataset.fingerprint == china.fingerprint
    assert all("人力资源" in r.source and "https://" in r.source for r in china.history)
    sides = flows(china)
    assert len(sides) == 8 and all(one.total(2023) and one.total(2016) is None for one in sides)
    assert {one.fund for one in sides} == {"unemployment", "resident", "urban_pension", "work_injury"}
    spent = next(one for one in sides if one.key == "unemployment.expenditure")
    assert spent.name.zh == "失业保险 · 支出" and spent.total(2023) == pytest.approx(1483e8, rel=0.01)
    assert (
        spent.totals(2016)[2016][1] == "estimated" and not check(china).of("error") and not check(china).of("warning")
    )


def test_a_table_that_came_later_leaves_the_fingerprints_of_before() -> None:
    assert sample().fingerprint == "3bd6e92f4fbd"
    assert replace(sample(), history=(row("2021", 1),)).fingerprint != sample().fingerprint


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_reference_opens_as_no_city(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    """No list of datasets has it; what asks for an office's accounts says plainly why not."""
    assert is_reference("china") and not is_reference(SAMPLE) and not is_reference("nowhere")
    assert "china" not in codes() and kept_dataset("china") is None
    for command in ("simulate", "parameters", "presets", "link"):
        assert main([command, "china", "--lang", lang]) == 2
        said = capsys.readouterr().err
        assert "china" in said and ("history" in said or "历史" in said or "series" in said), said
    assert main(["replay", "1;d=china.507bd1", "--lang", lang]) == 0
    assert "china" in capsys.readouterr().err
    with pytest.raises(SifundError):
        find("china")


def test_a_link_to_a_reference_says_what_it_is() -> None:
    page = AppTest.from_file(ROOT / "app.py", default_timeout=60)
    page.query_params["s"] = "1;d=china.507bd1"
    page.run()
    assert not page.exception and any("china" in w.value and "对照" in w.value for w in page.warning)


def test_an_office_writes_its_months_by_name(tmp_path: Path) -> None:
    """Funds, items and lines by name, months in any writing, a fund of its own that is named; blanks are passed over."""
    read_in = read(tmp_path, "基金,基金中文名,科目,期间,计法,数值,单位,出处\n" + "\n".join([
        "失业保险,,支出,2021年3月,累计,\"1,234.5\",万元,月报",
        "失业保险,,失业保险金支出,202104,当月,12,万元,月报",
        "unemployment,,支出,2020年,累计,5000,万元,年报",
        "medical,医疗保险,收入,2021-03,累计,9,亿元,月报",
        "失业保险,,支出,2021-04,累计,,万元,月报",
    ]))  # fmt: skip
    assert [(r.series, r.period, r.counts, r.value) for r in read_in.history] == [
        ("unemployment.expenditure", "2021-03", "cumulative", 1234.5), ("unemployment.benefit", "2021-04", "single", 12),
        ("unemployment.expenditure", "2020", "cumulative", 5000), ("medical.income", "2021-03", "cumulative", 9),
    ]  # fmt: skip
    assert [one.name.zh for one in series(read_in)] == [
        "失业保险 · 支出",
        "失业保险 · 失业保险金支出",
        "医疗保险 · 收入",
    ]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("医疗,收入,2021-03,累计,9,亿元,月报", "fund"),
        ("medical,收入,2021-03,累计,9,亿元,月报", "name"),
        ("失业保险,支出,2021.1,累计,9,亿元,月报", "October"),
        ("失业保险,支出,2021-13,累计,9,亿元,月报", "2021-13"),
        ("失业保险,支出,2021-03,累计,99999999999999999,亿元,月报", "10,000,000,000,000"),
        ("失业保险,支出,2021-03,大约,9,亿元,月报", "cumulative"),
        ("失业保险,支出,2021-03,累计,9,千元,月报", "万元"),
        ("失业保险,支出,2021-03,累计,9,亿元,月报\n失业保险,支出,2021-03,累计,9,亿元,月报", "repeats"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(tmp_path: Path, line: str, says: str) -> None:
    with pytest.raises(SifundError) as caught:
        read(tmp_path, HEAD + line)
    assert any(says in said for said in caught.value.lines("en")), caught.value.lines("en")
    assert all(map(plain_line, caught.value.lines("zh")))


WHOLE = [row(f"{year}-{month:02d}", month * 10.0) for year in (2019, 2020, 2021) for month in range(1, 13)]


@pytest.mark.parametrize(
    ("rows", "finds"),
    [
        (WHOLE, set()),
        ([row("2021-03", 9), row("2021-04", 8)], {"falling"}),
        ([row("2021-11", 9), row("2021-12", 8.9)], {"falling"}),
        ([*WHOLE, row("2022-12", 118.0)], {"year_ends"}),
        ([row("2022-12", 120.0), row("2022", 123.0)], {"year_ends"}),
        ([row(f"2022-{m:02d}", 11.0, "single") for m in range(1, 13)], {"year_ends"}),
        ([*WHOLE[:-1], row("2021-12", 1_200_000.0)], {"series_units"}),
        ([row("2021-03", 1), row("2022-03", 1, unit="人")], {"series_units"}),
        ([r for r in WHOLE if r.period != "2020-07"], {"months"}),
        ([*WHOLE, WHOLE[5]], {"duplicates"}),
    ],
)
def test_what_cannot_be_so_in_a_series_is_found(rows: list[HistoryRow], finds: set[str]) -> None:
    """The kinds of slip in months and years, each by its check and by no other of the series'."""
    keys = {f.check.key for f in check(held(*rows)).findings if f.place.table == "history"}
    assert keys == finds, keys
    assert all(f.meaning(lang) for f in check(held(*rows)).findings for lang in ("zh", "en"))


def test_months_alone_add_up_and_a_gap_is_unknown() -> None:
    """Single months come to a cumulative amount; where one is missing nothing after it is known."""
    one = series(held(*(row(f"2022-{m:02d}", 10.0, "single") for m in range(1, 13) if m != 5)))[0]
    assert one.to_date(2022, 4) == 40e4 and one.to_date(2022, 6) is None and one.total(2022) is None
