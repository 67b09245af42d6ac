"""What a rule is written in: the tables as lazy frames of any engine, what was paid, what is due, what is found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import narwhals as nw
from narwhals import Expr, LazyFrame, col

from sifund import catalog
from sifund.declare.parameter import Limit
from sifund.records.need import Need
from sifund.records.shared import Shared, shared

OPEN = 12 * 9999
"""The month that stands for no end."""
CALENDAR = "calendar"
"""A table of all months from 1950 to 2100, that every engine has."""
PACK = 1 << 15
"""Room for a month in a packed key: months go up to 2730, surrogate keys up to 2⁴⁸."""


@dataclass(frozen=True, slots=True)
class Money:
    """Where a table says whom a record is about, which month and what amount [fen]; `key` is what makes it one record."""

    key: tuple[str, ...]
    subject: str
    month: str
    amount: Expr
    place: Expr


NOT_DUE = nw.lit(0)
"""What is due where nothing is [fen]."""
UNPLACED = nw.lit(None, dtype=nw.String)
PAID = ("payment_id", "claim_id", "person_id", "item", "period", "paid_month", "amount_fen", "kind", "months", "place")
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


class Records(Shared):
    """What rules read of the tables: what was paid, what is due, what is found."""

    def paid(self, *items: str) -> LazyFrame:
        """Payments of the lines, each month once: a payment that was sent again after a return stands by its first, what
        was taken back is none. `last` is the last month covered. Raises KeyError for what is no line of a fund."""
        return nw.concat([self.paid_as(catalog.line(item).key) for item in items])

    def paid_as(self, item: str) -> LazyFrame:
        """The same of an item that may be no line."""
        return self.of_code("payments", _stood, "item", item)

    @shared
    def month_by_month(self, item: str) -> LazyFrame:
        """What was paid for months of the line: a difference paid later for months already paid is none more."""
        rows = self.paid(item).with_columns(pack=packed("person_id", "period"))
        months = rows.filter(col("kind") == "normal")
        later = rows.filter(col("kind") == "arrears").join(months, on="pack", how="anti")
        return nw.concat([months, later])

    @shared
    def standard(self, item: str) -> LazyFrame:
        """The standard of each tier and month [fen], and what it comes to up to the month."""
        return self._each_month(self.part("standards", "item", item)).select(
            "tier", "calendar", standard_fen="amount_fen",
            upto_fen=col("amount_fen").cum_sum().over("tier", order_by="calendar"),
        )  # fmt: skip

    def due(self, rows: LazyFrame, item: str, tier: str | None = None) -> LazyFrame:
        """Payments with `due_fen`: the standards of all months that one covers, in its claim's tier or the one given;
        without those for which a standard is not known."""
        first, last = self.standard(item), self.standard(item).select("tier", "calendar", end_fen="upto_fen")
        tiered = rows.with_columns(tier=nw.lit(tier)) if tier else self.tiered(rows)
        begun = tiered.join(first, left_on=["tier", "period"], right_on=["tier", "calendar"])
        whole = begun.join(last, left_on=["tier", "last"], right_on=["tier", "calendar"])
        return whole.with_columns(due_fen=col("end_fen") - col("upto_fen") + col("standard_fen"))

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
    def refunded(self) -> LazyFrame:
        """First refunds to firms with their year before: size, heads, layoffs, months, contributions."""
        years = self.firm_years.with_columns(year=col("year") + 1)
        return self.refunds.filter(col("kind") == "normal").join(years, on=["firm_id", "year"])

    def tiered(self, rows: LazyFrame) -> LazyFrame:
        """Payments with the tier of their claim."""
        return rows.join(self.claims.select("claim_id", "tier"), on="claim_id")

    @shared
    def claimed(self, item: str) -> LazyFrame:
        """Claims to a line that money was paid on, with the sum `paid_fen`: what was taken back is off it."""
        paid = self.payments.filter(col("item") == catalog.line(item).key, col("kind") != "resend")
        sums = paid.group_by("claim_id").agg(paid_fen=col("amount_fen").sum())
        return self.claims.filter(col("item") == item).join(sums, on="claim_id")

    def not_recovered(self, rows: LazyFrame) -> LazyFrame:
        """Payments without those that were taken back."""
        return rows.join(self._back(), on=["person_id", "period", "item"], how="anti")

    @shared
    def _back(self) -> LazyFrame:
        return self.payments.filter(col("kind") == "recovery").select("person_id", "period", "item")

    def imprisoned(self, rows: LazyFrame) -> LazyFrame:
        """Rows of persons with a term inside prison, with its `prison_from` and `prison_to`; other sentences are none."""
        return self._of(rows, self._terms())

    def dead(self, rows: LazyFrame) -> LazyFrame:
        """Rows of persons who are dead, with their `death_month`."""
        return self._of(rows, self.deaths())

    def _of(self, rows: LazyFrame, persons: LazyFrame) -> LazyFrame:
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

    def findings(self, rows: LazyFrame, table: str, due: Expr | None = None) -> LazyFrame:
        """The findings of a rule in a table, one a record: subject, month, amount and what was due [fen], place."""
        place = MONEY[table]
        self.reads.add(Need(table))
        keys = [col(name).cast(nw.String) for name in place.key]
        return rows.select(
            table=nw.lit(table), record=nw.concat_str(keys, separator="-"), subject=col(place.subject),
            month=col(place.month), amount=place.amount, due=(nw.lit(None) if due is None else due).cast(nw.Int64),
            place=place.place,
        ).unique("record", keep="any")  # fmt: skip


def _stood(rows: LazyFrame) -> LazyFrame:
    rows = rows.filter(col("kind").is_in(["normal", "arrears"]))
    return rows.select(*PAID, last=col("period") + col("months") - 1)


def in_force(limits: Iterable[Limit], year: Expr, unit: int = 1) -> Expr:
    """The limit of each year, in whole units (100: basis points where the limit is a percent); null before the first."""
    value: Expr = nw.lit(None, dtype=nw.Int64)
    for limit in limits:
        value = nw.when(year >= limit.from_year).then(nw.lit(round(limit.value * unit))).otherwise(value)
    return value


def choose(when: Expr, then: Expr, otherwise: Expr | None = None) -> Expr:
    """One value where something holds, another or none where it does not."""
    return nw.when(when).then(then).otherwise(nw.lit(None) if otherwise is None else otherwise)


def packed(identity: str, month: str) -> Expr:
    """A person or firm and a month as one number: grouping by it takes half the memory of two keys."""
    return col(identity) * PACK + col(month).cast(nw.Int64)


def by(values: Mapping[str, int], code: str) -> Expr:
    """The value of each code; null for others."""
    value: Expr = nw.lit(None, dtype=nw.Int64)
    for name, number in values.items():
        value = nw.when(col(code) == name).then(nw.lit(number)).otherwise(value)
    return value


def within(first: str, last: str, after: int = 0) -> Expr:
    """Whether a payment covers a month from one column's, or so many `after` it, to another's, which may be open."""
    return (col("last") >= col(first) + after) & (col("period") <= col(last).fill_null(OPEN))


def inside(month: str, first: str, last: str) -> Expr:
    """Whether a month lies between those of two columns, of which the last may be open."""
    return col(month).is_between(col(first), col(last).fill_null(OPEN))


def beside(rows: LazyFrame, of: Sequence[str], month: str) -> LazyFrame:
    """Rows with whether there is one of the same keys for the month `before` and for the month `after`."""
    earlier, later = (col(month).shift(n).over(*of, order_by=month) for n in (1, -1))
    return rows.with_columns(
        before=(earlier == col(month) - 1).fill_null(False), after=(later == col(month) + 1).fill_null(False)
    )
