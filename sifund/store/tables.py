"""The tables of saved scenarios: one row a scenario, one a version. A change here needs a migration beside it."""

from __future__ import annotations

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
