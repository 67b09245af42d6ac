"""失业保险金: what was paid to persons, month by month."""

from narwhals import LazyFrame, col, concat

from sifund.records.expressions import OPEN, packed, within
from sifund.records.language import Records
from sifund.records.paid import PAID
from sifund.records.rule import HIGH, LOW, MEDIUM, rule
from sifund.records.rules.limits import BEFORE_RETIREMENT, DURATION
from sifund.records.rules.retirement import EARLY, LATE, pension_month
from sifund.records.shared import shared
from sifund.text import Cite, Text

BENEFIT = "unemployment.benefit"
PENSIONS = ("public.pension", "resident.basic_pension")
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
    """Normal payments after the first for a month, also where one of them covers several."""
    rows = r.paid(BENEFIT).filter(col("kind") == "normal").with_columns(pack=packed("person_id", "period"))
    some = r.among(rows, "person_id", rows.filter(col("months") > 1))
    others = some.select("person_id", other="payment_id", other_from="period", other_to="last")
    both = some.join(others, on="person_id").filter(col("payment_id") > col("other"))
    later = both.filter(col("last") >= col("other_from"), col("period") <= col("other_to"))
    again = [r.repeats(rows, ["pack"], "payment_id"), later]
    return r.findings(concat([part.select(*PAID) for part in again]), "payments")


@rule(
    "P02", Text("两地同时领取失业保险金", "Benefit in two places for one month"), HIGH, law=ELSEWHERE,
    compares=Text("同一人、同一所属月在两个以上统筹地区领取", "a person paid in two areas for one month"),
    lawful=Text("关系转移当月，一地的末月即另一地的首月", "the month of a transfer: the last in one area, the first in the other"),
)  # fmt: skip
def two_places(r: Records) -> LazyFrame:
    """Benefit in a second area for a month."""
    return r.findings(r.elsewhere(r.paid(BENEFIT)), "payments")


@rule(
    "P03", Text("领取失业保险金期间有就业参保", "Unemployment benefit while insured as employed"), HIGH, law=REEMPLOYED,
    compares=Text("所属月晚于参保首月且不晚于末月", "the month lies after the first and up to the last of an employed spell"),
    lawful=Text("入职当月；参保信息迟报", "the month of starting work; late notice"),
)  # fmt: skip
def at_work(r: Records) -> LazyFrame:
    """Payments for months of work."""
    rows = r.paid(BENEFIT).join(r.jobs("unemployment"), on="person_id")
    return r.findings(rows.filter(within("from_month", "to_month", after=1)), "payments")


@rule(
    "P08", Text("死亡次月后仍发放失业保险金", "Benefit for months after death"), HIGH, law=DEATH,
    compares=Text("所属月晚于死亡月", "the month lies after that of death"),
    lawful=Text("死亡当月应发", "the month of death is due"),
)  # fmt: skip
def after_death(r: Records) -> LazyFrame:
    """Payments for months after death."""
    rows = r.dead(r.paid(BENEFIT))
    return r.findings(rows.filter(col("last") > col("death_month")), "payments")


@rule(
    "P09", Text("服刑期间发放失业保险金", "Benefit while in prison"), HIGH, law=STOPPED,
    compares=Text("所属月在收监服刑期间", "the month lies inside a term in prison"),
    lawful=Text("缓刑、监外执行、假释", "probation, execution outside prison, parole"),
)  # fmt: skip
def in_prison(r: Records) -> LazyFrame:
    """Payments for months inside prison."""
    return r.findings(r.imprisoned(r.paid(BENEFIT)).filter(within("prison_from", "prison_to")), "payments")


@rule(
    "P12", Text("失业保险金高于当期标准", "Benefit above the standard in force"), HIGH, law=STANDARD,
    compares=Text("金额高于所含各月标准之和", "the amount is above the standards of the months that it covers"),
    lawful=Text("一笔补发数月；年中调标、分档；多发部分已追回", "arrears of several months in one payment; a new standard or tier within the year; the excess was taken back"),
)  # fmt: skip
def above_standard(r: Records) -> LazyFrame:
    """Payments above what is due for their months."""
    over = r.due(r.paid(BENEFIT), BENEFIT).filter(col("amount_fen") > col("due_fen"))
    return r.findings(r.not_recovered(over, col("amount_fen") - col("due_fen")), "payments", due=col("due_fen"))


@rule(
    "P17", Text("领取月数超过核定期限", "More months paid than granted"), HIGH, law=DURATION,
    compares=Text("已领月数加此前月数超过核定月数", "months paid and drawn before exceed those granted"),
    lawful=Text("距退休不足一年可延长；退票重发不另计", "within a year of pension age it runs on; a payment sent again is no month more"),
)  # fmt: skip
def beyond_grant(r: Records) -> LazyFrame:
    """Payments beyond the months granted, but of those near their pension."""
    left = r.claims.select("claim_id", left=col("entitled_months") - col("months_before"))
    rows = r.month_by_month(BENEFIT).join(left, on="claim_id", how="left")
    rows = r.where(rows, ~col("left").is_null(), "payments", "claims")
    over = r.beyond(rows, "claim_id", col("left"))
    aged = over.join(r.payees(), on="person_id")
    near = [(col("last") >= due - BEFORE_RETIREMENT) & (col("last") < due) for due in map(pension_month, (EARLY, LATE))]
    return r.findings(aged.filter(~near[0], ~near[1]), "payments")


