"""Zip archives, opened in memory: nothing in them reaches the disk, and no more is unpacked than is allowed."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Sequence
from io import BytesIO
from pathlib import PurePosixPath

from sifund.importer.sheet import EXPANDED_LIMIT, FILE_COUNT_LIMIT, File, too_much, unreadable
from sifund.problem import SifundError, shown

ZIP = b"PK\x03\x04"
PASSWORD = 0x1
UTF8 = 0x800
_CLUTTER = (".DS_Store", "Thumbs.db", "desktop.ini")
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, LookupError,
)  # fmt: skip


def unpack(file: File) -> list[File]:
    """The files of an archive by their names in it. Raises SifundError: damaged, too large, a password, a wild name."""
    try:
        with zipfile.ZipFile(BytesIO(file.data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            names = _names(entries)
            _refuse(file.name, entries, names)
            named = zip(names, entries, strict=True)
            return [File(name, _content(archive, entry)) for name, entry in named if not name.endswith("/")]
    except SifundError:
        raise
    except _DAMAGE as error:
        raise unreadable(
            file.name,
            "压缩包或工作簿已损坏；请重新生成后再上传。",
            "the archive or workbook is damaged; make it again.",
        ) from error


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """A file of an archive: no more is unpacked than it says, and more than that is damage."""
    with archive.open(entry) as part:
        content = part.read(entry.file_size)
        if part.read(1):
            raise zipfile.BadZipFile(entry.filename)
    return content


def pack(files: list[File]) -> bytes:
    """The same files as an archive that says of them what was measured."""
    page = BytesIO()
    with zipfile.ZipFile(page, "w") as archive:
        for file in files:
            archive.writestr(file.name, file.data)
    return page.getvalue()


def is_clutter(name: str) -> bool:
    """Whether a file of an archive is one that a computer puts there by itself."""
    path = PurePosixPath(name)
    return "__MACOSX" in path.parts or path.name in _CLUTTER or path.name.startswith("._")


def _names(entries: Sequence[zipfile.ZipInfo]) -> list[str]:
    """Names with "/" between folders: as the archive marks them, else in UTF-8 where all of them are (a Mac's), else in
    GB18030 (a Chinese Windows')."""
    raw = [None if entry.flag_bits & UTF8 else entry.orig_filename.encode("cp437") for entry in entries]
    encoding = "utf-8" if all(_is_utf8(name) for name in raw if name) else "gb18030"
    names = [
        entry.filename if name is None else name.decode(encoding, "replace")
        for name, entry in zip(raw, entries, strict=True)
    ]
    return [name.replace("\\", "/") for name in names]


def _is_utf8(name: bytes) -> bool:
    try:
        return bool(name.decode())
    except UnicodeDecodeError:
        return False


def _refuse(name: str, entries: list[zipfile.ZipInfo], names: list[str]) -> None:
    if not names:
        raise unreadable(name, "里面没有文件；请放入表格文件。", "holds no files; put in tables.")
    if sum(entry.file_size for entry in entries) > EXPANDED_LIMIT:
        raise too_much(name, EXPANDED_LIMIT // 1_000_000, "MB（展开后）", "MB unpacked")
    if len(entries) > FILE_COUNT_LIMIT:
        raise too_much(name, FILE_COUNT_LIMIT, "个文件", "files")
    same = Counter(inner.casefold() for inner in names)
    for inner, entry in zip(names, entries, strict=True):
        if entry.flag_bits & PASSWORD:
            raise unreadable(name, "有密码；请取消密码后再上传。", "has a password; take it off and try again.")
        path = PurePosixPath(inner)
        wild = path.is_absolute() or ".." in path.parts or ":" in inner or stat.S_ISLNK(entry.external_attr >> 16)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise zipfile.BadZipFile(entry.filename)
        if wild or same[inner.casefold()] > 1:
            raise unreadable(
                name,
                "其中“{value}”指向压缩包以外、是链接或重名；请只放表格文件。",
                'holds "{value}", which points outside the archive, is a link or stands twice; put in tables only.',
                shown(inner),
            )
