"""An Excel file as its reader sees it: cells, and apart from them sheets, hidden rows, comments, drawings, rules, names."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from sifund.report.proof.excel_cells import Cell, CellReader, column_name, place_of, rich_text
from sifund.report.proof.excel_styles import drawn_by, styles_of
from sifund.report.proof.package import Element, Package, child, inside, local, value
from sifund.report.proof.pieces import TEXT, Piece, cleaned, mark
from sifund.report.proof.word_marks import picture_marks
from sifund.terms import FILE
from sifund.text import Text, same, span

SHEET = Text("工作表“{name}”", 'sheet "{name}"')
ROW, COLUMN = Text("{sheet}第{n}行", "{sheet}, row {n}"), Text("{sheet}第{n}列", "{sheet}, column {n}")
RULE, OVER = (
    Text("{sheet}的{name}", "{sheet}: {name}"),
    Text("{sheet}（自{cell}）的图形", "{sheet}: drawing from {cell} on"),
)
SHEETS, NAME = Text("工作表", "sheets"), Text("名称“{name}”", 'name "{name}"')
SHUT = 4.0
"""A column of fewer characters, or a row of fewer points, shows no figure."""
KNOWN = {
    "worksheet",
    "styles",
    "sharedStrings",
    "theme",
    "calcChain",
    "metadata",
    "customXml",
    "hyperlink",
    "sheetMetadata",
}
OWN = {"drawing", "comments", "vmlDrawing", "threadedComment", "printerSettings", "hyperlink", "table"}
PLAIN = {
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetProtection", "autoFilter", "sortState", "drawing",
    "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "ignoredErrors", "legacyDrawing",
    "mergeCells", "hyperlinks", "conditionalFormatting", "tableParts", "phoneticPr", "protectedRanges", "sheetCalcPr", "",
}  # fmt: skip
"""What a sheet may hold: read here, or nothing that shows."""


class ExcelReader:
    """Reads every sheet of a workbook."""

    def __init__(self, package: Package) -> None:
        self.package = package
        root = package.root(package.main, "sharedStrings")
        strings = [] if root is None else [rich_text(one) for one in root if local(one) == "si"]
        self._cells = CellReader(strings, styles_of(package))
        styles = package.root(package.main, "styles")
        self._looks = [] if styles is None else list(inside(styles, "dxfs"))

    def pieces(self) -> Iterator[Piece]:
        """Every piece of the workbook, sheet by sheet."""
        main = self.package.main
        relations = self.package.relations(main)
        book = self.package.xml(main)
        for sheet in inside(book, "sheets"):
            name, target = value(sheet, "name") or "", relations[value(sheet, "id") or ""]
            yield Piece("sheets", SHEETS, name, label=True)
            if target.kind == "worksheet":
                yield from self._sheet(name, target.target, value(sheet, "state") or "visible")
            else:
                yield Piece("parts", FILE, mark("part", target.kind))
        yield from _names(book)
        yield from (Piece("parts", FILE, mark("part", r.kind)) for r in relations.values() if r.kind not in KNOWN)

    def _sheet(self, name: str, part: str, state: str) -> Iterator[Piece]:
        root = self.package.xml(part)
        cells = list(self._cells.cells(root))
        visible = [cell for cell in cells if not cell.unseen]
        yield from self._shown(name, visible)
        for cell in cells:
            if cell.unseen:
                yield Piece("hidden", same(f"{name}!{column_name(cell.column)}{cell.row}"), mark("hidden", cell.says))
        if state != "visible":
            yield Piece("hidden", SHEET.format(name=name), mark("hidden"), covers=any(c.figure for c in cells))
        yield from _shut(name, root, cells)
        yield from self._rules(name, root, cells)
        yield from _merged(name, root, cells)
        yield from self._laid_over(name, part, cells)

    def _shown(self, name: str, cells: list[Cell]) -> Iterator[Piece]:
        """Cells in their order; the heading, and words left of a row's figures, name figures."""
        for row, across in groupby(cells, lambda cell: cell.row):
            line = list(across)
            first = next((cell.column for cell in line if cell.figure), 0)
            for cell in line:
                named = not cell.figure and (row == 1 or cell.column < first)
                yield Piece(f"{TEXT} {name}", same(f"{name}!{column_name(cell.column)}{row}"), cell.says, label=named)

    def _rules(self, name: str, root: Element, cells: list[Cell]) -> Iterator[Piece]:
        """Conditional formats, what is printed above and below, how the sheet is shown, and what is not read."""
        for element in root.iter():
            kind = local(element)
            if kind == "cfRule":
                at = value(element, "dxfId")
                look = self._looks[int(at)] if at and int(at) < len(self._looks) else None
                yield Piece("rules", RULE.format(sheet=name, name=Text("条件格式", "conditional format")), cleaned(
                    f"{value(element, 'type')} {' '.join(element.itertext())}"), covers=look is not None and drawn_by(look))  # fmt: skip
            elif (
                kind in ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
                and element.text
            ):
                yield Piece(
                    "rules", RULE.format(sheet=name, name=Text("页眉页脚", "header or footer")), cleaned(element.text)
                )
            elif kind == "sheetView":
                zeros = value(element, "showZeros") in ("0", "false")
                if zeros or value(element, "showFormulas") in ("1", "true"):
                    says = mark("hidden", "0") if zeros else mark("formula")
                    yield Piece("rules", RULE.format(sheet=name, name=Text("显示方式", "view")), says, covers=zeros and any(
                        cell.figure and cell.says.startswith(f"0{mark('')[:1]}") for cell in cells))  # fmt: skip
        others = [local(one) for one in root if local(one) not in PLAIN]
        yield from (Piece("parts", SHEET.format(name=name), mark("part", kind)) for kind in others)

    def _laid_over(self, name: str, part: str, cells: list[Cell]) -> Iterator[Piece]:
        """Comments and drawings; one over figures covers them."""
        relations = self.package.relations(part)
        for one in relations.values():
            if one.kind in ("comments", "threadedComment"):
                for note in self.package.xml(one.target).iter():
                    if local(note) in ("comment", "threadedComment"):
                        yield Piece("comments", same(f"{name}!{value(note, 'ref')}"), cleaned("".join(note.itertext())))
            elif one.kind == "drawing":
                relations_there = self.package.relations(one.target)
                for anchor in self.package.xml(one.target):
                    words = cleaned(" ".join(t.text or "" for t in anchor.iter() if local(t) == "t"))
                    says = picture_marks(anchor, self.package, relations_there) + words
                    place = OVER.format(sheet=name, cell=_from(anchor))
                    yield Piece(
                        "drawings", place, says, covers=any(_under(anchor, cell) for cell in cells if cell.figure)
                    )
            elif one.kind not in OWN:
                yield Piece("parts", SHEET.format(name=name), mark("part", one.kind))


