"""The template: generated from the schema, taken back as it was filled in, text stays text."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import fastexcel
import pytest
from support import read_path

from sifund import catalog
from sifund.cli import main
from sifund.importer.archive import pack
from sifund.importer.columns import TABLE_NAMES, columns
from sifund.importer.example import EXAMPLE, prefilled
from sifund.importer.sheet import File
from sifund.importer.source import read_files
from sifund.importer.template import csv_files, csv_zip, workbook
from sifund.model.calibrate import calibrate
from sifund.model.case import Case
from sifund.model.gaps import unmodelled
from sifund.problem import SifundError


def sheets(data: bytes) -> dict[str, list[tuple[str | None, ...]]]:
    book = fastexcel.read_excel(data)
    return {
        name: book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_polars().rows()
        for name in book.sheet_names
    }


def test_the_example_is_the_same_dataset_from_workbook_csv_and_zip() -> None:
    forms = [read_files([File("a.xlsx", workbook(EXAMPLE))]), read_files(csv_files(EXAMPLE)),
             read_files([File("a.zip", pack(csv_files(EXAMPLE)))])]  # fmt: skip
    assert len({form.dataset.fingerprint for form in forms}) == 1
    assert [form.notices for form in forms] == [(), (), ()]
    dataset = forms[0].dataset
    benefit = dataset.line("unemployment.benefit", 2022)
    assert benefit and (benefit.initial_budget_yuan, benefit.budget_yuan, benefit.actual_yuan) == (
        5e7,
        5.2e7,
        51_485_000,
    )
    closing = dataset.account("unemployment", "closing")
    assert closing and closing.amount_yuan == 170_845_000 and closing.basis == "derived"
    assert dataset.steps("unemployment.refund_rate_sme")[0][1] == 90
    base = calibrate(dataset)
    own = [key for key in (row.line for row in dataset.lines) if ".own_" in key]
    assert list(base.flat) == [
        *own,
        "unemployment.unlisted_income",
    ]  # the total is 4万元 above contributions and interest
    assert "unemployment.stabilisation_refund" in base.modelled and Case(dataset).side("baseline").line_keys()
    assert any("价格临时补贴" in p("zh") for p in unmodelled(base))


def test_the_template_has_every_column_with_both_names_and_what_is_allowed() -> None:
    found = sheets(workbook())
    assert next(iter(found)) == "说明" and list(found)[-1] == "代码表"
    for table, name in TABLE_NAMES.items():
        heads = [cell for cell in found[name.zh][0] if cell]
        assert heads == [f"{c.name.zh} {c.key}" for c in columns(table)]
        assert found[f"示例{name.zh}"][0][: len(heads)] == tuple(heads)
        assert len(found[f"示例{name.zh}"]) == 1 + len(EXAMPLE[table])
    notes = "\n".join(" ".join(filter(None, row)) for row in found["说明"])
    for column in (c for table in TABLE_NAMES for c in columns(table)):
        assert column.heading in notes and column.allowed.zh in notes and column.allowed.en in notes, column.key
    keys = {row[0] for row in found["代码表"]}
    assert set(catalog.parameters()) | set(catalog.lines()) <= keys


def test_text_stays_text_and_figures_are_figures() -> None:
    rows = {"meta": [{"code": "x", "name_zh": "=cmd('calc')", "name_en": "+1", "base_year": "2022"}],
            "lines": [{"fund": "失业保险", "line": "@SUM(A1)", "actual": "1,234.5", "document": "-1"}]}  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(workbook(rows))) as book:
        parts = {name: book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")}
    assert not any("<f>" in part or "<f " in part for part in parts.values())
    assert "<v>1234.5</v>" in parts["xl/worksheets/sheet2.xml"]


def test_the_template_comes_back_once_filled_in_and_empty_rows_do_not_matter() -> None:
    rows = {table: [dict(row) for row in found] for table, found in prefilled().items()}
    rows["meta"][0] |= {"code": "mine", "name_zh": "本市", "base_year": "2022"}
    assert {row["line"] for row in rows["lines"]} >= {line.name.zh for line in catalog.lines().values()}
    for row in rows["lines"]:
        if row["fund"] == "失业保险" and row["line"] == "失业保险金支出":
            row["actual"] = "100"
    found = read_files([File("mine.xlsx", workbook(rows))])
    assert [(r.line, r.actual_yuan, r.year) for r in found.dataset.lines] == [("unemployment.benefit", 1_000_000, 2022)]


def test_the_empty_template_asks_for_what_is_needed() -> None:
    for files in ([File("a.xlsx", workbook())], [File("a.zip", csv_zip())]):
        with pytest.raises(SifundError) as caught:
            read_files(files)
        assert {p.subject.split()[-1] for p in caught.value.problems} == {"code", "name_zh", "name_en", "base_year"}


def test_the_same_template_every_time() -> None:
    assert workbook() == workbook() and [f.data for f in csv_files()] == [f.data for f in csv_files()]


@pytest.mark.parametrize("name", ["t.xlsx", "t.zip", "folder"])
def test_the_command_writes_it_and_overwrites_nothing(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / name
    assert main(["template", "--output", str(target)]) == 0
    assert str(target) in capsys.readouterr().out and target.exists()
    with pytest.raises(SifundError, match="base_year"):
        read_path(target)
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    assert main(["template", "--output", str(target), "--lang", "zh"]) == 2
    assert "已经存在" in capsys.readouterr().err
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before
