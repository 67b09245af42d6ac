"""Tables of records written to a folder, all or none, byte for byte the same for the same content."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl

from sifund.home import require_utf8
from sifund.problem import SifundError, problem
from sifund.records.folder import ABOUT, FINDINGS

STAGED = ".writing"
_SYSTEM = re.compile(r"[(]os error ([0-9]+)[)]")
LARGE = 10_000
"""Rows above which a file says of its parts what they hold."""
LOOSE = ("contributions", "spells")
"""Tables that a check reads most: packed, the large would take a third of the room, and each check a sixth longer."""
A_PART = 100_000
"""Persons in each part of the tables that are bucketed by person."""


@contextmanager
def fresh(folder: Path) -> Generator[Path, None, None]:
    """A place beside a folder to write records; when all are written it takes the folder's place, of a link that of the folder
    that it leads to.

    Raises SifundError where something is there that is no folder of records; an error on the way leaves all as it was.
    """
    name, folder = folder.name, folder.resolve()
    require_utf8(folder)
    staged = folder.with_name(f".{folder.name}{STAGED}")
    _settle(staged, folder)
    if folder.exists() and not (folder.is_dir() and ((folder / f"{ABOUT}.json").exists() or not any(folder.iterdir()))):
        raise SifundError([problem(
            "exists", "DIR", "“{value}”已经存在，且不是明细数据目录，没有覆盖；请另起名称。",
            '"{value}" is there already, is no folder of records and was not overwritten; choose another name.', value=name,
        )])  # fmt: skip
    try:
        (staged / "new").mkdir(parents=True)
        yield staged / "new"
        if folder.exists():
            folder.rename(staged / "old")
        (staged / "new").rename(folder)
    finally:
        _settle(staged, folder)


def _settle(staged: Path, folder: Path) -> None:
    """What was put by comes back where nothing took its place, else only its findings; also after a process that was killed."""
    old = staged / "old"
    if old.exists() and not folder.exists():
        old.rename(folder)
    elif (old / FINDINGS).is_dir() and not (folder / FINDINGS).exists():
        (old / FINDINGS).rename(folder / FINDINGS)
    shutil.rmtree(staged, ignore_errors=True)


def parquet(frame: pl.DataFrame, path: Path, **options: Any) -> None:
    """A frame as a file. Raises OSError, also for what the system says through Polars, of a full disk say."""
    try:
        frame.write_parquet(path, **options)
    except pl.exceptions.PolarsError as error:
        if system := _SYSTEM.search(str(error)):
            raise OSError(int(system[1]), os.strerror(int(system[1])), str(path)) from None
        raise


def put(frame: pl.DataFrame, to: Path, table: str, part: int | None = None) -> None:
    """One table, or a part of it."""
    path = to / f"{table}.parquet" if part is None else to / table / f"part-{part:04d}.parquet"
    path.parent.mkdir(exist_ok=True)
    large = frame.height > LARGE
    loose = large and table in LOOSE
    parquet(frame, path, compression="uncompressed" if loose else "zstd", compression_level=1, statistics=large)


def about(to: Path, **words: object) -> str:
    """Write what is known of the records as a whole, with the fingerprint of their files, which it gives back."""
    mark = fingerprint(to)
    content = {**words, "fingerprint": mark}
    (to / f"{ABOUT}.json").write_text(
        json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
    )
    return mark


def fingerprint(folder: Path) -> str:
    """Hash of all tables' files: 12 hexadecimal digits."""
    whole = hashlib.sha256()
    for path in _files(folder):
        with path.open("rb") as file:
            whole.update(
                f"{path.relative_to(folder).as_posix()} {hashlib.file_digest(file, 'sha256').hexdigest()}\n".encode()
            )
    return whole.hexdigest()[:12]


def _files(folder: Path) -> Iterable[Path]:
    return sorted(folder.rglob("*.parquet"))
