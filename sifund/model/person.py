"""What a typical person gets in a run: a month, a year and in all, and what part of a wage that is."""

from __future__ import annotations

from functools import cache
from typing import Literal, Protocol

import numpy as np

from sifund import catalog
from sifund.declare.formula import Line
from sifund.declare.fund import Fund
from sifund.declare.parameter import Parameter
from sifund.declare.person import Person
from sifund.model.baseline import Baseline
from sifund.model.paths import Array

MONTHS = 12


class Run(Protocol):
    """What is asked of a side."""

    @property
    def base(self) -> Baseline: ...
    def quantity(self, item: Line) -> Array | None:
        """A quantity by month; None where the dataset lacks what it reads."""
        ...

    def path(self, parameter: Parameter) -> Array:
        """A parameter by month as formulas read it."""
        ...


def by_month(side: Run, person: Person) -> Array | None:
    """What the person gets by month [yuan], for as long as it lasts; NaN in a base year of which nothing is known. None
    where the dataset lacks what it reads."""
    amounts = side.quantity(person)
    if amounts is None or not person.known_later:
        return amounts
    return np.where(np.arange(len(amounts)) < MONTHS, np.nan, amounts)


def a_month(side: Run, person: Person) -> Array | None:
    """What it gets each month, by year (year,) [yuan]: December's amount; of what is paid once, the payment."""
    amounts = by_month(side, person)
    return None if amounts is None else amounts[(person.paid_in or MONTHS) - 1 :: MONTHS]


def a_year(side: Run, person: Person) -> Array | None:
    """What it gets in the calendar year, from January on and for as long as it is paid at most (year,) [yuan]."""
    amounts = by_month(side, person)
    last = MONTHS if person.once or not person.months else min(person.months, MONTHS)
    return None if amounts is None else amounts.reshape(-1, MONTHS)[:, :last].sum(axis=1)


def in_all(side: Run, person: Person) -> Array | None:
    """What it gets until it ends, counted from January of the year (year,) [yuan]: NaN where the run ends before it does;
    None of what is paid once or for life."""
    amounts = by_month(side, person)
    if amounts is None or person.once or not person.months:
        return None
    sums = np.concatenate([[0.0], np.cumsum(amounts)])
    starts = np.arange(0, len(amounts), MONTHS)
    ends = starts + person.months
    return np.where(ends < len(sums), sums[np.minimum(ends, len(sums) - 1)] - sums[starts], np.nan)


def share_of(side: Run, person: Person, wage: Parameter | None) -> Array | None:
    """A head's month, or its one payment, as a part of that month's wage (year,) [percent]; NaN in a year in which one of
    both is not known, None where either never is."""
    amounts, paid = a_month(side, person), wage_path(side, wage) if wage else None
    if amounts is None or paid is None:
        return None
    wages = paid[(person.paid_in or MONTHS) - 1 :: MONTHS]
    return 100 * amounts / person.heads / np.where(wages > 0, wages, np.nan)


def wage_path(side: Run, wage: Parameter) -> Array | None:
    """A wage by month as the run has it [yuan]; None where the dataset lacks it."""
    if earned := earned_of(wage):
        return side.quantity(earned)
    return side.path(wage) if wage.key in side.base.values else None


@cache
def earned_of(wage: Parameter) -> Line | None:
    """What becomes of an average wage in a run; None where growth alone moves it."""
    return next((fund.wage_earned for fund in catalog.all_funds().values() if fund.average_wage is wage), None)


@cache
def average_wage(fund: str) -> Parameter | None:
    """The wage that replacement rates of a fund's persons are measured by; None where no fund has any."""
    return _wage("average_wage", catalog.all_funds()[fund])


@cache
def minimum_wage() -> Parameter | None:
    """The local minimum wage; None where no fund declares it."""
    return _wage("minimum_wage")


def _wage(which: Literal["average_wage", "minimum_wage"], *first: Fund) -> Parameter | None:
    """A fund's own, else that of the fund that is usual, else of any."""
    wages = (getattr(fund, which) for fund in (*first, catalog.usual(), *catalog.all_funds().values()))
    return next((p for p in wages if p), None)


def replacement(side: Run, person: Person) -> Array | None:
    """Its replacement rate: the part of the average covered wage (year,) [percent]; None where it is not known."""
    return share_of(side, person, average_wage(person.fund))
