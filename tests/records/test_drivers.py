"""Drivers measured from records: each with a formula in figures, relief left out, taken by a dataset as they are."""

from __future__ import annotations

import csv
import io
import shutil
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from small_city import JAN, STANDARD, City
from support import sample

from sifund.cli import main
from sifund.dataset.schema import ParameterRow
from sifund.funds import unemployment
from sifund.importer.numbers import evaluate
from sifund.model.calibrate import calibrate
from sifund.records.about import About, read_about
from sifund.records.drivers import MEASURES, Measured, measure
from sifund.records.facts import Facts
from sifund.records.folder import read
from sifund.records.tables import TABLES

MINI = Path(__file__).resolve().parents[2] / "data" / "records" / "mini"


def of(folder: Path, about: About | None = None) -> Measured:
    return measure(read(folder), about or read_about(folder), sample())


@pytest.fixture(scope="module")
def rows() -> dict[str, ParameterRow]:
    return {row.key: row for row in of(MINI).rows}


@pytest.fixture
def city(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MINI, tmp_path / "city"))


def test_every_driver_is_measured_with_its_formula(rows: dict[str, ParameterRow]) -> None:
    assert list(rows) == [one.parameter.key for one in MEASURES] and not of(MINI).left
    known = read_about(MINI).fingerprint
    for row in rows.values():
        assert row.basis == "derived" and row.value == evaluate(row.formula) and row.reason_zh and known in row.source


def test_what_they_come_to(rows: dict[str, ParameterRow]) -> None:
    """Counted again by hand from the tables."""
    paid = pl.read_parquet(MINI / "contributions.parquet").filter(kind="normal")
    assert rows["unemployment.insured"].value == pytest.approx(paid.height / 12)
    assert rows["unemployment.wage_base"].value == pytest.approx(paid["base_fen"].sum() / 100 / paid.height)
    payments = pl.read_parquet(MINI / "payments.parquet")
    benefit = payments.filter(pl.col("item") == "unemployment.benefit", pl.col("kind").is_in(["normal", "arrears"]))
    whole = benefit.filter(
        (pl.col("kind") == "normal") | (pl.col("amount_fen") > 4 * 20_600)
    )  # differences are no month more
    assert evaluate(rows["unemployment.mean_months"].formula.split("/")[0]) == whole["months"].sum()
    before = pl.read_parquet(MINI / "firm_years.parquet").filter(year=2020)
    assert rows["unemployment.prior_contributions_large"].value == before.filter(size="large")["paid_fen"].sum() / 100


def test_months_of_relief_do_not_make_the_share(rows: dict[str, ParameterRow], city: Path) -> None:
    """With them small firms' share would be too small; a year of nothing else cannot be measured."""
    paid = pl.read_parquet(MINI / "contributions.parquet").filter(kind="normal")
    sizes = pl.read_parquet(MINI / "firm_years.parquet").filter(year=2021).select("firm_id", "size")
    joined = paid.join(sizes, on="firm_id").with_columns(fen=pl.col("employer_fen") + pl.col("employee_fen"))
    small, whole = int(joined.filter(pl.col("size") != "large")["fen"].sum()), int(joined["fen"].sum())
    naive = small / whole * 100
    share = rows["unemployment.sme_share"].value
    assert naive < share - 0.5 and rows["unemployment.collection"].value == 100
    rates = pl.read_parquet(city / "rates.parquet")
    relieved = (
        pl.when((pl.col("tier") == "employer.micro") & pl.col("to_month").is_null())
        .then(0)
        .otherwise(pl.col("rate_bp"))
    )
    rates.with_columns(rate_bp=relieved).cast(TABLES["rates"].schema).write_parquet(city / "rates.parquet")
    left = {parameter.key: why.en for parameter, why in of(city).left}
    assert (
        left.keys() == {"unemployment.sme_share", "unemployment.collection"}
        and "relief" in left["unemployment.sme_share"]
    )


def test_what_is_missing_or_too_short_is_said(city: Path) -> None:
    (city / "firm_years.parquet").unlink()
    left = {parameter.key: why.en for parameter, why in of(city).left}
    assert left["unemployment.sme_share"] == "needs firm_years" and len(left) == 4
    short = {parameter.key for parameter, _ in of(MINI, About(as_of=24_260)).left}
    assert short == {one.parameter.key for one in MEASURES if one.of_year}


def test_what_was_taken_back_is_no_month_and_no_payment_more(tmp_path: Path) -> None:
    """A whole recovery takes the month and the payment off, one of a part neither; in the year it is made."""
    made = City()
    a, b, c = (made.person() for _ in range(3))
    for person in (a, b, c):
        for period in (JAN, JAN + 1):
            made.pay(person, period)
    made.pay(a, amount_fen=-STANDARD, kind="recovery")
    made.pay(b, amount_fen=-STANDARD // 2, kind="recovery")
    made.pay(c, amount_fen=-STANDARD, kind="recovery", paid_month=JAN + 12)
    made.pay(a, JAN + 2, 4 * STANDARD, kind="arrears", months=4)
    made.pay(b, JAN + 2, 4 * STANDARD, kind="arrears", months=4)
    made.pay(b, JAN + 2, -4 * STANDARD, kind="recovery", months=4)
    facts = Facts(read(made.write(tmp_path / "records")), 2021, "unemployment", (60, 30))
    assert (facts.months(unemployment.benefit), facts.count(unemployment.benefit)) == (1 + 2 + 2 + 4, 6)


def test_a_dataset_takes_them_as_they_are(rows: dict[str, ParameterRow]) -> None:
    """In the place of what it had for their parameters."""
    made = replace(sample(), parameters=(*(row for row in sample().parameters if row.key not in rows), *rows.values()))
    base = calibrate(made)
    assert made.steps("unemployment.insured") == ((24_252, rows["unemployment.insured"].value),) and not base.notices
    assert all(row.basis != "assumed" for row in made.parameter_rows("unemployment.prior_contributions_sme"))


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["records", "measure", str(MINI), "--format", "csv"]) == 0
    listed = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    with (MINI.parents[1] / "urumqi-2021" / "parameters.csv").open(encoding="utf-8") as file:
        assert list(listed[0]) == next(csv.reader(file))
    assert {row["basis"] for row in listed} == {"derived"}
    assert main(["records", "measure", str(MINI), "--lang", "en"]) == 0 and "person-months" in capsys.readouterr().out


def test_months_of_which_no_rate_is_known_measure_nothing(city: Path) -> None:
    """A table of rates that holds other funds says neither that there was no relief nor what was due."""
    rates = pl.read_parquet(city / "rates.parquet")
    rates.with_columns(fund=pl.lit("medical")).write_parquet(city / "rates.parquet")
    left = {parameter.key for parameter, _ in of(city).left}
    assert left == {unemployment.sme_share.key, unemployment.collection.key}
