"""CSV: encodings, line ends, delimiters, quotes, and bytes that are no text."""

from __future__ import annotations

from collections.abc import Iterator

from hostile import (
    LINES,
    TABLES,
    VALUES,
    Case,
    changed,
    either,
    files,
    legal,
    tables,
    text_of,
    with_cell,
    without,
    wrong,
)
from sifund.importer.sheet import File

TAKEN = ("utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk", "gb2312")
NOT_TAKEN = (
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "utf-32-le",
    "utf-7",
    "big5",
    "cp949",
    "shift_jis",
    "euc-kr",
    "hz",
    "iso2022_jp",
    "utf-8-utf-8",
)
ENDS = {"lf": "\n", "crlf": "\r\n", "cr": "\r"}


def cases() -> Iterator[Case]:
    yield from _encodings()
    yield from _shapes()
    yield from _bytes()


def _encoded(encoding: str, text: str) -> bytes:
    if encoding == "utf-8-utf-8":
        return text.encode().decode("latin-1").encode()
    return text.encode(encoding, "replace")


def _encodings() -> Iterator[Case]:
    for end, mark in ENDS.items():
        for encoding in TAKEN:
            yield legal(f"{encoding} {end}", *files(lambda text, e=encoding: text.encode(e), end=mark))
    for encoding in NOT_TAKEN:
        takes = (VALUES,)
        yield Case(f"encoding {encoding}", files(lambda text, e=encoding: _encoded(e, text)), takes)
    for encoding in ("utf-8", "gb18030"):
        yield legal(f"tabs {encoding}", *files(lambda text, e=encoding: text.encode(e), delimiter="\t"))
    for delimiter in (";", "|", " ", "\x1f"):
        yield either(f"delimiter {delimiter!r}", *files(delimiter=delimiter))
    both = (File("meta.csv", text_of(TABLES["meta"]).encode("gb18030")), *files()[1:])
    yield legal("two encodings", *both)


def _shapes() -> Iterator[Case]:
    lines = text_of(LINES)
    others = tuple(file for file in files() if file.name != "lines.csv")

    def odd(name: str, text: str) -> Case:
        return either(name, *others, File("lines.csv", text.encode()))

    yield legal("blank lines between", *others, File("lines.csv", lines.replace("\n", "\n\n").encode()))
    yield legal("empty columns", *others, File("lines.csv", lines.replace("\n", ",,,\n").encode()))
    yield legal("no line end at the end", *others, File("lines.csv", lines.rstrip().encode()))
    yield legal(
        "all quoted", *others, File("lines.csv", "\n".join(",".join(f'"{c}"' for c in row) for row in LINES).encode())
    )
    yield legal("blanks about cells", *others, File("lines.csv", "\n".join(" , ".join(row) for row in LINES).encode()))
    yield odd("a quote without its pair", lines.replace("p2", '"p2'))
    yield odd("a quote within", lines.replace("p2", 'p"2'))
    yield odd("a line break in a cell", lines.replace("p2", '"p\n2"'))
    yield odd("a row too long", lines.replace("610,p2", "610,p2,999"))
    yield Case(
        "a row too short",
        (*others, File("lines.csv", lines.replace(",610,p2", "").encode())),
        (VALUES, without("unemployment.medical 2022")),
    )
    yield odd("the head twice", lines.replace("\n", "\n" + lines.split("\n")[0] + "\n", 1))
    yield odd("the head last", "\n".join(reversed(lines.strip().split("\n"))))
    yield odd("a column twice", "\n".join(f"{line},{line.split(',')[5]}" for line in lines.strip().split("\n")))
    yield Case(
        "a column twice, another figure",
        (
            *others,
            File(
                "lines.csv",
                "\n".join(
                    f"{line},{'actual' if not n else '7'}" for n, line in enumerate(lines.strip().split("\n"))
                ).encode(),
            ),
        ),
        (),
    )
    yield odd("a row twice", lines + lines.split("\n")[2] + "\n")
    yield wrong(
        "a row twice, another figure",
        *others,
        File("lines.csv", (lines + lines.split("\n")[2].replace("610", "611") + "\n").encode()),
    )
    yield odd("9,999 columns", "\n".join(line + "," * 9_999 for line in lines.strip().split("\n")))
    yield odd("200,000 blank lines", lines + "\n" * 200_000)
    yield wrong(
        "120,000 rows", *others, File("lines.csv", (lines + "unemployment,甲,支出,2022,万元,1,p\n" * 120_000).encode())
    )
    yield odd("a cell of a million characters", lines.replace("p2", "p" * 1_000_000))
    yield wrong("only a head", *others, File("lines.csv", (lines.split("\n")[0] + "\n").encode()))
    yield wrong("nothing", *others, File("lines.csv", b""))
    yield wrong("one character", *others, File("lines.csv", b","))
    yield wrong("only blanks", *others, File("lines.csv", b"  \n \t \n"))
    yield wrong("only a mark", *others, File("lines.csv", b"\xef\xbb\xbf"))
    yield odd("two marks", "\ufeff\ufeff" + lines)
    yield odd("a mark within", lines.replace("p2", "\ufeffp2"))
    yield wrong("no table of data", *others)
    yield either("another table beside", *files(), File("notes.csv", "说明,内容\n甲,乙\n".encode()))
    for row, cell in ((1, "kind"), (1, "year"), (1, "unit"), (1, "fund"), (1, "line")):
        for text in ("", "?", "\u3000", "0", "支出支出", "x" * 300):
            key = "unemployment.benefit 2022"
            named = {**without(key), f"{text} 2022": VALUES[key]}
            takes = () if cell in ("unit", "fund") and text not in ("", "\u3000") else (VALUES, without(key), named)
            yield Case(f"{cell} is {text[:8]!r}", files(tables=with_cell("lines", row, cell, text)), takes, loses=True)
    yield legal("a source of 1,900 characters", *files(tables=with_cell("lines", 1, "source", "长" * 1_900)))
    yield wrong("a source of 2,100 characters", *files(tables=with_cell("lines", 1, "source", "长" * 2_100)))
    yield legal(
        "another name", *files(tables=with_cell("meta", 1, "name_zh", "甲=乙+丙")), values=changed(name="甲=乙+丙")
    )
    yield wrong("no code", *files(tables=with_cell("meta", 1, "code", "示例 市")))
    yield wrong("two datasets", *files(tables=tables(meta=(*TABLES["meta"], TABLES["meta"][1]))))


def _bytes() -> Iterator[Case]:
    """Bytes that are no text, in a cell that is known."""
    good = dict(zip((f.name for f in files()), files(), strict=True))
    for place, cell in (
        ("a source", b"p2"),
        ("a figure", b"610"),
        ("a key", b"unemployment.medical"),
        ("a name", "稳就业专项".encode()),
    ):
        for what, raw in {
            "NUL": b"\x00", "FF": b"\xff", "overlong": b"\xc0\xaf", "surrogate": b"\xed\xa0\x80", "cut short": b"\xe4\xb8", "C1": b"\xc2\x85",
            "vertical tab": b"\x0b", "escape": b"\x1b", "beyond": b"\xf5\x80\x80\x80", "noncharacter": b"\xef\xbf\xbe", "turned": b"\xe2\x80\xae",
        }.items():  # fmt: skip
            data = good["lines.csv"].data.replace(cell, cell[:2] + raw + cell[2:], 1)
            yield wrong(
                f"{what} in {place}", *(f for n, f in good.items() if n != "lines.csv"), File("lines.csv", data)
            )
