"""缴费基数和档次: what contributions are worked out on, and residents' tiers."""

from narwhals import LazyFrame, col, concat, lit

from sifund import catalog
from sifund.records.expressions import OPEN, packed
from sifund.records.language import Records
from sifund.records.rule import LOW, MEDIUM, rule
from sifund.records.rules.contributed import KINDS, MATCHES, REFUNDED, TIERS, WAGE, not_refunded, span, topped_up
from sifund.records.rules.limits import RESIDENT_AGE, WORKING_AGE
from sifund.records.shared import shared
from sifund.text import Cite, Text

FLOOR, CEILING = (round(catalog.parameter(f"economy.base_{side}").assumed[0][1]) for side in ("floor", "ceiling"))
LIMITS = Cite(
    "社会保险法 第12条",
    Text("基数为平均工资的60%至300%", "the base is 60% to 300% of the average wage"),
    checked=False,
)
GRADES = Cite(
    "国发〔2014〕8号 第4条", Text("居民养老保险缴费档次和补贴", "residents' tiers and what is added"), checked=False
)
HARDSHIP = Cite("源报告三（一）", Text("困难人员由政府代缴", "the government pays for persons in hardship"))


@shared
def off_limits(r: Records) -> LazyFrame:
    """Contributions on a base off the limits by the average wage of their month, with whether it is `below` or `above`."""
    rows = r.contributions.filter(col("kind").is_in(list(KINDS)), col("fund") != "resident")
    wages = r.standard(WAGE).select("calendar", wage="standard_fen")
    rows, of_month, unknown = r.dated(rows, wages, span(r), sure=True)
    r.leave(rows.filter(unknown["wage"]), "contributions", "standards", lit(WAGE))
    base, wage = col("base_fen"), of_month["wage"]
    off = {"below": base < wage * FLOOR // 100, "above": base * 100 > wage * CEILING}
    return rows.filter(~unknown["wage"], off["below"] | off["above"]).with_columns(**off)


@rule(
    "C04", Text("缴费基数低于下限", "Base below 60% of the average wage"), MEDIUM, law=LIMITS,
    compares=Text("基数低于所属月平均工资的60%", "the base is below 60% of the average wage of its month"),
    lawful=Text("入职、离职当月按实际天数；补缴按所属年", "part of a month when starting or leaving; arrears by the year they belong to"),
)  # fmt: skip
def below_floor(r: Records) -> LazyFrame:
    """Bases below the floor, but in a person's first and last months."""
    rows = off_limits(r).filter(col("below")).with_columns(pack=packed("person_id", "month"))
    spells = r.hold(r.among(r.spells, "person_id", rows))
    starts, ends = (spells.select(pack=packed("person_id", month)) for month in ("from_month", "to_month"))
    return r.findings(rows.join(starts, on="pack", how="anti").join(ends, on="pack", how="anti"), "contributions")


@rule(
    "C05", Text("缴费基数高于上限", "Base above 300% of the average wage"), LOW, law=LIMITS,
    compares=Text("基数高于所属月平均工资的300%", "the base is above 300% of the average wage of its month"),
    lawful=Text("正好300%", "exactly 300%"),
)  # fmt: skip
def above_ceiling(r: Records) -> LazyFrame:
    """Bases above the ceiling."""
    return r.findings(off_limits(r).filter(col("above")), "contributions")


@rule(
    "C29", Text("居民缴费档次不在规定档次内", "Resident contribution is none of the tiers"), LOW, law=GRADES,
    compares=Text("个人缴费额不是当年任何一档", "the person's contribution is none of the year's tiers"),
    lawful=Text("政府代缴按最低档；本人补缴到较高档次的差额", "the government pays the lowest tier; the person pays the difference to a higher one"),
)  # fmt: skip
def no_tier(r: Records) -> LazyFrame:
    """Residents' own contributions that are no tier, of the months for which tiers are known."""
    rows = r.contributions.filter(col("fund") == "resident", col("kind") == "normal")
    tiers = r.standard(TIERS).select(month="calendar", employee_fen="standard_fen")
    rows = r.of_months(rows, tiers, "contributions", TIERS)
    odd = rows.join(tiers, on=["month", "employee_fen"], how="anti")
    return r.findings(odd.join(topped_up(r), on=list(REFUNDED), how="anti"), "contributions")


@rule(
    "C30", Text("缴费困难人员政府代缴名单不符", "Government-paid contributors do not match the register"), MEDIUM, law=HARDSHIP,
    compares=Text("政府代缴的人所属年度内不在困难人员名册，或全年在册的人当年没有政府代缴",
                  "whom the government pays for is not listed in hardship in the year, or who is listed all the year is not paid for"),
    lawful=Text("年中状况变化：所属年度内曾在册或不再在册；已退费；未到或已过缴费年龄、当年死亡或参加职工、机关养老保险的在册人员",
                "a status that changed within the year; refunded; of those listed who are not of an age to contribute, died, or paid into "
                "the employees' or the public fund in the year"),
)  # fmt: skip
def not_listed(r: Records) -> LazyFrame:
    """Government contributions for who is not listed in the year; persons who are listed and have none."""
    rows = r.contributions.filter(col("kind") == "government")
    rows = r.hold(rows.with_columns(pack=packed("person_id", "month"), year=col("month") // 12))
    listed = r.registered(rows, "hardship", "person_id")
    good = listed.filter(col("from_month") // 12 <= col("year"), (col("to_month") // 12).fill_null(9999) >= col("year"))
    other = rows.join(good.select("pack"), on="pack", how="anti")
    return concat([r.findings(not_refunded(r, other), "contributions"), r.findings(_not_paid_for(r), "persons")])


def _not_paid_for(r: Records) -> LazyFrame:
    """Persons who are listed in all of a year, with its first `month`, and had to contribute, for whom the government did not pay:
    of years in which it did for others."""
    first, last = col("year") * 12, col("year") * 12 + 11
    helped = r.whole("contributions").filter(
        col("kind") == "government", col("posted_month") // 12 == col("month") // 12
    )
    years = helped.select(year=col("month") // 12).unique()
    listed = r.register("hardship", "person_id").join(years, how="cross")
    listed = listed.filter(col("from_month") <= first, col("to_month").fill_null(OPEN) >= last)
    rows = listed.join(r.persons.select("person_id", "birth_month", "death_month"), on="person_id").filter(
        first - col("birth_month") >= WORKING_AGE * 12, last - col("birth_month") < RESIDENT_AGE * 12,
        col("death_month").fill_null(OPEN) > last,
    )  # fmt: skip
    paid = r.among(r.contributions, "person_id", rows).with_columns(year=col("month") // 12)
    paid = paid.filter((col("kind") == "government") | col("fund").is_in(["employee", "public"]))
    rows = rows.join(paid, on=["person_id", "year"], how="anti").with_columns(month=first)
    return r.settled(rows, last, "persons").group_by("person_id").agg(month=col("month").min())


@rule(
    "C32", Text("缴费补贴与缴费档次不符", "Match is not the one for the tier paid"), LOW, law=GRADES,
    compares=Text("缴费补贴不等于同人同月所缴档次的补贴标准", "the match is not what is added to the tier that the person paid"),
    lawful=Text("较高档次的补贴较多", "a higher tier is matched with more"),
)  # fmt: skip
def other_match(r: Records) -> LazyFrame:
    """Matches of another tier than the one paid."""
    tiers = r.standard(TIERS).select("tier", month="calendar", employee_fen="standard_fen")
    paid = r.contributions.filter(col("kind") == "normal", col("fund") == "resident").join(
        tiers, on=["month", "employee_fen"]
    )
    matches = r.standard(MATCHES).select("tier", month="calendar", due_fen="standard_fen")
    due = paid.join(matches, on=["tier", "month"]).select("person_id", "month", "due_fen")
    matches = r.of_months(r.contributions.filter(col("kind") == "match"), matches, "contributions", MATCHES)
    rows = r.of_months(matches, tiers, "contributions", TIERS).join(due, on=["person_id", "month"])
    return r.findings(rows.filter(col("employer_fen") != col("due_fen")), "contributions", due=col("due_fen"))
