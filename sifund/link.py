"""How scenario texts travel in addresses: `…/<page>?s=<text>&lang=<language>`; texts to be compared are joined by `|`."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, quote, urlsplit

from sifund.problem import Problem, problem
from sifund.text import Lang

VERSION = "1"
SEPARATOR = "|"
COMPARED = 6
"""How many scenarios can be compared."""
_ORIGIN = re.compile(r"([0-9a-f]{10})[.]([0-9]{1,6})")
_REFERENCE = re.compile(rf"(?:{VERSION};)?k={_ORIGIN.pattern}")


def address(base: str, page: str, text: str, lang: Lang) -> str:
    """The address, below `base`, that opens a page to a text."""
    return f"{base.rstrip('/')}/{page}?s={quote(text, safe='')}&lang={lang}"


def read_texts(pasted: str) -> list[str]:
    """The texts of a pasted link, or of a bare text; none where a link carries none."""
    words = pasted.strip()
    if "?" in words or "://" in words:
        try:
            words = parse_qs(urlsplit(words).query).get("s", [""])[-1]
        except ValueError:
            words = ""
    return [text for text in words.split(SEPARATOR) if text.strip()]


def reference(origin: str) -> str:
    """The short text that asks for the saved scenario "id.version"."""
    return f"{VERSION};k={origin}"


def read_reference(text: str) -> tuple[str, int] | None:
    """Id and version of the saved scenario that a short text asks for; None for any other text."""
    match = _REFERENCE.fullmatch(text.strip())
    return (match[1], int(match[2])) if match else None


def read_origin(body: str, alone: bool) -> tuple[str, list[Problem]]:
    """The saved scenario, "id.version", that a text says it was made from; `alone` where the text holds nothing else."""
    if not body:
        return "", []
    if not _ORIGIN.fullmatch(body):
        return "", [problem("origin", "k", "保存方案的编号“{value}”无法识别；已忽略。",
                            "the number “{value}” of a saved scenario cannot be read; it was ignored.", value=body)]  # fmt: skip
    asks = problem(
        "reference", "k", "短链接指向保存的方案{value}；只能在保存它的程序的页面上打开。",
        "the short link asks for the saved scenario {value}; only the pages of the program that keeps it can open it.",
        value=body,
    )  # fmt: skip
    return body, [asks] if alone else []
