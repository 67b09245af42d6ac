"""Value paths: dated steps and growth → arrays over (row, month)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sifund.declare.parameter import Parameter, Steps, month_of

Array = NDArray[np.float64]
UNSET: Steps = ((0, float("nan")),)
"""The path of a parameter that has no value until one is typed (the fiscal subsidy)."""


def merge(base: Steps, change: Steps) -> Steps:
    """A change holds from its first month and replaces the rest of the path."""
    if not change:
        return base
    return (*(step for step in base if step[0] < change[0][0]), *change)


def growth_index(rates: Array) -> Array:
    """Cumulative growth by year from rates by year [fraction]: 1 in the base year, stepping each January after it."""
    index = np.ones_like(rates)
    np.cumprod(1 + rates[..., 1:], axis=-1, out=index[..., 1:])
    return index


def step_path(
    steps: Steps, base_year: int, years: int, index: Array | None = None, at: NDArray[np.intp] | None = None
) -> Array:
    """Values by month (row, month) of dated steps, growth running on from each step's month.

    `index` is the growth index (row, year) or None for a flat path. Before its first step a path has that step's value.
    `at` are the months wanted, counted from the base year's January; all of them without it.
    """
    first = month_of(base_year)
    months = first + (np.arange(12 * years) if at is None else at)
    starts = np.array([month for month, _ in steps])
    which = np.maximum(np.searchsorted(starts, months, side="right") - 1, 0)
    values = np.array([value for _, value in steps])[which][None, :]
    if index is None:
        return values
    step_year = np.clip(starts // 12 - base_year, 0, years - 1)[which]
    return values * index[:, (months - first) // 12] / index[:, step_year]


def hold_year(parameter: Parameter, path: Array) -> Array:
    """The path as its formulas read it: January's or October's value all year where the declaration says so."""
    if parameter.reads is None:
        return path
    read = path[:, parameter.reads - 1 :: 12]
    return np.repeat(read, 12, axis=1)
