"""An independent reader of sentences: numbers with their units and years, found by pattern, each given to who can check it.

It shares no code with what writes the sentences. A digit that no pattern takes is a number that nobody checked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sifund.text import Lang

NUMBER = r"[+−±-]?[0-9][0-9,]*(?:\.[0-9]+)?"
MONEY = {"zh": rf"(?:{NUMBER})(?:万元|元)", "en": rf"(?:{NUMBER}) (?:million yuan|yuan)"}
UNITS = {"万元": 10_000, "元": 1, "million yuan": 1_000_000, "yuan": 1}


@dataclass(frozen=True)
class Printed:
    """A number as it stands: its value in its unit, half of its last place, and whether it carries a sign."""

    value: float
    slack: float
    signed: bool

    def is_(self, expected: float) -> bool:
        """Whether it is the expected value, rounded to the places printed."""
        return abs(self.value - expected) <= self.slack * (1 + 1e-6) + 1e-9 * abs(expected)


def printed(text: str, scale: float = 1) -> Printed:
    """The number at the start of a text, times a scale."""
    found = re.match(NUMBER, text)
    assert found, text
    exact = Decimal(found[0].replace(",", "").replace("−", "-").replace("±", ""))
    exponent = exact.as_tuple().exponent
    assert isinstance(exponent, int)
    return Printed(float(exact) * scale, 0.5 * 10.0**exponent * scale, found[0][0] in "+−±-")


def money(text: str) -> Printed:
    """An amount of money in yuan."""
    number = re.match(NUMBER, text)
    assert number, text
    return printed(text, UNITS[text[number.end() :].strip()])


@dataclass
class Place:
    """Where the reader stands: what the sentences before said of the subject, and what has been checked."""

    said: dict[str, Any] = field(default_factory=dict)
    checked: int = 0


Check = Callable[[re.Match[str], Place], None]


@dataclass(frozen=True)
class Rule:
    """A pattern in each language and what becomes of a match."""

    zh: str
    en: str
    check: Check

    def search(self, text: str, lang: Lang, at: int) -> re.Match[str] | None:
        return re.compile(self.zh if lang == "zh" else self.en).search(text, at)


def read(text: str, lang: Lang, rules: Sequence[Rule], place: Place | None = None) -> Place:
    """Read a text from left to right: the earliest match is checked, of two at one place that of the rule named first.
    No digit is left between matches, nor NaN, None or infinity anywhere."""
    place, at = place or Place(), 0
    assert not re.search(r"\bnan\b|\bNone\b|\binf\b", text), text
    while found := [(m.start(), number, m) for number, r in enumerate(rules) if (m := r.search(text, lang, at))]:
        start, number, match = min(found, key=lambda one: one[:2])
        assert match.end() > start
        assert not re.search("[0-9]", text[at:start]), (text[at:start], text)
        rules[number].check(match, place)
        place.checked += 1
        at = match.end()
    assert not re.search("[0-9]", text[at:]), (text[at:], text)
    return place
