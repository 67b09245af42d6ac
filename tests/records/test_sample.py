"""The invented city: it adds up to the report to the fen, its tables keep their own rules, and its key names every error."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from support import sample

from sifund.cli import main
from sifund.records.check import check
from sifund.records.column import CODE, HASH, MASKED
from sifund.records.engine import on_polars
from sifund.records.folder import FINDINGS, read
from sifund.records.rules import rules
from sifund.records.sample import compose, firms, story_rows
from sifund.records.sample.arithmetic import largest_remainder, move, two_standards
from sifund.records.sample.city import AREA, WHOLE, City, amounts
from sifund.records.tables import TABLES
from sifund.records.write import LARGE, STAGED, fresh, parquet, put

MINI = Path(__file__).resolve().parents[2] / "data" / "records" / "mini"
TWENTY = {f"P{n:02d}" for n in (1, 2, 3, 8, 9, 12, 17, *range(39, 43), *range(55, 64))} | {"C01", "C06"}
PARENTS = {"person_id": "persons", "firm_id": "firms", "claim_id": "claims", "resend_of": "payments"}


@pytest.fixture(scope="module")
def mini() -> dict[str, pl.DataFrame]:
    folder = read(MINI)
    assert not folder.problems
    return {name: folder.scan(name).collect() for name in TABLES}


def test_whole_numbers_that_add_up() -> None:
    weights = np.array([3.0, 1, 1, 0])
    assert largest_remainder(7, weights).sum() == 7 and largest_remainder(0, weights).tolist() == [0, 0, 0, 0]
    pair = two_standards(17_763_000_000 - 900, 111_700, 132_300, 34_000)
    assert pair and pair[0] * 111_700 + pair[1] * 132_300 == 17_763_000_000 - 900 and abs(pair[0] - 34_000) <= 662
    assert two_standards(1, 100, 200, 0) is None and two_standards(100, 300, 700, 0) is None
    values, low, high = np.array([1, 5, 9]), np.array([0, 0, 0]), np.array([2, 9, 9])
    assert (
        move(values, 5, low, high, np.array([2, 1, 0]))
        and values.sum() == 20
        and not move(values, 1, low, high, np.arange(3))
    )


def test_a_whole_city_makes_the_report_to_the_fen() -> None:
    """Payments and refunds; `line_sums` refuses a city that does not."""
    dataset = sample()
    city = City(WHOLE, 2021, dataset.base_year, amounts(dataset), story_rows.count(WHOLE))
    block, *_ = compose.paid_out(city, story_rows.tell(city))
    refunds, _ = firms.refunds(city, firms.settle(city), 1)
    lines = compose.line_sums(city, block, refunds)
    assert (
        lines == amounts(dataset)
        and lines["unemployment.benefit"] == 17_763_000_000
        and lines["unemployment.training"] == 15_000
    )
    assert 1_850_000 < block.payments.height < 1_950_000 and refunds["firm_id"].n_unique() == 45_100


def test_the_mini_city_is_what_is_made_today(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Byte for byte, marked as invented, in an area that does not exist."""
    assert main(["records", "sample", str(tmp_path / "city"), "--persons", "400"]) == 0
    assert "payments" in capsys.readouterr().out
    assert {p.name: p.read_bytes() for p in (tmp_path / "city").iterdir()} == {
        p.name: p.read_bytes() for p in MINI.iterdir()
    }
    about = json.loads((MINI / "about.json").read_text(encoding="utf-8"))
    assert (
        about["invented"]
        and "虚构" in about["name"]["zh"]
        and "invented" in about["name"]["en"]
        and AREA.startswith("99")
    )
    assert sum(p.stat().st_size for p in MINI.iterdir()) < 100_000


def test_the_mini_city_adds_up_to_its_lines(mini: dict[str, pl.DataFrame]) -> None:
    lines = json.loads((MINI / "about.json").read_text(encoding="utf-8"))["lines"]
    paid = mini["payments"].filter(~pl.col("payment_id").is_in(mini["payments"]["resend_of"].drop_nulls().implode()))
    sums = dict(paid.group_by("item").agg(pl.col("amount_fen").sum()).iter_rows())
    assert {key: fen for key, fen in lines.items() if key in sums} == sums
    assert lines["unemployment.stabilisation_refund"] == mini["refunds"]["amount_fen"].sum()
    assert set(lines) - set(sums) == {"unemployment.stabilisation_refund", "unemployment.remit_up"}


