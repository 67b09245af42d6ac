"""One lever's response on its way: which places to try next, and which of those that were tried say it all.

Nine places are tried at first. An interval is quartered, a short one tried at every place, as long as the results at both its
ends lie off the straight line between their neighbours; so a jump is found to one step. What costs is how often the engine is
asked, less what it is asked at once. Where a condition turns (a fund's floor, a limit of cost), that
is found to one step too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sifund.analysis.response.places import Places
from sifund.model.paths import Array

Bent = NDArray[np.bool_]
FIRST, PARTS = 9, 4
SHORT = 8
"""The places of an interval that is tried at every place, as a curve would come to that."""
HALF = 0.5
"""The part of what a result may lie off that trying takes; dropping places takes the other."""


def _none() -> Array:
    return np.empty((0, 0))


@dataclass(eq=False)
class Trial:
    """What was tried by place, `at` (place,) ascending: results [yuan] and how far each may lie off (place, result), and
    slacks (place, condition), 0 or more where a condition is met."""

    places: Places
    at: list[int] = field(default_factory=list[int])
    values: Array = field(default_factory=_none)
    allowed: Array = field(default_factory=_none)
    slacks: Array = field(default_factory=_none)

    def wanted(self) -> list[int]:
        """The places to try next; none once all is known."""
        if not self.at:
            last = self.places.count - 1
            return sorted({self.places.neutral, *(round(last * i / (FIRST - 1)) for i in range(FIRST))})
        bent = self._bent()
        return sorted({*self._inner(bent), *self._turns(bent)})

    def take(self, tried: Sequence[int], values: Array, allowed: Array, slacks: Array) -> None:
        """Add what was tried."""
        if not self.at:
            self.at, self.values, self.allowed, self.slacks = list(tried), values, allowed, slacks
            return
        at = [*self.at, *tried]
        order = np.argsort(at)
        self.at = [at[i] for i in order]
        self.values = np.concatenate([self.values, values])[order]
        self.allowed = np.concatenate([self.allowed, allowed])[order]
        self.slacks = np.concatenate([self.slacks, slacks])[order]

    def _bent(self) -> Bent:
        """Of each interval (place − 1,): whether the results between its ends may lie off the straight line."""
        if len(self.at) < 3:
            return np.full(len(self.at) - 1, self.places.count > len(self.at))
        at = np.array(self.at, dtype=float)[:, None]
        part = (at[1:-1] - at[:-2]) / (at[2:] - at[:-2])
        line = self.values[:-2] + part * (self.values[2:] - self.values[:-2])
        off: Bent = np.any(np.abs(self.values[1:-1] - line) > HALF * self.allowed[1:-1], axis=1)
        return np.concatenate([off[:1], off[:-1] & off[1:], off[-1:]])

    def _inner(self, bent: Bent) -> Iterator[int]:
        """Places within the intervals that are bent."""
        for i in np.flatnonzero(bent):
            low, high = self.at[i], self.at[i + 1]
            span = high - low
            yield from (
                range(low + 1, high) if span <= SHORT else (low + span * part // PARTS for part in range(1, PARTS))
            )

    def _turns(self, bent: Bent) -> list[int]:
        """Where the conditions turn within straight intervals: by the line between the ends, and the middle."""
        met, turns = self.slacks >= 0, list[int]()
        for i, condition in np.argwhere((met[:-1] != met[1:]) & ~bent[:, None]).tolist():
            low, high = self.at[i], self.at[i + 1]
            first, last = self.slacks[i : i + 2, condition].tolist()
            near = int(low + (high - low) * first / (first - last)) if np.isfinite(first - last) else low
            turns += [x for x in (near, near + 1, (low + high) // 2) if low < x < high]
        return turns

    def corners(self) -> list[int]:
        """Which of the tried (positions in `at`) say it all: others lie on the straight line between those."""
        positions, last = [0], len(self.at) - 1
        while (first := positions[-1]) < last:
            positions.append(next(x for x in self._ends(first) if x == first + 1 or self._straight(first, x)))
        return positions

    def _ends(self, first: int) -> list[int]:
        """To which positions a straight line from there may go, the farthest first: those whose line passes the next position
        closely enough, and that position itself. On a curve few are left, so that few lines are looked at whole."""
        at, values = np.array(self.at[first:], dtype=float)[:, None], self.values[first:]
        line = values[0] + (at[1] - at[0]) / (at[2:] - at[0]) * (values[2:] - values[0])
        near = (np.abs(values[1] - line) <= HALF * self.allowed[first + 1]).all(axis=1)
        return [*(first + 2 + np.flatnonzero(near)[::-1]).tolist(), first + 1]

    def _straight(self, first: int, last: int) -> bool:
        at, values = np.array(self.at[first : last + 1], dtype=float)[:, None], self.values[first : last + 1]
        line = values[0] + (at - at[0]) / (at[-1] - at[0]) * (values[-1] - values[0])
        return bool((np.abs(values - line) <= HALF * self.allowed[first : last + 1]).all())

    def met(self, condition: int) -> tuple[tuple[int, int], ...]:
        """The runs of places (first, last) at which a condition is met."""
        met = self.slacks[:, condition] >= 0
        runs = np.split(np.arange(len(met)), np.flatnonzero(np.diff(met)) + 1)
        return tuple((self.at[run[0]], self.at[run[-1]]) for run in runs if met[run[0]])
