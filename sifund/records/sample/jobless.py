"""What the invented city pays its unemployed, month by month, so that it makes the report's lines."""

from __future__ import annotations

import math

import numpy as np
import polars as pl

from sifund.funds import unemployment
from sifund.records.sample.arithmetic import Ints, largest_remainder, move, two_standards
from sifund.records.sample.block import Block, claims, each_month, payments
from sifund.records.sample.city import City
from sifund.records.sample.standards import ASSISTED, BENEFIT, RAISED, RISE, SKILLS

NEW_CLAIMS, BACK_PAID_TO, BACK_PAID_IN = 15_028, 7, 8
"""Claims that begin in the year; months up to which the old standard was paid first, and when the difference came."""
NEAR = 0.2


def fit(first: Ints, last: Ints, high: Ints, prices: tuple[int, int], rest: int, order: Ints) -> None:
    """Move the ends of runs of months so that months before the rise and after it, at their prices, come to the rest."""
    early = np.maximum(np.minimum(last, RAISED - 1) - first + 1, 0).sum()
    solved = two_standards(rest, *prices, near=int(early))
    if solved is None or abs(solved[0] - early) > NEAR * early:
        return
    soon = order[last[order] < RAISED]
    move(last, int(solved[0] - early), first, np.minimum(high, RAISED - 1), soon)
    late = int((last - first + 1).sum() - np.maximum(np.minimum(last, RAISED - 1) - first + 1, 0).sum())
    move(last, int(solved[1] - late), np.maximum(first, RAISED), high, order[last[order] >= RAISED])


