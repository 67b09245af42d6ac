"""The line along which values on a grid are nought."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from sifund.model.paths import Array

Point = tuple[float, float]
Piece = tuple[Point, Point]


def pieces(xs: Array, ys: Array, values: Array) -> list[Piece]:
    """The line in straight pieces, each across a square of four neighbours, between the points (x, y) that interpolation
    along its sides gives; values (y, x), NaN where there is none."""
    squares = ((i, j) for j in range(len(ys) - 1) for i in range(len(xs) - 1))
    return [piece for i, j in squares for piece in _across(xs, ys, values, i, j)]


def _across(xs: Array, ys: Array, values: Array, i: int, j: int) -> list[Piece]:
    corners = [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1)]
    points: list[Point] = []
    for (a, b), (c, d) in pairwise([*corners, corners[0]]):
        one, other = values[b, a], values[d, c]
        if np.isfinite(one) and np.isfinite(other) and (one < 0) != (other < 0):
            share = float(one / (one - other))
            points.append((float(xs[a] + share * (xs[c] - xs[a])), float(ys[b] + share * (ys[d] - ys[b]))))
    return list(zip(points[::2], points[1::2], strict=False))
