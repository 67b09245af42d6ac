"""The year as it goes: each series of the running year against its profile and budget, where the year will end, and what
follows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from math import fsum
from typing import Literal

from sifund import catalog
from sifund.analysis.year.execution import ratio, stands_beside
from sifund.dataset import Dataset
from sifund.dataset.schema import LineRow
from sifund.history.profile import Profile, profile
from sifund.history.series import Series, flows, mixed
from sifund.history.year import Forecast, by_profile, forecast
from sifund.model.paths import step_path

Verdict = Literal["course", "behind", "beyond", "open"]
Cause = Literal["price", "volume", "timing", "unknown"]
ONE_MONTH = 2 / 3
"""What part of a gap one month must make for it to be a question of timing."""
HALF = 0.5
"""What part of the growth on the year before a standard must make for it to be a question of price."""


@dataclass(frozen=True, eq=False)
class Running:
    """A series at the end of a month of its running year [yuan, percent]. `whole` is the forecast of the year, None where
    nothing can be said; `steady` is whether its band is from the office's own years, and no floor."""

    series: Series
    side: str
    year: int
    month: int
    to_date: float
    profile: Profile
    budget: float | None
    whole: Forecast | None
    cause: Cause
    cause_month: int | None

    @property
    def due_percent(self) -> float:
        """What part of the year the profile has by this month."""
        return 100 * self.profile.shares[self.month - 1]

    @property
    def progress_percent(self) -> float | None:
        """What part of the budget has come."""
        return ratio(self.to_date, self.budget)

    @property
    def gap(self) -> float | None:
        """What has come less what the profile has of the budget by this month."""
        return None if self.budget is None else self.to_date - self.budget * self.profile.shares[self.month - 1]

    @property
    def verdict(self) -> Verdict:
        """On course, behind or beyond the budget; open where there is no budget, or no band."""
        if self.whole is None or not self.budget or self.whole.low is None:
            return "open"
        if self.whole.is_behind(self.budget):
            return "behind"
        return "beyond" if self.whole.is_beyond(self.budget) else "course"

    @property
    def adjustment(self) -> float | None:
        """The change of the budget that follows: to the forecast where the year is off its course."""
        if self.whole is None or self.budget is None or self.verdict not in ("behind", "beyond"):
            return None
        return self.whole.total - self.budget


@dataclass(frozen=True, eq=False)
class Unread:
    """A series of which nothing can be said in the running year: what is missing of its months,
    nothing where it has none of the year or its rows count different things."""

    series: Series
    missing: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Cockpit:
    """The running year of an office: its series, totals of funds first, and those that cannot be read."""

    year: int
    month: int
    rows: tuple[Running, ...]
    unread: tuple[Unread, ...] = ()

    def of(self, fund: str) -> tuple[Running, ...]:
        """A fund's rows."""
        return tuple(row for row in self.rows if row.series.fund == fund)

    @cached_property
    def off(self) -> tuple[Running, ...]:
        """What is off its course, the largest first."""
        runnings = [row for row in self.rows if row.verdict in ("behind", "beyond")]
        return tuple(sorted(runnings, key=lambda row: -abs(row.adjustment or 0)))


def cockpit(dataset: Dataset, nation: Dataset | None) -> Cockpit | None:
    """The running year of a dataset's months against the nation's; None where it has no month."""
    held, spoilt = ([one for one in some(dataset) if one.last != (0, 0)] for some in (flows, mixed))
    if not held and not spoilt:
        return None
    year = max(one.last[0] for one in held or spoilt)
    by_key, funds = {one.key: one for one in flows(nation)} if nation else {}, {one.key: one for one in held}
    now = [one for one in held or spoilt if one.last[0] == year]
    read = [one for one in now if one.is_flow and one.to_date(*one.last) is not None]
    rows = (_running(dataset, one, by_key, funds, year) for one in read)
    ordered = sorted(rows, key=lambda row: row.series.item not in ("income", "expenditure"))
    unread = (Unread(one, one.missing(year)) for one in (*held, *spoilt) if one not in read)
    return Cockpit(year, max(one.last[1] for one in read or now), tuple(ordered), tuple(unread))


