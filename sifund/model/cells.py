"""Figures of a run as a frame holds them: rounded, None for what has no value, +0 for −0."""

from __future__ import annotations

import math
from collections.abc import Sequence

Cells = tuple[float | None, float | None, float | None]


def cell(amount: float, places: int = 2) -> float | None:
    """An amount, by default to the fen."""
    return round(float(amount), places) + 0.0 if math.isfinite(amount) else None


def cells(other: float, value: float, places: int = 2) -> Cells:
    """What a figure is compared with, the figure, and their difference."""
    return cell(other, places), cell(value, places), cell(value - other, places)


def sum_of(parts: Sequence[float | None]) -> float | None:
    """The sum to the fen; None where a part is not known."""
    return None if None in parts else cell(sum(x or 0.0 for x in parts))
