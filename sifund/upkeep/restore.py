"""A restore: what a backup holds comes in the place of what is there, which is kept aside."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from sifund.home import settle
from sifund.problem import Problem, SifundError, problem
from sifund.store.causes import FAILURES, AwayError, away_because
from sifund.store.database import engine_of, migrate
from sifund.store.inspection import file_of
from sifund.text import Text
from sifund.upkeep import people, swap
from sifund.upkeep.apart import examined
from sifund.upkeep.archive import DATABASE, DATASETS, UNEQUAL, Archive, opened, refused
from sifund.upkeep.manifest import Manifest
from sifund.upkeep.places import ASIDE, Places, alone, in_use, is_dataset, is_in_use, places
from sifund.upkeep.serving import finish

BESIDE = ("", "-wal", "-shm", "-journal")
"""Endings of SQLite's file and of what stands beside it."""
OTHER_KIND = Text(
    "其中的保存方案存于SQLite，而这里由SIFUND_DATABASE_URL指定了PostgreSQL",
    "holds saved scenarios of SQLite, while SIFUND_DATABASE_URL names PostgreSQL here",
)


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, the folders that hold what was there before, and what is worth knowing."""

    manifest: Manifest
    aside: tuple[Path, ...]
    notices: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the files of one restore are made ready, on the disks that they are for, and what the folders are called that
    keep what was there."""

    datasets: Path
    database: Path | None
    people: Path
    aside: str

    @property
    def folders(self) -> list[Path]:
        return [self.datasets, self.people, *([self.database] if self.database else [])]


def restore(file: Path) -> Restored:
    """Put a backup's content in the place of what is there.

    Raises SifundError where a server runs, or for a file that is no whole backup of a program as old as this, and OSError
    where the disk refuses: then everything is as it was. Once it is decided it is finished, by this process or the next.
    """
    where = places()
    file_of(where.url)
    with opened(file) as archive:
        archive.check()
        notices = _fits(file, archive.manifest, where)
        if is_in_use(where):
            raise SifundError([in_use(where)])
        with _staged(where) as stage:
            damaged = _unpack(file, archive, stage)
            with alone(where):
                finish(where)
                swap.clear([folder.parent for folder in stage.folders], but=stage.folders)
                _let_go(where)
                moves = [
                    *_of_datasets(where, stage),
                    *_of_database(where, stage, archive.manifest),
                    *_of_people(where, stage),
                ]
                swap.decide(where.datasets, moves, stage.folders)
                swap.finish(where.datasets)
    aside = {folder.parent / stage.aside for folder in stage.folders}
    return Restored(archive.manifest, tuple(filter(Path.exists, sorted(aside))), (*notices, *damaged))


def _fits(file: Path, manifest: Manifest, where: Places) -> list[Problem]:
    """What is worth knowing of a backup here. Raises SifundError for one of another kind of database."""
    if (DATABASE in manifest.files) != (manifest.database == "sqlite"):
        raise refused(file, "damaged", UNEQUAL, DATABASE)
    if manifest.database == "sqlite" and not where.database:
        raise refused(file, "other_kind", OTHER_KIND)
    return [] if manifest.database != "postgresql" else [problem(
        "postgresql", file.name, "保存的方案当时在PostgreSQL里，不在这份备份中，请另用 pg_restore 恢复（见 docs/operations.md）；"
        "这里现有的保存方案没有改动。",
        "saved scenarios were in PostgreSQL and are not in this backup: restore them with pg_restore (docs/operations.md). "
        "What is saved here now was left alone.",
    )]  # fmt: skip


@contextmanager
def _staged(where: Places) -> Iterator[Stage]:
    """Folders on the disks of what will be replaced; they go again, and what was made for them, unless it is decided."""
    named = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
    saved = where.database.parent / f"{swap.STAGED}{named}-saved" if where.database else None
    ready = (where.datasets / f"{swap.STAGED}{named}", saved, where.home / f"{swap.STAGED}{named}-people")
    stage = Stage(*ready, aside=f"{ASIDE}{named}")
    fresh = [path for folder in stage.folders for path in folder.parents if not path.exists()]
    try:
        for folder in stage.folders:
            folder.mkdir(parents=True)
        yield stage
    finally:
        if not swap.is_decided(where.datasets):
            for folder in stage.folders:
                shutil.rmtree(folder, ignore_errors=True)
            for folder in fresh:
                with suppress(OSError):
                    folder.rmdir()


