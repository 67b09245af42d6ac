"""Makes the Word templates that the office may edit: `python -m sifund.report.template`.

Official typography (GB/T 9704): A4, margins 37, 35, 28 and 26 mm, body 仿宋 16 pt on 28 pt lines, headings 黑体 and 楷体. Where a
face is missing Word takes the next one named in FALLBACKS. Words in {{ }} and {% %} are filled in from data (docxtpl).
"""

from __future__ import annotations

import re
from pathlib import Path

from docx import Document
from docx.document import Document as Doc
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table

from sifund.report.headings import COUNTS, FIGURES, GOALS, LEVERS, LINES, TOTALS, Columns, H
from sifund.text import LANGS, Lang

FOLDER = Path(__file__).resolve().parent / "templates"
FALLBACKS = {
    "仿宋": "FangSong;仿宋_GB2312;STFangsong;Noto Serif CJK SC;SimSun",
    "黑体": "SimHei;STHeiti;Noto Sans CJK SC;Microsoft YaHei",
    "楷体": "KaiTi;楷体_GB2312;STKaiti;Noto Serif CJK SC",
}
BODY: dict[Lang, tuple[str, str]] = {"zh": ("Times New Roman", "仿宋"), "en": ("Times New Roman", "仿宋")}
TABLE_GRID = "Table Grid"
WIDE = 8
"""Tables with so many columns are figures: small and to the right."""


def annual(lang: Lang) -> Doc:
    """The annual report, in the structure of the office's own."""
    doc = _page(lang)
    _add(doc, "{{ title }}", "Title")
    _add(doc, "{{ subtitle }}", "Subtitle")
    _heading(doc, "1", lang)
    _each(doc, "overview", "Normal")
    _table(doc, "totals", TOTALS, lang)
    _heading(doc, "2", lang)
    _open(doc, "for f in funds")
    _add(doc, "{{ f.name }}", "Heading 3")
    _each(doc, "f.budget", "Normal")
    _open(doc, "endfor")
    _heading(doc, "3", lang)
    _targets(doc, lang)
    _fund(doc, lang)
    _heading(doc, "4", lang)
    _each(doc, "problems", "Normal")
    for key, name in (("n", "notes"), ("p", "passport")):
        _heading(doc, key, lang)
        _each(doc, name, "Small")
    _heading(doc, "a", lang)
    _table(doc, "counts", COUNTS, lang)
    return doc


def _targets(doc: Doc, lang: Lang) -> None:
    """Each fund's score and its indicators."""
    _heading(doc, "3.1", lang, 2)
    _open(doc, "for f in funds")
    _add(doc, "{{ f.name }}", "Heading 3")
    _add(doc, "{{ f.score }}", "Normal")
    _table(doc, "f.goals", GOALS, lang)
    _open(doc, "endfor")
    _heading(doc, "3.2", lang, 2)


def _fund(doc: Doc, lang: Lang) -> None:
    """One fund's part: summary, chart, table, then its lines with causes and questions, and the way from year to year."""
    _open(doc, "for f in funds")
    _add(doc, "{{ f.name }}", "Heading 3")
    _each(doc, "f.summary", "Normal")
    for chart in ("bullet", "waterfall"):
        _open(doc, f"if f.{chart}")
        _add(doc, f"{{{{ f.{chart}_title }}}}", "Caption")
        _add(doc, f"{{{{ f.{chart} }}}}", "Picture")
        _open(doc, "endif")
    _add(doc, "{{ f.table_title }}", "Caption")
    _table(doc, "f.rows", LINES, lang)
    _open(doc, "for own in f.lines")
    _add(doc, "{{ own.says }}", "Normal")
    _each(doc, "own.causes", "Normal")
    _each(doc, "own.questions", "Normal")
    _open(doc, "endfor")
    _open(doc, "endfor")


def brief(lang: Lang) -> Doc:
    """The one-page brief."""
    doc = _page(lang, small=True)
    _add(doc, "{{ title }}", "Title")
    _add(doc, "{{ question }}", "Heading 2")
    doc.add_paragraph(style="Normal").add_run("{{ headline }}").bold = True
    _each(doc, "others", "Small")
    _table(doc, "figures", FIGURES, lang)
    _add(doc, "{{ chart_title }}", "Caption")
    _add(doc, "{{ chart }}", "Picture")
    _table(doc, "levers", LEVERS, lang)
    _each(doc, "alerts", "Small")
    _each(doc, "assumptions", "Small")
    _passport(doc)
    return doc


def _passport(doc: Doc) -> None:
    """Fingerprints and link beside their code, without lines."""
    table = doc.add_table(rows=1, cols=2)
    table.autofit = False
    words, code = table.rows[0].cells
    for column, cell, width in zip(table.columns, (words, code), (Mm(149), Mm(25)), strict=True):
        column.width = cell.width = width
    for place, text in enumerate(("{%p for words in passport %}", "{{ words }}", "{%p endfor %}")):
        paragraph = words.add_paragraph() if place else words.paragraphs[0]
        paragraph.text, paragraph.style = text, _paragraph_style(doc, "Small")
    code.paragraphs[0].text, code.paragraphs[0].style = "{{ qr }}", _paragraph_style(doc, "Picture")


