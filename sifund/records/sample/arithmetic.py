"""How amounts are split so that they add up: largest remainder, a sum over two standards, months moved by ones."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def largest_remainder(total: int, weights: NDArray[np.float64] | Ints) -> Ints:
    """Whole numbers in the proportion of the weights that add up to the total."""
    exact = weights * (total / weights.sum())
    shares = np.floor(exact).astype(np.int64)
    left = int(total - shares.sum())
    step = 1 if left >= 0 else -1
    order = np.argsort(-(exact - shares) * step, kind="stable")
    shares[order[: abs(left) % len(shares)]] += step
    return shares + step * (abs(left) // len(shares))


def two_standards(total: int, first: int, second: int, near: int) -> tuple[int, int] | None:
    """How many of each standard make the total, the first nearest to `near`: by the modular inverse of the first; None
    where no whole numbers do."""
    common = math.gcd(first, second)
    if total % common:
        return None
    rest, a, b = total // common, first // common, second // common
    least = rest * pow(a, -1, b) % b if b > 1 else 0
    count = least + round((near - least) / b) * b
    other = (rest - count * a) // b
    return (count, other) if count >= 0 and other >= 0 else None


def move(values: Ints, by: int, low: Ints, high: Ints, order: Ints) -> bool:
    """Raise or lower values by ones, in this order, round after round, until their sum has moved; whether it could."""
    step = 1 if by > 0 else -1
    left = abs(by)
    while left:
        free = order[values[order] < high[order]] if step > 0 else order[values[order] > low[order]]
        if not len(free):
            return False
        values[free[:left]] += step
        left -= min(left, len(free))
    return True


def hexes(numbers: Ints, salt: int) -> NDArray[np.str_]:
    """16 hexadecimal digits for each number: SplitMix64, equal for equal numbers and salt."""
    x = numbers.astype(np.uint64) + np.uint64(salt * 0x9E3779B97F4A7C15 % 2**64)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        x = (x ^ (x >> np.uint64(shift))) * np.uint64(factor)
    x ^= x >> np.uint64(31)
    return np.frombuffer(x.astype(">u8").tobytes().hex().encode(), dtype="S16")
