"""The tables: saved scenarios, a row each and a row a version; what came of findings, a row a list that was entered and a row
a finding in it. A change here needs a migration beside it."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import JSON, Column, DateTime, ForeignKey, Index, Integer, MetaData, String, Table, Text

metadata = MetaData()

scenarios = Table(
    "scenarios",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("latest", Integer, nullable=False),  # the optimistic lock: a change names the version that it started from
    Column("deleted_at", DateTime),
)

versions = Table(
    "versions",
    metadata,
    Column("id", String(16), ForeignKey("scenarios.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("saved_at", DateTime, nullable=False),
    Column("name", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("dataset", Text, nullable=False),
    Column("fingerprint", String(12), nullable=False),
    Column("figures", JSON, nullable=False),
    Index("versions_by_time", "saved_at"),
)

entries = Table(
    "entries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("book", String(32), nullable=False),  # which check of records the results are of
    Column("entered_at", DateTime, nullable=False),
    Column("entered_by", Text, nullable=False),
    Column("withdrawn_at", DateTime),
    Column("withdrawn_by", Text),
    Index("entries_by_book", "book"),
)

results = Table(
    "results",
    metadata,
    Column("entry", Integer, ForeignKey("entries.id"), primary_key=True),
    Column("code", String(32), primary_key=True),
    Column("source", String(32), primary_key=True),  # the table that the record stands in
    Column("record", String(200), primary_key=True),
    Column("mark", Text, nullable=False),  # of the figures that were looked at
    Column("outcome", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("day", String(10), nullable=False),
)


def now() -> datetime:
    """UTC, as the tables keep it: without its zone."""
    return datetime.now(UTC).replace(tzinfo=None)