def benefit(city: City, in_stories: int, told_claims: int) -> tuple[Block, dict[int, int]]:
    """Benefit of ordinary claimants, what the stories took of the line and of new claims left out; months of death of those who died."""
    line, places = unemployment.benefit, np.array(city.roles["claimants"])
    new = np.arange(len(places)) < max(1, min(city.share(NEW_CLAIMS) - told_claims, len(places) - 1))
    first = np.where(new, city.rng.integers(1, 13, len(places)), 1)
    before = np.where(new, 0, city.rng.integers(1, 12, len(places)))
    granted = city.rng.choice([12, 18, 24], len(places), p=[0.4, 0.3, 0.3])
    high = np.minimum(12, first + granted - before - 1)
    last = np.minimum(high, first + city.rng.integers(0, 12, len(places)))
    second = city.rng.random(len(places)) < NEAR
    order = city.rng.permutation(len(places))
    t2 = _money(first[second], last[second], BENEFIT["t2"])
    one = np.flatnonzero(~second)
    runs = first[one], last[one], high[one]
    fit(*runs, BENEFIT["t1"], city.line(line.key) - in_stories - t2, np.argsort(order[one], kind="stable"))
    last[one] = runs[1]
    tier = np.where(second, "t2", "t1")
    made = claims(
        places, line.key, city.month(1) + first - 1 - before, before=before, granted=granted, tier=tier.tolist(),
        contributed=np.array([30, 70, 130])[granted // 6 - 2],
    )  # fmt: skip
    paid = _paid(city, places, first, last, np.where(second, 1, 0))
    died = np.flatnonzero(last < 12)[: city.share(66)]
    return Block(made, paid), {int(places[n]): city.month(int(last[n])) for n in died}


def _money(first: Ints, last: Ints, prices: tuple[int, int]) -> int:
    early = int(np.maximum(np.minimum(last, RAISED - 1) - first + 1, 0).sum())
    return early * prices[0] + (int((last - first + 1).sum()) - early) * prices[1]


def _paid(city: City, places: Ints, first: Ints, last: Ints, tier: Ints) -> pl.DataFrame:
    """Each month at the standard then paid, and the differences of the months before the new one was known, in one."""
    prices = np.array(list(BENEFIT.values()))
    which, month = each_month(first, last)
    monthly = payments(
        places[which],
        unemployment.benefit.key,
        city.month(1) + month - 1,
        prices[tier[which], (month > BACK_PAID_TO).astype(int)],
        claim=which,
    )
    begin, end = np.maximum(first, RAISED), np.minimum(last, BACK_PAID_TO)
    owed = np.flatnonzero(end >= begin)
    months = (end - begin + 1)[owed]
    back = payments(
        places[owed], unemployment.benefit.key, city.month(1) + begin[owed] - 1, RISE * months, claim=owed, paid=city.month(BACK_PAID_IN),
        kind="arrears", months=months,
    )  # fmt: skip
    return pl.concat([monthly, back])


def medical(city: City, block: Block) -> tuple[pl.DataFrame, tuple[int, int]]:
    """Medical contributions for the months of benefit, and their standards in the two halves of the year. A few persons
    keep their residents' insurance, and none is paid for them."""
    months = block.payments.filter(pl.col("kind") == "normal").select("person", "claim", "period")
    half = months["period"].to_numpy() >= city.month(7)
    line = city.line(unemployment.medical.key)
    one = round(line / (0.985 * len(half)) / 100) - 9
    two = next(n for n in range(one + 18, one + 60) if math.gcd(one, n) == 1)
    halves = [city.rng.permutation(np.flatnonzero(half == side)) for side in (False, True)]
    near = [round(0.985 * len(side)) for side in halves]
    solved = two_standards(line, one * 100, two * 100, near[0])
    if solved is None or any(n > len(side) for n, side in zip(solved, halves, strict=True)):
        solved = near[0], near[1]
    chosen = np.sort(np.concatenate([side[:n] for side, n in zip(halves, solved, strict=True)]))
    rows = months[chosen]
    amount = np.where(half[chosen], two * 100, one * 100)
    made = payments(
        rows["person"].to_numpy(),
        unemployment.medical.key,
        rows["period"].to_numpy(),
        amount,
        claim=rows["claim"].to_numpy(),
    )
    return made, (one * 100, two * 100)


def assistance(city: City, in_stories: int) -> Block:
    """Assistance for up to six months."""
    line, places = unemployment.assistance, np.array(city.roles["assisted"])
    start = city.rng.integers(-2, 11, len(places))
    first = np.maximum(start, 1)
    high = np.minimum(start + 5, 12)
    last = np.maximum(first, np.minimum(high, start + city.rng.integers(2, 6, len(places))))
    fit(first, last, high, ASSISTED["t1"], city.line(line.key) - in_stories, city.rng.permutation(len(places)))
    which, month = each_month(first, last)
    price = np.array(ASSISTED["t1"])[(month >= RAISED).astype(int)]
    made = claims(places, line.key, city.month(1) + start - 1, reason="resigned", contributed=8, granted=6, tier="t1")
    return Block(made, payments(places[which], line.key, city.month(1) + month - 1, price, claim=which))


def lump_sums(city: City) -> Block:
    """Lump sums of farm workers: months of the benefit at the standard when the job was lost."""
    line, places = unemployment.other_cost, np.array(city.roles["farm"])
    lost = city.rng.integers(1, 13, len(places))
    months = city.rng.integers(1, 18, len(places))
    early = lost < RAISED
    prices = BENEFIT["t1"]
    solved = two_standards(city.line(line.key), *prices, near=int(months[early].sum()))
    order = city.rng.permutation(len(places))
    if solved and abs(solved[0] - months[early].sum()) < NEAR * months.sum():
        for side, total in ((early, solved[0]), (~early, solved[1])):
            move(
                months,
                int(total - months[side].sum()),
                np.full_like(months, 1),
                np.full_like(months, 24),
                order[side[order]],
            )
    amount = months * np.where(early, *prices)
    made = claims(places, line.key, city.month(1) + lost - 1, contributed=months * 12, granted=months, tier="t1")
    return Block(
        made, payments(places, line.key, city.month(1) + lost - 1, amount, claim=np.arange(len(places)), months=months)
    )


def skills(city: City) -> tuple[Block, pl.DataFrame]:
    """Skills subsidies of persons in work, and the certificates that they were paid for."""
    line, levels = unemployment.skills, list(SKILLS)
    junior = city.share(800)
    rest = city.line(line.key) - junior * SKILLS["junior"]
    others = two_standards(rest, SKILLS["middle"], SKILLS["senior"], near=city.share(2_200)) or (
        city.share(2_200),
        city.share(2_115),
    )
    level = np.repeat(np.arange(3), (junior, *others))
    places = np.array(city.roles["payers"])[: len(level)]
    month = city.month(1) + city.rng.integers(0, 12, len(level))
    names = np.array(levels)[level]
    made = claims(places, line.key, month, reason="other", granted=1)
    paid = payments(places, line.key, month, np.array(list(SKILLS.values()))[level], claim=np.arange(len(places)))
    return Block(made, paid), pl.DataFrame({"person": places, "level": names, "applied": month})


def deaths(city: City, died: dict[int, int]) -> Block:
    """Funeral grants and survivors' payments for those who died while they drew the benefit."""
    line, places = unemployment.funeral, np.array(list(died), dtype=np.int64)
    month = np.array(list(died.values()), dtype=np.int64)
    amount = largest_remainder(city.line(line.key), 80 + city.rng.random(len(places)) * 40)
    made = claims(places, line.key, month, reason="died", granted=1)
    return Block(made, payments(places, line.key, month, amount, claim=np.arange(len(places)), paid=month + 1))


def split(city: City, key: str, count: int) -> pl.DataFrame:
    """Payments without a claim that split a line among persons who paid in: transfers."""
    places = np.array(city.roles["payers"])[-city.share(count) :]
    amount = largest_remainder(city.line(key), 50 + city.rng.random(len(places)) * 100)
    return payments(places, key, city.month(1) + city.rng.integers(0, 12, len(places)), amount)
