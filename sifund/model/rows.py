"""The parameter paths of every row of a run: the baseline, its scenarios, and their draws."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sifund.declare.parameter import Month, Parameter, Steps, month_of
from sifund.model.baseline import Baseline
from sifund.model.ground import FlatLine
from sifund.model.paths import Array, growth_index, merge, step_path
from sifund.scenario import Changes, Scenario


@dataclass(frozen=True, eq=False)
class Draws:
    """Values drawn for every scenario alike; they act from January after the base year.

    `rates` replace growth by year [percent] (draw, year); `factors` multiply and `shifts` add to a parameter's path in
    its own unit (draw, year); `openings` replace a fund's opening balance [yuan] (draw,). `months`: the run keeps the
    months of its lines, as one without draws does. `baseline`: the baseline is drawn too, beside the scenarios.
    `keeps`: a held line is in every row what keeps the base year's cover there.
    `shocks`: they move what a scenario types too; what is drawn else is not, from the month on from which it is typed.
    """

    size: int
    rates: Mapping[str, Array] = field(default_factory=dict[str, Array])
    factors: Mapping[str, Array] = field(default_factory=dict[str, Array])
    shifts: Mapping[str, Array] = field(default_factory=dict[str, Array])
    openings: Mapping[str, Array] = field(default_factory=dict[str, Array])
    months: bool = False
    baseline: bool = True
    keeps: bool = False
    shocks: bool = False

    def touches(self, key: str) -> bool:
        """Whether a parameter is drawn, in any way."""
        return any(key in table for table in (self.rates, self.factors, self.shifts))


class RowPaths:
    """Paths by parameter (row or 1, month), made when first read. Row 0 is the baseline.

    `moves` are what each row changes. Without draws each is a row; with draws the baseline and each of them have a block
    of `draws.size` rows.
    """

    def __init__(self, base: Baseline, moves: Sequence[Changes], years: int, draws: Draws | None = None) -> None:
        self.base, self.years, self.draws = base, years, draws
        self.block = draws.size if draws else 1
        drawn: list[Changes] = [()] if draws and draws.baseline else []
        self.moves: list[dict[str, Steps]] = [dict(changed) for changed in (*drawn, *moves)]
        self.rows = 1 + len(self.moves) * self.block
        self.keeps_months = draws is None or draws.months
        self._moved: dict[str, list[int]] = {}
        for number, changed in enumerate(self.moves):
            for key in changed:
                self._moved.setdefault(key, []).append(number)
        self._paths: dict[str, Array] = {}

    def path(self, p: Parameter) -> Array:
        """As formulas read it: percents as fractions, January's or October's value held all year."""
        if p.key not in self._paths:
            self._paths[p.key] = self._all_rows(p) if self._varies(p) else self.first(p)
        return self._paths[p.key]

    def first(self, p: Parameter) -> Array:
        """The baseline's path (1, month)."""
        return self.base.path(p, self.years)

    def flat(self, item: FlatLine) -> Array:
        """A line that is carried flat (row or 1, month) [yuan], in draws times the share that is drawn of it."""
        path = item.path(12 * self.years)
        if self.draws is None or item.key not in self.draws.factors:
            return path
        shares = np.ones((self.rows, self.years))
        shares[1:] = np.tile(self.draws.factors[item.key][:, : self.years], (len(self.moves), 1))
        return path * np.repeat(shares, 12, axis=1)

    @property
    def bytes(self) -> int:
        """What the paths take that are not the baseline's own."""
        return sum(path.nbytes for path in list(self._paths.values()) if len(path) > 1)

    def forget(self, fund: str) -> None:
        """Drop a fund's paths: once run, nothing reads them again."""
        self._paths = {key: path for key, path in self._paths.items() if not key.startswith(f"{fund}.")}

    def vary(self, some: Iterable[Parameter]) -> bool:
        """Whether any row takes another path of any of them."""
        return any(map(self._varies, some))

    def _varies(self, p: Parameter) -> bool:
        changed = p.key in self._moved or (self.draws is not None and self.draws.touches(p.key))
        return changed or (p.grows is not None and self._varies(p.grows))

    def _all_rows(self, p: Parameter) -> Array:
        """Each distinct path worked out once, where it can turn, in the parameter's own unit; then drawn, and spread
        over the months."""
        index = growth_index(self.path(p.grows)[:, ::12]) if p.grows else None
        alike = self._alike(p)
        at, lasts = self._turns(p, alike)
        out = np.empty((self.rows, len(at)))
        for steps, numbers in alike.items():
            rows = np.add.outer(np.array(numbers, dtype=int) * self.block + 1, np.arange(self.block)).ravel()
            picked = index[rows] if index is not None and len(index) > 1 else index
            out[rows] = step_path(steps, self.base.base_year, self.years, picked, at)
        if self.draws:
            self._draw(p, out[1:], at)
        out[1:] /= p.divisor
        out[0] = self.first(p)[0, at]
        return np.repeat(out, lasts, axis=1)

    def _alike(self, p: Parameter) -> dict[Steps, list[int]]:
        """Which scenarios take the same steps; first those, if any, that leave the baseline's as they are."""
        base, moving = self.base.steps(p.key), self._moved.get(p.key, ())
        still = set(range(len(self.moves))).difference(moving)
        alike = {base: sorted(still)}
        for number in moving:
            steps = merge(base, self._dated(p, self._in_force(p, self.moves[number])))
            alike.setdefault(steps, []).append(number)
        return alike

    def _turns(self, p: Parameter, given: Iterable[Steps]) -> tuple[NDArray[np.intp], NDArray[np.intp] | int]:
        """Months from the base year's January on at which some row can turn, and how many months each lasts: Januaries
        and dated steps; of a parameter that is read in one month, that month of every year."""
        months, first = 12 * self.years, month_of(self.base.base_year)
        if p.reads:
            return np.arange(p.reads - 1, months, 12), 12
        dated = {month - first for steps in given for month, _ in steps}
        at = np.array(sorted({*range(0, months, 12), *(month for month in dated if 0 < month < months)}))
        return at, np.diff(at, append=months)

    @staticmethod
    def _in_force(p: Parameter, moves: Mapping[str, Steps]) -> Steps:
        """What a row types; no value from where it types the one in whose place the parameter stands."""
        steps, other = moves.get(p.key, ()), moves.get(p.instead_of.key, ()) if p.instead_of else ()
        ends = {month: np.nan for month, _ in other if steps and month > steps[0][0]}
        return tuple(sorted((ends | dict(steps)).items()))

    def _dated(self, p: Parameter, steps: Steps) -> Steps:
        return steps if p.dated else tuple((month_of(self.base.base_year), value) for _, value in steps)

    def _draw(self, p: Parameter, path: Array, at: NDArray[np.intp]) -> None:
        """Apply the draws after the base year to every block of a path (row, turn), as far as it is drawn."""
        assert self.draws is not None
        draws, first = self.draws, int(np.searchsorted(at, 12))
        for moves, block in zip(self.moves, path.reshape(len(self.moves), self.block, len(at)), strict=True):
            later = block[:, first : max(first, int(np.searchsorted(at, self._drawn_until(p, moves))))]
            year = at[first : first + later.shape[1]] // 12
            for table, apply in ((draws.rates, _replace), (draws.factors, np.multiply), (draws.shifts, np.add)):
                if p.key in table:
                    later[:] = apply(later, table[p.key][:, year])
        np.clip(path, p.low, p.high, out=path)

    def _drawn_until(self, p: Parameter, moves: Mapping[str, Steps]) -> Month:
        """The month, counted from the base year's January, from which a parameter is typed and so known."""
        typed = () if self.draws and self.draws.shocks else moves.get(p.key, ())
        return typed[0][0] - month_of(self.base.base_year) if typed else 12 * self.years

    def split_off(self, fund: str) -> Array:
        """What the drawn parts of products add to the fund's amounts of the base year, of which only the whole is known
        (row or 1, year) [yuan]: its held line makes up for it."""
        rate = np.zeros((1, self.years))
        if self.draws is None or self.draws.shocks:
            return rate
        for line in self.base.lines_of(fund):
            parts = [p for p in line.parameters if p.spread and p.spread.split and p.key in self.draws.factors]
            if parts:
                share = np.prod([self._share(p) for p in parts], axis=0) - 1
                rate = rate + share * self.base.base_values(line).done[line.key].sum()
        return rate

    def _share(self, p: Parameter) -> Array:
        """What a parameter is drawn at, of its undrawn value, by year (row, year)."""
        assert self.draws is not None
        shares = np.ones((self.rows, self.years))
        for moves, block in zip(self.moves, shares[1:].reshape(len(self.moves), self.block, -1), strict=True):
            last = max(1, -(-self._drawn_until(p, moves) // 12))
            block[:, 1:last] = self.draws.factors[p.key][:, 1:last]
        return shares


def _replace(path: Array, drawn: Array) -> Array:
    return drawn


def steps_from(base: Baseline, scenario: Scenario, p: Parameter, month: Month) -> Steps:
    """A parameter's path in a scenario from a month on, in its own unit, as dated values that leave it as it is: the
    value in force that month, which growth runs on from, then the dated values after it. Values have 15 digits."""
    years = max(month // 12 - base.base_year + 1, 1)
    base_steps = base.steps(p.key)
    steps = merge(base_steps, scenario.steps(p.key)) if p.dated else scenario.steps(p.key) or base_steps
    index = None
    if p.grows:
        index = growth_index(RowPaths(base, [scenario.moves], years).path(p.grows)[-1:, ::12])
    at = np.array([max(month - month_of(base.base_year), 0)])
    value = float(step_path(steps, base.base_year, years, index, at)[0, 0])
    return (month, float(f"{value:.15g}")), *(step for step in steps if p.dated and step[0] > month)
