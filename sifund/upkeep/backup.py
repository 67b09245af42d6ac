"""A backup: all that an installation keeps in one file, made beside a server that goes on."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sifund import __version__
from sifund.home import settle
from sifund.problem import Problem, SifundError, problem, shown
from sifund.store.inspection import file_of
from sifund.upkeep import archive, people, swap
from sifund.upkeep.apart import Examined, examined
from sifund.upkeep.archive import DATABASE, DATASETS
from sifund.upkeep.copying import copy_database, copy_datasets
from sifund.upkeep.manifest import Manifest
from sifund.upkeep.places import Places, places, together
from sifund.upkeep.serving import unfinished

STALE_S = 24 * 3600
"""After how long what a killed backup left half done is cleared away by the next one to the same file [s]."""


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made: what it holds, its size [bytes], and what was left out or is damaged."""

    manifest: Manifest
    size: int
    notices: tuple[Problem, ...]


def backup(file: Path, *, overwrite: bool = False) -> Made:
    """Write a backup. Raises SifundError where there is a file already, or what is kept cannot be read whole, and OSError
    where the disk refuses: then there is no file, or the old one."""
    if file.is_dir() or (file.exists() and not overwrite):
        raise _there(file)
    where = places()
    file_of(where.url)
    if swap.is_decided(where.datasets):
        raise SifundError([unfinished(where)])
    with together(where), _beside(file) as aside:
        content, packed = aside / "content", aside / "packed"
        left = _copy(where, content)
        health = examined(content)
        if broken := [problem for problem in health.problems if problem.place == DATABASE]:
            raise SifundError(broken)
        manifest = archive.pack(content, packed, **_manifest_fields(where, content, health))
        with archive.opened(packed) as written:
            written.check()
        _publish(packed, file, overwrite=overwrite)
    return Made(manifest, file.stat().st_size, (*left, *health.problems))


def _there(file: Path) -> SifundError:
    return SifundError([problem(
        "there", "FILE", "{file}已存在，没有覆盖；请换个名字，或加 --overwrite。",
        "there is something at {file} already and it is not overwritten; choose another name, or add --overwrite.", file=shown(file, 300),
    )])  # fmt: skip


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """A folder beside the file for what is half done."""
    prefix = f".{file.name}.writing-"
    for left in file.parent.glob(f"{prefix}*"):
        if time.time() - left.stat().st_mtime > STALE_S:
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=prefix, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _copy(where: Places, to: Path) -> list[Problem]:
    """Saved scenarios first: then every dataset that they name is among those that are copied after them."""
    (to / DATASETS).mkdir(parents=True)
    if where.database and where.database.exists():
        copy_database(where.database, to / DATABASE)
    people.copy(where.home, to)
    return [
        problem("left_out", "", "程序不读它，没有备份。", "the program does not read it; it is not in the backup.",
                place=f"{DATASETS}/{name}") for name in copy_datasets(where.datasets, to / DATASETS)
    ]  # fmt: skip


def _manifest_fields(where: Places, content: Path, health: Examined) -> dict[str, Any]:
    has_database = (content / DATABASE).exists()
    times = {path: path.stat().st_mtime for path in content.glob(f"{DATASETS}/*/*") if path.is_dir()}
    return {
        "program": __version__, "made": datetime.now(UTC).replace(microsecond=0),
        "database": "sqlite" if has_database else "none" if where.database else "postgresql", "revision": health.revision,
        "damaged": sorted({problem.place for problem in health.problems}),
        "times": {path.relative_to(content).as_posix(): seconds for path, seconds in times.items()},
    }  # fmt: skip


def _publish(packed: Path, file: Path, *, overwrite: bool) -> None:
    """Give what is on the disk whole its name in one step; another's file that came meanwhile stays."""
    packed.chmod(0o600)
    settle(packed)
    if overwrite:
        packed.replace(file)
    else:
        try:
            os.link(packed, file)
        except FileExistsError:
            raise _there(file) from None
        except OSError:  # a disk without hard links
            if file.exists():
                raise _there(file) from None
            packed.rename(file)
    settle(file.parent)
