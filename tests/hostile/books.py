"""Workbooks whose parts are wrong: dropped, swapped, cut, in other encodings, with entities; cells that lie about
themselves; styles that are lost; rows and cells out of their order, doubled, hidden, merged."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from functools import cache

from hostile import VALUES, Case, book, changed, without
from sifund.importer.sheet import File

LINES, STRINGS, STYLES, WORKBOOK, RELS = (
    "xl/worksheets/sheet2.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
)  # fmt: skip
IDLE = ("xl/theme/theme1.xml", "docProps/core.xml", "docProps/app.xml")
KEY = "unemployment.medical 2022"
F3 = '<c r="F3"><v>610</v></c>'
LOST = without(KEY)
ENTITIES = '<!DOCTYPE a [<!ENTITY a "0000000000">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(8)
) + "]>"  # fmt: skip
TEXT = '<c r="B4" t="s"><v>21</v></c>'
NAMED: dict[str, tuple[str, str]] = {
    "formula text": ('<c r="B4" t="str"><v>甲乙</v></c>', "甲乙"), "formula text, ampersand": ('<c r="B4" t="str"><v>甲&amp;乙</v></c>', "甲&乙"), "formula text, references": ('<c r="B4" t="str"><v>&#30002;&#x4E59;</v></c>', "甲乙"),
    "formula text, a reference within": ('<c r="B4" t="str"><v>甲&#30002;乙</v></c>', "甲甲乙"), "formula text, marked": ('<c r="B4" t="str"><v><![CDATA[甲乙]]></v></c>', "甲乙"), "formula text, a remark": ('<c r="B4" t="str"><v>甲<!-- x -->乙</v></c>', "甲乙"),
    "inline, ampersand": ('<c r="B4" t="inlineStr"><is><t>甲&amp;乙</t></is></c>', "甲&乙"), "inline, references": ('<c r="B4" t="inlineStr"><is><t>&#30002;&#x4E59;</t></is></c>', "甲乙"), "inline, marked": ('<c r="B4" t="inlineStr"><is><t><![CDATA[甲乙]]></t></is></c>', "甲乙"),
    "inline, a remark": ('<c r="B4" t="inlineStr"><is><t>甲<!-- x -->乙</t></is></c>', "甲乙"), "inline, rich": ('<c r="B4" t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r></is></c>', "甲乙"), "inline, sounds": ('<c r="B4" t="inlineStr"><is><t>甲乙</t><rPh sb="0" eb="1"><t>x</t></rPh></is></c>', "甲乙"),
    "inline, two texts": ('<c r="B4" t="inlineStr"><is><t>甲</t><t>乙</t></is></c>', "甲乙"), "two inlines": ('<c r="B4" t="inlineStr"><is><t>甲</t></is><is><t>乙</t></is></c>', "甲乙"),
}  # fmt: skip
"""A line's name in a cell of its own kind → the name."""
CELLS: dict[str, tuple[str, tuple[object, ...]]] = {
    "a string of its own": ('<c r="F3" t="str"><v>610</v></c>', (VALUES,)), "inline text": ('<c r="F3" t="inlineStr"><is><t>610</t></is></c>', (VALUES,)),
    "inline rich text": ('<c r="F3" t="inlineStr"><is><r><t>6</t></r><r><t>10</t></r></is></c>', (VALUES,)), "true": ('<c r="F3" t="b"><v>1</v></c>', ()),
    "an error": ('<c r="F3" t="e"><v>#N/A</v></c>', ()), "a date of its own": ('<c r="F3" t="d"><v>2022-01-01</v></c>', ()), "an unknown type": ('<c r="F3" t="q"><v>610</v></c>', (VALUES,)),
    "a string that is not there": ('<c r="F3" t="s"><v>9999</v></c>', ()), "string −1": ('<c r="F3" t="s"><v>-1</v></c>', ()), "string of words": ('<c r="F3" t="s"><v>x</v></c>', ()),
    "string of nothing": ('<c r="F3" t="s"><v></v></c>', ()), "an exponent": ('<c r="F3"><v>6.1E2</v></c>', (VALUES,)), "NaN": ('<c r="F3"><v>NaN</v></c>', ()),
    "infinity": ('<c r="F3"><v>INF</v></c>', ()), "too large": ('<c r="F3"><v>1e999</v></c>', ()), "hexadecimal": ('<c r="F3"><v>0x262</v></c>', ()),
    "a comma": ('<c r="F3"><v>610,5</v></c>', ()), "two points": ('<c r="F3"><v>6.1.0</v></c>', ()), "blanks": ('<c r="F3"><v> 610 </v></c>', (VALUES,)),
    "words": ('<c r="F3"><v>abc</v></c>', ()), "no value": ('<c r="F3"><v></v></c>', (LOST,)), "no cell": ("", (LOST,)), "only a style": ('<c r="F3" s="0"/>', (LOST,)),
    "two values": ('<c r="F3"><v>610</v><v>7</v></c>', ()), "a value in a value": ('<c r="F3"><v>6<v>10</v></v></c>', ()), "marked text": ('<c r="F3"><v><![CDATA[610]]></v></c>', (VALUES,)),
    "a remark within": ('<c r="F3"><v>6<!-- x -->10</v></c>', (VALUES,)), "a reference": ('<c r="F3"><v>&#54;10</v></c>', (VALUES,)), "a reference to NUL": ('<c r="F3"><v>&#0;610</v></c>', ()),
    "an unknown entity": ('<c r="F3"><v>&x;610</v></c>', ()), "a formula": ('<c r="F3"><f>600+10</f><v>610</v></c>', (VALUES,)), "a formula without its value": ('<c r="F3"><f>600+10</f></c>', ()),
    "a formula of another file": ('<c r="F3"><f>[1]a!A1</f><v>610</v></c>', (VALUES,)), "a style that is not there": ('<c r="F3" s="99"><v>610</v></c>', ()),
    "a style of words": ('<c r="F3" s="x"><v>610</v></c>', ()), "a style below 0": ('<c r="F3" s="-1"><v>610</v></c>', ()),
    "small letters": ('<c r="f3"><v>610</v></c>', (VALUES,)), "no place": ("<c><v>610</v></c>", (VALUES,)), "an absolute place": ('<c r="$F$3"><v>610</v></c>', (VALUES,)),
    "a range": ('<c r="F3:G3"><v>610</v></c>', ()), "a place beyond": ('<c r="ZZZ3"><v>610</v></c>', ()), "another row": ('<c r="F4"><v>610</v></c>', ()), "row 0": ('<c r="F0"><v>610</v></c>', ()),
    "no row": ('<c r="F"><v>610</v></c>', ()), "no column": ('<c r="3"><v>610</v></c>', ()), "an empty place": ('<c r=""><v>610</v></c>', (VALUES,)),
    "a place twice": (F3 + '<c r="F3"><v>7</v></c>', ()), "a place twice, alike": (F3 + F3, (VALUES,)), "out of order": ('<c r="H3"><v>1</v></c>' + F3, (VALUES,)),
    "text that only Excel reads": ('<c r="F3" t="inlineStr"><is><t>610_x000B_</t></is></c>', ()), "nested deep": ('<c r="F3">' + "<x>" * 5_000 + "</x>" * 5_000 + "<v>610</v></c>", (VALUES,)),
    "half a million blanks": ('<c r="F3"><v>' + " " * 500_000 + "610</v></c>", (VALUES,)), "another unit's cell": ('<c r="F3"><v>610</v></c><c r="E3" t="inlineStr"><is><t>元</t></is></c>', ()),
}  # fmt: skip
SHEET: dict[str, tuple[str, str, tuple[object, ...]]] = {
    "a size that lies": ('ref="A1:G6"', 'ref="A1:XFD1048576"', (VALUES,)), "a size of nothing": ('ref="A1:G6"', 'ref="A1"', (VALUES,)),
    "a row hidden": ('<row r="3"', '<row r="3" hidden="1"', (VALUES,)), "a column hidden": ("<sheetData>", '<cols><col min="6" max="6" hidden="1"/></cols><sheetData>', (VALUES,)),
    "a row without number": ('<row r="3"', "<row", (VALUES,)), "a row twice": ('<row r="3"', '<row r="2"', (VALUES,)), "row 0": ('<row r="3"', '<row r="0"', ()), "a row beyond": ('<row r="3"', '<row r="1048577"', (VALUES,)),
    "a row far below": ('<row r="6" spans="1:7">', '<row r="1048576" spans="1:7">', (VALUES,)), "rows out of order": ('<row r="3"', '<row r="9"', (VALUES,)),
    "two figures merged": ("</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="F3:F4"/></mergeCells>', (VALUES,)),
    "all merged": ("</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="A1:G6"/></mergeCells>', (VALUES,)),
    "merged beyond": ("</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>', (VALUES,)),
    "merged with nothing": ("</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="x"/></mergeCells>', (VALUES,)),
    "filtered": ("</sheetData>", '</sheetData><autoFilter ref="A1:G6"/>', (VALUES,)), "data twice": ("</sheetData>", '</sheetData><sheetData><row r="3"><c r="F3"><v>7</v></c></row></sheetData>', ()),
    "entities": ("<worksheet", ENTITIES + "<worksheet", ()), "entities used": (F3, F3.replace("610", "&i;"), ()), "a file of the server": ("<worksheet", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet', ()),
    "an address": ("<worksheet", '<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd"><worksheet', ()), "another alphabet": ('encoding="UTF-8"', 'encoding="windows-1252"', (VALUES,)),
    "an unknown encoding": ('encoding="UTF-8"', 'encoding="x"', ()), "XML 1.1": ('version="1.0"', 'version="1.1"', (VALUES,)), "a root that is not closed": ("</worksheet>", "", ()),
    "a tag that is not closed": ("</row>", "", ()), "a letter after the end": ("</worksheet>", "</worksheet>x", ()), "another namespace": ("spreadsheetml/2006/main", "spreadsheetml/2007/main", (VALUES,)),
    "the strict namespace": ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main", (VALUES,)),
    "a processing instruction": ("<sheetData>", "<?x y?><sheetData>", (VALUES,)), "an attribute twice": ('<c r="F3">', '<c r="F3" r="F4">', ()),
}  # fmt: skip
TEXTS: dict[str, tuple[str, str, tuple[object, ...]]] = {
    "a count that lies": ('count="59" uniqueCount="40"', 'count="4294967295" uniqueCount="4294967295"', (VALUES,)), "a count of none": ('count="59" uniqueCount="40"', 'count="0" uniqueCount="0"', (VALUES,)),
    "rich text": ("<t>示例市</t>", "<r><t>示例</t></r><r><rPr><b/></rPr><t>市</t></r>", (VALUES,)), "sounds": ("<t>示例市</t>", "<t>示例市</t><rPh sb='0' eb='1'><t>しれい</t></rPh>", (VALUES,)),
    "an escaped letter": ("示例市", "示例_x0041_市", (changed(name="示例A市"),)), "an escaped control": ("示例市", "示例_x000B_市", ()), "an escaped escape": ("示例市", "示例_x005F_x000B_市", (changed(name="示例_x000B_市"),)),
    "an escaped half": ("示例市", "示例_xD800_市", (changed(name="示例_xD800_市"),)), "a control": ("示例市", "示例\x0b市", ()), "NUL": ("示例市", "示例\x00市", ()), "a non-character": ("示例市", "示例\ufffe市", ()), "a turn": ("示例市", "示例\u202e市", ()),
    "an ampersand": ("示例市", "甲&amp;乙", (changed(name="甲&乙"),)), "references": ("示例市", "&#31034;&#x4F8B;市", (VALUES,)), "marked text": ("示例市", "<![CDATA[示例市]]>", (VALUES,)), "a remark within": ("示例市", "示<!-- x -->例市", (VALUES,)), "an instruction within": ("示例市", "示<?x y?>例市", (VALUES,)), "a reference within": ("示例市", "示&#20363;市", (VALUES,)),
    "a text missing": ("<si><t>unemployment.medical</t></si>", "", ()), "a text empty": ("<t>unemployment.medical</t>", "<t/>", (LOST,)), "blanks kept": ("<t>示例市</t>", '<t xml:space="preserve"> 示例市 </t>', (VALUES,)),
    "a text of a million": ("<t>p2</t>", f"<t>{'p' * 1_000_000}</t>", ()), "entities": ("<sst", ENTITIES + "<sst", ()), "two roots": ("</sst>", "</sst><sst/>", ()), "a text twice": ("<t>示例市</t>", "<t>示例市</t><t>x</t>", (changed(name="示例市x"),)),
}  # fmt: skip
BOOK: dict[str, tuple[str, str, tuple[object, ...]]] = {
    "a sheet hidden": ('name="lines"', 'name="lines" state="hidden"', (VALUES,)), "a sheet hidden deep": ('name="lines"', 'name="lines" state="veryHidden"', (VALUES,)),
    "two sheets of one name": ('name="parameters"', 'name="lines"', ()), "a sheet without a name": ('name="lines"', 'name=""', (VALUES,)), "a sheet of no part": ('r:id="rId2"', 'r:id="rId99"', ()),
    "a sheet twice": ('<sheet name="lines" sheetId="2" r:id="rId2"/>', '<sheet name="lines" sheetId="2" r:id="rId2"/><sheet name="accounts2" sheetId="9" r:id="rId4"/>', (VALUES,)),
    "dates of 1904": ("<workbookPr ", '<workbookPr date1904="1" ', (VALUES,)), "no sheets": ('<sheet name="lines" sheetId="2" r:id="rId2"/>', "", ()), "a name of a range": ("<calcPr", "<definedNames><definedName name='x'>lines!$A$1</definedName></definedNames><calcPr", (VALUES,)),
    "a macro sheet's name": ('name="lines"', 'name="lines\x01"', ()),
}  # fmt: skip
LINKS: dict[str, tuple[str, str, tuple[object, ...]]] = {
    "an absolute target": ('Target="worksheets/sheet2.xml"', 'Target="/xl/worksheets/sheet2.xml"', (VALUES,)), "a target above": ('Target="worksheets/sheet2.xml"', 'Target="../../../etc/passwd"', ()),
    "a target elsewhere": ('Target="worksheets/sheet2.xml"', 'Target="http://127.0.0.1:1/a.xml" TargetMode="External"', ()), "two sheets of one part": ('Target="worksheets/sheet3.xml"', 'Target="worksheets/sheet2.xml"', ()),
    "no target": ('Target="worksheets/sheet2.xml"', 'Target=""', ()), "a target of itself": ('Target="worksheets/sheet2.xml"', 'Target="workbook.xml"', ()), "an id twice": ('Id="rId3"', 'Id="rId2"', ()),
}  # fmt: skip
STYLE: dict[str, tuple[str, str, tuple[object, ...]]] = {
    "all percent": ('<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>', '<xf numFmtId="9" fontId="0" fillId="0" borderId="0" xfId="0"/>', ()),
    "no styles": ('<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>', "", (VALUES,)), "a format that is not there": ('<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>', '<xf numFmtId="999" xfId="0"/>', (VALUES,)),
    "not closed": ("</styleSheet>", "", ()), "entities": ("<styleSheet", ENTITIES + "<styleSheet", ()), "a control": ("Calibri", "Cal\x0bibri", ()), "bytes of another encoding": ("Calibri", "Cal\udcffibri", ()),
}  # fmt: skip
WHOLE: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda data: b"", "one half": lambda data: data[: len(data) // 2], "noise": lambda data: bytes(range(256)), "another root": lambda data: b"<?xml version='1.0'?><a/>",
    "itself twice": lambda data: data * 2, "UTF-16": lambda data: data.decode().replace("UTF-8", "UTF-16").encode("utf-16"), "NUL before": lambda data: b"\0" + data, "NUL behind": lambda data: data + b"\0",
    "a mark before": lambda data: b"\xef\xbb\xbf" + data, "no declaration": lambda data: data.partition(b"?>")[2].lstrip(),
}  # fmt: skip
HARMLESS = ("UTF-16", "a mark before", "no declaration")
"""What of it is XML as well."""


@cache
def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(book().data)) as found:
        return {name: found.read(name) for name in found.namelist()}


def packed(parts: dict[str, bytes]) -> File:
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return File("own.xlsx", page.getvalue())


def edited(part: str, old: str, new: str) -> File:
    found = parts()
    text = found[part].decode()
    assert old in text, (part, old)
    return packed(found | {part: text.replace(old, new, 1).encode(errors="surrogateescape")})


def cases() -> Iterator[Case]:
    for name, (cell, takes) in CELLS.items():
        yield Case(f"cell: {name}", (edited(LINES, F3, cell),), takes)  # type: ignore[arg-type]
    for name, (cell, meant) in NAMED.items():
        named = {**without("稳就业专项 2022"), f"{meant} 2022": 555_000.0}
        yield Case(f"cell: {name}", (edited(LINES, TEXT, cell),), (named,))
    for part, changes in ((LINES, SHEET), (STRINGS, TEXTS), (WORKBOOK, BOOK), (RELS, LINKS), (STYLES, STYLE)):
        for name, (old, new, takes) in changes.items():
            yield Case(f"{part}: {name}", (edited(part, old, new),), takes)  # type: ignore[arg-type]
    yield from _parts()
    yield from _percent()


def _parts() -> Iterator[Case]:
    """Every part dropped, and every one replaced by something else."""
    found = parts()
    for part in found:
        idle = part in (*IDLE, "[Content_Types].xml", "_rels/.rels", STYLES)
        yield Case(
            f"without {part}",
            (packed({name: data for name, data in found.items() if name != part}),),
            (VALUES,) if idle else (),
        )
        for what, change in WHOLE.items():
            same = (idle and part != STYLES) or what in HARMLESS
            yield Case(f"{part} is {what}", (packed(found | {part: change(found[part])}),), (VALUES,) if same else ())
    yield Case(
        "sheets swapped",
        (packed(found | {LINES: found["xl/worksheets/sheet3.xml"], "xl/worksheets/sheet3.xml": found[LINES]}),),
        (),
    )


def _percent() -> Iterator[Case]:
    """A rate of 60%, kept as 0.6 in a cell of that format: without its styles it would be 0.6."""
    from hostile.numbers import percent_book

    rate = changed(**{"unemployment.refund_rate_sme 2022-01": 60.0})
    whole = percent_book()
    with zipfile.ZipFile(io.BytesIO(whole.data)) as found:
        own = {name: found.read(name) for name in found.namelist()}
    yield Case("60% as it is", (whole,), (rate,), refused=False)
    for what, change in WHOLE.items():
        yield Case(
            f"60%, styles are {what}",
            (packed(own | {STYLES: change(own[STYLES])}),),
            (rate,) if what in HARMLESS else (),
        )
    yield Case("60%, no styles", (packed({name: data for name, data in own.items() if name != STYLES}),), ())
    yield Case(
        "60%, styles of nothing",
        (packed(own | {STYLES: b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'}),),
        (),
    )
