"""A rule over records: declared once on a short expression; what it needs is seen by running it on empty tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from narwhals import LazyFrame

from sifund.records.language import Records
from sifund.text import Cite, Text

Find = Callable[[Records], LazyFrame]


@dataclass(frozen=True, slots=True)
class Risk:
    """A risk class of the office's matrix; `rank` 0 is the worst."""

    key: str
    rank: int
    name: Text


HIGH = Risk("high", 0, Text("高风险", "high risk"))
MEDIUM = Risk("medium", 1, Text("中风险", "medium risk"))
LOW = Risk("low", 2, Text("低风险", "low risk"))
RISKS = (HIGH, MEDIUM, LOW)
SUSPECT = Text("疑点待核", "to be checked")
"""What a record is that a rule names, until a person has looked at it: never a breach."""


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A rule, declared once. `lawful` is what looks alike and is in order: it stands beside every finding. `by`: the key
    whose rows it looks at together, so that a part of them can be checked alone; empty: it looks at all."""

    code: str
    name: Text
    risk: Risk
    compares: Text
    law: Cite
    lawful: Text
    find: Find
    by: str = "person_id"


def rule(
    code: str, name: Text, risk: Risk, *, compares: Text, law: Cite, lawful: Text, by: str = "person_id"
) -> Callable[[Find], Rule]:
    """Declare a rule on the function that gives its findings."""
    return lambda find: Rule(code, name, risk, compares, law, lawful, find, by)
