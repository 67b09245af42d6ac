"""What is saved of a scenario, what is given back of it, and what cannot be kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sifund.problem import Problem, SifundError, problem, unfit_words
from sifund.terms import AUTHOR, NAME, NOTE
from sifund.text import Text

NAME_LIMIT, NOTE_LIMIT, AUTHOR_LIMIT = 80, 2000, 80
LIMITS = {
    "name": (NAME.inside, NAME_LIMIT),
    "note": (NOTE.inside, NOTE_LIMIT),
    "author": (AUTHOR.inside, AUTHOR_LIMIT),
}
SEARCHED, SEARCH_LIMIT = Text("查找的文字", "words to find"), 200


class StaleError(SifundError):
    """Somebody saved, or deleted, since the version that a change started from. Nothing was written."""


class UnknownError(SifundError):
    """There is no such saved scenario or version, or it is damaged."""


@dataclass(frozen=True, slots=True)
class Content:
    """What one version holds. `text` is the scenario's text without its name; `dataset` the mark of the dataset that it
    was saved on; `fingerprint` and `figures` those of the result that was seen (sifund.store.figures)."""

    name: str
    text: str
    dataset: str
    fingerprint: str
    figures: Mapping[str, Any]
    note: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """One version of a saved scenario. `latest` is the number of the newest version; times are UTC."""

    id: str
    version: int
    latest: int
    saved_at: datetime
    deleted_at: datetime | None
    content: Content

    @property
    def mark(self) -> str:
        """What a scenario's text says of where it came from: id and version."""
        return f"{self.id}.{self.version}"


@dataclass(frozen=True, slots=True)
class Listing:
    """Saved scenarios, how many there are in all, and the marks ("id.version") of those whose row is damaged."""

    saved: list[Saved]
    count: int
    damaged: tuple[str, ...] = ()


def check(content: Content) -> None:
    """Raises SifundError for a name that is missing, or words that are too long or hold what no text may hold."""
    problems = [] if content.name.strip() else [problem("no_name", "", "请填写名称。", "a name is needed.")]
    for field, (label, limit) in LIMITS.items():
        problems += unkept(label, getattr(content, field), limit)
    if problems:
        raise SifundError(problems)


def unkept(label: Text, words: str, limit: int) -> list[Problem]:
    """What is wrong with words that somebody writes: that they are too long, or hold what no text may hold."""
    long = [problem("too_long", "", "{label}超过{limit}个字符。", "the {label} has over {limit} characters.",
                    label=label, limit=limit)]  # fmt: skip
    return [*(long if len(words) > limit else ()), *unfit_words(label, words[:limit])]