def _corner(anchor: Element, name: str) -> tuple[int, int] | None:
    """Row and column, from one, of a drawing's corner."""
    corner = child(anchor, name)
    row, column = (child(corner, part) for part in ("row", "col"))
    return None if row is None or column is None else (int(row.text or 0) + 1, int(column.text or 0) + 1)


def _from(anchor: Element) -> str:
    row, column = _corner(anchor, "from") or (1, 1)
    return f"{column_name(column)}{row}"


def _under(anchor: Element, cell: Cell) -> bool:
    """Whether a cell lies under a drawing; one without a last cell may reach any that lies below and to the right."""
    (top, left), last = _corner(anchor, "from") or (1, 1), _corner(anchor, "to")
    below = last is None or (cell.row <= last[0] and cell.column <= last[1])
    return cell.row >= top and cell.column >= left and below


def _shut(name: str, root: Element, cells: list[Cell]) -> Iterator[Piece]:
    """Rows and columns that are hidden, or as good as."""
    for row in inside(root, "sheetData"):
        low = value(row, "hidden") in ("1", "true") or float(value(row, "ht") or 99) < SHUT
        if low:
            at = int(value(row, "r") or 0)
            covers = any(cell.figure and cell.row == at for cell in cells)
            yield Piece("hidden", ROW.format(sheet=name, n=at), mark("hidden"), covers=covers)
    for element in inside(root, "cols"):
        if value(element, "hidden") in ("1", "true") or float(value(element, "width") or 99) < SHUT:
            first, last = int(value(element, "min") or 0), int(value(element, "max") or 0)
            covers = any(cell.figure and first <= cell.column <= last for cell in cells)
            place = COLUMN.format(sheet=name, n=span(column_name(first), column_name(last)))
            if any(first <= cell.column <= last for cell in cells):
                yield Piece("hidden", place, mark("hidden"), covers=covers)


def _merged(name: str, root: Element, cells: list[Cell]) -> Iterator[Piece]:
    """Cells that were made one: only the first of them is shown."""
    for element in inside(root, "mergeCells"):
        first, _, last = (value(element, "ref") or "").partition(":")
        (top, left), (bottom, right) = place_of(first), place_of(last or first)
        lost = any(c.figure and top <= c.row <= bottom and left <= c.column <= right and (c.row, c.column) != (top, left)
                   for c in cells)  # fmt: skip
        yield Piece("hidden", same(f"{name}!{first}:{last}"), mark("part", "mergeCell"), covers=lost)


def _names(book: Element) -> Iterator[Piece]:
    for element in inside(book, "definedNames"):
        name = value(element, "name") or ""
        if name not in ("_xlnm._FilterDatabase", "_xlnm.Print_Titles"):
            yield Piece("names", NAME.format(name=name.removeprefix("_xlnm.")), cleaned(element.text or ""))
