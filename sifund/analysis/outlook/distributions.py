"""What is uncertain about a baseline, and draws of it: each driver and assumption as its declaration says (`Spread`).

Draws are scrambled Sobol points [Owen 1998; scipy.stats.qmc]. A yearly path is built from the principal components of
its correlation, the strongest on the first dimensions, where Sobol points are best [Acworth, Broadie, Glasserman 1998].
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from math import exp, log, pi, sqrt
from statistics import fmean
from typing import Any, Literal, TypeVar

import numpy as np
from scipy.linalg import toeplitz
from scipy.stats import norm, qmc

from sifund import catalog
from sifund.declare.parameter import Parameter, month_of
from sifund.declare.spread import Spread
from sifund.history.series import flows
from sifund.model.baseline import Baseline
from sifund.model.memory import remembered
from sifund.model.paths import Array
from sifund.model.rows import Draws

HORIZON = 15
"""Years after the base year that are drawn; a shorter run reads the first of them."""
Z95 = float(norm.ppf(0.95))
Rests = Literal["range", "history", "width"]
"""What a range rests on: one that is given or declared, the line's own years, or the usual share of the value."""
YEARS_OF_ITS_OWN = 3
OPENINGS = "openings"
"""The split of the opening balances, as one input."""
TABLES = ("rates", "factors", "shifts", OPENINGS)
R = TypeVar("R", "Input", "Opening")


@dataclass(frozen=True, eq=False)
class Input:
    """A parameter that is drawn: its baseline's values by year (year,), the step in force that its range belongs to, and
    the range, in the parameter's own unit; what the range rests on; and the first year after the base year that is drawn."""

    key: str
    spread: Spread
    path: Array
    mode: float
    low: float
    high: float
    rests: Rests = "range"
    first: int = 1

    def middle(self) -> Array:
        """What it is drawn about (year,): its path, its value for all years, 1 for a shock, 0 for a walk."""
        about = {"yearly": self.path, "level": self.mode, "shock": 1.0, "walk": 0.0}[self.spread.shape]
        return np.broadcast_to(np.asarray(about, np.float64), self.path.shape)

    def reach(self) -> tuple[Array, Array]:
        """How far P5 and P95 lie from the middle (year,): nothing on a side where the path is beyond the range."""
        if self.spread.shape == "walk":
            reach = np.full(self.path.shape, Z95 * self.spread.sd)
            return reach, reach
        unit = self.mode if self.spread.shape == "shock" else 1.0
        middle = self.middle()
        return np.maximum(middle - self.low / unit, 0), np.maximum(self.high / unit - middle, 0)


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
    if p.spread is None or (p.spread.split and not _made_up_for(base, p)):
        return None
    first = month_of(base.base_year + 1)
    mode = [value for month, value in base.values[p.key].steps if month <= first or month == 0][-1]
    low, high, rests = _range(base, p, mode)
    path = base.path(p, HORIZON + 1)[0, ::12] * p.divisor
    still = p.still if not path[1 : p.still + 1].any() else 0
    return Input(p.key, p.spread, path, mode, low, high, rests, 1 + still) if low < high else None


def _made_up_for(base: Baseline, p: Parameter) -> bool:
    """Whether the product that the parameter is a part of is unknown, and a line that nobody reports takes up what the
    part is drawn at."""
    lines = base.lines_of(p.fund)
    held = any(line.residual and not _reported(base, line.key) for line in lines)
    return held and not any(_reported(base, line.key) for line in lines if p in line.parameters)


def _reported(base: Baseline, key: str) -> bool:
    row = base.dataset.line(key)
    return row is not None and row.actual_yuan is not None


def _range(base: Baseline, p: Parameter, mode: float) -> tuple[float, float, Rests]:
    """The dataset's own range, else that of the line's own years for a volume, else the declared one; without any a share
    of what is assumed, a volume or drawn every year, and none of a level that is measured."""
    assert p.spread is not None
    ground = base.values[p.key].ground_at(month_of(base.base_year + 1))
    given = ground.row.startswith("parameters/")
    if given and ground.low is not None and ground.high is not None:
        return min(ground.low, mode), max(ground.high, mode), "range"
    if p.spread.volume and (sd := _own_sd(base, p)):
        return max(p.low, mode * exp(-Z95 * sd)), min(p.high, mode * exp(Z95 * sd)), "history"
    declared = p.soft_low is not None and p.spread.shape != "shock"
    if p.spread.shape == "level" and not p.spread.volume and ground.basis != "assumed" and (given or not declared):
        return mode, mode, "range"
    if declared:
        low, high = p.soft_range(mode)
        return low, high, "range"
    return max(p.low, mode * (1 - p.spread.width)), min(p.high, mode * (1 + p.spread.width)), "width"


def _own_sd(base: Baseline, p: Parameter) -> float:
    """How far the line of a volume moved a year [ln], from three years of it or more; 0 where there are fewer."""
    own = {line.key for line in base.modelled.values() if p in line.solves}
    known = {row.year: row.actual_yuan for row in base.dataset.lines if row.line in own and row.actual_yuan}
    known |= {
        year: total for one in flows(base.dataset) if one.key in own for year in one.years if (total := one.total(year))
    }
    years = sorted(year for year, amount in known.items() if amount > 0 and year <= base.base_year)
    moves = [log(known[b] / known[a]) for a, b in pairwise(years) if b == a + 1]
    return sqrt(fmean(x * x for x in moves)) if len(moves) >= YEARS_OF_ITS_OWN - 1 else 0.0


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
    tables: dict[str, dict[str, Array]] = {"rates": {}, "factors": {}, "shifts": {}}
    for x, z in zip(what.inputs, _normals(what.inputs, size, random), strict=True):
        table, drawn = _drawn(x, z)
        tables[table][x.key] = drawn
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


def _together(x: Input, made: Mapping[str, Array]) -> Array:
    """An input's normals, correlated with those of what it follows."""
    leader, share = x.spread.follows or ("", 0.0)
    return made[x.key] if leader not in made else share * made[leader] + sqrt(1 - share**2) * made[x.key]


def _drawn(x: Input, z: Array) -> tuple[str, Array]:
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
    kept = np.empty((0, len(openings)))
    while len(kept) < size:
        points = sampler.random(size)
        drawn = [split_normal(o.mode, o.low, o.high, points[:, i]) for i, o in enumerate(openings[:-1])]
        amounts = np.column_stack([*drawn, total - sum(drawn)])
        kept = np.concatenate([kept, amounts[amounts.min(axis=1) >= 0]])
    kept = random.permutation(kept[:size])
    return {o.fund: kept[:, i] for i, o in enumerate(openings)}
