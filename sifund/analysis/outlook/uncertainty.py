"""How sure a path is: baseline and scenario on the same draws, their fan, and the chance that a floor is breached."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import polars as pl

from sifund import catalog
from sifund.analysis.outlook.distributions import HORIZON, Uncertain, blocks_of, draw, mean
from sifund.analysis.outlook.latent import uncertain_in
from sifund.dataset import Dataset
from sifund.model.calibrate import calibrate
from sifund.model.drawn import run_drawn
from sifund.model.memory import remembered
from sifund.model.paths import Array
from sifund.model.result import FundBalances, Part
from sifund.model.rows import Draws
from sifund.scenario import Scenario
from sifund.text import Text, format_percent, same

BLOCKS = 8
"""Independent scramblings that make up a sample: their scatter gives the standard error."""
AT_ONCE = 1024
"""Draws in one run: fewer cost more calls, more cost memory and show no progress."""
QUANTILES = (5, 25, 50, 75, 95)
TINY = 1e-6
RARE, OFTEN = Text("低于{share}", "under {share}"), Text("高于{share}", "over {share}")
COLUMNS = tuple(f"p{q}" for q in QUANTILES)


@dataclass(frozen=True, eq=False)
class Sample:
    """Drawn year-end figures of a baseline and a scenario on the same draws; row i of both is the same draw.

    The draws come in `blocks` equal runs of rows, each an independent scrambling.
    """

    baseline: Part
    scenario: Part
    blocks: int = 1

    @property
    def size(self) -> int:
        return self.baseline.rows

    def measure(self, fund: str, name: str, of: str = "scenario") -> Array:
        """A measure of a fund or of "all" (draw, year) of the "scenario", the "baseline", or their "difference"."""
        rows = slice(0, self.size)
        if of == "difference":
            return self.scenario.measure(fund, name, rows) - self.baseline.measure(fund, name, rows)
        return (self.scenario if of == "scenario" else self.baseline).measure(fund, name, rows)

    def line(self, key: str, of: str = "scenario") -> Array:
        """A line that the sample keeps (draw, year) [yuan]."""
        return (self.scenario if of == "scenario" else self.baseline).annual[key]


def sample(
    dataset: Dataset, scenario: Scenario, years: int, size: int, seed: int, what: Uncertain | None = None
) -> Sample:
    """`size` draws in all (a power of two, at least 16). Raises SifundError for impossible base-year inputs."""

    def side(chosen: Scenario) -> Part:
        return join([piece(dataset, chosen, years, size, seed, numbers, what) for numbers in pieces(size)])

    baseline = side(compared_with(scenario))
    return Sample(baseline, side(scenario) if scenario.moves else baseline, BLOCKS)


def compared_with(scenario: Scenario) -> Scenario:
    """The baseline of a scenario, as a scenario: its base-year inputs alone."""
    return Scenario(tuple(change for change in scenario.changes if change not in scenario.moves))


def pieces(size: int) -> list[range]:
    """The blocks of a sample of `size` draws, as many in one run as AT_ONCE draws are."""
    many = max(1, min(BLOCKS, BLOCKS * AT_ONCE // size))
    return [range(first, first + many) for first in range(0, BLOCKS, many)]


def piece(
    dataset: Dataset, scenario: Scenario, years: int, size: int, seed: int, numbers: range, what: Uncertain | None = None,
    funds: Sequence[str] = (), *, keeps: bool = False,
) -> Part:  # fmt: skip
    """Some of the BLOCKS of one side of a sample, of some funds or all: its drawn rows without their lines, but those
    held; one run. `keeps`: what is held is in each draw what keeps the cover of the base year."""
    base = calibrate(dataset, scenario.inputs)
    draws = replace(blocks_of(what or uncertain_in(base, scenario.changes), size // BLOCKS, seed, numbers), keeps=keeps)
    held = [line for line in base.modelled.values() if line.residual and (not funds or line.fund in funds)]
    typed = {p.key for line in held for p in line.parameters if keeps and (p.options or p in line.optional)}
    _, block = run_drawn(dataset, tuple(x for x in scenario.changes if x[0] not in typed), years, draws, funds)
    balances = {fund: _each(lambda x: x[block.rows], b) for fund, b in block.part.balances.items()}
    annual = {line.key: np.broadcast_to(block.line(line.key), (draws.size, years)) for line in held}
    return Part(base, years, draws.size, annual=annual, balances=balances)


def join(parts: Sequence[Part]) -> Part:
    """Pieces in a row as one side of a sample."""
    first = parts[0]
    balances = {
        fund: _each(lambda *x: np.concatenate(x), *(p.balances[fund] for p in parts)) for fund in first.balances
    }
    annual = {key: np.concatenate([p.annual[key] for p in parts]) for key in first.annual}
    return Part(first.base, first.years, sum(p.rows for p in parts), annual=annual, balances=balances)


def _each(change: Callable[..., Array], *balances: FundBalances) -> FundBalances:
    return FundBalances(*(change(*(getattr(b, f.name) for b in balances)) for f in fields(FundBalances)))


# --- what a sample says -----------------------------------------------------------------------------------------------


def quantiles(values: Array) -> Array:
    """P5, P25, P50, P75 and P95 by year (quantile, year); NaN in a year in which any draw has no value."""
    return np.quantile(values, np.array(QUANTILES) / 100, axis=0)


def fan(years: Sequence[int], values: Array, **paths: Array) -> pl.DataFrame:
    """A fan by year: year, p5, p25, p50, p75, p95, and each of the paths (year,) given by name; null for no value."""
    columns = {"year": list(years), **dict(zip(COLUMNS, quantiles(values), strict=True)), **paths}
    return pl.DataFrame(columns).with_columns(pl.exclude("year").fill_nan(None))


def standard_error(values: Array, blocks: int) -> Array:
    """Standard error of the mean over draws (…,) of values (draw, …), from the scatter of independent blocks."""
    means = values.reshape(blocks, -1, *values.shape[1:]).mean(axis=1)
    return means.std(axis=0, ddof=1) / np.sqrt(blocks)


@dataclass(frozen=True, eq=False)
class Breach:
    """How often a measure falls below a floor after the base year [share of draws], with standard errors.

    `so_far` is a year or one before it (year,); `first` counts draws by the year of their first breach, `typical` is the
    year by which half of the draws that ever breach have done so.
    """

    floor: float
    years: tuple[int, ...]
    so_far: Array
    so_far_error: Array
    first: Array
    typical: int | None

    @property
    def ever(self) -> float:
        return float(self.so_far[-1])

    @property
    def ever_error(self) -> float:
        return float(self.so_far_error[-1])


def breach(years: Sequence[int], values: Array, floor: float, blocks: int) -> Breach:
    """The chance that values (draw, year) fall below the floor in a year after the base year; no value is no breach."""
    below = values[:, 1:] < floor
    so_far = np.logical_or.accumulate(below, axis=1)
    first = np.diff(so_far.sum(axis=0), prepend=0)
    half = np.searchsorted(first.cumsum(), first.sum() / 2) if first.any() else None
    return Breach(
        floor, tuple(years[1:]), so_far.mean(axis=0), standard_error(so_far.astype(float), blocks), first,
        None if half is None else years[1:][int(half)],
    )  # fmt: skip


def chance_parts(breach: Breach, size: int) -> tuple[Text, Text | None]:
    """A chance and its standard error, to the decimals that show it; one that none of `size` draws shows, or all of them, lies
    within one draw's share of never or always: they have no scatter to take an error from."""
    if breach.ever in (0.0, 1.0):
        words, share = (OFTEN, 100 - 100 / size) if breach.ever else (RARE, 100 / size)
        return words.format(share=format_percent(share, 1 if size <= 1000 else 2)), None
    error = 100 * breach.ever_error
    places = next((places for places in (1, 2) if round(error, places)), 1)
    return same(format_percent(100 * breach.ever, places)), same(format_percent(error, places)) if error else None


