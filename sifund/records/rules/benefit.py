"""失业保险金: what was paid to persons, month by month."""

from narwhals import LazyFrame, col

from sifund.records.language import OPEN, Records, beside, by, packed
from sifund.records.rule import HIGH, rule
from sifund.records.rules.limits import BEFORE_RETIREMENT, DURATION, RETIREMENT_AGE
from sifund.text import Cite, Text

BENEFIT = "unemployment.benefit"
REEMPLOYED = Cite("社会保险法 第51条", Text("重新就业、享受养老保险待遇的停发", "stops with work or a pension"))
STOPPED = Cite("失业保险条例 第15条", Text("被判刑收监的停发", "stops in prison"))
RECLAIMED = Cite("社会保险法 第88条", Text("骗取的责令退回", "what was obtained by fraud is paid back"), checked=False)
STANDARD = Cite("新政办发〔2021〕34号", Text("各档标准及起始月", "standard of each tier and its first month"))
DEATH = Cite("惯例", Text("死亡次月起停发；审计常查", "stops the month after death; usual in audits"))
ELSEWHERE = Cite("惯例", Text("跨地区比对（参照NASWA多州比对）", "matching of areas, as NASWA's multi-state match"))


@rule(
    "P01", Text("同一月份重复发放失业保险金", "Benefit paid twice for a month"), HIGH, law=RECLAIMED,
    compares=Text("同一人、同一所属月的失业保险金超过一笔", "more than one benefit payment for a person and month"),
    lawful=Text("退票后重发；补发差额", "sent again after a return; back-pay of a difference"),
)  # fmt: skip
def twice(r: Records) -> LazyFrame:
    """Normal payments after the first for a month."""
    rows = r.paid(BENEFIT).filter(col("kind") == "normal").with_columns(pack=packed("person_id", "period"))
    return r.found(r.repeats(rows, ["pack"], "payment_id"), "payments")


@rule(
    "P02", Text("两地同时领取失业保险金", "Benefit in two places for one month"), HIGH, law=ELSEWHERE,
    compares=Text("同一人、同一所属月在两个以上统筹地区领取", "a person paid in two areas for one month"),
    lawful=Text("关系转移当月，一地的末月即另一地的首月", "the month of a transfer: the last in one area, the first in the other"),
)  # fmt: skip
def two_places(r: Records) -> LazyFrame:
    """The later payment of two for a month, unless one area ends with the month and the other begins with it."""
    rows = r.paid(BENEFIT)
    movers = rows.group_by("person_id").agg(places=col("place").n_unique()).filter(col("places") > 1)
    stays = beside(rows.join(movers, on="person_id", how="semi"), ["person_id", "place"], "period")
    both = stays.join(stays, on=["person_id", "period"], suffix="_b").filter(col("payment_id") > col("payment_id_b"))
    into = ~col("before") & ~col("after_b") | ~col("before_b") & ~col("after")
    return r.found(both.filter(col("place") != col("place_b"), ~into), "payments")


@rule(
    "P03", Text("领取失业保险金期间有就业参保", "Unemployment benefit while insured as employed"), HIGH, law=REEMPLOYED,
    compares=Text("所属月晚于参保首月且不晚于末月", "the month lies after the first and up to the last of an employed spell"),
    lawful=Text("入职当月；参保信息迟报", "the month of starting work; late notice"),
)  # fmt: skip
def at_work(r: Records) -> LazyFrame:
    """Payments for months of work."""
    rows = r.paid(BENEFIT).join(r.spells.filter(col("fund") == "unemployment"), on="person_id")
    at_work = (col("last") > col("from_month")) & (col("period") <= col("to_month").fill_null(OPEN))
    return r.found(rows.filter(at_work), "payments")


@rule(
    "P08", Text("死亡次月后仍发放失业保险金", "Benefit for months after death"), HIGH, law=DEATH,
    compares=Text("所属月晚于死亡月", "the month lies after that of death"),
    lawful=Text("死亡当月应发", "the month of death is due"),
)  # fmt: skip
def after_death(r: Records) -> LazyFrame:
    """Payments for months after death."""
    rows = r.paid(BENEFIT).join(r.persons.select("person_id", "death_month"), on="person_id")
    return r.found(rows.filter(col("last") > col("death_month")), "payments")


@rule(
    "P09", Text("服刑期间发放失业保险金", "Benefit while in prison"), HIGH, law=STOPPED,
    compares=Text("所属月在收监服刑期间", "the month lies inside a term in prison"),
    lawful=Text("缓刑、监外执行、假释", "probation, execution outside prison, parole"),
)  # fmt: skip
def in_prison(r: Records) -> LazyFrame:
    """Payments for months inside prison."""
    terms = r.persons.filter(col("prison_kind") == "prison").select("person_id", "prison_from", "prison_to")
    rows = r.paid(BENEFIT).join(terms, on="person_id")
    inside = (col("last") >= col("prison_from")) & (col("period") <= col("prison_to").fill_null(OPEN))
    return r.found(rows.filter(inside), "payments")


@rule(
    "P12", Text("失业保险金高于当期标准", "Benefit above the standard in force"), HIGH, law=STANDARD,
    compares=Text("金额高于所含各月标准之和", "the amount is above the standards of the months that it covers"),
    lawful=Text("一笔补发数月；年中调标、分档", "arrears of several months in one payment; a new standard or tier within the year"),
)  # fmt: skip
def above_standard(r: Records) -> LazyFrame:
    """Payments above what is due for their months."""
    rows = r.due(r.paid(BENEFIT), BENEFIT)
    return r.found(rows.filter(col("amount_fen") > col("due_fen")), "payments", due=col("due_fen"))


@rule(
    "P17", Text("领取月数超过核定期限", "More months paid than granted"), HIGH, law=DURATION,
    compares=Text("已领月数加此前月数超过核定月数", "months paid and drawn before exceed those granted"),
    lawful=Text("距退休不足一年可延长；退票重发不另计", "within a year of pension age it runs on; a payment sent again is no month more"),
)  # fmt: skip
def beyond_grant(r: Records) -> LazyFrame:
    """Payments beyond the months granted, but of those near their pension."""
    left = r.claims.select("claim_id", left=col("entitled_months") - col("months_before"))
    over = r.beyond(r.month_by_month(BENEFIT).join(left, on="claim_id"), "claim_id", col("left"))
    ages = r.persons.select("person_id", "birth_month", "sex").with_columns(age=by(RETIREMENT_AGE, "sex") * 12)
    young = over.join(ages, on="person_id").filter(col("last") < col("birth_month") + col("age") - BEFORE_RETIREMENT)
    return r.found(young, "payments")
