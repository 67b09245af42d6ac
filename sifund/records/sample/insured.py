"""Who is insured where in the invented city, what is paid in for them, and what tax and treasury say of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from sifund.funds import unemployment
from sifund.records.sample.arithmetic import Ints, largest_remainder
from sifund.records.sample.block import each_month
from sifund.records.sample.city import AREA, City
from sifund.records.sample.firms import NEVER, Firms
from sifund.records.sample.standards import LIMITS, PART_BP, RELIEF, RELIEF_SIZES, WAGE
from sifund.records.sample.story_rows import StoryRows
from sifund.records.tables import SIZES, TABLES

FUND = unemployment.FUND.key
LAST = 12


@dataclass(eq=False)
class Spells:
    """Spells by row: person and firm by place, first and last month (12 and `open` where it goes on), base [fen], whether
    one contribution is at fault."""

    person: Ints
    firm: Ints
    first: Ints
    last: Ints
    base: Ints
    open: np.ndarray
    fault: np.ndarray


def spells(city: City, made: Firms, stories: StoryRows, jobless: pl.DataFrame) -> Spells:
    """Who works where: payers all year, those without work until they lost it, the stories as they are told. `jobless`
    holds person and the first month of the claim, as months since year 0."""
    payers = np.array(city.roles["payers"])
    weight = made.weight.copy()
    weight[[n for n, story in enumerate(made.refundeds) if story.cancelled]] = 0
    firm = np.repeat(np.arange(len(made.size)), largest_remainder(len(payers), weight))
    lost = jobless["start"].to_numpy() - city.month(1)
    others = jobless["person"].to_numpy()
    rows = [(payers, city.rng.permutation(firm), np.full(len(payers), LAST), np.full(len(payers), True)),
            (others, city.rng.choice(firm, len(others)), lost, np.full(len(others), False))]  # fmt: skip
    person, place, last, still = (np.concatenate(parts) for parts in zip(*rows, strict=True))
    first = np.minimum(last, 0) - city.rng.integers(12, 120, len(person))
    wage = (WAGE * np.exp(city.rng.normal(-0.02, 0.2, len(person))) // 100 * 100).astype(np.int64)
    base = np.clip(wage, WAGE * LIMITS[0] // 100, WAGE * LIMITS[1] // 100)
    every = Spells(person, place, first, last, base, still, np.zeros(len(person), dtype=bool))
    return _with(every, _of_stories(city, made, stories))


Row = tuple[int, int, int, int | None, bool, int]
"""A spell of a story: person, firm, first and last month of the year, whether at fault, base in percent of the wage."""


def _of_stories(city: City, made: Firms, stories: StoryRows) -> list[Row]:
    """Spells of the stories."""
    small = np.flatnonzero(made.size >= SIZES.index("small"))
    small = small[small >= len(made.refundeds)]
    rows: list[Row] = []
    for n, (place, story) in enumerate((place, story) for place, story in stories.lives if story.works):
        assert story.works
        rows.append((place, int(small[n % len(small)]), *story.works, False, 100))
    for n, (place, story) in enumerate(stories.worked):
        one, other = int(small[n % len(small)]), int(small[(n + 1) % len(small)])
        rows.append((place, one, *story.first, story.fault, story.percent))
        rows += [(place, other, *story.second, False, story.percent)] if story.second else []
    return rows


def _with(every: Spells, rows: list[Row]) -> Spells:
    person, firm, first, last, fault, percent = (list(column) for column in zip(*rows, strict=True))
    still = np.array([month is None for month in last])
    return Spells(
        np.concatenate([every.person, person]), np.concatenate([every.firm, firm]), np.concatenate([every.first, first]),
        np.concatenate([every.last, [LAST if month is None else month for month in last]]),
        np.concatenate([every.base, np.array(percent) * (WAGE // 100)]), np.concatenate([every.open, still]),
        np.concatenate([every.fault, np.array(fault)]),
    )  # fmt: skip


def firsts(made: Firms, at: Spells) -> Ints:
    """The first month of each firm's first spell."""
    first = np.full(len(made.size), NEVER)
    np.minimum.at(first, at.firm, at.first)
    return first


def spell_table(city: City, made: Firms, at: Spells) -> pl.DataFrame:
    """The table of spells."""
    last = pl.Series(at.last + city.month(1) - 1)
    return pl.DataFrame({
        "person_id": city.person_ids(at.person), "firm_id": made.ids[at.firm], "fund": [FUND] * len(at.person),
        "from_month": at.first + city.month(1) - 1, "to_month": last.set(pl.Series(at.open), None), "place": [AREA] * len(at.person),
        "end_reason": pl.Series(["expired"] * len(at.person)).set(pl.Series(at.open), None),
    }, schema=TABLES["spells"].schema)  # fmt: skip


