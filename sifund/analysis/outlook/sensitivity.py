"""What a figure depends on: every parameter over its range, two of them on a grid, and shares of its variance."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.stats import sobol_indices

from sifund import catalog
from sifund.analysis.outlook.contour import Piece, pieces
from sifund.analysis.outlook.distributions import OPENINGS, Uncertain, draw, remade, stack
from sifund.analysis.outlook.latent import uncertain_in
from sifund.dataset import Dataset
from sifund.declare.parameter import Month, Parameter, month_of
from sifund.model.baseline import Baseline
from sifund.model.calibrate import calibrate
from sifund.model.case import Case, Side, run
from sifund.model.drawn import run_drawn
from sifund.model.paths import Array
from sifund.model.rows import Draws
from sifund.scenario import Scenario, typed_from


@dataclass(frozen=True, slots=True)
class Figure:
    """What is looked at: a measure of a fund, or of all together, in a year [yuan, months]."""

    fund: str
    measure: str
    year: int

    @property
    def funds(self) -> tuple[str, ...]:
        """The funds that a run must have; none for all of them."""
        return () if self.fund == catalog.ALL else (self.fund,)

    def of(self, side: Side) -> float:
        """Its value; NaN where it has none."""
        amount = side.value(self.fund, self.measure, self.year)
        return math.nan if amount is None else amount


@dataclass(frozen=True, eq=False)
class Question:
    """A figure of a scenario; parameters are changed from `month` on, and a run has `years` years. `within` are other
    ends than a range's own, by key."""

    dataset: Dataset
    scenario: Scenario
    figure: Figure
    month: Month
    years: int
    within: tuple[tuple[str, float, float], ...] = ()

    def answers(self, changed: Sequence[Scenario]) -> list[float]:
        """The figure of each scenario: one run."""
        rows = [scenario.changes for scenario in changed]
        return [self.figure.of(side) for side in run(self.dataset, rows, self.years, self.figure.funds)]

    @property
    def base(self) -> Baseline:
        return calibrate(self.dataset, self.scenario.inputs)

    def changed(self, values: Mapping[str, float]) -> Scenario:
        """The scenario with parameters at values from the month on."""
        scenario = self.scenario
        for key, value in values.items():
            scenario = typed_from(scenario, catalog.parameter(key), self.month, value)
        return scenario


@dataclass(frozen=True, slots=True)
class Range:
    """A parameter's value in force in the scenario, and the ends of its range, in its own unit."""

    parameter: Parameter
    value: float
    low: float
    high: float


def ranges(question: Question) -> list[Range]:
    """Every dated parameter with a range: an assumed value's own, else the slider's; a choice's options."""
    base = question.base
    side = Case(question.dataset, question.scenario.changes, question.years).side()
    at = question.month - month_of(base.base_year)
    listed, within = [], {key: ends for key, *ends in question.within}
    for key, p in catalog.parameters().items():
        if p.kind != "input" and p.dated and key in base.values and p.fund in (*base.funds, catalog.SHARED):
            usual, now = (float(x.path(p)[at]) * p.divisor for x in (side.baseline, side))
            low, high = (p.low, p.high) if p.options else _ends(base, p, usual, question.month)
            low, high = within.get(key, (low, high))
            listed.append(Range(p, now, low, high))
    return [r for r in listed if r.low < r.high]


def _ends(base: Baseline, p: Parameter, usual: float, month: Month) -> tuple[float, float]:
    """The range about the baseline's value: its ground's, grown as the value has grown, else the slider's."""
    ground = base.values[p.key].ground_at(month)
    if ground.low is None or ground.high is None:
        return p.soft_range(usual)
    step = [value for when, value in base.values[p.key].steps if when <= month][-1]
    grown = usual / step if p.grows and step else 1.0
    return max(p.low, min(ground.low * grown, usual)), min(p.high, max(ground.high * grown, usual))


# --- one at a time ----------------------------------------------------------------------------------------------------

TORNADO = {
    "key": pl.String, "kind": pl.String, "value": pl.Float64, "low": pl.Float64, "high": pl.Float64,
    "at_low": pl.Float64, "at_high": pl.Float64, "figure": pl.Float64, "swing": pl.Float64,
}  # fmt: skip


def tornado(question: Question) -> pl.DataFrame:
    """The figure with each parameter at the low and the high end of its range, the widest swing first: columns of
    TORNADO. What does not move it is left out; one run."""
    spans = ranges(question)
    ends = [question.changed({r.parameter.key: end}) for r in spans for end in (r.low, r.high)]
    middle, *values = question.answers([question.scenario, *ends])
    rows = [
        (r.parameter.key, r.parameter.kind, r.value, r.low, r.high, low, high, middle, max(low, high, middle) - min(low, high, middle))
        for r, low, high in zip(spans, values[::2], values[1::2], strict=True)
    ]  # fmt: skip
    table = pl.DataFrame(rows, schema=TORNADO, orient="row").fill_nan(None)
    return table.filter(pl.col("swing") > 1e-6).sort("swing", descending=True)


def at_least_nought(table: pl.DataFrame) -> pl.DataFrame:
    """A tornado of cover months with what is exhausted at 0."""
    figures = pl.col("at_low", "at_high", "figure").clip(lower_bound=0)
    ends = pl.max_horizontal("at_low", "at_high", "figure") - pl.min_horizontal("at_low", "at_high", "figure")
    return (
        table.with_columns(figures)
        .with_columns(swing=ends)
        .filter(pl.col("swing") > 1e-6)
        .sort("swing", descending=True)
    )


