"""A side beside its baseline as long frames, and the fingerprint of both."""

from __future__ import annotations

import hashlib
import json
import math

import polars as pl

from sifund import catalog
from sifund.declare.measure import BALANCE_SHEET, MEASURES
from sifund.model.case import Side
from sifund.model.cells import cells, sum_of

COLUMNS = {"baseline": pl.Float64, "scenario": pl.Float64, "difference": pl.Float64}
LINES = {"year": pl.Int64, "fund": pl.String, "line": pl.String, "kind": pl.String} | COLUMNS
BALANCES = {"year": pl.Int64, "fund": pl.String, "measure": pl.String} | COLUMNS


def lines_frame(side: Side) -> pl.DataFrame:
    """Lines by year: year, fund, line, kind, baseline, scenario, difference [yuan]."""
    rows: list[tuple[object, ...]] = []
    for key in side.line_keys():
        pairs = zip(side.years, side.baseline.line(key).tolist(), side.line(key).tolist(), strict=True)
        rows += [(y, key.partition(".")[0], key, side.kind(key), *cells(b, s)) for y, b, s in pairs]
    return pl.DataFrame(rows, schema=LINES, orient="row")


def balances_frame(side: Side) -> pl.DataFrame:
    """By year, fund and measure: baseline, scenario, difference [yuan to the fen; cover in months to six places, below 0
    where a fund is exhausted]; of "all" the sum of the differences."""
    rows: list[tuple[object, ...]] = []
    gaps: dict[str, list[list[float | None]]] = {name: [] for name in BALANCE_SHEET}
    for fund in (*side.funds, catalog.ALL):
        for name in BALANCE_SHEET:
            pairs = zip(_amounts(side.baseline, fund, name), _amounts(side, fund, name), strict=True)
            row = [cells(b, s, MEASURES[name].kept_places) for b, s in pairs]
            if fund == catalog.ALL and name != "cover_months":
                sums = [sum_of(parts) for parts in zip(*gaps[name], strict=True)]
                row = [(before, after, gap) for (before, after, _), gap in zip(row, sums, strict=True)]
            gaps[name].append([gap for *_, gap in row])
            rows += [(y, fund, name, *cell) for y, cell in zip(side.years, row, strict=True)]
    return pl.DataFrame(rows, schema=BALANCES, orient="row")


def fingerprint(side: Side) -> str:
    """Hash of the annual amounts in whole yuan, baseline and scenario: 12 hexadecimal digits."""
    pairs = {key: (side.baseline.line(key), side.line(key)) for key in side.line_keys()}
    amounts = {key: [[_whole(amount) for amount in x.tolist()] for x in pair] for key, pair in pairs.items()}
    text = json.dumps([side.years, amounts], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _amounts(side: Side, fund: str, measure: str) -> list[float]:
    """A measure by year; NaN, which no cell holds, where it has no value."""
    values = (side.value(fund, measure, year) for year in side.years)
    return [math.nan if value is None else value for value in values]


def _whole(amount: float) -> int | None:
    return None if math.isnan(amount) else round(amount)
