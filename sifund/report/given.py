"""What a maker of documents was given: every word of it, and that none holds what no file may hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass

from sifund.problem import SifundError, problem, shown
from sifund.text import unfit


def words_of(content: object) -> Iterator[str]:
    """Every text in mappings, sequences and dataclasses, however deep."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, Mapping):
        for part in content.values():
            yield from words_of(part)
    elif isinstance(content, Sequence) and not isinstance(content, bytes):
        for part in content:
            yield from words_of(part)
    elif is_dataclass(content):
        for field in fields(content):
            yield from words_of(getattr(content, field.name))


def require_fit(*content: object) -> None:
    """Raises SifundError naming the words that hold what XML forbids or what turns the order of writing."""
    wrong = {words: codes for words in words_of(content) if (codes := unfit(words))}
    if wrong:
        raise SifundError([problem(
            "control", shown(words), "含有不能用的字符{codes}；请在来源中删去。",
            "{codes} in it: no document may hold it; take it out at its source.", codes=", ".join(codes),
        ) for words, codes in wrong.items()])  # fmt: skip
