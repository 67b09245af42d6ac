"""Ties: what agrees is tied, what does not is named with its side and amount, what cannot be compared says what it needs."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import polars as pl
import pytest
from support import sample

from sifund.cli import main
from sifund.records.about import About, read_about
from sifund.records.folder import read
from sifund.records.tables import TABLES
from sifund.records.ties import KINDS, Tie, compared, counts, tie
from sifund.text import Text

MINI = Path(__file__).resolve().parents[2] / "data" / "records" / "mini"
HERE = Text("此处", "here")


def of(folder: Path) -> tuple[Tie, ...]:
    return tie(read(folder), read_about(folder), sample())


@pytest.fixture
def city(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MINI, tmp_path / "city"))


def changed(folder: Path, table: str, **columns: pl.Expr) -> None:
    path = folder / f"{table}.parquet"
    frame = pl.read_parquet(path)
    frame.with_columns(**columns).cast(TABLES[table].schema).write_parquet(path)


def test_all_lines_tie_and_the_two_planted_differences_are_found() -> None:
    ties = of(MINI)
    assert {kind: dict(count) for kind, count in counts(ties).items()} == {
        "lines": {"tied": 16}, "batches": {"tied": 98, "differs": 2}, "collection": {"tied": 12},
    }  # fmt: skip
    found = [(one.side, one.amount) for one in ties if one.state == "differs"]
    assert found == [("bank", 132_300), ("ledger", -36_000)]


@pytest.mark.parametrize(
    ("sides", "state", "side", "amount"),
    [
        ({"a": 5, "b": 5, "c": 5}, "tied", "", 0),
        ({"a": 5, "b": None, "c": 5}, "tied", "", 0),
        ({"a": 5, "b": 7, "c": 5}, "differs", "b", 2),
        ({"a": 9, "b": 7, "c": 7, "d": 7}, "differs", "a", 2),
        ({"a": 5, "b": None, "c": 9}, "differs", "a", -4),
        ({"a": 5, "b": 7, "c": 9}, "differs", "all", 4),
        ({"a": 0, "b": 7}, "differs", "a", -7),
        ({"a": None, "b": 7}, "open", "", 0),
        ({"a": None, "b": None}, "open", "", 0),
    ],
)  # fmt: skip
def test_who_is_alone(sides: dict[str, int | None], state: str, side: str, amount: int) -> None:
    one = compared("batches", HERE, sides)
    assert (one.state, one.side, one.amount) == (state, side, amount) and bool(one.why) == (state == "open")


def test_a_reported_line_ties_within_its_last_digit_but_invented_ones_to_the_fen() -> None:
    assert compared("lines", HERE, {"records": 999_600, "report": 1_000_000}, room=500_000).state == "tied"
    assert compared("lines", HERE, {"records": 999_999, "report": 1_000_000}).amount == -1


def test_a_payment_that_is_not_in_the_records_is_missed(city: Path) -> None:
    """In its line and in its batch; the bank and the ledger are not blamed."""
    path = city / "payments.parquet"
    frame = pl.read_parquet(path)
    lost = frame.filter(item="public.pension").row(0, named=True)
    frame.filter(pl.col("payment_id") != lost["payment_id"]).write_parquet(path)
    wrong = [one for one in of(city) if one.state == "differs" and one.amount == -lost["amount_fen"]]
    assert [(one.kind, one.side) for one in wrong] == [("lines", "records"), ("batches", "business")]


def test_a_payment_sent_again_counts_once(city: Path) -> None:
    changed(city, "payments", resend_of=pl.lit(None), kind=pl.lit("normal"))
    assert sum(one.state == "differs" for one in of(city) if one.kind == "lines") == 2  # benefit and assistance


def test_what_comes_in_a_month_later_is_in_transit(city: Path) -> None:
    late = pl.when(pl.col("month") == 24252).then(-700).when(pl.col("month") == 24253).then(700).otherwise(0)
    changed(city, "treasury", received_fen=pl.col("received_fen") + late)
    states = [one for one in of(city) if one.kind == "collection" and one.state != "tied"]
    assert [one.state for one in states] == ["open", "open"] and all(
        one.why and "transit" in one.why.en for one in states
    )
    changed(city, "treasury", received_fen=pl.col("received_fen") + 5 * (pl.col("month") == 24257))
    assert {(one.side, one.amount) for one in of(city) if one.kind == "collection" and one.state == "differs"} == {
        ("treasury", 5)
    }


@pytest.mark.parametrize(
    ("table", "kinds"),
    [
        ("ledger", {"batches", "collection"}),
        ("bank", {"batches"}),
        ("tax", {"collection"}),
        ("treasury", {"collection"}),
        ("payments", {"lines", "batches"}),
    ],
)
@pytest.mark.parametrize("empty", [False, True])
def test_a_table_that_is_not_at_hand_is_no_difference(city: Path, table: str, kinds: set[str], empty: bool) -> None:
    path = city / f"{table}.parquet"
    pl.read_parquet(path).clear().write_parquet(path) if empty else path.unlink()
    ties = of(city)
    opened = {one.kind for one in ties if one.why and table in one.why.en}
    assert opened == kinds and not any(one.state != "open" for one in ties if one.kind in kinds - {"lines"})


def test_records_that_end_early_and_items_that_the_report_has_not(city: Path) -> None:
    early = About(as_of=24260, lines=read_about(city).lines)
    assert {one.state for one in tie(read(city), early, sample()) if one.kind == "lines"} == {"open"}
    changed(city, "payments", item=pl.col("item").replace("public.pension", "public.bonus"))
    lines = {one.place.en: one for one in of(city) if one.kind == "lines"}
    assert lines["public.bonus, 2021"].state == "open"
    pension = lines[f"{sample().line_name('public.pension').en}, 2021"]
    assert [name for name, _ in pension.sides] == ["ledger", "report"]  # no record of a person lies under it any more


def test_the_command_says_both_differences(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["records", "tie", str(MINI), "--lang", "en"]) == 1
    out = capsys.readouterr().out
    assert "bank has 1,323.00 yuan more" in out and "ledger has 360.00 yuan less" in out and out.count("differs: ") == 2
    assert main(["records", "tie", str(MINI), "--format", "json"]) == 1
    rows = json.loads(capsys.readouterr().out)["ties"]
    assert {row["kind"] for row in rows} == set(KINDS) and sum(row["state"] == "differs" for row in rows) == 2
    assert main(["records", "tie", str(MINI), "--lang", "zh"]) == 1 and "银行多1,323.00元" in capsys.readouterr().out
