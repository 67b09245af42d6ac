"""Names of files, folders, sheets and lines: wild, doubled, in other encodings, and every odd text as the name of a line."""

from __future__ import annotations

import io
import stat
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping

from odd import ODD
from office import archive

from hostile import (
    TABLES,
    VALUES,
    Case,
    book,
    either,
    files,
    legal,
    text_of,
    with_cell,
    without,
    wrong,
)
from sifund.importer.sheet import File
from sifund.text import unfit

BYTES = {f"{name}.csv": text_of(table).encode() for name, table in TABLES.items()}
CLUTTER = ("__MACOSX/._lines.csv", ".DS_Store", "Thumbs.db", "desktop.ini", "__MACOSX/lines.csv")
WILD = ("../lines.csv", "/etc/lines.csv", "C:\\lines.csv", "..\\..\\lines.csv", "a/../../lines.csv", "//host/lines.csv", "\\\\host\\lines.csv",
        "./lines.csv", "a/./lines.csv", "a//lines.csv", "con", "lines.csv ", "lines.csv.", " lines.csv", "lines.csv:stream", "~/lines.csv",
        "a" * 300 + "/lines.csv", "%2e%2e/lines.csv", "lines\u202e.csv", "lines\x0b.csv", "lines\x00.csv")  # fmt: skip


def cases() -> Iterator[Case]:
    yield from _archives()
    yield from _sheets()
    yield from _files()
    for what, words in ODD.items():
        if what != "surrogate":
            yield _line(what, words)


def _archives() -> Iterator[Case]:
    yield legal("in an archive", archive(BYTES))
    yield legal("in a folder", archive({f"数据/{name}": data for name, data in BYTES.items()}))
    for name in CLUTTER:
        yield Case(f"beside {name}", (archive({**BYTES, name: b"\x00\x05\x16\x07"}),), (VALUES,), refused=False)
    for name in WILD:
        parts = {
            ("lines.csv" if key == "lines.csv" else key): data for key, data in BYTES.items() if key != "lines.csv"
        }
        yield either(f"named {name[:24]!r}", archive({**parts, name: BYTES["lines.csv"]}))
    for name, data in {
        "readme.txt": b"hello",
        "图.png": b"\x89PNG\r\n\x1a\n",
        "a.exe": b"MZ",
        "b.pdf": b"%PDF-1.7",
        "old.xls": b"\xd0\xcf\x11\xe0" + b"\0" * 512,
        "macro.xlsm": b"PK\x03\x04",
        "empty.csv": b"",
        "~$own.xlsx": b"\0" * 165,
        "inner.zip": archive({"a.csv": b"a,b\n"}).data,
    }.items():
        yield Case(f"beside {name}", (archive({**BYTES, name: data}),), (VALUES,))
    for one, two in (
        ("lines.csv", "LINES.CSV"),
        ("lines.csv", "a/lines.csv"),
        ("lines.csv", "收支.csv"),
        ("lines.csv", "lines (1).csv"),
    ):
        parts = {**BYTES, one: BYTES["lines.csv"], two: BYTES["lines.csv"].replace(b"610", b"611")}
        yield Case(f"{one} and {two}, another figure", (archive(parts),), ())
    composed = {unicodedata.normalize(form, "é/lines.csv"): BYTES["lines.csv"] for form in ("NFC", "NFD")}
    yield wrong(
        "one name composed in two ways", archive({k: v for k, v in BYTES.items() if k != "lines.csv"} | composed)
    )
    yield legal(
        "names of a Chinese Windows", File("a.zip", _renamed("基本情况.csv,收支.csv,参数.csv,账户.csv", "gb18030", 0))
    )
    yield either("names of a Mac", File("a.zip", _renamed("基本情况.csv,收支.csv,参数.csv,账户.csv", "utf-8", 0)))
    yield either(
        "names in no encoding", File("a.zip", _renamed("基本情况.csv,收支.csv,参数.csv,账户.csv", "shift_jis", 0x800))
    )
    yield either("an archive in an archive", archive({"own.zip": archive(BYTES).data}))
    yield wrong("a link in an archive", File("a.zip", _linked()))
    yield wrong("an archive of nothing", archive({}))
    yield wrong("an archive of folders", archive({"a/": b"", "b/": b""}))


