"""Where an installation keeps what is its own, and the signs that somebody uses it.

A server holds a sign beside the database's file and one in the folder of datasets for its life, shared with other servers;
a restore holds them alone. The system lets go of them when a process ends, in whatever way.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sifund.dataset import homes
from sifund.dataset.folder import holds
from sifund.dataset.versions import listed
from sifund.home import home
from sifund.problem import Problem, SifundError, problem
from sifund.store.causes import AwayError
from sifund.store.database import default_url
from sifund.store.inspection import file_of

SIGN = ".lock"
ASIDE = "before-restore-"
"""How the folders begin that hold what was there before a restore."""
TICK_S = 0.1


@dataclass(frozen=True, slots=True)
class Places:
    """The database's address, its file where it is SQLite, the folder of the office's own datasets, and the folder of roles
    and audit trail."""

    url: str
    database: Path | None
    datasets: Path
    home: Path

    @property
    def signs(self) -> tuple[Path, ...]:
        """The files by which a server says that it runs."""
        beside = (self.database.with_name(self.database.name + SIGN),) if self.database else ()
        return (*beside, self.datasets / SIGN)


def places() -> Places:
    """What the environment names; an address that cannot be read names no file."""
    url, database = default_url(), None
    with suppress(AwayError):
        database = file_of(url)
    return Places(url, database, homes()[0].absolute(), home().absolute())


def is_dataset(path: Path) -> bool:
    """Whether a dataset, or versions of one that nothing names, are in a folder among the datasets."""
    beside = path.name.startswith((".", ASIDE))
    return not beside and path.is_dir() and (holds(path) or bool(listed(path)))


def sign(path: Path) -> int:
    """An open descriptor of a sign, which is made where it is not there. Raises OSError."""
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except PermissionError:
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC)


def take(handle: int, *, alone: bool, wait_s: float = 0) -> bool:
    """Hold a sign, shared or alone, after waiting at most so long [s]; whether it is held."""
    until = time.monotonic() + wait_s
    while True:
        with suppress(BlockingIOError):
            fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
            return True
        if time.monotonic() >= until:
            return False
        time.sleep(TICK_S)


@contextmanager
def alone(where: Places, wait_s: float = 0) -> Iterator[None]:
    """In which nobody else uses what is kept. Raises SifundError where a server does, OSError where no sign can be made."""
    with _signs(where.signs) as handles:
        if not all(take(handle, alone=True, wait_s=wait_s) for handle in handles):
            raise SifundError([in_use(where)])
        yield


@contextmanager
def together(where: Places) -> Iterator[None]:
    """In which nothing is restored. Raises SifundError where something is."""
    with _signs(path for path in where.signs if path.parent.exists()) as handles:
        if not all(take(handle, alone=False) for handle in handles):
            raise SifundError([problem(
                "restoring", "", "正在从备份恢复；请等它完成后再试。", "a restore is under way; try again when it is done.",
            )])  # fmt: skip
        yield


def is_in_use(where: Places) -> bool:
    """Whether a server, or another of these commands, uses what is kept now. Raises OSError."""
    with ExitStack() as ends:
        for path in filter(Path.exists, where.signs):
            ends.callback(os.close, handle := sign(path))
            if not take(handle, alone=True):
                return True
    return False


def in_use(where: Places) -> Problem:
    """That a server runs, as a problem."""
    return problem(
        "in_use", "", "服务器（或另一次备份、恢复）正在使用{database}和{datasets}；请先停止所有服务器再恢复。没有改动。",
        "a running server (or another backup or restore) holds {database} and {datasets}; stop every server first, then "
        "restore. Nothing was changed.", database=where.database or "PostgreSQL", datasets=where.datasets,
    )  # fmt: skip


@contextmanager
def _signs(paths: Iterable[Path]) -> Iterator[list[int]]:
    with ExitStack() as ends:
        handles = []
        for path in paths:
            handles.append(sign(path))
            ends.callback(os.close, handles[-1])
        yield handles
