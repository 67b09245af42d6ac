"""What was paid to persons: each month once, without what was sent again or taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import narwhals as nw
from narwhals import Expr, LazyFrame, col

from sifund import catalog
from sifund.records.expressions import beside, choose, packed
from sifund.records.shared import Shared, shared

PAID = ("payment_id", "claim_id", "person_id", "item", "period", "paid_month", "amount_fen", "kind", "months", "place")
WHOLE = col("amount_fen")


class Paid(Shared):
    """Payments and claims as rules read them."""

    @shared
    def _paid_to(self) -> LazyFrame:
        return self.thin(self.payments.select("person_id"), ["person_id"], "person_id")

    @shared
    def payees(self) -> LazyFrame:
        """Who is paid: `person_id`, `birth_month`, `sex`."""
        persons = self.persons.select("person_id", "birth_month", "sex")
        return persons.join(self._paid_to(), on="person_id", how="semi")

    @shared
    def jobs(self, fund: str) -> LazyFrame:
        """What payees had of jobs: the spells in which a fund insured them."""
        jobs = self.spells.filter(col("fund") == fund).select("person_id", "from_month", "to_month")
        return jobs.join(self._paid_to(), on="person_id", how="semi")

    def paid(self, *items: str) -> LazyFrame:
        """Payments of the lines, each month once: a payment that was sent again after a return stands by its first, one that
        was taken back is none. `last` is the last month covered. Raises KeyError for what is no line of a fund."""
        return nw.concat([self._paid(catalog.line(item).key) for item in items])

    def _paid(self, item: str) -> LazyFrame:
        return self.without(self.paid_as(item), "payment_id", self.taken_back(item))

    @shared
    def taken_back(self, item: str) -> LazyFrame:
        """The `payment_id` of payments of an item that were taken back as a whole."""
        return self._taken_back(self.paid_as(item), WHOLE).select("payment_id")

    def paid_as(self, item: str) -> LazyFrame:
        """Payments of an item that may be no line, with those that were taken back."""
        return self.of_code("payments", _normal, "item", item)

    def items(self) -> Iterable[str]:
        """The items of payments: where these stand apart by item already, nothing is read."""
        return self._apart.get("item") or self.codes(self.payments, "item")

    @shared
    def month_by_month(self, item: str) -> LazyFrame:
        """What was paid for months of the line: a difference paid later for months already paid is none more."""
        rows = self.paid(item).with_columns(pack=packed("person_id", "period"))
        months = rows.filter(col("kind") == "normal")
        later = rows.filter(col("kind") == "arrears").join(months, on="pack", how="anti")
        return nw.concat([months, later])

    @shared
    def claimed(self, item: str) -> LazyFrame:
        """Claims that were granted to a line, with `paid_fen`, what was paid on each so far; what was taken back is off it."""
        paid = self.payments.filter(col("item") == catalog.line(item).key, col("kind") != "resend")
        fen = choose(col("kind") == "recovery", 0 - col("amount_fen").abs(), col("amount_fen"))
        sums = paid.with_columns(paid_fen=fen).group_by("claim_id").agg(paid_fen=col("paid_fen").sum())
        rows = self.claims.filter(col("item") == item, col("entitled_months") > 0)
        return rows.join(sums, on="claim_id", how="left").with_columns(paid_fen=col("paid_fen").fill_null(0))

    def not_recovered(self, rows: LazyFrame, fen: Expr = WHOLE) -> LazyFrame:
        """Payments without those of which so much [fen], the whole where nothing is given, was taken back: the latest first, as
        far as what was taken back goes."""
        return rows.join(self._taken_back(rows, fen), on="payment_id", how="anti")

    def _taken_back(self, rows: LazyFrame, fen: Expr) -> LazyFrame:
        some = self.among(rows, "person_id", self._back()).with_columns(fen=fen.abs(), late=0 - col("payment_id"))
        both = some.join(self._back(), on=["person_id", "item"]).filter(
            col("period") >= col("back_from"), col("last") <= col("back_to")
        )
        upto = col("fen").cum_sum().over("person_id", "item", "back_from", "back_to", order_by="late")
        return both.with_columns(upto=upto).filter(col("upto") <= col("back_fen"))

    @shared
    def _back(self) -> LazyFrame:
        """What was taken back of a person's item, by the months that it is of."""
        rows = self.payments.filter(col("kind") == "recovery").with_columns(back_to=col("period") + col("months") - 1)
        rows = rows.with_columns(back_from=col("period"), back_fen=col("amount_fen").abs())
        return rows.group_by("person_id", "item", "back_from", "back_to").agg(back_fen=col("back_fen").sum())

    def meeting(self, rows: LazyFrame, others: LazyFrame) -> LazyFrame:
        """Payments that cover a month for which the person has one of some others."""
        months = others.select("person_id", other_from="period", other_to="last")
        both = rows.join(months, on="person_id").filter(
            col("last") >= col("other_from"), col("period") <= col("other_to")
        )
        return rows.join(both, on="payment_id", how="semi")

    def elsewhere(self, rows: LazyFrame) -> LazyFrame:
        """The later payment of two areas for a month, unless one area ends with the month and the other begins with it."""
        stays = beside(self.movers(rows), ["person_id", "place"], "period")
        both = stays.join(stays, on=["person_id", "period"], suffix="_b").filter(
            col("payment_id") > col("payment_id_b")
        )
        into = ~col("before") & ~col("after_b") | ~col("before_b") & ~col("after")
        return both.filter(col("place") != col("place_b"), ~into)

    def repeats(self, rows: LazyFrame, by: Sequence[str], record: str) -> LazyFrame:
        """Rows that share the keys with an earlier record."""
        first = rows.group_by(*by).agg(first=col(record).min(), count=nw.len()).filter(col("count") > 1)
        return rows.join(first, on=list(by)).filter(col(record) > col("first"))

    def beyond(self, rows: LazyFrame, by: str, limit: Expr) -> LazyFrame:
        """Payments after those that used up the limit of months, in the order of their periods."""
        row = rows.with_columns(limit=limit)
        total = row.group_by(by).agg(total=col("months").sum(), limit=col("limit").max())
        row = row.join(total.filter(col("total") > col("limit")), on=by, how="semi")
        used = row.with_columns(used=col("months").cum_sum().over(by, order_by=["period", "payment_id"]))
        return used.filter(col("used") > col("limit"))


def _normal(rows: LazyFrame) -> LazyFrame:
    rows = rows.filter(col("kind").is_in(["normal", "arrears"]))
    return rows.select(*PAID, last=col("period") + col("months") - 1)