def employer_bp(made: Firms, at: Spells, rows: Ints, month: Ints | int) -> Ints:
    """What the employers of spells pay by in a month of the year, twice the rate where it is at fault [basis points]."""
    small = made.size >= SIZES.index(RELIEF_SIZES[0])
    rate = np.where(small[at.firm[rows]] & (month <= RELIEF[-1]), 0, PART_BP)
    return rate + np.where(at.fault[rows] & (month == LAST // 2), PART_BP, 0)


def contributions(city: City, made: Firms, at: Spells, rows: Ints) -> pl.DataFrame:
    """What was paid for these spells in the year."""
    run, month = each_month(np.maximum(at.first[rows], 1), np.minimum(at.last[rows], LAST))
    which = rows[run]
    base, firm = at.base[which], at.firm[which]
    employer = half_up(base, employer_bp(made, at, which, month))
    when = (month + city.month(1) - 1).astype(np.int32)
    frame = pl.DataFrame({
        "person_id": city.person_ids(at.person[which]), "firm_id": made.ids[firm], "month": when, "posted_month": when, "base_fen": base,
        "employer_fen": employer, "employee_fen": half_up(base, np.int64(PART_BP)),
    })  # fmt: skip
    return frame.with_columns(fund=pl.lit(FUND), kind=pl.lit("normal")).select(list(TABLES["contributions"].schema))


def half_up(base: Ints, points: Ints | np.int64) -> Ints:
    """Base × basis points [fen], rounded half up."""
    return (base * points + 5_000) // 10_000


@dataclass(frozen=True, slots=True, eq=False)
class Collected:
    """By firm and month of the year: heads, wages and contributions [fen]."""

    heads: Ints
    wages: Ints
    paid: Ints


def collected(made: Firms, at: Spells) -> Collected:
    """What all spells come to, by firm and month."""
    heads, wages, paid = (np.zeros((len(made.size), LAST), dtype=np.int64) for _ in range(3))
    for month in range(1, LAST + 1):
        rows = np.flatnonzero((at.first <= month) & (at.last >= month))
        firm, base = at.firm[rows], at.base[rows]
        money = half_up(base, employer_bp(made, at, rows, month)) + half_up(base, np.int64(PART_BP))
        for table, weights in ((heads, np.ones(len(rows))), (wages, base), (paid, money)):
            table[:, month - 1] = np.bincount(firm, weights=weights, minlength=len(made.size)).astype(np.int64)
    return Collected(heads, wages, paid)


def arrears(city: City, made: Firms, at: Spells) -> pl.DataFrame:
    """Contributions of the month before last year, posted in it: of the firms whose story has arrears, and of persons who
    paid in all the time."""
    firms = np.array([n for n, story in enumerate(made.refundeds) if story.arrears], dtype=np.int64)
    ones = np.flatnonzero(at.open)[: len(firms)]
    base = np.full(len(firms), WAGE)
    part = half_up(base, np.int64(PART_BP))
    return pl.DataFrame({
        "person_id": city.person_ids(at.person[ones]), "firm_id": made.ids[firms], "fund": [FUND] * len(firms),
        "month": np.full(len(firms), city.month(-12)), "kind": ["arrears"] * len(firms),
        "posted_month": np.full(len(firms), city.month(-6)),
        "base_fen": base, "employer_fen": part, "employee_fen": part,
    }, schema=TABLES["contributions"].schema)  # fmt: skip


def tax(city: City, made: Firms, sums: Collected) -> pl.DataFrame:
    """What tax collected, by firm and month."""
    firm, month = np.nonzero(sums.heads)
    return pl.DataFrame({
        "firm_id": made.ids[firm], "fund": [FUND] * len(firm), "month": month + city.month(1), "headcount": sums.heads[firm, month],
        "wage_fen": sums.wages[firm, month], "paid_fen": sums.paid[firm, month],
    }, schema=TABLES["tax"].schema)  # fmt: skip


def treasury(city: City, sums: Collected) -> pl.DataFrame:
    """What the treasury received from tax and transferred, by month."""
    total = sums.paid.sum(axis=0)
    return pl.DataFrame({
        "fund": [FUND] * LAST, "month": np.arange(LAST) + city.month(1), "received_fen": total, "transferred_fen": total,
    }, schema=TABLES["treasury"].schema)  # fmt: skip