def chance_words(breach: Breach, size: int) -> Text:
    """The same in a row."""
    chance, error = chance_parts(breach, size)
    return same(f"{chance.zh} ± {error.zh}") if error else chance


# --- why the band leans -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lean:
    """What a lopsided range does to a measure in the last year: the input's mode and range in its own unit, and the
    effect of its mean against its mode, in the measure's unit."""

    key: str
    mode: float
    low: float
    high: float
    effect: float


@remembered()
def leans(dataset: Dataset, scenario: Scenario, fund: str, name: str, years: int) -> list[Lean]:
    """Levels and openings whose mean is not the baseline's value, the largest effect first; one run, a row for each."""
    ranges, draws = _means(uncertain_in(calibrate(dataset, scenario.inputs), scenario.changes))
    funds = () if fund == catalog.ALL else (fund,)
    values = run_drawn(dataset, scenario.changes, years, draws, funds)[1].measure(fund, name)[:, -1]
    listed = [Lean(*x, effect=float(v - values[-1])) for x, v in zip(ranges, values, strict=False)]
    return sorted((x for x in listed if abs(x.effect) > TINY), key=lambda x: -abs(x.effect))


@remembered(1)
def _means(what: Uncertain) -> tuple[list[tuple[str, float, float, float]], Draws]:
    """Key, mode, low and high of each lopsided level and opening; row i of the draws has the i-th at its mean and the
    rest at the baseline, a last row has all there."""
    levels = [x for x in what.inputs if x.spread.shape == "level" and x.low + x.high != 2 * x.mode]
    ranges = [(x.key, x.mode, x.low, x.high) for x in levels]
    ranges += [(catalog.all_funds()[o.fund].opening.key, o.mode, o.low, o.high) for o in what.openings]
    size = len(ranges) + 1
    factors, shifts = {}, {}
    for row, x in enumerate(levels):
        middle = mean(x.mode, x.low, x.high)
        table, still, value = (factors, 1.0, middle / x.mode) if x.mode else (shifts, 0.0, middle)
        table[x.key] = np.full((size, HORIZON + 1), still)
        table[x.key][row] = value
    openings = {o.fund: np.full(size, o.mode) for o in what.openings}
    drawn = draw(what.only(()), 1024, seed=0).openings
    for row, o in enumerate(what.openings, start=len(levels)):
        openings[o.fund][row] = drawn[o.fund].mean()
    return ranges, Draws(size, factors=factors, shifts=shifts, openings=openings, baseline=False)
