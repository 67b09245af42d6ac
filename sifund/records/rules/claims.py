"""失业保险金核定: claims to the benefit and to the farm workers' lump sum."""

from narwhals import LazyFrame, col, lit

from sifund.records.expressions import choose
from sifund.records.language import NOT_DUE, Records, of_item
from sifund.records.rule import HIGH, MEDIUM, rule
from sifund.records.rules.benefit import BENEFIT
from sifund.records.rules.limits import (
    CLAIMS_LEAST,
    CLAIMS_SHARE,
    CONTRIBUTED,
    CONTRIBUTED_MONTHS,
    DURATION,
    DURATIONS,
    LAST_SPELL,
    LUMP_MONTHS,
)
from sifund.text import Cite, Text

LUMP = "unemployment.other_cost"
VOLUNTARY = Cite("失业保险条例 第14条", Text("非因本人意愿中断就业", "not left by one's own will"))
SHELLS = Cite("威海市审计局案例", Text("虚构劳动关系、申领异常集中", "made-up employment, claims in bulk"))
APART = Cite("劳社部发〔2007〕2号", Text("不相容岗位分离", "who enters does not approve"), checked=False)
FARM = Cite(
    "失业保险条例 第21条",
    Text("农民合同制工人一次性生活补助", "lump sum of contract workers from farms"),
    checked=False,
)
LUMP_STANDARD = Cite(
    "新政办发〔2021〕34号", Text("4月1日之后失业的按新标准", "the new standard for job losses from 1 April")
)


@rule(
    "P16", Text("核定期限与缴费年限不符", "Months granted do not fit the contribution period"), MEDIUM, law=DURATION,
    compares=Text("核定月数超过缴费年限对应的上限", "the months granted exceed those of the contribution period"),
    lawful=Text("正好满5年、10年", "exactly 5 or 10 years"),
)  # fmt: skip
def too_many_months(r: Records) -> LazyFrame:
    """Claims granted more months than their contributions allow."""
    most = lit(0)
    for contributed, months in DURATIONS:
        most = choose(col("contributed_months") >= contributed, lit(months), most)
    return r.findings(r.claimed(BENEFIT).filter(col("entitled_months") > most), "claims")


@rule(
    "P18", Text("缴费不满一年享受失业保险金", "Benefit with less than 12 months of contributions"), HIGH, law=CONTRIBUTED,
    compares=Text("累计缴费月数少于12个月", "fewer than 12 months contributed"),
    lawful=Text("外地转入的缴费月数并入；正好12个月", "months in other areas count; exactly 12"),
)  # fmt: skip
def too_short(r: Records) -> LazyFrame:
    """Claims with too few months."""
    return r.findings(r.claimed(BENEFIT).filter(col("contributed_months") < CONTRIBUTED_MONTHS), "claims", due=NOT_DUE)


@rule(
    "P19", Text("本人意愿中断就业享受失业保险金", "Benefit after leaving voluntarily"), MEDIUM, law=VOLUNTARY,
    compares=Text("申领原因为辞职", "the reason is resignation"),
    lawful=Text("失业补助金不要求；经仲裁更正原因", "the assistance does not ask; a reason corrected by arbitration"),
)  # fmt: skip
def resigned(r: Records) -> LazyFrame:
    """Claims after a resignation."""
    return r.findings(r.claimed(BENEFIT).filter(col("reason") == "resigned"), "claims")


@rule(
    "P20", Text("最后单位缴费不足三个月即申领", "Claim after under three months in the last firm"), MEDIUM, law=SHELLS,
    compares=Text("在最后单位不足3个月，终止后2个月内申领", "under 3 months in the last firm, claimed within 2 months of its end"),
    lawful=Text("此前在其他单位有一年以上参保", "a year or more in another firm before"),
)  # fmt: skip
def short_job(r: Records) -> LazyFrame:
    """Claims after a short last spell, of persons without a long one."""
    spells = r.spells.filter(col("fund") == "unemployment").select("person_id", "firm_id", "from_month", "to_month")
    ended = r.claimed(BENEFIT).join(spells, on=["person_id", "firm_id"])
    short = ended.filter(
        col("to_month") - col("from_month") + 1 < LAST_SPELL, (col("applied_month") - col("to_month")).is_between(0, 2)
    )
    long = spells.filter(col("to_month") - col("from_month") + 1 >= CONTRIBUTED_MONTHS)
    before = short.join(long.select("person_id", began="from_month"), on="person_id").filter(
        col("began") < col("from_month")
    )
    return r.findings(short.join(before, on="claim_id", how="anti"), "claims")


