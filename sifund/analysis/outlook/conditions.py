"""Two conditions and a band for each: at unchanged law, where nobody decides anything, and as history moved, where decisions
and shocks go on as they did."""

from __future__ import annotations

from typing import Literal

import numpy as np

from sifund.analysis.outlook.reliability import past_of
from sifund.analysis.outlook.uncertainty import Sample
from sifund.analysis.unknown import amounts
from sifund.declare.formula import Line
from sifund.history.band import moves
from sifund.model.case import Side
from sifund.model.paths import Array
from sifund.model.result import FundBalances, Part
from sifund.text import Text

Condition = Literal["law", "history"]
CONDITIONS: dict[Condition, Text] = {
    "law": Text("法规不变", "at unchanged law"), "history": Text("照历史波动", "as history moved"),
}  # fmt: skip
MEANING = Text(
    "两种条件：“法规不变”是今后谁也不再作新决定；“照历史波动”是决策和冲击今后还像过去那样发生。",
    'Two conditions: "at unchanged law" is if nobody decides anything; "as history moved" is if decisions and shocks go on as '
    "they did.",
)


def held_line(side: Side, fund: str) -> Line | None:
    """The fund's line that is held at the baseline's amount whatever comes; None where there is none, or one is typed."""
    lines = (line for line in side.base.lines_of(fund) if line.residual)
    return next((line for line in lines if not any(p.key in side.moves for p in line.optional)), None)


def as_moved(drawn: Sample, sides: tuple[Side, Side], fund: str, seed: int, *, keeps: bool = False) -> Sample | None:
    """Baseline and scenario of a fund as history moved, on the same draws, each about its single path; None where nobody
    knows how it moved. `keeps`: each draw has the held line that keeps the cover of the base year."""
    past = past_of(sides[0].base.dataset, fund)
    if past is None:
        return None
    size, years = drawn.size, drawn.scenario.years
    blocks = [moves(past.trends, years - 1, size // drawn.blocks, seed * drawn.blocks + n) for n in range(drawn.blocks)]
    factors = np.exp(np.pad(np.concatenate(blocks, axis=1), ((0, 0), (0, 0), (1, 0))))
    baseline, scenario = (
        _moved(part, side, fund, factors, keeps)
        for part, side in zip((drawn.baseline, drawn.scenario), sides, strict=True)
    )
    return Sample(baseline, scenario, drawn.blocks)


def _moved(part: Part, side: Side, fund: str, factors: Array, keeps: bool) -> Part:
    """One side: income and expenditure scaled whole; what government pays wholly moves both alike; a held line stays."""
    up, spent = factors[0], amounts(side, fund, "expenditure") * factors[1]
    spending = amounts(side, fund, "expenditure") - sum(side.line(x.key) for x in side.base.lines_of(fund) if x.beside)
    paid = _sum(side, [x for x in side.base.lines_of(fund) if x.kind == "income" and _mirrors(x)])
    residual = [x for x in side.base.lines_of(fund) if x.residual]
    held = np.broadcast_to(_sum(side, residual), spent.shape).copy()
    others = (amounts(side, fund, "income") - paid - held[0]) * up + paid * factors[1]
    balances = FundBalances.empty(*spent.shape)
    balances.opening[:, 0] = part.balances[fund].opening[:, 0]
    for year in range(spent.shape[1]):
        if keeps and year:
            target = balances.cover[:, 0] / 12 * spent[:, year]
            held[:, year] = np.maximum(target - (balances.opening[:, year] + others[:, year] - spent[:, year]), 0)
        balances.enter(year, others[:, year] + held[:, year], spent[:, year], spending[year] * factors[1][:, year])
    return Part(side.base, part.years, part.rows, annual={x.key: held for x in residual}, balances={fund: balances})


def _mirrors(line: Line) -> bool:
    """Whether a line is what other lines spend."""
    return bool(line.lines) and all(read.kind == "expenditure" for read in line.lines)


def _sum(side: Side, lines: list[Line]) -> Array:
    """Lines by year, together (year,) [yuan]."""
    return np.sum([side.line(line.key) for line in lines], axis=0) + np.zeros(len(side.years))
