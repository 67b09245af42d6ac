"""外部比对: what tax, the payroll and registers of deaths say, beside who is insured and who lives."""

from narwhals import Int32, LazyFrame, col, concat

from sifund.records.expressions import OPEN
from sifund.records.language import Records
from sifund.records.rule import LOW, MEDIUM, rule
from sifund.records.rules.insured import PAYROLL, SHORT_STAYS
from sifund.records.rules.limits import FIRST_QUARTER, REGISTER_LATE, SHELL_HEADS, SHORT_SPELL
from sifund.text import Cite, Text

SOURCES = Cite("惯例", Text("多个名册互相比对", "several registers are compared"))
NOT_ESTABLISHED = "non_established"
"""Kind of those on the payroll who have no established post."""


@rule(
    "C24", Text("空壳单位参保", "Shell firm: many insured, no tax, short spells"), MEDIUM, law=SHORT_STAYS, by="firm_id",
    compares=Text("参保5人以上、半数以上参保不超过三个月、没有税务征收的单位", "a firm of 5 or more insured, half of the spells up to three months, from which tax collected nothing"),
    lawful=Text("成立首季的新单位；劳务派遣单位", "a new firm in its first quarter; a dispatch firm"),
)  # fmt: skip
def shell(r: Records) -> LazyFrame:
    """Firms with short spells from which tax collects nothing."""
    brief = col("to_month") - col("from_month") < SHORT_SPELL
    spells = r.spells.with_columns(brief=brief.fill_null(False).cast(Int32)).group_by("firm_id").agg(
        heads=col("person_id").n_unique(), many=col("brief").sum(), every=col("person_id").len(), latest=col("from_month").max()
    )  # fmt: skip
    odd = spells.filter(col("heads") >= SHELL_HEADS, col("many") * 2 >= col("every"))
    firms = r.firms.filter(col("kind") != "dispatch").join(odd, on="firm_id")
    firms = firms.filter(col("latest") - col("registered_month") >= FIRST_QUARTER)
    return r.findings(firms.join(r.tax.filter(col("paid_fen") > 0), on="firm_id", how="anti"), "firms")


@rule(
    "C27", Text("财政供养人员未参加机关养老保险", "Public employee on the payroll is not insured"), MEDIUM, law=PAYROLL,
    compares=Text("财政供养名册上的人在册期间没有机关养老保险参保经历", "who is on the payroll has no spell in the public fund in the time"),
    lawful=Text("编制外人员（名册类别注明）", "persons without an established post, as the register says"),
)  # fmt: skip
def uninsured(r: Records) -> LazyFrame:
    """Persons on the payroll without a spell in the public fund."""
    listed = r.part("registers", "register", "public_payroll", "person_id").filter(col("kind") != NOT_ESTABLISHED)
    listed = listed.select("person_id", month="from_month", until=col("to_month").fill_null(OPEN))
    spells = r.part("spells", "fund", "public").select("person_id", "from_month", "to_month")
    insured = listed.join(spells, on="person_id").filter(
        col("from_month") <= col("until"), col("to_month").fill_null(OPEN) >= col("month")
    )
    rows = (
        listed.join(insured, on=["person_id", "month"], how="anti").group_by("person_id").agg(month=col("month").min())
    )
    return r.findings(r.persons.select("person_id").join(rows, on="person_id"), "persons")


@rule(
    "P70", Text("死亡登记多源不一致", "Sources disagree on a death"), LOW, law=SOURCES,
    compares=Text("名册上的死亡月与人员表相差超过两个月，或人员表没有死亡月", "a register's month of death is more than two months from the persons table's, which may have none"),
    lawful=Text("相差不超过两个月；最后两个月的死亡，人员表可能尚未登记", "up to two months apart; a death of the last two months may not be in the persons table yet"),
)  # fmt: skip
def other_death(r: Records) -> LazyFrame:
    """Persons of whose death a register says otherwise."""
    rows = r.register("death", "person_id").join(r.persons.select("person_id", "death_month"), on="person_id")
    rows = rows.with_columns(month=col("from_month"))
    none = r.settled(rows.filter(col("death_month").is_null()), col("month") + REGISTER_LATE, "persons")
    apart = rows.filter((col("month") - col("death_month")).abs() > REGISTER_LATE)
    both = concat([some.select("person_id", "month") for some in (none, apart)])
    odd = both.group_by("person_id").agg(month=col("month").min())
    return r.findings(odd, "persons")
