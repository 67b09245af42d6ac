"""How a measure is shown: its name for the fund, its unit, scale and places."""

from __future__ import annotations

from dataclasses import dataclass

from sifund.analysis.words import MEASURE
from sifund.text import MONTHS_NAME, YI, Text, cover_number, cover_words, format_number, format_yi, same
from sifund.ui.outlook.seen import COVER, Seen

AXIS = Text("{name}（{unit}）", "{name} ({unit})")
HUNDRED_MILLION = Text("亿元", "100M yuan")


@dataclass(frozen=True, slots=True)
class Shown:
    """Name, unit, the number that the unit stands for, and places."""

    name: Text
    unit: Text
    scale: float
    places: int

    @property
    def axis(self) -> Text:
        return AXIS.format(name=self.name, unit=self.unit)

    @property
    def number(self) -> str:
        """The format of its axis and tooltips."""
        return f",.{self.places}f"

    def number_of(self, value: float) -> Text:
        """A value in its unit, without naming it."""
        return (
            cover_number(value, self.places)
            if self.unit is MONTHS_NAME
            else same(format_number(value / self.scale, self.places))
        )

    def words(self, value: float | None) -> Text:
        """A value with its unit; a dash for none."""
        if self.unit is HUNDRED_MILLION:
            return Text(format_yi(value, "zh"), format_yi(value, "en"))
        return cover_words(value, self.places)

    def gap(self, value: float | None) -> Text:
        """A difference of two values with its unit."""
        if self.unit is HUNDRED_MILLION:
            return self.words(value)
        number = format_number(value, self.places)
        return Text(f"{number}{self.unit.zh}", f"{number} {self.unit.en}")


def shown(seen: Seen, measure: str) -> Shown:
    """How a measure of the fund looked at is shown."""
    if measure == COVER:
        return Shown(seen.cover_name, MONTHS_NAME, 1.0, 1)
    return Shown(MEASURE[measure], HUNDRED_MILLION, float(YI), 2)
