"""One Chinese term has one English, over all texts of the package; capitals, an article and the plural aside."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
SENSES = {
    "依据": "what a figure rests on (basis), a scenario's document (source), a rule (law)",
}
"""Chinese words that mean several things, each with its senses."""


def texts() -> Iterator[tuple[str, str, str]]:
    """Chinese, English and place of every text that is written out."""
    for path in [*(ROOT / "sifund").rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "app.py"]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Text" and len(node.args) == 2:
                zh, en = (getattr(arg, "value", None) for arg in node.args)
                if isinstance(zh, str) and isinstance(en, str):
                    yield zh, en, f"{path.relative_to(ROOT)}:{node.lineno}"


def plain(english: str) -> str:
    """Without what grammar adds: capitals, an article, the plural, the end of a sentence."""
    words = re.sub(r"\s+", " ", english).strip(" .").casefold().removeprefix("the ")
    return re.sub(r"(?<=[a-z]{2})s\b", "", words)


def test_one_chinese_term_has_one_english() -> None:
    english: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for zh, en, place in texts():
        english[zh.strip("。 ")][plain(en)].append(place)
    several = {zh: dict(words) for zh, words in english.items() if len(words) > 1}
    assert {zh: words for zh, words in several.items() if zh not in SENSES} == {}
    assert set(SENSES) <= set(several), "an exception that is none any more"
