"""参保登记: who is insured where, and which firms insure."""

from narwhals import Int32, LazyFrame, col, concat, lit
from narwhals import len as length

from sifund.records.expressions import OPEN, inside, packed
from sifund.records.language import NOT_DUE, Records
from sifund.records.need import Need
from sifund.records.rule import LOW, MEDIUM, rule
from sifund.records.rules.contributed import PAID_IN, contributors, not_refunded, of_several, span
from sifund.records.rules.limits import (
    REGISTER_WITHIN,
    SHORT_SPELL,
    SHORT_SPELLS,
    TRANSFER,
)
from sifund.records.rules.retirement import LATE, pension_month
from sifund.text import Cite, Text

TWICE = Cite("惯例", Text("审计：两地重复参保", "audits: insured in two places"))
REGISTER = Cite("社会保险法 第57条", Text("成立之日起三十日内申请登记", "registration within 30 days of founding"))
EXTENDED = Cite(
    "社会保险法 第16条",
    Text("达到法定退休年龄后可延长缴费", "contributions may go on after pension age"),
    checked=False,
)
AUDITED = Cite("惯例", Text("审计常查", "usual in audits"), checked=False)
NUMBERS = Cite("GB 11643", Text("公民身份号码", "citizen identification numbers"), checked=False)
ONE_NUMBER = Cite("惯例", Text("一人一号", "one number a person"), checked=False)
SHORT_STAYS = Cite("威海市审计局案例", Text("短期参保、空壳公司", "short spells, shell firms"))
PAYROLL = Cite(
    "国发〔2015〕2号", Text("编制内人员参加机关养老保险", "the public fund is for established posts"), checked=False
)
EMPLOYED = ("unemployment", "employee", "medical", "injury", "maternity")


@rule(
    "C02", Text("同一人同期在两地重复参保", "Insured in two places in the same months"), MEDIUM, law=TWICE,
    compares=Text("同一人、同一险种在两地的参保时间重叠超过两个月", "a person's spells of a fund in two places overlap by more than two months"),
    lawful=Text("转移期间的重叠，不超过两个月", "an overlap of up to two months during a transfer"),
)  # fmt: skip
def two_places(r: Records) -> LazyFrame:
    """The later of two spells in two places."""
    rows = r.spells.with_columns(last=col("to_month").fill_null(OPEN))
    stays = r.movers(rows)
    both = stays.join(stays, on=["person_id", "fund"], suffix="_b").filter(col("place") != col("place_b"))
    later = (col("from_month") > col("from_month_b")) | (col("from_month") == col("from_month_b")) & (
        col("place") > col("place_b")
    )
    until = col("from_month") + TRANSFER
    rows = both.filter(later, col("last") >= until, col("last_b") >= until)
    return r.findings(r.settled(rows, until, "spells"), "spells")


@rule(
    "C11", Text("新注册企业30日内未登记", "New firm not registered within 30 days"), MEDIUM, law=REGISTER, by="firm_id",
    compares=Text("首个参保月晚于登记月的次月", "its first insured month is later than the month after its registration"),
    lawful=Text("登记当月或次月参保；没有职工的单位", "insured in the month of registration or the next; a firm without employees"),
)  # fmt: skip
def late_firm(r: Records) -> LazyFrame:
    """Firms whose first spell is late."""
    first = r.spells.group_by("firm_id").agg(first=col("from_month").min())
    return r.findings(
        r.firms.join(first, on="firm_id").filter(col("first") > col("registered_month") + REGISTER_WITHIN), "firms"
    )


@rule(
    "C18", Text("超过法定退休年龄仍按职工缴费", "Employee contribution after pension age"), MEDIUM, law=EXTENDED,
    compares=Text("所属月已满法定退休年龄（女按55岁，2025年起渐进式延迟）", "the month is at or after pension age (women 55; rising from 2025)"),
    lawful=Text("延长缴费（补缴）；延迟退休；已退费", "extended contributions (arrears); later retirement; refunded"),
)  # fmt: skip
def past_age(r: Records) -> LazyFrame:
    """Contributions from pension age on."""
    old = r.persons.select("person_id", due=pension_month(LATE)).filter(col("due") <= span(r)[1])
    old = r.hold(old.join(contributors(r), on="person_id").filter(col("due") <= col("last")).select("person_id", "due"))
    rows = r.contributions.filter(col("kind") == "normal", col("fund").is_in(list(EMPLOYED)))
    rows = r.of(rows, old)
    return r.findings(not_refunded(r, rows.filter(col("month") >= col("due"))), "contributions", due=NOT_DUE)


