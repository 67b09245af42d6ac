"""缴费: what was paid in, by person, firm and month."""

from narwhals import Int64, LazyFrame, col, concat, lit

from sifund.records.expressions import inside, packed
from sifund.records.language import MONEY, Records
from sifund.records.rule import HIGH, LOW, MEDIUM, rule
from sifund.records.rules.contributed import (
    IN_TIERS,
    KINDS,
    REFUNDED,
    WITHOUT_FIRM,
    contributors,
    fits,
    not_refunded,
    of_several,
    off_rate,
    rated,
    refunds,
    span,
    topped_up,
)
from sifund.records.rules.limits import ARREARS_MONTHS, WORKING_AGE
from sifund.records.shared import shared
from sifund.text import Cite, Text

DOUBLE = Cite("兵地重复缴费退费", Text("重复缴纳的失业保险费退还", "contributions paid twice are refunded"))
RATE = Cite("社会保险法 第12条", Text("按基数和费率缴纳；阶段性降率", "base × rate; temporarily reduced"))
RELIEF = Cite("人社部发〔2020〕11号", Text("按划型减免单位缴费", "relief by the firm's size"))
BOTH_PAY = Cite(
    "社会保险费征缴暂行条例 第12条", Text("单位和个人都应缴费", "employer and employee both pay"), checked=False
)
LATE = Cite("人社部发〔2016〕132号", Text("补缴须有凭据", "arrears need a document"), checked=False)
YOUNG = Cite("劳动法 第15条", Text("禁止招用未满16周岁的未成年人", "nobody under 16 may be employed"), checked=False)
USUAL = Cite("惯例", Text("审计常查", "usual in audits"), checked=False)
ONE_FUND = Cite(
    "人社部发〔2014〕17号 第6条",
    Text("同期重复缴费的清退居民养老保险费", "for the same period the resident contribution is refunded"),
)
PAID_BACK = Cite("源报告三（一）", Text("退费清理", "clearing of refunds"))
SEVERAL = ("injury",)
"""Funds in which a person may be insured by several firms at once."""


@rule(
    "C01", Text("同一人同月在两个以上单位重复缴费", "Contributions for one person and month by two or more firms"), HIGH, law=DOUBLE,
    compares=Text("同一人、同一险种、同一所属月有两个以上单位缴费", "more than one firm paid for a person, fund and month"),
    lawful=Text("变更单位当月；工伤保险可多单位参保；已退费", "the month of a change of employer; several firms may insure work injury; refunded"),
)  # fmt: skip
def two_firms(r: Records) -> LazyFrame:
    """Contributions of a second firm, but in a month in which a spell at one ends and one at another begins."""
    rows = of_several(r).filter(col("kind") == "normal", ~col("fund").is_in(list(SEVERAL)))
    rows = r.hold(not_refunded(r, rows).with_columns(pack=packed("person_id", "month")))
    spells = r.hold(r.among(r.spells, "person_id", rows))
    ends = spells.select("fund", old="firm_id", pack=packed("person_id", "to_month"))
    starts = spells.select("fund", new="firm_id", pack=packed("person_id", "from_month"))
    changes = ends.join(starts, on=["fund", "pack"]).filter(col("old") != col("new"))
    double = r.repeats(rows, ["pack", "fund"], "firm_id")
    return r.findings(double.join(changes, on=["fund", "pack"], how="anti"), "contributions")


@rule(
    "C06", Text("缴费金额不等于基数×费率", "Contribution is not base × rate"), MEDIUM, law=RATE,
    compares=Text("单位、个人缴费与基数乘以所属月费率，容差1分", "employer's and employee's part with base × the month's rate, within 1 fen"),
    lawful=Text("减免月份、按划型的较低费率", "months of relief: the lower rate of the firm's size"),
)  # fmt: skip
def not_the_rate(r: Records) -> LazyFrame:
    """Contributions that no rate of the month explains; the employee's part where its rate is known."""
    base, rates = col("base_fen"), r.employer_rate().select("fund", "month", "rate_bp").unique()
    r.leave(rated(r, col("kind").is_in(list(KINDS)), ~IN_TIERS)[2], "contributions", "rates", col("fund"))
    rows = off_rate(r).filter("off")
    other = rows.filter("half").join(rates, on=["fund", "month"]).filter(fits("employer_fen", col("rate_bp")))
    due = base * (col("most_bp") + col("employee_bp")) // 10_000
    return r.findings(rows.join(other, on=list(MONEY["contributions"].key), how="anti"), "contributions", due=due)


