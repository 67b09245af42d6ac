"""The firms of the invented city, their years, and what was refunded to them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from sifund.funds import unemployment
from sifund.records.sample.arithmetic import Ints, hexes, largest_remainder
from sifund.records.sample.city import AREA, DISTRICTS, FIRM_IDS, FIRMS, LARGE, REFUND_IDS, REFUNDED, WHOLE, City
from sifund.records.sample.stories import LOOKALIKE, PLANTED, REFUNDS, Refunded
from sifund.records.sample.story_rows import copies
from sifund.records.tables import SIZES, TABLES

PRIOR = {"large": 16_502_000_000, "sme": 23_283_000_000}
"""Contributions of the year before by size of firm [fen], as the dataset takes them for the whole city."""
LARGE_SHARE = 0.258
"""Large firms' share of wages, without relief."""
PERCENT = np.array([30, 60, 60, 60])
"""Refund rates by size, in percent."""
PAID_IN = 10
NEVER = 10**6
"""The first month of a firm that insures nobody."""
DISPATCH = "dispatch"


@dataclass(frozen=True, slots=True, eq=False)
class Firms:
    """Firms by place: size (its place in SIZES), weight among persons insured, contributions of the year before [fen],
    which were refunded, and the story of those that have one."""

    size: Ints
    weight: np.ndarray
    prior: Ints
    amount: Ints
    refundeds: tuple[Refunded, ...]

    @property
    def ids(self) -> Ints:
        return np.arange(len(self.size)) + (FIRM_IDS + 1)


