"""金额异常: back-pay that does not add up, amounts far from their kind, one amount for many."""

from narwhals import Int32, LazyFrame, col
from narwhals import len as length

from sifund.records.language import PACK, Records, packed
from sifund.records.rule import LOW, MEDIUM, rule
from sifund.records.rules.benefit import BENEFIT, STANDARD
from sifund.records.rules.limits import EQUAL_PAYEES, FAR
from sifund.text import Cite, Text

USUAL = Cite("惯例", Text("审计常查", "usual in audits"), checked=False)


@rule(
    "P14", Text("调整标准后补发遗漏或重复", "Back-pay of a new standard missing or double"), MEDIUM, law=STANDARD,
    compares=Text("补发所含各月已发与补发之和不等于标准之和", "what was paid for the months of back-pay is not the sum of their standards"),
    lawful=Text("补足差额一次；一笔补发从未发过的数月", "the difference paid once; months never paid before in one payment"),
)  # fmt: skip
def back_pay(r: Records) -> LazyFrame:
    """Back-pay after which the months do not come to their standards."""
    arrears = r.due(r.paid(BENEFIT).filter(col("kind") == "arrears"), BENEFIT)
    normal = r.paid(BENEFIT).filter(col("kind") == "normal").select("claim_id", month="period", before="amount_fen")
    months = arrears.select("payment_id", "claim_id", "period", "last").join(normal, on="claim_id")
    covered = (
        months.filter(col("month").is_between(col("period"), col("last")))
        .group_by("payment_id")
        .agg(before=col("before").sum())
    )
    others = (
        r.paid(BENEFIT)
        .filter(col("kind") == "arrears")
        .select("claim_id", first="period", end="last", more="amount_fen")
    )
    again = arrears.select("payment_id", "claim_id", "period", "last").join(others, on="claim_id")
    over = (
        again.filter(col("first") <= col("last"), col("end") >= col("period"))
        .group_by("payment_id")
        .agg(more=col("more").sum())
    )
    rows = arrears.join(covered, on="payment_id", how="left").join(over, on="payment_id")
    return r.findings(rows.filter(col("before").fill_null(0) + col("more") != col("due_fen")), "payments")


@rule(
    "P31", Text("单笔金额异常", "A payment far from its own kind"), MEDIUM, law=USUAL, by="",
    compares=Text("每月金额高于同项目同年中位数的20倍", "the amount a month is above 20 times the median of its item and year"),
    lawful=Text("一笔含多月的补助", "one payment for many months"),
)  # fmt: skip
def far_off(r: Records) -> LazyFrame:
    """Payments far above the median, which is the least amount that half of them do not exceed."""
    return r.findings(r.each("item", r.payments, lambda item: _above_median(r.paid_as(item))), "payments")


def _above_median(paid: LazyFrame) -> LazyFrame:
    rows = paid.filter(col("kind") == "normal", col("amount_fen") > 0, col("months") > 0)
    rows = rows.with_columns(year=col("period") // 12)
    counts = rows.with_columns(pack=packed("amount_fen", "year")).group_by("pack").agg(count=length())
    counts = counts.with_columns(amount=col("pack") // PACK, year=(col("pack") % PACK).cast(Int32))
    ranked = counts.with_columns(upto=col("count").cum_sum().over("year", order_by="amount"))
    total = counts.group_by("year").agg(total=col("count").sum())
    half = ranked.join(total, on="year").filter(col("upto") * 2 >= col("total"))
    medians = half.group_by("year").agg(median=col("amount").min())
    return rows.join(medians, on="year").filter(col("amount_fen") > col("median") * col("months") * FAR)


@rule(
    "P32", Text("相同金额批量支付", "Same amount to many payees outside a standard"), LOW, law=USUAL, by="",
    compares=Text("有标准的项目中，同一月同一金额发给10人以上且不是任何标准", "of an item with standards, ten or more were paid one amount in a month that is none of them"),
    lawful=Text("定额项目：金额即标准", "flat-rate items: the amount is a standard"),
)  # fmt: skip
def one_amount(r: Records) -> LazyFrame:
    """Payments of an amount that many were paid and that is no standard."""
    return r.findings(r.each("item", r.standards, lambda item: _to_many(r, item)), "payments")


def _to_many(r: Records, item: str) -> LazyFrame:
    standards = r.standards.filter(col("item") == item)
    rows = r.paid_as(item).filter(col("kind") == "normal", col("months") == 1)
    odd = rows.join(standards, on="amount_fen", how="anti")
    keys = ["paid_month", "amount_fen"]
    many = odd.group_by(keys).agg(heads=col("person_id").n_unique()).filter(col("heads") >= EQUAL_PAYEES)
    return odd.join(many, on=keys, how="semi")
