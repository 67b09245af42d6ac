"""Which lever did that: a scenario's whole effect split over what it changes, fund by fund, in one engine call.

Funds do not interact, so each fund's effect is a game of its own among its levers and what all funds share
(`economy.*`). Base-year inputs are no players: they change the baseline, and every run has them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from sifund import catalog
from sifund.analysis.effect.rounding import to_the_fen
from sifund.analysis.effect.shapley import EXACT, Game, Masks, Values, game, shapley
from sifund.analysis.unknown import amounts
from sifund.dataset import Dataset
from sifund.model.case import Side, run
from sifund.model.paths import Array
from sifund.scenario import Changes, Scenario

ATTRIBUTED = ("expenditure", "income", "closing")
SCHEMA = {
    "year": pl.Int64, "fund": pl.String, "measure": pl.String, "lever": pl.String, "effect": pl.Float64,
    "alone": pl.Float64, "interaction": pl.Float64, "error": pl.Float64,
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Split:
    """One fund's effects: `parts` by measure, a row a player, and the `total` that they add up to (year,) [yuan].

    `orders` is the number of drawn orders, 0 where every coalition was worked out.
    """

    fund: str
    players: tuple[str, ...]
    parts: Mapping[str, Values]
    total: Mapping[str, Array]
    orders: int = 0


@dataclass(frozen=True, eq=False)
class Attribution:
    """The splits by fund, and of all funds together (`all`)."""

    years: tuple[int, ...]
    splits: Mapping[str, Split]

    def frame(self) -> pl.DataFrame:
        """A row a year, fund, measure and lever [yuan, to the fen]: its part of the effect, its effect alone, the
        difference of the two, and the standard error of the part. Parts sum to the whole effect to the fen, and those of
        all funds are the sums over the funds; of a closing balance that is unknown there are none."""
        rows = [
            row for split in self.splits.values() for name in ATTRIBUTED
            if np.isfinite(split.total[name]).all() for row in self._rows(split, name)
        ]  # fmt: skip
        return pl.DataFrame(rows, schema=SCHEMA, orient="row")

    def _rows(self, split: Split, name: str) -> Iterator[tuple]:
        effect, alone = self._to_the_fen(split, name)
        error = np.round(split.parts[name].error, 2) + 0.0
        for place, year in enumerate(self.years):
            for player, key in enumerate(split.players):
                at = player, place
                gap = round(effect[at] - alone[at], 2) + 0.0
                yield year, split.fund, name, key, float(effect[at]), float(alone[at]), gap, float(error[at])

    def _to_the_fen(self, split: Split, name: str) -> tuple[Array, Array]:
        """Parts of the effect and effects alone (player, year), rounded; of all funds the sums of theirs."""
        if split.fund != catalog.ALL:
            return to_the_fen(split.parts[name].shapley, split.total[name]), np.round(split.parts[name].alone, 2) + 0.0
        sums = np.zeros((2, len(split.players), len(self.years)))
        for part in self.splits.values():
            if part.fund != catalog.ALL and part.players:
                sums[:, [split.players.index(key) for key in part.players]] += self._to_the_fen(part, name)
        effect, alone = np.round(sums, 2) + 0.0
        return effect, alone


def attribute(dataset: Dataset, scenario: Scenario, years: int = 6, exact: int = EXACT) -> Attribution:
    """The effect of each change of a scenario on expenditure, income and closing, by fund and year.

    Up to `exact` changes a fund every combination is run, above that combinations along drawn orders.
    """
    keys = [key for key, _ in scenario.moves]
    common = [key for key in keys if key.partition(".")[0] not in catalog.all_funds()]
    players = {f: (*common, *(k for k in keys if k.partition(".")[0] == f)) for f in dataset.funds}
    games = {fund: game(len(changed), exact) for fund, changed in players.items()}
    places, masks = _rows(games, len(common))
    sides = run(dataset, _coalitions(scenario, players, masks), years)
    splits = {f: _split([sides[i] for i in places[f]], f, players[f], games[f]) for f in dataset.funds}
    whole = _together(keys, list(splits.values()), sides[0].years)
    return Attribution(tuple(sides[0].years), splits | {catalog.ALL: whole})


def _rows(games: Mapping[str, Game], common: int) -> tuple[dict[str, Masks], dict[str, Masks]]:
    """Where each fund's coalitions stand in the run, and the coalition of each fund in every row.

    A row serves every fund at once, as long as they agree on the players in common, which are the lowest bits.
    """
    shared = {fund: g.masks % 2**common for fund, g in games.items()}
    counts = np.max([np.bincount(x, minlength=2**common) for x in shared.values()], axis=0)
    first = np.cumsum(counts) - counts
    places = {fund: first[x] + _rank(x) for fund, x in shared.items()}
    masks = {fund: np.repeat(np.arange(2**common), counts) for fund in games}
    for fund, g in games.items():
        masks[fund][places[fund]] = g.masks
    return places, masks


def _rank(groups: Masks) -> Masks:
    """Each element's place among those of its group."""
    order = np.argsort(groups, kind="stable")
    ordered = groups[order]
    out = np.empty_like(groups)
    out[order] = np.arange(len(groups)) - np.searchsorted(ordered, ordered)
    return out


def _coalitions(scenario: Scenario, players: Mapping[str, Sequence[str]], masks: Mapping[str, Masks]) -> list[Changes]:
    """The scenario's changes, only those that a row's coalitions hold, and its base-year inputs."""
    rows = len(next(iter(masks.values())))
    holds = {key: np.ones(rows, dtype=bool) for key, _ in scenario.changes}
    for fund, keys in players.items():
        holds |= {key: masks[fund] >> bit & 1 == 1 for bit, key in enumerate(keys)}
    table = np.stack([holds[key] for key, _ in scenario.changes], axis=1) if holds else np.ones((rows, 0), dtype=bool)
    return [tuple(c for c, held in zip(scenario.changes, row, strict=True) if held) for row in table.tolist()]


def _split(sides: Sequence[Side], fund: str, players: tuple[str, ...], played: Game) -> Split:
    parts, total = {}, {}
    for name in ATTRIBUTED:
        worth = np.stack([amounts(side, fund, name) for side in sides])
        parts[name] = shapley(played, worth)
        total[name] = worth[-1] - worth[0]  # masks ascend: the last holds everybody
    return Split(fund, players, parts, total, 0 if played.orders is None else len(played.orders))


def _together(keys: Sequence[str], splits: Sequence[Split], years: Sequence[int]) -> Split:
    """All funds: a player's part is the sum of its parts; independent errors add by their squares."""
    parts = {name: Values(*(np.zeros((len(keys), len(years))) for _ in range(3))) for name in ATTRIBUTED}
    for split in splits:
        rows = [keys.index(key) for key in split.players]
        for name in ATTRIBUTED:
            values, sums = split.parts[name], parts[name]
            sums.shapley[rows] += values.shapley
            sums.alone[rows] += values.alone
            sums.error[rows] = np.hypot(sums.error[rows], values.error)
    total = {name: np.sum([split.total[name] for split in splits], axis=0) for name in ATTRIBUTED}
    return Split(catalog.ALL, tuple(keys), parts, total, max(split.orders for split in splits))
