"""The shipped data, its source notation and grounds, and what a wrong table is answered with."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given as example_of
from hypothesis import settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from support import amount, given, plain_line, read_path, small

from sifund import catalog
from sifund import dataset as datasets
from sifund.dataset import HOME, Dataset, codes, find, load, save
from sifund.dataset.schema import TABLES
from sifund.importer.numbers import evaluate, parse_number
from sifund.model.baseline import Baseline
from sifund.problem import SifundError

SOURCE = HOME / "urumqi-2021"
FUNDS = "public|resident|unemployment"
PLACE = re.compile(rf"0:1|1:\d+|2:({FUNDS})|3\.1:\d+|3\.2:0|3\.2:({FUNDS}):\d+")
IMPLIED_2020 = {  # 万元, 2021 ÷ (1 + year-on-year)
    "public.pension": 289_675, "public.transfer_out": 383, "public.total": 290_669,
    "resident.basic_pension": 17_418, "resident.account_pension": 833, "resident.funeral": 228,
    "resident.transfer_out": 7.94, "resident.total": 18_487,
    "unemployment.benefit": 15_538, "unemployment.medical": 8_726, "unemployment.funeral": 139,
    "unemployment.stabilisation_refund": 35_392, "unemployment.skills": 57.6, "unemployment.other_cost": 2_694,
    "unemployment.assistance": 3_083, "unemployment.transfer_out": 55, "unemployment.total": 65_761,
    "unemployment.remit_up": 6_612, "all.total": 374_917 + 6_612,
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped CSV tables, to spoil."""
    for path in SOURCE.glob("*.csv"):
        shutil.copy(path, tmp_path)
    return tmp_path


def spoil(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1))


def refused(folder: Path) -> list[str]:
    """What a folder is refused for: one plain line a problem, as many in both languages."""
    with pytest.raises(SifundError) as caught:
        read_path(folder)
    assert all(map(plain_line, caught.value.lines("zh"))), caught.value.lines("zh")
    assert all(map(plain_line, caught.value.lines("en")))
    return caught.value.lines("en")


# --- CSV and Parquet ----------------------------------------------------------------------------------------------------


def test_csv_and_committed_parquet_agree(dataset: Dataset, tmp_path: Path) -> None:
    read = read_path(SOURCE).dataset
    save(read, tmp_path)
    rebuilt = load(tmp_path)
    assert read.fingerprint == rebuilt.fingerprint == dataset.fingerprint
    for table in TABLES:
        assert_frame_equal(rebuilt.frame(table), dataset.frame(table))
        name = f"{table}.parquet"
        assert (tmp_path / name).read_bytes() == (SOURCE / name).read_bytes(), name


def test_building_twice_gives_the_same_bytes(dataset: Dataset, tmp_path: Path) -> None:
    for name in ("a", "b"):
        save(dataset, tmp_path / name)
        save(dataset, tmp_path / name)  # over what is there
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()
    assert {p.name for p in (tmp_path / "a").iterdir()} == {f"{t}.parquet" for t in TABLES}


def test_fingerprint_is_of_the_content() -> None:
    row = amount("unemployment.benefit", 1e6)
    assert small([row]).fingerprint == small([row]).fingerprint
    assert small([row]).fingerprint != small([amount("unemployment.benefit", 1e6 + 1)]).fingerprint
    assert small([row]).fingerprint != small([row], [given("unemployment.benefit_standard", 1_000)]).fingerprint
    assert re.fullmatch("[0-9a-f]{12}", small([row]).fingerprint)


# --- every figure has its ground ----------------------------------------------------------------------------------------


def test_the_2020_figures_that_2021_implies(dataset: Dataset) -> None:
    for key, wan in IMPLIED_2020.items():
        row = dataset.line(key, 2020)
        assert row and row.actual_yuan is not None and row.basis == "derived" and row.formula
        assert row.actual_yuan / 1e4 == pytest.approx(wan, abs=0.6 if isinstance(wan, int) else 0.05), key
    training = dataset.line("unemployment.training", 2020)
    assert training and training.actual_yuan and 60e4 <= training.actual_yuan <= 100e4


def test_stated_completion_is_against_the_adjusted_budget(dataset: Dataset) -> None:
    checked = 0
    for row in dataset.lines:
        if row.stated_completion_percent is not None and row.actual_yuan and row.budget_yuan:
            low, high = ((row.actual_yuan + s * (row.actual_step_yuan or 0) / 2)
                         / (row.budget_yuan - s * (row.budget_step_yuan or 1e4) / 2) * 100 for s in (-1, 1))  # fmt: skip
            assert low - 0.006 <= row.stated_completion_percent <= high + 0.006, row.line
            checked += 1
    assert checked >= 15


def test_amounts_keep_the_rounding_of_the_print(dataset: Dataset) -> None:
    rows = {k: dataset.line(k) for k in ("public.pension", "resident.transfer_out", "unemployment.training")}
    steps = {k: row.actual_step_yuan for k, row in rows.items() if row}
    assert list(steps.values()) == [10_000, 1_000, 1]
    printed = dataset.account("all", "expenditure")
    assert printed and printed.amount_yuan == 3_930_470_000  # the 万元 figure, not the 39.3亿 one


