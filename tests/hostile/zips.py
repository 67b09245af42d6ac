"""Archives that lie about themselves: bombs, sizes, checksums, methods, directories, junk before and behind."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator

from office import archive

from hostile import TABLES, VALUES, Case, book, either, legal, text_of, wrong
from sifund.importer.sheet import File

BYTES = {f"{name}.csv": text_of(table).encode() for name, table in TABLES.items()}
METHODS = {
    "stored": zipfile.ZIP_STORED,
    "deflate": zipfile.ZIP_DEFLATED,
    "bzip2": zipfile.ZIP_BZIP2,
    "lzma": zipfile.ZIP_LZMA,
}
LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
FIELDS = {
    "version": (4, 6, 2), "flags": (6, 8, 2), "method": (8, 10, 2), "checksum": (14, 16, 4), "packed size": (18, 20, 4), "size": (22, 24, 4),
    "length of the name": (26, 28, 2), "length of the extra": (28, 30, 2),
}  # fmt: skip
"""Of a file: where it stands in its local head and in the directory, and how many bytes it takes."""


def packed(method: int = zipfile.ZIP_DEFLATED, **more: bytes) -> bytes:
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w", method) as made:
        for name, data in {**BYTES, **{key.replace("_", "."): data for key, data in more.items()}}.items():
            made.writestr(name, data)
    return page.getvalue()


def cases() -> Iterator[Case]:
    for name, method in METHODS.items():
        yield Case(
            f"packed by {name}", (File("a.zip", packed(method)),), (VALUES,), refused=name not in ("stored", "deflate")
        )
    yield from _heads()
    yield from _bombs()
    yield from _around()


def _heads() -> Iterator[Case]:
    """One field of one file's head, here or in the directory, says something else."""
    whole = packed()
    for what, (local, central, size) in FIELDS.items():
        for where, mark, offset in (("local", LOCAL, local), ("directory", CENTRAL, central)):
            for value in (0, 1, 0xFFFF if size == 2 else 0xFFFFFFFF, 0x7FFF if size == 2 else 0x7FFFFFFF):
                at = _second(whole, mark) + offset
                data = whole[:at] + value.to_bytes(size, "little") + whole[at + size :]
                yield either(f"{what} in the {where} is {value:x}", File("a.zip", data))
    for name, offset in {
        "entries": 10,
        "size of the directory": 12,
        "place of the directory": 16,
        "length of the comment": 20,
    }.items():
        for value in (0, 1, 0xFFFF):
            at = whole.rindex(END) + offset
            yield either(f"{name} is {value:x}", File("a.zip", whole[:at] + struct.pack("<H", value) + whole[at + 2 :]))


def _second(whole: bytes, mark: bytes) -> int:
    """Where the head of the second file is: the table of lines."""
    return whole.index(mark, whole.index(mark) + 1)


def _bombs() -> Iterator[Case]:
    zeros = b"0" * 60_000_000
    yield wrong("60 MB of one character", File("a.zip", packed(lines_csv=b"a,b\n" + zeros)))
    yield wrong(
        "twelve files of 5 MB", archive({**BYTES, **{f"{n}.csv": b"a,b\n" + b"0" * 5_000_000 for n in range(12)}})
    )
    yield wrong("a workbook whose sheet is 100 MB", _inflated("xl/worksheets/sheet2.xml", b" " * 100_000_000))
    yield wrong("shared strings of 100 MB", _inflated("xl/sharedStrings.xml", b" " * 100_000_000))
    yield wrong("styles of 100 MB", _inflated("xl/styles.xml", b"<!--" + b" " * 100_000_000 + b"-->"))
    yield either("an unused part of 30 MB", _inflated("docProps/app.xml", b"<!--" + b" " * 30_000_000 + b"-->"))
    yield wrong("201 files", archive({**BYTES, **{f"{n}.csv": b"a,b\n" for n in range(201)}}))
    yield wrong("5,000 files", archive({**BYTES, **{f"{n}.csv": b"" for n in range(5_000)}}))
    inner = archive(BYTES).data
    for depth in range(1, 6):
        inner = archive({"a.zip": inner}).data
        yield either(f"{depth + 1} archives in each other", File("a.zip", inner))
    lines = text_of(TABLES["lines"])
    yield wrong("a million quotes", File("a.zip", packed(lines_csv=(lines + '"' * 1_000_000).encode())))
    yield either(
        "a million commas a line", File("a.zip", packed(lines_csv=(lines + ("," * 1_000_000 + "\n") * 20).encode()))
    )


def _inflated(part: str, data: bytes) -> File:
    page = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book().data)) as found, zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as made:
        for name in found.namelist():
            own = found.read(name)
            made.writestr(
                name,
                own.replace(b"</", data + b"</", 1)
                if name == part and data[:1] == b"<"
                else own + data
                if name == part
                else own,
            )
    return File("own.xlsx", page.getvalue())


def _around() -> Iterator[Case]:
    whole = packed()
    yield either("junk before", File("a.zip", b"MZ" + b"\0" * 5_000 + whole))
    yield either("junk behind", File("a.zip", whole + b"\0" * 5_000))
    yield either("two archives in one", File("a.zip", whole + packed(lines_csv=b"a,b\n1,2\n")))
    yield either("two archives in one, the other way", File("a.zip", packed(lines_csv=b"a,b\n1,2\n") + whole))
    yield legal("a comment", File("a.zip", whole[:-2] + struct.pack("<H", 5) + b"hello"))
    yield either("no directory", File("a.zip", whole[: whole.index(CENTRAL)]))
    yield wrong("only a directory", File("a.zip", whole[whole.index(CENTRAL) :]))
    yield wrong("only an end", File("a.zip", whole[whole.rindex(END) :]))
    yield wrong("only an archive's head", File("a.zip", LOCAL))
    encrypted = bytearray(whole)
    for mark, offset in ((LOCAL, 6), (CENTRAL, 8)):
        at = 0
        while (at := whole.find(mark, at)) >= 0:
            encrypted[at + offset] |= 1
            at += 4
    yield wrong("with a password", File("a.zip", bytes(encrypted)))
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w") as made:
        for name, data in BYTES.items():
            made.writestr(name, data)
            if name == "lines.csv":
                with _quiet():
                    made.writestr(name, data.replace(b"610", b"611"))
    yield wrong("one name twice, another figure", File("a.zip", page.getvalue()))
    damaged = bytearray(packed(zipfile.ZIP_STORED))
    at = bytes(damaged).index(b"610,p2")
    damaged[at] = ord("7")
    yield wrong("a figure changed under its checksum", File("a.zip", bytes(damaged)))


def _quiet():
    import warnings

    return warnings.catch_warnings(action="ignore")
