"""Which places of a lever's slider its own legal limits allow: where the scenario would give no alert about the lever."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from sifund import catalog
from sifund.analysis.limits import ALERT, borne_by, judge
from sifund.analysis.response.places import Places
from sifund.dataset import Dataset
from sifund.declare.parameter import LegalAlert, Parameter, month_of
from sifund.model.case import Side, laid_out
from sifund.model.memory import remembered
from sifund.scenario import Changes, Scenario
from sifund.scenario.place import typed

AT_ONCE = 33
"""Places that are looked at together in the search for where a limit is passed."""
Run = tuple[int, int]


def lawful(dataset: Dataset, scenario: Scenario, years: int, places: Places) -> tuple[Run, ...] | None:
    """The places that no limit forbids, in runs: from the first to the last, but for the one that leaves what is typed in the
    lever's place, where that is unlawful; None where no limit is declared."""
    p = places.p
    if not p.alerts:
        return None
    bears = {key for rule in p.alerts for key in borne_by(rule.parameter)} | borne_by(p.grows)
    bears |= {other.key for other in catalog.beside(p)}
    changes = tuple(change for change in scenario.changes if change[0] in bears)
    return _lawful(dataset, changes, years, places)


@remembered(1024)
def _lawful(dataset: Dataset, changes: Changes, years: int, places: Places) -> tuple[Run, ...]:
    """Kept for what it rests on: it does not change while other levers are moved."""
    runs = [_allowed(dataset, Scenario(changes), years, places, rule) for rule in places.p.alerts]
    first, last = max(run[0] for run in runs), min(run[1] for run in runs)
    some = ((first, last),) if first <= last else ()
    return (
        tuple(_without(some, places.neutral)) if _stands_unlawful(dataset, Scenario(changes), years, places) else some
    )


def _stands_unlawful(dataset: Dataset, scenario: Scenario, years: int, places: Places) -> bool:
    """Whether what is typed in the lever's place gives an alert from the slider's month on: it stands while the slider is
    left alone, and is ended by any other place."""
    others = [q for q in catalog.beside(places.p) if scenario.steps(q.key)]
    if not others:
        return False
    (side,) = laid_out(dataset, [typed(scenario, places.p, ()).changes], years)
    after = max(places.month - month_of(side.years[0]), 0)
    return any(_passes(side, q, rule, after) for q in others for rule in q.alerts)


def _without(runs: Iterable[Run], place: int) -> Iterator[Run]:
    """Runs of places but for one."""
    for first, last in runs:
        pieces = ((first, place - 1), (place + 1, last)) if first <= place <= last else ((first, last),)
        yield from ((low, high) for low, high in pieces if low <= high)


def _allowed(dataset: Dataset, scenario: Scenario, years: int, places: Places, rule: LegalAlert) -> Run:
    """The places that one limit allows, the first above the last where it allows none: a least value forbids what lies
    below it, any other what lies above."""

    def passes(some: list[int]) -> list[bool]:
        rows = [typed(scenario, places.p, places.steps(at)).changes for at in some]
        return [_passes(side, places.p, rule) for side in laid_out(dataset, rows, years)]

    last = places.count - 1
    if rule.floor:
        return last + 1 - _met(last + 1, lambda some: passes([last - at for at in some])), last
    return 0, _met(last + 1, passes) - 1


def _met(count: int, passes: Callable[[list[int]], list[bool]]) -> int:
    """How many of the first places are allowed, where none is from the first forbidden on."""
    low, high = -1, count  # allowed, forbidden
    while high - low > 1:
        inner = np.unique(np.linspace(low + 1, high - 1, AT_ONCE).round().astype(int)).tolist()
        forbidden = passes(inner)
        at = forbidden.index(True) if any(forbidden) else len(inner)
        low, high = inner[at - 1] if at else low, inner[at] if at < len(inner) else high
        if at == len(inner) and inner[-1] == high - 1:
            low = inner[-1]
    return high


def _passes(side: Side, p: Parameter, rule: LegalAlert, after: int = 0) -> bool:
    """Whether the limit gives an alert, `after` so many months: what the baseline passes too is not the scenario's."""
    judged, base = judge(side, p, rule), judge(side.baseline, p, rule)
    if not judged:
        return False
    return bool(((judged.grades == ALERT) & (base.grades == 0 if base else True))[after:].any())
