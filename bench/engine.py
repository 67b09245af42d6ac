"""How fast the engine is, how much memory it takes, and what part of the time is plain NumPy arithmetic.

The share is what the same number of elementwise operations takes on arrays of the same shapes: what a run could not
save by any other way of writing it in NumPy. Exit status 1 where a limit is missed.
"""

from __future__ import annotations

import resource
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.ratios import judge
from sifund import catalog
from sifund.analysis.outlook.distributions import draw, uncertain
from sifund.analysis.outlook.uncertainty import quantiles, sample
from sifund.dataset import SAMPLE, Dataset, find
from sifund.declare.formula import Expr, Line
from sifund.declare.parameter import GROWTH, Parameter, month_of
from sifund.model.baseline import Baseline
from sifund.model.calibrate import calibrate
from sifund.model.case import run as run_sides
from sifund.model.drawn import run_drawn
from sifund.model.memory import STORE
from sifund.model.rows import Draws, RowPaths
from sifund.scenario import Scenario, parse

SCENARIO = "unemployment.benefit_standard=1530;unemployment.refund_rate_sme=90"
YEARS, RUNS = 6, 200
DRAWS, DRAWN_YEARS = 4096, 15
LIMIT_MS, LIMIT_S, LIMIT_MB, FAN_LIMIT_S = 3.0, 0.5, 1000.0, 1.0
ARITHMETIC = frozenset(["+", "-", "*", "/", "**", "<", "positive", "base_year"])
Shape = tuple[int, ...]
Operations = Counter[Shape]


def main() -> int:
    dataset = find(SAMPLE)
    scenario, notices = parse(SCENARIO, dataset)
    assert not notices, notices
    good = [_scenario(dataset, scenario), _draws(dataset), _fan(dataset)]
    return 0 if all(good) else 1


def _scenario(dataset: Dataset, scenario: Scenario) -> bool:
    def run() -> None:
        run_sides(dataset, [scenario.changes], YEARS)

    took = _median(run, RUNS, warm=20) * 1000
    bare = _arithmetic(RowPaths(calibrate(dataset), [scenario.moves], YEARS), runs=50) * 1000
    print(f"one scenario with its baseline, {YEARS} years, median of {RUNS} runs")
    good = judge("one scenario: time", took, LIMIT_MS, "ms")
    print(f"  plain NumPy arithmetic {bare:.3f} ms = {bare / took:.0%} of it")
    return good


def _draws(dataset: Dataset) -> bool:
    draws = make_draws(calibrate(dataset), DRAWS, DRAWN_YEARS)

    def run() -> None:
        run_drawn(dataset, (), DRAWN_YEARS, draws)

    before = _peak_mb()
    took = _median(run, 5, warm=1)
    peak = _peak_mb()
    bare = _arithmetic(RowPaths(calibrate(dataset), [], DRAWN_YEARS, draws), runs=3)
    moved = len(draws.rates) + len(draws.factors)
    print(f"{DRAWS:,} draws × {DRAWN_YEARS} years, {moved} parameters drawn, median of 5 runs after one to warm up")
    good = judge("draws: time", took, LIMIT_S, "s")
    good &= judge("draws: memory", peak, LIMIT_MB, "MB")
    print(f"  of which {peak - before:.0f} MB came with the draws, the rest is the program")
    print(f"  plain NumPy arithmetic {bare:.3f} s = {bare / took:.0%} of it")
    return good


def _fan(dataset: Dataset) -> bool:
    """Drawing, running and the quantiles of every fund's closing balance and cover, draws not reused."""
    base = calibrate(dataset)

    def run() -> None:
        vars(uncertain(base)).pop(STORE, None)
        drawn = sample(dataset, Scenario(), DRAWN_YEARS, DRAWS, 2021)
        for fund, measure in product((*dataset.funds, catalog.ALL), ("closing", "cover_months")):
            quantiles(drawn.measure(fund, measure))

    took = _median(run, 5, warm=1)
    bare = _arithmetic(RowPaths(base, [()], DRAWN_YEARS, draw(uncertain(base), DRAWS, 2021)), runs=3)
    print(
        f"fan of {DRAWS:,} draws × {DRAWN_YEARS} years: draws, run and quantiles, median of 5 runs after one to warm up"
    )
    good = judge("fan: time", took, FAN_LIMIT_S, "s")
    print(f"  {took / bare:.1f} × the plain NumPy arithmetic of the run alone, {bare:.3f} s")
    return good


