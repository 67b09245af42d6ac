"""A Word file as its reader sees it: paragraphs, cells, headers, notes, boxes, comments; apart from it what is hidden.

Tracked insertions are read as text and tracked deletions as not there: what stands on the page once the file is printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sifund.report.proof import look
from sifund.report.proof.package import Element, Package, child, inside, local, value
from sifund.report.proof.pieces import NUMBER, OPEN, TEXT, Piece, cleaned, mark, plain
from sifund.report.proof.word_marks import RUN_MARKS, Fields, control, picture_marks, understood
from sifund.terms import FILE
from sifund.text import Text

PARAGRAPH, CELL = Text("第{n}段", "paragraph {n}"), Text("表{t}第{r}行第{c}列", "table {t}, row {r}, column {c}")
PARTS = {
    "header": Text("页眉", "header"), "footer": Text("页脚", "footer"), "footnotes": Text("脚注", "footnotes"),
    "endnotes": Text("尾注", "endnotes"), "comments": Text("批注", "comments"),
}  # fmt: skip
DELETED, HIDDEN, BOX = (
    Text("修订中删除的文字", "tracked deletion"), Text("看不见的文字", "text that cannot be seen"), Text("文本框", "text box"),
)  # fmt: skip
WITHIN = Text("{where}，{inner}", "{where}, {inner}")
KNOWN = {
    "header", "footer", "footnotes", "endnotes", "comments", "styles", "stylesWithEffects", "settings", "webSettings", "fontTable",
    "theme", "numbering", "image", "hyperlink", "customXml", "commentsExtended", "commentsIds", "commentsExtensible", "people",
    "glossaryDocument",
}  # fmt: skip
"""What a document may point to: read here, or of no words."""
SILENT = {
    "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "rubyPr",
    "bookmarkStart", "bookmarkEnd", "proofErr", "permStart", "permEnd", "lastRenderedPageBreak", "commentRangeStart",
    "commentRangeEnd", "commentReference", "annotationRef", "footnoteRef", "endnoteRef", "separator", "continuationSeparator",
    "softHyphen", "fldData", "delInstrText", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd",
    "customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart", "customXmlDelRangeEnd", "tblPrEx", "",
}  # fmt: skip
OPENED = {
    "hyperlink",
    "smartTag",
    "customXml",
    "ins",
    "moveTo",
    "sdtContent",
    "ruby",
    "rt",
    "rubyBase",
    "dir",
    "oMath",
    "oMathPara",
}
GONE = {"del", "moveFrom"}
BLANKS = {"tab": " ", "br": "\n", "cr": "\n", "ptab": " ", "noBreakHyphen": "-"}


@dataclass(frozen=True, slots=True)
class Around:
    """What holds for the words being read: paragraph properties, the ground's colour, whether unseen, and their relations."""

    part: str
    where: Text
    stream: str
    paragraph: Element | None = None
    ground: str | None = None
    unseen: bool = False
    table: str | None = None


