"""Tables of records: schemas as data, and a folder that says by name what is wrong with which table."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from sifund.problem import SifundError
from sifund.records.column import CODE, FEN, HASH, ID, MONTH
from sifund.records.folder import read
from sifund.records.part import Part
from sifund.records.tables import CORE, TABLES

EXPECTED = {
    "persons", "firms", "firm_years", "spells", "contributions", "claims", "payments", "refunds", "standards", "rates", "ledger",
    "bank", "registers", "skills", "tax", "treasury",
}  # fmt: skip


def written(folder: Path) -> Path:
    for name in CORE:
        TABLES[name].empty().write_parquet(folder / f"{name}.parquet")
    return folder


def test_every_table_is_declared() -> None:
    assert set(TABLES) == EXPECTED and EXPECTED - set(CORE) == {"registers", "skills", "tax", "treasury"}
    for table in TABLES.values():
        names = [column.name for column in table.columns]
        assert names == [name.lower() for name in names] and len(set(names)) == len(names)
        assert set(table.key) <= set(names) and (table.bucket is None or table.bucket in names)
        for column in table.columns:
            end = column.name.rpartition("_")[2]
            assert (end == "fen") == (column.kind is FEN) and (end == "hash") == (column.kind is HASH)
            assert (end == "id" or column.name == "resend_of") == (column.kind is ID)
            assert column.codes is None or column.kind is CODE
            assert column.name != "month" or column.kind is MONTH


def test_an_empty_table_says_so_and_is_scanned_as_declared(tmp_path: Path) -> None:
    folder = read(written(tmp_path))
    assert {folder.problems[name].code for name in CORE} == {"empty"} and not folder.has("payments")
    assert {folder.problems[name].code for name in set(TABLES) - set(CORE)} == {"missing"}
    for name, table in TABLES.items():
        assert folder.scan(name).collect_schema() == pl.Schema(table.schema)


@pytest.mark.parametrize(
    ("make", "code", "says"),
    [
        (lambda at: at.unlink(), "missing", "payments"),
        (lambda at: at.write_bytes(at.read_bytes()[:-9]), "damaged", "payments.parquet"),
        (lambda at: at.write_bytes(b""), "damaged", "payments.parquet"),
        (lambda at: pl.DataFrame({"a": [1]}).write_parquet(at), "foreign", "payment_id"),
        (lambda at: pl.read_parquet(at).with_columns(pl.lit(1.5).alias("amount_fen")).write_parquet(at), "foreign", "amount_fen"),
        (lambda at: pl.read_parquet(at).with_columns(pl.lit(1).alias("Period")).write_parquet(at), "foreign", "Period"),
        (lambda at: at.with_suffix("").mkdir(), "double", "payments"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_used_is_named(tmp_path: Path, make, code: str, says: str) -> None:
    make(written(tmp_path) / "payments.parquet")
    folder = read(tmp_path)
    wrong = folder.problems["payments"]
    assert wrong.code == code and wrong.subject == "payments" and folder.rows.get("payments") is None
    assert says in wrong("en") and "支付" in wrong("zh") and str(tmp_path) not in wrong("en")
    assert folder.refusal("payments", "claims") == [wrong, folder.problems["claims"]]


def test_a_column_that_may_be_missing_is_empty_then_in_all_parts_or_in_none(tmp_path: Path) -> None:
    persons = TABLES["persons"]
    frame = pl.DataFrame([dict.fromkeys(persons.schema)], schema=persons.schema).with_columns(id_valid=True)
    (tmp_path / "persons").mkdir()
    paths = [tmp_path / "persons" / f"part-000{number}.parquet" for number in (0, 1)]
    for path in paths:
        frame.select(list(persons.always)).write_parquet(path)
    folder = read(tmp_path)
    assert folder.has("persons") and folder.scan("persons").collect()["id_valid"].to_list() == [None, None]
    frame.drop("id_birth_month").write_parquet(paths[1])
    wrong = read(tmp_path).problems["persons"]
    assert wrong.code == "foreign" and "id_valid" in wrong("en") and "id_birth_month" not in wrong("en")


@pytest.mark.parametrize(("name", "column"), [("spells", "person_id"), ("tax", "firm_id")])
def test_parts_are_read_as_one_and_a_gap_is_seen(tmp_path: Path, name: str, column: str) -> None:
    """A part is one of a table that is bucketed by person, the whole of any other."""
    frame = pl.DataFrame([dict.fromkeys(TABLES[name].schema)], schema=TABLES[name].schema)
    (tmp_path / name).mkdir()
    for number in (0, 1):
        part = frame.with_columns(pl.lit(number, pl.Int64).alias(column))
        part.write_parquet(tmp_path / name / f"part-{number:04d}.parquet")
    folder = read(tmp_path)
    assert folder.rows[name] == 2 and folder.has(name) and len(folder.parts[name]) == 2
    assert folder.scan(name).collect().height == 2
    assert Part(folder, 1, 2).frames()[name].collect()[column].to_list() == ([1] if column == "person_id" else [0, 1])
    (tmp_path / name / "part-0000.parquet").unlink()
    assert read(tmp_path).problems[name].code == "damaged" and "part-0000" in read(tmp_path).problems[name]("en")


def test_a_folder_without_records_is_refused(tmp_path: Path) -> None:
    for at, code in ((tmp_path, "no_records"), (tmp_path / "none", "folder")):
        with pytest.raises(SifundError) as refused:
            read(at)
        assert [p.code for p in refused.value.problems] == [code]


def test_the_program_is_imported_without_records() -> None:
    code = "import sys, sifund.cli, sifund.report, sifund.analysis; assert not [m for m in sys.modules if m.startswith('sifund.records')]"
    subprocess.run([sys.executable, "-c", code], check=True)
