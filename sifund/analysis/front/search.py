"""The front itself: slider places that the law permits, all their combinations run in batches, and what none beats.

Of each lever all lawful places of its own slider are tried where their combinations are few enough, else so many of them evenly,
the ends and the value in force among them. Legal limits hold lever by lever; whether the fund runs dry, or refunds with too
little cover, is asked of every combination. What the rest of the scenario breaks, no setting mends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from sifund import catalog
from sifund.analysis.alerts import alerts
from sifund.analysis.effect.goal import lever_of
from sifund.analysis.front.aims import Aim, aims_of, unknown
from sifund.analysis.response.lawful import lawful
from sifund.analysis.response.places import Places
from sifund.dataset import Dataset
from sifund.declare.parameter import Month, Parameter, Steps
from sifund.model.calibrate import calibrate
from sifund.model.case import Case, Side, run
from sifund.model.paths import Array
from sifund.model.rows import steps_from
from sifund.problem import SifundError, problem
from sifund.scenario import Scenario
from sifund.scenario.place import typed
from sifund.scenario.scenario import inputs_of
from sifund.text import Text, join

LEVERS, AIMS = (2, 5), (2, 3)
TRIED, BATCH = 3_000, 512
TINY = 1e-9
Progress = Callable[[float], object]
Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Question:
    """Levers of a fund, changed from a month on, on a scenario whose other changes are held; and what counts."""

    dataset: Dataset
    scenario: Scenario
    fund: str
    levers: tuple[str, ...]
    aims: tuple[str, ...]
    month: Month
    years: int


@dataclass(frozen=True, eq=False)
class Point:
    """A scenario that none beats: what it sets of each lever (none: as in force), and its values by aim."""

    scenario: Scenario
    steps: tuple[Steps, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, eq=False)
class Front:
    """The points, the cheapest first; how many settings were tried, and how many of these the law forbids in their effect
    on the fund. `best` are the best values by aim on the front, `held` those of the scenario as it stands. `bars` is why
    nothing is lawful, where nothing is."""

    question: Question
    aims: tuple[Aim, ...]
    points: tuple[Point, ...]
    tried: int
    unlawful: int
    best: tuple[float, ...]
    held: tuple[float, ...]
    bars: Text | None = None


def check(question: Question) -> tuple[list[Parameter], list[Aim]]:
    """The levers and aims. Raises SifundError with everything that cannot be asked."""
    wrong, offered, parameters = [], aims_of(question.fund), catalog.levers(question.fund)
    levers = [lever_of(key) for key in question.levers]
    for p in levers:
        if p not in parameters:
            wrong.append(problem("lever", p.key, "不是{fund}的政策参数；可选：{own}。", "is no lever of the {fund}; choose from {own}.",
                                 fund=catalog.fund_name(question.fund), own=", ".join(q.key for q in parameters)))  # fmt: skip
    for key in question.aims:
        if key not in offered:
            wrong.append(problem("aim", "aim", "“{value}”不可选；可选：{known}。", '"{value}" is not a choice; choose from {known}.',
                                 value=key, known=", ".join(offered)))  # fmt: skip
    counted = (("levers", question.levers, LEVERS), ("aims", question.aims, AIMS))
    for subject, keys, (low, high) in counted:
        if not low <= len(set(keys)) <= high or len(set(keys)) < len(keys):
            wrong.append(problem("count", subject, "应选{low}至{high}个，各不相同；现有{count}个。",
                                 "choose {low} to {high}, each once, not {count}.", low=low, high=high, count=len(keys)))  # fmt: skip
    if wrong:
        raise SifundError(wrong)
    return levers, [offered[key] for key in question.aims]


def front(question: Question, progress: Progress | None = None) -> Front:
    """What no other lawful setting beats. Raises SifundError for what cannot be asked, or has no value in these data."""
    levers, aims = check(question)
    held = Case(question.dataset, question.scenario.changes, question.years).side()
    if wrong := [why for aim in aims if (why := unknown(held, question.fund, aim))]:
        raise SifundError(wrong)
    choices = choices_of(question, levers)
    now = tuple(float(np.broadcast_to(aim.rows(held), (held.part.rows,))[held.row]) for aim in aims)
    bars = _bars(question, held, choices)
    settings = list(product(*choices)) if not bars else []
    if not settings:
        return Front(question, tuple(aims), (), 0, 0, (), now, bars)
    values, allowed = _tried(question, aims, settings, progress)
    worth = np.stack([aim.worth(values[:, at]) for at, aim in enumerate(aims)], axis=1)
    left = np.flatnonzero(allowed & np.isfinite(worth).all(axis=1))
    rows = left[unbeaten(worth[left], [_size(settings[row]) for row in left])]
    points = tuple(
        Point(_scenario(question, settings[row]), settings[row], tuple(values[row].tolist())) for row in rows
    )
    best = (
        tuple(aim.better * float((aim.better * values[rows, at]).max()) for at, aim in enumerate(aims))
        if points
        else ()
    )
    return Front(question, tuple(aims), points, len(settings), int((~allowed).sum()), best, now)


def _bars(question: Question, held: Side, choices: Sequence[Sequence[Steps]]) -> Text | None:
    """What the scenario breaks whatever the levers are set to, and the levers without a lawful place."""
    rule = catalog.all_funds()[question.fund].cover_rule
    chosen = [q for key in question.levers for q in (catalog.parameter(key), *catalog.beside(catalog.parameter(key)))]
    settled = {*(q.key for q in chosen), question.fund, *([rule.line.key] if rule else [])}
    held_to = [alert.about.name for alert in alerts(held) if alert.key not in settled]
    stuck = [catalog.parameter(key).name for key, some in zip(question.levers, choices, strict=True) if not some]
    return join(dict.fromkeys([*held_to, *stuck]))


def choices_of(question: Question, levers: Sequence[Parameter]) -> list[list[Steps]]:
    """What is tried of each lever: all its lawful places, a slider's own steps, where all levers' together are few enough; of
    those with more than their part of TRIED so many evenly, the value in force among them."""
    every = [_lawful_steps(question, p) for p in levers]
    choices, room = list(every), float(TRIED)
    for left, at in zip(
        range(len(every), 0, -1), sorted(range(len(every)), key=lambda at: len(every[at])), strict=True
    ):
        many = max(int(round(room ** (1 / left), 6)), 3)
        choices[at] = _evenly(every[at], many)
        room /= max(min(len(every[at]), many), 1)
    return choices


def _evenly(steps: list[Steps], many: int) -> list[Steps]:
    """So many of them, both ends and what changes nothing among them."""
    if len(steps) <= many:
        return steps
    some = {round((len(steps) - 1) * i / (many - 1)) for i in range(many)}
    return [each for at, each in enumerate(steps) if at in some or not each]


def _lawful_steps(question: Question, p: Parameter) -> list[Steps]:
    """A lever's options, or the lawful places of its slider."""
    if p.options:
        return [((question.month, float(number)),) for number in range(len(p.options))]
    places = places_of(question, p)
    runs = lawful(question.dataset, question.scenario, question.years, places)
    whole = ((0, places.count - 1),)
    return [places.steps(at) for first, last in (whole if runs is None else runs) for at in range(first, last + 1)]


