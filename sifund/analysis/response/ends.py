"""The ends of what the law permits of every lever that has a limit, for whoever ranks them over it."""

from __future__ import annotations

from sifund.analysis.outlook.sensitivity import Question, ranges
from sifund.analysis.response.lawful import lawful
from sifund.analysis.response.places import Places


def lawful_ends(question: Question) -> tuple[tuple[str, float, float], ...]:
    """Key, least and greatest lawful value [own unit] of the levers that the law limits; of one without any lawful value
    both are what is in force, so that it moves nothing."""
    ends = []
    for r in ranges(question):
        places = Places.of(r.parameter, question.month, r.value)
        runs = (
            lawful(question.dataset, question.scenario, question.years, places) if r.parameter.kind == "lever" else None
        )
        if runs is not None:
            low, high = (places.in_own_unit(at) for at in runs[0]) if runs else (r.value, r.value)
            ends.append((r.parameter.key, max(low, r.low), min(high, r.high)))
    return tuple(ends)
