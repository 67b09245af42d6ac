"""What the words of a saved scenario may be: how long, and without what no text may hold."""

from __future__ import annotations

from collections.abc import Mapping

from sifund.problem import Problem, problem
from sifund.text import Text, join, same, unfit

NAME_LIMIT, NOTE_LIMIT, AUTHOR_LIMIT = 80, 2000, 80
_LIMITS = {
    "name": (Text("名称", "name"), NAME_LIMIT),
    "note": (Text("备注", "note"), NOTE_LIMIT),
    "author": (Text("保存人", "author"), AUTHOR_LIMIT),
}
SEARCHED = Text("查找的文字", "words to find")


def wrong_words(words: Mapping[str, str]) -> list[Problem]:
    """What is wrong with a name, a note and an author: no name, too long, characters that no text may hold."""
    found = [] if words["name"].strip() else [problem("no_name", "", "请填写名称。", "a name is needed.")]
    for field, (label, limit) in _LIMITS.items():
        if len(words[field]) > limit:
            found.append(problem(
                "too_long", "", "{label}超过{limit}个字符。", "the {label} has over {limit} characters.",
                label=label, limit=limit,
            ))  # fmt: skip
        found += unfit_words(label, words[field])
    return found


def unfit_words(label: Text, words: str) -> list[Problem]:
    """The problem of words that hold what no text may hold."""
    codes = join(map(same, unfit(words)))
    return [] if codes is None else [problem(
        "control", "", "{label}含有不能用的字符{codes}；请删去。", "{codes} in the {label}: no text may hold it; take it out.",
        label=label, codes=codes,
    )]  # fmt: skip
