"""What a person gets: each typical person's money in a year, before and after a scenario, and which change moved it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sifund import catalog
from sifund.analysis.comparison import Comparison
from sifund.analysis.explain import explain
from sifund.analysis.unknown import NO_AVERAGE, why_none
from sifund.declare.person import Person
from sifund.model.case import Case, Side
from sifund.model.paths import Array
from sifund.model.person import a_month, a_year, in_all, minimum_wage, replacement, share_of
from sifund.text import Text

FIGURES = ("month", "year", "in_all", "minimum", "average")
"""What is said of a person: money a month or at once, in the year and in all, and shares of the two wages."""
MONEY, SHARES_OF = FIGURES[:3], FIGURES[3:]
NEAR = 1e-6
LAST_YEAR = Text("取决于{year}年的缴费，数据中没有", "it rests on contributions of {year}, which the data do not have")
RUN_ENDS = Text("领取期超出试算年限", "the run ends before it does")
NO_MINIMUM = Text("数据中没有最低工资", "the data have no minimum wage")


@dataclass(frozen=True, slots=True)
class Pair:
    """A figure in the baseline and in the scenario, and why it is not known where it is not."""

    before: float | None
    after: float | None
    why: Text | None = None

    @property
    def moved(self) -> bool:
        """Whether the scenario changes it."""
        if self.before is None or self.after is None:
            return self.before is not self.after
        return abs(self.after - self.before) > NEAR


@dataclass(frozen=True, eq=False)
class Gets:
    """What a person gets in a year: `figures` by FIGURES [yuan; percent], and the changes that moved any of them."""

    person: Person
    year: int
    figures: Mapping[str, Pair]
    moved_by: tuple[str, ...]

    @property
    def moved(self) -> bool:
        """Whether the scenario changes any figure."""
        return any(pair.moved for pair in self.figures.values())

    @property
    def why(self) -> tuple[Text, ...]:
        """Why figures are not known, each reason once."""
        return tuple(dict.fromkeys(pair.why for pair in self.figures.values() if pair.why))


def gets(side: Side, year: int, funds: Sequence[str] = ()) -> list[Gets]:
    """Every person of the run's funds, or of some, in a calendar year; one engine call for all changes alone."""
    alone = Case(side.base.dataset, tuple(side.changes.items()), len(side.years)).apart() if len(side.moves) > 1 else {}
    persons = [p for p in catalog.persons().values() if p.fund in (funds or side.funds) and p.fund in side.funds]
    return [_gets(side, alone, person, side.years.index(year)) for person in persons]


def _gets(side: Side, alone: Mapping[str, Side], person: Person, at: int) -> Gets:
    base, figures = _figures(side.baseline, person, at), _pairs(side, side.baseline, person, at)
    by: tuple[str, ...] = ()
    if any(pair.moved for pair in figures.values()):
        apart = {key: _figures(one, person, at) for key, one in alone.items()}
        by = tuple(key for key, one in apart.items() if any(Pair(base[n], one[n]).moved for n in figures))
        by = by or (tuple(side.moves) if len(side.moves) == 1 else _reaching(side, person, side.years[at]))
    return Gets(person, side.years[at], figures, by)


def compared(comparison: Comparison, fund: str, year: int) -> list[list[Gets]]:
    """A fund's persons in each column of a comparison, beside what it is compared with; by which change is not asked."""
    at = comparison.years.index(year)
    pairs = [(comparison.side(n), comparison.other(n) if n else comparison.side(n)) for n in comparison.columns]
    persons = [p for p in catalog.persons().values() if p.fund == fund]
    return [[Gets(p, year, _pairs(side, other, p, at), ()) for p in persons] for side, other in pairs]


def _pairs(side: Side, other: Side, person: Person, at: int) -> dict[str, Pair]:
    after, base = _figures(side, person, at), _figures(other, person, at)
    return {name: _pair(side, person, at, name, base[name], after[name]) for name in FIGURES if _applies(person, name)}


def _applies(person: Person, figure: str) -> bool:
    """What is paid once or for life does not come to an end."""
    return figure != "in_all" or bool(person.months and not person.once)


def _reaching(side: Side, person: Person, year: int) -> tuple[str, ...]:
    """The changes that reach what the formula reads, where none moves it alone."""
    return tuple(dict.fromkeys(key for item in explain(side, person.key, year).inputs for key in item.moved_by))


def _figures(side: Side, person: Person, at: int) -> dict[str, float | None]:
    """FIGURES of one row; None where one is not known."""
    by_year = {
        "month": a_month(side, person), "year": a_year(side, person), "in_all": in_all(side, person),
        "minimum": share_of(side, person, minimum_wage()), "average": replacement(side, person),
    }  # fmt: skip
    return {name: _finite(amounts, at) for name, amounts in by_year.items()}


def _finite(amounts: Array | None, at: int) -> float | None:
    return float(amounts[at]) if amounts is not None and np.isfinite(amounts[at]) else None


def _pair(side: Side, person: Person, at: int, figure: str, before: float | None, after: float | None) -> Pair:
    why = None
    if before is None or after is None:
        why = _why(side, person, at, figure)
    return Pair(before, after, why)


def _why(side: Side, person: Person, at: int, figure: str) -> Text:
    """Why a figure is not known."""
    if side.quantity(person) is None:
        return why_none(side, person)
    if person.known_later and not at:
        return person.later or LAST_YEAR.format(year=side.years[0] - 1)
    return {"in_all": RUN_ENDS, "minimum": NO_MINIMUM}.get(figure, NO_AVERAGE)
