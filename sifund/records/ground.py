"""What the effect of a changed rule is worked out on: firms with their year before, and the months of benefit paid by claim."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
from polars import col

from sifund.records.about import read_about
from sifund.records.folder import Folder
from sifund.records.reform import BENEFIT, LARGE, LONGEST, SME, Terms
from sifund.records.sums import signed, stood

PERCENT = 10_000
NOT_FOR = ("government",)
"""Kinds of firms that a refund is not for."""
GONE = ("revoked", "zombie")


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """One year of records. `firms`: firm_id, size, district, able (in order, of a kind that a refund is for), the year
    before's mean, end, laid_off, months and base_fen, and what was refunded, paid_fen. `months`: claim_id, person_id,
    district, contributed, granted, place (which month of the claim), month, paid_fen."""

    year: int
    firms: pl.DataFrame
    months: pl.DataFrame
    last: int


def ground(folder: Folder) -> Ground | None:
    """The last year in which anything was paid, of those that the records cover where they say it; None where nothing was."""
    paid = pl.concat([folder.scan(table).select("paid_month") for table in ("payments", "refunds")])
    as_of = read_about(folder.path).as_of
    if as_of is not None:
        paid = paid.filter(col("paid_month") <= as_of)
    last = paid.select(col("paid_month").max()).collect().item()
    return None if last is None else Ground(last // 12, _firms(folder, last // 12), _months(folder, last // 12), last)


def _firms(folder: Folder, year: int) -> pl.DataFrame:
    refunds = signed(folder, "refunds").filter(col("year") == year)
    given = refunds.group_by("firm_id").agg(col("amount_fen").sum().alias("paid_fen"))
    paid_in = refunds.select(col("paid_month").max().fill_null(year * 12 + 11).alias("paid_in"))
    order = (
        ~col("kind").is_in(NOT_FOR)
        & ~col("status").is_in(GONE)
        & ~(col("cancelled_month") <= col("paid_in")).fill_null(False)
    )
    firms = folder.scan("firms").join(paid_in, how="cross").select("firm_id", "district", able=order)
    years = folder.scan("firm_years").filter(col("year") == year - 1).select(
        "firm_id", "size", "laid_off", mean="insured_mean", end="insured_end", months="paid_months", base_fen="paid_fen"
    )  # fmt: skip
    rows = years.join(given, on="firm_id", how="full", coalesce=True).join(firms, on="firm_id", how="left")
    return rows.collect(engine="streaming")


def _months(folder: Folder, year: int) -> pl.DataFrame:
    """Each month of benefit once, with all that was paid for it in the year less what was taken back of its claim; months of
    before count as drawn, those of which nothing is left do not."""
    claims = folder.scan("claims").select(
        "claim_id", contributed="contributed_months", granted="entitled_months", before="months_before"
    )
    paid = stood(folder).filter(col("item") == BENEFIT.key, col("months") > 0)
    spread = _claimed(paid.with_columns(
        month=pl.int_ranges("period", col("period") + col("months")), share=col("amount_fen") // col("months"),
        rest=col("amount_fen") % col("months"), now=col("paid_month") // 12 == year,
    ).explode("month", keep_nulls=False, empty_as_null=False))  # fmt: skip
    fen = col("share") + pl.when(col("month") == col("period")).then("rest").otherwise(0)
    rows = spread.group_by("claim_id", "month").agg(
        col("person_id").first(), (fen * col("now")).sum().alias("paid_fen"), fen.sum().alias("net"),
        (col("now") & (col("kind") != "recovery")).any(),
    ).filter(col("net") > 0)  # fmt: skip
    ordered = rows.join(claims, on="claim_id").sort("claim_id", "month")
    placed = ordered.with_columns(place=col("before") + col("month").cum_count().over("claim_id"))
    districts = folder.scan("persons").select("person_id", "district")
    return placed.filter("now").join(districts, on="person_id", how="left").drop("now", "net", "before").collect()


def _claimed(months: pl.LazyFrame) -> pl.LazyFrame:
    """Months with the claim that the person's others of the month are of, where they have none: what was taken back often has."""
    at = ["person_id", "month"]
    others = months.filter(col("claim_id").is_not_null()).group_by(at).agg(claim=col("claim_id").min())
    bare = months.filter(col("claim_id").is_null()).join(others, on=at).with_columns(claim_id="claim").drop("claim")
    return pl.concat([months.filter(col("claim_id").is_not_null()), bare])


# --- what a rule gives ------------------------------------------------------------------------------------------------


def refund(terms: Terms) -> pl.Expr:
    """What a firm is due [fen] by the terms; 0 where it is not."""
    small = col("end") <= (terms["small_firm"] or 0)
    within = (
        pl.when(small)
        .then(_laid_off(terms, "small_layoff_limit", "end"))
        .otherwise(_laid_off(terms, "layoff_limit", "mean"))
    )
    large, sme = terms.points(LARGE.key), terms.points(SME.key)
    due = col("base_fen") * pl.when(col("size") == "large").then(large).otherwise(sme) // PERCENT
    cap = terms["cap"]
    most = due if cap is None else pl.min_horizontal(due, pl.lit(round(cap * 100)))
    return pl.when(col("able") & within & (col("months") >= (terms["paid_months"] or 0))).then(most).otherwise(0)


def _laid_off(terms: Terms, limit: str, staff: str) -> pl.Expr:
    """Whether layoffs are within a limit; all are where there is none."""
    return pl.lit(True) if terms[limit] is None else col("laid_off") * PERCENT <= col(staff) * terms.points(limit)


def granted(terms: Terms) -> pl.Expr:
    """Months of benefit that a claim is granted by the terms; 0 where it is refused."""
    most = round(terms["duration"] or LONGEST)
    raised = pl.when(col("granted") >= LONGEST).then(max(most, LONGEST)).otherwise(col("granted"))
    months = pl.min_horizontal(raised, pl.lit(most))
    return pl.when(col("contributed") >= (terms["contributed_months"] or 0)).then(months).otherwise(0)
