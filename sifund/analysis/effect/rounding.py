"""Parts of a whole rounded to the fen so that they still add up."""

from __future__ import annotations

import numpy as np

from sifund.model.paths import Array


def to_the_fen(parts: Array, total: Array) -> Array:
    """Parts (part, year) rounded to the fen so that they sum to the rounded total (year,): running sums are rounded."""
    if not len(parts):
        return parts
    running = np.cumsum(parts, axis=0)
    running[-1] = total
    return np.round(np.diff(np.round(running, 2), axis=0, prepend=0), 2) + 0.0
