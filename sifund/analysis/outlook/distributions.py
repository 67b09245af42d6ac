"""What is uncertain about a baseline, and draws of it: each driver and assumption as its declaration says (`Spread`).

Draws are scrambled Sobol points [Owen 1998; scipy.stats.qmc]. A yearly path is built from the principal components of
its correlation, the strongest on the first dimensions, where Sobol points are best [Acworth, Broadie, Glasserman 1998].
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import pi, sqrt
from typing import Any
from zlib import crc32

import numpy as np
from scipy.linalg import toeplitz
from scipy.stats import norm, qmc

from sifund import catalog
from sifund.analysis.outlook.ranges import HORIZON, Z95, FlatRange, Input, flat_ranges, input_of
from sifund.model.baseline import Baseline
from sifund.model.memory import remembered
from sifund.model.paths import Array
from sifund.model.rows import Draws

OPENINGS = "openings"
"""The split of the opening balances, as one input."""
TABLES = ("rates", "factors", "shifts", OPENINGS)


@dataclass(frozen=True, slots=True)
class Opening:
    """An assumed opening balance [yuan] with its range."""

    fund: str
    mode: float
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class Uncertain:
    """All that is drawn. Of the openings the last is the rest: what the others leave of their sum."""

    inputs: tuple[Input, ...]
    openings: tuple[Opening, ...]
    flats: tuple[FlatRange, ...] = ()

    def scaled(self, width: float) -> Uncertain:
        """Every range `width` times as wide about its mode: 0 leaves the baseline alone."""
        openings = (
            replace(o, low=o.mode + width * (o.low - o.mode), high=o.mode + width * (o.high - o.mode))
            for o in self.openings
        )
        flats = (replace(f, low=1 + width * (f.low - 1), high=1 + width * (f.high - 1)) for f in self.flats)
        return Uncertain(tuple(replace(x, width=width) for x in self.inputs), tuple(openings), tuple(flats))

    def only(self, keys: Sequence[str]) -> Uncertain:
        """The named inputs and the openings alone."""
        return Uncertain(tuple(x for x in self.inputs if x.key in keys), self.openings)


@remembered(1)
def uncertain(base: Baseline) -> Uncertain:
    """What is drawn of a baseline: parameters with a range that some line of it reads, the split of openings, and lines that
    are carried flat."""
    read = {p.key for line in base.modelled.values() for p in catalog.movers(line.key)}
    some = (p for key, p in catalog.parameters().items() if p.spread and key in read and key in base.values)
    inputs = (input_of(base, p) for p in some)
    return Uncertain(tuple(x for x in inputs if x), _openings(base), flat_ranges(base))


def _openings(base: Baseline) -> tuple[Opening, ...]:
    """Assumed openings with a range, the widest for its size last: it is the rest."""
    openings = [
        Opening(fund, o.amount, min(o.low, o.amount), max(o.high, o.amount)) for fund, o in base.openings.items()
        if o.basis == "assumed" and o.low is not None and o.high is not None and o.amount
    ]  # fmt: skip
    openings.sort(key=lambda o: (o.high - o.low) / o.mode)
    return tuple(openings) if len(openings) > 1 else ()


# --- draws ------------------------------------------------------------------------------------------------------------


def draw(what: Uncertain, size: int, seed: int, block: int = 0) -> Draws:
    """`size` draws (a power of two), for scenarios alone. Blocks of one seed are independent scramblings."""
    random = np.random.default_rng((seed, block))
    tables: dict[str, dict[str, Array]] = {"rates": {}, "factors": {}, "shifts": {}}
    usual = [x for x in what.inputs if not catalog.parameter(x.key).latent]
    normals = [*_normals(usual, size, random), *(_apart(x, size, seed, block) for x in what.inputs[len(usual) :])]
    for x, z in zip(what.inputs, normals, strict=True):
        table, drawn = values_of(x, z)
        tables[table][x.key] = drawn
    tables["factors"] |= _flat_shares(what.flats, size, random)
    return Draws(
        size,
        tables["rates"],
        tables["factors"],
        tables["shifts"],
        openings=_split(what.openings, size, random),
        baseline=False,
    )


def _normals(inputs: Sequence[Input], size: int, random: np.random.Generator) -> list[Array]:
    """Standard normals of each input: one a draw for a level, one a year (draw, 1 or year) for a path."""
    levels = [x.key for x in inputs if x.spread.shape == "level"]
    paths = [x.key for x in inputs if x.spread.shape != "level"]
    points = norm.ppf(_sobol(len(levels) + HORIZON * len(paths), size, random))
    made = {key: points[:, [column]] for column, key in enumerate(levels)}
    for number, x in enumerate(x for x in inputs if x.key in paths):
        components = _components(x.spread.persistence, x.spread.shape == "walk")
        made[x.key] = points[:, len(levels) + number :: len(paths)] @ components.T
    return [_together(x, made) for x in inputs]


def _apart(x: Input, size: int, seed: int, block: int) -> Array:
    """The same of an input that is drawn in some runs alone: from points of its own, so that no other draw moves with it."""
    random = np.random.default_rng((seed, block, crc32(x.key.encode())))
    return _normals((x,), size, random)[0][random.permutation(size)]


def _together(x: Input, made: Mapping[str, Array]) -> Array:
    """An input's normals, correlated with those of what it follows."""
    leader, share = x.spread.follows or ("", 0.0)
    return made[x.key] if leader not in made else share * made[leader] + sqrt(1 - share**2) * made[x.key]


