"""What offices call funds, lines and parameters → the catalog's keys; a key for a line of their own."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Mapping
from functools import cache

from sifund import catalog
from sifund.importer.columns import Column, plain_form
from sifund.importer.numbers import narrow

KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?")
TOTALS = {"合计", "总计", "小计", "total", "基金支出合计", "支出合计"}
_TAIL = re.compile(r"(支出|收入)$")


def word(column: Column, text: str) -> str:
    """The key of an allowed word in either language, or the text as it is."""
    body = narrow(text).lower()
    for key, words in column.words.items():
        if body in (key, narrow(words.zh).lower(), words.en.lower()):
            return key
    if column.key == "fund":
        return _funds().get(plain_form(text), body)
    return _loose(column).get(plain_form(text), body)


def _loose(column: Column) -> Mapping[str, str]:
    found = {plain_form(x): key for key, words in column.words.items() for x in (key, words.zh, words.en)}
    return {form: key for form, key in found.items() if form}


@cache
def _funds() -> Mapping[str, str]:
    names = {key: (key, *(catalog.fund_name(key, short=short)(lang) for short in (True, False) for lang in ("zh", "en")))
             for key in (*catalog.all_funds(), catalog.ALL)}  # fmt: skip
    return {plain_form(name): key for key, spellings in names.items() for name in spellings}


def line_key(fund: str, text: str) -> str:
    """The key of a line of a fund, given by key, tail of a key or name; a line of the office's own gets a key of its own."""
    body = narrow(text).lower()
    if KEY.fullmatch(body):
        return body if "." in body else f"{fund}.{body}"
    if body in TOTALS:
        return f"{fund}.total"
    known = _lines(fund)
    form = plain_form(text)
    return (
        known.get(form)
        or known.get(_TAIL.sub("", form))
        or f"{fund}.own_{hashlib.sha256(form.encode()).hexdigest()[:8]}"
    )


@cache
def _lines(fund: str) -> Mapping[str, str]:
    """Names of a fund's lines in plain form → keys, with and without 支出 or 收入 at the end where that is plain."""
    own = {key: line for key, line in catalog.lines().items() if line.fund == fund}
    whole = {plain_form(x): key for key, line in own.items() for x in (line.name.zh, line.name.en, *line.also)}
    short = [(_TAIL.sub("", form), key) for form, key in whole.items()]
    single = {form: key for form, key in short if form and sum(form == other for other, _ in short) == 1}
    return single | whole


def near_line(fund: str, text: str) -> str | None:
    """The name of the fund's line that is closest to an unknown one."""
    names = [line.name.zh for line in catalog.lines().values() if line.fund == fund]
    return next(iter(difflib.get_close_matches(text[:40], names, n=1, cutoff=0.6)), None)


def parameter_key(text: str) -> str:
    """The key of a parameter, given by key, by a name that is its own, or by fund and name; else the text as it is."""
    return _parameters().get(plain_form(text), narrow(text))


@cache
def _parameters() -> Mapping[str, str]:
    found: dict[str, set[str]] = {}
    for key, p in catalog.parameters().items():
        fund = catalog.all_funds().get(p.fund)
        for name in (p.name.zh, p.name.en):
            spellings = (
                [name, *(f"{short}{name}" for short in (fund.short.zh, fund.short.en) if fund)] if fund else [name]
            )
            for spelling in spellings:
                found.setdefault(plain_form(spelling), set()).add(key)
    return {form: next(iter(keys)) for form, keys in found.items() if len(keys) == 1} | {
        plain_form(k): k for k in catalog.parameters()
    }
