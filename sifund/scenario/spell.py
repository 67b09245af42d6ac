"""A path that lies so many points above the baseline's for some years and is back afterwards: what a card asks for in three
numbers, and the dated steps that it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from math import isclose

from sifund.declare.parameter import Month, Parameter, Steps, month_of, month_text
from sifund.problem import Problem, problem
from sifund.scenario.steps import LAST_YEAR, path_words, read_steps
from sifund.text import Text, plain

MONTHS, DIGITS = 12, 8
Path = Callable[[Month], Steps]
"""A parameter's path without the spell, from a month on, as dated values."""
_POINTS, _WHOLE = re.compile(r"[-−+]?[0-9]{1,6}(\.[0-9]{1,6})?"), re.compile(r"[0-9]{1,4}")
ABOVE = Text(
    "{name}比基线高{points}个百分点，持续{years}年：{path}。",
    "{name} {points} points above the baseline for {years}: {path}.",
)
BELOW = Text(
    "{name}比基线低{points}个百分点，持续{years}年：{path}。",
    "{name} {points} points below the baseline for {years}: {path}.",
)
LASTS = Text("{count}", "{count} {count:year|years}")
OTHERWISE = Text(
    "{name}另有填写，不是“高几个百分点、持续几年”：{path}。",
    "{name} is typed otherwise, not as so many points for some years: {path}.",
)


@dataclass(frozen=True, slots=True)
class Spell:
    """By how many points, for how many years, from which month on."""

    points: float
    years: int
    month: Month

    @property
    def end(self) -> Month:
        """The month in which it is back."""
        return self.month + MONTHS * self.years


def is_offered(p: Parameter) -> bool:
    """Whether a parameter is moved so: what has a stress in points for some years."""
    return bool(p.shock and p.shock.points and p.shock.years)


def steps_of(spell: Spell, path: Path) -> Steps:
    """The dated values that it is."""
    during = ((month, round(value + spell.points, DIGITS)) for month, value in path(spell.month) if month < spell.end)
    return *during, *path(spell.end)


def spell_of(steps: Steps, path: Path) -> Spell | None:
    """The spell that dated values are; None where they are another path."""
    if len(steps) < 2:
        return None
    first, value = steps[0]
    points = round(value - path(first)[0][1], DIGITS)
    spells = (Spell(points, (end - first) // MONTHS, first) for end, _ in steps[1:] if not (end - first) % MONTHS)
    return next((one for one in spells if points and first % MONTHS == 0 and _same(steps_of(one, path), steps)), None)


def _same(one: Steps, other: Steps) -> bool:
    return len(one) == len(other) and all(
        month == then and isclose(value, what, abs_tol=10.0**-DIGITS)
        for (month, value), (then, what) in zip(one, other, strict=True)
    )


def read_spell(p: Parameter, points: str, years: str, first: str, base_year: int, path: Path) -> tuple[Steps, list[Problem]]:  # fmt: skip
    """What three typed numbers ask for; every one that cannot be is a problem, and then there are no steps."""
    wrong = [
        *_refused(p, points, _POINTS.fullmatch(points) is not None, Text("百分点", "points"),
                  Text("数字，例如2或-0.5", "a number, such as 2 or -0.5")),
        *_refused(p, years, _is_whole(years, 1, LAST_YEAR - base_year), Text("年数", "years"),
                  Text(f"1至{LAST_YEAR - base_year}的整数", f"a whole number from 1 to {LAST_YEAR - base_year}")),
        *_refused(p, first, _is_whole(first, base_year, LAST_YEAR - 1), Text("起始年份", "first year"),
                  Text(f"{base_year}至{LAST_YEAR - 1}年", f"a year from {base_year} to {LAST_YEAR - 1}")),
    ]  # fmt: skip
    if wrong:
        return (), wrong
    spell = Spell(float(points.replace("−", "-")), int(years), month_of(int(first)))
    if not spell.points:
        return (), []
    steps = steps_of(spell, path)
    taken, wrong = read_steps(p, ",".join(f"{plain(value)}@{month_text(month)}" for month, value in steps), base_year)
    return (() if wrong else taken), wrong


def _is_whole(text: str, low: int, high: int) -> bool:
    return _WHOLE.fullmatch(text) is not None and low <= int(text) <= high


def _refused(p: Parameter, value: str, fits: bool, what: Text, allowed: Text) -> list[Problem]:
    return [] if fits else [problem(
        "spell", p.key, "{what}“{value}”不能用；请填{allowed}。没有采用。", '{what}: "{value}" cannot be; give {allowed}. Not applied.',
        value=value, what=what, allowed=allowed,
    )]  # fmt: skip


def words(p: Parameter, steps: Steps, path: Path) -> Text | None:
    """What dated values are, as a sentence; None of none."""
    if not steps:
        return None
    spell, says = spell_of(steps, path), path_words(p, steps, start=-1)
    if spell is None:
        return OTHERWISE.format(name=p.name, path=says)
    years = LASTS.format(count=spell.years)
    return (ABOVE if spell.points > 0 else BELOW).format(
        name=p.name, points=plain(abs(spell.points)), years=years, path=says
    )