def values_of(x: Input, z: Array) -> tuple[str, Array]:
    """The table and values (draw, year) of an input, the base year and what is held after it undrawn."""
    middle, (down, up) = x.middle(), x.reach()
    z = np.broadcast_to(z, (len(z), HORIZON))
    values = np.repeat(middle[None], len(z), axis=0)
    values[:, 1:] += np.where(z < 0, z * down[1:], z * up[1:]) / Z95
    values[:, 1 : x.first] = middle[1 : x.first]
    p = catalog.parameter(x.key)
    match x.spread.shape:
        case "yearly":
            low = p.low if x.spread.least is None else x.spread.least
            values[:, 1:] = np.clip(values[:, 1:], np.minimum(low, middle[1:]), p.high)
            return "rates", values
        case "level":
            values = np.clip(values, p.low, p.high)
            return ("factors", values / x.mode) if x.mode else ("shifts", values)
        case "shock":
            return "factors", np.maximum(values, 0)
        case "walk":
            return "shifts", values


def _flat_shares(flats: Sequence[FlatRange], size: int, random: np.random.Generator) -> dict[str, Array]:
    """What is drawn of each flat line, as a share of its amount, for all years after the base year (draw, year)."""
    points = _sobol(len(flats), size, random)
    shares = {f.key: np.ones((size, HORIZON + 1)) for f in flats}
    for at, f in enumerate(flats):
        drawn = split_normal(1.0, f.low, f.high, random.permutation(points[:, at]))
        shares[f.key][:, 1:] = np.maximum(drawn, 0)[:, None]
    return shares


@remembered(8)
def blocks_of(what: Uncertain, size: int, seed: int, numbers: range) -> Draws:
    """Several blocks of `size` draws each, one after the other; kept, for every scenario has the same."""
    return stack([draw(what, size, seed, number) for number in numbers])


def stack(parts: Sequence[Draws]) -> Draws:
    """Draws one after the other."""
    size = sum(d.size for d in parts)
    return remade(size, lambda name, key: np.concatenate([getattr(d, name)[key] for d in parts]), parts[0])


def remade(size: int, values: Callable[[str, str], Array], like: Draws) -> Draws:
    """Draws with the tables and keys of others and new values."""
    tables: dict[str, Any] = {name: {key: values(name, key) for key in getattr(like, name)} for name in TABLES}
    return Draws(size, **tables, baseline=like.baseline)


def _sobol(dimensions: int, size: int, random: np.random.Generator) -> Array:
    """Points in the open unit cube (draw, dimension)."""
    if not dimensions:
        return np.empty((size, 0))
    points = qmc.Sobol(dimensions, rng=random).random(size)
    return 0.5 + (1 - 1e-10) * (points - 0.5)


@lru_cache(maxsize=16)
def _components(persistence: float, walks: bool) -> Array:
    """Principal components of an AR(1) (year, component), the strongest first: stationary with variance 1, or one that
    walks from nought with innovations of 1."""
    steps = np.tril(persistence ** np.maximum(np.subtract.outer(np.arange(HORIZON), np.arange(HORIZON)), 0))
    variances, directions = np.linalg.eigh(steps @ steps.T if walks else toeplitz(persistence ** np.arange(HORIZON)))
    signs = np.where(directions.sum(axis=0) < 0, -1, 1)
    return (directions * signs * np.sqrt(np.maximum(variances, 0)))[:, ::-1]


def mean(mode: float, low: float, high: float) -> float:
    """The mean of a split normal."""
    return mode + (low + high - 2 * mode) / Z95 / sqrt(2 * pi)


def split_normal(mode: float, low: float, high: float, points: Array) -> Array:
    """Values whose median is the mode and whose P5 and P95 are the ends, at points of the unit interval."""
    z = norm.ppf(points) / Z95
    return np.asarray(mode + np.where(z < 0, z * (mode - low), z * (high - mode)))


def _split(openings: Sequence[Opening], size: int, random: np.random.Generator) -> dict[str, Array]:
    """Openings [yuan] by fund (draw,): all but the last over their ranges, the last the rest, redrawn where negative.

    Shuffled, for the points of two Sobol sequences pair up row by row.
    """
    if not openings:
        return {}
    total = sum(o.mode for o in openings)
    sampler = qmc.Sobol(len(openings) - 1, rng=random)
    shares = np.empty((0, len(openings)))
    while len(shares) < size:
        points = sampler.random(size)
        drawn = [split_normal(o.mode, o.low, o.high, points[:, i]) for i, o in enumerate(openings[:-1])]
        amounts = np.column_stack([*drawn, total - sum(drawn)])
        shares = np.concatenate([shares, amounts[amounts.min(axis=1) >= 0]])
    shares = random.permutation(shares[:size])
    return {o.fund: shares[:, i] for i, o in enumerate(openings)}
