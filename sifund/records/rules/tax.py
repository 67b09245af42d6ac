"""税务: what firms declare for wage tax and what tax collected, beside what is insured."""

from narwhals import Expr, LazyFrame, col, concat

from sifund.records.expressions import packed
from sifund.records.language import Records
from sifund.records.rule import HIGH, LOW, MEDIUM, rule
from sifund.records.rules.bases import CEILING
from sifund.records.rules.contributed import KINDS, WAGE, declared
from sifund.records.rules.limits import FAR, FEWER_HEADS, FEWER_SHARE, WAGE_SHARE
from sifund.records.shared import shared
from sifund.text import Cite, Text

DECLARED = Cite(
    "社会保险法 第58条", Text("自用工之日起三十日内参保", "employees are insured within 30 days"), checked=False
)
AUDITED = Cite(
    "劳动保障部令第16号",
    Text("社会保险稽核办法：核查缴费基数", "audits of social insurance: bases are audited"),
    checked=False,
)
ALL_FIRMS = Cite("社会保险法 第57条", Text("用人单位应登记参保", "employers register"))
THREE_SIDES = Cite(
    "源报告四（二）", Text("社保、税务、国库三方系统", "one platform of social insurance, tax and treasury")
)


@shared
def covered(r: Records) -> LazyFrame:
    """What tax says of months that contributions cover; the others are left."""
    return r.where(declared(r), ~col("heads").is_null(), "tax", "contributions", col("fund"))


@rule(
    "C08", Text("社保申报人数少于个税申报人数", "Fewer persons insured than declared for wage tax"), MEDIUM, law=DECLARED, by="firm_id",
    compares=Text("当月参保缴费人数少于个税申报人数，相差超过5%且超过3人", "the insured are more than 5% and more than 3 persons fewer than declared"),
    lawful=Text("退休返聘、实习学生、劳务派遣等少数人", "a few retirees, students or dispatched workers"),
)  # fmt: skip
def fewer_heads(r: Records) -> LazyFrame:
    """Firms and months with fewer insured."""
    short = col("headcount") - col("heads")
    return r.findings(covered(r).filter(short * 100 > col("headcount") * FEWER_SHARE, short > FEWER_HEADS), "tax")


@rule(
    "C09", Text("缴费基数合计低于个税工资总额", "Sum of bases below wages declared for tax"), MEDIUM, law=AUDITED, by="firm_id",
    compares=Text("当月基数合计低于申报工资的60%", "the month's bases are below 60% of the wages declared"),
    lawful=Text("高工资按300%封顶：封顶的人工资不限", "high wages count up to 300%: whose base is there may earn more"),
)  # fmt: skip
def low_bases(r: Records) -> LazyFrame:
    """Firms and months with low bases. Whose base is at the ceiling may earn more, up to what is far off, where the average wage
    is known."""
    rows = covered(r).filter(col("base") * 100 < col("wage_fen") * WAGE_SHARE)
    wages = r.standard_if_any(WAGE).select(month="calendar", average="standard_fen")
    some = r.among(r.contributions.filter(col("kind").is_in(list(KINDS))), "firm_id", rows).join(wages, on="month")
    high = some.filter(col("base_fen") * 100 >= col("average") * CEILING).with_columns(pack=packed("firm_id", "month"))
    tops = high.group_by("fund", "pack").agg(top_base=col("base_fen").sum(), top_wage=(col("average") * FAR).sum())
    both = rows.join(tops, on=["fund", "pack"], how="left")
    base, wage = col("base") - col("top_base").fill_null(0), col("wage_fen") - col("top_wage").fill_null(0)
    return r.findings(both.filter(base * 100 < wage * WAGE_SHARE), "tax")


@rule(
    "C10", Text("纳税未参保单位", "Firm pays wage tax and is not insured"), LOW, law=ALL_FIRMS, by="firm_id",
    compares=Text("申报工资的单位没有任何参保经历", "a firm that declares wages insures nobody"),
    lawful=Text("没有职工（申报人数为零）", "no employees (none declared)"),
)  # fmt: skip
def uninsured(r: Records) -> LazyFrame:
    """Declarations of firms without a spell."""
    return r.findings(r.tax.filter(col("headcount") > 0).join(r.spells, on="firm_id", how="anti"), "tax")


@rule(
    "C34", Text("税务征收数与社保到账数不符", "Collected by tax, not recorded by the centre"), HIGH, law=THREE_SIDES, by="firm_id",
    compares=Text("单位、险种、月的征收数不等于到账数，且次月没有补平", "what was collected of a firm for a month was posted neither in it nor, in whole, by the month after"),
    lawful=Text("月末截止差异，次月补平（首月、末月看不到相邻月，尚不能判断）", "the month end's cut-off, made good the month after (of the first and last month it cannot be known: the month beside is not there)"),
)  # fmt: skip
def not_posted(r: Records) -> LazyFrame:
    """What tax collected and was posted neither then nor the month after."""
    rows = covered(r).with_columns(gap=col("paid_fen") - col("posted"))
    rows = rows.filter(col("gap") != 0, col("paid_fen") != col("timely"))
    gaps, keys = _gaps(r, rows), ["fund", "pack"]
    after = gaps.select("fund", next="gap", pack=col("pack") - 1)
    before = gaps.select("fund", last="gap", pack=col("pack") + 1)
    three = rows.join(after, on=keys, how="left").join(before, on=keys, how="left")
    good = (col("gap") + col("next").fill_null(0) == 0) | (col("gap") + col("last").fill_null(0) == 0)
    return r.findings(r.where(three.filter(~good), ~_at_the_edge(), "tax", "edge"), "tax")


def _at_the_edge() -> Expr:
    """Whether a month beside this one is not in the records of both sides: what would make it good cannot be seen."""
    return (col("month") <= col("start")) | (col("month") >= col("end"))


def _gaps(r: Records, of: LazyFrame) -> LazyFrame:
    """What tax collected less what was posted [fen], in every month of some firms in which either was."""
    collected = r.among(r.tax, "firm_id", of).select("fund", pack=packed("firm_id", "month"), gap=col("paid_fen"))
    posted = r.among(r.contributions.filter(col("kind").is_in(list(KINDS))), "firm_id", of).select(
        "fund", pack=packed("firm_id", "posted_month"), gap=0 - col("employer_fen") - col("employee_fen")
    )
    return concat([collected, posted]).group_by("fund", "pack").agg(gap=col("gap").sum())
