"""Makes the Word templates that the office may edit: `python -m sifund.report.template`.

Official typography (GB/T 9704): A4, margins 37, 35, 28 and 26 mm, body 仿宋 16 pt on 28 pt lines, headings 黑体 and 楷体. Where a
face is missing Word takes the next one named in FALLBACKS. Words in {{ }} and {% %} are filled in from data (docxtpl).
"""

from __future__ import annotations

import re
from pathlib import Path

from docx.document import Document as Doc
from docx.oxml.ns import qn
from docx.shared import Emu
from docx.table import Table

from sifund.report.headings import COUNTS, FIGURES, GOALS, LINES, TOTALS, Columns, H
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
    _add(doc, "{{ f.name }}", "Heading 2")
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
    _add(doc, "{{ answer }}", "Normal")
    _table(doc, "figures", FIGURES, lang)
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
    """A table with a heading that repeats on every page and a row a record; the first column is the widest."""
    table = doc.add_table(rows=4, cols=len(columns), style=TABLE_GRID)
    table.autofit = False
    cells = [[title(lang) for _, title in columns], [f"{{%tr for r in {name} %}}"], [field for field, _ in columns],
             ["{%tr endfor %}"]]  # fmt: skip
    part = doc.sections[0]
    whole = (part.page_width or 0) - (part.left_margin or 0) - (part.right_margin or 0)
    first = whole * max(0.19, 1.6 / len(columns) if len(columns) < WIDE else 0)
    widths = [first, *[(whole - first) / (len(columns) - 1)] * (len(columns) - 1)]
    for row, words in zip(table.rows, cells, strict=True):
        for place, (cell, width) in enumerate(zip(row.cells, widths, strict=True)):
            cell.width = Emu(int(width))
            cell.paragraphs[0].text = words[place] if place < len(words) else ""
            cell.paragraphs[0].style = _paragraph_style(doc, "Figure" if place and len(columns) >= WIDE else "Cell")
    _tight(table)


def _tight(table: Table) -> None:
    """Repeat the heading on every page; narrow margins within cells."""
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
