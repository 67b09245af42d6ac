"""What is opened of a workbook or an archive is what was measured, and no more of it."""

from __future__ import annotations

import io
import tracemalloc
import zipfile

import pytest
from office import LINES, META, archive, refused, workbook

from sifund.importer import workbook as reading
from sifund.importer.archive import pack
from sifund.importer.sheet import File
from sifund.importer.source import read_files

SHEETS = {"meta": [r.split(",") for r in META.splitlines()], "lines": [r.split(",") for r in LINES.splitlines()]}
SHEET, STRINGS, STYLES, RELATIONS = (
    "xl/worksheets/sheet2.xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/_rels/workbook.xml.rels",
)


def parts() -> dict[str, bytes]:
    """A sound workbook's."""
    with zipfile.ZipFile(io.BytesIO(workbook(SHEETS).data)) as found:
        return {name: found.read(name) for name in found.namelist()}


HIDING = {
    "a NUL before the root": lambda x, root: x.replace(b"?>", b"?>\x00", 1),
    "a NUL at the start": lambda x, root: b"\x00" + x,
    "another root around it": lambda x, root: x.replace(b"<" + root, b"<x><" + root, 1) + b"</x>",
    "a root that is spelled otherwise": lambda x, root: x.replace(b"<" + root, b"<X", 1).replace(b"</" + root, b"</X"),
    "an encoding that nobody knows": lambda x, root: x.replace(b'"UTF-8"', b'"none-such"', 1),
    "a character that XML forbids": lambda x, root: x.replace(b"</" + root, b"\x01</" + root),
    "a second root": lambda x, root: x + b"<x/>",
    "nothing": lambda x, root: b"",
}
PARTS = {STRINGS: b"sst", SHEET: b"worksheet", STYLES: b"styleSheet"}


@pytest.mark.parametrize("hiding", HIDING)
@pytest.mark.parametrize("name", PARTS)
def test_no_part_hides_from_the_measure(name: str, hiding: str) -> None:
    """What the reader would open and the measure could not read is damage, whatever hides it."""
    made = parts()
    made[name] = HIDING[hiding](made[name], PARTS[name])
    assert "已损坏" in refused([archive(made, "own.xlsx")])[0]


@pytest.mark.parametrize("name", PARTS)
def test_a_second_part_does_not_stand_for_the_first(name: str) -> None:
    """A decoy that is measured in the place of the part that is opened; a sheet that no relation names is none."""
    made = archive({f"a/{name}": parts()[name], **parts()}, "own.xlsx")
    if name == SHEET:
        assert read_files([made]).dataset.code == "small"
    else:
        assert "已损坏" in refused([made])[0]


def test_only_parts_that_were_measured_are_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[list[File]] = []
    monkeypatch.setattr(reading, "pack", lambda kept: opened.append(kept) or pack(kept))
    file = archive(parts() | {"xl/media/x.png": b"\x89PNG", "xl/x.xml": b"<x/>"}, "own.xlsx")
    assert read_files([file]).dataset.code == "small"
    names = {inner.name for inner in opened[0]}
    assert {STRINGS, SHEET, STYLES, "xl/workbook.xml"} < names and not {"xl/media/x.png", "xl/x.xml"} & names


@pytest.mark.parametrize("kind", [b"worksheet", b"styles", b"sharedStrings"])
def test_a_relation_to_a_part_of_another_kind_is_damage(kind: bytes) -> None:
    made = parts()
    theme = made[RELATIONS].index(b'Target="', made[RELATIONS].index(b"/" + kind + b'"')) + 8
    end = made[RELATIONS].index(b'"', theme)
    made[RELATIONS] = made[RELATIONS][:theme] + b"theme/theme1.xml" + made[RELATIONS][end:]
    assert "已损坏" in refused([archive(made, "own.xlsx")])[0]


def test_more_sheets_or_longer_formats_than_there_can_be_are_refused() -> None:
    made = parts()
    made["xl/workbook.xml"] = made["xl/workbook.xml"].replace(
        b"</sheets>",
        b"".join(b'<sheet name="s%d" sheetId="1" r:id="x%d"/>' % (n, n) for n in range(300)) + b"</sheets>",
    )
    assert "200张工作表" in refused([archive(made, "own.xlsx")])[0]
    code = b'<numFmts><numFmt numFmtId="200" formatCode="' + b"0," * 1000 + b'"/></numFmts><fonts'
    assert (
        "已损坏" in refused([archive(parts() | {STYLES: parts()[STYLES].replace(b"<fonts", code, 1)}, "own.xlsx")])[0]
    )


def test_an_archive_unpacks_no_more_than_it_says() -> None:
    """40 MB behind a directory that says 1 kB: they are never all there."""
    bomb = archive({"lines.csv": b"0" * 40_000_000})
    lying = bytearray(bomb.data)
    at = lying.index(b"PK\x01\x02")
    lying[at + 24 : at + 28] = lying[22:26] = (1000).to_bytes(4, "little")
    tracemalloc.start()
    try:
        assert "已损坏" in refused([File("own.zip", bytes(lying))])[0]
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()
