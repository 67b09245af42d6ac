"""Ledger and bank of the invented city: they say what was paid, batch by batch, but for two differences that are planted."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from sifund.funds import resident, unemployment
from sifund.records.sample.arithmetic import Ints, largest_remainder
from sifund.records.sample.city import City
from sifund.records.sample.people import batch
from sifund.records.sample.standards import BASIC, BENEFIT
from sifund.records.sample.stories import LOOKALIKE, PLANTED
from sifund.records.tables import TABLES

BANK_DIFFERS, LEDGER_DIFFERS = (unemployment.benefit.key, 6), (resident.basic_pension.key, 9)
"""Item and month of the batches in which bank and ledger differ: the bank paid a month more, the ledger has one less."""
RECONCILED = "P88"
IN_TRANSIT = (resident.basic_pension.key, 12)
"""What the bank values in the first days of the next year."""
QUARTERS = (3, 6, 9, 12)
IDS = 10**9 * 998
Rows = list[dict[str, object]]


def batches(city: City, payments: pl.DataFrame, refunds: pl.DataFrame, collected: Ints) -> pl.DataFrame:
    """What the business says of each batch: item, month, fen, and what of it came back."""
    returned = payments.select(pl.col("resend_of").drop_nulls()).to_series().implode()
    paid = payments.group_by("batch_id", "item", "paid_month").agg(
        fen=pl.col("amount_fen").sum(), back=pl.col("amount_fen").filter(pl.col("payment_id").is_in(returned)).sum()
    )
    refunded = refunds.group_by("batch_id", "paid_month").agg(fen=pl.col("amount_fen").sum(), back=pl.lit(0, pl.Int64))
    refunded = refunded.with_columns(item=pl.lit(unemployment.stabilisation_refund.key)).select(paid.columns)
    others = [
        (batch(city, item, city.month(month)), item, city.month(month), fen, 0)
        for item, month, fen in _others(city, collected)
    ]
    beside = pl.DataFrame(others, schema=paid.schema, orient="row")
    return pl.concat([paid, refunded, beside]).sort("batch_id")


def _others(city: City, collected: Ints) -> Iterator[tuple[str, int, int]]:
    """Batches that no record of a person or firm lies under: remitted by quarter, and contributions, which come in."""
    parts = largest_remainder(city.line(unemployment.remit_up.key), np.ones(len(QUARTERS)))
    yield from ((unemployment.remit_up.key, month, int(part)) for month, part in zip(QUARTERS, parts, strict=True))
    yield from ((unemployment.contributions.key, month + 1, -int(fen)) for month, fen in enumerate(collected))


def books(city: City, business: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, list[tuple[str, str, str, str]]]:
    """The ledger, the bank, and the key to both: rule, table, record, kind."""
    ledger: Rows = []
    bank: Rows = []
    key: list[tuple[str, str, str, str]] = []
    for row in business.iter_rows(named=True):
        at = (row["item"], row["paid_month"] - city.month(0))
        fund, side = row["item"].partition(".")[0], "income" if row["fen"] < 0 else "expenditure"
        common = {"batch_id": row["batch_id"], "fund": fund, "account": side}
        short = BASIC["base"] * (at == LEDGER_DIFFERS)
        entries = [max(row["fen"], 0) - short, -min(row["fen"], 0)], *([[0, row["back"]]] if row["back"] else [])
        first_entry, first_txn = IDS + len(ledger) + 1, IDS + len(bank) + 1
        ledger += [{**common, "entry_id": first_entry + n, "item": row["item"], "posted_month": row["paid_month"], "debit_fen": debit,
                    "credit_fen": credit} for n, (debit, credit) in enumerate(entries)]  # fmt: skip
        moved = [row["fen"] + BENEFIT["t1"][1] * (at == BANK_DIFFERS), *([-row["back"]] if row["back"] else [])]
        bank += [{**common, "txn_id": first_txn + n, "value_day": _day(row["paid_month"], at == IN_TRANSIT, bool(n)), "amount_fen": fen,
                  "returned": bool(n), "closing_fen": None} for n, fen in enumerate(moved)]  # fmt: skip
        key += _marks(at, first_entry, first_txn, len(moved))
    return pl.DataFrame(ledger, schema=TABLES["ledger"].schema), pl.DataFrame(bank, schema=TABLES["bank"].schema), key


def _marks(at: tuple[str, int], entry: int, txn: int, count: int) -> Iterator[tuple[str, str, str, str]]:
    if at == LEDGER_DIFFERS:
        yield RECONCILED, "ledger", str(entry), PLANTED
    if at == BANK_DIFFERS:
        yield RECONCILED, "bank", str(txn), PLANTED
    if at == IN_TRANSIT or count > 1:
        yield RECONCILED, "bank", str(txn + count - 1), LOOKALIKE


def _day(month: int, next_month: bool, returned: bool) -> int:
    """The value day, yyyymmdd: mid-month, two days later for what came back, the second of the next month in transit."""
    month += next_month
    return (month // 12 * 100 + month % 12 + 1) * 100 + (2 if next_month else 17 if returned else 15)
