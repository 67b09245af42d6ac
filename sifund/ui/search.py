"""What the words of the methods page are found in: every part of it, every fund, and the terms that all share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl

from sifund import catalog, terms
from sifund.analysis.methods.formulas import formulas
from sifund.analysis.methods.parameters import parameters
from sifund.analysis.methods.principles import principles
from sifund.model.case import Side
from sifund.terms import FUND, PARAMETERS
from sifund.text import LANGS, Text
from sifund.ui import st
from sifund.ui.checks.evidence import matches
from sifund.ui.parts.tables import stacked
from sifund.ui.session import state
from sifund.ui.session.state import t

FORMULAS, DOCUMENTS = Text("公式", "Formulas"), Text("法规与文件", "Rules and documents")
RULES, GLOSSARY = Text("总则", "Principles"), Text("术语", "Terms")
FOUND = Text("全部基金和各部分中有“{words}”的：{count}处", '"{words}" in all funds and parts: {count}')
SHOWN = Text("，列出前{limit}处", ", the first {limit} of them listed")
HEADS = (Text("在哪里", "Where"), FUND, Text("是什么", "What"))
LIMIT = 20
Hit = tuple[Text, str, str]
"""The part of the page, the fund's name or nothing, and what was found there."""


def everywhere(words: str, side: Side, fund: str, documents: pl.DataFrame) -> None:
    """A table of what holds the words, wherever it stands; nothing where none were typed."""
    if not words.strip():
        return
    listed = list(hits(words, side, fund, documents))
    more = t(SHOWN, limit=LIMIT) if len(listed) > LIMIT else ""
    st.caption(t(FOUND, words=words, count=len(listed)) + more)
    if listed:
        rows = [(t(part), whose, what) for part, whose, what in listed[:LIMIT]]
        stacked([t(head) for head in HEADS], rows, label=t(FOUND, words=words, count=len(listed)))


def hits(words: str, side: Side, fund: str, documents: pl.DataFrame) -> Iterator[Hit]:
    """Terms first, then formulas, parameters, documents and principles."""
    lang = state.lang()
    for zh, en in _glossary():
        if _holds(words, (zh, en)):
            yield GLOSSARY, "", f"{zh} — {en}"
    for part, frame in ((FORMULAS, formulas(side.base)), (PARAMETERS, parameters(side))):
        for row in frame.filter(matches(words)).to_dicts():
            yield part, t(catalog.fund_name(row["fund"], short=True)), row[f"name_{lang}"]
    for row in documents.filter(matches(words)).to_dicts():
        yield DOCUMENTS, "", f"{row['document']} — {row[f'rules_{lang}'] or ''}"
    for name, says in principles(fund):
        if _holds(words, [text(one) for text in (name, says) for one in LANGS]):
            yield RULES, "", t(name)


def _glossary() -> Iterator[tuple[str, str]]:
    """Every shared term once, in both languages."""
    every = (value for value in vars(terms).values() if isinstance(value, Text))
    yield from dict.fromkeys((text.zh, text.en) for text in every)


def _holds(words: str, texts: Iterable[str]) -> bool:
    whole = " ".join(texts).lower()
    return all(word in whole for word in words.lower().split())
