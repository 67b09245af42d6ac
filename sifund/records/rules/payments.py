"""支付: payments of any kind, their accounts and repeats."""

from narwhals import LazyFrame, col

from sifund.records.expressions import inside, within
from sifund.records.language import NOT_DUE, Records
from sifund.records.need import Need
from sifund.records.rule import HIGH, LOW, MEDIUM, rule
from sifund.records.rules.benefit import BENEFIT
from sifund.records.rules.limits import BACK_MONTHS, REGISTER_LATE, WARDS
from sifund.text import Cite, Text

MEDICAL = "unemployment.medical"
BY_CLAIM = (
    BENEFIT,
    MEDICAL,
    "unemployment.assistance",
    "unemployment.funeral",
    "unemployment.other_cost",
    "unemployment.skills",
)
"""Lines that are paid on a claim; a pension is granted elsewhere."""
FUNERALS = ("unemployment.funeral", "resident.funeral")
USUAL = Cite("惯例", Text("审计常查", "usual in audits"), checked=False)
ACCOUNTS = Cite("惯例", Text("账户比对（参照NASWA）", "matching of accounts, as NASWA's"))
WHOLE = Cite(
    "社会保险法 第48条", Text("医疗保险费由失业保险基金支付", "the fund pays the medical contribution"), checked=False
)
ONE_GRANT = Cite("社会保险法 第49条", Text("只能领取其中一项", "one of them only"), checked=False)
WHILE_DRAWN = Cite(
    "社会保险法 第49条",
    Text("领取失业保险金期间死亡的，发给丧葬补助金和抚恤金", "a grant for a death while the benefit is drawn"),
    checked=False,
)


@rule(
    "P22", Text("同一银行账户收取多人待遇", "One bank account receives for several persons"), MEDIUM, law=ACCOUNTS, by="",
    compares=Text("一个账户收取4人以上待遇", "one account receives for four persons or more"),
    lawful=Text("监护人代领，不超过3人；一人数个账户；福利院等机构", "a guardian of up to three; a person with several accounts; a home or institution"),
)  # fmt: skip
def shared_account(r: Records) -> LazyFrame:
    """Payments into accounts of many."""
    rows = r.payments.filter(col("kind") != "recovery")
    ends = r.thin(rows, ["account_hash", "person_id"], "person_id").group_by("account_hash")
    ends = ends.agg(least=col("person_id").min(), most=col("person_id").max())
    shared = rows.join(ends.filter(col("least") < col("most")), on="account_hash", how="semi")
    pairs = shared.select("account_hash", "person_id").unique()
    many = pairs.group_by("account_hash").agg(persons=col("person_id").len()).filter(col("persons") > WARDS)
    return r.findings(rows.join(many, on="account_hash", how="semi"), "payments")


@rule(
    "P23", Text("待遇账户户名与领取人不符", "Account holder is not the payee"), MEDIUM, law=ACCOUNTS,
    compares=Text("银行核验的户主证件号码不是领取人的", "the account holder's number, as the bank says, is not the payee's"),
    lawful=Text("发放月有登记的监护人；退票后重发的原支付；已追回；以旧的15位号码开的户",
                "a guardian on file in the month of payment; what was returned and sent again; taken back; an account of an old number of 15 digits"),
)  # fmt: skip
def other_holder(r: Records) -> LazyFrame:
    """Payments into accounts of others than the payee, who has no guardian."""
    r.reads.add(Need("payments", filled="holder_hash"))
    rows = r.payments.filter(col("kind") != "recovery")
    rows = r.where(rows, ~col("holder_hash").is_null(), "payments", "holders")
    rows = rows.join(r.persons.select("person_id", "id_hash"), on="person_id")
    other = r.hold(
        rows.filter(col("holder_hash") != col("id_hash")).with_columns(last=col("period") + col("months") - 1)
    )
    returned = r.payments.filter(col("kind") == "resend").select(payment_id="resend_of")
    other = r.not_recovered(other).join(returned, on="payment_id", how="anti")
    wards = r.registered(other, "guardian", "person_id").filter(inside("paid_month", "from_month", "to_month"))
    return r.findings(other.join(wards, on="payment_id", how="anti"), "payments")


@rule(
    "P28", Text("无申请或核定记录的支付", "Payment without a claim"), HIGH, law=USUAL,
    compares=Text("支付没有核定，或核定不存在", "no claim, or one that is not there"),
    lawful=Text("免申即享的有规则核定；养老金另行核定", "items paid without application have a rule's claim; pensions are granted elsewhere"),
)  # fmt: skip
def no_claim(r: Records) -> LazyFrame:
    """Payments of lines paid on a claim that have none."""
    return r.findings(r.paid(*BY_CLAIM).join(r.claims, on="claim_id", how="anti"), "payments")


@rule(
    "P29", Text("支付失败后重复补发", "Failed payment sent again more than once"), HIGH, law=USUAL,
    compares=Text("同一笔原支付有第二次重发", "a second resend of one payment"),
    lawful=Text("各笔退票各重发一次", "each return sent again once"),
)  # fmt: skip
def sent_twice(r: Records) -> LazyFrame:
    """Resends after the first of a payment."""
    rows = r.payments.filter(col("kind") == "resend", ~col("resend_of").is_null())
    return r.findings(r.repeats(rows, ["resend_of"], "payment_id"), "payments", due=NOT_DUE)


