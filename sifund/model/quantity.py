"""A quantity that the run itself did not need, worked out afterwards on its rows."""

from __future__ import annotations

import numpy as np

from sifund.declare.formula import Line
from sifund.model.paths import Array
from sifund.model.result import Part, finite
from sifund.model.rows import RowPaths
from sifund.model.values import ArrayValues


def quantity_rows(part: Part, paths: RowPaths, item: Line) -> Array:
    """A quantity in every row of a run (row or 1, month)."""
    months = 12 * part.years
    values = ArrayValues(paths.path, paths.first, months, part.base.early, part.base.base_amounts)
    with np.errstate(divide="ignore", invalid="ignore"):
        amounts = np.atleast_2d(_by_year(part, item, values) if item.looks_back else values[item])
    return np.broadcast_to(amounts, (len(amounts), months))


def _by_year(part: Part, item: Line, values: ArrayValues) -> Array:
    """One that looks back, year by year, as the engine does."""
    values.done |= part.months
    for node in item.tree.walk():
        if node.op == "before" and node.args[0].key not in values.done:
            values.keep(node.args[0], values[node.args[0]])
    balances, base = part.balances[item.fund], part.base
    values.base_cover = finite(balances.cover[:, :1])
    years: list[Array] = []
    for year in range(part.years):
        values.window = slice(12 * year, 12 * year + 12)
        values.opening = balances.opening[:, year : year + 1]
        first = np.full((1, 1), base.look_back(item.fund))
        values.cover = balances.cover[:, year - 1 : year] if year else first
        amounts = np.atleast_2d(values.pay(item, item.formula(values)))
        years.append(np.broadcast_to(amounts, (part.rows, 12)))
    return np.concatenate(years, axis=1)
