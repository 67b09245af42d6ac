"""What is paid in as many rules read it: by person, and by firm and month. Worked out once for all of them."""

from narwhals import Expr, LazyFrame, col, lit, max_horizontal, min_horizontal
from narwhals import len as length

from sifund.records.expressions import OPEN, choose, packed
from sifund.records.language import Records
from sifund.records.shared import shared

KINDS = ("normal", "arrears")
"""What is paid on a base at a rate."""
IN_TIERS = col("fund") == "resident"
"""Of the fund that is paid by tier, not by a rate."""
BY_PERSON = (col("employee_fen") > 0) & (col("employer_fen") == 0)
WITHOUT_FIRM = (col("kind") == "normal") & BY_PERSON
"""The employee's part is paid, the employer's is not."""


@shared
def contributors(r: Records) -> LazyFrame:
    """Who pays in: `person_id`, the `least` and `most` of its firms' keys, its `last` month."""
    firm, rows = col("firm_id"), r.thin(r.contributions, ["person_id", "firm_id"], "month")
    return rows.group_by("person_id").agg(least=firm.min(), most=firm.max(), last=col("month").max())


@shared
def of_several(r: Records) -> LazyFrame:
    """Contributions of persons for whom several firms pay."""
    movers = contributors(r).filter(col("least") < col("most"))
    return r.among(r.contributions, "person_id", movers).select(*PAID_IN)


def span(r: Records) -> tuple[int, int]:
    """The first and the last month that contributions are for; where there are none, the last lies before the first."""
    ends = _ends(r).collect(backend="polars")
    first, last = (ends.get_column(name).to_list()[0] for name in ("first", "last"))
    return (OPEN, 0) if first is None else (first, last)


@shared
def _ends(r: Records) -> LazyFrame:
    return r.contributions.select(first=col("month").min(), last=col("month").max())


WAGE, TIERS, MATCHES = "economy.average_wage", "resident.contributions", "resident.match"
"""Items of `standards`: the average wage of a month, residents' tiers of a year and what is added to each."""
REFUNDED = ("person_id", "firm_id", "fund", "month")
"""What tells which contribution was refunded."""
PAID_IN = (*REFUNDED, "kind", "employer_fen", "employee_fen")
"""What findings say of a contribution: no more is read of rows that are held."""


def not_refunded(r: Records, rows: LazyFrame) -> LazyFrame:
    """Contributions without those that were refunded as a whole."""
    rows, both = r.hold(rows), col("employer_fen") + col("employee_fen")
    back = refunds(r).filter(both != 0).select(*REFUNDED, back_fen=both.abs())
    whole = rows.join(back, on=list(REFUNDED)).filter(col("back_fen") >= both)
    return rows.join(whole, on=list(REFUNDED), how="anti")


@shared
def refunds(r: Records) -> LazyFrame:
    """Contributions that were paid back."""
    return r.contributions.filter(col("kind") == "refund")


@shared
def declared(r: Records) -> LazyFrame:
    """What tax says of a firm, fund and month (`pack`), beside the month's persons, their bases, what was posted of its
    contributions by the month after (`timely`), and what was `posted` in it, whatever month it is for [fen]; persons and bases are
    null in months that contributions do not cover."""
    return r.each(r.codes(r.tax, "fund"), lambda fund: _declared(r, fund))


def _declared(r: Records, fund: str) -> LazyFrame:
    """Of a fund, so that rows are grouped and joined by one number. Whoever has arrears beside the month's own contribution is
    one person. Most is posted in its own month: what is not is moved."""
    rows = r.contributions.filter(col("fund") == fund, col("kind").is_in(list(KINDS)))
    late = r.hold(rows.filter(col("kind") == "arrears"))
    usual = r.among(rows.filter(col("kind") == "normal"), "person_id", late)
    twice = late.join(usual, on=["person_id", "firm_id", "month"], how="semi")
    moved = r.hold(rows.filter(col("posted_month") != col("month")))
    overdue = moved.filter(col("posted_month") > col("month") + 1)
    tax = r.tax.filter(col("fund") == fund).with_columns(pack=packed("firm_id", "month"))
    for sums in (
        _sums(rows, "month"),
        _sums(twice, "month").select("pack", again="heads"),
        _sums(moved, "month").select("pack", gone="posted"),
        _sums(moved, "posted_month").select("pack", come="posted"),
        _sums(overdue, "month").select("pack", late="posted"),
    ):
        tax = tax.join(sums, on="pack", how="left")
    tax = _with_edges(r, tax, fund)
    heads, base, posted, again, gone, come, late = (
        col(name).fill_null(0) for name in ("heads", "base", "posted", "again", "gone", "come", "late")
    )
    covered = col("month").is_between(col("start"), col("end"))
    return tax.with_columns(
        heads=choose(covered, heads - again),
        base=choose(covered, base),
        timely=posted - late,
        posted=posted - gone + come,
    )


