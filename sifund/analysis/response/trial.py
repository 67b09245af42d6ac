"""One lever's response on its way: which places to try next, and which of those that were tried say it all.

Nine places are tried at first. An interval is halved as long as the results at both its ends lie off the straight line
between their neighbours; so a jump is found to one step. Where a condition turns (a fund's floor, a limit of cost), that
is found to one step too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from sifund.analysis.response.places import Places
from sifund.model.paths import Array
from sifund.text import WAN

FIRST = 9
SHARE, LEAST, MOST = 0.0002, 1.0 * WAN, 15.0 * WAN
"""How far a result may lie off: a share of its size, but so many yuan at least and at most."""
HALF = 0.5
"""The part of it that trying may take; dropping places takes the other."""


@dataclass(eq=False)
class Trial:
    """Results [yuan] by place: `at` (place,) ascending, `values` (place, result); `slacks` (place, condition) are 0 or
    more where a condition is met."""

    places: Places
    at: list[int] = field(default_factory=list[int])
    values: Array = field(default_factory=lambda: np.empty((0, 0)))
    slacks: Array = field(default_factory=lambda: np.empty((0, 0)))

    def wanted(self) -> list[int]:
        """The places to try next; none once all is known."""
        if not self.at:
            last = self.places.count - 1
            return sorted({self.places.neutral, *(round(last * i / (FIRST - 1)) for i in range(FIRST))})
        bent = self._bent()
        return sorted({*self._halves(bent), *self._turns(bent)} - set(self.at))

    def take(self, tried: Sequence[int], values: Array, slacks: Array) -> None:
        """Add what was tried."""
        order = np.argsort([*self.at, *tried], kind="stable")
        joined = (np.concatenate([own, new]) if self.at else new
                  for own, new in ((self.values, values), (self.slacks, slacks)))  # fmt: skip
        self.values, self.slacks = (x[order] for x in joined)
        self.at = [[*self.at, *tried][i] for i in order]

    @property
    def allowed(self) -> Array:
        """How far each result may lie off in trying (result,)."""
        return HALF * np.clip(SHARE * np.abs(self.values).max(axis=0), LEAST, MOST)

    def _bent(self) -> list[bool]:
        """Of each interval: whether the results between its ends may lie off the straight line."""
        at = np.array(self.at, dtype=float)
        if len(at) < 3:
            return [self.places.count > len(at)] * (len(at) - 1)
        off = _off(at, self.values) / self.allowed
        far = 2 * off.max(axis=1)
        inner = np.minimum(far[:-1], far[1:])
        return (np.array([far[0], *inner, far[-1]]) > 1).tolist()

    def _halves(self, bent: Sequence[bool]) -> list[int]:
        pairs = zip(self.at[:-1], self.at[1:], bent, strict=True)
        return [(low + high) // 2 for low, high, bends in pairs if bends and high - low > 1]

    def _turns(self, bent: Sequence[bool]) -> list[int]:
        """Where the conditions turn within straight intervals: by the line between the ends, and the middle."""
        found: list[int] = []
        for slack in self.slacks.T:
            met = slack >= 0
            for i in np.flatnonzero((met[:-1] != met[1:]) & ~np.array(bent, dtype=bool)).tolist():
                low, high = self.at[i], self.at[i + 1]
                gap = slack[i] - slack[i + 1]
                near = low + (high - low) * slack[i] / gap if np.isfinite(gap) and gap else low
                found += [x for x in (int(near), int(near) + 1, (low + high) // 2) if low < x < high]
        return found

    def kept(self) -> list[int]:
        """Which of the tried (positions in `at`) say it all: others lie on the straight line between those."""
        at, allowed, last = np.array(self.at, dtype=float), self.allowed, len(self.at) - 1
        found, here = [0], 0
        while here < last:
            there = last
            while there > here + 1 and not _straight(at[here : there + 1], self.values[here : there + 1], allowed):
                there -= 1
            found.append(there)
            here = there
        return found

    def met(self, condition: int) -> tuple[tuple[int, int], ...]:
        """The runs of places (first, last) at which a condition is met."""
        met = self.slacks[:, condition] >= 0
        edges = np.flatnonzero(np.diff(met)) + 1
        runs = np.split(np.arange(len(met)), edges)
        return tuple((self.at[run[0]], self.at[run[-1]]) for run in runs if met[run[0]])


def _off(at: Array, values: Array) -> Array:
    """How far inner points lie off the line between their neighbours (place − 2, result)."""
    part = ((at[1:-1] - at[:-2]) / (at[2:] - at[:-2]))[:, None]
    return np.abs(values[1:-1] - (values[:-2] + part * (values[2:] - values[:-2])))


def _straight(at: Array, values: Array, allowed: Array) -> bool:
    part = ((at - at[0]) / (at[-1] - at[0]))[:, None]
    return bool((np.abs(values - (values[0] + part * (values[-1] - values[0]))) <= allowed).all())
