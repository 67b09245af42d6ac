"""Where saved scenarios are kept: a SQLite file by default, PostgreSQL by SIFUND_DATABASE_URL.

The schema is brought up to date when the database is first reached; two processes may start at once.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text

from sifund import gauges, settings
from sifund.home import home
from sifund.problem import Problem, problem
from sifund.store.causes import (
    FAILURES,
    PASSING,
    AwayError,
    RefusedError,
    away_because,
    is_of_the_data,
    refused,
)

FILE = "saved.sqlite3"
WAIT_S = 10
"""How long a writer waits for another, and a connection for an answer [s]."""
QUIET_S = 10
"""How long a database that was away is not asked again [s], so that pages do not wait for it each time."""
SAID = timedelta(days=1)
"""How long it is said that the file was another one."""
MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK_NUMBER = 0x51F0D
"""Any number: who migrates a PostgreSQL database holds the advisory lock of this number."""
_log = logging.getLogger(__name__)


def default_url() -> str:
    """SIFUND_DATABASE_URL, or the SQLite file in SIFUND_HOME."""
    named = settings.DATABASE_URL.read()
    if named:
        return named
    return URL.create("sqlite", database=str(home() / FILE)).render_as_string()


class Database:
    """One database, migrated when it is first reached, asked again some time after it was away.

    A SQLite file that is deleted or replaced meanwhile is noticed by its device and inode: it is opened anew, and
    `replaced` says so for a day.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._engine: Engine | None = None
        self._file: tuple[int, int] | None = None
        self._lock = Lock()
        self._away: tuple[float, Problem] | None = None
        self._replaced: datetime | None = None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for reading."""
        with self._reached(), self._ready().connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction: all that is done in it is kept when it ends, or nothing."""
        with self._reached():
            with self._ready().execution_options(writes=True).begin() as connection:
                yield connection
            if self._is_other():
                raise AwayError([problem(
                    "database_replaced", "", "保存时数据库文件被删除或替换，没有存下；请再保存一次。",
                    "the database file was deleted or replaced during the save, which is lost; save again.",
                )])  # fmt: skip

    def close(self) -> None:
        """Let go of every connection."""
        if self._engine:
            self._engine.dispose()
            self._engine = None

    @property
    def replaced(self) -> Problem | None:
        """That the file was deleted or replaced under the running program, when that was noticed within a day."""
        if self._replaced is None or datetime.now(UTC) - self._replaced > SAID:
            return None
        return problem(
            "database_replaced", "", "存放方案的数据库文件被删除或替换过（{when}发现），已重新打开；列出的是现有文件里的方案。"
            "如属误删，请管理员用备份恢复。",
            "the file that holds saved scenarios was deleted or replaced (noticed {when}) and has been opened anew: the list "
            "is what the file holds now. If that was a mistake, restore it from a backup.",
            when=f"{self._replaced:%Y-%m-%d %H:%M} UTC",
        )  # fmt: skip

    def _ready(self) -> Engine:
        """The engine, its schema up to date."""
        with self._lock:
            if self._engine is not None and self._is_other():
                self.close()
                self._replaced = datetime.now(UTC)
                _log.warning("saved scenarios: the database file was deleted or replaced; opened anew")
            if self._engine is None:
                engine = engine_of(self._url)
                try:
                    migrate(engine)
                except BaseException:
                    engine.dispose()
                    raise
                self._engine, self._file = engine, _inode(self._url)
            return self._engine

    def _is_other(self) -> bool:
        """Whether the file at the database's path is not the one that is open."""
        return self._file != _inode(self._url)

    @contextmanager
    def _reached(self) -> Iterator[None]:
        if self._away and time.monotonic() < self._away[0]:
            raise AwayError([self._away[1]])
        try:
            yield
            self._away = None
        except FAILURES as error:
            if is_of_the_data(error):
                raise RefusedError([refused(error)]) from error
            away = away_because(error, self._url)
            gauges.SERVER.count("store_away")
            _log.warning("saved scenarios: %s (%s)", away.code, type(error).__name__)
            if away.code not in PASSING:
                self._away = (time.monotonic() + QUIET_S, away)
            raise AwayError([away]) from error


def _inode(url: str) -> tuple[int, int] | None:
    """Device and inode of a SQLite file; None where there is none, or the database is elsewhere."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return None
    try:
        state = Path(address.database or FILE).stat()
    except OSError:
        return None
    return state.st_dev, state.st_ino


def engine_of(address: str) -> Engine:
    """An engine for the address; a SQLite file is settled as the program needs it. Raises what SQLAlchemy and the system do."""
    url = make_url(address)
    if url.get_backend_name() != "sqlite":
        options: dict[str, Any] = {"connect_timeout": WAIT_S // 2} if url.get_backend_name() == "postgresql" else {}
        return create_engine(url, pool_pre_ping=True, pool_timeout=WAIT_S, connect_args=options, hide_parameters=True)
    Path(url.database or FILE).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": WAIT_S, "isolation_level": None}, hide_parameters=True)
    event.listen(engine, "connect", _settle)
    event.listen(engine, "begin", _begin)
    return engine


def _settle(connection: sqlite3.Connection, _record: object) -> None:
    """Readers beside one writer; what is committed is on the disk. A connection that cannot be settled is closed."""
    try:
        for setting in (f"busy_timeout = {WAIT_S * 1000}", "synchronous = FULL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {setting}")
        until = time.monotonic() + WAIT_S
        while not _journals_ahead(connection):
            if time.monotonic() > until:
                raise sqlite3.OperationalError("the journal could not be switched")
            time.sleep(0.02)
    except BaseException:
        connection.close()
        raise


def _journals_ahead(connection: sqlite3.Connection) -> bool:
    """Switch to write-ahead journalling; False while another process does: SQLite does not wait for it by itself."""
    try:
        return connection.execute("PRAGMA journal_mode = WAL").fetchone()[0] == "wal"
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise
        return False


def _begin(connection: Connection) -> None:
    """A writer takes its turn at once: one that first reads could not wait for another."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def migrate(engine: Engine) -> None:
    """Bring the schema up to date in one transaction, which a second process waits for."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.execution_options(writes=True).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK_NUMBER})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
