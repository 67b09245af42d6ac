"""Balances within the year: each line's amount of a year falls in the months that its payment calendar names.

A line without a calendar of its own runs as the running year is judged: as the office's own months ran, where three years of
them are known, else as its whole fund's did, else as the nation's of that fund and kind, else evenly; a line that the model pays
in one month keeps it. That is assumed: no source gives payment dates. A calendar moves money between the months of a year and
never between years.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from sifund.dataset import nation
from sifund.history.profile import EVEN, MONTHS, Profile, profile
from sifund.history.series import flows
from sifund.model.baseline import Baseline
from sifund.model.case import Side
from sifund.model.memory import remembered
from sifund.model.paths import Array
from sifund.model.result import Part
from sifund.terms import EXPENDITURE, INCOME
from sifund.text import Text, join, plain, same

Calendar = Mapping[str, tuple[float, ...]]
"""Months (1 to 12) by line key."""
FLOWS = {"income": INCOME.inside, "expenditure": EXPENDITURE.inside}
FALLS = Text("{fund}年内各月：{each}。", "{fund}, within the year: {each}.")
EACH, REST = Text("{what}为{runs}", "{what} by {runs}"), Text("其余{kind}", "the rest of {kind}")
IN_MONTHS = Text("{line}在{months}月", "{line} in month {months}")
CHOSEN = Text("{line}在{months}月（选定）", "{line} in month {months} (chosen)")


def month_ends(part: Part, rows: slice, fund: str, calendar: Calendar) -> Array:
    """The fund's balance at the end of each month (row, month) [yuan]. The run must have kept its months."""
    opening = part.balances[fund].opening[rows]
    moved = np.zeros((len(opening), 12 * part.years))
    for kind, sign in zip(FLOWS, (1, -1), strict=True):
        for key in part.base.keys_of(fund, kind):
            moved += sign * _rows(line_months(part, key, calendar), rows)
    within = moved.reshape(len(opening), -1, 12).cumsum(axis=2)
    return (opening[:, :, None] + within).reshape(moved.shape)


@remembered(4)
def profiles(base: Baseline) -> Mapping[str, Profile]:
    """How a year of each line runs: by years before the running one, else by those to the base year."""
    office, country = ({one.key: one for one in flows(dataset)} for dataset in (base.dataset, nation()))
    before = max(base.base_year + 1, *(one.last[0] for one in office.values()), 0)
    return {
        key: profile(office.get(key), country.get(f"{fund}.{kind}"), before, office.get(f"{fund}.{kind}"))
        for fund in base.funds for kind in FLOWS for key in base.keys_of(fund, kind)
    }  # fmt: skip


def line_months(part: Part, key: str, calendar: Calendar) -> Array:
    """A line's months (row, month) [yuan]: as its calendar has them, else as its profile runs; months that part-year data
    cover stay."""
    months, annual, runs = part.months[key], part.annual[key][:, :, None], profiles(part.base).get(key, EVEN)
    by_year = months.reshape(len(months), -1, 12)
    if key in calendar:
        placed = annual * (np.isin(MONTHS, calendar[key]) / len(calendar[key]))
    else:
        placed = annual * np.array(runs.weights) if runs.ground == "own" else _seasonal(by_year, annual, runs)
        if part.base.months < len(MONTHS):
            placed[:, 0] = by_year[:, 0]
    return placed.reshape(len(months), -1)


def _seasonal(by_year: Array, annual: Array, runs: Profile) -> Array:
    """The model's months (row, year, month) by the weights of a profile, each year its own amount. What a row has from some
    month of a year on, unlike the baseline, moves no month before it, unless the months from there on would change their sign."""
    if runs.ground == "even":
        return by_year.copy()
    ran = by_year * np.array(runs.weights)
    ran *= _over(annual[:1], ran[:1])
    later = ran * np.logical_or.accumulate(by_year != by_year[:1], axis=2)
    rest, left = later.sum(axis=2, keepdims=True), annual - ran.sum(axis=2, keepdims=True)
    later = np.where(rest * (rest + left) > 0, later, ran)
    return ran + later * _over(left, later)


def _over(amounts: Array, months: Array) -> Array:
    """Amounts of years over the sum of their months; 0 where there is none."""
    whole = months.sum(axis=2, keepdims=True)
    return np.divide(amounts, whole, out=np.zeros(np.broadcast_shapes(amounts.shape, whole.shape)), where=whole != 0)


def _rows(amounts: Array, rows: slice) -> Array:
    return amounts if len(amounts) == 1 else amounts[rows]


# --- in words ---------------------------------------------------------------------------------------------------------


def falls(side: Side, fund: str, calendar: Calendar) -> Text:
    """What a fund's months within the year rest on, line by line where they differ."""
    each = [part for kind in FLOWS for part in _kind(side, fund, kind, calendar)]
    return FALLS.format(fund=side.base.dataset.fund_name(fund), each=join(each, "；", "; ") or EVEN.name)


def rests_on(side: Side, key: str, calendar: Calendar) -> str:
    """What a line's months rest on: "chosen", "own", "fund", "nation" or "even", or "payment" where the model pays it in some months."""
    if key in calendar:
        return "chosen"
    ground = profiles(side.base)[key].ground
    return "payment" if ground != "own" and _paid_in(side, key) else ground


def _kind(side: Side, fund: str, kind: str, calendar: Calendar) -> Iterator[Text]:
    """The lines of a kind that do not run as most do, then the rest by their profile."""
    rest: dict[Text, list[str]] = {}
    keys = side.base.keys_of(fund, kind)
    for key in keys:
        at = {"chosen": calendar.get(key, ()), "payment": _paid_in(side, key)}.get(rests_on(side, key, calendar))
        if at is None:
            rest.setdefault(profiles(side.base)[key].name, []).append(key)
        else:
            months = join(same(plain(month)) for month in at) or ""
            yield (CHOSEN if key in calendar else IN_MONTHS).format(line=side.base.line_name(key), months=months)
    groups = sorted(rest.items(), key=lambda item: len(item[1]))
    for name, some in groups:
        is_last, is_all = name == groups[-1][0], len(some) == len(keys)
        what = FLOWS[kind] if is_all else REST.format(kind=FLOWS[kind]) if is_last else _names(side, some)
        yield EACH.format(what=what, runs=name)


def _names(side: Side, keys: Sequence[str]) -> Text | None:
    return join(side.base.line_name(key) for key in keys)


def _paid_in(side: Side, key: str) -> tuple[int, ...]:
    """The months in which the model pays a line that it does not pay every month."""
    months = side.part.months[key][0].reshape(-1, 12).any(axis=0)
    return tuple(month for month, pays in zip(MONTHS, months, strict=True) if pays) if not months.all() else ()
