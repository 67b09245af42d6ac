"""How a measure of the fund looked at is shown on this page's charts."""

from __future__ import annotations

from dataclasses import dataclass

from sifund import catalog
from sifund.charts.theme import IN_UNIT
from sifund.declare.measure import MEASURES
from sifund.declare.unit import Unit
from sifund.text import Text
from sifund.ui.outlook.subject import Subject


@dataclass(frozen=True, slots=True)
class Shown:
    """Name and unit, and whether it may be less than nought."""

    name: Text
    unit: Unit
    signed: bool

    @property
    def axis(self) -> Text:
        return IN_UNIT.format(name=self.name, unit=self.unit.column)

    def gap(self, value: float | None) -> Text:
        """A difference of two values with its unit."""
        return self.unit.change_words(0.0, value)


def shown(subject: Subject, measure: str) -> Shown:
    """How a measure of the fund looked at is shown."""
    return Shown(catalog.measure_name(measure, subject.fund), MEASURES[measure].unit, MEASURES[measure].signed)
