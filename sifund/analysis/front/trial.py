"""Settings that were tried, what each comes to, and those that no other beats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from sifund import catalog
from sifund.analysis.front.aims import Aim
from sifund.analysis.front.settings import Setting, Settings
from sifund.model.case import Side, run
from sifund.model.paths import Array

BATCH, TINY = 512, 1e-9
Progress = Callable[[float], object]
Rows = NDArray[np.intp]


class Trial:
    """Settings by the order in which they were tried: `values` (setting, aim), what they are `worth` (more is better), whether
    the fund stays within the law by them; `rows` are those that none beats."""

    def __init__(self, settings: Settings, aims: Sequence[Aim]) -> None:
        self.settings, self.aims = settings, aims
        self.number: dict[Setting, int] = {}
        self.values = self.worth = np.empty((0, len(aims)))
        self.allowed: NDArray[np.bool_] = np.empty(0, dtype=bool)
        self.rows: Rows = np.empty(0, dtype=np.intp)
        self.surrounded = set[Setting]()

    def take(self, some: Iterable[Setting]) -> Iterator[float]:
        """Try those that were not tried; after each batch, what share of them is done."""
        fresh = [setting for setting in dict.fromkeys(some) if setting not in self.number]
        first = len(self.number)
        self.number |= {setting: first + at for at, setting in enumerate(fresh)}
        for start in range(0, len(fresh), BATCH):
            self._try(fresh[start : start + BATCH])
            yield min((start + BATCH) / len(fresh), 1.0)
        left = first + np.flatnonzero(self.allowed[first:] & np.isfinite(self.worth[first:]).all(axis=1))
        rows, listed = np.concatenate([self.rows, left]), list(self.number)
        sizes = [sum(map(bool, self.settings.steps(listed[row]))) for row in rows]
        self.rows = rows[unbeaten(self.worth[rows], sizes)]

    def _try(self, some: Sequence[Setting]) -> None:
        question = self.settings.question
        side = run(question.dataset, [self.settings.changes(one) for one in some], question.years, (question.fund,))[0]
        values = np.stack([aim.rows(side)[1:] for aim in self.aims], axis=1)
        worth = np.stack([aim.worth(values[:, at]) for at, aim in enumerate(self.aims)], axis=1)
        self.values, self.worth = np.concatenate([self.values, values]), np.concatenate([self.worth, worth])
        self.allowed = np.concatenate([self.allowed, _allowed(side, question.fund)])

    def front(self) -> list[Setting]:
        """Those that none beats, the best on the first aim first."""
        listed = list(self.number)
        return [listed[row] for row in self.rows]

    def chosen(self, most: int) -> list[Setting]:
        """So many of them evenly, the best of every aim among them."""
        front = self.front()
        return [front[at] for at in evenly(self.worth[self.rows], most)]


def evenly(worth: Array, most: int) -> list[int]:
    """So many places evenly, the ends and the best of every column among them."""
    count = len(worth)
    if count <= most:
        return list(range(count))
    rest = (round(i * (count - 1) / (most - 1)) for i in range(most))
    return sorted(list(dict.fromkeys([*worth.argmax(axis=0).tolist(), *rest]))[:most])


def _allowed(side: Side, fund: str) -> NDArray[np.bool_]:
    """Which rows neither exhaust the fund nor refund with less cover than the law asks for, where the baseline does not;
    nor switch the refund off and on."""
    balances, rule = side.part.balances[fund], catalog.all_funds()[fund].cover_rule
    fails = balances.closing < -TINY
    switches = np.zeros(len(fails), dtype=bool)
    if rule and rule.line.key in side.part.annual:
        need, stops = (side.paths.path(p)[:, 12::12] for p in (rule.threshold, rule.gate))
        short = balances.cover[:, :-1] < need
        fails = np.concatenate([fails, short], axis=1)
        turns = np.diff(short & (stops > 0), axis=1, prepend=False)
        switches = (turns.sum(axis=1) > 1) & (turns != turns[:1]).any(axis=1)
    return ~((fails & ~fails[:1]).any(axis=1) | switches)[1:]


def unbeaten(worth: Array, changes: Sequence[int]) -> Rows:
    """Rows that no other is at least as good as on every aim and better on one (row, aim; more is better), the best on the
    first aim first; of equals the one with the fewest changes."""
    order = np.lexsort((np.asarray(changes), *(-worth[:, at] for at in reversed(range(worth.shape[1])))))
    ranked, count, rows = np.empty_like(worth), 0, list[int]()
    for row in order.tolist():
        if not (ranked[:count] >= worth[row]).all(axis=1).any():
            ranked[count], count = worth[row], count + 1
            rows.append(row)
    return np.array(rows, dtype=np.intp)
