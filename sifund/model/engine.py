"""The engine: every row of a run at once. One loop over years for what looks back, all else whole arrays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sifund import catalog
from sifund.declare.formula import Line
from sifund.model.baseline import Baseline
from sifund.model.memory import remembered
from sifund.model.paths import Array
from sifund.model.result import FundBalances, Part, finite
from sifund.model.rows import RowPaths
from sifund.model.values import ArrayValues


def run_rows(paths: RowPaths, funds: Sequence[str] = ()) -> Part:
    """One baseline and its rows, fund by fund, so that of draws only one fund's paths are in memory at a time. A fund that
    no row moves is worked out once for all runs of the baseline, and so are the lines of one that some row moves, as far
    as they rest on nothing that is moved."""
    part = Part(paths.base, paths.years, paths.rows)
    for fund in funds or paths.base.funds:
        if paths.draws is None and not paths.vary(paths.base.parameters_of(fund)):
            part.take(_unmoved(paths.base, paths.years, fund), fund)
        else:
            _run_fund(part, paths, fund)
        if paths.draws:
            paths.forget(fund)
    return part


@remembered()
def _unmoved(base: Baseline, years: int, fund: str) -> Part:
    """A fund beside a row that changes nothing, so that sums run as they do beside any."""
    paths = RowPaths(base, [()], years)
    part = Part(base, years, paths.rows)
    _run_fund(part, paths, fund)
    return part


def _run_fund(part: Part, paths: RowPaths, fund: str) -> None:
    base = part.base
    values = ArrayValues(paths.path, paths.first, 12 * paths.years, base.early, base.base_amounts)
    for key, item in base.flat.items():
        values.done[key] = paths.flat(item)
    values.done |= {key: np.zeros((1, 12 * paths.years)) for key in base.absent(fund)}
    if paths.draws is None and any(paths.moves):
        values.done |= _still(paths, fund)
    values.split_off, values.keeps = paths.split_off(fund), paths.draws is not None and paths.draws.keeps
    later = sorted((x for x in base.lines_of(fund) if x.looks_back), key=lambda line: line.last)
    _run_lines(part, paths, fund, values, later)
    part.balances[fund] = _run_years(part, paths, fund, values, later)
    if paths.draws is None:
        part.quantities |= {key: x for key, x in values.done.items() if key in catalog.quantities()}


def _still(paths: RowPaths, fund: str) -> dict[str, Array]:
    """Lines and quantities of a fund that no row moves and that do not look back (1, month) [yuan]."""
    part, items = _unmoved(paths.base, paths.years, fund), {**catalog.quantities(), **paths.base.modelled}
    return {
        key: amounts[:1]
        for key, amounts in (part.months | part.quantities).items()
        if key in items and not items[key].looks_back and not paths.vary(items[key].rests_on)
    }


def _run_lines(part: Part, paths: RowPaths, fund: str, values: ArrayValues, later: Sequence[Line]) -> None:
    """The fund's lines that do not look back, over the whole run; room for those that do."""
    months = 12 * paths.years
    for line in part.base.lines_of(fund):
        if line in later:
            values.done[line.key] = np.zeros((paths.rows, months))
        elif line.key not in values.done:
            amounts = np.atleast_2d(line.formula(values))
            values.keep(line, np.broadcast_to(amounts, (len(amounts), months)))
    waiting = {line.key for line in later}
    for key in (*part.base.keys_of(fund, "income"), *part.base.keys_of(fund, "expenditure")):
        if key not in waiting:
            part.add(key, values.done[key], keep_months=paths.keeps_months)


def _run_years(part: Part, paths: RowPaths, fund: str, values: ArrayValues, later: Sequence[Line]) -> FundBalances:
    """Year by year what looks back, and the balances."""
    base = part.base
    balances = FundBalances.empty(paths.rows, paths.years)
    balances.opening[:, 0] = base.openings[fund].yuan
    if paths.draws and fund in paths.draws.openings:
        balances.opening[1:, 0] = np.tile(paths.draws.openings[fund], len(paths.moves))
    nothing = np.zeros((1, paths.years))
    fixed = {
        kind: sum((part.annual[key] for key in base.keys_of(fund, kind) if key in part.annual), nothing)
        for kind in ("income", "expenditure")
    }
    beside = sum((part.annual[x.key] for x in base.lines_of(fund) if x.beside and x not in later), nothing)
    for year in range(paths.years):
        _run_year(base, fund, year, later, values, balances, fixed, beside[:, year])
    for line in later:
        part.add(line.key, values.done[line.key], keep_months=paths.keeps_months)
    return balances


def _run_year(
    base: Baseline, fund: str, year: int, later: Sequence[Line], values: ArrayValues, balances: FundBalances,
    fixed: dict[str, Array], beside: Array,
) -> None:  # fmt: skip
    """What looks back in one year, in order, last what looks around (interest, refund, subsidy); then the balances."""
    values.window = slice(12 * year, 12 * year + 12)
    values.opening = balances.opening[:, year : year + 1]
    values.cover = balances.cover[:, year - 1 : year] if year else _look_back(base, fund, values.opening)
    sums = {kind: np.zeros(len(balances.opening)) + fixed[kind][:, year] for kind in fixed}
    for line in later:
        if line.last:
            columns = _start(balances, year), sums["expenditure"], sums["income"]
            values.look_around(*(column[:, None] for column in columns))
        values.done[line.key][:, values.window] = values.pay(line, line.formula(values))
        paid = values.done[line.key][:, values.window].sum(axis=1)
        paid = np.where(np.isnan(paid), 0.0, paid)  # interest on what is unknown
        sums[line.kind] = sums[line.kind] + paid
        beside = beside + paid if line.beside else beside
    balances.enter(year, sums["income"], sums["expenditure"], sums["expenditure"] - beside)
    if not year:
        values.base_cover = finite(balances.cover[:, :1])


def _start(balances: FundBalances, year: int) -> Array:
    """What the fund starts a year with (row,) [yuan]; where its balance is unknown, what it gained since the base year's
    start."""
    opening = balances.opening[:, year]
    gained = (balances.income - balances.expenditure)[:, :year].sum(axis=1) if np.isnan(opening).any() else opening
    return np.where(np.isnan(opening), gained, opening)


def _look_back(base: Baseline, fund: str, opening: Array) -> Array:
    outlay = base.outlay.get(fund, 0.0)
    return 12 * opening / outlay if outlay > 0 else np.full_like(opening, np.inf)
