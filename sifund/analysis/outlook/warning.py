"""Early warning: a light for every fund and year, the quarterly log, and which indicators led to an alert.

The bands are this program's own: no national scale is known. They are declared with each fund and can be changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from sifund import catalog
from sifund.analysis.outlook.monthly import Calendar, month_ends
from sifund.analysis.outlook.solvency import indicator
from sifund.analysis.unknown import amounts
from sifund.declare.fund import Band
from sifund.model.case import Side
from sifund.model.paths import Array
from sifund.scenario.view import View
from sifund.text import Text, places_below


@dataclass(frozen=True, slots=True)
class Light:
    """A step of the scale; `rank` 0 is the worst."""

    key: str
    name: Text
    rank: int


RED = Light("red", Text("红灯", "red"), 0)
AMBER = Light("amber", Text("黄灯", "amber"), 1)
GREEN = Light("green", Text("绿灯", "green"), 2)
NONE = Light("none", Text("无支出", "no expenditure"), 3)
UNKNOWN = Light("unknown", Text("未知", "unknown"), 3)


def bands(changed: Sequence[tuple[str, tuple[float, ...]]] = ()) -> dict[str, Band]:
    """Each fund's bands [cover months]: the declared ones, or those changed to (red, amber)."""
    by_fund = {fund: Band(*numbers) for fund, numbers in changed}
    return {key: by_fund.get(key, fund.band) for key, fund in catalog.all_funds().items()}


def floor_of(view: View, fund: str) -> float:
    """The cover that a fund must not fall below [months]: the view's own, else its red bound."""
    return dict(view.floor).get(fund, (bands(view.bands)[fund].red,))[0]


def light(cover: float, band: Band) -> Light:
    """Red below the red bound, amber below the amber one, green from there on; NONE where cover is not defined."""
    if not np.isfinite(cover):
        return NONE
    return RED if cover < band.red else AMBER if cover < band.amber else GREEN


def lights(side: Side, scale: Mapping[str, Band]) -> dict[str, list[Light]]:
    """A light by fund for every year of the run."""
    return {f: _lights(side, f, amounts(side, f, "cover_months"), scale[f]) for f in side.funds}


def _lights(side: Side, fund: str, covers: Array, band: Band) -> list[Light]:
    """UNKNOWN all through where the fund's opening balance is."""
    return [light(float(c), band) if side.knows(fund) else UNKNOWN for c in covers]


@dataclass(frozen=True, slots=True)
class Warned:
    """A fund and year whose light is not green: its cover and the bound [months] that it would have to reach."""

    fund: str
    year: int
    light: Light
    cover: float
    bound: float

    @property
    def places(self) -> int:
        """Decimals with which its cover does not read as the bound."""
        return places_below(self.cover, self.bound)


def warned(side: Side, scale: Mapping[str, Band]) -> list[Warned]:
    """Every alert after the base year, fund by fund."""
    listed = []
    for fund, row in lights(side, scale).items():
        cover, band = amounts(side, fund, "cover_months"), scale[fund]
        for index, year in enumerate(side.years):
            if index and row[index] in (RED, AMBER):
                bound = band.red if row[index] is RED else band.amber
                listed.append(Warned(fund, year, row[index], float(cover[index]), bound))
    return listed


def gravest(alerts: Sequence[Warned]) -> Warned | None:
    """The alert to answer first: of the worst light, the last year, for what clears it holds the longest."""
    return min(alerts, key=lambda a: (a.light.rank, -a.year), default=None)


# --- what led to it ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sign:
    """An indicator or line that got worse against the year before: key, both values [yuan, percent], and the change
    relative to the value before (a line's: relative to the fund's expenditure)."""

    key: str
    before: float
    after: float
    weight: float


SLIGHT = 0.001
"""A relative change below this foretells nothing."""
WORSE = {"surplus": -1, "dependency": 1, "cost_rate": 1, "reserve_ratio": -1}
"""Indicators that foretell a shortage, and the direction that is for the worse."""


def signs(side: Side, fund: str, year: int, most: int = 4) -> list[Sign]:
    """What moved for the worse from the year before to a year, the weightiest first: indicators, the line that grew
    most and the income that fell most."""
    index = side.years.index(year)
    spent = amounts(side, fund, "expenditure")[index - 1]
    listed = []
    for key, worse in WORSE.items():
        before, after = indicator(side, fund, key)[index - 1 : index + 1]
        if (after - before) * worse > 0:
            scale = spent if key == "surplus" else abs(before)
            listed.append(
                Sign(key, float(before), float(after), float(abs(after - before) / scale) if scale else np.inf)
            )
    listed = [s for s in (*listed, *_lines(side, fund, index, spent)) if s.weight >= SLIGHT]
    return sorted(listed, key=lambda s: -s.weight)[:most]


def _lines(side: Side, fund: str, index: int, spent: float) -> list[Sign]:
    listed = []
    for kind, worse in (("expenditure", 1), ("income", -1)):
        moves = {key: side.line(key)[index - 1 : index + 1] for key in side.base.keys_of(fund, kind)}
        key, (before, after) = max(moves.items(), key=lambda m: (m[1][1] - m[1][0]) * worse, default=("", (0.0, 0.0)))
        if (after - before) * worse > 0 and spent > 0:
            listed.append(Sign(key, float(before), float(after), float(abs(after - before) / spent)))
    return listed


# --- the log ----------------------------------------------------------------------------------------------------------


def log(side: Side, scale: Mapping[str, Band], calendar: Calendar) -> pl.DataFrame:
    """Four reports a year for each fund: year, quarter, fund, balance_yuan, cover_months, light, worsened.

    Cover of a quarter is 12 × the balance at its end ÷ the year's expenditure; null where there is none or it is unknown. `worsened`
    says that the light is worse than the quarter before.
    """
    row = slice(side.row, side.row + 1)
    frames = [_fund_log(side, fund, month_ends(side.part, row, fund, calendar)[0], scale[fund]) for fund in side.funds]
    return pl.concat(frames).sort("year", "quarter", maintain_order=True)


def _fund_log(side: Side, fund: str, balances: Array, band: Band) -> pl.DataFrame:
    ends = balances[2::3]
    spent = np.repeat(amounts(side, fund, "expenditure"), 4)
    cover = np.divide(12 * ends, spent, out=np.full_like(ends, np.nan), where=spent > 0)
    shown = _lights(side, fund, cover, band)
    if UNKNOWN in shown:
        ends, cover = (np.full_like(x, np.nan) for x in (ends, cover))
    worse = [i > 0 and shown[i].rank < shown[i - 1].rank for i in range(len(shown))]
    return pl.DataFrame({
        "year": np.repeat(side.years, 4), "quarter": np.tile([1, 2, 3, 4], len(side.years)),
        "fund": [fund] * len(ends), "balance_yuan": ends.round(2), "cover_months": cover,
        "light": [x.key for x in shown], "worsened": worse,
    }).with_columns(pl.col("balance_yuan", "cover_months").fill_nan(None))  # fmt: skip
