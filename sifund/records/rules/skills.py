"""技能提升补贴: subsidies to the insured who earned a certificate."""

from narwhals import LazyFrame, col

from sifund.records.expressions import choose, in_force, inside
from sifund.records.language import NOT_DUE, Records, of_item
from sifund.records.rule import LOW, MEDIUM, rule
from sifund.records.rules.benefit import BENEFIT
from sifund.records.rules.limits import JOBLESS_FROM, SCARCE, SKILLS_A_YEAR, SKILLS_CONTRIBUTED, SKILLS_MONTHS
from sifund.records.shared import shared
from sifund.records.tables import CERTIFICATE
from sifund.text import Cite, Text

SKILLS = "unemployment.skills"
RULE = Cite("人社部发〔2017〕40号", Text("条件、期限和标准", "conditions, terms and amounts"))
TIMES = Cite("惯例", Text("每人每年不超过三次", "three a person and year at most"))
TWO_FUNDS = Cite("惯例", Text("同一证书只补一次", "one subsidy a certificate"), checked=False)


@shared
def standing(r: Records) -> LazyFrame:
    """Subsidies whose payment was not taken back."""
    return r.skills.join(r.taken_back(SKILLS), on="payment_id", how="anti")


@rule(
    "P47", Text("同一证书重复享受技能提升补贴", "Skills subsidy twice for one certificate"), MEDIUM, law=RULE, by="",
    compares=Text("同一证书超过一笔", "more than one for a certificate"), lawful=Text("两本证书；已追回", "two certificates; taken back"),
)  # fmt: skip
def one_certificate(r: Records) -> LazyFrame:
    """Subsidies after a certificate's first."""
    return r.findings(r.repeats(standing(r), ["certificate_hash"], "skill_id"), "skills", due=NOT_DUE)


@rule(
    "P48", Text("同一职业同一等级重复享受", "Skills subsidy twice for one occupation and level"), MEDIUM, law=RULE,
    compares=Text("同一人、同一职业、同一等级超过一笔", "more than one for a person, occupation and level"),
    lawful=Text("同一职业升级；已追回", "a higher level of the occupation; taken back"),
)  # fmt: skip
def one_level(r: Records) -> LazyFrame:
    """Subsidies after a level's first."""
    rows = r.repeats(standing(r), ["person_id", "occupation", "level"], "skill_id")
    return r.findings(rows, "skills", due=NOT_DUE)


