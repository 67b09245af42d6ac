"""DuckDB finds what Polars finds, on shuffled rows, in one part and in several; Spark is looked at by `make audit`."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import polars as pl
import pytest
from rule_cases_more import city_of_cases

from sifund.problem import SifundError
from sifund.records.check import check
from sifund.records.engine import Failed, engine, on_polars
from sifund.records.folder import read
from sifund.records.part import Part
from sifund.records.rule import Rule
from sifund.records.rules import rules

RULES = list(rules().values())


def need(module: str) -> None:
    """In CI the engines are there; elsewhere a test of one that is not is skipped."""
    if not os.environ.get("CI"):
        pytest.importorskip(module, reason="requirements-records.txt is not installed")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Without a column that may be missing."""
    city = city_of_cases().write(tmp_path_factory.mktemp("city") / "records", 7)
    for part in (city / "persons").iterdir():
        pl.read_parquet(part).drop("id_birth_month").write_parquet(part)
    return city


@pytest.fixture(scope="module")
def findings(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    return check(read(folder), RULES, on_polars, tmp_path_factory.mktemp("polars")).findings


def agree(name: str, some: list[Rule], parts: int, folder: Path, findings: pl.DataFrame, tmp_path: Path) -> None:
    rows = findings.filter(pl.col("code").is_in([item.code for item in some]))
    assert rows.height >= len(some) // 2
    assert check(read(folder), some, engine(name), tmp_path, parts).findings.equals(rows)


@pytest.mark.parametrize(("some", "parts"), [(RULES, 1), (RULES[::9], 3), (RULES[::36], 8)])
def test_duckdb_finds_the_same(
    some: list[Rule], parts: int, folder: Path, findings: pl.DataFrame, tmp_path: Path
) -> None:
    """As it lies, in parts of its files, in parts by the remainder of a person's key."""
    need("duckdb")
    agree("duckdb", some, parts, folder, findings, tmp_path)


def test_an_engine_that_cannot_open_a_table_says_the_kind_alone(folder: Path, tmp_path: Path) -> None:
    need("duckdb")
    there = read(Path(shutil.copytree(folder, tmp_path / "city")))
    (tmp_path / "city" / "firms.parquet").unlink()
    with pytest.raises(Failed, match=r"^\w+$"):
        engine("duckdb")(Part(there))


def test_a_spark_that_does_not_answer_is_named() -> None:
    need("pyspark")
    with pytest.raises(SifundError, match="sc://localhost:1"):
        engine("sc://localhost:1")