@rule(
    "P30", Text("补发期间超过规定", "Arrears reach back further than the rule"), MEDIUM, law=USUAL,
    compares=Text("补发的首月比发放月早超过12个月", "the first month is more than 12 months before the month of payment"),
    lawful=Text("正好12个月；有判决或更正", "exactly 12 months; a judgment or correction"),
)  # fmt: skip
def far_back(r: Records) -> LazyFrame:
    """Arrears of long ago."""
    rows = r.payments.filter(col("kind") == "arrears")
    return r.findings(rows.filter(col("paid_month") - col("period") > BACK_MONTHS), "payments")


@rule(
    "P33", Text("失业期间医保重复缴费", "Medical contribution paid twice (fund and employer)"), MEDIUM, law=WHOLE,
    compares=Text("代缴月在单位医保参保期间", "the month lies in an employer's medical spell"),
    lawful=Text("入职当月", "the month of starting work"),
)  # fmt: skip
def medical_twice(r: Records) -> LazyFrame:
    """Medical contributions for months in which an employer pays."""
    rows = r.paid(MEDICAL).join(r.spells.filter(col("fund") == "medical"), on="person_id")
    return r.findings(rows.filter(within("from_month", "to_month", after=1)), "payments")


@rule(
    "P34", Text("代缴医保而无失业保险金", "Medical contribution without benefit"), LOW, law=WHOLE,
    compares=Text("代缴月没有失业保险金", "no benefit for the month"),
    lawful=Text("失业保险金一笔补发数月", "the benefit came as arrears of several months in one payment"),
)  # fmt: skip
def medical_alone(r: Records) -> LazyFrame:
    """Medical contributions for months without benefit."""
    benefit = r.paid(BENEFIT).select("person_id", first="period", end="last")
    rows = r.paid(MEDICAL)
    covered = rows.join(benefit, on="person_id").filter(col("period").is_between(col("first"), col("end")))
    return r.findings(rows.join(covered, on="payment_id", how="anti"), "payments")


@rule(
    "P35", Text("代缴医保金额与标准不符", "Medical amount is not the standard"), MEDIUM, law=WHOLE,
    compares=Text("金额不等于所含各月标准之和", "the amount is not the standards of its months"),
    lawful=Text("年中调整标准", "a new standard within the year"),
)  # fmt: skip
def medical_amount(r: Records) -> LazyFrame:
    """Medical contributions that are not the standard."""
    return r.findings(r.by_any_tier(r.paid(MEDICAL), MEDICAL), "payments", due=col("due_fen"))


@rule(
    "P36", Text("丧葬抚恤无死亡记录", "Funeral grant without a death record"), MEDIUM, law=WHILE_DRAWN,
    compares=Text("失业保险丧葬抚恤的人在发放后两个月内仍不在死亡名册", "the person is in no register of deaths up to two months after the payment"),
    lawful=Text("已登记死亡；名册迟报不超过两个月（最后两个月发放的尚不能判断）", "a death that is registered; a register that is up to two months late (of the last two months it cannot be known yet)"),
)  # fmt: skip
def no_death(r: Records) -> LazyFrame:
    """Funeral grants of who is not registered as dead."""
    grants = r.paid(FUNERALS[0])
    late = col("paid_month") + REGISTER_LATE
    dead = r.registered(grants, "death", "person_id").filter(col("from_month") <= late)
    rows = r.settled(grants.join(dead, on="payment_id", how="anti"), late, "payments")
    return r.findings(rows, "payments", due=NOT_DUE)


@rule(
    "P38", Text("非领取期间死亡发放丧葬抚恤", "Death outside the benefit period"), LOW, law=WHILE_DRAWN,
    compares=Text("死亡当月没有失业保险金", "no benefit was paid for the month of death"),
    lawful=Text("领取期间死亡", "a death while the benefit was drawn"),
)  # fmt: skip
def not_drawing(r: Records) -> LazyFrame:
    """Funeral grants of who drew no benefit when dying."""
    drawn = r.dead(r.paid(BENEFIT)).filter(col("death_month").is_between(col("period"), col("last")))
    rows = r.dead(r.paid(FUNERALS[0])).join(drawn, on="person_id", how="anti")
    return r.findings(rows, "payments", due=NOT_DUE)


@rule(
    "P37", Text("两个基金都发丧葬补助", "Funeral grant from two funds"), MEDIUM, law=ONE_GRANT,
    compares=Text("同一人有两个基金的丧葬补助", "funeral grants of two funds for a person"),
    lawful=Text("退票后重发", "sent again after a return"),
)  # fmt: skip
def two_funerals(r: Records) -> LazyFrame:
    """Funeral grants after another fund's."""
    rows = r.paid(*FUNERALS)
    items = rows.group_by("person_id").agg(
        least=col("item").min(), most=col("item").max(), first=col("payment_id").min()
    )
    both = rows.join(items.filter(col("least") != col("most")), on="person_id")
    return r.findings(both.filter(col("payment_id") > col("first")), "payments", due=NOT_DUE)
