"""What is uncertain about a baseline, and draws of it: each driver and assumption as its declaration says (`Spread`).

Draws are scrambled Sobol points [Owen 1998; scipy.stats.qmc]. A yearly path is built from the principal components of
its correlation, the strongest on the first dimensions, where Sobol points are best [Acworth, Broadie, Glasserman 1998].
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np
from scipy.linalg import toeplitz
from scipy.stats import norm, qmc, triang

from sifund import catalog
from sifund.declare.parameter import Parameter, month_of
from sifund.declare.spread import Spread
from sifund.model.baseline import Baseline
from sifund.model.ground import Ground
from sifund.model.memory import remembered
from sifund.model.paths import Array
from sifund.model.rows import Draws

HORIZON = 15
"""Years after the base year that are drawn; a shorter run reads the first of them."""
P5_TO_P95 = float(norm.ppf(0.95) - norm.ppf(0.05))
"""Width between P5 and P95 of a standard normal."""
OPENINGS = "openings"
"""The split of the opening balances, as one input."""
TABLES = ("rates", "factors", "shifts", OPENINGS)
R = TypeVar("R", "Input", "Opening")


@dataclass(frozen=True, eq=False)
class Input:
    """A parameter that is drawn: its baseline's values by year (year,), the step in force that its range belongs to,
    and the range, in the parameter's own unit."""

    key: str
    spread: Spread
    path: Array
    mode: float
    low: float
    high: float

    @property
    def sigma(self) -> float:
        """Standard deviation of one year: of the value, or of a shock's factor."""
        width = (self.high - self.low) / P5_TO_P95
        return width / self.mode if self.spread.shape == "shock" else width

    @property
    def mean(self) -> float:
        """Mean of a level."""
        return (self.low + self.mode + self.high) / 3


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

    def scaled(self, width: float) -> Uncertain:
        """Every range `width` times as wide about its mode: 0 leaves the baseline alone."""
        return Uncertain(tuple(_scale(x, width) for x in self.inputs), tuple(_scale(o, width) for o in self.openings))

    def only(self, keys: Sequence[str]) -> Uncertain:
        """The named inputs and the openings alone."""
        return Uncertain(tuple(x for x in self.inputs if x.key in keys), self.openings)


def _scale(x: R, width: float) -> R:
    return replace(x, low=x.mode + width * (x.low - x.mode), high=x.mode + width * (x.high - x.mode))


@remembered(1)
def uncertain(base: Baseline) -> Uncertain:
    """What is drawn of a baseline: parameters with a range that some line of it reads, and the split of openings."""
    read = {p.key for line in base.modelled.values() for p in catalog.movers(line.key)}
    found = (_input(base, p) for key, p in catalog.parameters().items() if key in read and key in base.values)
    return Uncertain(tuple(x for x in found if x), _openings(base))


def _input(base: Baseline, p: Parameter) -> Input | None:
    if p.spread is None:
        return None
    first = month_of(base.base_year + 1)
    mode = [value for month, value in base.values[p.key].steps if month <= first or month == 0][-1]
    low, high = _range(base.values[p.key].ground_at(first), p, mode)
    path = base.path(p, HORIZON + 1)[0, ::12] * p.divisor
    return Input(p.key, p.spread, path, mode, low, high) if low < high else None


def _range(ground: Ground, p: Parameter, mode: float) -> tuple[float, float]:
    """The ground's own range, else the declared one; without either ±20 % of what is assumed or drawn every year,
    and none of a reported or derived level."""
    if ground.low is not None and ground.high is not None:
        return min(ground.low, mode), max(ground.high, mode)
    level = p.spread is not None and p.spread.shape == "level"
    if level and p.soft_low is None and ground.basis != "assumed":
        return mode, mode
    return p.soft_range(mode)


def _openings(base: Baseline) -> tuple[Opening, ...]:
    """Assumed openings with a range, the widest for its size last: it is the rest."""
    found = [
        Opening(fund, o.amount, min(o.low, o.amount), max(o.high, o.amount)) for fund, o in base.openings.items()
        if o.basis == "assumed" and o.low is not None and o.high is not None and o.amount
    ]  # fmt: skip
    found.sort(key=lambda o: (o.high - o.low) / o.mode)
    return tuple(found) if len(found) > 1 else ()


# --- draws ------------------------------------------------------------------------------------------------------------


def draw(what: Uncertain, size: int, seed: int, block: int = 0) -> Draws:
    """`size` draws (a power of two), for scenarios alone. Blocks of one seed are independent scramblings."""
    random = np.random.default_rng((seed, block))
    levels = [x for x in what.inputs if x.spread.shape == "level"]
    paths = [x for x in what.inputs if x.spread.shape != "level"]
    points = _sobol(len(levels) + HORIZON * len(paths), size, random)
    factors, shifts, rates = {}, {}, {}
    for column, x in enumerate(levels):
        value = _triangular(x, points[:, column])[:, None] * np.ones(HORIZON + 1)
        table, drawn = (factors, value / x.mode) if x.mode else (shifts, value)
        table[x.key] = drawn
    for number, x in enumerate(paths):
        own = points[:, len(levels) + number :: len(paths)]
        table, drawn = _path(x, own)
        (rates if table == "rates" else factors)[x.key] = drawn
    openings = _split(what.openings, size, random)
    return Draws(size, rates=rates, factors=factors, shifts=shifts, openings=openings, baseline=False)


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


def _triangular(x: Input | Opening, points: Array) -> Array:
    width = x.high - x.low
    if width == 0:
        return np.full(len(points), x.mode)
    return np.asarray(triang.ppf(points, (x.mode - x.low) / width, loc=x.low, scale=width))


def _path(x: Input, points: Array) -> tuple[str, Array]:
    """A yearly or shock path (draw, year), the base year undrawn."""
    deviation = norm.ppf(points) @ _components(x.spread.persistence).T * x.sigma
    drawn = np.concatenate([np.zeros((len(points), 1)), deviation], axis=1)
    return ("factors", 1 + drawn) if x.spread.shape == "shock" else ("rates", x.path + drawn)


@lru_cache(maxsize=16)
def _components(persistence: float) -> Array:
    """Principal components of a stationary AR(1) of variance 1 (year, component), the strongest first."""
    variances, directions = np.linalg.eigh(toeplitz(persistence ** np.arange(HORIZON)))
    signs = np.where(directions.sum(axis=0) < 0, -1, 1)
    return (directions * signs * np.sqrt(np.maximum(variances, 0)))[:, ::-1]


def _split(openings: Sequence[Opening], size: int, random: np.random.Generator) -> dict[str, Array]:
    """Openings [yuan] by fund (draw,): all but the last over their ranges, the last the rest, redrawn where negative.

    Shuffled, for the points of two Sobol sequences pair up row by row.
    """
    if not openings:
        return {}
    total = sum(o.mode for o in openings)
    sampler = qmc.Sobol(len(openings) - 1, rng=random)
    kept = np.empty((0, len(openings) - 1))
    while len(kept) < size:
        points = sampler.random(size)
        drawn = np.column_stack([_triangular(o, points[:, i]) for i, o in enumerate(openings[:-1])])
        kept = np.concatenate([kept, drawn[drawn.sum(axis=1) <= total]])
    kept = random.permutation(kept[:size])
    amounts = np.column_stack([kept, total - kept.sum(axis=1)])
    return {o.fund: amounts[:, i] for i, o in enumerate(openings)}
