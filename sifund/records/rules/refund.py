"""稳岗返还: what was refunded to firms. A refund of a year rests on the firm's year before."""

from narwhals import Expr, LazyFrame, col

from sifund.records.expressions import choose, in_force, inside
from sifund.records.language import NOT_DUE, Records
from sifund.records.rule import HIGH, LOW, MEDIUM, rule
from sifund.records.rules.limits import (
    LAYOFF_RATE,
    LAYOFFS_2021,
    REFUND_2021,
    REFUND_MONTHS,
    SMALL_FIRM,
    SMALL_LAYOFF_RATE,
    of_parameter,
)
from sifund.text import Cite, Text

YEAR = col("year")
LARGE, SMALL = (of_parameter(f"unemployment.refund_rate_{size}") for size in ("large", "sme"))
SMALL_STAFF = in_force(SMALL_FIRM, YEAR)
RATES = Cite("新人社发〔2021〕33号", Text("大型企业30%、中小微企业60%", "30% for large firms, 60% for small ones"))
SIZES = Cite("工信部联企业〔2011〕300号", Text("企业划型", "sizes of firms"), checked=False)
ACCOUNT = Cite("惯例", Text("退入单位账户", "paid to the firm's account"), checked=False)
ZOMBIES = Cite("惯例", Text("已注销、吊销和“僵尸企业”不予返还", "none to cancelled, revoked or zombie firms"))


def within_limits(r: Records, limit: Expr) -> LazyFrame:
    """Refunds of years for which a limit is known; the others are left."""
    return r.where(r.refunded(), ~limit.is_null(), "refunds", "limits")


def ceiling(size: str) -> Expr:
    """The highest refund that a year allows a firm of the size in the column, in percent of the base."""
    return choose(col(size) == "large", in_force(LARGE, YEAR), in_force(SMALL, YEAR))


