"""What a parameter may come to be: how it is drawn, and the shock that a stress gives it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sifund.text import Text


@dataclass(frozen=True, slots=True)
class Spread:
    """The distribution of what a parameter will be after the base year: a split normal whose median is the baseline's path
    and whose P5 and P95 are the ends of its range; cut at hard bounds and at `least` alone.

    `level`: one draw for all years. `yearly`: a draw each year about the path. `shock`: each year a factor about 1 on it.
    `walk`: from nought in the base year on, with innovations of `sd` in the parameter's own unit. `persistence` of one
    year's deviation is left in the next. `width` is how far the ends lie off where no range is given, as a share.
    `volume`: what will be is uncertain however well the base year is known. `split`: a part of a product of which only the
    whole is known; it is drawn only where something else of the fund makes up for it. `follows`: another parameter's key,
    and the correlation with it.
    """

    shape: Literal["level", "yearly", "shock", "walk"]
    persistence: float = 0.0
    width: float = 0.2
    sd: float = 0.0
    least: float | None = None
    volume: bool = False
    split: bool = False
    follows: tuple[str, float] | None = None


LEVEL = Spread("level")
VOLUME = Spread("level", volume=True)
SPLIT = Spread("level", split=True)
YEARLY = Spread("yearly", persistence=0.6)
NEVER_FALLS = Spread("yearly", persistence=0.6, least=0.0)


@dataclass(frozen=True, slots=True)
class Shock:
    """A stress: a parameter moves by `change` [percent of its path; points for a growth rate, or where it is in `points`] from
    the year after the base year on, for so many `years`, 0 to the end. What shares a shock moves together."""

    key: str
    name: Text
    change: float
    years: int = 0
    points: bool = False
