"""What offices call funds, lines and parameters → the catalog's keys; a key for a line of their own."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Mapping
from functools import cache, lru_cache

from sifund import catalog
from sifund.dataset import official
from sifund.dataset.official import plain_form
from sifund.importer.columns import Column
from sifund.importer.items import balance_of, read_item, total_of
from sifund.importer.numbers import narrow

KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?")


def word(column: Column, text: str) -> str:
    """The key of an allowed word in either language, or the text as it is."""
    body = narrow(text).lower()
    for key, words in column.words.items():
        if body in (key, narrow(words.zh).lower(), words.en.lower()):
            return key
    if column.key == "fund":
        return official.find_fund(text) or body
    if column.key == "item" and (item := account_item(text)):
        return item
    return _loose(column).get(plain_form(text), body)


def account_item(text: str) -> str:
    """The item of a table of balances that a name means; "" for none."""
    name = read_item(text).name
    side, rank = total_of(name) or (None, "sub")
    balance = balance_of(name)
    return side if side and rank != "sub" else (balance if balance and balance != "surplus" else "")


def _loose(column: Column) -> Mapping[str, str]:
    keys = {plain_form(x): key for key, words in column.words.items() for x in (key, words.zh, words.en)}
    return {form: key for form, key in keys.items() if form}


def line_key(fund: str, text: str, kind: str = "") -> str:
    """The key of a line of a fund, given by key, tail of a key or name; a line of the office's own gets a key of its own.

    `kind` decides between 收入 and 支出 where the name leaves it out.
    """
    body = narrow(text).lower()
    if KEY.fullmatch(body) and not total_of(body):
        return body if "." in body else f"{fund}.{body}"
    name = read_item(text).name
    if total_of(name):
        return f"{fund}.total"
    if item := official.find(fund, name, kind) if fund in catalog.all_funds() else None:
        return item.key
    return f"{fund}.own_{hashlib.sha256(plain_form(name).encode()).hexdigest()[:8]}"


@lru_cache(maxsize=4096)
def near_line(fund: str, text: str) -> str | None:
    """The name of the fund's line that is closest to an unknown one."""
    names = [line.name.zh for line in catalog.lines().values() if line.fund == fund]
    return next(iter(difflib.get_close_matches(text[:40], names, n=1, cutoff=0.6)), None)


@lru_cache(maxsize=4096)
def near_key(key: str) -> str | None:
    """The key of a fund's line that is closest to an unknown one, which no name stands for."""
    fund, _, tail = key.partition(".")
    candidates = [] if tail.startswith("own_") or fund not in catalog.all_funds() else list(official.items(fund))
    return next(iter(catalog.near(key, candidates)), None)


def parameter_key(text: str) -> str:
    """The key of a parameter, given by key, by a name that is its own, or by fund and name; else the text as it is."""
    return _parameters().get(plain_form(text), narrow(text))


@cache
def _parameters() -> Mapping[str, str]:
    keys_of: dict[str, set[str]] = {}
    for key, p in catalog.parameters().items():
        fund = catalog.all_funds().get(p.fund)
        for name in (p.name.zh, p.name.en):
            spellings = (
                [name, *(f"{short}{name}" for short in (fund.short.zh, fund.short.en) if fund)] if fund else [name]
            )
            for spelling in spellings:
                keys_of.setdefault(plain_form(spelling), set()).add(key)
    return {form: next(iter(keys)) for form, keys in keys_of.items() if len(keys) == 1} | {
        plain_form(k): k for k in catalog.parameters()
    }
