"""The store of saved scenarios that the pages share."""

from __future__ import annotations

from functools import lru_cache

from sifund.store import Saved, Store
from sifund.store.database import Database, default_url


def store() -> Store:
    """The store at the address that the environment names."""
    return _store(default_url())


@lru_cache(maxsize=4)
def _store(url: str) -> Store:
    return Store(Database(url))


def kept(key: str, version: int) -> Saved:
    """One version of a saved scenario; it never changes, so it is read once. Raises AwayError, UnknownError."""
    return _kept(default_url(), key, version)


@lru_cache(maxsize=256)
def _kept(url: str, key: str, version: int) -> Saved:
    return _store(url).get(key, version)