def test_every_source_is_well_formed(dataset: Dataset) -> None:
    seen = 0
    for table in ("lines", "accounts", "parameters", "indicators", "reasons"):
        for row in dataset.rows(table):
            source = getattr(row, "source")  # noqa: B009
            assert source or row.basis == "assumed", row  # type: ignore[attr-defined]
            for place in filter(None, source.split("; ")):
                assert PLACE.fullmatch(place), (table, place)
                seen += 1
    assert seen > 100


def test_every_row_of_the_data_has_its_ground(dataset: Dataset) -> None:
    for row in (*dataset.lines, *dataset.accounts, *dataset.parameters, *dataset.indicators, *dataset.reasons):
        if row.basis == "assumed":
            assert row.reason_zh and row.reason_en
            low = getattr(row, "low", getattr(row, "low_yuan", None))
            high = getattr(row, "high", getattr(row, "high_yuan", None))
            value = getattr(row, "value", getattr(row, "amount_yuan", None))
            assert low is not None and high is not None and low < high and low <= value <= high, row
        else:
            assert row.source if row.basis == "reported" else row.formula


def test_every_value_of_the_baseline_has_its_ground(base: Baseline) -> None:
    for key, value in base.values.items():
        p = catalog.parameter(key)
        for ground in value.grounds:
            assert ground.says.zh and ground.says.en, key
            if ground.basis == "reported":
                assert ground.source, key
            if ground.basis == "assumed" and not p.options:  # choices have no range
                assert ground.low is not None and ground.high is not None and ground.low < ground.high, key


def test_assumed_values_without_a_range_have_twenty_percent(base: Baseline) -> None:
    for key, value in (("public.wage_base", 8_000), ("resident.match", 60), ("resident.central_share", 60)):
        ground = base.values[key].grounds[0]
        assert (ground.low, ground.high) == pytest.approx((0.8 * value, 1.2 * value))


# --- wrong tables -------------------------------------------------------------------------------------------------------


def test_all_problems_are_reported_at_once(folder: Path) -> None:
    spoil(folder, "lines.csv", ",303642,303642,311140,", ",303642,303642,31万,")
    spoil(folder, "lines.csv", "resident.funeral,expenditure,2021,万元", "resident.funeral,expenditure,2021,斤")
    spoil(folder, "accounts.csv", "all,2021,closing", "all,2021,rest")
    spoil(folder, "parameters.csv", "unemployment.benefit_standard,2021-04", "unemployment.benefit_standard,2021-14")
    spoil(folder, "indicators.csv", ",outcome,", ",guess,")
    lines = refused(folder)
    assert len(lines) == 5
    for place, column, value, allowed in [
        ("lines.csv:2", "actual", "31万", "number"), ("lines.csv:7", "unit", "斤", "万元"),
        ("accounts.csv:5", "item", "rest", "opening"), ("parameters.csv:13", "from_month", "2021-14", "2022-04"),
        ("indicators.csv:", "kind", "guess", "target"),
    ]:  # fmt: skip
        assert any(all(x in line for x in (place, column, value, allowed)) for line in lines), (place, lines)


@pytest.mark.parametrize(("file", "old", "new", "words"), [
    ("meta.csv", "urumqi-2021,", "Urumqi 2021,", ["meta.csv:2", "code", "Urumqi 2021"]),
    ("meta.csv", ",2021,12,", ",2021,13,", ["meta.csv:2", "months_covered", "13", "12"]),
    ("lines.csv", "3.2:public:1; 2:public", "", ["lines.csv:2", "reported", "source"]),
    ("accounts.csv", "assumed,,报告只给出三项合计；以其余两项的假设后的余数", "assumed,,", ["accounts.csv:7", "reason"]),
    ("lines.csv", ",303642,303642,311140,", ",303642,303642,-5,", ["lines.csv:2", "actual", "-5", "0"]),
    ("lines.csv", ",303642,303642,311140,", ",303642,303642,nan,", ["lines.csv:2", "actual", "nan"]),
    ("lines.csv", "public.transfer_out,expenditure,2021", "public.pension,expenditure,2021", ["lines.csv:3", "2"]),
    ("parameters.csv", "12418 / (311140 - 12418) * 100", "12418 / 0", ["parameters.csv:2", "formula"]),
    ("parameters.csv", "12418 / (311140 - 12418) * 100", "().__class__", ["parameters.csv:2", "formula"]),
    ("parameters.csv", "unemployment.insured,", "unemployment.insurde,", ["unemployment.insurde", "unemployment.insured"]),
    ("parameters.csv", "refund_rate_sme,2021-01,60", "refund_rate_sme,2021-01,160", ["refund_rate_sme", "160", "0", "100"]),
    ("lines.csv", "public,public.pension,expenditure,2021", "publik,publik.pension,expenditure,2021", ["publik", "public"]),
])  # fmt: skip
def test_a_wrong_cell_is_named(folder: Path, file: str, old: str, new: str, words: list[str]) -> None:
    spoil(folder, file, old, new)
    (line,) = refused(folder)
    assert all(word in line for word in words), line


