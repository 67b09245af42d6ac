"""Words that someone else wrote, on a page: what Streamlit reads as Markdown shows them as they are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Self

from sifund.text import filled

_SPLIT = re.compile(r":(?![\s\d]|$)|:(?=[\w+-]+:)|(?<=[-.\w+])@(?=[-\w])|(?<=www)\.|<->|--|->|<-|[><~]=", re.IGNORECASE)
"""What Streamlit looks for in text that has been read already, where no backslash helps: links, addresses, shortcodes,
directives, arrows."""
_SIGN = re.compile(r"[\\`*\[\]~$#|<>&]|(?<![^\W_])_|_(?![^\W_])|^\s*[-+=]|:$")
_NUMBERED = re.compile(r"^(\s*[0-9]+)([.)])(?=\s|$)")
_MARK = "\ue000"


class Markdown(str):
    """Words that are meant as Markdown: written in the program, or made literal. Whatever is put into them is literal."""

    __slots__ = ()

    def format(self, *args: object, **parts: object) -> Self:
        """Filled in, words literally."""
        return type(self)(filled(str(self), *map(_part, args), **{key: _part(part) for key, part in parts.items()}))

    def join(self, parts: Iterable[str], /) -> Self:
        """Markdown and words put together; words as they are."""
        return type(self)(str.join(self, map(literal, parts)))


def _part(part: object) -> object:
    return literal(part) if isinstance(part, str) else part


def literal(words: str) -> Markdown:
    """Words as they are, on one line, whatever they hold; what is Markdown by its type stays so.

    A directive without a colour is a span of its own: what is looked for in a stretch of text is not found across it.
    """
    if isinstance(words, Markdown):
        return words
    line = re.sub(r"[\r\n\t]+", " ", words).replace(_MARK, "\ufffd")
    parted = _SPLIT.sub(lambda match: "".join(f"{_MARK}{sign}{_MARK}" for sign in match[0]), line)
    plain = _NUMBERED.sub(r"\1\\\2", _SIGN.sub(lambda match: f"{match[0][:-1]}\\{match[0][-1]}", parted))
    return Markdown(re.sub(f"{_MARK}(.+?){_MARK}", r":color[\1]", plain))


def bold(words: str) -> Markdown:
    """Words in bold, shown as they are."""
    return Markdown("**{}**").format(words)


def icon(name: str, words: str) -> Markdown:
    """Words behind one of Streamlit's own signs."""
    return Markdown(f":material/{name}: {{}}").format(words)


def points(lines: Iterable[str], title: str = "") -> Markdown:
    """A list, under its title where it has one."""
    return Markdown("\n").join([*filter(None, [title]), *(Markdown("- {}").format(line) for line in lines)])


def lines(parts: Iterable[str]) -> Markdown:
    """One below the other."""
    return Markdown("  \n").join(parts)


def paragraphs(parts: Iterable[str]) -> Markdown:
    """Words as paragraphs, shown as they are."""
    return Markdown("\n\n").join(filter(None, parts))
