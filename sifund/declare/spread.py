"""What a parameter may come to be: how it is drawn, and the shock that a stress gives it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sifund.text import Text


@dataclass(frozen=True, slots=True)
class Spread:
    """The distribution of what a parameter will be after the base year.

    `level`: one value for all years, triangular over the range, the baseline's value its mode. `yearly`: each year
    around the baseline's path. `shock`: each year a factor around 1 on the path. A year of the last two is normal with a
    P5–P95 as wide as the range, and `persistence` of one year's deviation is left in the next.
    """

    shape: Literal["level", "yearly", "shock"]
    persistence: float = 0.0


LEVEL = Spread("level")
YEARLY = Spread("yearly", persistence=0.6)


@dataclass(frozen=True, slots=True)
class Shock:
    """A stress: a parameter moves by `change` [percent of its path; points for a growth rate] from the year after the base
    year on, for so many `years`, 0 to the end. What shares a shock moves together."""

    key: str
    name: Text
    change: float
    years: int = 0
