"""Who pays: a scenario's effect on spending, split over those who pay a fund's income and those who receive.

What a fund spends more, somebody pays: through an income line, or the fund itself out of its balance and interest. So
payments and receipts each add up to the effect on expenditure. The shares are parameters; most are assumed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from sifund import catalog
from sifund.analysis.effect.rounding import to_the_fen
from sifund.declare.parameter import Parameter
from sifund.declare.party import PARTIES, RECIPIENTS, THE_FUND, Party
from sifund.declare.share import Share
from sifund.model.case import Side
from sifund.model.paths import Array

SCHEMA = {
    "year": pl.Int64, "fund": pl.String, "party": pl.String, "public": pl.Boolean, "pays": pl.Float64,
    "receives": pl.Float64, "net": pl.Float64,
}  # fmt: skip
PUBLIC = "public_sector"
Amounts = dict[Party, Array]


def payments(side: Side) -> pl.DataFrame:
    """A row a year, fund (with "all") and party: what it pays and receives more than in the baseline, and the
    difference, its net cost [yuan, to the fen]. `pays` and `receives` each sum to the effect on expenditure."""
    frames = [_frame(side, fund, *_both(side, fund)) for fund in side.funds]
    return pl.concat([*frames, _together(pl.concat(frames))])


def public_view(frame: pl.DataFrame) -> pl.DataFrame:
    """The same payments with the public sector as one party: funds, budgets and public employers, whose payments to
    each other cancel out of its net cost."""
    party = pl.when(pl.col("public")).then(pl.lit(PUBLIC)).otherwise(pl.col("party")).alias("party")
    sums = pl.col("pays", "receives", "net").sum().round(2)
    return frame.with_columns(party).group_by("year", "fund", "party", "public", maintain_order=True).agg(sums)


def _both(side: Side, fund: str) -> tuple[Amounts, Amounts]:
    """What each party pays and receives more, by year (year,); fund and beneficiaries take what no other does, lines of an
    office's own among it."""
    spent = _spent(side, fund)
    lines = [line for key, line in catalog.lines().items() if line.fund == fund and key in side.line_keys()]
    pays = _parties(side, {line.key: line.paid_by for line in lines})
    receives = _parties(side, {line.key: line.paid_to for line in lines})
    for amounts, rest in ((pays, THE_FUND), (receives, RECIPIENTS)):
        amounts.pop(rest, None)
        amounts[rest] = spent - sum(amounts.values(), np.zeros_like(spent))
    return pays, receives


def _spent(side: Side, fund: str) -> Array:
    """The effect on a fund's expenditure by year (year,)."""
    after, before = (x.measure(fund, "expenditure") for x in (side, side.baseline))
    assert after is not None
    assert before is not None  # only balances can be unknown
    return after - before


def _parties(side: Side, shares: Mapping[str, Sequence[Share]]) -> Amounts:
    """By line, who has a share of it."""
    out: Amounts = {}
    for key, of_line in shares.items():
        if not of_line:
            continue
        amounts = np.stack([side.baseline.months(key), side.months(key)])
        for share, part in zip(of_line, _weights(side, of_line), strict=True):
            before, after = (amounts * part).reshape(2, -1, 12).sum(axis=2)
            out[share.party] = out.get(share.party, np.zeros_like(after)) + after - before
    return out


def _weights(side: Side, shares: Sequence[Share]) -> list[Array]:
    """Fractions of a line by share (baseline and scenario, month), summing to 1; percents above 100 are scaled down."""
    given = [_fractions(side, share.percent) for share in shares]
    total = np.sum(given, axis=0)
    if all(share.percent for share in shares):
        return [np.divide(x, total, out=np.full_like(x, 1 / len(shares)), where=total > 0) for x in given]
    most = np.maximum(total, 1)
    rest = [not share.percent for share in shares]
    return [(1 - total / most) / sum(rest) if left else x / most for x, left in zip(given, rest, strict=True)]


def _fractions(side: Side, percent: Parameter | None) -> Array:
    if percent is None:
        return np.zeros((2, 12 * len(side.years)))
    return np.stack([x.path(percent) for x in (side.baseline, side)])


def _together(funds: pl.DataFrame) -> pl.DataFrame:
    """The parties of all funds: the sums of what each fund's show, to the fen."""
    order = pl.Series([party.key for party in PARTIES])
    sums = funds.group_by("year", "party", "public").agg(pl.col("pays", "receives", "net").sum().round(2) + 0.0)
    ranked = sums.with_columns(pl.col("party").cast(pl.Enum(order)).alias("rank")).sort("year", "rank")
    return ranked.with_columns(pl.lit(catalog.ALL).alias("fund")).select(list(SCHEMA))


def _frame(side: Side, fund: str, pays: Amounts, receives: Amounts) -> pl.DataFrame:
    parties = [party for party in PARTIES if party in pays or party in receives]
    spent = _spent(side, fund)
    nothing = np.zeros_like(spent)
    given, got = (to_the_fen(np.stack([x.get(p, nothing) for p in parties]), spent) for x in (pays, receives))
    rows = [
        (year, fund, p.key, p.public, float(given[i, y]), float(got[i, y]), round(given[i, y] - got[i, y], 2) + 0.0)
        for y, year in enumerate(side.years)
        for i, p in enumerate(parties)
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")
