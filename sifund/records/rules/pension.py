"""养老金和丧葬补助金: pensions and funeral grants of the public and the resident fund."""

from narwhals import LazyFrame, col

from sifund.records.expressions import inside, within
from sifund.records.language import Records
from sifund.records.rule import HIGH, MEDIUM, rule
from sifund.records.rules.limits import RESIDENT_AGE
from sifund.terms import BASIC_PENSION
from sifund.text import Cite, Text

PUBLIC, BASIC, ACCOUNT = "public.pension", "resident.basic_pension", "resident.account_pension"
FUNERAL = "resident.funeral"
DEAD = Cite("源报告三（一）", Text("套取死亡人员待遇专项整治", "campaign against benefits drawn for the dead"))
JAILED = Cite("劳社厅函〔2001〕44号", Text("服刑期间停发", "stops in prison"))
ONE_PENSION = Cite("人社部发〔2014〕17号", Text("不得重复领取养老保险待遇", "no two pensions at once"))
RESIDENT = Cite("国发〔2014〕8号 第6条", Text("年满60周岁领取", "from the age of 60"))
BASIC_RULE = Cite("新人社（360元/月）", BASIC_PENSION.inside)
GRANT = Cite("新人社办发〔2021〕26号", Text("丧葬补助金按死亡时标准", "the grant by the standard at death"))


@rule(
    "P69", Text("死亡次月后仍发放养老金", "Pension for months after death"), HIGH, law=DEAD,
    compares=Text("所属月晚于死亡月", "the month lies after that of death"),
    lawful=Text("死亡当月应发；已追回", "the month of death is due; taken back"),
)  # fmt: skip
def after_death(r: Records) -> LazyFrame:
    """Pensions for months after death that were not taken back."""
    rows = r.dead(r.paid(PUBLIC, BASIC, ACCOUNT))
    return r.findings(rows.filter(col("last") > col("death_month")), "payments")


@rule(
    "P71", Text("服刑期间发放养老金", "Pension while in prison"), HIGH, law=JAILED,
    compares=Text("所属月在收监服刑期间", "the month lies inside a term in prison"),
    lawful=Text("缓刑、监外执行、假释照发", "probation, execution outside prison and parole are paid"),
)  # fmt: skip
def in_prison(r: Records) -> LazyFrame:
    """Pensions for months inside prison."""
    rows = r.imprisoned(r.paid(PUBLIC, BASIC, ACCOUNT))
    return r.findings(rows.filter(within("prison_from", "prison_to")), "payments")


@rule(
    "P73", Text("机关养老与居民养老重复领取", "Public and resident pension in one month"), HIGH, law=ONE_PENSION,
    compares=Text("同一人、同一所属月两种养老金都有", "both pensions for a person and month"),
    lawful=Text("居民养老金停发次月起领取；已追回", "one begins the month after the other ends; taken back"),
)  # fmt: skip
def two_pensions(r: Records) -> LazyFrame:
    """Resident pensions for months of a public one."""
    return r.findings(r.meeting(r.paid(BASIC), r.paid(PUBLIC)), "payments")


@rule(
    "P74", Text("两地重复领取养老金", "Pension in two places"), HIGH, law=ONE_PENSION,
    compares=Text("同一人、同一所属月在两个以上统筹地区领取", "a person paid in two areas for one month"),
    lawful=Text("关系转移当月", "the month of a transfer"),
)  # fmt: skip
def two_places(r: Records) -> LazyFrame:
    """Pensions in a second area for a month."""
    return r.findings(r.elsewhere(r.paid(PUBLIC, BASIC)), "payments")


@rule(
    "P77", Text("未满60周岁领取城乡居民养老金", "Resident pension before 60"), HIGH, law=RESIDENT,
    compares=Text("所属月减出生月不足60年", "the month is under 60 years after that of birth"),
    lawful=Text("年满60周岁当月", "the month of the sixtieth birthday"),
)  # fmt: skip
def too_young(r: Records) -> LazyFrame:
    """Resident pensions for months before the age."""
    rows = r.paid(BASIC, ACCOUNT).join(r.payees(), on="person_id")
    return r.findings(rows.filter(col("period") - col("birth_month") < RESIDENT_AGE * 12), "payments")


@rule(
    "P78", Text("基础养老金与标准不符", "Basic pension is not the standard"), MEDIUM, law=BASIC_RULE,
    compares=Text("一个月的金额不是当月任何一档标准", "the amount for one month is no tier's standard of the month"),
    lawful=Text("高龄加发的一档；一笔补发数月；调标后补发差额", "the tier of the very old; arrears of several months in one payment; a difference paid later"),
)  # fmt: skip
def not_the_standard(r: Records) -> LazyFrame:
    """Basic pensions of one month that are no tier's, but for differences and the months that they make up for."""
    tiers = r.standard(BASIC)
    single = r.paid(BASIC).filter(col("months") == 1)
    rows = r.of_months(single, tiers.select(period="calendar"), "payments", BASIC, "period")
    wrong = r.hold(
        rows.join(tiers, left_on=["period", "amount_fen"], right_on=["calendar", "standard_fen"], how="anti")
    )
    others = r.among(r.paid(BASIC), "person_id", wrong).select("person_id", sort="kind", first="period", end="last")
    both = wrong.join(others, on="person_id").filter(col("sort") != col("kind"), inside("period", "first", "end"))
    return r.findings(wrong.join(both, on="payment_id", how="anti"), "payments")


@rule(
    "P80", Text("丧葬补助金重复或无死亡记录", "Funeral grant twice or without a death"), MEDIUM, law=GRANT,
    compares=Text("同一人第二笔，或没有死亡月", "a second one for a person, or no month of death"),
    lawful=Text("退票后重发", "sent again after a return"),
)  # fmt: skip
def grant_twice(r: Records) -> LazyFrame:
    """Funeral grants beyond the first, and of persons without a month of death."""
    first = r.paid(FUNERAL).group_by("person_id").agg(first=col("payment_id").min())
    rows = r.paid(FUNERAL).join(first, on="person_id").join(r.deaths(), on="person_id", how="left")
    return r.findings(rows.filter((col("payment_id") > col("first")) | col("death_month").is_null()), "payments")


@rule(
    "P81", Text("丧葬补助金标准与死亡年度不符", "Funeral grant at the wrong year's standard"), MEDIUM, law=GRANT,
    compares=Text("金额不等于死亡当月的标准", "the amount is not the standard of the month of death"),
    lawful=Text("上年死亡、本年发放，按上年标准", "a death of last year paid this year, by last year's standard"),
)  # fmt: skip
def grant_standard(r: Records) -> LazyFrame:
    """Funeral grants that are not the standard at death."""
    wrong = r.by_any_tier(r.dead(r.paid(FUNERAL)), FUNERAL, "death_month", "death_month")
    return r.findings(wrong, "payments", due=col("due_fen"))
