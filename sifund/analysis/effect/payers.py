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
from sifund.analysis.own import own_paths
from sifund.declare.parameter import Parameter
from sifund.declare.party import PARTIES, RECIPIENTS, THE_FUND, Party
from sifund.declare.share import Share
from sifund.model.paths import Array
from sifund.model.result import Result
from sifund.model.rows import RowPaths

SCHEMA = {
    "year": pl.Int64, "fund": pl.String, "party": pl.String, "public": pl.Boolean, "pays": pl.Float64,
    "receives": pl.Float64, "net": pl.Float64,
}  # fmt: skip
PUBLIC = "public_sector"
Amounts = dict[Party, Array]


def payments(result: Result, scenario: int | None = None) -> pl.DataFrame:
    """A row a year, fund (with "all") and party: what it pays and receives more than in the baseline, and the
    difference, its net cost [yuan, to the fen]. `pays` and `receives` each sum to the effect on expenditure."""
    number = result.shown if scenario is None else scenario
    paths = own_paths(result, number)
    frames = [_frame(result, fund, number, *_sides(result, paths, fund, number)) for fund in result.funds]
    return pl.concat([*frames, _together(pl.concat(frames))])


def public_view(frame: pl.DataFrame) -> pl.DataFrame:
    """The same payments with the public sector as one party: funds, budgets and public employers, whose payments to
    each other cancel out of its net cost."""
    party = pl.when(pl.col("public")).then(pl.lit(PUBLIC)).otherwise(pl.col("party")).alias("party")
    sums = pl.col("pays", "receives", "net").sum().round(2)
    return frame.with_columns(party).group_by("year", "fund", "party", "public", maintain_order=True).agg(sums)


def _sides(result: Result, paths: RowPaths, fund: str, number: int) -> tuple[Amounts, Amounts]:
    """What each party pays and receives more, by year (year,); fund and beneficiaries take what no other does, lines of an
    office's own among it."""
    spent = _spent(result, fund, number)
    lines = [line for key, line in catalog.lines().items() if line.fund == fund and key in result.line_keys()]
    pays = _parties(result, paths, {line.key: line.paid_by for line in lines}, number)
    receives = _parties(result, paths, {line.key: line.paid_to for line in lines}, number)
    for amounts, rest in ((pays, THE_FUND), (receives, RECIPIENTS)):
        amounts.pop(rest, None)
        amounts[rest] = spent - sum(amounts.values(), np.zeros_like(spent))
    return pays, receives


def _spent(result: Result, fund: str, number: int) -> Array:
    """The effect on a fund's expenditure by year (year,)."""
    return (result.measure(fund, "expenditure", number) - result.measure_baseline(fund, "expenditure", number))[0]


def _parties(result: Result, paths: RowPaths, shares: Mapping[str, Sequence[Share]], number: int) -> Amounts:
    """By line, who has a share of it."""
    out: Amounts = {}
    for key, own in shares.items():
        if not own:
            continue
        amounts = np.concatenate([result.months_baseline(key, number), result.months(key, number)])
        for share, part in zip(own, _weights(paths, own), strict=True):
            before, after = (amounts * part).reshape(2, -1, 12).sum(axis=2)
            out[share.party] = out.get(share.party, np.zeros_like(after)) + after - before
    return out


def _weights(paths: RowPaths, shares: Sequence[Share]) -> list[Array]:
    """Fractions of a line by share (baseline and scenario, month), summing to 1; percents above 100 are scaled down."""
    given = [_fractions(paths, share.percent) for share in shares]
    total = np.sum(given, axis=0)
    if all(share.percent for share in shares):
        return [np.divide(x, total, out=np.full_like(x, 1 / len(shares)), where=total > 0) for x in given]
    most = np.maximum(total, 1)
    rest = [not share.percent for share in shares]
    return [(1 - total / most) / sum(rest) if left else x / most for x, left in zip(given, rest, strict=True)]


def _fractions(paths: RowPaths, percent: Parameter | None) -> Array:
    if percent is None:
        return np.zeros((2, 12 * paths.years))
    path = paths.path(percent)
    return np.concatenate([path[:1], path[-1:]])


def _together(funds: pl.DataFrame) -> pl.DataFrame:
    """The parties of all funds: the sums of what each fund's show, to the fen."""
    order = pl.Series([party.key for party in PARTIES])
    sums = funds.group_by("year", "party", "public").agg(pl.col("pays", "receives", "net").sum().round(2) + 0.0)
    ranked = sums.with_columns(pl.col("party").cast(pl.Enum(order)).alias("rank")).sort("year", "rank")
    return ranked.with_columns(pl.lit(catalog.ALL).alias("fund")).select(list(SCHEMA))


def _frame(result: Result, fund: str, number: int, pays: Amounts, receives: Amounts) -> pl.DataFrame:
    parties = [party for party in PARTIES if party in pays or party in receives]
    spent = _spent(result, fund, number)
    nothing = np.zeros_like(spent)
    given, got = (to_the_fen(np.stack([side.get(p, nothing) for p in parties]), spent) for side in (pays, receives))
    rows = [
        (year, fund, p.key, p.public, float(given[i, y]), float(got[i, y]), round(given[i, y] - got[i, y], 2) + 0.0)
        for y, year in enumerate(result.years)
        for i, p in enumerate(parties)
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")
