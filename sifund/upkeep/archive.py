"""A backup as a file: a zip of what an installation keeps, with its manifest.

Nothing of a file is believed: every name is one that a backup can have, every size and hash is compared while it is read,
and no more is unpacked than the manifest says and the size of the archive allows.
"""

from __future__ import annotations

import hashlib
import re
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NoReturn

from sifund.dataset.acceptance import FILE as ACCEPTED
from sifund.dataset.schema import TABLES
from sifund.dataset.versions import CURRENT, GONE, NAME
from sifund.problem import SifundError, problem
from sifund.text import Text
from sifund.upkeep.manifest import FORMAT, Kept, Manifest, read
from sifund.upkeep.people import FILES

MANIFEST, DATABASE, DATASETS = "manifest.json", "saved.sqlite3", "datasets"
MANIFEST_BYTES, MEMBERS = 50_000_000, 200_000
RATIO, SMALL_BYTES = 200, 10_000_000
"""How many times its own size an archive may unpack to; a small one may do more."""
CHUNK = 1 << 20
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_TABLE = rf"({'|'.join(TABLES)})\.parquet"
_FOLDER = r"[^./\\\x00-\x1f\x7f][^/\\\x00-\x1f\x7f]{0,99}"
_VERSION = rf"{NAME.pattern}({re.escape(GONE)})?"
_KEPT = re.compile(
    rf"{'|'.join(map(re.escape, (DATABASE, *FILES)))}|{DATASETS}/{_FOLDER}/({CURRENT}|{re.escape(ACCEPTED)}|({_VERSION}/)?{_TABLE})"
)
_OUT = re.compile(r"^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)|\x00")
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
NOT_ZIP = Text("不是本程序的备份，或已损坏（{value}）", "is no backup of this program, or damaged ({value})")
OUTSIDE = Text("其中的文件名{value}指向目录之外", "the name {value} in it leads out of its folder")
UNREAD = Text("读不出来（{value}）", "cannot be read ({value})")
LINK = Text("其中的{value}是链接", "{value} in it is a link")
TWICE = Text("其中的文件重名或过多（{value}）", "it holds a file twice, or too many files ({value})")
LOCKED = Text("其中的{value}加了密或压缩方式不明", "{value} in it is encrypted, or packed in an unknown way")
NO_LIST = Text("没有{value}，不是本程序的备份", "there is no {value} in it: it is no backup of this program")
STRANGE = Text("其中的{value}不是备份里会有的文件", "{value} in it is no file that a backup has")
UNEQUAL = Text("文件与清单不符：{value}", "its files are not those of its list: {value}")
BOMB = Text("展开后过大（{value} MB）", "it is too large when unpacked ({value} MB)")
CHANGED = Text(
    "其中的{value}已损坏或被改过，与清单不符", "{value} in it is damaged or was changed: it is not as its list says"
)


def is_name(name: str) -> bool:
    """Whether a backup can hold a file of this name: nothing else is written or read."""
    return bool(_KEPT.fullmatch(name))


def pack(folder: Path, to: Path, **fields: object) -> Manifest:
    """Write a backup of all files below a folder; `fields` are the other fields of its manifest. Raises OSError."""
    files: dict[str, Kept] = {}
    with zipfile.ZipFile(to, "x") as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = path.relative_to(folder).as_posix()
            method = zipfile.ZIP_DEFLATED if name == DATABASE else zipfile.ZIP_STORED  # Parquet is packed already
            with path.open("rb") as source, archive.open(_member(name, method), "w", force_zip64=True) as sink:
                files[name] = _copy(source, sink)
        manifest = Manifest.model_validate({"sifund": "backup", "format": FORMAT, "files": files} | fields)
        archive.writestr(_member(MANIFEST, zipfile.ZIP_DEFLATED), manifest.model_dump_json(indent=1))
    return manifest


def _member(name: str, method: int) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name)
    member.compress_type, member.external_attr = method, 0o600 << 16
    return member


def _copy(source: IO[bytes], sink: IO[bytes] | None, most: int | None = None) -> Kept:
    """Copy all, or at most so many bytes and one; the size and hash of what was copied."""
    size, digest = 0, hashlib.sha256()
    while chunk := _read(source, CHUNK if most is None else min(CHUNK, most + 1 - size)):
        size += len(chunk)
        digest.update(chunk)
        if sink:
            sink.write(chunk)
    return Kept(bytes=size, sha256=digest.hexdigest())


class _UnreadError(Exception):
    """A file of an archive cannot be read: it is damaged, or the disk is."""


