"""Who comes to draw a pension, and who of those who draw dies, out of a table of ages: what growth and a flat rate are for
where there is none.

Of whom draws, a share dies that rises with age as Gompertz has it; its level is such that those who drew at the end of the base
year die in the year after at the rate of the base year. Everybody ages by a year and dies alike, whether he draws or not.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import brentq  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType]

from sifund import catalog
from sifund.dataset.schema import AgesRow
from sifund.declare.fund import ByAge
from sifund.declare.parameter import Parameter, month_of
from sifund.model.baseline import Draft
from sifund.model.ground import Ground, Value
from sifund.model.paths import Array
from sifund.problem import problem
from sifund.text import Text, plain

OLDEST = 121
"""Ages from 0 to 120; who lives on stays there."""
SEXES = ("male", "female")
REACH = Text(
    "由年龄表推算：当年满{male}岁的男性和满{female}岁的女性，扣除途中死亡",
    "from the table of ages: men who reach {male} and women who reach {female} in the year, less those who die before",
)
DIE = Text(
    "由年龄表推算：死亡率随年龄每岁升约一成，基年领取人员合计为{rate}%",
    "from the table of ages: a tenth more die with each year of age, {rate}% of all who drew in the base year",
)
HELD = Text("年龄表没有更年轻的人，此后按{year}年不变", "the table has nobody younger, so {year} is held from here on")
LACKS = (
    "“年龄”表缺少{fund}的已领取人员，或缺少男、女任一方将满领取年龄（男{male}、女{female}周岁）的人数；没有采用，新增领取人数仍按增长率推算。",
    'the table "ages" lacks those who draw from the {fund}, or men or women who are about to (ages {male} and {female}); it is not '
    "used, and entrants still follow from growth.",
)


def set_people(base: Draft) -> None:
    """Give deaths and entrants of every fund of which the dataset knows the ages; what the dataset states itself stands."""
    for fund in base.funds:
        rule, rows = catalog.all_funds()[fund].by_age, [row for row in base.dataset.ages if row.fund == fund]
        rate = base.value_at(rule.deaths.key, month_of(base.base_year)) if rule and rows else None
        if rule is None or rate is None:
            continue
        persons, years = _persons(rows), _years(rule, rows)
        if not years or not (persons * drawing(rule)).any():
            base.gaps.append(
                problem("ages", "ages", *LACKS, fund=catalog.fund_name(fund), male=rule.male, female=rule.female)
            )
            continue
        came, died = project(rule, persons, rate / 100, years)
        _set(base, rule.entrants, came, REACH.format(male=rule.male, female=rule.female))
        _set(base, rule.deaths, 100 * died, DIE.format(rate=plain(round(rate, 2))))


def _persons(rows: Sequence[AgesRow]) -> Array:
    """Persons (sex, age)."""
    persons = np.zeros((len(SEXES), OLDEST))
    for row in rows:
        persons[SEXES.index(row.sex), row.age] = row.persons
    return persons


def _years(rule: ByAge, rows: Sequence[AgesRow]) -> int:
    """For how many years it is known of both sexes who reaches the age: ages without a gap below it."""
    listed = {(row.sex, row.age) for row in rows}
    return min(
        next(back for back in range(OLDEST) if (sex, rule.starts(sex) - 1 - back) not in listed) for sex in SEXES
    )


def drawing(rule: ByAge) -> Array:
    """1 at the ages at which a pension is drawn, else 0 (sex, age)."""
    return (np.arange(OLDEST) >= np.array([[rule.starts(sex)] for sex in SEXES])).astype(float)


def project(rule: ByAge, persons: Array, rate: float, years: int) -> tuple[Array, Array]:
    """Who newly draws in each year after the base year [persons], and what share of those who drew before dies, the base year's
    where nobody is left (year,)."""
    draws, ages = drawing(rule), [rule.starts(sex) for sex in SEXES]
    dies = mortality(persons * draws, rate, rule.slope)
    came, died = list[float](), list[float]()
    for _ in range(years):
        before = persons * draws
        died.append(float((before * dies).sum() / before.sum()) if before.any() else rate)
        left = persons * (1 - dies)
        persons = np.concatenate([np.zeros((2, 1)), left[:, :-1]], axis=1)
        persons[:, -1] += left[:, -1]
        came.append(float(persons[[0, 1], ages].sum()))
    return np.array(came), np.array(died)


def mortality(persons: Array, rate: float, slope: float) -> Array:
    """The share that dies in a year by age (age,): so much of the persons (sex, age) together."""
    rises = np.exp(slope * (np.arange(OLDEST) - OLDEST))
    whole = persons.sum(axis=0)

    def short(level: float) -> float:
        return float((whole * np.minimum(level * rises, 1)).sum() - rate * whole.sum())

    highest = 1 / float(rises[0])
    return np.minimum(float(brentq(short, 0, highest, xtol=1e-15, rtol=1e-14)) * rises, 1)  # type: ignore[arg-type]


def _set(base: Draft, p: Parameter, values: Array, says: Text) -> None:
    """A path by January from the year after the base year on, assumed where its level of the base year is; after the last known
    year it stays, assumed."""
    if base.dataset.steps(p.key):
        return
    first, last = base.base_year + 1, base.base_year + len(values)
    before = base.values.get(p.key)
    earlier = [(month_of(base.base_year), before.steps[-1][1])] if before else []
    steps = [(month_of(first + at), float(value)) for at, value in enumerate(values)]
    held = (month_of(last + 1), steps[-1][1])
    (low, high), is_assumed = p.soft_range(held[1]), before is not None and before.grounds[0].basis == "assumed"
    ends = p.soft_range(steps[0][1]) if is_assumed else (None, None)
    grounds = (
        *(before.grounds[:1] if before else ()),
        Ground(
            "assumed" if is_assumed else "derived",
            says,
            *ends,
            month=month_of(first) if before else 0,
            row=f"ages/{p.fund}",
        ),
        Ground("assumed", HELD.format(year=last), low, high, month=held[0]),
    )
    base.set(p.key, Value((*earlier, *steps, held), grounds))
