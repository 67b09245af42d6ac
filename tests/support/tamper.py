"""Ways to change a document: each takes its bytes and gives others, and says in which class the change is to be told.

"figures": a reader sees another number than the maker's, or cannot see it; "words": anything else that was changed or added.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from PIL import Image, ImageDraw
from pypdf import PageObject, PdfWriter
from pypdf.actions import JavaScript
from pypdf.annotations import FreeText, Highlight, Rectangle, Text
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, FloatObject, NameObject, NumberObject

Change = Callable[[bytes], bytes]
Class = Literal["figures", "words"]
DOCUMENT, STYLES, SHEET, BOOK = "word/document.xml", "word/styles.xml", "xl/worksheets/sheet4.xml", "xl/workbook.xml"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True, slots=True)
class Tampering:
    """A change, the document that it is made to (a key of tests/report/test_verify.py), its class, and what is to be named."""

    name: str
    document: str
    figures: bool
    change: Change
    names: str


TAMPERINGS: list[Tampering] = []


def tampers(document: str, told: Class, names: str = "") -> Callable[[Change], Change]:
    def keep(change: Change) -> Change:
        TAMPERINGS.append(Tampering(change.__name__, document, told == "figures", change, names))
        return change

    return keep


# --- tools ------------------------------------------------------------------------------------------------------------


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: dict[str, bytes]) -> bytes:
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return page.getvalue()


def edited(content: bytes, part: str, old: str, new: str, *, count: int = 1) -> bytes:
    """A part with words replaced; fails where they are not there."""
    files = parts(content)
    text = files[part].decode()
    assert old in text, old
    return packed(files | {part: text.replace(old, new, count).encode()})


def added(content: bytes, part: str, data: str, kind: str, media: str, *, of: str = DOCUMENT) -> bytes:
    """A package with another part, which the document points to as rId900."""
    files = parts(content)
    folder, name = of.rsplit("/", 1)
    relations = f"{folder}/_rels/{name}.rels"
    there = files.get(
        relations,
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>',
    )
    target = part.removeprefix(f"{folder}/")
    one = f'<Relationship Id="rId900" Type="{OFFICE}/{kind}" Target="{target if target != part else "/" + part}"/></Relationships>'
    types = files["[Content_Types].xml"].decode()
    types = types.replace("</Types>", f'<Override PartName="/{part}" ContentType="{media}"/></Types>')
    return packed(files | {part: data.encode(), "[Content_Types].xml": types.encode(),
                           relations: there.decode().replace("</Relationships>", one).encode()})  # fmt: skip


def run_of(words: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{words}</w:t></w:r>'


def split_at(content: bytes, words: str, put: Callable[[str], str], part: str = DOCUMENT) -> bytes:
    """A Word file in which a run is cut around words, and these are put in its stead."""
    files = parts(content)
    text = files[part].decode()
    match = next(
        m
        for m in re.finditer(r"<w:r>(<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t[^>]*>([^<]*)</w:t></w:r>", text)
        if words in m[2]
    )
    before, after = match[2].split(words, 1)
    own = match[1] or ""
    new = run_of(before, own) + put(own) + run_of(after, own)
    return packed(files | {part: (text[: match.start()] + new + text[match.end() :]).encode()})


def at_end(content: bytes, block: str) -> bytes:
    """A Word file with a block after its last one."""
    return edited(content, DOCUMENT, "<w:sectPr", block + "<w:sectPr")


def paragraph(words: str, properties: str = "") -> str:
    return f"<w:p>{properties}{run_of(words)}</w:p>"


def picture(colour: str = "red", size: tuple[int, int] = (300, 100), clear: bool = False) -> bytes:
    page = io.BytesIO()
    drawn = Image.new("RGBA", size, (0, 0, 0, 0) if clear else colour)
    if clear:
        ImageDraw.Draw(drawn).ellipse((2, 2, size[0] - 3, size[1] - 3), outline=(220, 20, 20, 110), width=4)
    drawn.save(page, "PNG")
    return page.getvalue()


# --- Word: named in the issue -----------------------------------------------------------------------------------------


@tampers("annual", "figures", "亿")
def unit_becomes_a_hundred_million(content: bytes) -> bytes:
    return edited(content, DOCUMENT, "支出17,763万元", "支出17,763亿元")


@tampers("annual", "figures", "减少")
def rise_becomes_a_fall(content: bytes) -> bytes:
    return edited(content, DOCUMENT, "支出17,763万元，同比增长", "支出17,763万元，同比减少")


@tampers("annual", "words", "优")
def ungraded_becomes_excellent(content: bytes) -> bytes:
    return edited(content, DOCUMENT, "93.5分之间，不评等次", "93.5分之间，等次为优")


@tampers("annual", "words", "图片")
def all_pictures_replaced(content: bytes) -> bytes:
    return packed({name: picture("white", (800, 300)) if name.startswith("word/media/") else data
                   for name, data in parts(content).items()})  # fmt: skip


@tampers("annual", "figures", "17,763")
def a_number_hidden_and_a_false_one_inserted(content: bytes) -> bytes:
    return split_at(content, "17,763", lambda own: run_of("17,763", "<w:rPr><w:vanish/></w:rPr>")
                    + f'<w:ins w:id="900" w:author="x">{run_of("71,763", own)}</w:ins>')  # fmt: skip


@tampers("annual", "words", "另行核定")
def a_paragraph_in_a_content_control(content: bytes) -> bytes:
    return at_end(content, f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('上述数字另行核定。')}</w:sdtContent></w:sdt>")


# --- Word: our own ----------------------------------------------------------------------------------------------------


@tampers("annual", "figures", "17,763")
def a_number_deleted_under_tracking(content: bytes) -> bytes:
    return split_at(
        content,
        "17,763",
        lambda own: f'<w:del w:id="901" w:author="x"><w:r>{own}<w:delText>17,763</w:delText></w:r></w:del>',
    )


@tampers("annual", "figures", "18,763")
def a_number_moved_away_and_another_moved_in(content: bytes) -> bytes:
    return split_at(content, "17,763", lambda own: f'<w:moveFrom w:id="902">{run_of("17,763", own)}</w:moveFrom>'
                    f'<w:moveTo w:id="903">{run_of("18,763", own)}</w:moveTo>')  # fmt: skip


@tampers("brief", "figures", "76,344")
def a_number_becomes_white(content: bytes) -> bytes:
    return split_at(content, "76,344", lambda _: run_of("76,344", '<w:rPr><w:color w:val="FFFFFE"/></w:rPr>'))


@tampers("brief", "figures", "76,344")
def a_number_becomes_tiny(content: bytes) -> bytes:
    return split_at(
        content, "76,344", lambda _: run_of("76,344", '<w:rPr><w:sz w:val="2"/></w:rPr>') + run_of("67,344")
    )


@tampers("brief", "figures", "76,344")
def a_number_is_struck_out(content: bytes) -> bytes:
    return split_at(content, "76,344", lambda _: run_of("76,344", "<w:rPr><w:strike/></w:rPr>"))


@tampers("brief", "figures", "76,344")
def black_ink_on_black(content: bytes) -> bytes:
    look = '<w:rPr><w:color w:val="000000"/><w:highlight w:val="black"/></w:rPr>'
    return split_at(content, "76,344", lambda _: run_of("76,344", look))


@tampers("brief", "figures")
def a_style_hides_the_cells(content: bytes) -> bytes:
    files = parts(content)
    styles = re.sub(
        r'(<w:style [^>]*w:styleId="Cell".*?<w:rPr>)', r"\1<w:vanish/>", files[STYLES].decode(), flags=re.DOTALL
    )
    return packed(files | {STYLES: styles.encode()})


@tampers("brief", "figures", "76,344")
def a_field_works_out_another_number(content: bytes) -> bytes:
    field = ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>= 76344+10000</w:instrText></w:r>'
             '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>')  # fmt: skip
    return split_at(content, "76,344", lambda own: field.format(run_of("76,344", own)))


@tampers("brief", "figures", "76,344")
def a_control_bound_to_another_number(content: bytes) -> bytes:
    bound = '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/a/b" w:storeItemID="{0}"/></w:sdtPr><w:sdtContent>'
    return split_at(content, "76,344", lambda own: bound + run_of("76,344", own) + "</w:sdtContent></w:sdt>")


@tampers("brief", "figures", "9")
def automatic_numbering_prints_a_nine(content: bytes) -> bytes:
    """Before the paragraph that says the answer."""
    content = edited(content, "word/numbering.xml", "</w:numbering>", (
        '<w:abstractNum w:abstractNumId="90"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="9"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="90"><w:abstractNumId w:val="90"/></w:num></w:numbering>'))  # fmt: skip
    text = parts(content)[DOCUMENT].decode()
    at = text.index("76,344")
    start = text.rindex("<w:pPr>", 0, at) + len("<w:pPr>")
    style = re.match(r"<w:pStyle [^>]*/>", text[start:])
    start += style.end() if style else 0
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="90"/></w:numPr>'
    return packed(parts(content) | {DOCUMENT: (text[:start] + number + text[start:]).encode()})


@tampers("brief", "figures", "13.8")
def a_choice_that_word_shows_and_another_that_it_does_not(content: bytes) -> bytes:
    wrapped = ('<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
               '<mc:Choice Requires="nobody">{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>')  # fmt: skip
    return split_at(content, "13.8", lambda own: wrapped.format(run_of("13.8", own), run_of("31.8", own)))


@tampers("brief", "figures", "77,344")
def the_main_part_is_another_than_it_seems(content: bytes) -> bytes:
    files = parts(content)
    false = files[DOCUMENT].replace(b"76,344", b"77,344")
    there = files["_rels/.rels"].replace(b"word/document.xml", b"word/main.xml")
    return packed(files | {"word/main.xml": false, "_rels/.rels": there,
                           "word/_rels/main.xml.rels": files["word/_rels/document.xml.rels"]})  # fmt: skip


@tampers("brief", "figures")
def a_row_is_deleted(content: bytes) -> bytes:
    text = parts(content)[DOCUMENT].decode()
    row = next(m for m in re.finditer(r"<w:tr[ >].*?</w:tr>", text, re.DOTALL) if "87,498" in m[0])
    return edited(content, DOCUMENT, row[0], "")


@tampers("brief", "figures")
def a_row_too_low_to_be_seen(content: bytes) -> bytes:
    text = parts(content)[DOCUMENT].decode()
    row = next(m for m in re.finditer(r"<w:tr[ >].*?</w:tr>", text, re.DOTALL) if "87,498" in m[0])
    low = row[0].replace("<w:trPr>", '<w:trPr><w:trHeight w:val="10" w:hRule="exact"/>', 1)
    return edited(content, DOCUMENT, row[0], low)


@tampers("brief", "figures", "方案")
def two_headings_change_places(content: bytes) -> bytes:
    text = parts(content)[DOCUMENT].decode()
    text = text.replace(">方案<", ">@<", 1).replace(">基线<", ">方案<", 1).replace(">@<", ">基线<", 1)
    return packed(parts(content) | {DOCUMENT: text.encode()})


@tampers("brief", "figures", "12,603")
def a_sign_turns(content: bytes) -> bytes:
    return edited(content, DOCUMENT, "−12,603", "+12,603")


@tampers("brief", "figures")
def letters_run_backwards(content: bytes) -> bytes:
    return edited(content, DOCUMENT, "87,498", "\u202e87,498")


@tampers("brief", "figures", "１")
def a_full_width_digit(content: bytes) -> bytes:
    return edited(content, DOCUMENT, "76,344", "１76,344")


@tampers("brief", "words", "张三")
def a_signature_below(content: bytes) -> bytes:
    return at_end(content, paragraph("审核人：张三 2026年1月5日"))


@tampers("brief", "words", "张三")
def a_signature_in_the_last_cell(content: bytes) -> bytes:
    return edited(content, DOCUMENT, "结果指纹", "审核：张三，2026年1月5日 · 结果指纹")


@tampers("brief", "words", "页脚")
def a_footer(content: bytes) -> bytes:
    footer = f'<w:ftr xmlns:w="{W}">{paragraph("内部资料 2026")}</w:ftr>'
    return added(
        content,
        "word/footer9.xml",
        footer,
        "footer",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml",
    )


@tampers("brief", "words", "请核对")
def a_comment(content: bytes) -> bytes:
    note = f'<w:comments xmlns:w="{W}"><w:comment w:id="0" w:author="x">{paragraph("请核对76,000")}</w:comment></w:comments>'
    return added(
        content,
        "word/comments.xml",
        note,
        "comments",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml",
    )


@tampers("brief", "words", "脚注")
def a_footnote(content: bytes) -> bytes:
    note = f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">{paragraph("以调整后为准")}</w:footnote></w:footnotes>'
    content = added(
        content,
        "word/footnotes.xml",
        note,
        "footnotes",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
    )
    return split_at(
        content, "政策试算简报", lambda own: run_of("政策试算简报", own) + '<w:r><w:footnoteReference w:id="2"/></w:r>'
    )


@tampers("brief", "words", "作废")
def a_text_box(content: bytes) -> bytes:
    box = ('<w:p><w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox><w:txbxContent>'
           f'{paragraph("作废")}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>')  # fmt: skip
    return at_end(content, box)


@tampers("brief", "words", "仅供参考")
def a_water_mark(content: bytes) -> bytes:
    head = (f'<w:hdr xmlns:w="{W}" xmlns:v="urn:schemas-microsoft-com:vml"><w:p><w:r><w:pict><v:shape>'
            '<v:textpath string="仅供参考"/></v:shape></w:pict></w:r></w:p></w:hdr>')  # fmt: skip
    return added(
        content,
        "word/header9.xml",
        head,
        "header",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml",
    )


@tampers("brief", "words", "aFChunk")
def another_file_taken_in(content: bytes) -> bytes:
    content = added(content, "word/chunk.html", "<p>99,999</p>", "aFChunk", "text/html")
    return at_end(content, f'<w:altChunk xmlns:r="{OFFICE}" r:id="rId900"/>')


@tampers("brief", "words", "暗语")
def hidden_words_added(content: bytes) -> bytes:
    return at_end(content, f"<w:p>{run_of('暗语99', '<w:rPr><w:vanish/></w:rPr>')}</w:p>")


@tampers("brief", "words", "crop")
def a_picture_cropped(content: bytes) -> bytes:
    return edited(content, DOCUMENT, "<a:stretch>", '<a:srcRect r="40000"/><a:stretch>')


@tampers("brief", "words", "自治区")
def who_decides_changes(content: bytes) -> bytes:
    return edited(content, DOCUMENT, "自治区", "国务院")


@tampers("brief", "figures", "76,344")
def ink_of_the_theme_s_ground(content: bytes) -> bytes:
    look = '<w:rPr><w:color w:val="000000" w:themeColor="background1"/></w:rPr>'
    return split_at(content, "76,344", lambda _: run_of("76,344", look))


@tampers("brief", "figures", "上下标")
def the_last_digit_becomes_a_power(content: bytes) -> bytes:
    power = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
    return split_at(content, "76,344", lambda own: run_of("76,34", own) + run_of("4", power))


@tampers("brief", "figures", "87,498")
def a_cell_below_another_that_swallows_it(content: bytes) -> bytes:
    text = parts(content)[DOCUMENT].decode()
    at = text.rindex("</w:tcPr>", 0, text.index("87,498"))
    return packed(parts(content) | {DOCUMENT: (text[:at] + "<w:vMerge/>" + text[at:]).encode()})


@tampers("brief", "figures")
def the_table_s_style_hides_its_words(content: bytes) -> bytes:
    files = parts(content)
    styles = re.sub(r'(<w:style [^>]*w:styleId="TableGrid".*?)(</w:style>)', r"\1<w:rPr><w:vanish/></w:rPr>\2",
                    files[STYLES].decode(), flags=re.DOTALL)  # fmt: skip
    return packed(files | {STYLES: styles.encode()})


# --- Excel: named in the issue ----------------------------------------------------------------------------------------


@tampers("workbook", "figures", "公式")
def a_formula_changed_its_value_kept(content: bytes) -> bytes:
    return edited(content, SHEET, "<f>SUM(D2:D3)</f>", "<f>SUM(D2:D3)*2</f>")


@tampers("workbook", "figures", "数字格式")
def a_format_that_prints_a_nine(content: bytes) -> bytes:
    return edited(content, "xl/styles.xml", 'formatCode="#,##0.00;', 'formatCode="&quot;9&quot;#,##0.00;')


# --- Excel: our own ---------------------------------------------------------------------------------------------------


@tampers("workbook", "figures", "公式")
def a_figure_becomes_a_formula_of_the_same_value(content: bytes) -> bytes:
    return edited(content, SHEET, '<c r="D2" s="4"><v>', '<c r="D2" s="4"><f>IF(TODAY()&gt;46400,1,E2)</f><v>')


@tampers("workbook", "figures")
def a_kept_value_changed_below_its_formula(content: bytes) -> bytes:
    return edited(content, SHEET, "<f>SUM(D2:D3)</f><v>3133700000.0</v>", "<f>SUM(D2:D3)</f><v>3133700900.0</v>")


@tampers("workbook", "figures", "3111400000")
def a_figure_written_as_text(content: bytes) -> bytes:
    return edited(
        content,
        SHEET,
        '<c r="D2" s="4"><v>3111400000</v></c>',
        '<c r="D2" s="4" t="inlineStr"><is><t>3011400000</t></is></c>',
    )


@tampers("workbook", "figures")
def thousands_hidden_by_a_format(content: bytes) -> bytes:
    return edited(content, "xl/styles.xml", 'formatCode="#,##0.00;[Red]-#,##0.00"', 'formatCode="#,##0,;[Red]-#,##0,"')


@tampers("workbook", "figures", "隐藏")
def a_hidden_row(content: bytes) -> bytes:
    return edited(content, SHEET, '<row r="5" ', '<row r="5" hidden="1" ')


@tampers("workbook", "figures", "隐藏")
def a_hidden_column(content: bytes) -> bytes:
    return edited(content, SHEET, "<cols>", '<cols><col min="5" max="5" width="0" hidden="1" customWidth="1"/>')


@tampers("workbook", "figures", "结余")
def a_very_hidden_sheet(content: bytes) -> bytes:
    return edited(content, BOOK, '<sheet name="结余"', '<sheet state="veryHidden" name="结余"')


@tampers("workbook", "figures")
def cells_made_one(content: bytes) -> bytes:
    return edited(
        content, SHEET, "</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="D2:F2"/></mergeCells>'
    )


@tampers("workbook", "figures")
def white_ink(content: bytes) -> bytes:
    return edited(
        content, "xl/styles.xml", '<font><sz val="10"/><color theme="1"/>', '<font><sz val="10"/><color theme="0"/>'
    )


@tampers("workbook", "figures")
def a_theme_whose_dark_is_white(content: bytes) -> bytes:
    return edited(content, "xl/theme/theme1.xml", 'lastClr="000000"', 'lastClr="FFFFFF"')


@tampers("workbook", "figures", "隐藏")
def a_column_too_narrow(content: bytes) -> bytes:
    return edited(content, SHEET, '<col min="3" max="8" width="14.7109375"', '<col min="3" max="8" width="2.5"')


@tampers("workbook", "figures", "条件格式")
def a_condition_prints_another_number(content: bytes) -> bytes:
    content = edited(content, "xl/styles.xml", '<dxfs count="0"/>',
                     '<dxfs count="1"><dxf><numFmt numFmtId="200" formatCode="&quot;9&quot;0"/></dxf></dxfs>')  # fmt: skip
    rule = '<conditionalFormatting sqref="D2:D9"><cfRule type="expression" dxfId="0" priority="1"><formula>TRUE</formula></cfRule>'
    return edited(content, SHEET, "</sheetData>", f"</sheetData>{rule}</conditionalFormatting>")


@tampers("workbook", "words", "条件格式")
def a_colour_scale(content: bytes) -> bytes:
    rule = ('<conditionalFormatting sqref="D2:D9"><cfRule type="colorScale" priority="1"><colorScale><cfvo type="min"/><cfvo type="max"/>'
            '<color rgb="FFFF0000"/><color rgb="FF00FF00"/></colorScale></cfRule></conditionalFormatting>')  # fmt: skip
    return edited(content, SHEET, "</sheetData>", f"</sheetData>{rule}")


@tampers("workbook", "figures", "万元")
def a_unit_in_the_shared_strings(content: bytes) -> bytes:
    return edited(content, "xl/sharedStrings.xml", "<t>元</t>", "<t>万元</t>")


@tampers("workbook", "figures")
def two_headings_of_a_sheet_change_places(content: bytes) -> bytes:
    return edited(content, SHEET, '<c r="D1" s="1" t="s"><v>83</v></c><c r="E1" s="1" t="s"><v>84</v></c>',
                  '<c r="D1" s="1" t="s"><v>84</v></c><c r="E1" s="1" t="s"><v>83</v></c>')  # fmt: skip


def _drawing(to: str) -> str:
    return (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor>'
        "<xdr:from><xdr:col>{}</xdr:col><xdr:row>1</xdr:row></xdr:from><xdr:to><xdr:col>{}</xdr:col><xdr:row>6</xdr:row></xdr:to>"
        "<xdr:sp><xdr:txBody><a:p><a:r><a:t>审核 99</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:twoCellAnchor></xdr:wsDr>"
    ).format(*to.split())


def _with_drawing(content: bytes, columns: str) -> bytes:
    media = "application/vnd.openxmlformats-officedocument.drawing+xml"
    content = added(content, "xl/drawings/drawing9.xml", _drawing(columns), "drawing", media, of=SHEET)
    return edited(content, SHEET, "</worksheet>", '<drawing r:id="rId900"/></worksheet>')


@tampers("workbook", "figures", "图形")
def a_box_over_figures(content: bytes) -> bytes:
    return _with_drawing(content, "3 5")


@tampers("workbook", "words", "图形")
def a_box_beside_the_table(content: bytes) -> bytes:
    return _with_drawing(content, "12 15")


@tampers("workbook", "words", "张三")
def a_comment_on_a_cell(content: bytes) -> bytes:
    note = ('<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><commentList><comment ref="D2" authorId="0">'
            "<text><t>张三：应为99</t></text></comment></commentList></comments>")  # fmt: skip
    return added(
        content,
        "xl/comments9.xml",
        note,
        "comments",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml",
        of=SHEET,
    )


@tampers("workbook", "words", "张三")
def a_signature_below_the_table(content: bytes) -> bytes:
    row = '<row r="400"><c r="A400" t="inlineStr"><is><t>审核：张三</t></is></c><c r="B400"><v>20260105</v></c></row></sheetData>'
    return edited(content, SHEET, "</sheetData>", row)


@tampers("workbook", "words", "汇总")
def another_sheet(content: bytes) -> bytes:
    content = edited(content, BOOK, "</sheets>", '<sheet name="汇总" sheetId="99" r:id="rId900"/></sheets>')
    page = ('<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1"><v>99</v></c>'
            "</row></sheetData></worksheet>")  # fmt: skip
    media = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    return added(content, "xl/worksheets/sheet99.xml", page, "worksheet", media, of=BOOK)


@tampers("workbook", "words", "总额")
def a_name(content: bytes) -> bytes:
    return edited(content, BOOK, "<definedNames>", '<definedNames><definedName name="总额">99</definedName>')


@tampers("comparison", "figures")
def a_value_of_a_comparison(content: bytes) -> bytes:
    sheet = parts(content)["xl/worksheets/sheet3.xml"].decode()
    match = next(re.finditer(r'<c r="E2" s="[0-9]+"><v>([0-9.]+)</v>', sheet))
    return edited(content, "xl/worksheets/sheet3.xml", match[0], match[0].replace(match[1], "1234567.89"))


@tampers("comparison", "figures", "公式")
def a_difference_of_a_comparison_turned(content: bytes) -> bytes:
    sheet = parts(content)["xl/worksheets/sheet3.xml"].decode()
    match = next(re.finditer(r"<f>([A-Z]+[0-9]+)-([A-Z]+[0-9]+)</f>", sheet))
    return edited(content, "xl/worksheets/sheet3.xml", match[0], f"<f>{match[2]}-{match[1]}</f>")


# --- PDF --------------------------------------------------------------------------------------------------------------


def overlaid(content: bytes, code: str, image: bytes | None = None, *, below: bool = False) -> bytes:
    """A page with more drawn on it; /Im9 is a picture."""
    writer = PdfWriter(clone_from=io.BytesIO(content))
    page = writer.pages[0]
    assert isinstance(page, PageObject)
    if image:
        there = page["/Resources"].setdefault(NameObject("/XObject"), DictionaryObject()).get_object()  # type: ignore[attr-defined]
        there[NameObject("/Im9")] = writer._add_object(raster(image))
    stream = DecodedStreamObject()
    stream.set_data(f"\nq {code} Q\n".encode())
    old = page["/Contents"].get_object()
    streams = list(old) if isinstance(old, ArrayObject) else [page.raw_get("/Contents")]
    own = writer._add_object(stream)
    page[NameObject("/Contents")] = ArrayObject([own, *streams] if below else [*streams, own])
    return written(writer)


def raster(image: bytes) -> DecodedStreamObject:
    """A picture as a PDF holds it."""
    drawn = Image.open(io.BytesIO(image)).convert("RGB")
    stream = DecodedStreamObject()
    stream.set_data(drawn.tobytes())
    names = {"/Type": "/XObject", "/Subtype": "/Image", "/ColorSpace": "/DeviceRGB"}
    numbers = {"/Width": drawn.width, "/Height": drawn.height, "/BitsPerComponent": 8}
    stream.update({NameObject(key): NameObject(found) for key, found in names.items()})
    stream.update({NameObject(key): NumberObject(found) for key, found in numbers.items()})
    return stream


def written(writer: PdfWriter) -> bytes:
    page = io.BytesIO()
    writer.write(page)
    return page.getvalue()


def place_of(content: bytes, words: str) -> tuple[float, float, float, float]:
    """The box of a figure of a PDF, in points."""
    from sifund.report.proof.pdf import PdfReader as Reader

    return next(figure.box for figure in Reader(content).figures() if words in figure.words)


@tampers("pdf", "figures", "87,498")
def a_picture_over_a_figure(content: bytes) -> bytes:
    left, bottom, right, top = place_of(content, "87,498")
    return overlaid(content, f"{right - left} 0 0 {top - bottom} {left} {bottom} cm /Im9 Do", picture("white"))


@tampers("pdf", "figures", "87,498")
def a_white_box_over_a_figure(content: bytes) -> bytes:
    left, bottom, right, top = place_of(content, "87,498")
    return overlaid(content, f"1 1 1 rg {left} {bottom} {right - left} {top - bottom} re f")


@tampers("pdf", "figures", "76,344")
def a_stroke_makes_another_digit(content: bytes) -> bytes:
    left, bottom, _, top = place_of(content, "76,344")
    return overlaid(content, f"0.11 0.16 0.2 rg {left} {bottom + 2} 6 {(top - bottom) / 3} re f")


@tampers("pdf", "figures", "99,999")
def a_note_laid_over_a_figure(content: bytes) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(content))
    writer.add_annotation(0, FreeText(text="99,999", rect=place_of(content, "76,344")))
    return written(writer)


@tampers("pdf", "words", "已阅")
def a_note_in_the_margin(content: bytes) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(content))
    writer.add_annotation(0, FreeText(text="已阅 2026", rect=(20, 5, 90, 20)))
    return written(writer)


@tampers("pdf", "words", "看这里")
def a_comment_pinned_to_a_figure(content: bytes) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(content))
    writer.add_annotation(0, Text(text="看这里 99", rect=place_of(content, "76,344")))
    return written(writer)


@tampers("pdf", "words")
def a_highlighted_figure(content: bytes) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(content))
    box = place_of(content, "76,344")
    corners = ArrayObject(FloatObject(box[i]) for i in (0, 1, 2, 1, 0, 3, 2, 3))
    writer.add_annotation(0, Highlight(rect=box, quad_points=corners))
    return written(writer)


@tampers("pdf", "figures", "87,498")
def one_digit_drawn_over(content: bytes) -> bytes:
    left, bottom, right, top = place_of(content, "87,498")
    return overlaid(
        content, f"1 1 1 rg {left} {bottom} {(right - left) / 6} {top - bottom} re f 0 0 0 rg {left} {bottom} 3 9 re f"
    )


@tampers("pdf", "words")
def a_square_drawn_around_a_figure(content: bytes) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(content))
    writer.add_annotation(0, Rectangle(rect=place_of(content, "76,344")))
    return written(writer)


@tampers("pdf", "words", "毫米")
def a_picture_over_the_chart(content: bytes) -> bytes:
    return overlaid(content, "100 0 0 40 250 400 cm /Im9 Do", picture("orange"))


@tampers("pdf", "words", "毫米")
def a_see_through_stamp_in_the_margin(content: bytes) -> bytes:
    return overlaid(content, "1 0 0 RG 2 w 20 4 40 20 re S")


@tampers("pdf", "words", "Approved")
def words_drawn_in_the_margin(content: bytes) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(content))
    font = DictionaryObject({NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
                             NameObject("/BaseFont"): NameObject("/Helvetica")})  # fmt: skip
    writer.pages[0]["/Resources"]["/Font"][NameObject("/F99")] = font  # type: ignore[index]
    return overlaid(written(writer), "BT /F99 9 Tf 20 8 Td (Approved 2026) Tj ET")


@tampers("pdf", "words", "第2页")
def a_page_more(content: bytes) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(content))
    writer.add_blank_page(200, 200)
    return written(writer)


@tampers("pdf", "words", "第1页")
def a_page_cropped(content: bytes) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(content))
    writer.pages[0].cropbox.upper_right = (590, 800)
    return written(writer)


@tampers("pdf", "words", "JavaScript")
def a_script(content: bytes) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(content))
    writer.add_open_action(JavaScript("app.alert('x');"))
    return written(writer)


@tampers("pdf", "words", "EmbeddedFiles")
def a_file_attached(content: bytes) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(content))
    writer.add_attachment("x.txt", b"99")
    return written(writer)


# --- what changes the file and not the page ---------------------------------------------------------------------------


def zipped_anew(content: bytes) -> bytes:
    return packed(dict(reversed(parts(content).items())))


def runs_cut(content: bytes) -> bytes:
    """Every run of a Word file cut in two, with editing marks between."""
    text = parts(content)[DOCUMENT].decode()
    cut = re.compile(r"<w:r>(<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t([^>]*)>([^<&]{2,})</w:t></w:r>")

    def two(match: re.Match[str]) -> str:
        half = len(match[3]) // 2
        own = match[1] or ""
        between = '<w:proofErr w:type="spellStart"/><w:bookmarkStart w:id="9" w:name="x"/>'
        return run_of(match[3][:half], own) + between + run_of(match[3][half:], own)

    return packed(parts(content) | {DOCUMENT: cut.sub(two, text).replace("<w:p>", '<w:p w:rsidR="00AB12CD">').encode()})


def named_anew(content: bytes) -> bytes:
    """Relations of a Word file under other ids, pictures kept in other files with other bytes, styles under other ids."""
    files = parts(content)
    text, there = files[DOCUMENT].decode(), files["word/_rels/document.xml.rels"].decode()
    text, there = re.sub(r'"rId([0-9]+)"', r'"rel\1x"', text), re.sub(r'"rId([0-9]+)"', r'"rel\1x"', there)
    for name in [name for name in files if name.startswith("word/media/")]:
        page = io.BytesIO()
        Image.open(io.BytesIO(files.pop(name))).save(page, "PNG", compress_level=1)
        other = name.replace("image", "Picture")
        files[other] = page.getvalue()
        there = there.replace(name.removeprefix("word/"), other.removeprefix("word/"))
    styles = files[STYLES].decode().replace('"Cell"', '"Zelle1"').replace('"Small"', '"Klein1"')
    text = text.replace('"Cell"', '"Zelle1"').replace('"Small"', '"Klein1"')
    return packed(
        files | {DOCUMENT: text.encode(), "word/_rels/document.xml.rels": there.encode(), STYLES: styles.encode()}
    )


def _shared(sheet: str) -> str:
    """A sheet whose differences within rows are, column by column, one formula that the cells share."""
    forms: list[str] = []

    def shared(match: re.Match[str]) -> str:
        cell, column, row, first, second = match.groups()
        form = f"{column}:{first}-{second}"
        words = "" if form in forms else f"{first}{row}-{second}{row}"
        forms.extend([form] if words else [])
        return f'{cell}<f t="shared" si="{forms.index(form)}">{words}</f>'

    return re.sub(r'(<c r="([A-Z]+)([0-9]+)"[^>]*>)<f>([A-Z]+)\3-([A-Z]+)\3</f>', shared, sheet)


def strings_inline(content: bytes) -> bytes:
    """Words of a workbook in their cells, formats in another spelling, shared formulas, empty drawings."""
    files = parts(content)
    strings = re.findall(r"<si><t[^>]*>(.*?)</t></si>", files["xl/sharedStrings.xml"].decode(), re.DOTALL)
    for name in [name for name in files if name.startswith("xl/worksheets/sheet")]:
        sheet = files[name].decode()
        sheet = re.sub(
            r't="s"><v>([0-9]+)</v>',
            lambda m: f't="inlineStr"><is><t xml:space="preserve">{strings[int(m[1])]}</t></is>',
            sheet,
        )
        files[name] = _shared(sheet).replace("<f>", '<f aca="false">').encode()
    styles = files["xl/styles.xml"].decode().replace("#,##0.00;[Red]-#,##0.00", "#,##0.00;[RED]\\-#,##0.00")
    return packed(files | {"xl/styles.xml": styles.encode()})


def row_put_in(content: bytes) -> bytes:
    """A workbook whose sheet has a row of words put in above its table: formulas move along."""
    files = parts(content)

    def down(match: re.Match[str]) -> str:
        return f"{match[1]}{int(match[2]) + 1}"

    sheet = files[SHEET].decode()
    head, table = sheet.split("<sheetData>")
    table, tail = table.split("</sheetData>")
    table = re.sub(r'(<row r=")([0-9]+)', down, table)
    table = re.sub(r'(<c r="[A-Z]+)([0-9]+)', down, table)
    table = re.sub(r"<f>[^<]*</f>", lambda m: re.sub(r"([A-Z]+)([0-9]+)", down, m[0]), table)
    first = '<row r="1"><c r="A1" t="inlineStr"><is><t>市人社局留存 2026</t></is></c></row>'
    return packed(files | {SHEET: f"{head}<sheetData>{first}{table}</sheetData>{tail}".encode()})


def written_anew(content: bytes) -> bytes:
    """A PDF whose objects another program wrote."""
    writer = PdfWriter(clone_from=io.BytesIO(content))
    writer.compress_identical_objects()
    return written(writer)


HARMLESS: list[tuple[str, Change]] = [
    ("annual", zipped_anew), ("brief", runs_cut), ("brief", named_anew), ("workbook", zipped_anew), ("workbook", strings_inline),
    ("comparison", strings_inline), ("pdf", written_anew),
]  # fmt: skip


def bombs() -> Iterator[tuple[str, Callable[[bytes], bytes]]]:
    """Hostile changes of a Word file."""
    yield "swollen", lambda content: packed(parts(content) | {"word/media/x.bin": b"0" * 160_000_000})
    yield "many parts", lambda content: packed(parts(content) | {f"word/x{n}.xml": b"<x/>" for n in range(2_100)})
    yield (
        "entities",
        lambda content: edited(content, DOCUMENT, "<w:document", '<!DOCTYPE x [<!ENTITY a "aaaa">]><w:document'),
    )
    yield (
        "nested",
        lambda content: at_end(content, "<w:p>" + "<w:ins>" * 200 + run_of("x") + "</w:ins>" * 200 + "</w:p>"),
    )
    yield "cut part", lambda content: packed(parts(content) | {DOCUMENT: parts(content)[DOCUMENT][:9000]})
    yield "no main part", lambda content: packed({n: d for n, d in parts(content).items() if n != DOCUMENT})


def forms_without_end(content: bytes) -> bytes:
    """A PDF whose page draws a form that draws ten times another, and so on: small, and never drawn to its end."""
    writer = PdfWriter(clone_from=io.BytesIO(content))
    inner = None
    for _ in range(12):
        form = DecodedStreamObject()
        form.set_data(b"/F Do " * 10 if inner is not None else b"BT (1) Tj ET")
        form.update({NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Form")})
        form[NameObject("/BBox")] = ArrayObject(map(NumberObject, (0, 0, 9, 9)))
        if inner is not None:
            held = DictionaryObject({NameObject("/F"): inner})
            form[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): held})
        inner = writer._add_object(form)
    writer.pages[0]["/Resources"]["/XObject"].get_object()[NameObject("/Im9")] = inner  # type: ignore[index]
    return overlaid(written(writer), "/Im9 Do")