def _read(source: IO[bytes], most: int) -> bytes:
    try:
        return source.read(most)
    except (*_DAMAGE, OSError) as error:
        raise _UnreadError from error


class Archive:
    """A backup that was opened: its manifest was read and names what is there; what is in the files is not known yet."""

    def __init__(self, path: Path, opened: zipfile.ZipFile) -> None:
        self._path, self._zip = path, opened
        self._look_at_names()
        self.manifest = self._read_manifest()
        self._compare()

    @property
    def bytes(self) -> int:
        """How much there is to unpack."""
        return sum(file.bytes for file in self.manifest.files.values())

    def check(self) -> None:
        """Read every file. Raises SifundError for one that is not as the manifest says."""
        for name in self.manifest.files:
            self._take(name, None)

    def unpack(self, to: Path) -> None:
        """Write every file below a folder. Raises SifundError as `check` does, and OSError where the disk refuses."""
        for name in self.manifest.files:
            path = to / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as sink:
                self._take(name, sink)

    def _take(self, name: str, sink: IO[bytes] | None) -> None:
        entry = self.manifest.files[name]
        try:
            with self._opened(name) as source:
                same = _copy(source, sink, entry.bytes) == entry
        except _UnreadError:
            same = False
        if not same:
            self._refuse("damaged", CHANGED, name)

    def _opened(self, name: str) -> IO[bytes]:
        try:
            return self._zip.open(name)
        except (*_DAMAGE, OSError) as error:
            raise _UnreadError from error

    def _look_at_names(self) -> None:
        members = self._zip.infolist()
        names = [member.orig_filename for member in members]
        for member, name in zip(members, names, strict=True):
            if _OUT.search(name):
                self._refuse("hostile", OUTSIDE, name)
            if stat.S_ISLNK(member.external_attr >> 16):
                self._refuse("hostile", LINK, name)
            if member.flag_bits & 1 or member.compress_type not in METHODS:
                self._refuse("damaged", LOCKED, name)
        if len(names) > MEMBERS or len(set(names)) < len(names):
            self._refuse("hostile", TWICE, len(names) if len(names) > MEMBERS else Counter(names).most_common(1)[0][0])

    def _read_manifest(self) -> Manifest:
        if MANIFEST not in self._zip.namelist():
            self._refuse("foreign", NO_LIST, MANIFEST)
        with self._zip.open(MANIFEST) as source:
            text = source.read(MANIFEST_BYTES + 1)
        if len(text) > MANIFEST_BYTES:
            self._refuse("hostile", BOMB, MANIFEST)
        return read(text, self._path.name)

    def _compare(self) -> None:
        """That there is what the manifest says, of the sizes that it says, and not too much of it."""
        there = {member.filename: member.file_size for member in self._zip.infolist() if member.filename != MANIFEST}
        strange = sorted(name for name in {*there, *self.manifest.files} if not is_name(name))
        if strange:
            self._refuse("foreign", STRANGE, strange[0])
        listed = {name: file.bytes for name, file in self.manifest.files.items()}
        if differ := sorted(name for name, _ in there.items() ^ listed.items()):
            self._refuse("damaged", UNEQUAL, differ[0])
        if self.bytes > max(SMALL_BYTES, RATIO * self._path.stat().st_size):
            self._refuse("hostile", BOMB, self.bytes // 1_000_000)

    def _refuse(self, code: str, says: Text, value: object) -> NoReturn:
        raise refused(self._path, code, says, value)


def refused(path: Path, code: str, says: Text, value: object = "") -> SifundError:
    """The error of a file that is not taken as a backup."""
    zh, en = f"{says.zh}；没有改动。请改用完好的备份。", f"{says.en}. Nothing was changed; use a backup that is whole."
    return SifundError([problem(code, path.name, zh, en, value=value)])


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """A backup whose names and manifest are in order. Raises SifundError for any other file."""
    try:
        archive = zipfile.ZipFile(path)
    except _DAMAGE as error:
        raise refused(path, "foreign", NOT_ZIP, error) from None
    except OSError as error:
        raise refused(path, "unreadable", UNREAD, error.strerror or error) from None
    with archive:
        yield _looked_at(path, archive)


def _looked_at(path: Path, archive: zipfile.ZipFile) -> Archive:
    try:
        return Archive(path, archive)
    except SifundError:
        raise
    except (*_DAMAGE, OSError) as error:
        raise refused(path, "damaged", NOT_ZIP, error) from None
