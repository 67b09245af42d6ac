"""The front itself: slider places that the law permits, their combinations run in batches, and what none beats.

Where all lawful settings are few enough, every one is tried. Else so many of each lever's places evenly, the ends and the value
in force among them; then settings beside the best of those tried, one lever or two at a time, with gaps that are halved down to
a slider's own step. Then the front is what none of its neighbours beats, nor anything that was tried. Legal limits hold lever by lever;
whether the fund runs dry, or refunds with too little cover, is asked of every setting. What the rest of the scenario breaks, no
setting mends.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sifund import catalog
from sifund.analysis.alerts import alerts
from sifund.analysis.effect.idle import idle_of
from sifund.analysis.front.aims import Aim, unknown
from sifund.analysis.front.question import Question, check
from sifund.analysis.front.settings import Settings
from sifund.analysis.front.trial import Progress, Trial, evenly
from sifund.declare.parameter import Steps
from sifund.model.case import Case, Side
from sifund.problem import Problem, SifundError
from sifund.scenario import Scenario
from sifund.text import Text, join

ALL, TRIED, AROUND, ROUNDS = 8_000, 3_000, 20, 4
"""Settings that are all tried; about so many at first, where there are more; how many of the best are looked around each time,
and how often at the slider's own steps."""


@dataclass(frozen=True, eq=False)
class Point:
    """A scenario that none beats: what it sets of each lever (none: as in force), and its values by aim."""

    scenario: Scenario
    steps: tuple[Steps, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, eq=False)
class Front:
    """The points, the cheapest first; how many lawful settings there are, how many were tried (at `first` evenly, all where
    there are no more), how many of these the law forbids in their effect on the fund, and how many none of them beats: the points
    or, where not all were tried, more than these, whose neighbours were. `best` are the best values by aim on the front, `held`
    those of the scenario as it stands. `judged` is whether balances are known, so that it could be asked what exhausts the
    fund. `bars` is why nothing is lawful, where nothing is."""

    question: Question
    aims: tuple[Aim, ...]
    points: tuple[Point, ...]
    count: int
    first: int
    tried: int
    unlawful: int
    unbeaten: int
    best: tuple[float, ...]
    held: tuple[float, ...]
    judged: bool = True
    bars: Text | None = None

    @property
    def whole(self) -> bool:
        """Whether every lawful setting was tried."""
        return self.tried == self.count


def front(question: Question, progress: Progress | None = None) -> Front:
    """What no other lawful setting beats. Raises SifundError for what cannot be asked, or has no value in these data."""
    levers, aims = check(question)
    held = Case(question.dataset, question.scenario.changes, question.years).side()
    wrong = [why for aim in aims if (why := unknown(held, question.fund, aim))]
    wrong += [Problem("lever", p.key, why) for p in levers if (why := idle_of(held, p.key))]
    if wrong:
        raise SifundError(wrong)
    settings = Settings(question, levers)
    now = tuple(float(np.broadcast_to(aim.rows(held), (held.part.rows,))[held.row]) for aim in aims)
    bars = _bars(question, held, settings)
    if bars or not settings.count:
        return Front(question, tuple(aims), (), 0, 0, 0, 0, 0, (), now, bars=bars)
    trial = Trial(settings, aims)
    places = settings.thinned(ALL if settings.count <= ALL else TRIED)
    for share in _search(trial, places):
        if progress:
            progress(share)
    return replace(_answer(question, trial, settings.size(places), now), judged=held.knows(question.fund))


def _search(trial: Trial, places: Sequence[Sequence[int]]) -> Iterator[float]:
    """Try some places of each lever, and where these are not all, beside the best of them; what share is done."""
    settings = trial.settings
    whole, gaps = settings.size(places) == settings.count, settings.gaps(places)
    halvings = 0 if whole else max(gaps).bit_length()
    stages = 1 + halvings + (0 if whole else ROUNDS)
    yield from (share / stages for share in trial.take(settings.all_of(places)))
    for stage in range(1, stages):
        gaps, some = [(gap + 1) // 2 for gap in gaps], trial.chosen(AROUND)
        beside = (near for one in some for near in settings.around(one, gaps))
        yield from ((stage + share) / stages for share in trial.take(beside))
        trial.surrounded |= set(some) if max(gaps) == 1 else set()
    yield 1.0


def _answer(question: Question, trial: Trial, first: int, now: tuple[float, ...]) -> Front:
    """What none beats: of settings that are not all that there are, those whose neighbours were tried."""
    settings = trial.settings
    whole, listed = len(trial.number) == settings.count, list(trial.number)
    rows = [row for row in trial.rows.tolist() if whole or listed[row] in trial.surrounded]
    points = tuple(
        Point(settings.scenario(listed[row]), settings.steps(listed[row]), tuple(trial.values[row].tolist()))
        for row in rows
    )
    best = tuple(
        aim.better * float((aim.better * trial.values[rows, at]).max()) for at, aim in enumerate(trial.aims) if rows
    )
    unlawful = int((~trial.allowed).sum())
    counts = settings.count, first, len(listed), unlawful, len(trial.rows)
    return Front(question, tuple(trial.aims), points, *counts, best, now)


def _bars(question: Question, held: Side, settings: Settings) -> Text | None:
    """What the scenario breaks whatever the levers are set to, and the levers without a lawful place."""
    rule = catalog.all_funds()[question.fund].cover_rule
    chosen = [q for p in settings.levers for q in (p, *catalog.beside(p))]
    settled = {*(q.key for q in chosen), question.fund, *([rule.line.key] if rule else [])}
    held_to = [alert.about.name for alert in alerts(held) if alert.key not in settled]
    stuck = [p.name for p, some in zip(settings.levers, settings.every, strict=True) if not some]
    return join(dict.fromkeys([*held_to, *stuck]))


def spread(front: Front, most: int) -> list[Point]:
    """So many of the points, evenly from the cheapest on, the ends and the best of every aim among them."""
    better = np.array([aim.better for aim in front.aims])
    worth = better * np.array([point.values for point in front.points]).reshape(len(front.points), len(better))
    return [front.points[at] for at in evenly(worth, most)]
