"""失业补助金: the assistance of 2020 and 2021."""

from narwhals import LazyFrame, col, lit

from sifund.funds.unemployment import ASSISTANCE_UNTIL
from sifund.records.expressions import OPEN, in_force, within
from sifund.records.language import Records, of_item
from sifund.records.rule import HIGH, MEDIUM, rule
from sifund.records.rules.benefit import BENEFIT
from sifund.records.rules.limits import ASSISTANCE, ASSISTANCE_MONTHS, of_parameter
from sifund.text import Text

AID = "unemployment.assistance"
RATIO = of_parameter("unemployment.assistance_ratio")


@rule(
    "P39", Text("失业补助金与失业保险金同月发放", "Assistance and benefit in one month"), HIGH, law=ASSISTANCE,
    compares=Text("同一人、同一所属月两项都有", "both items for a person and month"),
    lawful=Text("补助金停发次月起领取失业保险金；退票重发、追回", "the benefit begins the month after; sent again or taken back"),
)  # fmt: skip
def both_items(r: Records) -> LazyFrame:
    """Assistance for a month of benefit."""
    return r.findings(r.meeting(r.paid(AID), r.paid(BENEFIT)), "payments")


@rule(
    "P43", Text("领取失业补助金期间就业", "Assistance while employed"), MEDIUM, law=ASSISTANCE,
    compares=Text("所属月晚于就业参保的首月", "the month lies after the first of an employed spell"),
    lawful=Text("入职当月", "the month of starting work"),
)  # fmt: skip
def at_work(r: Records) -> LazyFrame:
    """Assistance for months of an employed spell after its first."""
    rows = r.paid(AID).join(r.jobs("unemployment"), on="person_id")
    return r.findings(rows.filter(within("from_month", "to_month", after=1)), "payments")


@rule(
    "P40", Text("失业补助金超过六个月", "Assistance for more than six months"), MEDIUM, law=ASSISTANCE,
    compares=Text("同一人失业补助金累计月数超过六个月", "a person's months of assistance exceed six"),
    lawful=Text("退票重发不另计；一笔补发数月", "a payment sent again is no month more; arrears of several months in one payment"),
)  # fmt: skip
def too_long(r: Records) -> LazyFrame:
    """Assistance beyond its sixth month."""
    return r.findings(r.beyond(r.month_by_month(AID), "person_id", lit(ASSISTANCE_MONTHS)), "payments")


@rule(
    "P41", Text("失业补助金高于失业保险金80%", "Assistance above 80% of the benefit"), MEDIUM, law=ASSISTANCE,
    compares=Text("金额高于所含各月失业保险金标准之和的上限比例", "the amount is above the ceiling's share of the benefit's standards of its months"),
    lawful=Text("正好80%；一笔补发数月；年中调标", "exactly 80%; arrears of several months in one payment; a new standard within the year"),
)  # fmt: skip
def above_share(r: Records) -> LazyFrame:
    """Assistance above its share of the benefit's standard."""
    ratio = in_force(RATIO, col("period") // 12)
    rows = r.where(r.due(r.paid(AID), BENEFIT), ~ratio.is_null(), "payments", "limits")
    rows = rows.with_columns(ceiling=ratio * col("due_fen"))
    due = col("ceiling") // 100
    over = r.not_recovered(rows.filter(col("amount_fen") * 100 > col("ceiling")), col("amount_fen") - due)
    return r.findings(over, "payments", due=due)


@rule(
    "P42", Text("政策期外发放失业补助金", "Assistance outside the scheme's dates"), MEDIUM, law=ASSISTANCE_UNTIL,
    compares=Text("所属月晚于补助金标准的截止月", "the month lies after the last of the assistance's standard"),
    lawful=Text("期内月份、期后补发", "a month in time that is paid later"),
)  # fmt: skip
def after_the_scheme(r: Records) -> LazyFrame:
    """Assistance for months after the scheme's end."""
    ends = r.part("standards", "item", AID).group_by("tier").agg(end=col("to_month").fill_null(OPEN).max())
    rows = r.tiered(r.paid(AID)).join(ends, on="tier", how="left")
    rows = r.where(rows, ~col("end").is_null(), "payments", "standards", of_item(AID))
    return r.findings(rows.filter(col("last") > col("end")), "payments")