def _renamed(names: str, encoding: str, flag: int) -> bytes:
    """The archive with names in bytes of their own."""
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w") as made:
        for number, (name, data) in enumerate(zip(names.split(","), BYTES.values(), strict=True)):
            raw = name.encode(encoding, "replace")
            stand = f"{number}{'x' * (len(raw) - 1)}"
            made.writestr(stand, data)
            names = names.replace(name, stand, 1)
    whole = page.getvalue()
    originals = ["基本情况.csv", "收支.csv", "参数.csv", "账户.csv"]
    for number, name in enumerate(originals):
        raw = name.encode(encoding, "replace")
        whole = whole.replace(f"{number}{'x' * (len(raw) - 1)}".encode(), raw)
    return whole


def _linked() -> bytes:
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w") as made:
        for name, data in BYTES.items():
            entry = zipfile.ZipInfo(name)
            if name == "lines.csv":
                entry.external_attr = (stat.S_IFLNK | 0o777) << 16
            made.writestr(entry, b"/etc/passwd" if name == "lines.csv" else data)
    return page.getvalue()


def _sheets() -> Iterator[Case]:
    """Sheets of a workbook under other names."""
    for name in (
        "Lines",
        "LINES",
        " lines",
        "收支",
        "lines ",
        "lines2",
        "Sheet1",
        "line",
        "说明",
        "收支 (2)",
        "l",
        "參數",
    ):
        renamed = {(name if key == "lines" else key): table for key, table in TABLES.items()}
        known = name.strip().lower() in ("lines", "收支")
        yield Case(f"a sheet named {name!r}", (book(renamed),), (VALUES,), refused=not known, loses=False)
    yield wrong(
        "two sheets of one table",
        book(
            {
                **TABLES,
                "收支": tuple((*row[:5], "7" if n else "actual", *row[6:]) for n, row in enumerate(TABLES["lines"])),
            }
        ),
    )
    yield Case("a sheet of notes beside", (book({**TABLES, "说明": (("甲", "乙"),)}),), (VALUES,), refused=False)
    yield Case(
        "an unknown sheet beside", (book({**TABLES, "杂项": (("甲", "乙"), ("1", "2"))}),), (VALUES,), refused=False
    )
    yield Case("forty sheets beside", (book({**TABLES, **{f"杂{n}": (("甲", "乙"),) for n in range(40)}}),), (VALUES,))
    yield wrong("three hundred sheets", book({**TABLES, **{f"杂{n}": (("甲", "乙"),) for n in range(300)}}))


def _files() -> Iterator[Case]:
    """Files that are called something else than they are."""
    whole = archive(BYTES)
    for name in (
        "own.csv",
        "own.xlsx",
        "own",
        "own.parquet",
        "own.ZIP",
        "own.zip.csv",
        "a" * 250 + ".zip",
        "\u202e.zip",
        "..",
        "/",
        "con.zip",
        "\udcff.zip",
    ):
        yield either(f"an archive called {name[:16]!r}", File(name, whole.data))
    for name in ("own.csv", "own.zip", "own.xls", "own.xlsm", ""):
        yield either(f"a workbook called {name!r}", File(name, book().data))
    for name, data in {"a picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 200, "a page": b"<!DOCTYPE html><table><tr><td>lines</td></tr></table>", "an old workbook": b"\xd0\xcf\x11\xe0" + b"\0" * 2000,
                       "a program": b"\x7fELF" + b"\0" * 200, "gzip": b"\x1f\x8b\x08" + b"\0" * 50, "7z": b"7z\xbc\xaf\x27\x1c" + b"\0" * 50, "rar": b"Rar!\x1a\x07\x00" + b"\0" * 50,
                       "PDF": b"%PDF-1.7\n" + b"\0" * 50, "JSON": b'{"lines": []}', "XML": b"<?xml version='1.0'?><lines/>", "noise": bytes(range(256)) * 20}.items():  # fmt: skip
        for ending in ("csv", "xlsx"):
            yield wrong(f"{name} as .{ending}", File(f"lines.{ending}", data))


def _line(what: str, words: str) -> Case:
    """An odd text as the name of a line."""
    given = with_cell("lines", 3, "line", words)
    name = words.strip()
    takes: tuple[Mapping[str, float | str], ...] = ()
    if not unfit(words):
        takes = (
            {**without("稳就业专项 2022"), f"{name} 2022": 555_000.0},
            {**without("稳就业专项 2022"), f"{' '.join(name.split())} 2022": 555_000.0},
        )
    return Case(f"a line called {what}", files(lambda text: text.encode(errors="surrogatepass"), tables=given), (*takes, without("稳就业专项 2022")) if takes else (),
                loses=True)  # fmt: skip