@rule(
    "P21", Text("同一单位申领人数异常集中", "Claims of a firm above half of its staff"), MEDIUM, law=SHELLS, by="",
    compares=Text("一个单位一年的申领人数超过年平均参保人数的一半，且不少于5人", "a firm's claims in a year are above half of its mean staff, and 5 or more"),
    lawful=Text("破产、关闭（申领原因为关闭）", "bankruptcy or closure (the reason says so)"),
)  # fmt: skip
def in_bulk(r: Records) -> LazyFrame:
    """Claims of firms with claims in bulk."""
    rows = r.claimed(BENEFIT).filter(col("reason") != "closed").with_columns(year=col("applied_month") // 12)
    counts = rows.group_by("firm_id", "year").agg(claims=col("claim_id").len())
    many = counts.join(r.firm_years, on=["firm_id", "year"]).filter(
        col("claims") >= CLAIMS_LEAST, col("claims") * 100 > col("insured_mean") * CLAIMS_SHARE
    )
    return r.findings(rows.join(many, on=["firm_id", "year"], how="semi"), "claims")


@rule(
    "P26", Text("同一经办人初审复核", "Entered and approved by the same operator"), HIGH, law=APART,
    compares=Text("初审人与复核人相同", "who entered it approved it"),
    lawful=Text("两人互为初审、复核", "two who enter and approve for each other"),
)  # fmt: skip
def one_hand(r: Records) -> LazyFrame:
    """Claims entered and approved by one."""
    return r.findings(r.claimed(BENEFIT).filter(col("operator_id") == col("approver_id")), "claims")


@rule(
    "P44", Text("农民合同制工人一次性补助与失业金重复", "Farm worker's lump sum and monthly benefit for one job loss"), MEDIUM, law=FARM,
    compares=Text("同一人、同一单位两项都核定", "both items for a person and firm"),
    lawful=Text("不同单位的两次失业", "two job losses, of two firms"),
)  # fmt: skip
def both_for_one(r: Records) -> LazyFrame:
    """Lump sums for a job loss that the benefit was paid for."""
    benefit = r.claimed(BENEFIT).select("person_id", "firm_id")
    return r.findings(r.claimed(LUMP).join(benefit, on=["person_id", "firm_id"], how="semi"), "claims")


@rule(
    "P45", Text("一次性补助月数与缴费年限不符", "Lump-sum months do not fit the years worked"), MEDIUM, law=FARM,
    compares=Text("月数超过缴费年数或24个月", "the months exceed the years of contributions, or 24"),
    lawful=Text("正好每满一年一个月", "exactly a month for each full year"),
)  # fmt: skip
def lump_months(r: Records) -> LazyFrame:
    """Lump sums of more months than years."""
    rows = r.claimed_by(r.paid(LUMP), "contributed_months")
    return r.findings(
        rows.filter((col("months") * 12 > col("contributed_months")) | (col("months") > LUMP_MONTHS)), "payments"
    )


@rule(
    "P46", Text("一次性补助标准适用错误", "Lump sum at the wrong standard by date of job loss"), MEDIUM, law=LUMP_STANDARD,
    compares=Text("金额不等于月数乘以失业当月的标准", "the amount is not months × the standard of the month of job loss"),
    lawful=Text("调标前失业、调标后发放，按旧标准", "lost before the rise and paid after it, at the old standard"),
)  # fmt: skip
def lump_standard(r: Records) -> LazyFrame:
    """Lump sums at another standard than that of the job loss."""
    starts = r.claims.select("claim_id", "start_month")
    rows = r.tiered(r.paid(LUMP)).join(starts, on="claim_id")
    dated = rows.join(r.standard(BENEFIT), left_on=["tier", "start_month"], right_on=["tier", "calendar"], how="left")
    dated = r.where(dated, ~col("standard_fen").is_null(), "payments", "standards", of_item(BENEFIT), "start_month")
    due = col("months") * col("standard_fen")
    return r.findings(dated.filter(col("amount_fen") != due), "payments", due=due)
