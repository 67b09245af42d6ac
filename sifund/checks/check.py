"""What a check is, what it compares, and the words in which its figures are written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from sifund.checks.place import Place
from sifund.declare.known import Known, exact
from sifund.declare.scale import scale_of
from sifund.declare.unit import Unit
from sifund.text import Text

if TYPE_CHECKING:
    from sifund.checks.facts import Facts

Severity = Literal["error", "warning", "note"]
Status = Literal["tied", "found", "open"]
SEVERITIES: dict[Severity, Text] = {
    "error": Text("错误", "error"),
    "warning": Text("警示", "warning"),
    "note": Text("提示", "note"),
}
"""Worst first. An error: two figures cannot both be right. A warning needs an answer. A note is worth knowing."""
HAIR = 1e-9


@dataclass(frozen=True, slots=True)
class Comparison:
    """One thing compared. `stated` is tied where it lies from `low` to `high`; a bound that is None does not bind.

    `open`: there was nothing independent to compare with. What is None here stands in the check: severity, what it
    says (a template), what it assumes. `parts` fill the template.
    """

    place: Place
    status: Status
    stated: float | None = None
    recomputed: float | None = None
    low: float | None = None
    high: float | None = None
    unit: Unit | None = None
    source: str = ""
    severity: Severity | None = None
    says: Text | None = None
    assumes: Text | None = None
    remedy: Text | None = None
    parts: Mapping[str, Text | str | int] = field(default_factory=dict)


Run = Callable[["Facts"], Iterator[Comparison]]


@dataclass(frozen=True, slots=True, eq=False)
class Check:
    """A check, declared once. `says` is what a finding means: a template over its place and figures.

    `ties`: it compares two figures that must agree; else it looks for something that should not be.
    """

    key: str
    name: Text
    severity: Severity
    compares: Text
    tolerance: Text
    says: Text
    assumes: Text
    remedy: Text
    run: Run
    ties: bool = False


def check(
    key: str, name: Text, severity: Severity, *, compares: Text, tolerance: Text, says: Text, assumes: Text, remedy: Text,
    ties: bool = False,
) -> Callable[[Run], Check]:  # fmt: skip
    """Declare a check on the function that yields its comparisons."""
    return lambda run: Check(key, name, severity, compares, tolerance, says, assumes, remedy, run, ties)


def compare(place: Place, stated: Known, other: Known | float, *, slack: float = 0, **more: object) -> Comparison:
    """A stated figure against a recomputed one: tied where their intervals meet.

    `slack` is allowed beyond rounding, as a share of the recomputed figure.
    """
    o = exact(other)
    extra = slack * abs(o.value) + HAIR * max(abs(o.value), abs(stated.value))
    return between(
        place, stated.value, o.low - (stated.high - stated.value) - extra, o.high + (stated.value - stated.low) + extra,
        recomputed=o.value, **more,
    )  # fmt: skip


def between(place: Place, stated: float, low: float | None, high: float | None, **more: object) -> Comparison:
    """A figure against the bounds that it must keep."""
    tied = (low is None or stated >= low) and (high is None or stated <= high)
    return Comparison(place, "tied" if tied else "found", stated, low=low, high=high, **more)  # type: ignore[arg-type]


def present(place: Place, there: bool, **more: object) -> Comparison:
    """Something that must be so, without a figure."""
    return Comparison(place, "tied" if there else "found", **more)  # type: ignore[arg-type]


def in_words(value: float | None, unit: Unit | None) -> Text:
    """A figure with its unit, as long as it needs to be and no longer; money in 元 or 万元."""
    if value is None or unit is None:
        return Text("—", "—")
    if unit.key == "yuan":
        return scale_of(value, None).write(value, 2, short=True)
    return unit.write(value, short=True)