class WordReader:
    """Reads every story of a document; `aside` takes what is hidden, deleted or in boxes, as it is met."""

    def __init__(self, package: Package) -> None:
        self.package, self.styles = package, look.Styles(package)
        self.fields, self.aside, self.depth = Fields(), list[Piece](), 0

    def pieces(self) -> Iterator[Piece]:
        """Every piece of the document, in reading order."""
        main = self.package.main
        root = self.package.xml(main)
        yield from self.story(inside(root, "body"), main, TEXT)
        yield from (Piece("parts", FILE, mark("part", local(one))) for one in root if local(one) not in ("body", ""))
        for kind, name in PARTS.items():
            for part in self.package.of_kind(main, kind):
                for piece in self.story(_stories(self.package.xml(part)), part, kind):
                    yield Piece(kind, WITHIN.format(where=name, inner=piece.place), piece.says)
        yield from self.aside
        yield from self._others(main)

    def _others(self, main: str) -> Iterator[Piece]:
        """Parts that are not read; faces that the file brings along."""
        faces = next(self.package.of_kind(main, "fontTable"), None)
        kinds = [r.kind for r in self.package.relations(main).values() if r.kind not in KNOWN]
        kinds += [r.kind for r in self.package.relations(faces).values()] if faces else []
        yield from (Piece("parts", FILE, mark("part", kind)) for kind in sorted(kinds))

    def story(self, blocks: Iterable[Element], part: str, stream: str) -> Iterator[Piece]:
        """Paragraphs and tables of a body, header, note, comment or box, counted from one; empty ones are passed over."""
        number = table = 0
        for block in self._flat(blocks):
            if local(block) == "tbl":
                table += 1
                yield from self.table(block, part, stream, table)
                continue
            number += 1
            around = Around(part, PARAGRAPH.format(n=number), stream)
            if words := self.paragraph(block, around):
                yield Piece(stream, around.where, words)

    def _flat(self, blocks: Iterable[Element]) -> Iterator[Element]:
        """Paragraphs and tables, taken out of what is wrapped around them; anything else as it is."""
        for block in blocks:
            name = local(block)
            if name in SILENT:
                continue
            if name == "sdt" and not control(block):
                yield from self._flat(inside(block, "sdtContent"))
            elif name == "AlternateContent":
                yield from self._flat(understood(block))
            elif name in OPENED or name == "footnote" or name == "endnote" or name == "comment":
                yield from self._flat(block)
            else:
                yield block

    def table(self, table: Element, part: str, stream: str, number: int) -> Iterator[Piece]:
        """A table, row by row."""
        style = value(child(child(table, "tblPr"), "tblStyle"))
        rows = [row for row in self._flat(table) if local(row) == "tr"]
        for r, row in enumerate(rows, start=1):
            properties = child(row, "trPr")
            unseen, gone = look.row_hidden(properties), child(properties, "del") is not None
            around = Around(part, CELL, stream, unseen=unseen, table=style)
            cells = [self._cell(cell, around) for cell in self._flat(row) if local(cell) == "tc"]
            first = next((c for c, words in enumerate(cells) if NUMBER.match(words.lstrip("≥≤><"))), 0)
            for c, words in enumerate(cells):
                place = CELL.format(t=number, r=r, c=c + 1)
                if words and gone:
                    self.aside.append(Piece("deleted", WITHIN.format(where=DELETED, inner=place), words))
                elif words:
                    yield Piece(stream, place, words, label=r == 1 or c < first)

    def _cell(self, cell: Element, around: Around) -> str:
        properties = child(cell, "tcPr")
        below = child(properties, "vMerge")
        hidden = child(properties, "cellDel") is not None or (below is not None and value(below) != "restart")
        around = replace(around, ground=look.ground_of(properties), unseen=around.unseen or hidden)
        words = []
        for block in self._flat(cell):
            if local(block) == "tbl":
                words += [piece.says for piece in self.table(block, around.part, around.stream, 1)]
            else:
                words.append(self.paragraph(block, around))
        return plain("\n".join(words))

    def paragraph(self, block: Element, around: Around) -> str:
        """A paragraph's words, with marks for what is no word."""
        if local(block) != "p":
            return self.inline([block], around)
        properties = child(block, "pPr")
        cut = around.unseen or look.cut_off(properties)
        inner = replace(around, paragraph=properties, ground=look.ground_of(properties) or around.ground, unseen=cut)
        words, label = self.inline(block, inner), self.styles.label(properties)
        return plain(mark("label", label) + words if label and words.strip() else words)

    def inline(self, elements: Iterable[Element], around: Around) -> str:
        """The words of a run of elements. Raises ValueError for what is nested too deep."""
        self.depth += 1
        if self.depth > 60:
            raise ValueError("nested too deep")
        words = "".join(self._one(element, around) for element in elements)
        self.depth -= 1
        return words

    def _one(self, element: Element, around: Around) -> str:
        name = local(element)
        if name in SILENT:
            return ""
        if name == "r":
            return self._run(element, around)
        if name == "sdt":
            return control(element) or self.inline(inside(element, "sdtContent"), around)
        if name == "fldSimple":
            return self.fields.simple(value(element, "instr") or "", self.inline(element, around))
        if name in GONE:
            self._aside("deleted", DELETED, self.inline(element, around), around)
            return ""
        if name == "AlternateContent":
            return self.inline(understood(element), around)
        if name in OPENED:
            return self.inline(element, around)
        return mark("turned", name) if name == "bdo" else self._in_run(element, around)

    def _run(self, run: Element, around: Around) -> str:
        properties = child(run, "rPr")
        words = "".join(self._one(part, around) if local(part) == "AlternateContent" else self._in_run(part, around)
                        for part in run if local(part) not in SILENT)  # fmt: skip
        if words.strip() and (
            around.unseen or self.styles.unseen(properties, around.paragraph, around.ground, around.table)
        ):
            self._aside("hidden", HIDDEN, words, around)
            return ""
        if NUMBER.search(words) and OPEN not in words and self.styles.raised(properties, around.paragraph):
            return mark("raised", words)
        return words

    def _in_run(self, part: Element, around: Around) -> str:
        name = local(part)
        if name in ("fldChar", "instrText"):
            return self.fields.step(name, value(part, "fldCharType") or "", part.text or "")
        if self.fields.within:
            return ""
        if name in ("t", "delText"):
            return (part.text or "").replace(OPEN, "")
        if name in BLANKS:
            return BLANKS[name]
        if name in ("drawing", "pict", "object"):
            self._boxes(part, around)
            return picture_marks(part, self.package, self.package.relations(around.part))
        if name in RUN_MARKS:
            return mark(*RUN_MARKS[name](part))
        inner = self.inline(part, around) if len(part) else ""
        return inner or mark("drawing", name)

    def _boxes(self, drawing: Element, around: Around) -> None:
        """Text in boxes and in letters drawn as shapes."""
        for element in drawing.iter():
            if local(element) == "txbxContent":
                for piece in self.story(element, around.part, "boxes"):
                    self.aside.append(Piece("boxes", WITHIN.format(where=BOX, inner=around.where), piece.says))
            elif words := cleaned(value(element, "string") or "") if local(element) == "textpath" else "":
                self.aside.append(Piece("boxes", WITHIN.format(where=BOX, inner=around.where), words))

    def _aside(self, stream: str, name: Text, words: str, around: Around) -> None:
        if words.strip():
            self.aside.append(Piece(stream, WITHIN.format(where=name, inner=around.where), plain(words)))


def _stories(root: Element) -> Iterator[Element]:
    """A part's paragraphs; of notes those that separate them from the text left out."""
    for one in root:
        if value(one, "type") not in ("separator", "continuationSeparator", "continuationNotice"):
            yield one
