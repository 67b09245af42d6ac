"""Shapley values of a game: every coalition up to ten players, above that orders drawn at random, with their error.

A coalition is a bit mask: bit j is player j. A player's value is its gain when it joins, averaged over all orders of
joining (Shapley 1953), so the values add up to the gain of all players together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import binom

from sifund.model.paths import Array

Masks = NDArray[np.int64]
EXACT = 10
BUDGET = 2048
"""Coalitions worked out at most, about, where orders are drawn."""
SEED = 2021


@dataclass(frozen=True, eq=False)
class Game:
    """Which coalitions to value. `orders` are the drawn orders of joining (order, place); None where all are taken.

    Drawn orders come in pairs, each beside its reverse: a player early in one is late in the other.
    """

    players: int
    masks: Masks
    orders: Masks | None = None

    @property
    def exact(self) -> bool:
        return self.orders is None


@dataclass(frozen=True, eq=False)
class Values:
    """Of each player by year (player, year): its Shapley value, its gain alone, and the value's standard error."""

    shapley: Array
    alone: Array
    error: Array


def game(players: int, exact: int = EXACT, budget: int = BUDGET) -> Game:
    """The coalitions that a game of so many players needs."""
    if players <= exact:
        return Game(players, np.arange(2**players))
    pairs = max(2, budget // (2 * players))
    ranks = np.tile(np.arange(players), (pairs, 1))
    drawn = np.random.default_rng(SEED).permuted(ranks, axis=1)
    orders = np.stack([drawn, drawn[:, ::-1]], axis=1).reshape(-1, players)
    alone = 2 ** np.arange(players)
    return Game(players, np.unique(np.concatenate([_prefixes(orders).ravel(), alone])), orders)


def _prefixes(orders: Masks) -> Masks:
    """The coalitions that each order passes through (order, place + 1), from nobody to all."""
    joined = np.cumsum(2**orders, axis=1)
    return np.concatenate([np.zeros((len(orders), 1), dtype=np.int64), joined], axis=1)


def shapley(played: Game, worth: Array) -> Values:
    """The values of a game from what each of its coalitions is worth (coalition, year)."""
    nobody, ones = np.searchsorted(played.masks, 0), np.searchsorted(played.masks, 2 ** np.arange(played.players))
    alone = worth[ones] - worth[nobody]
    if played.orders is None:
        return Values(_exact(played, worth), alone, np.zeros_like(alone))
    return _drawn(played, worth, alone)


def _exact(played: Game, worth: Array) -> Array:
    """Gains weighted by how many orders have the coalition before the player."""
    size = np.bitwise_count(played.masks).astype(float)  # small integers would make binom single precision
    out = np.empty((played.players, worth.shape[1]))
    for player in range(played.players):
        without = played.masks[played.masks >> player & 1 == 0]
        weight = 1 / (played.players * binom(played.players - 1, size[without]))
        out[player] = weight @ (worth[without | 1 << player] - worth[without])
    return out


def _drawn(played: Game, worth: Array, alone: Array) -> Values:
    """Mean gains over the drawn orders; the error is that of the mean over pairs."""
    assert played.orders is not None
    passed = worth[np.searchsorted(played.masks, _prefixes(played.orders))]
    gains = np.take_along_axis(np.diff(passed, axis=1), np.argsort(played.orders, axis=1)[:, :, None], axis=1)
    pairs = gains.reshape(-1, 2, *gains.shape[1:]).mean(axis=1)
    return Values(pairs.mean(axis=0), alone, pairs.std(axis=0, ddof=1) / np.sqrt(len(pairs)))