def make_draws(base: Baseline, size: int, years: int) -> Draws:
    """Every growth assumption drawn by year over its range, every dated driver ±10%."""
    random = np.random.default_rng(2021)
    start = month_of(base.base_year)
    rates, factors = {}, {}
    for key, p in catalog.parameters().items():
        if key not in base.values:
            continue
        if p.kind == "assumption" and p.unit is GROWTH:
            low, high = p.soft_range(base.value_at(key, start) or 0.0)
            rates[key] = random.uniform(low, high, (size, years))
        elif p.kind == "driver" and p.dated:
            factors[key] = random.uniform(0.9, 1.1, (size, years))
    return Draws(size, rates=rates, factors=factors)


# --- the same arithmetic without the program --------------------------------------------------------------------------


def _arithmetic(paths: RowPaths, runs: int) -> float:
    """Seconds that bare elementwise products of the same number and shapes take."""
    operations = _count(paths)
    arrays = {shape: (np.full(shape, 1.5), np.full(shape, 0.5)) for shape in operations}

    def run() -> None:
        for shape, times in operations.items():
            left, right = arrays[shape]
            for _ in range(times):
                np.multiply(left, right)

    return _median(run, runs, warm=1)


def _count(paths: RowPaths) -> Operations:
    """Elementwise operations of a run by the shape of what they give."""
    found: Operations = Counter()
    read: dict[str, Parameter] = {}
    for line in paths.base.modelled.values():
        for p in line.parameters:
            read |= {p.key: p} | ({p.grows.key: p.grows} if p.grows else {})
    for p in read.values():
        found.update(_path_operations(paths, p))
    shapes: dict[str, Shape] = {}
    for line in (*catalog.quantities().values(), *paths.base.modelled.values()):
        if line.fund in paths.base.funds:
            found.update(_line_operations(paths, line, shapes))
            found[shapes[line.key][0], 12 * paths.years] += line.kind != "quantity"  # months to years
    for fund in paths.base.funds:
        sums = len(paths.base.keys_of(fund, "income")) + len(paths.base.keys_of(fund, "expenditure"))
        found[paths.rows,] += paths.years * (sums + 6)  # sums of a year, closing, surplus, cover
    return found


def _path_operations(paths: RowPaths, p: Parameter) -> Iterator[Shape]:
    """Growth on, growth since the step, the draw, the bounds, percent to fraction."""
    full = paths.path(p).shape
    if full[0] == 1:
        return
    drawn = paths.draws is not None
    touched = paths.draws is not None and paths.draws.touches(p.key)
    for needed in (p.grows, p.grows, touched, drawn, p.unit.percent):
        if needed:
            yield full


def _line_operations(paths: RowPaths, line: Line, shapes: dict[str, Shape]) -> Iterator[Shape]:
    """A formula's operations: over the whole run, or year by year where it looks back."""
    once: list[Shape] = []
    shapes[line.key] = _shape(paths, line.tree, shapes, once)
    for shape in once:
        if line.looks_back:
            yield from [(shape[0], *(min(months, 12) for months in shape[1:]))] * paths.years
        else:
            yield shape


def _shape(paths: RowPaths, node: Expr, shapes: dict[str, Shape], once: list[Shape]) -> Shape:
    months = 12 * paths.years
    match node.op, node.args:
        case "read", (Parameter() as p,):
            return paths.path(p).shape
        case "read", (Line() as line,):
            if line.key not in shapes:
                shapes[line.key] = _shape(paths, line.tree, shapes, [])
            return shapes[line.key]
        case "opening" | "cover" | "before" | "base_cover" | "spent" | "others", _:
            return paths.rows, 1
        case "baseline", (_, Expr() as amount):
            return 1, _shape(paths, amount, shapes, once)[1]
        case "baseline" | "in_month", _:
            return 1, months
        case "number" | "base_amount", _:
            return 1, 1
    shape = np.broadcast_shapes((1, 1), *(_shape(paths, a, shapes, once) for a in node.args if isinstance(a, Expr)))
    if node.op == "stock":
        once += [(shape[0],)] * (2 * months)
        return shape[0], months
    if node.op in ARITHMETIC:
        once.append(shape)
    return shape


def _median(run: Callable[[], None], runs: int, warm: int) -> float:
    """Median seconds of a run."""
    for _ in range(warm):
        run()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def _peak_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1_000_000 if sys.platform == "darwin" else 1_000)


if __name__ == "__main__":
    sys.exit(main())
