"""Copies of what is in use: the database as it is at one moment, and datasets of which each version is whole or absent."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from sifund.dataset import versions
from sifund.dataset.acceptance import FILE as ACCEPTED
from sifund.dataset.schema import TABLES
from sifund.problem import SifundError, problem
from sifund.store.causes import AwayError, away_because
from sifund.store.database import WAIT_S
from sifund.upkeep.places import is_dataset

FILES = frozenset(f"{table}.parquet" for table in TABLES)
TRIES, TRY_S = 20, 0.2


def copy_database(file: Path, to: Path) -> None:
    """SQLite's own copy of a file that others write: the state of one moment. Raises AwayError with its cause, and OSError."""
    try:
        source = sqlite3.connect(f"file:{quote(str(file))}?mode=rw", uri=True, timeout=WAIT_S)
        with closing(source), closing(sqlite3.connect(to)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file
    except sqlite3.Error as error:
        raise AwayError([away_because(error, f"sqlite:///{file}")]) from error


def copy_datasets(home: Path, to: Path) -> list[str]:
    """Every dataset in a folder; the names of what was left out, for the program does not read it.

    Raises OSError, and SifundError for one that is written all the time.
    """
    left: list[str] = []
    for at in sorted(home.iterdir()) if home.is_dir() else []:
        if is_dataset(at):
            left += _copy_code(at, to / at.name)
    return left


def _copy_code(at: Path, to: Path) -> list[str]:
    for _ in range(TRIES):
        before = _tables(at)
        left = list(_copy_once(at, to))
        if _tables(at) == before and (before or _has_current(to)):
            return left
        shutil.rmtree(to)
        time.sleep(TRY_S)
    raise SifundError([problem(
        "busy", at.name, "一直在被写入，没有备份；请稍后再试。", "is being written all the time; nothing was backed up: try again.",
    )])  # fmt: skip


def _has_current(copy: Path) -> bool:
    """Whether the version that was current is among those that were copied; where nothing names one, none is missing."""
    named = copy / versions.CURRENT
    name = named.read_text(encoding="ascii", errors="replace").strip() if named.exists() else ""
    return not versions.NAME.fullmatch(name) or (copy / name).is_dir()


def _tables(at: Path) -> list[tuple[str, int, int]]:
    """A plain folder's own tables, which are written in their place; none where there are versions."""
    if versions.is_kept(at):
        return []
    return [(path.name, path.stat().st_ino, path.stat().st_mtime_ns) for path in sorted(at.glob("*.parquet"))]


def _copy_once(at: Path, to: Path) -> Iterator[str]:
    """The name of the current version first, so that it is among those that are copied then, if nobody deletes it. What is
    left out is given by name; what somebody is writing has a name that begins with a dot."""
    to.mkdir(parents=True)
    for path in sorted(at.iterdir(), key=lambda path: (path.name != versions.CURRENT, path.name)):
        if path.is_dir() and versions.NAME.fullmatch(path.name.removesuffix(versions.GONE)):
            yield from _copy_version(path, to / path.name)
        elif path.is_file() and path.name in {versions.CURRENT, ACCEPTED, *FILES}:
            shutil.copy2(path, to / path.name)
        elif not path.name.startswith("."):
            yield f"{at.name}/{path.name}"


def _copy_version(at: Path, to: Path) -> Iterator[str]:
    """A version, whole, or nothing where it was taken away meanwhile."""
    try:
        names = sorted(path.name for path in at.iterdir())
        to.mkdir()
        for name in filter(FILES.__contains__, names):
            shutil.copy2(at / name, to / name)
        shutil.copystat(at, to)
    except FileNotFoundError:
        shutil.rmtree(to, ignore_errors=True)
        return
    yield from (f"{at.parent.name}/{at.name}/{name}" for name in names if name not in FILES)
