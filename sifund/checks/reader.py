"""What a relation may ask of a dataset's figures, and the sources that its answer rests on; nothing assumed is an answer."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sifund.checks.facts import Facts
from sifund.declare.formula import Line
from sifund.declare.known import Known, exact, printed
from sifund.declare.parameter import Parameter, month_of
from sifund.model.paths import step_path


class Unknown(LookupError):
    """The data lack a figure that a relation asks for, or its condition does not hold."""


@dataclass(eq=False)
class Reader:
    """Answers a relation's questions (`sifund.declare.relation.Stated`) and remembers the sources that it used."""

    facts: Facts
    fund: str
    sources: list[str] = field(default_factory=list)

    def _take(self, value: Known | None, source: str) -> Known:
        if value is None:
            raise Unknown
        self.sources += [part for part in source.split("; ") if part and part not in self.sources]
        return value

    def amount(self, line: Line) -> Known:
        """See `Stated`."""
        row = self.facts.dataset.line(line.key)
        if row is None:
            raise Unknown
        return self._take(self.facts.evidence(row, "actual"), row.source)

    def cause(self, line: Line, factor: str) -> Known:
        """See `Stated`; an assumed split is no statement."""
        for row in self.facts.reasons(line.key, self.facts.base_year):
            if row.basis != "assumed" and row.factor == factor and row.amount_yuan is not None:
                return self._take(printed(row.amount_yuan, row.amount_step_yuan), row.source)
        raise Unknown

    def count(self, name: str, ago: int = 0) -> Known:
        """See `Stated`; an assumed count is no statement."""
        row = self.facts.indicator(self.fund, f"count.{name}", self.facts.base_year - ago)
        if row is None or row.basis == "assumed":
            raise Unknown
        return self._take(printed(row.value or 0, row.step), row.source)

    def standard(self, p: Parameter) -> Known:
        """See `Stated`."""
        return exact(float(self._path(p)[-1]))

    def mean(self, p: Parameter) -> Known:
        """See `Stated`."""
        return exact(float(self._path(p).mean()))

    def _path(self, p: Parameter) -> np.ndarray:
        """Values as the data give them over the months covered, growth left out: the base year has none."""
        steps = self.facts.dataset.steps(p.key)
        if (
            any(row.basis == "assumed" for row in self.facts.dataset.parameter_rows(p.key))
            or not steps
            or steps[0][0] > month_of(self.facts.base_year, 12)
        ):
            raise Unknown
        for row in self.facts.dataset.parameter_rows(p.key):
            self._take(exact(row.value), row.source)
        return step_path(steps, self.facts.base_year, 1)[0, : self.facts.dataset.meta.months_covered]

    def months(self) -> Known:
        """See `Stated`."""
        return exact(self.facts.dataset.meta.months_covered)

    def funds(self) -> Known:
        """See `Stated`."""
        return exact(len(self.facts.dataset.funds))

    def percent(self, share: Known) -> Known:
        """See `Stated`."""
        return share * 100

    def only_if(self, holds: bool) -> None:
        """See `Stated`."""
        if not holds:
            raise Unknown