@rule(
    "C03", Text("职工养老与居民养老同期缴费", "Employee and resident pension paid for the same period"), MEDIUM, law=ONE_FUND,
    compares=Text("同一人、同一所属月两种养老保险都缴费", "both pension funds for a person and month"),
    lawful=Text("由居民转为职工的次月起；居民缴费已退", "from the month after becoming an employee; the resident contribution was refunded"),
)  # fmt: skip
def two_funds(r: Records) -> LazyFrame:
    """Resident contributions for months of an employee's."""
    rows = r.contributions.filter(col("kind") == "normal")
    employee = rows.filter(col("fund").is_in(["employee", "public"])).select(pack=packed("person_id", "month"))
    resident = rows.filter(col("fund") == "resident").with_columns(pack=packed("person_id", "month"))
    return r.findings(not_refunded(r, resident.join(employee, on="pack", how="semi")), "contributions")


@rule(
    "C07", Text("减免期费率或划型执行错误", "Relief applied to the wrong size or month"), MEDIUM, law=RELIEF,
    compares=Text("减免月份单位缴费与当年或上年划型的费率都不符", "the employer's part in months of relief with the rate of the firm's size, this year's or last year's"),
    lawful=Text("划型后来更正：按当时的划型减免", "a size corrected later: relief by the one in force"),
)  # fmt: skip
def wrong_relief(r: Records) -> LazyFrame:
    """Contributions of months with several rates that are not at the rate of the firm's size."""
    relief = r.rate().filter(col("employer_most") > col("employer_least")).select("fund", month="calendar")
    usual = r.contributions.filter(col("kind") == "normal").select(begin=col("month").min(), end=col("month").max())
    relief = r.hold(relief.join(usual, how="cross").filter(inside("month", "begin", "end")).select("fund", "month"))
    rates = r.employer_rate().join(relief, on=["fund", "month"], how="semi").with_columns(year=col("month") // 12)
    years = r.firm_years.select("firm_id", "year", "size")
    due, last = (
        frame.join(rates, on=["year", "size"]).select("fund", "rate_bp", pack=packed("firm_id", "month"))
        for frame in (years, years.with_columns(year=col("year") + 1))
    )
    sizes = concat([due, last]).group_by("fund", "pack").agg(low_bp=col("rate_bp").min(), high_bp=col("rate_bp").max())
    r.leave(rated(r, col("kind") == "normal", ~IN_TIERS)[2], "contributions", "rates", col("fund"))
    rows, sizes = r.among(r.contributions, "month", relief), r.hold(sizes)
    bare = r.firms.select("firm_id").join(relief, how="cross").with_columns(pack=packed("firm_id", "month"))
    bare = r.hold(bare.join(sizes, on=["fund", "pack"], how="anti").select("fund", "pack"))
    rows = r.each(r.codes(relief, "fund"), lambda fund: _at_no_rate(r, rows, sizes, bare, fund))
    return r.findings(r.where(rows, ~col("low_bp").is_null(), "contributions", "sizes"), "contributions")


def _at_no_rate(r: Records, rows: LazyFrame, sizes: LazyFrame, bare: LazyFrame, fund: str) -> LazyFrame:
    """Normal contributions of a fund that are at none of the rates of their firm, or of which no firm is known; what all have in common
    does not go through the join, and those of firms and months of which no size is known, which may be many, are left at once."""
    some = rows.filter(col("fund") == fund, col("kind") == "normal").select(
        "person_id", "firm_id", "month", "base_fen", "employer_fen", "employee_fen", pack=packed("firm_id", "month")
    )
    bare = bare.filter(col("fund") == fund)
    r.leave(r.among(some, "pack", bare), "contributions", "sizes")
    both = r.without(some, "pack", bare).join(sizes.filter(col("fund") == fund).drop("fund"), on="pack", how="left")
    either = fits("employer_fen", col("low_bp")) | fits("employer_fen", col("high_bp"))
    return r.hold(both.filter(~either.fill_null(False))).with_columns(fund=lit(fund), kind=lit("normal"))


@rule(
    "C14", Text("个人已缴单位未缴", "Employee part paid, employer part not"), LOW, law=BOTH_PAY,
    compares=Text("个人缴费大于零，单位缴费为零，当月各划型都应缴", "the employee paid, the employer did not, and every size had to"),
    lawful=Text("减免月份；个体工商户和灵活就业人员", "months of relief; the self-employed"),
)  # fmt: skip
def half_paid(r: Records) -> LazyFrame:
    """Contributions without the employer's part in months without relief."""
    r.leave(rated(r, WITHOUT_FIRM)[2], "contributions", "rates", col("fund"))
    single = r.firms.filter(col("kind") == "individual").select("firm_id")
    return r.findings(off_rate(r).filter("alone").join(single, on="firm_id", how="anti"), "contributions")


@rule(
    "C15", Text("一次性补缴三年以上", "Arrears of more than 36 months in one posting"), MEDIUM, law=LATE,
    compares=Text("同一人同月到账的补缴超过36个月", "a person's arrears posted in a month are for more than 36 months"),
    lawful=Text("正好36个月；有裁决文书", "exactly 36; a court's document"),
)  # fmt: skip
def long_arrears(r: Records) -> LazyFrame:
    """Arrears posted with more than three years of others."""
    rows = r.contributions.filter(col("kind") == "arrears")
    many = (
        rows.group_by("person_id", "posted_month")
        .agg(months=col("month").n_unique())
        .filter(col("months") > ARREARS_MONTHS)
    )
    return r.findings(rows.join(many, on=["person_id", "posted_month"], how="semi"), "contributions")


@rule(
    "C17", Text("未满16周岁参保缴费", "Contributor under 16"), MEDIUM, law=YOUNG,
    compares=Text("所属月减出生月不足16年", "the month is under 16 years after that of birth"),
    lawful=Text("年满16周岁当月", "the month of the sixteenth birthday"),
)  # fmt: skip
def too_young(r: Records) -> LazyFrame:
    """Contributions of persons under working age."""
    age, (first, _) = WORKING_AGE * 12, span(r)
    young = r.hold(r.persons.select("person_id", "birth_month").filter(first - col("birth_month") < age))
    rows = r.of(r.contributions.filter(col("kind") != "refund"), young)
    return r.findings(not_refunded(r, rows.filter(col("month") - col("birth_month") < age)), "contributions")


@rule(
    "C19", Text("死亡次月后仍缴费", "Contribution for months after death"), LOW, law=USUAL,
    compares=Text("所属月晚于死亡月", "the month lies after that of death"), lawful=Text("死亡当月；已退费", "the month of death; refunded"),
)  # fmt: skip
def after_death(r: Records) -> LazyFrame:
    """Contributions for months after death that were not refunded."""
    rows = r.of(r.contributions.filter(col("kind") == "normal"), _outlived(r))
    return r.findings(not_refunded(r, rows.filter(col("month") > col("death_month"))), "contributions")


@shared
def _outlived(r: Records) -> LazyFrame:
    """Contributors who died before the last month that they pay for, with their `death_month`."""
    return r.dead(contributors(r)).filter(col("last") > col("death_month")).select("person_id", "death_month")


@rule(
    "C20", Text("服刑期间单位缴费", "Employer contributes while the person is in prison"), MEDIUM, law=USUAL,
    compares=Text("所属月在收监服刑期间", "the month lies inside a term in prison"),
    lawful=Text("缓刑、监外执行、假释", "probation, execution outside prison, parole"),
)  # fmt: skip
def in_prison(r: Records) -> LazyFrame:
    """Contributions for months inside prison."""
    jailed = r.imprisoned(contributors(r)).filter(col("last") >= col("prison_from"))
    terms = r.hold(jailed.select("person_id", "prison_from", "prison_to"))
    rows = r.of(r.contributions.filter(col("kind") == "normal"), terms)
    return r.findings(not_refunded(r, rows.filter(inside("month", "prison_from", "prison_to"))), "contributions")


@rule(
    "C31", Text("政府代缴与个人自缴重复", "Paid by government and by the person for one year"), MEDIUM, law=USUAL,
    compares=Text("同一人同一年度居民养老既有代缴又有自缴", "both kinds for a person and year in the resident fund"),
    lawful=Text("不同年度；本人只补缴到较高档次的差额；已退费", "different years; the person paid only the difference to a higher tier; refunded"),
)  # fmt: skip
def paid_for_twice(r: Records) -> LazyFrame:
    """Government contributions for years that the person paid, but where the person paid the difference to a higher tier."""
    rows = r.contributions.filter(col("fund") == "resident").with_columns(year=col("month") // 12)
    helped, keys = r.hold(rows.filter(col("kind") == "government")), ["person_id", "year"]
    paid = (
        rows.filter(col("kind") == "normal").join(helped, on=keys, how="semi").join(topped_up(r), on=keys, how="anti")
    )
    double = helped.join(not_refunded(r, paid), on=keys, how="semi")
    return r.findings(not_refunded(r, double), "contributions")


@rule(
    "C36", Text("退费无原缴费记录或重复退费", "Refund of a contribution never paid or refunded twice"), HIGH, law=PAID_BACK,
    compares=Text("退费没有同一人、单位、险种、所属月的缴费，或超过其金额", "no contribution of the person, firm, fund and month, or a smaller one"),
    lawful=Text("按原缴费全部或部分退费", "a refund of what was paid, or of a part"),
)  # fmt: skip
def never_paid(r: Records) -> LazyFrame:
    """Refunds of more than was paid, or without a contribution."""
    both = (col("employer_fen") + col("employee_fen")).abs()
    paid = r.contributions.filter(col("kind").is_in(["normal", "arrears", "government"]))
    paid = (
        r.among(paid, "person_id", refunds(r)).with_columns(paid=both).group_by(*REFUNDED).agg(paid=col("paid").sum())
    )
    rows = refunds(r).join(paid, on=list(REFUNDED), how="left")
    return r.findings(rows.filter(both > col("paid").fill_null(0) - col("paid").is_null().cast(Int64)), "contributions")