def _page(lang: Lang, *, small: bool = False) -> Doc:
    doc = Document()
    part = doc.sections[0]
    part.page_width, part.page_height = Mm(210), Mm(297)
    top, bottom, left, right = (12, 10, 18, 18) if small else (37, 35, 28, 26)
    part.top_margin, part.bottom_margin, part.left_margin, part.right_margin = Mm(top), Mm(bottom), Mm(left), Mm(right)
    latin, body = BODY[lang]
    points, lines = (10, 13) if small else (16, 28) if lang == "zh" else (12, 18)
    _style(doc, "Normal", latin, body, points, lines, indent=0 if small or lang == "en" else 2)
    _style(doc, "Title", latin, "黑体", 16 if small else 22, 20 if small else 36, centre=True)
    _style(doc, "Subtitle", latin, "楷体", 14, 24, centre=True)
    for level, face in ((1, "黑体"), (2, "楷体"), (3, "仿宋")):
        _style(doc, f"Heading {level}", latin, face, min(points + 4 - level, 16), lines, bold=level == 3)
    _style(doc, "Caption", latin, "黑体", 10.5, 16, centre=True)
    for name in ("Heading 1", "Heading 2", "Heading 3", "Caption"):
        _paragraph_style(doc, name).paragraph_format.keep_with_next = True
    if lang == "en" and not small:
        _paragraph_style(doc, "Normal").paragraph_format.space_after = Pt(6)  # where no indent parts paragraphs
    for name in ("Picture", "Small", "Cell", "Figure"):
        doc.styles.add_style(name, 1)
    _style(doc, "Picture", latin, body, 10, None, centre=True)
    _style(doc, "Small", latin, body, 7.5 if small else 10, 9.5 if small else 15)
    for name in ("Cell", "Figure"):
        _style(doc, name, latin, body, 8 if small else 7.5 if name == "Figure" else 9, 10.5 if small else 12)
    _paragraph_style(doc, "Figure").paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _name_fallbacks(doc)
    return doc


def _style(
    doc: Doc, name: str, latin: str, east: str, points: float, lines: float | None, *, indent: int = 0,
    centre: bool = False, bold: bool = False,
) -> None:  # fmt: skip
    """Latin and East Asian face, size, line distance; indent in characters."""
    style = _paragraph_style(doc, name)
    style.font.name, style.font.size, style.font.bold, style.font.italic = latin, Pt(points), bold, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    for rule in style.element.findall(f".//{qn('w:pBdr')}"):
        rule.getparent().remove(rule)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), east)
    format_ = style.paragraph_format
    format_.space_before = format_.space_after = Pt(0 if lines else 4)
    if lines:
        format_.line_spacing_rule, format_.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(lines)
    format_.first_line_indent = Pt(points * indent)
    format_.alignment = WD_ALIGN_PARAGRAPH.CENTER if centre else None


def _paragraph_style(doc: Doc, name: str) -> ParagraphStyle:
    style = doc.styles[name]
    assert isinstance(style, ParagraphStyle)
    return style


def _name_fallbacks(doc: Doc) -> None:
    """Put the faces and what stands in for them into the font table."""
    assert doc.part.package is not None
    part = next(p for p in doc.part.package.iter_parts() if str(p.partname).endswith("fontTable.xml"))
    faces = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/></w:font>'
        for name, others in FALLBACKS.items()
    )
    part._blob = re.sub(rb"</w:fonts>\s*$", faces.encode() + b"</w:fonts>", part.blob)


def _add(doc: Doc, words: str, style: str) -> None:
    doc.add_paragraph(words, style=style)


def _heading(doc: Doc, key: str, lang: Lang, level: int = 1) -> None:
    _add(doc, H[key](lang), f"Heading {level}")


def _open(doc: Doc, tag: str) -> None:
    doc.add_paragraph(f"{{%p {tag} %}}")


def _each(doc: Doc, name: str, style: str) -> None:
    """A paragraph a text."""
    _open(doc, f"for words in {name}")
    _add(doc, "{{ words }}", style)
    _open(doc, "endfor")


def _table(doc: Doc, name: str, columns: Columns, lang: Lang) -> None:
    """A table with a heading that repeats on every page and a row a record."""
    table = doc.add_table(rows=4, cols=len(columns), style=TABLE_GRID)
    table.autofit = False
    cells = [[title(lang) for _, title, _ in columns], [f"{{%tr for r in {name} %}}"], [field for field, _, _ in columns],
             ["{%tr endfor %}"]]  # fmt: skip
    part = doc.sections[0]
    whole = (part.page_width or 0) - (part.left_margin or 0) - (part.right_margin or 0)
    shares = [share for _, _, share in columns]
    widths = [whole * share / sum(shares) for share in shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Emu(int(width))
    for row, words in zip(table.rows, cells, strict=True):
        for place, (cell, width) in enumerate(zip(row.cells, widths, strict=True)):
            cell.width = Emu(int(width))
            cell.paragraphs[0].text = words[place] if place < len(words) else ""
            cell.paragraphs[0].style = _paragraph_style(doc, "Figure" if place and len(columns) >= WIDE else "Cell")
    _tight(table)


def _tight(table: Table) -> None:
    """Repeat the heading on every page; no row over two pages; narrow margins within cells."""
    for row in table.rows:
        properties = row._tr.get_or_add_trPr()
        properties.append(properties.makeelement(qn("w:cantSplit"), {}))
    header = table.rows[0]._tr.get_or_add_trPr()
    header.append(header.makeelement(qn("w:tblHeader"), {}))
    margins = table._tbl.tblPr.makeelement(qn("w:tblCellMar"), {})
    for side in ("left", "right"):
        margins.append(margins.makeelement(qn(f"w:{side}"), {qn("w:w"): "40", qn("w:type"): "dxa"}))
    table._tbl.tblPr.append(margins)


def main() -> None:
    """Write every template in both languages."""
    for lang in LANGS:
        for name, make in (("annual", annual), ("brief", brief)):
            make(lang).save(str(FOLDER / f"{name}.{lang}.docx"))


if __name__ == "__main__":
    main()
