"""Saved scenarios: every version of each is kept, two writers never overwrite each other, and what is deleted can be
brought back."""

from __future__ import annotations

import secrets
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection, func, insert, or_, select, update

from sifund.problem import Problem, SifundError, shown
from sifund.store.content import (
    AUTHOR_LIMIT,
    NAME_LIMIT,
    NOTE_LIMIT,
    SEARCH_LIMIT,
    SEARCHED,
    Content,
    Listing,
    Saved,
    StaleError,
    UnknownError,
    check,
    unkept,
)
from sifund.store.database import Database
from sifund.store.reading import get, listing, rows
from sifund.store.tables import now, scenarios, versions
from sifund.text import DASH, Text

PAGE = 20
"""How many scenarios a list shows at once."""
__all__ = [
    "AUTHOR_LIMIT", "NAME_LIMIT", "NOTE_LIMIT", "PAGE", "SEARCH_LIMIT", "Content", "Listing", "Saved", "StaleError", "Store",
    "UnknownError",
]  # fmt: skip


class Store:
    """The saved scenarios of one database. Raises AwayError, from any method, while it cannot be reached."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def add(self, content: Content) -> Saved:
        """Keep a new scenario, as version 1. Raises SifundError for content that cannot be kept."""
        check(content)
        key = secrets.token_hex(5)
        with self.database.write() as connection:
            connection.execute(insert(scenarios).values(id=key, latest=1))
            _keep(connection, key, 1, content)
            return get(connection, key)

    def change(self, key: str, version: int, content: Content) -> Saved:
        """Keep the next version of a scenario. Raises StaleError where `version` is not the newest any more."""
        check(content)
        with self.database.write() as connection:
            _swap(connection, key, version, SAVING, latest=version + 1)
            _keep(connection, key, version + 1, content)
            return get(connection, key)

    def rename(self, saved: Saved, name: str, author: str = "") -> Saved:
        """A next version with another name."""
        return self.change(saved.id, saved.latest, replace(saved.content, name=name, author=author))

    def restore(self, saved: Saved, author: str = "") -> Saved:
        """Make an earlier version the newest again: a next version with its content."""
        return self.change(saved.id, saved.latest, replace(saved.content, author=author or saved.content.author))

    def duplicate(self, saved: Saved, name: str, author: str = "") -> Saved:
        """A new scenario with the same content under another name."""
        return self.add(replace(saved.content, name=name, author=author))

    def delete(self, key: str, version: int) -> None:
        """Take a scenario off the list; its versions stay and `undelete` brings them back. Raises StaleError where `version`
        is not the newest any more, UnknownError."""
        with self.database.write() as connection:
            _swap(connection, key, version, DELETING, deleted_at=now())

    def undelete(self, key: str) -> None:
        """Bring a deleted scenario back, with every version. Raises UnknownError."""
        with self.database.write() as connection:
            get(connection, key)
            connection.execute(update(scenarios).where(scenarios.c.id == key).values(deleted_at=None))

    def get(self, key: str, version: int | None = None) -> Saved:
        """A scenario's newest version, or the one asked for; deleted ones too. Raises UnknownError."""
        with self.database.read() as connection:
            return get(connection, key, version)

    def history(self, key: str) -> Listing:
        """Every version of a scenario, the newest first."""
        select = rows().where(versions.c.id == key).order_by(versions.c.number.desc())
        with self.database.read() as connection:
            return listing(connection, select)

    def marks(self) -> set[str]:
        """Marks ("code.fingerprint") of the datasets that any version of a scenario was saved on."""
        with self.database.read() as connection:
            return set(connection.execute(select(versions.c.dataset).distinct()).scalars())

    def search(self, words: str = "", *, deleted: bool = False, limit: int = PAGE) -> Listing:
        """Newest versions whose name, note or author hold every word, latest saved first. Raises SifundError for words
        that are too long or that no saved scenario can hold."""
        if problems := unkept(SEARCHED, words, SEARCH_LIMIT):
            raise SifundError(problems)
        query = rows().where(
            versions.c.number == scenarios.c.latest,
            scenarios.c.deleted_at.is_not(None) if deleted else scenarios.c.deleted_at.is_(None),
            *(or_(*(c.icontains(word, autoescape=True) for c in _SEARCHED)) for word in words.split()),
        )
        with self.database.read() as connection:
            count = connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()
            newest = query.order_by(versions.c.saved_at.desc(), versions.c.id).limit(limit)
            return listing(connection, newest, count)


_SEARCHED = (versions.c.name, versions.c.note, versions.c.author)


def _keep(connection: Connection, key: str, number: int, content: Content) -> None:
    row = asdict(content) | {"figures": dict(content.figures)}
    connection.execute(insert(versions).values(id=key, number=number, saved_at=now(), **row))


SAVING = (
    Text(
        "“{value}”在您打开第{mine}版之后又有人保存（现为第{latest}版，保存人{author}）；没有覆盖，您的改动仍在本页。"
        "请另存为新方案，或打开最新版后再改。",
        '"{value}" was saved by somebody since you opened version {mine} (it is at version {latest} now, by {author}); '
        "nothing was overwritten and your changes are still on this page. Save as a new scenario, or open the newest "
        "version and change that.",
    ),
    Text(
        "“{value}”已被删除；没有保存，您的改动仍在本页。请先恢复它，或另存为新方案。",
        '"{value}" was deleted meanwhile; nothing was saved and your changes are still on this page. Bring it back '
        "first, or save as a new scenario.",
    ),
)
"""What is said of a change that came too late: after another one, and after a deletion."""
DELETING = (
    Text(
        "“{value}”在您看到第{mine}版之后又有人保存（现为第{latest}版，保存人{author}）；没有删除。请看过最新版后再删。",
        '"{value}" was saved by somebody since you saw version {mine} (it is at version {latest} now, by {author}); '
        "nothing was deleted. Look at the newest version before you delete it.",
    ),
    Text("“{value}”已被别人删除。", '"{value}" was deleted by somebody already.'),
)
"""And of a deletion."""


def _swap(connection: Connection, key: str, version: int, late: tuple[Text, Text], **values: Any) -> None:
    """Change a scenario's row if `version` is still its newest and nobody deleted it. Raises StaleError, UnknownError."""
    row = update(scenarios).where(
        scenarios.c.id == key, scenarios.c.latest == version, scenarios.c.deleted_at.is_(None)
    )
    if connection.execute(row.values(**values)).rowcount != 1:
        raise StaleError([_stale(get(connection, key), version, late)])


def _stale(now: Saved, version: int, late: tuple[Text, Text]) -> Problem:
    """What happened since the version that an act started from."""
    code, says = ("deleted", late[1]) if now.deleted_at else ("stale", late[0])
    author, name = shown(now.content.author or DASH), shown(now.content.name)
    return Problem(code, "", says.format(value=name, mine=version, latest=now.latest, author=author), value=name)