def test_missing_and_unreadable_files(folder: Path, tmp_path: Path) -> None:
    (folder / "meta.csv").unlink()
    (folder / "lines.csv").write_bytes(b'fund,line\n\xff\xfe,\x00"a\n')
    lines = refused(folder)
    assert any("meta.csv" in line and "missing" in line for line in lines)
    assert any("lines.csv" in line for line in lines)


@pytest.mark.parametrize(("old", "new"), [
    (",303642,303642,311140,", ",303642,303642,9e999999,"),  # decimal.Overflow
    (",303642,303642,311140,", ",303642,303642,1e-9999999,"),  # decimal.InvalidOperation
    ("311140 / (1 + 7.41/100)", "{311140"),  # braces of the parser's message
    ("311140 / (1 + 7.41/100)", "1e400"),  # decimal.InvalidOperation
])  # fmt: skip
def test_wild_figures_are_refused(folder: Path, old: str, new: str) -> None:
    spoil(folder, "lines.csv", old, new)
    assert "lines.csv" in refused(folder)[0]


def test_a_wild_column_name_is_plain_in_the_message(folder: Path) -> None:
    spoil(folder, "parameters.csv", "key,from_month", '"ke\ny<b>",from_month')
    refused(folder)


@pytest.mark.parametrize(("file", "old", "new"), [
    ("lines.csv", "public,public.pension,expenditure,2021", "resident,public.pension,expenditure,2021"),
    ("lines.csv", "public,public.pension,expenditure,2021", "public,public.pension,income,2021"),
    ("parameters.csv", "unemployment.refund_rate_sme,2021-01,60,", "unemployment.refund_gate,2021-01,0.5,"),
])  # fmt: skip
def test_contradictions_are_refused(folder: Path, file: str, old: str, new: str) -> None:
    spoil(folder, file, old, new)
    refused(folder)


@example_of(st.text(max_size=30), st.sampled_from(["311140", "reported", "万元", "2021", "3.2:public:1; 2:public"]))
@settings(max_examples=40)
def test_any_cell_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, cell: str, instead_of: str) -> None:
    folder = tmp_path_factory.mktemp("cell")
    for path in SOURCE.glob("*.csv"):
        shutil.copy(path, folder)
    quoted = '"' + cell.replace('"', '""') + '"'
    spoil(folder, "lines.csv", instead_of, quoted)
    problems: list[str] = []
    try:
        read_path(folder)
    except SifundError as error:
        problems = [*error.lines("zh"), *error.lines("en")]
    assert all(map(plain_line, problems))


def test_damaged_parquet_is_named(dataset: Dataset, tmp_path: Path) -> None:
    save(dataset, tmp_path)
    (tmp_path / "lines.parquet").write_bytes(b"not parquet")
    with pytest.raises(SifundError) as caught:
        load(tmp_path)
    assert "lines.parquet" in caught.value.lines("zh")[0]


def test_a_dataset_needs_lines_of_its_base_year() -> None:
    with pytest.raises(SifundError) as caught:
        small([amount("unemployment.benefit", 1e6, year=2020)])
    assert "2022" in caught.value.lines("en")[0]


# --- finding ------------------------------------------------------------------------------------------------------------


def test_an_offices_own_data_come_before_the_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = small([amount("unemployment.benefit", 1e6)])
    save(own, tmp_path / "small")
    monkeypatch.setenv("SIFUND_DATA", str(tmp_path))
    assert codes() == ["urumqi-2021", "small"]
    assert find("small").fingerprint == find(str(tmp_path / "small")).fingerprint == own.fingerprint


@pytest.mark.parametrize("name", ["atlantis", "", "../data", "a\0b", "<b>", "{x}"])
def test_an_unknown_dataset_is_refused(name: str) -> None:
    with pytest.raises(SifundError) as caught:
        find(name)
    assert all(plain_line(line) for lang in ("zh", "en") for line in caught.value.lines(lang))


def test_a_name_too_long_for_a_file_is_refused() -> None:
    with pytest.raises(SifundError):
        datasets.find("a" * 5_000)


# --- figures as people write them ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "value"), [("1,234.5", 1234.5), (" 7.8 ", 7.8), ("−1.78", -1.78), ("-0.5", -0.5)])
def test_numbers_as_written(text: str, value: float) -> None:
    assert float(parse_number(text)) == value


@pytest.mark.parametrize("text", ["", "１２", "nan", "inf", "12%", "1.2.3", "abc"])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        parse_number(text)


def test_formulas_are_arithmetic_only() -> None:
    assert evaluate("round(4150000 / 2325)") == 1785
    assert evaluate("-(6095.75 - 228.17) * 2") == pytest.approx(-11_735.16)
    for text in (
        "2 ** 999",
        "__import__('os')",
        "a + 1",
        "True + 1",
        "1 if 1 else 2",
        "1j",
        "",
        "(" * 300,
        "round(1, 2)",
    ):
        with pytest.raises(ValueError):  # noqa: PT011
            evaluate(text)
