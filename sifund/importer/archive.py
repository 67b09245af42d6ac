"""Zip archives, opened in memory: nothing in them reaches the disk, and no more is unpacked than is allowed."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath

from sifund.importer.sheet import EXPANDED_LIMIT, FILE_COUNT_LIMIT, File, too_much, unreadable
from sifund.problem import SifundError, shown

ZIP = b"PK\x03\x04"
PASSWORD = 0x1
_CLUTTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, LookupError,
)  # fmt: skip


def unpack(file: File) -> list[File]:
    """The files of an archive by their names in it. Raises SifundError: damaged, too large, a password, a wild name."""
    try:
        with zipfile.ZipFile(BytesIO(file.data), metadata_encoding="gb18030") as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _refuse(file.name, entries)
            return [File(entry.filename, archive.read(entry)) for entry in entries]
    except SifundError:
        raise
    except _DAMAGE as error:
        raise unreadable(
            file.name,
            "压缩包或工作簿已损坏；请重新生成后再上传。",
            "the archive or workbook is damaged; make it again.",
        ) from error


def pack(files: list[File]) -> bytes:
    """The same files as an archive that says of them what was measured."""
    page = BytesIO()
    with zipfile.ZipFile(page, "w") as archive:
        for file in files:
            archive.writestr(file.name, file.data)
    return page.getvalue()


def tables(file: File) -> Iterator[File]:
    """The files of an archive of tables, each named after the archive; folders in it do not matter."""
    for found in unpack(file):
        if not any(part in found.name for part in _CLUTTER):
            yield File(f"{file.name}/{PurePosixPath(found.name).name}", found.data)


def _refuse(name: str, entries: list[zipfile.ZipInfo]) -> None:
    if sum(entry.file_size for entry in entries) > EXPANDED_LIMIT:
        raise too_much(name, EXPANDED_LIMIT // 1_000_000, "MB（展开后）", "MB unpacked")
    if len(entries) > FILE_COUNT_LIMIT:
        raise too_much(name, FILE_COUNT_LIMIT, "个文件", "files")
    names = [entry.filename for entry in entries]
    for entry in entries:
        if entry.flag_bits & PASSWORD:
            raise unreadable(name, "有密码；请取消密码后再上传。", "has a password; take it off and try again.")
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        wild = (
            path.is_absolute() or ".." in path.parts or ":" in entry.filename or stat.S_ISLNK(entry.external_attr >> 16)
        )
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise zipfile.BadZipFile(entry.filename)
        if wild or names.count(entry.filename) > 1:
            raise unreadable(
                name,
                "其中“{value}”指向压缩包以外、是链接或重名；请只放表格文件。",
                "holds “{value}”, which points outside the archive, is a link or stands twice; put in tables only.",
                shown(entry.filename),
            )