@rule(
    "C21", Text("一人多号", "One identity under several person numbers"), MEDIUM, law=ONE_NUMBER, by="",
    compares=Text("同一证件号码散列值有两个以上人员号", "one hash of an identity number under several persons"),
    lawful=Text("遮蔽后的号码相同而散列值不同", "the masked numbers are the same, the hashes are not"),
)  # fmt: skip
def several_numbers(r: Records) -> LazyFrame:
    """Persons beside the first of one identity."""
    rows = r.mark(r.persons.select("person_id", "id_hash", month=lit(None, dtype=Int32)), "id_hash")
    alike = rows.group_by("mark").agg(count=length()).filter(col("count") > 1)
    rows = r.among(rows, "mark", r.hold(alike))
    return r.findings(r.repeats(rows, ["id_hash"], "person_id"), "persons")


@rule(
    "C22", Text("身份证号不合法", "Identity number fails its check digit"), LOW, law=NUMBERS,
    compares=Text("校验位不符，或号码中的出生月与登记的出生月不同", "the check digit is wrong, or the month of birth in it is not the one registered"),
    lawful=Text("外国人和港澳台居民的其他证件；旧的15位号码没有校验位", "other documents of foreigners and residents of Hong Kong, Macao and Taiwan; old numbers of 15 digits have no check digit"),
)  # fmt: skip
def wrong_number(r: Records) -> LazyFrame:
    """Persons whose identity number is not in order."""
    r.reads.add(Need("persons", filled="id_valid"))
    rows = r.persons.filter(~col("id_valid") | (col("id_birth_month") != col("birth_month")))
    return r.findings(rows.with_columns(month=lit(None, dtype=Int32)), "persons")


@rule(
    "C25", Text("参保人员频繁增减", "Staff joins and leaves within three months in numbers"), MEDIUM, law=SHORT_STAYS, by="firm_id",
    compares=Text("一年内开始的参保经历中三个月以内的超过一半，且多于10人", "of the spells that begin in a year more than half end within three months, of more than 10 persons"),
    lawful=Text("劳务派遣单位；季节性用工", "dispatch firms; seasonal work"),
)  # fmt: skip
def short_stays(r: Records) -> LazyFrame:
    """Firms with short spells in numbers."""
    rows, keys = r.spells.with_columns(year=col("from_month") // 12), ["firm_id", "year"]
    brief = rows.filter(col("to_month") - col("from_month") < SHORT_SPELL)
    many = brief.group_by(keys).agg(many=col("person_id").len(), heads=col("person_id").n_unique())
    many = r.hold(many.filter(col("heads") > SHORT_SPELLS))
    every = r.among(rows, "firm_id", many).group_by(keys).agg(all=col("person_id").len())
    odd = many.join(every, on=keys).filter(col("many") * 2 > col("all"))
    firms = r.firms.filter(col("kind") != "dispatch")
    return r.findings(firms.join(odd, on="firm_id", how="semi"), "firms")


@rule(
    "C26", Text("单位已注销仍缴费或仍有参保人员", "Cancelled firm still insured"), LOW, law=AUDITED,
    compares=Text("所属月晚于单位注销月，或参保经历到注销次月仍未终止",
                  "the month lies after the firm's cancellation, or a spell did not end by then"),
    lawful=Text("注销当月；清算期；已退费", "the month of cancellation; liquidation; refunded"),
)  # fmt: skip
def cancelled(r: Records) -> LazyFrame:
    """Contributions of firms after their cancellation, and spells that outlast it."""
    gone = r.firms.filter(~col("cancelled_month").is_null()).select("firm_id", "cancelled_month")
    payers = contributors(r).join(gone, left_on="least", right_on="firm_id")
    late = r.among(r.contributions, "person_id", payers.filter(col("last") > col("cancelled_month"))).select(*PAID_IN)
    rows = concat([of_several(r), late]).filter(col("kind") == "normal").join(gone, on="firm_id")
    after = not_refunded(r, rows.filter(col("month") > col("cancelled_month")))
    stays = r.among(r.spells, "firm_id", gone).join(gone, on="firm_id")
    stays = r.hold(stays.filter(col("to_month").fill_null(OPEN) > col("cancelled_month")))
    still = r.settled(stays, col("cancelled_month") + 1, "spells")
    return concat([r.findings(after, "contributions"), r.findings(still, "spells")])


@rule(
    "C28", Text("编制外人员参加机关养老保险", "Person without an established post in the public fund"), MEDIUM, law=PAYROLL,
    compares=Text("机关养老保险缴费人不在同月的财政供养名册", "who pays into the public fund is not on the payroll of that month"),
    lawful=Text("在册人员；过渡期人员有文件；已退费", "persons on the payroll; transitional staff by document; refunded"),
)  # fmt: skip
def not_on_payroll(r: Records) -> LazyFrame:
    """Contributions to the public fund of who is not listed for the month."""
    rows = r.contributions.filter(col("fund") == "public", col("kind") == "normal").with_columns(
        pack=packed("person_id", "month")
    )
    listed = r.registered(rows, "public_payroll", "person_id")
    good = listed.filter(inside("month", "from_month", "to_month"))
    other = rows.join(good.select("pack"), on="pack", how="anti")
    return r.findings(not_refunded(r, other), "contributions")
