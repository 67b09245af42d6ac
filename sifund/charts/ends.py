"""What stands at the end of a line instead of a legend: its name and last value, apart from its neighbours'."""

from __future__ import annotations

from collections.abc import Sequence

from sifund.charts.theme import LABEL_HEIGHT, broken

HEIGHT = 260
"""Points that a chart of lines is high."""
PLOT = 0.6
"""How much of it lies between the lowest and the highest value, at least: the rest is the axis and what makes it even."""
WIDE, DEEP = 10.0, 2
"""A label is set in so many lines of so many Chinese characters; what is longer stands under its number alone."""
GAP = 3
"""Points between two labels."""


def end_label(name: str, value: str, short: str = "") -> str:
    """Name and value as they stand at the end of a line; of a name that is too long, `short`."""
    lines = broken(f"{name} {value}", WIDE)
    return "\n".join(lines) if len(lines) <= DEEP or not short else "\n".join(broken(f"{short} {value}", WIDE))


def apart(ends: Sequence[float], labels: Sequence[str], low: float, high: float) -> list[float]:
    """Where the first lines of labels stand [the ends' unit]: as near their ends as may be and clear of each other, on an
    axis from `low` to `high`; those that would overlap share the room about their middle."""
    scale = (high - low) / (HEIGHT * PLOT) or 1.0
    heights = [(label.count("\n") + 1) * LABEL_HEIGHT + GAP for label in labels]
    blocks: list[tuple[list[int], float]] = []
    for at in sorted(range(len(ends)), key=lambda at: ends[at]):
        blocks.append(([at], ends[at] / scale))
        while len(blocks) > 1 and _overlap(blocks[-2], blocks[-1], heights):
            (one, a), (other, b) = blocks[-2:]
            middle = (a * len(one) + b * len(other)) / (len(one) + len(other))
            blocks[-2:] = [([*one, *other], middle)]
    places = [0.0] * len(ends)
    for members, middle in blocks:
        bottom = middle - sum(heights[at] for at in members) / 2
        for at in members:
            places[at] = (bottom + heights[at] - (LABEL_HEIGHT + GAP) / 2) * scale
            bottom += heights[at]
    return places


def _overlap(one: tuple[list[int], float], other: tuple[list[int], float], heights: Sequence[int]) -> bool:
    need = (sum(heights[at] for at in one[0]) + sum(heights[at] for at in other[0])) / 2
    return other[1] - one[1] < need