@rule(
    "P05", Text("领取期间为企业法定代表人或个体经营者", "Benefit while owner or legal representative of a firm"), MEDIUM, law=REEMPLOYED,
    compares=Text("所属月在登记为经营者的期间", "the month lies in a registered term as owner"),
    lawful=Text("登记当月；单位已停业，或注销以后", "the month of registration; a firm that is dormant, or was cancelled by then"),
)  # fmt: skip
def owner(r: Records) -> LazyFrame:
    """Payments for months as owner of a firm."""
    quiet = r.firms.filter(col("status") != "active").select("firm_id", closed=col("cancelled_month").fill_null(0))
    owners = r.part("registers", "register", "owner", "person_id").join(quiet, on="firm_id", how="left")
    terms = owners.select("person_id", "from_month", "to_month", "closed")
    rows = r.paid(BENEFIT).join(terms, on="person_id").filter(within("from_month", "to_month", after=1))
    return r.findings(rows.filter(col("period") < col("closed").fill_null(OPEN)), "payments")


@rule(
    "P06", Text("享受基本养老保险待遇后仍领取", "Benefit after a pension begins"), HIGH, law=REEMPLOYED,
    compares=Text("所属月不早于首个养老金所属月", "the month is not before the pension's first"),
    lawful=Text("养老金追溯核定，重叠的失业保险金已追回", "the pension was granted backwards and the overlap was taken back"),
)  # fmt: skip
def with_pension(r: Records) -> LazyFrame:
    """Payments for months of a pension that were not taken back."""
    first = r.paid(*PENSIONS).group_by("person_id").agg(pension=col("period").min())
    rows = r.paid(BENEFIT).join(first, on="person_id")
    return r.findings(rows.filter(col("last") >= col("pension")), "payments")


@rule(
    "P07", Text("达到法定退休年龄后领取", "Benefit after pension age"), MEDIUM, law=REEMPLOYED,
    compares=Text("所属月已满法定退休年龄（女按55岁，2025年起渐进式延迟）", "the month is at or after pension age (women 55; rising from 2025)"),
    lawful=Text("女干部、女工人退休年龄不同；延迟退休", "women's ages differ by post; later retirement"),
)  # fmt: skip
def of_pension_age(r: Records) -> LazyFrame:
    """Payments from pension age on."""
    rows = r.paid(BENEFIT).join(r.payees(), on="person_id")
    return r.findings(rows.filter(col("last") >= pension_month(LATE)), "payments")


@rule(
    "P10", Text("应征服兵役期间发放", "Benefit during military service"), MEDIUM, law=STOPPED,
    compares=Text("所属月在服役期间", "the month lies in a term of service"), lawful=Text("入伍当月", "the month of enlisting"),
)  # fmt: skip
def in_service(r: Records) -> LazyFrame:
    """Payments for months of service."""
    return r.findings(
        r.registered(r.paid(BENEFIT), "army", "person_id").filter(within("from_month", "to_month", after=1)), "payments"
    )


@rule(
    "P11", Text("移居境外后发放", "Benefit after emigration"), MEDIUM, law=STOPPED,
    compares=Text("所属月晚于移居月", "the month lies after that of emigration"), lawful=Text("移居当月", "the month of emigration"),
)  # fmt: skip
def abroad(r: Records) -> LazyFrame:
    """Payments for months after emigration."""
    return r.findings(
        r.registered(r.paid(BENEFIT), "emigrated", "person_id").filter(within("from_month", "to_month", after=1)),
        "payments",
    )


@rule(
    "P13", Text("失业保险金低于当期标准", "Benefit below the standard in force"), LOW, law=STANDARD,
    compares=Text("金额低于所含各月标准之和，且此后没有补发", "the amount is below the standards of its months and no arrears follow"),
    lawful=Text("调标后补发差额", "the difference is paid later"),
)  # fmt: skip
def below_standard(r: Records) -> LazyFrame:
    """Normal payments below what is due that no arrears make up for."""
    return r.findings(too_little(r), "payments", due=col("due_fen"))


@shared
def too_little(r: Records) -> LazyFrame:
    """Normal payments below what is due, with `due_fen`, without those for whose month arrears were paid."""
    rows = r.due(r.paid(BENEFIT).filter(col("kind") == "normal"), BENEFIT).filter(col("amount_fen") < col("due_fen"))
    later = r.paid(BENEFIT).filter(col("kind") == "arrears").select("claim_id", first="period", end="last")
    made_up = rows.join(later, on="claim_id").filter(col("period").is_between(col("first"), col("end")))
    return rows.join(made_up, on="payment_id", how="anti")
