"""What a page may show of findings: counts and sums, never a row, and no cell of fewer than ten persons or firms, nor a
second one that gives the first away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from polars import col

from sifund.records.counts import NOTHING, Part, at_stake, whom
from sifund.records.findings import CONFIRMED, FIRM_TABLES, Kept
from sifund.records.outcomes import Draw, draws, looked_at, rates
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
    return _cell(entry.counts.total)


def new(entry: Kept) -> int | None:
    """How many findings the last run was the first to name; None where these, or those of before, are too few to be shown."""
    fresh, every = entry.counts.new, entry.counts.total
    return None if any(hidden([fresh.subjects, max(0, every.subjects - fresh.subjects)])) else fresh.findings


def confirmed(entry: Kept) -> Cell:
    """What was confirmed; not shown either where what is left is too little to be."""
    rows = looked_at(entry).filter(col("outcome") == CONFIRMED, col("code").is_in(entry.checked))
    subjects = rows.select(whom(FIRM_TABLES).n_unique()).item()
    few = any(hidden([subjects, entry.counts.total.subjects - subjects]))
    return HIDDEN if few else Cell(len(rows), at_stake(rows))


def _cell(part: Part) -> Cell:
    return HIDDEN if 0 < part.subjects < LEAST else Cell(part.findings, part.stake)


def lines(entry: Kept) -> list[RuleLine]:
    """Every rule that was checked, the worst risk first."""
    every = rules()
    listed = sorted(
        (every[code] for code in entry.checked if code in every), key=lambda item: (item.risk.rank, item.code)
    )
    parts = [entry.counts.rules.get(item.code, NOTHING) for item in listed]
    few = hidden_in([part.subjects for part in parts], [item.risk for item in listed])
    rated = {row["code"]: row for row in rates(entry).to_dicts()}
    return [
        RuleLine(item, HIDDEN if cell else Cell(part.findings, part.stake), _rate(rated[item.code]))
        for item, part, cell in zip(listed, parts, few, strict=True)
    ]


def hidden_in(counts: Sequence[int], kinds: Sequence[object]) -> list[bool]:
    """Cells hidden in a row with totals of all and of each kind: in neither is one hidden alone, or too few together."""
    before, few = None, [0 < count < LEAST for count in counts]
    sets = [[place for place, kind in enumerate(kinds) if kind == each] for each in dict.fromkeys(kinds)]
    while few != before:
        before = [*few]
        for places in (*sets, range(len(counts))):
            joined = _joined([counts[place] for place in places], [few[place] for place in places])
            for place, cell in zip(places, joined, strict=True):
                few[place] = cell
    return few


def _rate(row: dict[str, float]) -> tuple[float, float, float] | None:
    return (row["rate"], row["low"], row["high"]) if row["confirmed"] + row["lawful"] >= LEAST else None


def by_district(entry: Kept) -> dict[str, dict[Risk, int | None]]:
    """Findings by district, "" for those in none, and risk class; hidden along rows and columns until no hidden cell stands
    alone in one."""
    placed = entry.counts.districts
    districts = sorted({district for district, _ in placed})
    parts = [[placed.get((district, risk.key), NOTHING) for risk in RISKS] for district in districts]
    few = hidden_cells([[part.subjects for part in line] for line in parts])
    return {
        district: {risk: None if cell else part.findings for risk, part, cell in zip(RISKS, row, cells, strict=True)}
        for district, row, cells in zip(districts, parts, few, strict=True)
    }


def by_risk(entry: Kept, districts: Mapping[str, Mapping[Risk, int | None]]) -> dict[Risk, Cell]:
    """Findings of each risk class. Where one is too few to be shown, the next larger is hidden too, of those that the table by
    district does not tell anyway."""
    parts = {risk: entry.counts.risks.get(risk.key, NOTHING) for risk in RISKS}
    untold = [risk for risk in RISKS if any(cells[risk] is None for cells in districts.values())]
    few = dict(zip(untold, hidden([parts[risk].subjects for risk in untold]), strict=True))
    return {risk: HIDDEN if few.get(risk) else Cell(part.findings, part.stake) for risk, part in parts.items()}


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
    new: int | None
    confirmed: Cell
    lines: tuple[RuleLine, ...]
    districts: Mapping[str, Mapping[Risk, int | None]]
    risks: Mapping[Risk, Cell]
    draws: tuple[Draw, ...]


@lru_cache(4)
def view(entry: Kept) -> View:
    """What a page shows, worked out once a check."""
    districts = by_district(entry)
    sampled = tuple(draw for draw in draws(entry) if draw.looked >= LEAST)
    return View(
        total(entry), new(entry), confirmed(entry), tuple(lines(entry)), districts, by_risk(entry, districts), sampled
    )