def places_of(question: Question, p: Parameter) -> Places:
    """The lever's slider, as its card has it. Raises SifundError where nothing is in force."""
    without = question.scenario.with_steps(p.key, ())
    base = calibrate(question.dataset, inputs_of(question.scenario.changes))
    start = steps_from(base, without, p, question.month)[0][1] if base.steps(p.key) else np.nan
    if not np.isfinite(start):
        raise SifundError([problem("no_start", p.key, "没有现行值，无法在滑块上逐个试算；请换一个参数。",
                                   "has no value in force, so there is no slider to try; choose another lever.")])  # fmt: skip
    return Places.of(p, question.month, start)


def _scenario(question: Question, setting: Sequence[Steps]) -> Scenario:
    scenario = question.scenario
    for key, steps in zip(question.levers, setting, strict=True):
        scenario = typed(scenario, catalog.parameter(key), steps)
    return replace(scenario, name="")


def _tried(
    question: Question, aims: Sequence[Aim], settings: Sequence[tuple[Steps, ...]], progress: Progress | None
) -> tuple[Array, NDArray[np.bool_]]:
    """Every setting's values (setting, aim), and whether the fund stays within the law by it."""
    values, allowed = [], []
    for start in range(0, len(settings), BATCH):
        rows = [_scenario(question, setting).changes for setting in settings[start : start + BATCH]]
        side = run(question.dataset, rows, question.years, (question.fund,))[0]
        values.append(np.stack([aim.rows(side)[1:] for aim in aims], axis=1))
        allowed.append(_allowed(side, question.fund))
        if progress:
            progress(min((start + BATCH) / len(settings), 1.0))
    return np.concatenate(values), np.concatenate(allowed)


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


def _size(setting: Sequence[Steps]) -> int:
    """How many levers it changes: of equals the fewest changes stand."""
    return sum(bool(steps) for steps in setting)


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


def spread(front: Front, most: int) -> Iterator[Point]:
    """So many of the points, evenly from the cheapest on, the ends and the best of every aim among them."""
    count = len(front.points)
    if count <= most:
        yield from front.points
        return
    values = np.array([point.values for point in front.points])
    first = {int((aim.better * values[:, at]).argmax()) for at, aim in enumerate(front.aims)}
    rest = (round(i * (count - 1) / (most - 1)) for i in range(most))
    chosen = list(dict.fromkeys([*first, *rest]))[:most]
    yield from (front.points[at] for at in sorted(chosen))