# --- two at a time ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Grid:
    """The figure over the ranges of two parameters: values (y, x), NaN where it is not defined."""

    across: Range
    up: Range
    xs: Array
    ys: Array
    values: Array

    def iso(self, target: float) -> list[Piece]:
        """The line on which the figure equals the target, in pieces."""
        return pieces(self.xs, self.ys, self.values - target)

    def frame(self, across: str, up: str, value: str, scale: float = 1) -> pl.DataFrame:
        """A row a cell of the grid, under the names given; the figure in units of `scale`."""
        xs, ys = np.tile(self.xs, len(self.ys)), np.repeat(self.ys, len(self.xs))
        return pl.DataFrame({across: xs, up: ys, value: np.round(self.values.ravel() / scale, 4)}, nan_to_null=True)


def grid(question: Question, across: str, up: str, size: int = 15) -> Grid:
    """The figure on a grid of `size` values of each of two parameters; one run. KeyError for one without a range."""
    by_key = {r.parameter.key: r for r in ranges(question)}
    first, second = by_key[across], by_key[up]
    xs, ys = (_between(r, size) for r in (first, second))
    values = question.answers([question.changed({across: float(x), up: float(y)}) for y in ys for x in xs])
    return Grid(first, second, xs, ys, np.reshape(values, (len(ys), len(xs))))


def _between(r: Range, size: int) -> Array:
    """Values over a range; every option of a choice."""
    return np.linspace(r.low, r.high, len(r.parameter.options) or size).round(9)


# --- all at once ------------------------------------------------------------------------------------------------------

RESAMPLES = 64
INDICES = {
    "key": pl.String, "first": pl.Float64, "first_error": pl.Float64, "total": pl.Float64, "total_error": pl.Float64,
}  # fmt: skip


def indices(question: Question, size: int, seed: int) -> pl.DataFrame:
    """Sobol indices of every input that moves the figure's fund, the largest total first: columns of INDICES.

    `first` is the share of the figure's variance that an input explains alone, `total` with its interactions; errors
    are bootstrap standard errors. A yearly path, the split of
    the openings, or an input with what follows it is one. `size` is a power of two;
    inputs + 2 times as many draws are run [Saltelli et al. 2010].
    """
    what = _concerning(uncertain_in(question.base, question.scenario.changes), question.figure.fund)
    groups = _groups(what)
    first, second = draw(what, size, seed, 0), _shuffled(draw(what, size, seed, 1), seed)
    mixed = [_mix(first, second, group) for group in groups.values()]
    draws = stack([first, second, *mixed])
    figure = question.figure
    _, block = run_drawn(question.dataset, question.scenario.changes, question.years, draws, figure.funds)
    values = block.measure(figure.fund, figure.measure)[:, figure.year - question.base.base_year]
    f = values.reshape(len(groups) + 2, 1, size)
    if not np.isfinite(f).all() or math.isclose(float(f[0].std()), 0, abs_tol=1e-9):
        return pl.DataFrame(schema=INDICES)
    shares = _shares(f)
    order = np.random.default_rng(seed).integers(0, size, (RESAMPLES, size))
    errors = np.std([_shares(f[:, :, rows]) for rows in order], axis=0)
    columns = (shares[0], errors[0], shares[1], errors[1])
    table = pl.DataFrame([list(groups), *(c.tolist() for c in columns)], schema=INDICES)
    return table.sort("total", descending=True)


def _shares(f: Array) -> Array:
    """First-order and total indices (2, input) of a figure on A, B and the mixed draws (run, 1, draw)."""
    shares = sobol_indices(func={"f_A": f[0], "f_B": f[1], "f_AB": f[2:]}, n=f.shape[2])
    return np.array([np.ravel(shares.first_order), np.ravel(shares.total_order)])


def _concerning(what: Uncertain, fund: str) -> Uncertain:
    """The inputs that move a line of the fund."""
    keys = [
        x.key for x in what.inputs
        if fund in (catalog.ALL, *(key.partition(".")[0] for key in catalog.moved_by(x.key)))
    ]  # fmt: skip
    return what.only(keys)


def _shuffled(draws: Draws, seed: int) -> Draws:
    """The draws in another order: the points of two scramblings pair up row by row, and must not."""
    order = np.random.default_rng(seed).permutation(draws.size)
    return remade(draws.size, lambda name, key: getattr(draws, name)[key][order], draws)


def _groups(what: Uncertain) -> dict[str, set[str]]:
    """The inputs that are drawn apart from all others, each with those that follow it; the split of openings is one."""
    keys = {x.key for x in what.inputs}
    leads = {
        x.key: x.spread.follows[0] if x.spread.follows and x.spread.follows[0] in keys else x.key for x in what.inputs
    }
    groups = {key: {x for x, lead in leads.items() if lead == key} for key in dict.fromkeys(leads.values())}
    return groups | ({OPENINGS: {OPENINGS}} if what.openings else {})


def _mix(first: Draws, second: Draws, mixed: set[str]) -> Draws:
    """The first draws with a group of inputs from the second."""
    return remade(first.size, lambda name, key: getattr(second if mixed & {key, name} else first, name)[key], first)
