"""The parameter paths of every row of a run: the baseline, its scenarios, and their draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sifund.baseline import Baseline
from sifund.parameter import Parameter, Steps, month_of
from sifund.paths import Array, growth_index, hold_year, merge, step_path
from sifund.scenario import Scenario

UNSET: Steps = ((0, float("nan")),)
"""The path of a lever that has no value until one is typed (the fiscal subsidy)."""


@dataclass(frozen=True, eq=False)
class Draws:
    """Values drawn for every scenario alike; they act from January after the base year.

    `rates` replace growth by year [percent] (draw, year); `factors` multiply and `shifts` add to a parameter's path in
    its own unit (draw, year); `openings` replace a fund's opening balance [yuan] (draw,). `months`: the run keeps the
    months of its lines, as one without draws does. `baseline`: the baseline is drawn too, beside the scenarios.
    """

    size: int
    rates: Mapping[str, Array] = field(default_factory=dict)
    factors: Mapping[str, Array] = field(default_factory=dict)
    shifts: Mapping[str, Array] = field(default_factory=dict)
    openings: Mapping[str, Array] = field(default_factory=dict)
    months: bool = False
    baseline: bool = True

    def touches(self, key: str) -> bool:
        return any(key in table for table in (self.rates, self.factors, self.shifts))


class RowPaths:
    """Paths by parameter (row or 1, month), made when first read. Row 0 is the baseline.

    Without draws row i is scenario i; with draws the baseline and each scenario have a block of `draws.size` rows.
    """

    def __init__(self, base: Baseline, scenarios: Sequence[Scenario], years: int, draws: Draws | None) -> None:
        self.base, self.years, self.draws = base, years, draws
        self.block = draws.size if draws else 1
        drawn = [Scenario()] if draws and draws.baseline else []
        self.moves = [dict(s.moves) for s in (*drawn, *scenarios)]
        self.rows = 1 + len(self.moves) * self.block
        self._kept: dict[str, Array] = {}

    def path(self, p: Parameter) -> Array:
        """As formulas read it: percents as fractions, January's or October's value held all year."""
        if p.key not in self._kept:
            self._kept[p.key] = hold_year(p, self._all_rows(p) / p.divisor) if self._varies(p) else self.first(p)
        return self._kept[p.key]

    def first(self, p: Parameter) -> Array:
        """The baseline's path (1, month)."""
        if p.key not in self.base.values:
            return step_path(UNSET, self.base.base_year, self.years)
        return self.base.path(p, self.years)

    def forget(self, fund: str) -> None:
        """Drop a fund's paths: once run, nothing reads them again."""
        self._kept = {key: path for key, path in self._kept.items() if not key.startswith(f"{fund}.")}

    def _varies(self, p: Parameter) -> bool:
        changed = any(p.key in moves for moves in self.moves) or (self.draws is not None and self.draws.touches(p.key))
        return changed or (p.grows is not None and self._varies(p.grows))

    def _all_rows(self, p: Parameter) -> Array:
        """Each distinct path worked out once, in the parameter's own unit, then drawn."""
        index = growth_index(self.path(p.grows)[:, ::12]) if p.grows else None
        known = self.base.values[p.key].steps if p.key in self.base.values else UNSET
        given = [merge(known, self._dated(p, moves.get(p.key, ()))) for moves in self.moves]
        out = np.empty((self.rows, 12 * self.years))
        out[0] = self.first(p) * p.divisor if p.reads else step_path(
            known, self.base.base_year, self.years, index[:1] if index is not None else None
        )  # fmt: skip
        for steps in dict.fromkeys(given):
            rows = np.flatnonzero(np.repeat([g == steps for g in given], self.block)) + 1
            own = index[rows] if index is not None and len(index) > 1 else index
            out[rows] = step_path(steps, self.base.base_year, self.years, own)
        return self._drawn(p, out) if self.draws else out

    def _dated(self, p: Parameter, steps: Steps) -> Steps:
        return steps if p.dated else tuple((month_of(self.base.base_year), value) for _, value in steps)

    def _drawn(self, p: Parameter, path: Array) -> Array:
        """Apply the draws after the base year, to every block alike; a typed growth is not drawn."""
        assert self.draws is not None
        later = path[1:].reshape(len(self.moves), self.block, self.years, 12)[:, :, 1:]
        for table, apply in (
            (self.draws.rates, _replace), (self.draws.factors, np.multiply), (self.draws.shifts, np.add),
        ):  # fmt: skip
            if p.key in table:
                drawn = table[p.key][None, :, 1 : self.years, None]
                open_rows = np.array([apply is not _replace or p.key not in moves for moves in self.moves], dtype=bool)
                later[open_rows] = apply(later[open_rows], drawn)
        return np.clip(path, p.low, p.high, out=path)


def _replace(path: Array, drawn: Array) -> Array:
    return np.broadcast_to(drawn, path.shape)
