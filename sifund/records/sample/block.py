"""What one kind of payment adds to the tables: claims and payments, persons by their place among all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from sifund.records.sample.arithmetic import Ints
from sifund.records.sample.city import AREA

CLAIMS = {"person": pl.Int64, "item": pl.String, "reason": pl.String, "start": pl.Int32, "contributed": pl.Int32, "before": pl.Int32,
          "granted": pl.Int32, "tier": pl.String}  # fmt: skip
PAYMENTS = {"person": pl.Int64, "claim": pl.Int64, "item": pl.String, "period": pl.Int32, "paid": pl.Int32, "amount": pl.Int64,
            "kind": pl.String, "months": pl.Int32, "place": pl.String, "again": pl.Int64}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Claims, and payments whose `claim` and `again` are rows of the block's own."""

    claims: pl.DataFrame
    payments: pl.DataFrame


def claims(person: Ints, item: str, start: Ints | int, **others: object) -> pl.DataFrame:
    """Claims of persons for an item; `others` stand for what is usual."""
    usual = {"reason": "expired", "contributed": 130, "before": 0, "granted": 24, "tier": "all", **others}
    return _frame({"person": person, "item": item, "start": start, **usual}, CLAIMS)


def payments(person: Ints, item: str, period: Ints | int, amount: Ints | int, **others: object) -> pl.DataFrame:
    """Payments to persons, in the month that they are for where nothing else is said."""
    usual = {"claim": None, "paid": period, "kind": "normal", "months": 1, "place": AREA, "again": None, **others}
    return _frame({"person": person, "item": item, "period": period, "amount": amount, **usual}, PAYMENTS)


def _frame(columns: dict[str, Any], schema: dict[str, type[pl.DataType]]) -> pl.DataFrame:
    height = len(columns["person"])
    return pl.DataFrame({
        name: pl.Series(name, columns[name], dtype=dtype) if isinstance(columns[name], np.ndarray | pl.Series | list)
        else pl.repeat(columns[name], height, dtype=dtype, eager=True)
        for name, dtype in schema.items()
    })  # fmt: skip


def joined(blocks: list[Block]) -> Block:
    """The blocks as one, rows numbered on."""
    made, paid, claim_rows, rows = [], [], 0, 0
    for block in blocks:
        paid.append(block.payments.with_columns(pl.col("claim") + claim_rows, pl.col("again") + rows))
        made.append(block.claims)
        claim_rows, rows = claim_rows + block.claims.height, rows + block.payments.height
    return Block(pl.concat(made), pl.concat(paid))


def each_month(first: Ints, last: Ints) -> tuple[Ints, Ints]:
    """Which run of months, and which month, for every month of runs that begin and end so."""
    counts = np.maximum(last - first + 1, 0)
    which = np.repeat(np.arange(len(first)), counts)
    return which, first[which] + np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)


def net(paid: pl.DataFrame) -> pl.DataFrame:
    """The payments that stood: without those that came back and were sent again."""
    returned = paid.select(pl.col("again").drop_nulls()).to_series()
    return paid.with_row_index("row").filter(~pl.col("row").is_in(returned.implode())).drop("row")
