"""Versions of a kept folder: each is written whole under a name of its own and never changed; one file says which is current.

`<folder>/<name>/` holds a version, `<folder>/current` the name of the one that is in force. A folder without that file
is plain: it holds its files itself. Whatever a writer is stopped in, a reader finds the old version or the new one.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sifund.home import settle
from sifund.problem import SifundError, problem

CURRENT = "current"
KEPT = 20
"""How many versions of a folder are kept; the oldest that nothing needs goes first."""
DELETED_S = 30 * 24 * 3600
"""How long a deleted version can be brought back [s]."""
STALE_S = 3600
"""After how long what a writer left half done is cleared away [s]."""
NAME = re.compile(r"[0-9a-f]{12}(-[0-9a-f]{6})?")
GONE = ".deleted"
_HALF = ".writing-"


@dataclass(frozen=True, slots=True)
class Version:
    """One version: its name, where it is, when it was kept (UTC), its size [bytes], and whether it is current or deleted."""

    name: str
    folder: Path
    kept_at: datetime
    size: int
    current: bool
    deleted: bool = False


def is_kept(folder: Path) -> bool:
    """Whether a folder holds versions."""
    return (folder / CURRENT).is_file()


def place(folder: Path, start: str = "") -> Path:
    """Where the files are: of the current version, or of the one whose name begins with `start`; a plain folder itself.

    Raises SifundError where the version is not there.
    """
    try:
        name = (folder / CURRENT).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return folder
    except (OSError, UnicodeDecodeError):
        name = ""
    if start and not name.startswith(start):
        name = next((version.name for version in listed(folder) if version.name.startswith(start)), "")
    if not NAME.fullmatch(name) or not (folder / name).is_dir():
        raise SifundError([problem(
            "no_version", folder.name, "没有要的版本，或记录现用版本的文件损坏；可在“数据核对”页改用别的版本。",
            "has no such version, or the file that names its current one is damaged; choose another on the checks page.",
        )])  # fmt: skip
    return folder / name


def listed(folder: Path, *, deleted: bool = False) -> list[Version]:
    """The versions of a folder, the latest kept first; or those that were deleted and can be brought back."""
    try:
        current = (folder / CURRENT).read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        current = ""
    ending = GONE if deleted else ""
    versions = [
        _version(path, current, deleted) for path in folder.iterdir()
        if path.is_dir() and path.name.endswith(ending) and NAME.fullmatch(path.name.removesuffix(ending))
    ] if folder.is_dir() else []  # fmt: skip
    return sorted(versions, key=lambda version: (version.kept_at, version.name), reverse=True)


def _version(path: Path, current: str, deleted: bool) -> Version:
    name = path.name.removesuffix(GONE)
    when = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return Version(name, path, when, _size(path), name == current, deleted)


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def size_of(home: Path) -> int:
    """Bytes of all datasets that are kept in a folder, of every version, deleted ones too."""
    paths = (
        [path for path in home.iterdir() if is_kept(path) or (path / "meta.parquet").exists()] if home.is_dir() else []
    )
    return sum(map(_size, paths))


def put(folder: Path, name: str, write: Callable[[Path], None], needed: Collection[str] = ()) -> Path:
    """Keep a version, written by `write` into an empty folder, and make it the current one; it gives the version's place.

    `needed` are names that must not go when there are more than KEPT. Raises OSError where the disk refuses: then what
    was there stays.
    """
    folder.mkdir(parents=True, exist_ok=True)
    half = folder / f"{_HALF}{secrets.token_hex(6)}"
    half.mkdir()
    try:
        write(half)
        for path in (*half.iterdir(), half):
            settle(path)
        _into(half, folder / name)
    finally:
        shutil.rmtree(half, ignore_errors=True)
    settle(folder)
    make_current(folder, name)
    _clear(folder, {name, *needed})
    return folder / name


def _into(half: Path, whole: Path) -> None:
    """Give a version its name; where it is there already, or was deleted, it is the same, for its name says what it holds."""
    gone = whole.with_name(f"{whole.name}{GONE}")
    if gone.is_dir() and not whole.exists():
        gone.rename(whole)
    try:
        half.rename(whole)
    except OSError:
        if not whole.is_dir():
            raise
        os.utime(whole)


def make_current(folder: Path, name: str) -> None:
    """Say, in one step, which version is in force. Raises OSError, SifundError."""
    if not (NAME.fullmatch(name) and (folder / name).is_dir()):
        raise SifundError(
            [problem("no_version", folder.name, "没有版本“{value}”。", "has no version {value}.", value=name)]
        )
    fresh = folder / f".{CURRENT}-{secrets.token_hex(6)}"
    try:
        fresh.write_text(name, encoding="ascii")
        settle(fresh)
        fresh.replace(folder / CURRENT)
    finally:
        fresh.unlink(missing_ok=True)
    settle(folder)


def delete(folder: Path, name: str) -> None:
    """Take a version off the list; `undelete` brings it back. Raises SifundError for the one that is current."""
    if place(folder).name == name:
        raise SifundError([problem(
            "version_in_use", folder.name, "版本“{value}”正在使用，不能删除；请先改用别的版本。",
            "version {value} is in use and is not deleted; choose another one first.", value=name,
        )])  # fmt: skip
    gone = folder / f"{name}{GONE}"
    if gone.exists():
        _forget(gone)
    (folder / name).rename(gone)
    os.utime(gone)


def undelete(folder: Path, name: str) -> None:
    """Bring a deleted version back."""
    (folder / f"{name}{GONE}").rename(folder / name)


def _clear(folder: Path, needed: Collection[str]) -> None:
    """Forget what is past its time: versions beyond KEPT that nothing needs, deleted ones, what was left half done."""
    now = time.time()
    spare = [version.folder for version in listed(folder)[KEPT:] if version.name not in needed]
    gone = [v.folder for v in listed(folder, deleted=True) if now - v.kept_at.timestamp() > DELETED_S]
    half = [path for path in folder.glob(f"{_HALF}*") if now - path.stat().st_mtime > STALE_S]
    for path in (*spare, *gone):
        _forget(path)
    for path in half:
        shutil.rmtree(path, ignore_errors=True)


def _forget(version: Path) -> None:
    """Take a version away in one step, so that a reader finds it whole or not at all."""
    half = version.with_name(f"{_HALF}{secrets.token_hex(6)}")
    with suppress(OSError):
        version.rename(half)
        shutil.rmtree(half)
