"""What the tables of records come to, by item and year, by batch, by fund and month [fen]."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl
from polars import col

from sifund import catalog
from sifund.declare.fund import Fund
from sifund.records.folder import Folder

Items = dict[tuple[str, int], int]


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """`business` are payments that stood and refunds, by item and year; `ledger` the ledger's, the same way; `batches` what
    business, ledger and bank say of each batch; `collection` what ledger, tax and treasury say of each fund and month."""

    business: Items
    ledger: Items
    batches: pl.DataFrame
    collection: pl.DataFrame

    def of(self, item: str, year: int) -> tuple[str, int | None]:
        """What an item makes in a year, and who says so: the records of persons and firms, else the ledger, where no record
        lies under it; None where there is neither."""
        if self._under(item):
            return "records", self.business.get((item, year), 0)
        return ("ledger", self.ledger[item, year]) if (item, year) in self.ledger else ("records", None)

    def beside(self, but: Iterable[tuple[str, int]]) -> Items:
        """Items of the ledger that no record lies under, without some."""
        without = set(but)
        return {at: fen for at, fen in self.ledger.items() if at not in without and not self._under(at[0])}

    def _under(self, item: str) -> bool:
        return any(item == key for key, _ in self.business)


def refunded_line() -> str:
    """The line that refunds to firms are."""
    return next(rule.line.key for fund in catalog.all_funds().values() if (rule := fund.cover_rule))


def contributed(fund: Fund) -> str:
    """The line that a fund's contributions are."""
    return f"{fund.key}.contributions"


def signed(folder: Folder, table: str) -> pl.LazyFrame:
    """Payments or refunds; what was taken back is below 0, whichever sign it has."""
    fen = pl.when(col("kind") == "recovery").then(-col("amount_fen").abs()).otherwise("amount_fen")
    return folder.scan(table).with_columns(amount_fen=fen)


def stood(folder: Folder) -> pl.LazyFrame:
    """Payments that stood: without those that came back and were sent again."""
    payments = signed(folder, "payments")
    returned = payments.filter(col("resend_of").is_not_null()).select(payment_id="resend_of")
    return payments.join(returned, on="payment_id", how="anti")


def sums(folder: Folder) -> Sums:
    """The sums of all tables at hand."""
    refunds = signed(folder, "refunds").with_columns(item=pl.lit(refunded_line()))
    wanted = ("batch_id", "item", "paid_month", "amount_fen")
    paid = pl.concat([stood(folder).select(wanted), refunds.select(wanted)])
    by_batch = paid.group_by("batch_id", "item", "paid_month").agg(col("amount_fen").sum()).collect()
    entries = folder.scan("ledger").with_columns(fen=col("debit_fen") - col("credit_fen"))
    booked = entries.group_by("batch_id", "fund", "item", "posted_month", "account").agg(col("fen").sum()).collect()
    spent = booked.filter(col("account") != INCOME)
    return Sums(
        _by_year(by_batch, "paid_month", "amount_fen"), _by_year(spent, "posted_month", "fen"), _batches(folder, by_batch, booked),
        _collection(folder, booked),
    )  # fmt: skip


INCOME = "income"
"""The account of what comes in."""
MONTH_OF_DAY = (col("value_day") // 10_000 * 12 + col("value_day") // 100 % 100 - 1).cast(pl.Int32)


def _by_year(frame: pl.DataFrame, month: str, fen: str) -> Items:
    rows = frame.group_by("item", col(month) // 12).agg(col(fen).sum())
    return {(item, year): total for item, year, total in rows.iter_rows()}


def _batches(folder: Folder, business: pl.DataFrame, booked: pl.DataFrame) -> pl.DataFrame:
    """Item, month and what each side says of every batch that one of them knows."""
    of_business = business.group_by("batch_id").agg(
        col("amount_fen").sum().alias("business"), col("item").min(), col("paid_month").min().alias("month")
    )
    of_ledger = booked.group_by("batch_id").agg(
        col("fen").sum().alias("ledger"),
        col("item").min().alias("its_item"),
        col("posted_month").min().alias("its_month"),
    )
    days = folder.scan("bank").select("batch_id", "amount_fen", "fund", month=MONTH_OF_DAY).collect()
    of_bank = days.group_by("batch_id").agg(
        col("amount_fen").sum().alias("bank"), its_fund=col("fund").min(), its_day=col("month").min()
    )
    whole = of_business.join(of_ledger, on="batch_id", how="full", coalesce=True).join(
        of_bank, on="batch_id", how="full", coalesce=True
    )
    named = whole.with_columns(
        item=col("item").fill_null(col("its_item")), month=pl.coalesce("month", "its_month", "its_day")
    ).with_columns(
        fund=col("item").str.split(".").list.first().fill_null(col("its_fund")), business=col("business").fill_null(0)
    )
    posted = booked.select("fund", month="posted_month")
    sides = _silent(_silent(named, "ledger", posted), "bank", days)
    return sides.select("batch_id", "item", "month", "business", "ledger", "bank").sort("batch_id")


def _silent(rows: pl.DataFrame, side: str, says: pl.DataFrame) -> pl.DataFrame:
    """Rows in which a side that has none says 0 in the months that it covers of the fund, and nothing of others or of an item
    that is not known."""
    spans = says.group_by("fund").agg(first=col("month").min(), last=col("month").max())
    covered = col("month").is_between("first", "last") | (col("fund").is_null() | col("month").is_null())
    dated = rows.join(spans, on="fund", how="left").with_columns(
        pl.when(covered).then(col(side).fill_null(0)).otherwise(side).alias(side)
    )
    return dated.drop("first", "last")


def _collection(folder: Folder, booked: pl.DataFrame) -> pl.DataFrame:
    """What ledger, tax and treasury say of every fund and month that one of them knows."""
    lines = {contributed(fund): fund.key for fund in catalog.all_funds().values()}
    income = booked.filter(col("account") == INCOME, col("item").is_in(list(lines)))
    of_fund = col("item").replace_strict(lines, return_dtype=pl.String).alias("fund")
    ledger = income.group_by(of_fund, col("posted_month").alias("month")).agg((-col("fen")).sum().alias("ledger"))
    tax = folder.scan("tax").group_by("fund", "month").agg(col("paid_fen").sum().alias("tax")).collect()
    treasury = (
        folder.scan("treasury")
        .select("fund", "month", treasury="received_fen", transferred="transferred_fen")
        .collect()
    )
    keys = ["fund", "month"]
    whole = ledger.join(tax, on=keys, how="full", coalesce=True).join(treasury, on=keys, how="full", coalesce=True)
    for side, says in (("ledger", ledger), ("tax", tax), ("treasury", treasury), ("transferred", treasury)):
        whole = _silent(whole, side, says)
    return whole.sort(keys)
