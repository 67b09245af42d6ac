"""The legal limits of a lever beside its path: by year for the card's line, and in words."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sifund.analysis.limits import Judged, judge
from sifund.declare.parameter import LegalAlert
from sifund.model.memory import remembered
from sifund.text import Text
from sifund.ui.parts.courses import Card, Course, course_words

LEAST, MOST, UNDER = (
    Text("法定最低", "Least by law"), Text("法定最高", "Most by law"), Text("法定须低于", "By law below"),
)  # fmt: skip
Bounds = tuple[float | None, ...]


def limits(card: Card) -> list[tuple[Text, Bounds, Course]]:
    """Each legal limit of a dated parameter: what it is, its value each January in the unit of the card's line, None where
    no rule is known, and in words; what is the least and the most at once is said once."""
    return list({bounds: (name, bounds, course) for name, bounds, course in _limits(card)}.values())


def _limits(card: Card) -> Iterator[tuple[Text, Bounds, Course]]:
    for rule in card.p.alerts if card.p.dated else ():
        if (judged := judge(card.side, card.p, rule)) is not None:
            yield _name(rule), *_bounds_and_course(judged, card.side.years[-1])


@remembered()
def _bounds_and_course(judged: Judged, last: int) -> tuple[Bounds, Course]:
    """Of what no lever moves that is the baseline's, and found again."""
    return _januaries(judged), _course(judged, last)


def _name(rule: LegalAlert) -> Text:
    return LEAST if rule.floor else UNDER if rule.at_limit else MOST


def _januaries(judged: Judged) -> Bounds:
    pairs = zip(judged.bounds[::12].tolist(), judged.dated[::12].tolist(), strict=True)
    return tuple(
        float(f"{x / judged.parameter.divisor:.6g}") if dated and np.isfinite(x) else None for x, dated in pairs
    )


def _course(judged: Judged, final: int) -> Course:
    """The rules that hold in the years shown, so far as they are known."""
    rules, until = judged.limit.rules, judged.limit.until
    first = max(int(judged.in_force[0]), 0)
    last = min(final, (until or 12 * 9999) // 12 - 1)
    steps = tuple((rule.month, rule.value) for rule in rules[first:] if rule.month // 12 <= last)
    return course_words(judged.parameter, steps, last) if steps else []
