"""缴费: what was paid in, by person, firm and month."""

from narwhals import LazyFrame, col

from sifund.records.language import Records, packed
from sifund.records.rule import HIGH, MEDIUM, rule
from sifund.text import Cite, Text

DOUBLE = Cite("兵地重复缴费退费", Text("重复缴纳的失业保险费退还", "contributions paid twice are refunded"))
RATE = Cite("社会保险法 第12条", Text("按基数和费率缴纳；阶段性降率", "base × rate; temporarily reduced"))
SEVERAL = ("injury",)
"""Funds in which a person may be insured by several firms at once."""


@rule(
    "C01", Text("同一人同月在两个以上单位重复缴费", "Contributions for one person and month by two or more firms"), HIGH, law=DOUBLE,
    compares=Text("同一人、同一险种、同一所属月有两个以上单位缴费", "more than one firm paid for a person, fund and month"),
    lawful=Text("变更单位当月；工伤保险可多单位参保", "the month of a change of employer; several firms may insure work injury"),
)  # fmt: skip
def two_firms(r: Records) -> LazyFrame:
    """Contributions of a second firm, but in a month in which a spell at one ends and one at another begins."""
    rows = r.contributions.filter(col("kind") == "normal", ~col("fund").is_in(list(SEVERAL)))
    firms = rows.group_by("person_id").agg(least=col("firm_id").min(), most=col("firm_id").max())
    movers = firms.filter(col("least") < col("most"))
    rows = rows.join(movers, on="person_id", how="semi").with_columns(pack=packed("person_id", "month"))
    ends = r.spells.select("fund", pack=packed("person_id", "to_month"))
    starts = r.spells.select("fund", pack=packed("person_id", "from_month"))
    changes = ends.join(starts, on=["fund", "pack"], how="semi")
    double = r.repeats(rows, ["pack", "fund"], "firm_id")
    return r.found(double.join(changes, on=["fund", "pack"], how="anti"), "contributions")


@rule(
    "C06", Text("缴费金额不等于基数×费率", "Contribution is not base × rate"), MEDIUM, law=RATE,
    compares=Text("单位、个人缴费与基数乘以所属月费率，容差1分", "employer's and employee's part with base × the month's rate, within 1 fen"),
    lawful=Text("减免月份、按划型的较低费率", "months of relief: the lower rate of the firm's size"),
)  # fmt: skip
def not_the_rate(r: Records) -> LazyFrame:
    """Contributions that no rate of the month explains."""
    rows = r.contributions.filter(col("kind").is_in(["normal", "arrears"]))
    rated = rows.join(r.rate(), left_on=["fund", "month"], right_on=["fund", "calendar"])
    base = col("base_fen")
    fits = [
        (col(part) * 10_000 - base * col(rate)).abs() <= 10_000
        for part, rate in (
            ("employer_fen", "employer_most"),
            ("employer_fen", "employer_least"),
            ("employee_fen", "employee"),
        )
    ]
    due = base * (col("employer_most") + col("employee")) // 10_000
    return r.found(rated.filter(~((fits[0] | fits[1]) & fits[2])), "contributions", due=due)