def _with_edges(r: Records, tax: LazyFrame, fund: str) -> LazyFrame:
    """Tax with the first and last month (`start`, `end`) of which both contributions and tax are there, none after what the
    records cover."""
    months = r.whole("contributions").filter(col("fund") == fund, col("kind").is_in(list(KINDS))).select("month")
    every = r.whole("tax").filter(col("fund") == fund)
    for frame, first, last in ((months, "paid_from", "paid_to"), (every, "tax_from", "tax_to")):
        tax = tax.join(frame.select(col("month").min().alias(first), col("month").max().alias(last)), how="cross")
    start, end = max_horizontal("paid_from", "tax_from"), min_horizontal("paid_to", "tax_to", lit(r.as_of or OPEN))
    return tax.with_columns(start=start, end=end)


def _sums(rows: LazyFrame, month: str) -> LazyFrame:
    """Rows, bases and contributions [fen] of each firm and month."""
    packs = rows.with_columns(pack=packed("firm_id", month), both=col("employer_fen") + col("employee_fen"))
    return packs.group_by("pack").agg(heads=length(), base=col("base_fen").sum(), posted=col("both").sum())


@shared
def topped_up(r: Records) -> LazyFrame:
    """Residents' own contributions that are no tier, and are one together with what the government paid for the year."""
    rows = r.contributions.filter(col("fund") == "resident").with_columns(year=col("month") // 12)
    tiers = r.standard_if_any(TIERS).select(employee_fen="standard_fen").unique()
    helped = rows.filter(col("kind") == "government").with_columns(help=col("employer_fen") + col("employee_fen"))
    part = rows.filter(col("kind") == "normal").join(tiers, on="employee_fen", how="anti")
    both = part.join(helped.select("person_id", "year", "help"), on=["person_id", "year"])
    return both.join(tiers.select(whole="employee_fen"), how="cross").filter(
        col("employee_fen") + col("help") == col("whole")
    )


@shared
def off_rate(r: Records) -> LazyFrame:
    """Contributions that neither the month's highest nor its lowest rate explains (`off`; `half`: the employee's part is in order),
    or of which every size of firm had to pay its part and did not (`alone`)."""
    rows, rate, _ = rated(r, col("kind").is_in(list(KINDS)), ~IN_TIERS, sure=True)
    most, least = (fits("employer_fen", rate[name]) for name in ("employer_most", "employer_least"))
    half = fits("employee_fen", rate["employee"]).fill_null(True)
    off, due = ~((most | least) & half), rate["employer_least"] > 0
    return rows.filter(off | BY_PERSON & due).select(
        *PAID_IN,
        "base_fen",
        off=off,
        alone=WITHOUT_FIRM & due,
        half=half,
        most_bp=rate["employer_most"],
        employee_bp=rate["employee"],
    )


def rated(r: Records, *which: Expr, sure: bool = False) -> tuple[LazyFrame, dict[str, Expr], LazyFrame]:
    """Some contributions, the rates of their month by name, and those of whose month none is known; `sure`: of funds with rates."""
    rows, rate, unknown = r.dated(r.contributions.filter(*which), r.rate(), span(r), "fund", sure)
    return rows, rate, rows.filter(unknown["employer_most"])


def fits(part: str, rate: Expr) -> Expr:
    """Whether a part is the base at a rate [basis points], within a fen."""
    return (col(part) * 10_000 - col("base_fen") * rate).is_between(-10_000, 10_000)
