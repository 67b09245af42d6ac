"""What a fund comes to at the places of its levers' sliders, each lever moved by itself from where the scenario has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sifund.analysis.response.places import Places
from sifund.analysis.response.trial import Trial
from sifund.dataset import Dataset
from sifund.model.case import Side, run
from sifund.model.memory import remembered
from sifund.model.paths import Array
from sifund.scenario import Changes, Scenario
from sifund.scenario.place import typed
from sifund.text import WAN

SHARE, LEAST, MOST, OF_GAP = 0.0002, 1.0 * WAN, 15.0 * WAN, 0.004
"""How far a result may lie off: a share of its size or of the year's spending, so many yuan at least, at most so many or that share of its
difference from the baseline."""
Runs = tuple[tuple[int, int], ...]
"""Runs of places, each by its first and last."""


@dataclass(frozen=True, slots=True)
class Query:
    """A fund in a run of `years`, its least cover [months] in the years from `first` on, and what it may spend more than
    its baseline in any year [yuan]; None where nobody sets that."""

    fund: str
    years: int
    first: int
    floor: float
    cost: float | None = None


@dataclass(frozen=True, eq=False)
class Response:
    """A lever's results at the places `at`; between two of them they lie on a straight line. By place and year, in yuan;
    `closing` is None where the opening balance is not known.

    `funded` are the places at which every year's cover is at the floor or above it, None where nobody knows; `paid`
    those within the limit of cost, None without one.
    """

    at: tuple[int, ...]
    spending: Array
    closing: Array | None
    funded: Runs | None
    paid: Runs | None


def respond(dataset: Dataset, scenario: Scenario, query: Query, sliders: Sequence[Places]) -> list[Response]:
    """The response of every slider's lever, in few engine calls; what is known already is not asked again. Raises
    SifundError for impossible base-year inputs."""
    rooms = [_room(dataset, scenario.with_steps(places.p.key, ()).changes, query, places) for places in sliders]
    fresh = [(Trial(places), room) for places, room in zip(sliders, rooms, strict=True) if not room]
    side, trials = None, [trial for trial, _ in fresh]
    while wanted := [(trial, some) for trial in trials if (some := trial.wanted())]:
        side, trials = _try(dataset, scenario, query, wanted), [trial for trial, _ in wanted]
    for trial, room in fresh:
        room[:] = [_response(trial, query, side is not None and side.knows(query.fund))]
    return [room[0] for room in rooms]


@remembered(1024)
def _room(dataset: Dataset, without: Changes, query: Query, places: Places) -> list[Response]:
    """Where a response is kept: it rests on all that the scenario changes but the lever itself."""
    return []


def _try(dataset: Dataset, scenario: Scenario, query: Query, wanted: Sequence[tuple[Trial, list[int]]]) -> Side:
    """Run all that is wanted in one engine call; one of its sides."""
    rows = [typed(scenario, trial.places.p, trial.places.steps(at)).changes for trial, some in wanted for at in some]
    side = run(dataset, rows, query.years, (query.fund,))[0]
    results, start = _results(side, query), 0
    for trial, some in wanted:
        here = slice(start, start := start + len(some))
        trial.take(some, *(x[here] for x in results))
    return side


def _results(side: Side, query: Query) -> tuple[Array, Array, Array]:
    """Spending, then closing balance by year (row, 2 · year), how far each may lie off, and by how much each row keeps the
    floor and the limit of cost [yuan] (row, 2). All rows share one baseline, as no slider moves what changes it."""
    balances = side.part.balances[query.fund]
    spending, closing = balances.expenditure, balances.closing
    amounts = np.nan_to_num(np.concatenate([spending, closing], axis=1))
    gaps = np.abs(amounts[1:] - amounts[0])
    spent, left = (x[1:, query.first - side.years[0] :] for x in (spending, closing))
    floor = np.where(spent > 0, 12 * left - query.floor * spent, np.inf).min(axis=1)
    cost = (np.inf if query.cost is None else query.cost) - (spending[1:] - spending[0]).max(axis=1)
    size = np.maximum(np.abs(amounts), np.tile(spending, 2))[1:]
    allowed = np.clip(SHARE * size, LEAST, np.maximum(MOST, OF_GAP * gaps))
    return amounts[1:], allowed, np.stack([np.nan_to_num(floor, posinf=np.inf), cost], axis=1)


def _response(trial: Trial, query: Query, with_balance: bool) -> Response:
    corners = trial.corners()
    spending, closing = np.split(trial.values[corners], 2, axis=1)
    paid = None if query.cost is None else trial.met(1)
    return Response(
        tuple(trial.at[i] for i in corners),
        spending,
        closing if with_balance else None,
        trial.met(0) if with_balance else None,
        paid,
    )
