"""Where saved scenarios are kept: a SQLite file by default, PostgreSQL by SIFUND_DATABASE_URL.

The schema is brought up to date when the database is first reached; two processes may start at once.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, TimeoutError

from sifund.problem import Problem, SifundError, problem, shown
from sifund.text import Text

URL_VARIABLE, HOME_VARIABLE = "SIFUND_DATABASE_URL", "SIFUND_HOME"
FILE = "saved.sqlite3"
HOME = Path(__file__).resolve().parents[2] / "local"
WAIT_S = 10
"""How long a writer waits for another, and a connection for an answer [s]."""
QUIET_S = 10
"""How long a database that was away is not asked again [s], so that pages do not wait for it each time."""
UNREADABLE = Text(
    "{name}的写法无法识别，应为 postgresql://用户:密码@主机/库名",
    "{name} cannot be read; write postgresql://user:password@host/database",
)
NO_DRIVER = Text(
    "缺少数据库驱动，请安装requirements-postgres.txt", "its driver is missing; install requirements-postgres.txt"
)
NEWER = Text("它由更新的版本建立，请升级程序", "it was made by a newer version; update the program")
SILENT = Text("{place}没有应答，稍后再试", "no answer from {place}; try again later")
_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK_NUMBER = 0x51F0D
"""Any number: who migrates a PostgreSQL database holds the advisory lock of this number."""
_log = logging.getLogger(__name__)


class AwayError(SifundError):
    """The database cannot be reached or used. Nothing was written."""


def default_url() -> str:
    """SIFUND_DATABASE_URL, or the SQLite file in SIFUND_HOME (by default the project's folder `local`)."""
    named = os.environ.get(URL_VARIABLE, "").strip()
    if named:
        return named
    folder = Path(os.environ.get(HOME_VARIABLE) or HOME)
    return URL.create("sqlite", database=str(folder / FILE)).render_as_string()


class Database:
    """One database, migrated when it is first reached, asked again some time after it was away."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._engine: Engine | None = None
        self._lock = Lock()
        self._away: tuple[float, Problem] | None = None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for reading."""
        with self._reached(), self._ready().connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction: all that is done in it is kept when it ends, or nothing."""
        with self._reached(), self._ready().execution_options(writes=True).begin() as connection:
            yield connection

    def close(self) -> None:
        """Let go of every connection."""
        if self._engine:
            self._engine.dispose()
            self._engine = None

    def _ready(self) -> Engine:
        """The engine, its schema up to date."""
        with self._lock:
            if self._engine is None:
                engine = _engine(self._url)
                _migrate(engine)
                self._engine = engine
            return self._engine

    @contextmanager
    def _reached(self) -> Iterator[None]:
        if self._away and time.monotonic() < self._away[0]:
            raise AwayError([self._away[1]])
        try:
            yield
            self._away = None
        except (
            DBAPIError,
            TimeoutError,
            OSError,
            ArgumentError,
            NoSuchModuleError,
            ImportError,
            CommandError,
        ) as error:
            _log.warning("saved scenarios: %s: %s", type(error).__name__, error)
            self._away = (time.monotonic() + QUIET_S, _away(error, self._url))
            raise AwayError([self._away[1]]) from error


def _away(error: Exception, url: str) -> Problem:
    """What keeps the database away, in words that hold no password, and that the rest goes on without it."""
    code, why = _why(error, url)
    return problem(
        code, "", "保存方案的数据库暂不可用（{why}）；试算、比较和链接不受影响。",
        "the database of saved scenarios is away ({why}); simulating, comparing and links go on.", why=why,
    )  # fmt: skip


def _why(error: Exception, url: str) -> tuple[str, Text]:
    match error:
        case ArgumentError() | NoSuchModuleError():
            return "database_url", UNREADABLE.format(name=URL_VARIABLE)
        case ImportError():
            return "database_driver", NO_DRIVER
        case CommandError():
            return "database_newer", NEWER
    asked = make_url(url)
    place = " · ".join(p for p in (asked.get_backend_name(), asked.host, Path(asked.database or "").name) if p)
    return "database_away", SILENT.format(place=shown(place))


def _engine(address: str) -> Engine:
    url = make_url(address)
    if url.get_backend_name() != "sqlite":
        options: dict[str, Any] = {"connect_timeout": WAIT_S // 2} if url.get_backend_name() == "postgresql" else {}
        return create_engine(url, pool_pre_ping=True, pool_timeout=WAIT_S, connect_args=options)
    Path(url.database or FILE).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": WAIT_S, "isolation_level": None})
    event.listen(engine, "connect", _settle)
    event.listen(engine, "begin", _begin)
    return engine


def _settle(connection: sqlite3.Connection, _record: object) -> None:
    """Readers beside one writer; what is committed is on the disk."""
    for setting in (f"busy_timeout = {WAIT_S * 1000}", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {setting}")
    until = time.monotonic() + WAIT_S
    while not _journals_ahead(connection):
        if time.monotonic() > until:
            raise sqlite3.OperationalError("the journal could not be switched")
        time.sleep(0.02)


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


def _migrate(engine: Engine) -> None:
    """Bring the schema up to date in one transaction, which a second process waits for."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    with engine.execution_options(writes=True).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK_NUMBER})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