def _unpack(file: Path, archive: Archive, stage: Stage) -> list[Problem]:
    """Make the backup's files ready, up to date and on the disk; what of them was damaged already when it was made.

    Raises SifundError where anything else is.
    """
    manifest = archive.manifest
    disk = shutil.disk_usage(stage.datasets)
    if disk.total and disk.free < archive.bytes:  # network disks may not say how large they are
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    archive.unpack(stage.datasets)
    (stage.datasets / DATASETS).mkdir(exist_ok=True)
    health = examined(stage.datasets)
    if wrong := [problem for problem in health.problems if problem.place not in manifest.damaged]:
        raise SifundError([*refused(file, "damaged", Text("其中的数据已损坏", "holds damaged data")).problems, *wrong])
    for version in {path.parent for path in (stage.datasets / DATASETS).glob("*/*/*")}:
        if kept_at := manifest.times.get(version.relative_to(stage.datasets).as_posix()):
            os.utime(version, (kept_at, kept_at))
    if stage.database and manifest.database == "sqlite":
        shutil.move(stage.datasets / DATABASE, stage.database / DATABASE)
        _bring_up_to_date(stage.database / DATABASE)
    for path in filter(Path.exists, [stage.datasets / name for name in people.FILES]):
        shutil.move(path, stage.people / path.name)
    for folder in stage.folders:
        _hand_over(folder)
    return list(health.problems)


def _bring_up_to_date(database: Path) -> None:
    """Migrate it. Raises AwayError."""
    url = f"sqlite:///{database}"
    try:
        engine = engine_of(url)
        try:
            migrate(engine)
        finally:
            engine.dispose()
    except FAILURES as error:
        raise AwayError([away_because(error, url)]) from error


def _hand_over(folder: Path) -> None:
    """See to it that all is on the disk, and belongs to whom the folder around it does: root restores for the server's user."""
    owner = folder.parent.stat()
    for path in (*folder.rglob("*"), folder):
        if os.geteuid() == 0:
            os.chown(path, owner.st_uid, owner.st_gid)
        settle(path)


def _let_go(where: Places) -> None:
    """Have SQLite write into its file what still stands beside it. Raises SifundError where somebody has it open; a file that
    is damaged stays as it is."""
    if not (where.database and where.database.exists()):
        return
    try:
        named = f"file:{quote(str(where.database))}?mode=rw"
        with closing(sqlite3.connect(named, uri=True, timeout=0, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        if (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise SifundError([in_use(where)]) from None


def _of_datasets(where: Places, stage: Stage) -> Iterator[swap.Move]:
    ready = sorted((stage.datasets / DATASETS).iterdir())
    names = {path.name for path in ready}
    for path in sorted(where.datasets.iterdir()):
        if path.name in names or is_dataset(path):
            yield path, where.datasets / stage.aside / path.name
    for path in ready:
        yield path, where.datasets / path.name


def _of_database(where: Places, stage: Stage, manifest: Manifest) -> Iterator[swap.Move]:
    if where.database and stage.database and manifest.database != "postgresql":
        for ending in BESIDE:
            path = where.database.with_name(where.database.name + ending)
            if path.exists():
                yield path, path.with_name(stage.aside) / path.name
        if manifest.database == "sqlite":
            yield stage.database / DATABASE, where.database


def _of_people(where: Places, stage: Stage) -> Iterator[swap.Move]:
    for name in people.replaced(stage.people, where.home):
        if (where.home / name).exists():
            yield where.home / name, where.home / stage.aside / name
        if (stage.people / name).exists():
            yield stage.people / name, where.home / name
