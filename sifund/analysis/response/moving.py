"""What is said of a lever while it is moved: the words of the answer with room for the figures of the value under the hand.

They are the words of `outcome`, so the sentence that the run gives differs from them in its figures alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sifund import catalog
from sifund.analysis import outcome
from sifund.analysis.response.grid import Query, Response
from sifund.declare.parameter import Parameter
from sifund.model.baseline import Baseline
from sifund.model.case import Side
from sifund.model.paths import Array
from sifund.text import HALF_FEN, Text

Of = Literal["spending", "income", "closing", "cover"]
SHORT = {
    "spending": Text("{year}年支出{gap}", "{year} spending {gap}"),
    "income": Text("{year}年收入{gap}", "{year} income {gap}"),
    "closing": Text("年末结余{gap}", "closing {gap}"),
    "cover": Text("{cover}{months}", "{months}"),
}
BELOW = Text("{years}起{cover}低于{floor}个月", "Cover below {floor} {floor:month|months} from {years}")
YEAR = Text("{year}年", "{year}")
GAP, SHARE, AMOUNT, MONTHS, BEFORE = "{gap}", "{share}", "{amount}", "{months}", "{before}"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words about a figure of a year (its place in the run), and what they are where it equals the baseline's; without a
    figure they stand as they are."""

    moved: Text
    level: Text | None = None
    of: Of | None = None
    year: int = 0


def first_year(side: Side, query: Query, response: Response) -> int:
    """The place of the first year that any value of the lever moves, against the baseline."""
    moved = np.any([gap.any(axis=0) for gap in gaps(side, query, response) if gap is not None], axis=0)
    return int(moved.argmax()) if moved.any() else query.first - side.years[0]


def gaps(side: Side, query: Query, response: Response) -> tuple[Array, Array | None]:
    """Spending and closing balance against the baseline (place, year) [yuan]."""
    both: list[Array | None] = []
    for measure, values in (("expenditure", response.spending), ("closing", response.closing)):
        base = side.baseline.measure(query.fund, measure)
        gap = None if values is None or base is None else values - base
        both.append(None if gap is None else np.where(np.abs(gap) < HALF_FEN, 0.0, gap))
    assert both[0] is not None
    return both[0], both[1]


def flows(side: Side, query: Query, response: Response, p: Parameter) -> tuple[Of, ...]:
    """Spending where it moves; income where spending does not, or the lever moves more of it than what follows the
    balance."""
    spends = bool(gaps(side, query, response)[0].any())
    lines = (line for line in side.base.lines_of(query.fund) if line.kind == "income" and not line.earns)
    earns = not spends or any(p in line.parameters for line in lines)
    return *(("spending",) if spends else ()), *(("income",) if earns else ())


def sentence(base: Baseline, query: Query, moves: Sequence[Of], first: int) -> list[Piece]:
    """The answer in pieces: the first year with its balance, then the last; years by their place in the run."""
    last, is_known = query.years - 1, base.knows(query.fund)
    start = outcome.FIRST.format(year=base.base_year + first, fund=catalog.fund_name(query.fund), says="")
    pieces = [
        Piece(start),
        *_row([_flow(of, first) for of in moves] + (_balance(query, first) if is_known and first < last else [])),
    ]
    if first < last:
        later = outcome.LATER.format(year=base.base_year + last, says="")
        pieces += [Piece(Text("；", "; ")), Piece(later), *_row([_flow(of, last) for of in moves])]
    if is_known:
        pieces += [Piece(Text("，", ", ")), _end(query, last)]
    return [*pieces, Piece(outcome.SENTENCE.format(says=""))]


def _row(pieces: list[Piece]) -> list[Piece]:
    return [x for at, piece in enumerate(pieces) for x in ([Piece(Text("，", ", "))] if at else []) + [piece]]


def _flow(of: Of, year: int) -> Piece:
    moved, level = outcome.FLOW["expenditure" if of == "spending" else "income"]
    return Piece(moved.format(gap=GAP, share=SHARE), level, of, year)


def _balance(query: Query, year: int) -> list[Piece]:
    gap = outcome.CLOSING.format(gap=outcome.GAP.format(gap=GAP))
    return [Piece(gap, outcome.CLOSING.format(gap=outcome.LEVEL), "closing", year),
            Piece(outcome.COVER.format(cover=_cover(query), months=MONTHS), None, "cover", year)]  # fmt: skip


def _end(query: Query, year: int) -> Piece:
    says = {"closing": AMOUNT, "cover": _cover(query), "months": MONTHS, "before": BEFORE}
    moved, level = (outcome.END.format(gap=gap, **says) for gap in (outcome.GAP.format(gap=GAP), outcome.LEVEL))
    return Piece(moved, level, "closing", year)


def _cover(query: Query) -> Text:
    return catalog.all_funds()[query.fund].cover_name


def briefly(base: Baseline, query: Query, moves: Sequence[Of], first: int) -> list[Piece]:
    """The same for the lever's card, in a line."""
    wanted: list[Of] = [*moves, *(("closing", "cover") if base.knows(query.fund) else ())]
    words = {"year": base.base_year + first, "gap": GAP, "months": MONTHS, "cover": _cover(query)}
    return [Piece(SHORT[of].format(**words), None, of, first) for of in wanted]
