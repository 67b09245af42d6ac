"""What may be changed of a rule when its effect is worked out over records: rates, limits, a cap, a duration, conditions."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sifund.declare.parameter import Limit
from sifund.declare.unit import MONTHS, PERSONS, RATE, YUAN, Unit
from sifund.funds import unemployment
from sifund.problem import Problem, SifundError, problem
from sifund.records.mask import veiled
from sifund.records.rules.limits import (
    CONTRIBUTED_MONTHS,
    DURATIONS,
    LAYOFF_RATE,
    REFUND_MONTHS,
    SMALL_FIRM,
    SMALL_LAYOFF_RATE,
    of_parameter,
)
from sifund.text import Text

REFUND, BENEFIT = unemployment.stabilisation_refund, unemployment.benefit
LINES = (REFUND, BENEFIT)
LONGEST = DURATIONS[-1][1]
"""Months of benefit that are granted at most."""


@dataclass(frozen=True, slots=True)
class Change:
    """A number of a rule that may be changed: `of_year` is what the law in force says, None: nothing is limited. `bands` are
    the values that a page offers: fixed ones, so that no two of them differ by a single firm. `whole`: a whole number."""

    key: str
    name: Text
    unit: Unit
    high: float
    line: str
    of_year: Callable[[int], float | None]
    bands: tuple[float, ...]
    low: float = 0
    whole: bool = True

    def write(self, value: float | None) -> Text:
        """The number in words."""
        return NO_LIMIT if value is None else self.unit.write(value, short=True)


NO_LIMIT = Text("不设", "none")


def _dated(limits: Sequence[Limit]) -> Callable[[int], float | None]:
    """The limit in force in a year."""
    return lambda year: next((limit.value for limit in reversed(limits) if limit.from_year <= year), None)


def _always(value: float | None) -> Callable[[int], float | None]:
    return lambda _: value


SME, LARGE = unemployment.refund_rate_sme, unemployment.refund_rate_large
RATES = (0, 20, 30, 40, 50, 60, 70, 80, 90, 100)
_DECLARED = (
    Change(SME.key, SME.name, RATE, 100, REFUND.key, _dated(of_parameter(SME.key)), RATES, whole=False),
    Change(LARGE.key, LARGE.name, RATE, 100, REFUND.key, _dated(of_parameter(LARGE.key)), RATES, whole=False),
    Change("layoff_limit", Text("裁员率上限", "Layoff limit"), RATE, 100, REFUND.key, _dated(LAYOFF_RATE), (2, 4, 6, 8, 10, 20),
           whole=False),
    Change("small_layoff_limit", Text("小单位裁员率上限", "Layoff limit of small firms"), RATE, 100, REFUND.key,
           _dated(SMALL_LAYOFF_RATE), (5, 10, 20, 30, 50), whole=False),
    Change("small_firm", Text("小单位人数界限", "Staff up to which a firm is small"), PERSONS, 100_000, REFUND.key,
           _dated(SMALL_FIRM), (10, 20, 30, 50, 100)),
    Change("paid_months", Text("单位缴费月数条件", "Months that a firm must have paid"), MONTHS, 12, REFUND.key,
           _dated(REFUND_MONTHS), (6, 12)),
    Change("cap", Text("每户返还封顶", "Cap on a firm's refund"), YUAN, 10**9, REFUND.key, _always(None),
           (50_000, 100_000, 500_000, 1_000_000, 5_000_000)),
    Change("contributed_months", Text("申领人缴费月数条件", "Months that a claimant must have contributed"), MONTHS, 600, BENEFIT.key,
           _always(CONTRIBUTED_MONTHS), (12, 24, 36, 60)),
    Change("duration", Text("最长领取月数", "Longest duration"), MONTHS, 60, BENEFIT.key, _always(LONGEST),
           (6, 12, 18, 24, 30, 36), low=1),
)  # fmt: skip
CHANGES: Mapping[str, Change] = {change.key: change for change in _DECLARED}
"""Every number that may be changed, by key; those that the model has too under the model's key."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The rules of a year with some of their numbers changed."""

    year: int
    changed: Mapping[str, float] = field(default_factory=dict)

    def __getitem__(self, key: str) -> float | None:
        return self.changed[key] if key in self.changed else CHANGES[key].of_year(self.year)

    def touches(self, line: str) -> bool:
        """Whether a number of the line's rule is changed."""
        return any(CHANGES[key].line == line for key in self.changed)

    def points(self, key: str) -> int:
        """A rate in basis points; 0 where the law knows none yet."""
        return round((self[key] or 0) * 100)


def parse(texts: Sequence[str]) -> dict[str, float]:
    """Numbers out of texts like layoff_limit=5. Raises SifundError with all that cannot be read."""
    changed: dict[str, float] = {}
    problems: list[Problem] = []
    for text in texts:
        key, _, number = (part.strip() for part in text.partition("="))
        change = CHANGES.get(key)
        if change is None:
            problems.append(problem(
                "change", "--set", "没有“{value}”这一项；可用：{names}。", 'there is no "{value}" to change; there are: {names}.',
                value=veiled(key), names=", ".join(CHANGES),
            ))  # fmt: skip
        elif (value := _number(number, change)) is None:
            problems.append(problem(
                "value", change.key, "“{value}”应为{low}至{high}{unit}的{kind}。", '"{value}" is no {kind} from {low} to {high} ({unit}).',
                value=veiled(number), low=f"{change.low:g}", high=f"{change.high:.0f}", unit=change.unit.name,
                kind=Text("整数", "whole number") if change.whole else Text("数字", "number"),
            ))  # fmt: skip
        else:
            changed[key] = value
    if problems:
        raise SifundError(problems)
    return changed


def _number(text: str, change: Change) -> float | None:
    """The number of a text, where it is one that the change allows."""
    try:
        value = float(text) if text.isascii() and "_" not in text else math.nan
    except ValueError:
        return None
    good = change.low <= value <= change.high and (not change.whole or value == int(value))
    return value if good else None