def settle(city: City) -> Firms:
    """Firms whose contributions of the year before and refunds make what the report says."""
    refundeds = tuple(story for story in REFUNDS for _ in range(copies(story.kind, city.persons)))
    count = max(city.firms, len(refundeds) + 12)
    size = city.rng.choice([1, 2, 3], count, p=[0.06, 0.34, 0.6])
    size[: len(refundeds)] = [SIZES.index(story.size) for story in refundeds]
    size[-city.share(LARGE, 2) :] = 0
    weight = np.array([400.0, 90, 25, 6])[size] * np.exp(city.rng.normal(0, 0.5, count))
    weight[: len(refundeds)] = [story.mean for story in refundeds]
    large = size == 0
    weight[large] *= LARGE_SHARE / (1 - LARGE_SHARE) * weight[~large].sum() / weight[large].sum()
    prior = np.zeros(count, dtype=np.int64)
    for side, key in ((large, "large"), (~large, "sme")):
        prior[side] = largest_remainder(PRIOR[key] * city.persons // WHOLE, weight[side])
    amount = np.zeros(count, dtype=np.int64)
    amount[: len(refundeds)] = _bases(refundeds, prior) * [story.percent for story in refundeds] // 100
    _refund(city, size, prior, amount, refundeds)
    return Firms(size, weight, prior, amount, refundeds)


def _refund(city: City, size: Ints, prior: Ints, amount: Ints, refundeds: tuple[Refunded, ...]) -> None:
    """Refunds of ordinary firms: what the stories leave of the line, and contributions of before that they are the exact
    share of. The firms that are not refunded take what that leaves of all contributions."""
    seconds = sum(_second(story, int(prior[n]), int(amount[n])) for n, story in enumerate(refundeds))
    rest = city.line(unemployment.stabilisation_refund.key) - int(amount.sum()) - seconds
    ordinary = city.rng.permutation(np.arange(len(refundeds), len(size)))
    due = prior * PERCENT[size] / 100
    heavy = ordinary[np.argsort(-due[ordinary] * city.rng.random(len(ordinary)), kind="stable")]
    refused = max(len(size) * (FIRMS - REFUNDED) // FIRMS, 2)
    sums = np.concatenate([[0], np.cumsum(due[heavy])])
    windows = sums[refused:] - sums[:-refused]
    begin = int(np.argmin(np.abs(windows - (sums[-1] - rest))))
    chosen = np.sort(np.concatenate([heavy[:begin], heavy[begin + refused :]]))
    amount[chosen] = largest_remainder(rest, due[chosen])
    prior[chosen] = -(-amount[chosen] * 100 // PERCENT[size[chosen]])
    for side, key in ((size == 0, "large"), (size > 0, "sme")):
        others = np.setdiff1d(np.flatnonzero(side), [*chosen, *range(len(refundeds))])
        remaining = PRIOR[key] * city.persons // WHOLE - int(prior[side].sum() - prior[others].sum())
        if len(others) and remaining > 0:
            prior[others] = largest_remainder(remaining, prior[others] + 1)


def _second(story: Refunded, prior: int, first: int) -> int:
    """What a story's second refund comes to [fen]."""
    return {None: 0, "normal": first, "topup": prior * 60 // 100 - first}[story.second]


def _bases(refundeds: tuple[Refunded, ...], prior: Ints) -> Ints:
    """The bases of the stories' refunds [fen]: contributions, and what some hold beyond them."""
    beyond = np.array([story.beyond for story in refundeds])
    return prior[: len(refundeds)] + prior[: len(refundeds)] * beyond // 100


@dataclass(frozen=True, slots=True, eq=False)
class Odd:
    """Ordinary firms with a story of their own, by kind of story and place: insured late, or dispatch firms and their
    agreements."""

    late: dict[str, Ints]
    dispatch: dict[str, Ints]


def odd(city: City, made: Firms, first: Ints) -> Odd:
    """Firms that were refunded and insure somebody; `first` is the first month of each."""
    counts = {kind: copies(kind, city.persons) for kind in (PLANTED, LOOKALIKE)}
    places = np.flatnonzero((np.arange(len(first)) >= len(made.refundeds)) & (first < NEVER) & (made.amount > 0))
    parts = np.split(places[: 2 * sum(counts.values())], np.cumsum([*counts.values(), *counts.values()])[:-1])
    return Odd(dict(zip(counts, parts[:2], strict=True)), dict(zip(counts, parts[2:], strict=True)))


def firms(city: City, made: Firms, first: Ints, odd: Odd) -> pl.DataFrame:
    """The table of firms. What is refunded to is a firm in order, but for the stories; it was registered when its first
    person was insured, `first`, or before."""
    count, refundeds = len(made.size), made.refundeds
    kind = city.rng.choice(["enterprise", "individual", "dispatch", "group"], count, p=[0.7, 0.24, 0.03, 0.03]).astype(
        object
    )
    refused = np.flatnonzero(made.amount == 0)
    kind[refused] = city.rng.choice(["institution", "government", "enterprise"], len(refused))
    kind[np.concatenate(list(odd.dispatch.values()))] = DISPATCH
    registered = np.where(first < NEVER, city.month(0) + first, city.month(1) - 13)
    registered[odd.late[PLANTED]] -= 4
    registered[odd.late[LOOKALIKE]] -= 1
    cancelled: list[int | None] = [city.month(s.cancelled) if s.cancelled else None for s in refundeds]
    return pl.DataFrame({
        "firm_id": made.ids, "code_hash": hexes(made.ids, city.seed + 1), "kind": kind,
        "district": AREA + np.char.zfill(city.rng.integers(1, DISTRICTS + 1, count).astype(str), 2).astype(object),
        "registered_month": registered,
        "cancelled_month": cancelled + [None] * (count - len(refundeds)),
        "status": [s.status for s in refundeds] + ["active"] * (count - len(refundeds)), "account_hash": hexes(made.ids, city.seed + 2),
    }, schema=TABLES["firms"].schema)  # fmt: skip


def years(city: City, made: Firms, heads: Ints, paid: Ints) -> pl.DataFrame:
    """The table of firms' years: the year before, and this one from what was paid in, by firm and month."""
    refundeds, count = made.refundeds, len(made.size)
    mean = np.maximum(1, np.round(heads.mean(axis=1)).astype(np.int64))
    end = np.maximum(1, mean + city.rng.integers(-1, 2, count))
    laid = (city.rng.random(count) * np.where(end <= 30, end // 5, mean * 6 // 100) / 2).astype(np.int64)
    months = np.full(count, 12)
    for values, name in ((mean, "mean"), (end, "end"), (laid, "laid_off"), (months, "paid_months")):
        values[: len(refundeds)] = [getattr(story, name) for story in refundeds]
    later = made.size.copy()
    later[: len(refundeds)] = [SIZES.index(story.later or story.size) for story in refundeds]
    sizes = np.array(SIZES)
    before = (made.ids, np.full(count, city.year - 1), sizes[made.size], mean, end, laid, months, made.prior)
    this = (made.ids, np.full(count, city.year), sizes[later], np.round(heads.mean(axis=1)), heads[:, -1], laid * 0,
            (heads > 0).sum(axis=1),
            paid)  # fmt: skip
    names = list(TABLES["firm_years"].schema)
    frames = [pl.DataFrame(dict(zip(names, columns, strict=True))) for columns in (before, this)]
    return pl.concat([frame.cast(TABLES["firm_years"].schema) for frame in frames])


def refunds(city: City, made: Firms, batch: int) -> tuple[pl.DataFrame, list[tuple[str, int, str]]]:
    """The table of refunds, second ones last, and its key: code, refund, kind."""
    refundeds = made.refundeds
    which = np.flatnonzero(made.amount)
    base = made.prior.copy()
    base[: len(refundeds)] = _bases(refundeds, made.prior)
    applied = made.size.copy()
    applied[: len(refundeds)] = [SIZES.index(story.applied or story.size) for story in refundeds]
    seconds = np.array([n for n, story in enumerate(refundeds) if story.second], dtype=np.int64)
    more = [_second(refundeds[n], int(made.prior[n]), int(made.amount[n])) for n in seconds]
    row = np.concatenate([which, seconds])
    ids = np.arange(len(row)) + (REFUND_IDS + 1)
    frame = pl.DataFrame({
        "refund_id": ids, "batch_id": np.full(len(row), batch), "firm_id": made.ids[row], "year": np.full(len(row), city.year),
        "paid_month": np.full(len(row), city.month(PAID_IN)), "base_fen": base[row], "size_applied": np.array(SIZES)[applied[row]],
        "amount_fen": np.concatenate([made.amount[which], np.array(more, dtype=np.int64)]),
        "kind": ["normal"] * len(which) + [refundeds[n].second for n in seconds], "account_hash": hexes(made.ids[row], city.seed + 2),
    }, schema=TABLES["refunds"].schema)  # fmt: skip
    marked = {int(firm): int(refund) for firm, refund in zip(row, ids, strict=True)}
    return frame, [(code, marked[n], story.kind) for n, story in enumerate(refundeds) for code in story.codes]


def key_of(made: Firms, odd: Odd) -> list[tuple[str, str, str, str]]:
    """The key to the ordinary firms with a story: code, table, record, kind."""
    refund = np.cumsum(made.amount > 0) + REFUND_IDS
    late = [("C11", "firms", str(made.ids[n]), kind) for kind, places in odd.late.items() for n in places]
    return late + [("P66", "refunds", str(refund[n]), kind) for kind, places in odd.dispatch.items() for n in places]


def agreements(made: Firms, table: pl.DataFrame, odd: Odd) -> Ints:
    """Keys of the dispatch firms that are refunded and have an agreement on sharing it."""
    dispatch = (table["kind"] == DISPATCH).to_numpy() & (made.amount > 0)
    dispatch[odd.dispatch[PLANTED]] = False
    return made.ids[dispatch]
