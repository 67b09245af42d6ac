"""How the tables hold words: a column a language, empty where there is nothing to say."""

from __future__ import annotations

from collections.abc import Iterable

from sifund import catalog
from sifund.declare.parameter import Parameter
from sifund.text import LANGS, Text, join

Record = dict[str, str | float | None]


def both(**texts: Text | None) -> dict[str, str]:
    """Texts as columns name_zh, name_en."""
    return {f"{name}_{lang}": text(lang) if text else "" for name, text in texts.items() for lang in LANGS}


def names(parameters: Iterable[Parameter]) -> Text | None:
    """Parameters by name, each once."""
    return join(p.name for p in dict.fromkeys(parameters))


def with_fund(name: Text, fund: str) -> Text:
    """A name with its fund's before it."""
    if fund not in catalog.all_funds():
        return name
    short = catalog.fund_name(fund, short=True)
    return Text(f"{short.zh} · {name.zh}", f"{short.en} · {name.en}")