@rule(
    "P55", Text("稳岗返还超过企业划型对应比例", "Refund above the rate for the firm's size"), HIGH, law=RATES,
    compares=Text("返还额高于基数乘以上年划型的比例", "the refund is above base × the rate of last year's size"),
    lawful=Text("正好达到比例；由决定补足的部分另记", "exactly the rate; a top-up by decision is a record of its own"),
)  # fmt: skip
def above_rate(r: Records) -> LazyFrame:
    """Refunds above what the firm's size allows."""
    rows = within_limits(r, ceiling("size")).with_columns(most=ceiling("size") * col("base_fen"))
    left = col("amount_fen") - col("back_fen")
    return r.findings(rows.filter(left * 100 > col("most")), "refunds", due=col("most") // 100)


@rule(
    "P56", Text("企业划型错误", "Refund by another size than the firm's"), MEDIUM, law=SIZES,
    compares=Text("返还所用划型与上年划型的比例不同", "the size applied has another rate than last year's size"),
    lawful=Text("中、小、微之间不同，比例相同", "medium, small and micro differ, the rate does not"),
)  # fmt: skip
def wrong_size(r: Records) -> LazyFrame:
    """Refunds by a size with another rate."""
    rows = within_limits(r, ceiling("size")).with_columns(most=ceiling("size") * col("base_fen"))
    return r.findings(rows.filter(ceiling("size") != ceiling("size_applied")), "refunds", due=col("most") // 100)


@rule(
    "P57", Text("裁员率超过控制目标", "Layoff rate above the limit"), HIGH, law=LAYOFFS_2021,
    compares=Text("上年裁员人数高于年平均参保人数乘以控制目标", "last year's layoffs are above the limit's share of the mean insured"),
    lawful=Text("正好等于目标；30人以下的企业按20%", "exactly the limit; firms of up to 30 have 20%"),
)  # fmt: skip
def laid_off(r: Records) -> LazyFrame:
    """Refunds to firms above the limit for layoffs."""
    limit = in_force(LAYOFF_RATE, YEAR, 100)
    rows = within_limits(r, SMALL_STAFF).filter(col("insured_end") > SMALL_STAFF)
    rows = r.where(rows, ~limit.is_null(), "refunds", "limits")
    over = col("laid_off") * 10_000 > col("insured_mean") * limit
    return r.findings(rows.filter(over), "refunds", due=NOT_DUE)


@rule(
    "P58", Text("30人以下企业裁员率超过20%", "Small firm's layoff rate above 20%"), MEDIUM, law=REFUND_2021,
    compares=Text("年末参保30人以下的企业，上年裁员人数高于年末参保人数的20%", "of a firm of up to 30 insured at the year's end, layoffs are above 20% of them"),
    lawful=Text("正好20%；正好30人", "exactly 20%; a firm of exactly 30"),
)  # fmt: skip
def small_laid_off(r: Records) -> LazyFrame:
    """Refunds to small firms above their limit for layoffs."""
    rows = within_limits(r, SMALL_STAFF).filter(col("insured_end") <= SMALL_STAFF)
    over = col("laid_off") * 10_000 > col("insured_end") * in_force(SMALL_LAYOFF_RATE, YEAR, 100)
    return r.findings(rows.filter(over), "refunds", due=NOT_DUE)


@rule(
    "P59", Text("参保缴费不满12个月享受返还", "Refund to a firm insured under 12 months"), MEDIUM, law=REFUND_2021,
    compares=Text("上年缴费月数少于12个月", "last year's months paid are fewer than 12"),
    lawful=Text("减免期的月份视同缴费", "months of relief count as paid"),
)  # fmt: skip
def too_few_months(r: Records) -> LazyFrame:
    """Refunds to firms with too few months."""
    least = in_force(REFUND_MONTHS, YEAR)
    rows = within_limits(r, least).filter(col("paid_months") < least)
    return r.findings(rows, "refunds", due=NOT_DUE)


@rule(
    "P60", Text("返还基数含补缴历年欠费或滞纳金", "Refund base includes arrears or surcharges"), MEDIUM, law=REFUND_2021,
    compares=Text("基数高于上年实缴，且上年有补缴或滞纳金到账", "the base is above what was paid for last year, and arrears or surcharges came in that year"),
    lawful=Text("有补缴而未计入基数", "arrears came in and the base is without them"),
)  # fmt: skip
def with_arrears(r: Records) -> LazyFrame:
    """Refunds on a base above the year's contributions, of firms that paid arrears."""
    late = r.contributions.filter(col("kind").is_in(["arrears", "surcharge"]), col("fund") == "unemployment")
    firms = late.select("firm_id", year=col("posted_month") // 12 + 1).unique()
    rows = r.refunded().filter(col("base_fen") > col("paid_fen")).join(firms, on=["firm_id", "year"], how="semi")
    return r.findings(rows, "refunds")


@rule(
    "P61", Text("返还基数与实缴不符", "Refund base is not what was paid"), MEDIUM, law=REFUND_2021,
    compares=Text("基数不等于上年实缴失业保险费", "the base is not last year's contributions"),
    lawful=Text("补足的部分另记，其基数不另计", "a top-up is a record of its own and has no base of its own"),
)  # fmt: skip
def other_base(r: Records) -> LazyFrame:
    """Refunds on another base than last year's contributions."""
    return r.findings(r.refunded().filter(col("base_fen") != col("paid_fen")), "refunds")


@rule(
    "P62", Text("同一单位同一年度重复返还", "Refund twice for a firm and year"), HIGH, law=REFUND_2021,
    compares=Text("同一单位、同一年度的返还超过一笔", "more than one refund to a firm for a year"),
    lawful=Text("由第二份通知补足的（类型为补足）；已追回的", "a top-up by a second notice (kind topup); one that was taken back"),
)  # fmt: skip
def twice(r: Records) -> LazyFrame:
    """Refunds after a firm's first for a year."""
    rows = r.granted().filter(col("kind") == "normal")
    return r.findings(r.repeats(rows, ["firm_id", "year"], "refund_id"), "refunds", due=NOT_DUE)


@rule(
    "P63", Text("已注销、吊销或僵尸企业享受返还", "Refund to a cancelled or zombie firm"), MEDIUM, law=ZOMBIES,
    compares=Text("发放月不早于注销月，或单位已吊销、属僵尸企业", "paid in or after the month of cancellation, or to a revoked or zombie firm"),
    lawful=Text("返还以后才注销", "cancelled after the refund"),
)  # fmt: skip
def gone(r: Records) -> LazyFrame:
    """Refunds to firms that were gone."""
    rows = r.granted().join(r.firms.select("firm_id", "cancelled_month", "status"), on="firm_id")
    dead = (col("cancelled_month") <= col("paid_month")) | col("status").is_in(["revoked", "zombie"])
    return r.findings(rows.filter(dead), "refunds", due=NOT_DUE)


@rule(
    "P64", Text("严重失信企业享受返还", "Refund to a seriously dishonest firm"), MEDIUM, law=ZOMBIES,
    compares=Text("发放月在失信名单期间", "paid while the firm is listed"), lawful=Text("发放前已修复信用", "credit repaired before payment"),
)  # fmt: skip
def dishonest(r: Records) -> LazyFrame:
    """Refunds to firms that were listed when paid."""
    rows = r.registered(r.granted(), "dishonest", "firm_id")
    return r.findings(rows.filter(inside("paid_month", "from_month", "to_month")), "refunds", due=NOT_DUE)


@rule(
    "P65", Text("机关和财政全额供养单位享受返还", "Refund to a government body or fully funded institution"), MEDIUM, law=REFUND_2021,
    compares=Text("单位类型为机关", "the firm's kind is government"), lawful=Text("企业化管理的事业单位", "institutions run as enterprises"),
)  # fmt: skip
def government(r: Records) -> LazyFrame:
    """Refunds to government bodies."""
    rows = r.granted().join(r.firms.select("firm_id", sort="kind"), on="firm_id")
    return r.findings(rows.filter(col("sort") == "government"), "refunds", due=NOT_DUE)


@rule(
    "P66", Text("劳务派遣单位未与用工单位分配返还", "Dispatch firm without an agreement on sharing"), LOW, law=REFUND_2021,
    compares=Text("劳务派遣单位发放当月不在分配约定名册", "a dispatch firm that is not registered with an agreement in the month of payment"),
    lawful=Text("有约定并已登记", "an agreement that is registered"),
)  # fmt: skip
def no_agreement(r: Records) -> LazyFrame:
    """Refunds to dispatch firms without an agreement."""
    firms = r.firms.filter(col("kind") == "dispatch").select("firm_id")
    rows = r.granted().join(firms, on="firm_id", how="semi")
    agreed = r.registered(rows, "agreement", "firm_id").filter(inside("paid_month", "from_month", "to_month"))
    return r.findings(rows.join(agreed, on="refund_id", how="anti"), "refunds")


@rule(
    "P67", Text("返还进入非单位账户", "Refund into an account that is not the firm's"), MEDIUM, law=ACCOUNT,
    compares=Text("收款账户不是单位登记的账户", "the account is not the one registered"), lawful=Text("单位登记的账户", "the registered account"),
)  # fmt: skip
def other_account(r: Records) -> LazyFrame:
    """Refunds into other accounts than the firm's."""
    rows = r.granted().join(r.firms.select("firm_id", registered="account_hash"), on="firm_id")
    return r.findings(rows.filter(col("account_hash") != col("registered")), "refunds")
