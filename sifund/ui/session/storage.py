"""The store of saved scenarios that the pages share."""

from __future__ import annotations

import atexit
from functools import cache, lru_cache

from sifund.store import Saved, Store
from sifund.store.database import Database, default_url

_OPENED: list[Database] = []


def store() -> Store:
    """The store at the address that the environment names."""
    return _store(default_url())


@cache
def _store(url: str) -> Store:
    """One for each database that the environment ever named: closed at the end, never dropped open."""
    _OPENED.append(Database(url))
    return Store(_OPENED[-1])


def close_all() -> None:
    """Let go of every connection; a store that is asked again opens anew."""
    for database in _OPENED:
        database.close()


atexit.register(close_all)


def kept(key: str, version: int) -> Saved:
    """One version of a saved scenario; it never changes, so it is read once. Raises AwayError, UnknownError."""
    return _kept(default_url(), key, version)


@lru_cache(maxsize=256)
def _kept(url: str, key: str, version: int) -> Saved:
    return _store(url).get(key, version)
