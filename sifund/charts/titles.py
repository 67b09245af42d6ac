"""What stands over a chart: its result in a sentence, made from the run that it draws."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sifund import catalog
from sifund.analysis.comparison import Comparison
from sifund.analysis.decide.stand import Lowest, lowest
from sifund.analysis.effect.ranking import names
from sifund.analysis.unknown import amounts
from sifund.analysis.words import cell
from sifund.declare.measure import COVER, MEASURES
from sifund.declare.unit import COVER_MONTHS, YUAN
from sifund.model.case import Side
from sifund.text import HALF_FEN, Text, places_below, plain

ENDS = Text("{fund}{year}年{measure}{value}，{gap}", "{fund}: {measure} of {value} in {year}, {gap}")
GAP, AS_BASELINE = Text("比基线{gap}", "{gap} against the baseline"), Text("与基线相同", "as in the baseline")
COVERS = Text(
    "{fund}{cover}{year}年最低，为{months}，{against}底线{floor}个月",
    "{fund}: cover is lowest in {year}, {months}, {against} the floor of {floor} {floor:month|months}",
)
NO_COVER = Text("{fund}没有支出，没有{cover}", "{fund}: nothing is spent, so there is no cover")
ABOVE, BELOW = Text("不低于", "not below"), Text("低于", "below")
SPENDS = Text("{fund}{year}年支出{value}，{gap}", "{fund}: expenditure of {value} in {year}, {gap}")
MOST = Text("{gap}；变动最大的是“{line}”{part}", '{gap}; "{line}" moves most, by {part}')
HIGHEST = Text(
    "{fund}{year}年{measure}：最高的是{best}（{most}），最低的是{worst}（{least}）",
    "{fund}, {measure} in {year}: {best} ends highest ({most}), {worst} lowest ({least})",
)
LEVEL = Text("{fund}{year}年{measure}：{best}为{most}", "{fund}, {measure} in {year}: {most} in {best}")
COMPARED = Text(
    "{fund}{cover}最低的是{worst}：{year}年{months}，{against}底线{floor}个月",
    "{fund}: cover is lowest in {worst}, {months} in {year}, {against} the floor of {floor} {floor:month|months}",
)


def closes(side: Side, fund: str, measure: str) -> Text:
    """A measure of money in the last year, against the baseline."""
    year = side.years[-1]
    before, after = cell(side, fund, measure, year)
    return ENDS.format(fund=side.base.dataset.fund_name(fund), year=year, value=YUAN.write(after),
                       measure=catalog.measure_name(measure, fund).inside, gap=_gap(before, after))  # fmt: skip


def _gap(before: float, after: float) -> Text:
    return AS_BASELINE if abs(after - before) < HALF_FEN else GAP.format(gap=YUAN.write(after - before, signed=True))


def covers(side: Side, fund: str, floor: float) -> Text:
    """The lowest cover after the base year, its year, and whether it lies below the floor."""
    low, name = lowest(side, fund, floor), catalog.all_funds()[fund].cover_name
    if low is None:
        return NO_COVER.format(fund=catalog.fund_name(fund), cover=name)
    return COVERS.format(fund=catalog.fund_name(fund), cover=name, year=low.year, **_beside_floor(low))


def _beside_floor(lowest: Lowest) -> dict[str, object]:
    places = places_below(lowest.cover, lowest.floor) if lowest.below else None
    return {"months": COVER_MONTHS.write(lowest.cover, places), "floor": plain(lowest.floor),
            "against": BELOW if lowest.below else ABOVE}  # fmt: skip


def spends(side: Side, fund: str, year: int) -> Text:
    """Expenditure of a year against the baseline, and the line that moves most."""
    before, after = cell(side, fund, "expenditure", year)
    at = side.years.index(year)
    moves = {
        key: float(side.line(key)[at] - side.baseline.line(key)[at]) for key in side.base.keys_of(fund, "expenditure")
    }
    line = max(moves, key=lambda key: abs(moves[key]), default="")
    gap = _gap(before, after)
    if line and abs(moves[line]) >= HALF_FEN:
        gap = MOST.format(gap=gap, line=side.base.line_name(line), part=YUAN.write(moves[line], signed=True))
    return SPENDS.format(fund=catalog.fund_name(fund), year=year, value=YUAN.write(after), gap=gap)


def compared(comparison: Comparison, fund: str, measure: str, floor: float) -> Text:
    """Which scenario ends highest and which lowest; of cover, which falls lowest and how that lies to the floor. One alone is
    said against its baseline."""
    if len(comparison.numbers) == 1:
        side = comparison.side(1)
        return covers(side, fund, floor) if measure == COVER else closes(side, fund, measure)
    return _lowest(comparison, fund, floor) if measure == COVER else _ends(comparison, fund, measure)


def _ends(comparison: Comparison, fund: str, measure: str) -> Text:
    ends = {n: float(amounts(comparison.side(n), fund, measure)[-1]) for n in comparison.numbers}
    finite = {n: end for n, end in ends.items() if np.isfinite(end)}
    best, worst = (_tied(finite, pick(finite.values())) for pick in (max, min))
    unit, parts = MEASURES[measure].unit, {"fund": catalog.fund_name(fund), "year": comparison.years[-1]}
    parts |= {"measure": catalog.measure_name(measure, fund).inside, "most": unit.write(finite[best[0]])}
    if best == worst:
        return LEVEL.format(best=names(comparison, best), **parts)
    return HIGHEST.format(best=names(comparison, best), worst=names(comparison, worst),
                          least=unit.write(finite[worst[0]]), **parts)  # fmt: skip


def _tied(values: dict[int, float], value: float) -> Sequence[int]:
    return [n for n, x in values.items() if abs(x - value) < HALF_FEN]


def _lowest(comparison: Comparison, fund: str, floor: float) -> Text:
    lowests = {n: lowest(comparison.side(n), fund, floor) for n in comparison.numbers}
    lows = {n: low for n, low in lowests.items() if low}
    cover = catalog.all_funds()[fund].cover_name
    if not lows:
        return NO_COVER.format(fund=catalog.fund_name(fund), cover=cover)
    worst = min(lows, key=lambda n: lows[n].cover)
    tied = _tied({n: low.cover for n, low in lows.items()}, lows[worst].cover)
    return COMPARED.format(fund=catalog.fund_name(fund), cover=cover, worst=names(comparison, tied),
                           year=lows[worst].year, **_beside_floor(lows[worst]))  # fmt: skip
