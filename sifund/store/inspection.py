"""A database as it stands, looked into without changing it: its schema, how much it holds, what of it is damaged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import URL, Column, Connection, and_, create_engine, exists, func, inspect, make_url, select, text

from sifund.store.causes import FAILURES, AwayError, away_because
from sifund.store.database import FILE, MIGRATIONS, WAIT_S, engine_of
from sifund.store.reading import listing, rows
from sifund.store.tables import metadata, results, scenarios, versions

CHUNK = 500
"""How many rows are read at once."""
MARKS = 20
"""How many damaged rows are named."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a database holds. `schema` is its revision, empty before the first; `damaged` names rows that cannot be read
    ("id.version"), `headless` scenarios without their newest version; `faults` is what the database's own check says."""

    schema: str
    scenarios: int = 0
    deleted: int = 0
    versions: int = 0
    results: int = 0
    damaged: tuple[str, ...] = ()
    headless: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def file_of(url: str) -> Path | None:
    """The file of a SQLite database; None for any other. Raises AwayError where the address cannot be read."""
    try:
        address = make_url(url)
    except FAILURES as error:
        raise AwayError([away_because(error, url)]) from error
    return Path(address.database or FILE).absolute() if address.get_backend_name() == "sqlite" else None


def newest() -> str:
    """The revision of the schema that this program reads."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head() or ""


def is_known(revision: str) -> bool:
    """Whether the program knows a revision; one that it does not is a newer program's."""
    try:
        return not revision or bool(ScriptDirectory(str(MIGRATIONS)).get_revision(revision))
    except CommandError:
        return False


@contextmanager
def looking(url: str) -> Iterator[Connection]:
    """A connection that makes and migrates nothing. Raises AwayError, with its cause, also for what is done with it."""
    try:
        file = file_of(url)
        as_it_is = {"mode": "rw", "uri": "true"}
        engine = engine_of(url) if file is None else create_engine(
            URL.create("sqlite", database=f"file:{quote(str(file))}", query=as_it_is), connect_args={"timeout": WAIT_S},
            hide_parameters=True,
        )  # fmt: skip
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()
    except FAILURES as error:
        raise AwayError([away_because(error, url)]) from error


def contents(connection: Connection) -> Contents:
    """What is in a database of the newest schema; of an older one how much, of one that is unknown or faulty its schema."""
    schema = MigrationContext.configure(connection).get_current_revision() or ""
    faults = _faults(connection)
    if is_known(schema):
        faults += tuple(_strange(connection, schema))
    if faults or not schema or not is_known(schema):
        return Contents(schema, faults=faults)
    scenarios_held, deleted, versions_held = (
        _count(connection, column) for column in (scenarios.c.id, scenarios.c.deleted_at, versions.c.id)
    )
    held = Contents(schema, scenarios_held, deleted, versions_held)
    if schema != newest():
        return held
    return replace(
        held,
        results=_count(connection, results.c.record),
        damaged=tuple(_damaged(connection)),
        headless=tuple(_headless(connection)),
    )


def _faults(connection: Connection) -> tuple[str, ...]:
    if connection.dialect.name != "sqlite":
        return ()
    faults = [row[0] for row in connection.execute(text(f"PRAGMA integrity_check({MARKS})")) if row[0] != "ok"]
    return (*faults, *(f"{row[0]} {row[1]}: {row[2]}" for row in connection.execute(text("PRAGMA foreign_key_check"))))


def _strange(connection: Connection, schema: str) -> Iterator[str]:
    """Tables and columns that are missing, and, in a file of its own, whatever the program never made."""
    tables = set(inspect(connection).get_table_names())
    wanted = metadata.tables if schema == newest() else {}
    yield from (f"no table {name}" for name in sorted(wanted.keys() - tables))
    for name in sorted(wanted.keys() & tables):
        there = {column["name"] for column in inspect(connection).get_columns(name)}
        yield from (f"no column {name}.{column.name}" for column in wanted[name].columns if column.name not in there)
    if connection.dialect.name == "sqlite":
        made = text("SELECT type, name FROM sqlite_master WHERE type <> 'index' AND name NOT LIKE 'sqlite_%'")
        ours = {("table", name) for name in (*metadata.tables, "alembic_version")}
        yield from (f"unknown {kind} {name}" for kind, name in connection.execute(made) if (kind, name) not in ours)


def _count(connection: Connection, column: Column) -> int:
    return connection.execute(select(func.count(column))).scalar_one()


def _damaged(connection: Connection) -> Iterator[str]:
    select = rows().order_by(versions.c.id, versions.c.number).limit(CHUNK)
    for start in range(0, _count(connection, versions.c.id), CHUNK):
        yield from listing(connection, select.offset(start), count=1).damaged


def _headless(connection: Connection) -> Iterator[str]:
    newest_row = and_(versions.c.id == scenarios.c.id, versions.c.number == scenarios.c.latest)
    yield from connection.execute(select(scenarios.c.id).where(~exists().where(newest_row))).scalars()
