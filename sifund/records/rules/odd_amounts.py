"""金额异常: back-pay that does not add up, amounts far from their kind, one amount for many."""

from narwhals import Int32, LazyFrame, col, concat, lit
from narwhals import len as length

from sifund.records.expressions import PACK, choose, packed
from sifund.records.language import Records
from sifund.records.paid import PAID
from sifund.records.rule import LOW, MEDIUM, rule
from sifund.records.rules.benefit import BENEFIT, STANDARD, too_little
from sifund.records.rules.limits import EQUAL_PAYEES, FAR
from sifund.text import Cite, Text

USUAL = Cite("惯例", Text("审计常查", "usual in audits"), checked=False)


@rule(
    "P14", Text("调整标准后补发遗漏或重复", "Back-pay of a new standard missing or double"), MEDIUM, law=STANDARD,
    compares=Text("补发所含各月已发与补发之和不等于标准之和；或按旧标准发放而没有补发", "what was paid for the months of back-pay is not the sum of their standards; or a month at an earlier standard has none"),
    lawful=Text("补足差额一次；一笔补发从未发过的数月；多补的已追回；调标前已停发", "the difference paid once; months never paid before in one payment; double back-pay taken back; claims that ended before the rise"),
)  # fmt: skip
def back_pay(r: Records) -> LazyFrame:
    """Back-pay after which the months do not come to their standards, and months paid at an earlier standard without any."""
    old = r.part("standards", "item", BENEFIT).select("tier", "amount_fen", until="to_month")
    short = too_little(r).join(old, on=["tier", "amount_fen"]).filter(col("until") < col("period"))
    rows = concat([backed(r).select(*PAID, "due_fen"), short.select(*PAID, "due_fen")])
    return r.findings(rows, "payments", due=col("due_fen"))


def backed(r: Records) -> LazyFrame:
    """Arrears that, with the other payments for their months, do not come to the standards; `due_fen` is what these leave."""
    arrears = r.due(r.paid(BENEFIT).filter(col("kind") == "arrears"), BENEFIT)
    others = r.paid(BENEFIT).select("claim_id", first="period", end="last", more="amount_fen")
    months = arrears.select("payment_id", "claim_id", "period", "last").join(others, on="claim_id")
    covered = months.filter(col("first") <= col("last"), col("end") >= col("period"))
    sums = covered.group_by("payment_id").agg(more=col("more").sum())
    wrong = arrears.join(sums, on="payment_id").filter(col("more") != col("due_fen"))
    left = col("due_fen") - col("more") + col("amount_fen")
    return wrong.with_columns(due_fen=choose(left > 0, left, lit(0)))


@rule(
    "P31", Text("单笔金额异常", "A payment far from its own kind"), MEDIUM, law=USUAL, by="",
    compares=Text("每月金额高于同项目同年中位数的20倍", "the amount a month is above 20 times the median of its item and year"),
    lawful=Text("一笔含多月的补助", "one payment for many months"),
)  # fmt: skip
def far_off(r: Records) -> LazyFrame:
    """Payments far above the median, which is the least amount that half of them do not exceed."""
    return r.findings(r.each(r.items(), lambda item: _above_median(r.paid_as(item))), "payments")


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
    "P32", Text("整数或相同金额批量支付", "Same amount to many payees outside a standard"), LOW, law=USUAL, by="",
    compares=Text("有标准的项目中，同一月同一金额发给10人以上且不是任何标准", "of an item with standards, ten or more were paid one amount in a month that is none of them"),
    lawful=Text("定额项目：金额即标准", "flat-rate items: the amount is a standard"),
)  # fmt: skip
def one_amount(r: Records) -> LazyFrame:
    """Payments of an amount that many were paid and that is no standard."""
    return r.findings(r.each(r.codes(r.standards, "item"), lambda item: _to_many(r, item)), "payments")


def _to_many(r: Records, item: str) -> LazyFrame:
    standards = r.standards.filter(col("item") == item)
    rows = r.paid_as(item).filter(col("kind") == "normal", col("months") == 1)
    odd = rows.join(standards, on="amount_fen", how="anti")
    keys = ["paid_month", "amount_fen"]
    many = odd.group_by(keys).agg(heads=col("person_id").n_unique()).filter(col("heads") >= EQUAL_PAYEES)
    return odd.join(many, on=keys, how="semi")
