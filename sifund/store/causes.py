"""What keeps a database away, or from taking a value: the cause of an error, in words that hold no password and no value."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path
from typing import Any

from alembic.util import CommandError
from sqlalchemy import make_url
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    InterfaceError,
    NoSuchModuleError,
    OperationalError,
    StatementError,
    TimeoutError,
)

from sifund import settings
from sifund.problem import Problem, SifundError, problem, shown
from sifund.text import Text

UNREADABLE = Text(
    "{name}的写法无法识别，应为 postgresql://用户:密码@主机/库名",
    "{name} cannot be read; write postgresql://user:password@host/database",
)
NO_DRIVER = Text(
    "缺少数据库驱动，请安装requirements-postgres.txt（或 sifund[postgres]）",
    "its driver is missing; install requirements-postgres.txt (or sifund[postgres])",
)
NEWER = Text("它由更新的版本建立，请升级程序", "it was made by a newer version; update the program")
SILENT = Text("{place}没有应答，稍后再试", "no answer from {place}; try again later")
BUSY = Text("{place}正被占用，稍后再试", "{place} is held by someone else; try again later")
DAMAGED = Text("{place}已损坏，请用备份恢复", "{place} is damaged; restore it from a backup")
READ_ONLY = Text(
    "{place}不可写，请检查文件和目录的权限", "{place} cannot be written; check the rights of file and folder"
)
FULL = Text("存放{place}的磁盘已满，请腾出空间", "the disk that holds {place} is full; make room")
NO_PLACE = Text(
    "{place}打不开，请检查目录是否存在、能否读写",
    "{place} cannot be opened; check that its folder is there and can be used",
)
BROKEN = Text("读写{place}时出错，请检查它的磁盘", "{place} could not be read or written; check its disk")
DENIED = Text("{place}不接受这个用户或口令", "{place} refuses the user or password")
_SQLITE = {
    sqlite3.SQLITE_BUSY: ("database_busy", BUSY), sqlite3.SQLITE_LOCKED: ("database_busy", BUSY),
    sqlite3.SQLITE_CORRUPT: ("database_damaged", DAMAGED), sqlite3.SQLITE_NOTADB: ("database_damaged", DAMAGED),
    sqlite3.SQLITE_READONLY: ("database_read_only", READ_ONLY), sqlite3.SQLITE_PERM: ("database_read_only", READ_ONLY),
    sqlite3.SQLITE_FULL: ("database_full", FULL), sqlite3.SQLITE_CANTOPEN: ("database_no_place", NO_PLACE),
    sqlite3.SQLITE_IOERR: ("database_disk", BROKEN),
}  # fmt: skip
_POSTGRES = {
    "53100": ("database_full", FULL), "25006": ("database_read_only", READ_ONLY), "28000": ("database_denied", DENIED),
    "28P01": ("database_denied", DENIED), "3D000": ("database_no_place", NO_PLACE),
}  # fmt: skip
_SYSTEM = {
    errno.ENOSPC: ("database_full", FULL), errno.EDQUOT: ("database_full", FULL), errno.EACCES: ("database_read_only", READ_ONLY),
    errno.EROFS: ("database_read_only", READ_ONLY), errno.EPERM: ("database_read_only", READ_ONLY),
    errno.EIO: ("database_disk", BROKEN), errno.ENOTDIR: ("database_no_place", NO_PLACE), errno.EEXIST: ("database_no_place", NO_PLACE),
}  # fmt: skip
FAILURES = (
    StatementError, TimeoutError, OSError, ArgumentError, NoSuchModuleError, ImportError, CommandError, UnicodeError,
    OverflowError, sqlite3.Error,
)  # fmt: skip
"""What is raised where a database is away or does not take what it is given."""
PASSING = frozenset({"database_busy", "database_full", "database_read_only"})
"""Causes that stop a write and leave reading possible: the next question is asked at once."""


class AwayError(SifundError):
    """The database cannot be reached or used. Nothing was written."""


class RefusedError(SifundError):
    """The database is there and could not take what it was given. Nothing was written."""


def is_of_the_data(error: Exception) -> bool:
    """Whether the database is there and what it was given is wrong: no error of connection, place, rights or room."""
    if isinstance(error, UnicodeError | OverflowError):
        return True
    if not isinstance(error, StatementError):
        return False
    if isinstance(error.orig, sqlite3.Error):
        return _code_of(error) not in {*_SQLITE, sqlite3.SQLITE_PROTOCOL}
    absent = isinstance(error, DBAPIError) and error.connection_invalidated
    return not absent and not isinstance(error, OperationalError | InterfaceError)


def refused(error: Exception) -> Problem:
    """That a value could not be taken; the value itself is not repeated."""
    return problem(
        "database_refused", "", "数据库不接受其中的字符或数值（{kind}）；没有存下，也没有改动。请改后再试。",
        "the database does not take a character or value in it ({kind}); nothing was kept or changed. Change it and try again.",
        kind=type(getattr(error, "orig", None) or error).__name__,
    )  # fmt: skip


def away_because(error: Exception, url: str) -> Problem:
    """What keeps the database away, in words that hold no password, and that the rest goes on without it."""
    code, why = cause(error, url)
    return problem(
        code, "", "保存方案的数据库暂不可用（{why}）；试算、比较和链接不受影响。",
        "the database of saved scenarios is away ({why}); simulating, comparing and links go on.", why=why,
    )  # fmt: skip


def cause(error: Exception, url: str) -> tuple[str, Text]:
    """The code of what keeps a database away, and what it is."""
    match error:
        case ArgumentError() | NoSuchModuleError():
            return "database_url", UNREADABLE.format(name=settings.DATABASE_URL.name)
        case ImportError():
            return "database_driver", NO_DRIVER
        case CommandError():
            return "database_newer", NEWER
    address = make_url(url)
    place = " · ".join(p for p in (address.get_backend_name(), address.host, Path(address.database or "").name) if p)
    codes = _SYSTEM if isinstance(error, OSError) else _SQLITE | _POSTGRES
    code, why = codes.get(_code_of(error), ("database_away", SILENT))
    return code, why.format(place=shown(place))


def _code_of(error: Exception) -> Any:
    """SQLite's primary code, PostgreSQL's state, or the system's number."""
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, OSError):
        return cause.errno
    code = getattr(cause, "sqlite_errorcode", None)
    return getattr(cause, "sqlstate", None) if code is None else code & 0xFF
