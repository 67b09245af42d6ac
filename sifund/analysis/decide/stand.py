"""Where one scenario stands: what of the law it breaks, its lowest cover beside the floor, the chance of a breach, who pays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from sifund.analysis.alerts import alerts, notes
from sifund.analysis.comparison import Comparison
from sifund.analysis.effect.payers import payments
from sifund.analysis.outlook.conditions import Condition, held_line
from sifund.analysis.outlook.risk import Risk, risk
from sifund.analysis.outlook.uncertainty import Breach
from sifund.analysis.unknown import amounts
from sifund.declare.formula import Line
from sifund.declare.measure import COVER
from sifund.declare.parameter import Parameter
from sifund.declare.party import PARTIES, Party
from sifund.model.case import Side
from sifund.model.memory import remembered
from sifund.scenario import Scenario
from sifund.text import HALF_FEN


@dataclass(frozen=True, slots=True)
class Breaches:
    """Parameters and lines of which a side breaks a rule, the earliest first, with the year in which each begins to; those
    that its baseline breaks too are among them."""

    firsts: tuple[tuple[Parameter | Line, int], ...]

    @property
    def first(self) -> int | None:
        """The first year; None where nothing is broken."""
        return self.firsts[0][1] if self.firsts else None


def breaches_of(side: Side) -> Breaches:
    """What of the law a side breaks, in any fund."""
    firsts: dict[Parameter | Line, int] = {}
    for alert in (*alerts(side), *(note for note in notes(side) if note.breaks)):
        if isinstance(alert.about, Parameter | Line):
            firsts[alert.about] = min(firsts.get(alert.about, alert.years[0]), *alert.years)
    return Breaches(tuple(sorted(firsts.items(), key=lambda item: item[1])))


@dataclass(frozen=True, slots=True)
class Lowest:
    """The year after the base year in which a fund covers least [months], the floor [months], what lies between its balance
    and the floor [yuan], and the first year below the floor."""

    year: int
    cover: float
    floor: float
    room: float
    below: int | None


def lowest(side: Side, fund: str, floor: float) -> Lowest | None:
    """None where cover is unknown or nothing is spent in any year."""
    years = side.years
    cover, spent, closing = (amounts(side, fund, name) for name in (COVER, "expenditure", "closing"))
    after = [at for at in range(min(1, len(years) - 1), len(years)) if np.isfinite(cover[at])]
    if not after:
        return None
    least = min(after, key=lambda at: cover[at])
    below = next((years[at] for at in after if cover[at] < floor), None)
    room = float(closing[least] - floor * spent[least] / 12)
    return Lowest(years[least], float(cover[least]), floor, room, below)


@remembered()
def burden(side: Side, fund: str) -> tuple[tuple[Party, float], ...]:
    """Who pays more or less than in the baseline over all years [yuan], the largest first."""
    sums = payments(side).filter(fund=fund).group_by("party").agg(pl.col("pays").sum().round(2)).rows()
    by_party = {party: amount for party, amount in sums if abs(amount) >= HALF_FEN}
    pairs = [(party, by_party[party.key]) for party in PARTIES if party.key in by_party]
    return tuple(sorted(pairs, key=lambda pair: -abs(pair[1])))


# --- the chance of a breach -------------------------------------------------------------------------------------------


@remembered(64)
def risk_of(comparison: Comparison, number: int, fund: str) -> Risk:
    """A column's risk: the dataset's baseline, or a scenario with the floor, draws and seed of the comparison's view; where any
    column holds the fund's subsidy, what keeps its cover in all."""
    held = next((line for n in comparison.columns if (line := held_line(comparison.side(n), fund))), None)
    scenario = comparison.scenarios[number - 1] if number else Scenario()
    return risk(comparison.side(number), Scenario(scenario.changes, view=comparison.view), fund, held=held)


def chances(comparison: Comparison, number: int, fund: str, condition: Condition) -> tuple[Breach, Breach] | None:
    """How likely a column's cover falls below the floor, and that of what it is compared with; None where cover is unknown,
    or no draw has one."""
    breaches = risk_of(comparison, number, fund).breaches.get(condition)
    if breaches is None or not comparison.against or not number:
        return (breaches[1], breaches[0] if number else breaches[1]) if breaches else None
    other = risk_of(comparison, comparison.against, fund).breaches.get(condition)
    return breaches[1], (other or breaches)[1]
