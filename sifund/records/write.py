"""Tables of records written to a folder, all or none, byte for byte the same for the same content."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from sifund.problem import SifundError, problem
from sifund.records.folder import ABOUT, FINDINGS

STAGED = ".writing"
A_PART = 100_000
"""Persons in each part of the tables that are bucketed by person."""


@contextmanager
def fresh(folder: Path) -> Generator[Path, None, None]:
    """A place beside a folder to write records; when all are written it takes the folder's place.

    Raises SifundError where something is there that is no folder of records; an error on the way leaves all as it was.
    """
    if folder.exists() and not (folder.is_dir() and ((folder / f"{ABOUT}.json").exists() or not any(folder.iterdir()))):
        raise SifundError([problem(
            "exists", "DIR", "“{value}”已经存在，且不是明细数据目录，没有覆盖；请另起名称。",
            '"{value}" is there already, is no folder of records and was not overwritten; choose another name.', value=folder.name,
        )])  # fmt: skip
    staged = folder.with_name(folder.name + STAGED)
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(parents=True)
    try:
        yield staged
        old = folder.with_name(folder.name + ".old")
        shutil.rmtree(old, ignore_errors=True)
        if folder.exists():
            folder.rename(old)
        staged.rename(folder)
        if (old / FINDINGS).is_dir():
            (old / FINDINGS).rename(folder / FINDINGS)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def put(frame: pl.DataFrame, to: Path, table: str, part: int | None = None) -> None:
    """One table, or a part of it."""
    path = to / f"{table}.parquet" if part is None else to / table / f"part-{part:04d}.parquet"
    path.parent.mkdir(exist_ok=True)
    frame.write_parquet(path, compression="zstd", compression_level=1, statistics=frame.height > 10_000)


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
