"""The total of a year that is not over: three plain readings of the months so far, their mean, and its band from how far the
same reading was off in the years before. One rule for every series and month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import fmean

from scipy.stats import t

from sifund.history.series import Series

SPAN = 3
"""Months of the pace of late."""
LEAST = 3
"""Years that are read at least."""
P90 = 0.95


@dataclass(frozen=True, slots=True)
class Forecast:
    """A year's total at the end of a month [unit]: the mean of three readings, its 90% band, what had come by then, and the
    years that it is from. `shares` are the least and most of those years' totals that had come by that month. `is_floor`:
    the years are the nation's, which is steadier than a city, so the band is at least as wide as it stands."""

    year: int
    month: int
    to_date: float
    total: float
    low: float
    high: float
    by_share: float
    by_pace: float | None
    by_quarter: float | None
    past: tuple[int, ...]
    shares: tuple[float, float]
    is_floor: bool = False

    @property
    def share(self) -> float:
        """The part of the total that had come."""
        return self.to_date / self.total

    def is_behind(self, budget: float) -> bool:
        """Whether the whole band lies below a budget, and less of it had come than in any year before."""
        return self.high < budget and self.to_date < self.shares[0] * budget

    def is_beyond(self, budget: float) -> bool:
        """Whether the whole band lies above a budget, and more of it had come than in any year before."""
        return self.low > budget and self.to_date > self.shares[1] * budget


def past_years(one: Series, year: int, month: int) -> tuple[int, ...]:
    """The years before one whose months and total are both known, and positive."""
    return tuple(sorted(one.shares(month, year)))


def forecast(one: Series, year: int, month: int) -> Forecast | None:
    """The year's total as the months to one say it; None where fewer than three years before can be read, or nothing has
    come yet."""
    past, so_far = past_years(one, year, month), one.to_date(year, month)
    if len(past) < LEAST or so_far is None or so_far <= 0:
        return None
    ways = _ways(one, year, month, past)
    middle = fmean(ways)
    reach = _reach(_off(one, month, past))
    shares = list(one.shares(month, year).values())
    return Forecast(
        year, month, so_far, middle, max(middle / reach, so_far), middle * reach, ways[0], ways[1],
        ways[2] if len(ways) > 2 else None, past, (min(shares), max(shares)),
    )  # fmt: skip


def by_profile(one: Series, nation: Series | None, year: int, month: int) -> Forecast | None:
    """The year's total by the nation's past shares, where a series has too few years of its own; None without those."""
    so_far = one.to_date(year, month)
    by_year = nation.shares(month, year) if nation else {}
    if len(by_year) < LEAST or not so_far or so_far <= 0:
        return None
    shares, total = list(by_year.values()), so_far / fmean(by_year.values())
    others = [fmean(shares[:at] + shares[at + 1 :]) for at in range(len(shares))]
    reach = _reach([log(other / share) for share, other in zip(shares, others, strict=True)])
    return Forecast(
        year, month, so_far, total, max(total / reach, so_far), total * reach, total, None, None, tuple(by_year),
        (min(shares), max(shares)), is_floor=True,
    )  # fmt: skip


def _reach(off: Sequence[float]) -> float:
    """How many times the 90% band reaches above the middle, and below it, by errors [ln]."""
    n = len(off)
    return exp(float(t.ppf(P90, n - 1)) * sqrt(sum(e * e for e in off) / (n - 1) * (1 + 1 / n)))


def _ways(one: Series, year: int, month: int, past: Sequence[int]) -> list[float]:
    """By the mean of past shares; by the rest of the year before, times the root of the pace; by the last quarter times what
    followed one in the past, where the quarter is known."""
    so_far = one.to_date(year, month) or 0.0
    by_share = so_far / fmean(_part(one, y, month) / _whole(one, y) for y in past)
    last = max((y for y in past if y < year), default=min(past))
    pace = so_far / _part(one, last, month)
    totals = [by_share, so_far + (_whole(one, last) - _part(one, last, month)) * sqrt(pace)]
    follows = [(_whole(one, y) - _part(one, y, month)) / q for y in past if (q := _quarter(one, y, month))]
    quarter = _quarter(one, year, month)
    return [*totals, so_far + quarter * fmean(follows)] if quarter and follows else totals


def _part(one: Series, year: int, month: int) -> float:
    return one.to_date(year, month) or 0.0


def _whole(one: Series, year: int) -> float:
    return one.total(year) or 0.0


def _quarter(one: Series, year: int, month: int) -> float | None:
    """What came in the last three months, or since January; None where it is unknown or nothing."""
    before = one.to_date(year, month - SPAN) if month > SPAN else 0.0
    quarter = None if before is None else _part(one, year, month) - before
    return quarter if quarter and quarter > 0 else None


def _off(one: Series, month: int, past: Sequence[int]) -> list[float]:
    """How far the same reading was off in each of the past years, made from the others [ln]."""
    return [log(_whole(one, y) / fmean(_ways(one, y, month, [z for z in past if z != y]))) for y in past]