def _running(dataset: Dataset, one: Series, nation: dict[str, Series], office: dict[str, Series], year: int) -> Running:
    month = one.last[1]
    so_far, side = one.to_date(year, month) or 0.0, side_of(one)
    runs = profile(one, nation.get(f"{one.fund}.{side}"), year, office.get(f"{one.fund}.{side}"))
    whole = forecast(one, year, month) or by_profile(one, nation.get(f"{one.fund}.{side}"), year, month)
    row = Running(one, side, year, month, so_far, runs, budget_of(dataset, one, year), whole, "unknown", None)
    return _with_cause(dataset, row) if row.verdict in ("behind", "beyond") else row


def side_of(one: Series) -> str:
    """Income or expenditure: by the item itself, else by the line that it is."""
    if one.item in ("income", "expenditure"):
        return one.item
    line = catalog.lines().get(one.key)
    return line.kind if line else "expenditure"


def budget_of(dataset: Dataset, one: Series, year: int) -> float | None:
    """The budget in force: adjusted, else initial; of all that a fund takes in or pays out its total's, else that of its
    lines. None where the data have none of that year."""
    whole = one.item in ("income", "expenditure")
    row = dataset.line(f"{one.fund}.total" if one.item == "expenditure" else one.key, year)
    if row is not None and (planned := _planned(row)) is not None:
        return planned
    lines = [r for r in dataset.lines if whole and (r.fund, r.year, r.kind) == (one.fund, year, one.item)]
    parts = [_planned(r) for r in lines if not stands_beside(dataset, r.line)]
    return fsum(part for part in parts if part is not None) if parts and None not in parts else None


def _planned(row: LineRow) -> float | None:
    return row.budget_yuan if row.budget_yuan is not None else row.initial_budget_yuan


# --- why --------------------------------------------------------------------------------------------------------------


def _with_cause(dataset: Dataset, row: Running) -> Running:
    """The likely cause of a gap: a month that alone makes most of it, a standard that makes most of the growth, else volume."""
    if month := _one_month(row):
        return replace(row, cause="timing", cause_month=month)
    rise = _standard_rise(dataset, row)
    before = row.series.to_date(row.year - 1, row.month)
    if rise is None or not before:
        return row
    priced, grown = before * (rise - 1), row.to_date - before
    by_price = priced * (row.gap or 0) > 0 and abs(priced) >= HALF * abs(grown)
    return replace(row, cause="price" if by_price else "volume")


def _one_month(row: Running) -> int | None:
    """The month whose own deviation from the profile makes two thirds of the gap, where what comes is not one line a year."""
    gap, so_far = row.gap, [row.series.to_date(row.year, month) for month in range(1, row.month + 1)]
    if not gap or row.budget is None or row.month < 2 or None in so_far:
        return None
    amounts = [x or 0.0 for x in so_far]
    monthly = [now - before for before, now in pairwise([0.0, *amounts])]
    off = [(x - row.budget * w) / gap for x, w in zip(monthly, row.profile.weights, strict=False)]
    most = max(range(len(off)), key=off.__getitem__)
    return most + 1 if off[most] >= ONE_MONTH else None


def _standard_rise(dataset: Dataset, row: Running) -> float | None:
    """The line's standard over the months so far ÷ that of the same months a year before; None where it is not given."""
    line = catalog.lines().get(row.series.key)
    steps = dataset.steps(line.price.standard.key) if line and line.price and line.price.standard else ()
    if not steps:
        return None
    before, now = (float(step_path(steps, year, 1)[0, : row.month].mean()) for year in (row.year - 1, row.year))
    return now / before if before > 0 else None
