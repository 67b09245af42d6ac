"""Who draws by the table of ages, against whom the base year's spending pays for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sifund import catalog
from sifund.checks.check import Comparison, between, check
from sifund.checks.facts import Facts
from sifund.checks.place import Place
from sifund.dataset.schema import AgesRow
from sifund.declare.fund import ByAge
from sifund.declare.parameter import DECEMBER, month_of
from sifund.declare.unit import PERSONS, YUAN
from sifund.text import Text

SLACK = 0.05
"""Share by which both may differ: one counts a day, the other pays a year."""

SOLVED, GIVEN = Text("基年支出对应", "the base year's spending has it"), Text("数据所列", "the data state it")


@check(
    "people", Text("年龄表与领取人数", "Table of ages and those who draw"), "warning",
    compares=Text(
        "年龄表中已到领取年龄的人数，与基年支出所对应的领取人数",
        "persons of drawing age in the table of ages with those whom the base year's spending pays for",
    ),
    tolerance=Text("领取人数的5%", "5% of those who draw"),
    says=Text(
        "年龄表中已到领取年龄的有{stated}，{rests}的{people}为{recomputed}，相差{gap}，按人均待遇一年约{amount}：两者是同一批人吗？",
        "{stated} in the table of ages have reached the age; {people}, as {rests}: {recomputed}. That is {gap} "
        "apart, about {amount} a year at the average: are they the same people?",
    ),
    assumes=Text(
        "到了年龄的都在领取，没到的都没有领取；提前领取的（如50岁退休的女工勤人员）没有分开。",
        "whoever has reached the age draws, and nobody else; who draws earlier (women workers at 50) is not told apart.",
    ),
    remedy=Text(
        "核对年龄表的口径（时点、是否含未领取人员）和基年支出；属实的，说明原因。",
        "check whom the table counts, and when, and the base year's spending; where both are right, say why.",
    ),
)  # fmt: skip
def people(f: Facts) -> Iterator[Comparison]:
    """Of every fund with ages, both numbers [persons], and what lies between them in money [yuan a year]."""
    if isinstance(f.baseline, tuple) or not f.dataset.ages:
        return
    base, part = f.baseline, f.dataset.meta.months_covered / 12
    for fund in f.dataset.funds:
        rule = catalog.all_funds()[fund].by_age
        rows = [row for row in f.dataset.ages if rule and row.fund == fund and row.age >= rule.starts(row.sex)]
        draw = base.value_at(rule.people.key, month_of(f.base_year, DECEMBER)) if rule else None
        if rule and draw and rows:
            keys = [key for key in base.keys_of(fund, "expenditure") if key in catalog.moved_by(rule.people.key)]
            yield _compared(f, rule, rows, draw, sum(map(base.covered, keys)) / part)


def _compared(f: Facts, rule: ByAge, rows: Sequence[AgesRow], draw: float, spent: float) -> Comparison:
    """Those of drawing age against who draws, who costs so much a year [yuan]."""
    fund, aged = rows[0].fund, sum(row.persons for row in rows)
    gap, rests = abs(aged - draw), GIVEN if f.dataset.steps(rule.people.key) else SOLVED
    return between(
        Place("ages", fund, f.base_year, "count", f.fund_name(fund)),
        aged, draw * (1 - SLACK), draw * (1 + SLACK), recomputed=draw, unit=PERSONS, source=rows[0].source,
        parts={"people": rule.people.name.inside, "rests": rests, "gap": PERSONS.write(gap), "amount": YUAN.write(gap * spent / draw)},
    )  # fmt: skip
