"""What a page may show of findings: counts and sums, never a row, and no cell of fewer than ten persons or firms, nor a
second one that gives the first away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import polars as pl
from polars import col

from sifund.records.findings import CONFIRMED, FIRM_TABLES, Kept, at_stake
from sifund.records.outcomes import confirmed_money, rates, standing
from sifund.records.rule import RISKS, Risk, Rule
from sifund.records.rules import rules
from sifund.text import Text

LEAST = 10
"""Persons or firms that a cell with any in it must hold."""
NOT_SHOWN = Text("不显示", "not shown")


@dataclass(frozen=True, slots=True)
class Cell:
    """Findings and money at stake [fen] of some persons or firms; None where they are too few to be shown."""

    findings: int | None
    stake: int | None


HIDDEN = Cell(None, None)
WHOM = pl.struct(col("table").is_in(FIRM_TABLES).alias("firm"), "subject")
"""The person or firm that a finding is about."""


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule with its cell, and its hit rate [0 to 1] with the interval; None where fewer than ten were looked at."""

    rule: Rule
    cell: Cell
    rate: tuple[float, float, float] | None


def hidden(counts: Sequence[int]) -> list[bool]:
    """Which cells of a row with a total are hidden: those of too few, and where that is one alone, or they are too few
    together, the next larger too."""
    return _joined(counts, [0 < count < LEAST for count in counts])


def _joined(counts: Sequence[int], few: Sequence[bool]) -> list[bool]:
    others = [count for count, cell in zip(counts, few, strict=True) if count and not cell]
    together = sum(count for count, cell in zip(counts, few, strict=True) if cell)
    if not any(few) or (sum(few) > 1 and together >= LEAST) or not others:
        return [*few]
    next_larger = next(place for place, cell in enumerate(few) if not cell and counts[place] == min(others))
    return [cell or place == next_larger for place, cell in enumerate(few)]


def total(entry: Kept) -> Cell:
    """All findings, the money of a record that several rules name once."""
    return _cell(entry.findings, at_stake(entry.findings))


def confirmed(entry: Kept) -> Cell:
    """What was confirmed."""
    return _cell(standing(entry).filter(col("outcome") == CONFIRMED), confirmed_money(entry))


def _cell(rows: pl.DataFrame, stake: int) -> Cell:
    return HIDDEN if 0 < rows.select(WHOM.n_unique()).item() < LEAST else Cell(len(rows), stake)


def lines(entry: Kept) -> list[RuleLine]:
    """Every rule that was checked, the worst risk first."""
    counted = entry.findings.group_by("code").agg(WHOM.n_unique().alias("subjects"), pl.len(), col("stake").sum())
    parts = dict.fromkeys(entry.checked, (0, 0, 0)) | {row[0]: row[1:] for row in counted.iter_rows()}
    few = dict(zip(parts, hidden([whom for whom, _, _ in parts.values()]), strict=True))
    rated = {row["code"]: row for row in rates(entry).to_dicts()}
    every = rules()
    listed = sorted(
        (every[code] for code in entry.checked if code in every), key=lambda item: (item.risk.rank, item.code)
    )
    return [
        RuleLine(item, HIDDEN if few[item.code] else Cell(*parts[item.code][1:]), _rate(rated[item.code]))
        for item in listed
    ]


def _rate(row: dict[str, float]) -> tuple[float, float, float] | None:
    return (row["rate"], row["low"], row["high"]) if row["confirmed"] + row["lawful"] >= LEAST else None


def by_district(entry: Kept) -> dict[str, dict[Risk, int | None]]:
    """Findings by district, "" for those in none, and risk class; hidden along rows and columns until no hidden cell stands
    alone in one."""
    risk = pl.DataFrame({"code": [*rules()], "risk": [item.risk.key for item in rules().values()]})
    rows = entry.findings.join(risk, on="code").with_columns(col("district").fill_null(""))
    districts = sorted(rows["district"].unique())
    counted = rows.group_by("district", "risk").agg(WHOM.n_unique().alias("subjects"), pl.len())
    cells = {(row[0], row[1]): row[2:] for row in counted.iter_rows()}
    parts = [[cells.get((d, r.key), (0, 0)) for r in RISKS] for d in districts]
    few = hidden_cells([[whom for whom, _ in line] for line in parts])
    return {d: {r: None if few[y][x] else parts[y][x][1] for x, r in enumerate(RISKS)} for y, d in enumerate(districts)}


def hidden_cells(counts: list[list[int]]) -> list[list[bool]]:
    """Cells hidden in a table with totals of rows and columns: in no line is one hidden alone, or too few together."""
    before, few = None, [[0 < count < LEAST for count in line] for line in counts]
    while few != before:
        before, few = few, [_joined(line, cells) for line, cells in zip(counts, few, strict=True)]
        turned = [
            _joined(line, cells) for line, cells in zip(zip(*counts, strict=True), zip(*few, strict=True), strict=True)
        ]
        few = [list(cells) for cells in zip(*turned, strict=True)]
    return few


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """All that a page shows of a check."""

    total: Cell
    confirmed: Cell
    lines: tuple[RuleLine, ...]
    districts: dict[str, dict[Risk, int | None]]


@lru_cache(4)
def view(entry: Kept) -> View:
    """What a page shows, worked out once a check."""
    return View(total(entry), confirmed(entry), tuple(lines(entry)), by_district(entry))
