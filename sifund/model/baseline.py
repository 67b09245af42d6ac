"""The baseline of a dataset: every parameter's path with its ground, and the base year that it reproduces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any, cast

import numpy as np

from sifund import catalog
from sifund.dataset import Dataset
from sifund.declare.formula import Line
from sifund.declare.parameter import Inputs, Parameter, Steps, month_of
from sifund.model.ground import BaseAmount, FlatLine, Opening, Remainder, Value
from sifund.model.paths import UNSET, Array, growth_index, hold_year, step_path
from sifund.model.values import ArrayValues
from sifund.problem import Problem
from sifund.text import Text


@dataclass(frozen=True, eq=False)
class Baseline:
    """A calibrated dataset; nothing of it can be set.

    `amounts` are base-year amounts that are no driver's; `held` says of a line which reported one stands for it,
    and `parts` which lines make up a reported one; `started` are yearly lines whose first base was solved; `apart` names
    totals that their lines do not add up to; `early` names the month in which part-year data show
    a yearly line as paid; `outlay` is the year before's [yuan], for the base year's look-back. `gaps` are what the
    data do not cover and the model leaves out.
    """

    dataset: Dataset
    inputs: Inputs
    outlay: Mapping[str, float]
    openings: Mapping[str, Opening]
    values: Mapping[str, Value]
    flat: Mapping[str, FlatLine]
    modelled: Mapping[str, Line]
    amounts: Mapping[str, BaseAmount]
    held: Mapping[str, Text]
    parts: Mapping[str, tuple[str, ...]]
    apart: Mapping[str, Problem]
    early: Mapping[str, int]
    started: Sequence[str]
    remainders: Sequence[Remainder]
    notices: Sequence[Problem]
    gaps: Sequence[Problem]
    _paths: dict[tuple[str, int], Array] = field(default_factory=dict[tuple[str, int], Array], init=False)

    @property
    def funds(self) -> tuple[str, ...]:
        return self.dataset.funds

    @property
    def base_year(self) -> int:
        return self.dataset.base_year

    @property
    def months(self) -> int:
        """Months of the base year that the data cover."""
        return self.dataset.meta.months_covered

    def holds(self, key: str) -> bool:
        """Whether the model has a line, by formula or carried flat."""
        return key in self.modelled or key in self.flat

    def path(self, parameter: Parameter, years: int) -> Array:
        """The path (1, month) as formulas read it: percents as fractions, January's or October's value held."""
        if (parameter.key, years) not in self._paths:
            raw = self._raw(parameter, years) / parameter.divisor
            self._paths[parameter.key, years] = hold_year(parameter, raw)
        return self._paths[parameter.key, years]

    def typed_line(self, p: Parameter) -> Line | None:
        """The modelled line, or the quantity, whose amount the parameter is where one is typed; it works without."""
        if shown := next((x for x in catalog.quantities().values() if x.shows is p), None):
            return shown if shown.fund in self.funds else None
        return next((line for line in self.modelled.values() if p in line.optional), None)

    def types(self, p: Parameter) -> bool:
        """Whether somebody filled in a base-year input."""
        return p.key in dict(self.inputs)

    def steps(self, key: str) -> Steps:
        """The dated values of a parameter, in its own unit; NaN where it has none."""
        return self.values[key].steps if key in self.values else UNSET

    def _raw(self, parameter: Parameter, years: int) -> Array:
        index = growth_index(self.path(parameter.grows, years)[:, ::12]) if parameter.grows else None
        return step_path(self.steps(parameter.key), self.base_year, years, index)

    def value_at(self, key: str, month: int) -> float | None:
        """The value in force in a month, in the parameter's own unit; None where the baseline has none."""
        if key not in self.values:
            return None
        years = max(month // 12 - self.base_year + 1, 1)
        return float(self._raw(catalog.parameter(key), years)[0, max(month - month_of(self.base_year), 0)])

    @property
    def base_amounts(self) -> dict[str, float]:
        """Base-year amounts by line that are no driver's [yuan]."""
        return {key: amount.yuan for key, amount in self.amounts.items()}

    def lines_of(self, fund: str) -> list[Line]:
        """A fund's lines that are worked out by formula."""
        return [line for line in self.modelled.values() if line.fund == fund]

    def parameters_of(self, fund: str) -> tuple[Parameter, ...]:
        """All that the formulas of a fund's lines name."""
        return tuple({p: None for line in self.lines_of(fund) for p in line.parameters})

    def keys_of(self, fund: str, kind: str) -> list[str]:
        """Keys of a fund's lines of a kind, modelled first, then those carried flat."""
        modelled = [key for key, line in self.modelled.items() if line.fund == fund and line.kind == kind]
        return modelled + [key for key, item in self.flat.items() if item.fund == fund and item.kind == kind]

    def line_name(self, key: str) -> Text:
        """What a line is called: by the model, or by the office's own table."""
        return self.flat[key].name if key in self.flat else self.dataset.line_name(key)

    def covered(self, key: str) -> float:
        """What the model has for a reported line over the months covered [yuan], with what that line holds."""
        done = self.base_values().done
        return sum(float(done[k][0, : self.months].sum()) for k in self.parts.get(key, (key,)) if k in done)

    def absent(self, fund: str) -> set[str]:
        """Lines that a modelled one reads and the model does not have: they count as nothing."""
        return {x.key for line in self.lines_of(fund) for x in line.lines if not self.holds(x.key)}

    def knows(self, fund: str) -> bool:
        """Whether the fund's opening balance is known; of "all", whether every fund's is."""
        return not any(self.openings[f].missing for f in (self.funds if fund == catalog.ALL else (fund,)))

    def look_back(self, fund: str) -> float:
        """Cover months at the end of the year before the base year; infinite where that year's outlay is unknown, NaN
        where only the opening is."""
        outlay = self.outlay.get(fund, 0.0)
        return 12 * self.openings[fund].yuan / outlay if outlay > 0 else np.inf

    def assumed(self, line: Line) -> list[Parameter]:
        """Assumed parameters that the line's amount of the base year rests on."""
        grounds = {p: self.values[p.key].grounds[0] for p in line.parameters if p.key in self.values}
        rests = [p for p, ground in grounds.items() if ground.basis == "assumed"]
        amount = self.base_values(line).done[line.key].sum() if rests else 0
        return [p for p in rests if self.base_values(line, nudged=p).done[line.key].sum() != amount]

    def base_values(self, *lines: Line, nudged: Parameter | None = None) -> ArrayValues:
        """The base year (1, 12) of the lines asked for, or of all that is modelled, and of those carried flat; with one
        parameter a little higher."""

        def path(p: Parameter) -> Array:
            return self.path(p, 1) * 1.01 + 0.0001 if p is nudged else self.path(p, 1)

        values = ArrayValues(path, path, 12, self.early, self.base_amounts)
        for key, item in self.flat.items():
            values.done[key] = item.path(12)
        nothing = [x.key for line in lines or self.modelled.values() for x in line.lines if not self.holds(x.key)]
        values.done |= {key: np.zeros((1, 12)) for key in nothing}
        for line in sorted(lines or self.modelled.values(), key=lambda line: line.last):
            values.opening = np.full((1, 1), self.openings[line.fund].yuan)
            values.cover = np.full((1, 1), self.look_back(line.fund))
            if line.last:
                self._look_around(values, line)
            if line.key not in values.done:
                values.keep(line, np.broadcast_to(line.formula(values), (1, 12)))
        return values

    def _look_around(self, values: ArrayValues, line: Line) -> None:
        """Set what a line that runs last reads of the year: the fund's other amounts that are known."""
        rest = {
            kind: [k for k in self.keys_of(line.fund, kind) if k in values.done] for kind in ("expenditure", "income")
        }
        spent, others = (np.array([[sum(np.nansum(values.done[k]) for k in keys)]]) for keys in rest.values())
        values.look_around(np.nan_to_num(np.atleast_2d(values.opening)), spent, others)


@dataclass(frozen=True, eq=False)
class Draft(Baseline):
    """A baseline while it is calibrated: its tables are filled and changed, until it leaves."""

    openings: dict[str, Opening] = field(default_factory=dict[str, Opening])
    values: dict[str, Value] = field(default_factory=dict[str, Value])
    flat: dict[str, FlatLine] = field(default_factory=dict[str, FlatLine])
    modelled: dict[str, Line] = field(default_factory=dict[str, Line])
    amounts: dict[str, BaseAmount] = field(default_factory=dict[str, BaseAmount])
    held: dict[str, Text] = field(default_factory=dict[str, Text])
    parts: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    apart: dict[str, Problem] = field(default_factory=dict[str, Problem])
    early: dict[str, int] = field(default_factory=dict[str, int])
    started: list[str] = field(default_factory=list[str])
    remainders: list[Remainder] = field(default_factory=list[Remainder])
    notices: list[Problem] = field(default_factory=list[Problem])
    gaps: list[Problem] = field(default_factory=list[Problem])

    def set(self, key: str, value: Value) -> None:
        """Give a parameter its baseline value."""
        self.values[key] = value
        self._paths.clear()

    def unset(self, key: str) -> None:
        """Take back a parameter's value."""
        self.values.pop(key, None)
        self._paths.clear()

    def frozen(self) -> Baseline:
        """What leaves calibration: the same, and nothing of it can be changed any more."""
        return Baseline(**{f.name: _fixed(getattr(self, f.name)) for f in fields(Baseline) if f.init})


def _fixed(value: Any) -> Any:
    """A table that cannot be changed; all else as it is."""
    return MappingProxyType(cast(dict[str, Any], value)) if isinstance(value, dict) else value
