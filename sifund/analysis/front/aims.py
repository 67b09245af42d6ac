"""What scenarios are judged by: spending, the lowest cover, and what a person gets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from sifund import catalog
from sifund.analysis.unknown import unknown_problem, why_none
from sifund.declare.measure import COVER
from sifund.declare.person import Person
from sifund.declare.unit import COVER_MONTHS, RATE, YUAN, Unit
from sifund.model.case import Side
from sifund.model.paths import Array
from sifund.model.person import average_wage, earned_of
from sifund.model.quantity import quantity_rows
from sifund.problem import Problem, problem
from sifund.text import Text

COST = "cost"
LEAST, MOST = -1, 1
SPENDS = Text("多支出（各年合计）", "Extra spending (all years)")
LOWEST = Text("最低{cover}", "Lowest {cover}")
RATE_OF = Text("{name}（最低一年）", "{name} (lowest year)")
DECIMALS = {COST: 0, COVER: 6}


@dataclass(frozen=True, eq=False)
class Aim:
    """What is looked at: `better` is LEAST where less is better; `rows` gives it in every row of a run, the baseline's
    first (row,)."""

    key: str
    name: Text
    unit: Unit
    better: int
    rows: Callable[[Side], Array]

    def worth(self, values: Array | np.float64) -> Array:
        """Values as they are compared: more is better, and what rounding alone tells apart is the same."""
        return self.better * np.round(values, DECIMALS.get(self.key, 6))


def aims_of(fund: str) -> dict[str, Aim]:
    """All that scenarios of a fund can be judged by, by key."""
    cover = LOWEST.format(cover=catalog.all_funds()[fund].cover_name.inside)
    aims = [
        Aim(COST, SPENDS, YUAN, LEAST, lambda side: _cost(side, fund)),
        Aim(COVER, cover, COVER_MONTHS, MOST, lambda side: _cover(side, fund)),
        *(_gets(person) for person in catalog.persons().values() if person.fund == fund),
    ]
    return {aim.key: aim for aim in aims}


def _gets(person: Person) -> Aim:
    name = RATE_OF.format(name=person.measure.name)
    return Aim(person.short, name, RATE, MOST, lambda side: _rate(side, person))


def unknown(side: Side, fund: str, aim: Aim) -> Problem | None:
    """Why an aim has no value in these data; None where it has one."""
    if aim.key == COVER and not side.knows(fund):
        return unknown_problem(side.base, fund, aim.name)
    person = catalog.person_of(fund, aim.key) if aim.key != COST else None
    if person and side.measure(fund, aim.key) is None:
        return problem("no_value", aim.key, '“{name}”没有数值：{why}。', '"{name}" has no value: {why}.', name=aim.name,
                       why=why_none(side, person))  # fmt: skip
    return None


def known_aims(side: Side, fund: str) -> dict[str, Aim]:
    """Those that have a value in these data."""
    return {key: aim for key, aim in aims_of(fund).items() if unknown(side, fund, aim) is None}


def first_aims(offered: Sequence[str], fund: str, levers: Sequence[str], most: int) -> list[str]:
    """The aims that are asked of levers where none is chosen: spending, cover and the persons whom the levers reach, at most so
    many; at least two, where so many are offered."""
    reached = {key for key in offered if (person := catalog.person_of(fund, key)) and _reads(person, levers)}
    money = [key for key in offered if key in (COST, COVER)]
    return [
        *money,
        *(key for key in offered if key in reached),
        *(key for key in offered if key not in {*money, *reached}),
    ][: max(2, min(len(money) + len(reached), most))]


def _reads(person: Person, levers: Sequence[str]) -> bool:
    return any({q.key for q in (p, *catalog.beside(p))} & {*levers} for p in person.parameters)


def _cost(side: Side, fund: str) -> Array:
    """What the fund spends more than its baseline in all years after the base year (row,) [yuan]."""
    spent = side.part.balances[fund].expenditure[:, 1:]
    return (spent - spent[:1]).sum(axis=1)


def _cover(side: Side, fund: str) -> Array:
    """The lowest cover after the base year (row,) [months]; infinite where nothing is spent."""
    return side.part.balances[fund].cover[:, 1:].min(axis=1, initial=np.inf)


def _rate(side: Side, person: Person) -> Array:
    """The lowest replacement rate after the base year (row,) [percent]."""
    wage, at = average_wage(person.fund), (person.paid_in or 12) - 1
    assert wage
    earned = earned_of(wage)
    paid = quantity_rows(side.part, side.paths, earned) if earned else side.paths.path(wage)
    amounts, wages = (path[:, at::12] for path in (quantity_rows(side.part, side.paths, person), paid))
    rates = 100 * amounts / person.heads / np.where(wages > 0, wages, np.nan)
    return np.broadcast_to(rates[:, 1:].min(axis=1, initial=np.inf), (side.part.rows,))
