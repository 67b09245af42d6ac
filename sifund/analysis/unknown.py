"""What cannot be said of a fund whose opening balance nobody gave, why, and what would let it be said."""

from __future__ import annotations

import numpy as np

from sifund import catalog
from sifund.declare.person import Person
from sifund.model.baseline import Baseline
from sifund.model.case import Side
from sifund.model.gaps import lacks
from sifund.model.paths import Array
from sifund.problem import Problem, problem
from sifund.terms import OPENING_UNKNOWN
from sifund.text import Text, join

WHY = Text(
    "{funds}没有年初结余，所以{what}未知；请在“基金概况”页的填写框里填入年初结余，或在“结余”表里给出。",
    "{what} is unknown, for no opening balance is given for: {funds}. Type it in the boxes on the Overview page, or "
    "give it in the table of accounts.",
)
NO_SPENDING, NO_LATER_YEAR = (
    Text("没有支出", "nothing is spent"),
    Text("只有基年，没有以后的年份", "no year after the base year is run"),
)
NO_AVERAGE = Text("数据中没有平均缴费工资", "the data have no covered wage")
BALANCES = Text("结余、可支付月数、跌破可能性、预警和对策", "The balance, cover, chance of a breach, alert or remedy")


def unknown_words(base: Baseline, fund: str, what: Text = BALANCES) -> Text:
    """That something of a fund, or of "all", is unknown, why, and the cure."""
    return WHY.format(funds=_missing(base, fund), what=what)


def unknown_problem(base: Baseline, fund: str, what: Text) -> Problem:
    """The same as a problem of what was asked."""
    return problem("unknown_opening", fund, WHY.zh, WHY.en, funds=_missing(base, fund), what=what)


def _missing(base: Baseline, fund: str) -> Text:
    funds = base.funds if fund == catalog.ALL else (fund,)
    names = join(catalog.fund_name(f) for f in funds if not base.knows(f))
    assert names, "asked of a fund whose opening is known"
    return names


def why_no_cover(side: Side, fund: str) -> Text:
    """Why a fund has no cover in any year after the base year: it is unknown, no year follows, or nothing is spent."""
    return OPENING_UNKNOWN if not side.knows(fund) else NO_SPENDING if len(side.years) > 1 else NO_LATER_YEAR


def why_none(side: Side, person: Person) -> Text:
    """Why a person's replacement rate is known in no year."""
    return lacks(side.base, person) if side.quantity(person) is None else NO_AVERAGE


def amounts(side: Side, fund: str, measure: str) -> Array:
    """A measure by year (year,), as arithmetic takes it: NaN where it has no value."""
    measured = side.measure(fund, measure)
    return np.full(len(side.years), np.nan) if measured is None else np.where(np.isfinite(measured), measured, np.nan)
