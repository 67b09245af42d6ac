"""Files written whole: all of them are there, or what was there before."""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from sifund.home import require_utf8
from sifund.problem import SifundError, problem

STAGED = ".writing"
STALE = 60
"""Seconds after which a half-written set of files is taken for left behind by a process that was killed."""


def write_whole(file: Path, content: bytes) -> None:
    """Write one file, of a link the one that it leads to; what was there stays until all is written. Raises OSError."""
    file = file.resolve()
    half = file.with_name(f"{STAGED}-{secrets.token_hex(6)}")
    try:
        half.write_bytes(content)
        half.replace(file)
    except OSError as error:
        error.filename, error.filename2 = str(file), None
        raise
    finally:
        with suppress(OSError):
            half.unlink()


@contextmanager
def all_or_none(folder: Path, names: Sequence[str]) -> Generator[Path, None, None]:
    """A place to write files of these names; when all are written they replace those in `folder`.

    Raises SifundError where another write is under way; an error on the way leaves the folder as it was.
    """
    fresh = not folder.exists()
    staged = _stage(folder)
    try:
        yield staged
        _swap(staged, folder, names)
    finally:
        shutil.rmtree(staged)
        if fresh and not any(folder.iterdir()):
            folder.rmdir()


def _stage(folder: Path) -> Path:
    """A place beside the files to write them first; it keeps a second writer out."""
    require_utf8(folder)
    staged = folder / STAGED
    folder.mkdir(parents=True, exist_ok=True)
    if staged.exists() and time.time() - staged.stat().st_mtime > STALE:
        shutil.rmtree(staged)
    try:
        staged.mkdir()
    except FileExistsError:
        raise SifundError([problem(
            "busy", folder.name, "正在被另一次写入占用；请稍后再试。", "is being written by someone else; try again in a minute.",
        )]) from None  # fmt: skip
    (staged / "old").mkdir()
    return staged


def _swap(staged: Path, folder: Path, names: Sequence[str]) -> None:
    """Put every new file in the place of the old one, in one step each: a file that was there is never missing. Where one
    cannot be put, the old ones come back."""
    old = staged / "old"
    try:
        for name in names:
            if (folder / name).exists():
                shutil.copy2(folder / name, old / name)
            (staged / name).replace(folder / name)
    except BaseException:  # an interruption too
        for name in names:
            if (old / name).exists():
                (old / name).replace(folder / name)
            elif not (staged / name).exists():
                (folder / name).unlink(missing_ok=True)
        raise