@rule(
    "P49", Text("技能补贴累计缴费不足", "Skills subsidy with too few months of contributions"), MEDIUM, law=RULE,
    compares=Text("核定时累计缴费不足36个月（2019年起12个月）", "fewer than 36 months contributed by the claim (12 from 2019 on)"),
    lawful=Text("正好达到月数；放宽期内的；已追回", "exactly the months; claims of the years with the lower limit; taken back"),
)  # fmt: skip
def too_few_months(r: Records) -> LazyFrame:
    """Subsidies paid on claims with too few months contributed."""
    paid = r.payments.select("payment_id", "claim_id").join(
        r.claims.select("claim_id", "contributed_months"), on="claim_id"
    )
    rows = standing(r).join(paid, on="payment_id", how="left")
    rows = r.where(rows, ~col("contributed_months").is_null(), "skills", "claims")
    least = in_force(SKILLS_CONTRIBUTED, col("applied_month") // 12)
    rows = r.where(rows, ~least.is_null(), "skills", "limits")
    return r.findings(rows.filter(col("contributed_months") < least), "skills", due=NOT_DUE)


@rule(
    "P50", Text("证书核发超过12个月申领", "Claimed later than 12 months after issue"), LOW, law=RULE,
    compares=Text("申领月减发证月超过12个月", "more than 12 months from issue to claim"),
    lawful=Text("正好12个月；疫情期间延长；已追回", "exactly 12; extended in the epidemic; taken back"),
)  # fmt: skip
def too_late(r: Records) -> LazyFrame:
    """Subsidies claimed too late."""
    return r.findings(standing(r).filter(col("applied_month") - col("issued_month") > SKILLS_MONTHS), "skills")


@rule(
    "P51", Text("技能补贴金额与等级不符", "Skills amount is not the level's"), MEDIUM, law=RULE,
    compares=Text("金额不等于等级的标准", "the amount is not the level's standard"),
    lawful=Text("标准调整前申领的；紧缺职业上浮30%；多发部分已追回", "claimed before a new standard; 30% more for scarce occupations; the excess was taken back"),
)  # fmt: skip
def wrong_level(r: Records) -> LazyFrame:
    """Subsidies of another amount than their level's at the month of the claim."""
    rows = standing(r).join(
        r.standard(SKILLS), left_on=["level", "applied_month"], right_on=["tier", "calendar"], how="left"
    )
    rows = r.where(rows, ~col("standard_fen").is_null(), "skills", "standards", of_item(SKILLS, "level"))
    raised = col("amount_fen") * 100 == col("standard_fen") * SCARCE
    wrong = rows.filter(col("amount_fen") != col("standard_fen"), ~raised)
    months = r.paid_as(SKILLS).select("payment_id", "item", "period", "last")
    over = col("amount_fen") - col("standard_fen")
    wrong = wrong.join(months, on="payment_id", how="left")
    wrong = r.not_recovered(wrong, choose(over > 0, over, col("amount_fen")))
    return r.findings(wrong, "skills", due=col("standard_fen"))


@rule(
    "P52", Text("一年超过三次技能补贴", "More than three skills subsidies in a year"), LOW, law=TIMES,
    compares=Text("同一人一年内第四笔起", "a person's fourth in a year and on"), lawful=Text("跨年度；正好三次；已追回", "over two years; exactly three; taken back"),
)  # fmt: skip
def too_often(r: Records) -> LazyFrame:
    """Subsidies after the third of a year."""
    rows = standing(r).with_columns(year=col("applied_month") // 12)
    counts = rows.group_by("person_id", "year").agg(count=col("skill_id").len()).filter(col("count") > SKILLS_A_YEAR)
    many = rows.join(counts, on=["person_id", "year"], how="semi")
    ranked = many.with_columns(place=(col("skill_id") * 0 + 1).cum_sum().over("person_id", "year", order_by="skill_id"))
    return r.findings(ranked.filter(col("place") > SKILLS_A_YEAR), "skills")


@rule(
    "P53", Text("技能补贴与就业补助资金培训补贴重复", "Skills subsidy and training subsidy for one certificate"), MEDIUM, law=TWO_FUNDS,
    compares=Text("同一证书也在就业补助资金培训补贴名册", "the certificate is in the register of training subsidies, too"),
    lawful=Text("另一证书的培训补贴；已追回", "a training subsidy for another certificate; taken back"),
)  # fmt: skip
def trained(r: Records) -> LazyFrame:
    """Subsidies for certificates that a training subsidy was paid for."""
    paid = r.part("registers", "register", "training_subsidy", CERTIFICATE).select(CERTIFICATE)
    return r.findings(standing(r).join(paid, on=CERTIFICATE, how="semi"), "skills", due=NOT_DUE)


@rule(
    "P54", Text("技能补贴申请时不在职", "Not employed at issue or claim"), MEDIUM, law=RULE,
    compares=Text("发证月和申领月都没有参保", "no spell covers the month of issue or of the claim"),
    lawful=Text("发证时在职；2022年起领取失业保险金的人；已追回", "employed at the issue; from 2022 on who draws the benefit; taken back"),
)  # fmt: skip
def not_at_work(r: Records) -> LazyFrame:
    """Subsidies of persons who were insured neither at issue nor at claim."""
    rows = r.skills.join(r.spells.select("person_id", "from_month", "to_month"), on="person_id")
    issued, applied = (inside(month, "from_month", "to_month") for month in ("issued_month", "applied_month"))
    jobless = r.skills.join(r.paid(BENEFIT).select("person_id", "period", "last"), on="person_id")
    drawn = [
        (col(m) >= JOBLESS_FROM) & col(m).is_between(col("period"), col("last"))
        for m in ("issued_month", "applied_month")
    ]
    idle = standing(r).join(rows.filter(issued | applied), on="skill_id", how="anti")
    return r.findings(idle.join(jobless.filter(drawn[0] | drawn[1]), on="skill_id", how="anti"), "skills")
