"""What is paid in as many rules read it: by person, and by firm and month. Worked out once for all of them."""

from narwhals import LazyFrame, col, concat
from narwhals import len as length

from sifund.records.expressions import packed
from sifund.records.language import Records
from sifund.records.shared import shared
from sifund.records.tables import FUNDS

KINDS = ("normal", "arrears")
"""What is paid on a base at a rate."""


@shared
def contributors(r: Records) -> LazyFrame:
    """Who pays in: `person_id`, the `least` and `most` of its firms' keys, its `first` and `last` month."""
    firm, month = col("firm_id"), col("month")
    return r.contributions.group_by("person_id").agg(
        least=firm.min(), most=firm.max(), first=month.min(), last=month.max()
    )


@shared
def declared(r: Records) -> LazyFrame:
    """What tax says of a firm, fund and month (`pack`), beside the month's persons, their bases and contributions, and what was
    `posted` in it, whatever month it is for [fen]."""
    return concat([_declared(r, fund) for fund in r.values(r.tax, "fund") or FUNDS])


def _declared(r: Records, fund: str) -> LazyFrame:
    """Of a fund, so that rows are grouped and joined by one number. Whoever has arrears beside the month's own contribution is
    one person. Most is posted in its own month: what is not is moved."""
    rows = r.contributions.filter(col("fund") == fund, col("kind").is_in(list(KINDS)))
    late = rows.filter(col("kind") == "arrears")
    usual = r.among(rows.filter(col("kind") == "normal"), "person_id", late)
    twice = late.join(usual, on=["person_id", "firm_id", "month"], how="semi")
    moved = rows.filter(col("posted_month") != col("month"))
    tax = r.tax.filter(col("fund") == fund).with_columns(pack=packed("firm_id", "month"))
    for sums in (
        _sums(rows, "month"),
        _sums(twice, "month").select("pack", again="heads"),
        _sums(moved, "month").select("pack", gone="posted"),
        _sums(moved, "posted_month").select("pack", come="posted"),
    ):
        tax = tax.join(sums, on="pack", how="left")
    again, gone, come = (col(name).fill_null(0) for name in ("again", "gone", "come"))
    return tax.with_columns(heads=col("heads") - again, posted=col("posted").fill_null(0) - gone + come)


def _sums(rows: LazyFrame, month: str) -> LazyFrame:
    """Rows, bases and contributions [fen] of each firm and month."""
    packs = rows.with_columns(pack=packed("firm_id", month), both=col("employer_fen") + col("employee_fen"))
    return packs.group_by("pack").agg(heads=length(), base=col("base_fen").sum(), posted=col("both").sum())
