"""The store of saved scenarios that the pages share."""

from __future__ import annotations

import atexit
from dataclasses import replace
from functools import cache, lru_cache

from sifund.store import Content, Saved, Store
from sifund.store.database import Database, default_url
from sifund.store.results import Results
from sifund.ui import who

SAVED = "scenario.saved"
_OPENED: list[Database] = []


class PeoplesStore(Store):
    """The store, written by those who may: the author is who is logged in, and the audit trail tells of it."""

    def add(self, content: Content) -> Saved:
        """As the store does. Raises SifundError for a role that may not."""
        who.require("save", SAVED)
        return _recorded(super().add(_signed(content)))

    def change(self, key: str, version: int, content: Content) -> Saved:
        """As the store does. Raises SifundError for a role that may not."""
        who.require("save", SAVED)
        return _recorded(super().change(key, version, _signed(content)))

    def delete(self, key: str, version: int) -> None:
        """As the store does. Raises SifundError for a role that may not."""
        with who.acting("save", "scenario.deleted", key):
            super().delete(key, version)

    def undelete(self, key: str) -> None:
        """As the store does. Raises SifundError for a role that may not."""
        with who.acting("save", "scenario.undeleted", key):
            super().undelete(key)


def _signed(content: Content) -> Content:
    name = who.user().name
    return replace(content, author=name) if name else content


def _recorded(saved: Saved) -> Saved:
    who.record(SAVED, saved.mark)
    return saved


def store() -> Store:
    """The store at the address that the environment names."""
    return _store(default_url())


def results() -> Results:
    """What came of findings, in the same database."""
    return _results(default_url())


@cache
def _results(url: str) -> Results:
    return Results(_store(url).database)


@cache
def _store(url: str) -> Store:
    """One for each database that the environment ever named: closed at the end, never dropped open."""
    _OPENED.append(Database(url))
    return PeoplesStore(_OPENED[-1])


def close_all() -> None:
    """Let go of every connection; a store that is asked again opens anew."""
    for database in _OPENED:
        database.close()


atexit.register(close_all)


def version_of(key: str, version: int) -> Saved:
    """One version of a saved scenario; it never changes, so it is read once. Raises AwayError, UnknownError."""
    return _version_of(default_url(), key, version)


@lru_cache(maxsize=256)
def _version_of(url: str, key: str, version: int) -> Saved:
    return _store(url).get(key, version)