@pytest.mark.parametrize("name", TABLES)
def test_tables_keep_their_rules(mini: dict[str, pl.DataFrame], name: str) -> None:
    """Keys are unique, codes declared, words of their form, nothing empty that may not be, parents there."""
    frame, table = mini[name], TABLES[name]
    assert frame.height and frame.select(table.key).is_unique().all()
    for column in table.columns:
        values = frame[column.name]
        assert column.nullable or not values.null_count(), column.name
        filled = values.drop_nulls()
        assert column.codes is None or filled.is_in(list(column.codes)).all()
        if column.kind in (CODE, HASH, MASKED):
            assert filled.str.contains(str(column.kind.pattern)).all(), column.name
        if column.kind.low is not None and filled.len():
            assert column.kind.low <= filled.min() <= filled.max() <= column.kind.high, column.name  # type: ignore[operator]
        parent = PARENTS.get(column.name, name)
        if parent != name or column.name == "resend_of":
            assert filled.is_in(mini[parent][TABLES[parent].key[0]].implode()).all()


def test_the_key_names_what_is_planted_and_what_only_looks_like_it(mini: dict[str, pl.DataFrame]) -> None:
    key = pl.read_parquet(MINI / "planted.parquet")
    for kind in ("planted", "lookalike"):
        assert set(key.filter(kind=kind)["code"]) >= TWENTY, kind
    for name in key["table"].unique():
        records = (
            mini[name]
            .select(pl.concat_str([pl.col(part).cast(pl.String) for part in TABLES[name].key], separator="-"))
            .to_series()
        )
        assert key.filter(table=name)["record"].is_in(records.implode()).all(), name
    assert not key.select("code", "table", "record", "kind").is_duplicated().any()


def test_a_check_finds_all_that_is_planted_and_nothing_else(tmp_path: Path) -> None:
    """Of the mini city; P88 is no rule but a tie."""
    key = pl.read_parquet(MINI / "planted.parquet").filter(pl.col("code") != "P88")
    findings = check(read(MINI), list(rules().values()), on_polars, tmp_path).findings
    assert set(key["code"]) >= TWENTY | {"C04", "C05", "C11", "C18", "P14", "P31", "P43", "P66"}
    assert sorted(findings.select("code", "table", "record").rows()) == sorted(
        key.filter(kind="planted").select("code", "table", "record").rows()
    )


def test_a_folder_of_something_else_is_not_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    assert main(["records", "sample", str(tmp_path), "--persons", "400"]) == 2
    assert main(["records", "sample", str(tmp_path / "x"), "--persons", "9"]) == 2
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.txt"] and "400" in capsys.readouterr().err


def test_records_take_the_place_of_those_before_and_nothing_else(tmp_path: Path) -> None:
    """Folders that are named alike stay, a link leads where it led, and what a killed process put by comes back."""
    city, staged = tmp_path / "city", tmp_path / f".city{STAGED}"
    for part in (tmp_path / "city.old", tmp_path / "city.writing", city / FINDINGS, staged / "new"):
        part.mkdir(parents=True)
    (city / "about.json").write_text("{}")
    (tmp_path / "link").symlink_to("city")
    city.rename(staged / "old")
    for name in ("city", "link"):
        with fresh(tmp_path / name) as to:
            (to / "about.json").write_text(name)
        assert (city / "about.json").read_text() == name and (city / FINDINGS).is_dir()
    with pytest.raises(ZeroDivisionError), fresh(city) as to:
        raise ZeroDivisionError
    assert (tmp_path / "link").is_symlink() and (city / "about.json").read_text() == "link"
    assert {p.name for p in tmp_path.iterdir()} == {"city", "city.old", "city.writing", "link"}


def test_what_a_check_reads_most_lies_loose_where_it_is_large(tmp_path: Path) -> None:
    rows = pl.DataFrame({"person_id": np.repeat(np.arange(LARGE), 2)})
    for table in ("contributions", "claims"):
        put(rows, tmp_path, table)
    loose, packed = ((tmp_path / f"{table}.parquet").stat().st_size for table in ("contributions", "claims"))
    assert loose > 1.5 * packed
    put(rows.head(LARGE), tmp_path, "contributions")
    put(rows.head(LARGE), tmp_path, "claims")
    assert (tmp_path / "contributions.parquet").read_bytes() == (tmp_path / "claims.parquet").read_bytes()


def test_a_full_disk_is_what_the_system_says() -> None:
    with pytest.raises(OSError, match="No space left") as refused:
        parquet(pl.DataFrame({"a": [1]}), Path("/dev/full"))
    assert refused.value.errno == errno.ENOSPC and refused.value.filename == "/dev/full"
