"""How saved scenarios are read out of the tables, and what a row is that nobody wrote as it is."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC

from sqlalchemy import Connection, Row, Select, and_, select

from sifund.problem import problem
from sifund.store.content import LIMITS, Content, Listing, Saved, UnknownError
from sifund.store.figures import readable
from sifund.store.tables import scenarios, versions
from sifund.text import fit

DAMAGE = (ValueError, TypeError, AttributeError, KeyError)
"""What a damaged row raises: a time, a text or figures that are none."""


def rows() -> Select:
    """Every version of every scenario, with what its row says and what its scenario does."""
    held = [versions.c[field.name] for field in fields(Content)]
    head = (versions.c.id, versions.c.number, versions.c.saved_at, scenarios.c.latest, scenarios.c.deleted_at)
    return select(*head, *held).join(scenarios, and_(scenarios.c.id == versions.c.id))


def saved_of(row: Row) -> Saved:
    """Without what no text may hold, which earlier versions kept. Raises one of DAMAGE for a row that nobody wrote as it
    is."""
    if not readable(row.figures):
        raise ValueError(f"{row.id}: damaged figures")
    content = Content(**{field.name: row._mapping[field.name] for field in fields(Content)})
    content = replace(content, **{name: fit(getattr(content, name)) for name in LIMITS})
    deleted = row.deleted_at and row.deleted_at.replace(tzinfo=UTC)
    return Saved(row.id, row.number, row.latest, row.saved_at.replace(tzinfo=UTC), deleted, content)


def listing(connection: Connection, select: Select, count: int = 0) -> Listing:
    """All rows at once; where one cannot be read, one by one, so that it does not hide the others."""
    try:
        saved = [saved_of(row) for row in connection.execute(select)]
        return Listing(saved, count or len(saved))
    except DAMAGE:
        marks = connection.execute(select.with_only_columns(versions.c.id, versions.c.number)).all()
    saved, damaged = [], []
    for key, number in marks:
        try:
            saved.append(get(connection, key, number))
        except UnknownError:
            damaged.append(f"{key}.{number}")
    return Listing(saved, count or len(marks), tuple(damaged))


def get(connection: Connection, key: str, version: int | None = None) -> Saved:
    """A scenario's newest version, or the one asked for. Raises UnknownError."""
    number = scenarios.c.latest if version is None else version
    named = key if version is None else f"{key}.{version}"
    try:
        row = connection.execute(rows().where(versions.c.id == key, versions.c.number == number)).one_or_none()
        if row is not None:
            return saved_of(row)
    except DAMAGE:
        raise UnknownError([problem(
            "damaged_saved", "", "保存的方案{value}的记录已损坏，读不出来；其余不受影响。可请管理员用备份恢复。",
            "the saved scenario {value} is damaged and cannot be read; others are not affected. A backup restores it.",
            value=named,
        )]) from None  # fmt: skip
    raise UnknownError([problem(
        "unknown_saved", "", "没有这个保存的方案：{value}。", "there is no saved scenario {value}.", value=named,
    )])  # fmt: skip
