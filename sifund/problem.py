"""What is wrong with an input, in words: the subject, the place, the value, what is allowed and the cure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import category

from sifund.text import Lang, Text, join, same, unfit

_PLAIN = str.maketrans({"<": "‹", ">": "›", "$": "＄", "`": "'", "|": "¦"})


def shown(value: object, limit: int = 60) -> str:
    """A value fit for a message: one line, blanks of any kind as blanks, no control characters or markup, cut to `limit`."""
    text = "".join(c if c.isprintable() else " " if category(c) == "Zs" else "·" for c in str(value)[: limit + 1])
    text = text.translate(_PLAIN)
    return f"{text[:limit]}…" if len(text) > limit else text


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, or one notice. `code` names the kind for tests and programs."""

    code: str
    subject: str
    says: Text
    place: str = ""
    value: str = ""

    def __call__(self, lang: Lang) -> str:
        """One plain line: place, subject, what is wrong, what is allowed and the cure."""
        head = " · ".join(part for part in (self.place, self.subject) if part)
        colon = "：" if lang == "zh" else ": "
        return f"{head}{colon if head else ''}{self.says(lang)}"


class SifundError(ValueError):
    """Input that cannot be used. Carries every problem found, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(p("en") for p in self.problems))

    def lines(self, lang: Lang) -> list[str]:
        """Every problem in words, one a line."""
        return [p(lang) for p in self.problems]


def problem(
    code: str, subject: str, zh: str, en: str, *, place: str = "", value: object = "", **parts: object
) -> Problem:
    """A problem from its two sentences; `{value}` and other parts are filled in."""
    written = shown(value)
    return Problem(code, subject, Text(zh, en).format(value=written, **parts), place, written)


def unfit_words(label: Text, words: str) -> list[Problem]:
    """The problem of words that hold what no text may hold."""
    codes = join(map(same, unfit(words)))
    return [] if codes is None else [problem(
        "control", "", "{label}含有不能用的字符{codes}；请删去。", "{codes} in the {label}: no text may hold it; take it out.",
        label=label, codes=codes,
    )]  # fmt: skip
