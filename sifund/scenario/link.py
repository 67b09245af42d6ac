"""How scenario texts travel in addresses: `…/<page>?s=<text>&lang=<language>`; texts to be compared are joined by `|`."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs, quote, urlsplit

from sifund.problem import Problem, problem, shown
from sifund.text import LANGS, Lang, Text

VERSION = "1"
SEPARATOR = "|"
KEYS = ("s", "lang")
"""What an address's query may say."""
COMPARED = 6
"""How many scenarios can be compared."""
NTH_SCENARIO = Text("方案{number}", "Scenario {number}")
"""What one of several scenarios is called that has no name."""
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


def address_problems(query: Mapping[str, Sequence[str]]) -> list[Problem]:
    """What of an address's query is not applied: keys that nothing reads, keys that stand twice, another language."""
    problems = [_unknown(key) for key in query if key not in KEYS]
    problems += [problem(
        "repeated", key, "在链接里出现{count}次；只用其中一个。", "stands in the link {count} {count:time|times}; one of them is used.",
        count=len(query[key]),
    ) for key in KEYS if len(query.get(key, ())) > 1]  # fmt: skip
    problems += [problem(
        "language", "lang", "没有“{value}”这种语言；可用zh（中文）、en（英文），现在用{used}。",
        'there is no language "{value}"; use zh (Chinese) or en (English); this is {used}.', value=value, used=LANGS[0],
    ) for value in query.get("lang", ())[-1:] if value not in ("", *LANGS)]  # fmt: skip
    return problems


def _unknown(key: str) -> Problem:
    near = difflib.get_close_matches(key[:40], KEYS, n=1, cutoff=0.6)
    hint = Text(f"是否想写{near[0]}？", f"did you mean {near[0]}? ") if near else ""
    return problem("unknown_query", shown(key), "链接里的这一项没有用处，已略过；{hint}方案写在s=后面。",
                   "is nothing that a link says; left out. {hint}A scenario stands behind s=.", hint=hint)  # fmt: skip


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
                            'the number "{value}" of a saved scenario cannot be read; it was ignored.', value=body)]  # fmt: skip
    asks = problem(
        "reference", "k", "短链接指向保存的方案{value}；只能在保存它的程序的页面上打开。",
        "the short link asks for the saved scenario {value}; only the pages of the program that keeps it can open it.",
        value=body,
    )  # fmt: skip
    return body, [asks] if alone else []
