"""What a rule is written in: the tables as lazy frames of any engine, what was paid, what is due, what is found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import narwhals as nw
from narwhals import Expr, LazyFrame, col

from sifund.records.expressions import choose, inside
from sifund.records.need import Need
from sifund.records.paid import Paid
from sifund.records.shared import WHOLE, shared

CALENDAR = "calendar"
"""A table of all months from 1950 to 2100, that every engine has."""


@dataclass(frozen=True, slots=True)
class Money:
    """Where a table says whom a record is about, which month and what amount [fen]; `key` is what makes it one record."""

    key: tuple[str, ...]
    subject: str
    month: str
    amount: Expr
    place: Expr


OF = ":"
"""Between why a row is left and what it lacks."""
FROM = "from_month"
NOT_DUE = nw.lit(0)
"""What is due where nothing is [fen]."""
UNPLACED = nw.lit(None, dtype=nw.String)
MONEY = {
    "payments": Money(("payment_id",), "person_id", "period", col("amount_fen"), col("place")),
    "refunds": Money(("refund_id",), "firm_id", "paid_month", col("amount_fen"), UNPLACED),
    "contributions": Money(
        ("person_id", "firm_id", "fund", "month", "kind"), "person_id", "month", col("employer_fen") + col("employee_fen"),
        UNPLACED,
    ),
    "claims": Money(("claim_id",), "person_id", "start_month", col("paid_fen"), UNPLACED),
    "spells": Money(("person_id", "firm_id", "fund", "from_month"), "person_id", "from_month", NOT_DUE, col("place")),
    "persons": Money(("person_id",), "person_id", "month", NOT_DUE, UNPLACED),
    "firms": Money(("firm_id",), "firm_id", "registered_month", NOT_DUE, UNPLACED),
    "tax": Money(("firm_id", "fund", "month"), "firm_id", "month", col("paid_fen"), UNPLACED),
    "skills": Money(("skill_id",), "person_id", "applied_month", col("amount_fen"), UNPLACED),
}  # fmt: skip


class Records(Paid):
    """What rules read of the tables: what was paid, what is due, what is found."""

    def standard(self, item: str) -> LazyFrame:
        """The standard of each tier and month [fen], and what it comes to up to the month. A rule that asks for one that is not
        known is not checked."""
        self.part("standards", "item", item)
        return self.standard_if_any(item)

    @shared
    def standard_if_any(self, item: str) -> LazyFrame:
        """The same for a rule that can do without. Of two standards of a tier and month the higher holds."""
        months = self._each_month(self.standards.filter(col("item") == item))
        highest = (
            months.group_by("tier", "calendar").agg(amount_fen=col("amount_fen").max()).with_columns(one=nw.lit(1))
        )
        return highest.select(
            "tier", "calendar", standard_fen="amount_fen",
            upto_fen=col("amount_fen").cum_sum().over("tier", order_by="calendar"),
            nth=col("one").cum_sum().over("tier", order_by="calendar"),
        )  # fmt: skip

    def due(self, rows: LazyFrame, item: str) -> LazyFrame:
        """Payments with `due_fen`: the standards of all months that one covers, in its claim's tier; those for which one is not
        known are left."""
        begun = self.tiered(rows).join(
            self.standard(item), left_on=["tier", "period"], right_on=["tier", "calendar"], how="left"
        )
        whole = self._to_the_end(begun, item, "last", "left")
        return self.where(whole, _unbroken("period", "last"), "payments", "standards", of_item(item), "gap")

    def _to_the_end(self, begun: LazyFrame, item: str, end: str, how: Literal["left", "inner"]) -> LazyFrame:
        """Payments with the standard of their first month, with what those of all months come to, `due_fen`, and the first month of
        which is seen that none is known, `gap`."""
        last = self.standard(item).select("tier", "calendar", end_fen="upto_fen", end_nth="nth")
        whole = begun.join(last, left_on=["tier", end], right_on=["tier", "calendar"], how=how)
        gap = choose(col("standard_fen").is_null(), col("period"), col(end))
        return whole.with_columns(due_fen=col("end_fen") - col("upto_fen") + col("standard_fen"), gap=gap)

    @shared
    def rate(self) -> LazyFrame:
        """The rates of each fund and month [basis points]: the employee's, the employer's highest and, under relief, lowest."""
        employer, points = col("tier").str.starts_with("employer"), col("rate_bp").cast(nw.Int64)
        parts = self._each_month(self.rates).with_columns(
            to_firm=choose(employer, points), to_person=choose(~employer, points)
        )
        return parts.group_by("fund", "calendar").agg(
            employee=col("to_person").max(), employer_most=col("to_firm").max(), employer_least=col("to_firm").min()
        )

    @shared
    def employer_rate(self) -> LazyFrame:
        """The employer's rate of each fund, size and month [basis points]."""
        rows = self._each_month(self.rates.filter(col("tier").str.starts_with("employer.")))
        return rows.select("fund", size=col("tier").str.slice(len("employer.")), month="calendar", rate_bp="rate_bp")

    def _each_month(self, rows: LazyFrame) -> LazyFrame:
        """Rows once for each month of the `calendar` from their `from_month` to their `to_month`."""
        dated = rows.join(self._tables[CALENDAR], how="cross")
        return dated.filter(inside("calendar", "from_month", "to_month"))

    @shared
    def granted(self) -> LazyFrame:
        """Refunds and top-ups to firms that were not taken back; `back_fen` is what was, of the firm and year."""
        back = self.refunds.filter(col("kind") == "recovery").with_columns(back_fen=col("amount_fen").abs())
        sums = back.group_by("firm_id", "year").agg(back_fen=col("back_fen").sum())
        rows = self.refunds.filter(col("kind") != "recovery").join(sums, on=["firm_id", "year"], how="left")
        return rows.with_columns(back_fen=col("back_fen").fill_null(0)).filter(
            (col("back_fen") == 0) | (col("back_fen") < col("amount_fen"))
        )

    @shared
    def refunded(self) -> LazyFrame:
        """Refunds to firms, without top-ups, with their year before: size, heads, layoffs, months, contributions."""
        years = self.firm_years.with_columns(year=col("year") + 1)
        rows = self.granted().filter(col("kind") == "normal").join(years, on=["firm_id", "year"], how="left")
        return self.where(rows, ~col("size").is_null(), "refunds", "firm_years")

    def tiered(self, rows: LazyFrame) -> LazyFrame:
        """Payments with the tier of their claim."""
        return self.claimed_by(rows, "tier")

    def claimed_by(self, rows: LazyFrame, name: str) -> LazyFrame:
        """Payments with what a column says of their claim; those without one are left."""
        some = rows.join(self.claims.select("claim_id", name), on="claim_id", how="left")
        return self.where(some, ~col(name).is_null(), "payments", "claims")

    def by_any_tier(self, rows: LazyFrame, item: str, start: str = "period", end: str = "last") -> LazyFrame:
        """Payments whose amount is not what any tier's standards of the months from one column's to another's come to, where one
        is known; `due_fen` is the highest of them."""
        begun = rows.join(self.standard(item), left_on=start, right_on="calendar")
        dues = self._to_the_end(begun, item, end, "inner").filter(_unbroken(start, end))
        self.leave(rows.join(dues, on="payment_id", how="anti"), "payments", "standards", of_item(item, ""), start)
        fits = dues.group_by("payment_id").agg(
            due_fen=col("due_fen").max(), off_fen=(col("amount_fen") - col("due_fen")).abs().min()
        )
        return rows.join(fits.filter(col("off_fen") > 0), on="payment_id")

    def imprisoned(self, rows: LazyFrame) -> LazyFrame:
        """Rows of persons with a term inside prison, with its `prison_from` and `prison_to`; other sentences are none."""
        return self.of(rows, self._terms())

    def dead(self, rows: LazyFrame) -> LazyFrame:
        """Rows of persons who are dead, with their `death_month`."""
        return self.of(rows, self.deaths())

    def of(self, rows: LazyFrame, persons: LazyFrame) -> LazyFrame:
        """Rows of some persons, with what is said of them."""
        return self.among(rows, "person_id", persons).join(persons, on="person_id")

    @shared
    def _terms(self) -> LazyFrame:
        self.reads.add(Need("persons", filled="prison_kind"))
        return self.persons.filter(col("prison_kind") == "prison").select("person_id", "prison_from", "prison_to")

    @shared
    def deaths(self) -> LazyFrame:
        """Persons who are dead, with their `death_month`."""
        self.reads.add(Need("persons", filled="death_month"))
        return self.persons.filter(~col("death_month").is_null()).select("person_id", "death_month")

    def register(self, name: str, by: str) -> LazyFrame:
        """An outside register of persons or firms: `from_month` and `to_month` of each."""
        return self.part("registers", "register", name, by).select(by, "from_month", "to_month")

    def registered(self, rows: LazyFrame, name: str, by: str) -> LazyFrame:
        """Rows of a person or firm in an outside register, with its `from_month` and `to_month`."""
        return rows.join(self.register(name, by), on=by)

    def leave(self, rows: LazyFrame, table: str, why: str, of: Expr | None = None, month: str = "") -> None:
        """Rows that the rule at hand cannot compare, for a reason out of `left.WHY`: counted, by what they lack and month, beside its
        findings. Such a row has no record; its subject is how many persons or firms, its amount how many rows."""
        money = MONEY[table]
        lacks = nw.lit("") if of is None else of.fill_null("")
        some = rows.select(lacks=lacks, month=col(month or money.month), subject=col(money.subject))
        counts = some.group_by("lacks", "month").agg(heads=col("subject").n_unique(), count=nw.len())
        self._left.append(counts.select(
            table=nw.lit(table), record=UNPLACED, subject=col("heads").cast(nw.Int64), month=col("month"),
            amount=col("count").cast(nw.Int64), due=nw.lit(None).cast(nw.Int64),
            place=nw.concat_str([nw.lit(f"{why}{OF}"), col("lacks")]),
        ))  # fmt: skip

    def where(
        self, rows: LazyFrame, is_so: Expr, table: str, why: str, of: Expr | None = None, month: str = ""
    ) -> LazyFrame:  # fmt: skip
        """Rows that can be compared; the others, of which that is not so or not known, are left."""
        some = is_so.fill_null(False)
        self.leave(rows.filter(~some), table, why, of, month)
        return rows.filter(some)

    def of_months(
        self, rows: LazyFrame, standards: LazyFrame, table: str, item: str, month: str = "month"
    ) -> LazyFrame:
        """Rows of months for which standards of an item are known; the others are left."""
        months = standards.select(col(month)).unique()
        self.leave(rows.join(months, on=month, how="anti"), table, "standards", nw.lit(item))
        return rows.join(months, on=month, how="semi")

    @shared
    def horizon(self) -> LazyFrame:
        """The last month that the records cover (`horizon`), where they do not say it: of a payment, a posting, a spell's beginning or
        a register's entry."""
        latest = (("payments", "paid_month"), ("contributions", "posted_month"), ("spells", FROM), ("registers", FROM))
        months = [
            self._tables.get(WHOLE.format(table), self._tables[table]).select(month=col(name)) for table, name in latest
        ]
        return nw.concat([frame.select(col("month").max()) for frame in months]).select(horizon=col("month").max())

    def settled(self, rows: LazyFrame, by: Expr, table: str) -> LazyFrame:
        """Rows of which is known what was there by that month; those of which it takes months after the records' last are left."""
        if self.as_of is not None:
            return self.where(rows, by <= self.as_of, table, "later")
        return self.where(rows.join(self.horizon(), how="cross"), by <= col("horizon"), table, "later")

    def findings(self, rows: LazyFrame, table: str, due: Expr | None = None) -> LazyFrame:
        """The findings of a rule in a table, one a record: subject, month, amount and what was due [fen], place; and what it left."""
        place = MONEY[table]
        self.reads.add(Need(table))
        keys = [col(name).cast(nw.String) for name in place.key]
        named = rows.select(
            table=nw.lit(table), record=nw.concat_str(keys, separator="-"), subject=col(place.subject),
            month=col(place.month), amount=place.amount.cast(nw.Int64), due=(nw.lit(None) if due is None else due).cast(nw.Int64),
            place=place.place.cast(nw.String),
        ).unique("record", keep="any")  # fmt: skip
        left, self._left = self._left, []
        return nw.concat([named, *left]) if left else named


def _unbroken(start: str, end: str) -> Expr:
    """Whether a standard is known for every month from one column's to another's."""
    return col("end_nth") - col("nth") == col(end) - col(start)


def of_item(item: str, tier: str = "tier") -> Expr:
    """An item and tier in words of the tables."""
    return nw.concat_str([nw.lit(f"{item}/"), col(tier)]) if tier else nw.lit(item)
