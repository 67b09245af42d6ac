"""What the invented city pays its pensioners: public pensions, and residents' at two standards."""

from __future__ import annotations

import numpy as np
import polars as pl

from sifund.funds import public, resident
from sifund.records.sample.arithmetic import largest_remainder, move, two_standards
from sifund.records.sample.block import Block, claims, each_month, payments
from sifund.records.sample.city import City
from sifund.records.sample.standards import BASIC, FUNERAL

NEW_RECIPIENTS, RESIDENT_DEATHS, BEFORE_DEATHS, PUBLIC_DEATHS = 3_267, 1_750, 300, 400
"""Persons of a whole city: who began to draw in the year, who died in it, who died before it and was buried in it."""
NONE = pl.DataFrame(schema=claims(np.array([], dtype=np.int64), "", 0).schema)


def retired(city: City) -> tuple[Block, dict[int, int]]:
    """Public pensions, each person's the same every month but for a fen; months of death."""
    places = np.array(city.roles["retired"])
    last = np.full(len(places), 12)
    died = city.rng.permutation(len(places))[: city.share(PUBLIC_DEATHS)]
    last[died] = city.rng.integers(1, 12, len(died))
    which, month = each_month(np.ones_like(last), last)
    pension = np.exp(city.rng.normal(0, 0.25, len(places)))
    amount = largest_remainder(city.line(public.pension.key), pension[which])
    paid = payments(places[which], public.pension.key, city.month(1) + month - 1, amount)
    return Block(NONE, paid), {int(places[n]): city.month(int(last[n])) for n in died}


def recipients(city: City) -> tuple[Block, dict[int, int], np.ndarray]:
    """Residents' basic pensions at two standards, their account pensions and funeral grants; months of death, and who is aged."""
    places = np.array(city.roles["recipients"])
    new, died = city.share(NEW_RECIPIENTS), city.share(RESIDENT_DEATHS)
    first, last = np.ones(len(places), dtype=np.int64), np.full(len(places), 12)
    first[:new] = city.rng.integers(2, 13, new)
    last[-died:] = city.rng.integers(1, 12, died)
    aged = np.arange(len(places)) >= len(places) - len(places) // 5
    _fit(city, first, last, aged, np.arange(new))
    which, month = each_month(first, last)
    when, who = city.month(1) + month - 1, places[which]
    basic = payments(who, resident.basic_pension.key, when, np.where(aged[which], BASIC["aged"], BASIC["base"]))
    account = largest_remainder(city.line(resident.account_pension.key), (0.5 + city.rng.random(len(places)))[which])
    paid = [basic, payments(who, resident.account_pension.key, when, account)]
    ends = {int(places[n]): city.month(int(last[n])) for n in range(len(places) - died, len(places))}
    buried, gone = _funerals(city, ends)
    return Block(NONE, pl.concat([*paid, buried])), ends | gone, places[aged]


def _fit(city: City, first: np.ndarray, last: np.ndarray, aged: np.ndarray, new: np.ndarray) -> None:
    """Move the months in which new recipients begin, so that all months at their standards come to the line."""
    months = last - first + 1
    line = city.line(resident.basic_pension.key)
    solved = two_standards(line, BASIC["aged"], BASIC["base"], near=int(months[aged].sum()))
    if solved is None:
        return
    old = np.flatnonzero(aged & (last < 12))
    more, fewer = int(solved[0] - months[aged].sum()), int(solved[1] - months[~aged].sum())
    if len(old) * 2 > abs(more) and len(new) * 5 > abs(fewer):
        move(last, more, np.ones_like(last), np.full_like(last, 12), old)
        begins = -first
        move(begins, fewer, np.full_like(first, -12), np.full_like(first, -1), new)
        first[:] = -begins


def _funerals(city: City, ends: dict[int, int]) -> tuple[pl.DataFrame, dict[int, int]]:
    """Funeral grants at the standard of the year of death; months of death of those who died the year before."""
    earlier = city.share(BEFORE_DEATHS)
    solved = two_standards(city.line(resident.funeral.key), FUNERAL["before"], FUNERAL["this"], near=earlier)
    most = len(ends), len(city.roles["residents"])
    if solved is None or solved[1] > most[0] or solved[0] > most[1]:
        solved = earlier, len(ends)
    before = np.array(city.roles["residents"])[: solved[0]]
    now = np.array(list(ends), dtype=np.int64)[: solved[1]]
    month = np.concatenate(
        [np.full(len(before), city.month(-1)), np.array([ends[int(place)] for place in now], dtype=np.int64)]
    )
    amount = np.repeat([FUNERAL["before"], FUNERAL["this"]], [len(before), len(now)])
    who, paid = np.concatenate([before, now]), np.clip(month + 1, city.month(1), city.month(12))
    return payments(who, resident.funeral.key, month, amount, paid=paid), {
        int(place): city.month(-1) for place in before
    }
