"""The run that is explained: one side of a case, with the paths behind it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from math import nan

import numpy as np

from sifund import catalog
from sifund.analysis.explain.nodes import MONTHS, Step
from sifund.declare.formula import Line
from sifund.declare.parameter import Parameter, Steps, month_of
from sifund.model.baseline import Baseline
from sifund.model.case import Side
from sifund.model.paths import UNSET, Array, merge

Pair = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Run:
    """A side, read year by year beside its baseline."""

    side: Side

    @property
    def base(self) -> Baseline:
        return self.side.base

    @property
    def changes(self) -> dict[str, Steps]:
        """The changes that act in this run: none but base-year inputs in a baseline."""
        return self.side.changes

    @property
    def is_baseline(self) -> bool:
        return self.side.is_baseline

    def line(self, key: str, year: int) -> Pair:
        """A line's amount in a year of the run, and in its baseline [yuan]."""
        return float(self.side.line(key)[year]), float(self.side.baseline.line(key)[year])

    def total(self, item: Line, year: int) -> Pair:
        """The same of a quantity too, over its months; NaN where it is not known."""
        if item.kind != "quantity":
            return self.line(item.key, year)
        after, before = (x.quantity(item) for x in (self.side, self.side.baseline))
        months = slice(MONTHS * year, MONTHS * (year + 1))
        return (
            (nan, nan) if after is None or before is None else (float(after[months].sum()), float(before[months].sum()))
        )

    def measure(self, fund: str, name: str, year: int) -> Pair:
        """A fund's measure in a year of the run, and in its baseline; NaN where it is unknown."""
        after, before = (x.measure(fund, name) for x in (self.side, self.side.baseline))
        return nan if after is None else float(after[year]), nan if before is None else float(before[year])

    def gained(self, fund: str, years: int) -> Pair:
        """What a fund gained in the first years of the run, and in its baseline."""
        after, before = zip((0.0, 0.0), *(self.measure(fund, "surplus", year) for year in range(years)), strict=True)
        return sum(after), sum(before)

    def path(self, p: Parameter, year: int, *, baseline: bool = False) -> Array:
        """A parameter's months of a year, as formulas read them (12,)."""
        side = self.side.baseline if baseline else self.side
        return side.path(p)[MONTHS * year : MONTHS * (year + 1)]

    def steps(self, p: Parameter, year: int, *, baseline: bool = False) -> tuple[Step, ...]:
        """The steps of the path that the year's months read, with the growth since each; none where nothing is set."""
        changed = () if baseline else self.changes.get(p.key, ())
        if not p.dated:
            changed = tuple((month_of(self.base.base_year), value) for _, value in changed)
        base_steps = self.base.steps(p.key)
        months = range(1, MONTHS + 1)
        read = {m: self._step(merge(base_steps, changed), year, p.reads or m) for m in months}
        return tuple(
            Step(*step, self._growth(p, step[0] // 12, year, baseline), tuple(m for m in months if read[m] == step),
                 None if step in changed else self.base.values[p.key].ground_at(step[0]))
            for step in dict.fromkeys(read.values()) if step not in UNSET
        )  # fmt: skip

    def _step(self, steps: Steps, year: int, month: int) -> tuple[int, float]:
        now = month_of(self.base.base_year + year, month)
        return next((step for step in reversed(steps) if step[0] <= now), steps[0])

    def _growth(self, p: Parameter, since: int, year: int, baseline: bool) -> tuple[tuple[int, float], ...]:
        """Growth rates of the Januaries after a step, until the year [percent]."""
        if p.grows is None:
            return ()
        first = max(since - self.base.base_year, 0) + 1
        base_year = self.base.base_year
        grown = ((k, float(self.path(p.grows, k, baseline=baseline)[0]) * 100) for k in range(first, year + 1))
        return tuple((base_year + k, rate) for k, rate in grown)

    def moved(self, p: Parameter) -> Iterator[str]:
        """Keys of the changes that set the parameter, its growth, or the income that it is solved from."""
        for key in self.changes:
            declared = catalog.parameters()[key]
            if declared is p or declared is p.grows or (declared.sets and declared.sets is p):
                yield key

    def reaching(self, lines: Collection[str]) -> tuple[str, ...]:
        """Keys of the changes that may reach any of the lines, directly or through others."""
        direct = {p.key for line in lines if line in catalog.quantities() for p in catalog.movers(line)}
        return tuple(
            key for key in self.changes
            if key in direct or any(line in lines for line in (*catalog.moved_by(key), *catalog.indirect(key)))
            or (catalog.parameters()[key].kind == "input" and any(line.startswith(_fund(key)) for line in lines))
        )  # fmt: skip

    def reaching_fund(self, fund: str) -> tuple[str, ...]:
        """Keys of the changes that may reach a fund's balance."""
        return self.reaching([key for key in self.side.line_keys() if key.startswith(_fund(fund))])


def _fund(key: str) -> str:
    return f"{key.partition('.')[0]}."


def keys_of(keys: Iterable[str]) -> tuple[str, ...]:
    """Each key once."""
    return tuple(dict.fromkeys(keys))


def if_moved(keys: Iterable[str], after: Array, before: Array) -> tuple[str, ...]:
    """The changes that may move an input, where it is moved at all."""
    return () if np.allclose(after, before, rtol=1e-12, atol=1e-9, equal_nan=True) else keys_of(keys)
