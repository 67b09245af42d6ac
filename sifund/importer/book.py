"""What a workbook says of its parts: its sheets, and which part holds which of them, or the styles, or the texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sifund.importer.parts import PartReader, Parts, damaged, read_parts
from sifund.importer.sheet import FILE_COUNT_LIMIT, too_much

KINDS = {"worksheet": "worksheet", "styles": "styleSheet", "sharedStrings": "sst"}
"""Kinds of relation to a part that matters, and the root of such a part."""
TRUE = ("1", "true")


class Book(PartReader):
    """Names and states of the sheets by the numbers that relate them to parts, and where the book's days begin."""

    root = "workbook"

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.sheets: dict[str, tuple[str, str]] = {}
        self.from_1904 = False

    def start(self, name: str, attrs) -> None:
        """Take what matters of an element."""
        if name == "sheet":
            number = next((attrs[key] for key in attrs.getNames() if key.endswith(":id")), "")
            if len(self.sheets) == FILE_COUNT_LIMIT:
                raise too_much(self.place, FILE_COUNT_LIMIT, "张工作表", "sheets")
            names = {name.casefold() for name, _ in self.sheets.values()}
            if attrs.get("name", "").casefold() in names:
                raise damaged(self.place)
            self.sheets[number] = (attrs.get("name", ""), attrs.get("state", "visible"))
        elif name == "workbookPr":
            self.from_1904 = attrs.get("date1904") in TRUE


class Relations(PartReader):
    """Kinds and names of parts by number."""

    root = "Relationships"

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.targets: dict[str, tuple[str, str]] = {}

    def start(self, name: str, attrs) -> None:
        """Take what matters of an element."""
        if name == "Relationship":
            target = attrs.get("Target", "").replace("\\", "/").lstrip("/")
            self.targets[attrs.get("Id", "")] = (attrs.get("Type", "").rpartition("/")[2], target)


class Types(PartReader):
    """Kinds of content: nothing of it is used, but a reader of the workbook may look into it."""

    root = "Types"


def is_part(name: str, target: str) -> bool:
    """Whether a part's name ends as a relation says, in any case."""
    return f"/{name}".casefold().endswith(f"/{target}".casefold())


def targets_of(place: str, parts: Parts, names: Sequence[str]) -> dict[str, str]:
    """The names of parts that the workbook is related to, by number. One that is not what its relation says is damage."""
    books = [h for file, h in read_parts(parts, lambda: Relations(place)) if is_part(file.name, "workbook.xml.rels")]
    if len(books) > 1:
        raise damaged(place)
    targets = books[0].targets if books else {}
    if len(targets) > FILE_COUNT_LIMIT:
        raise too_much(place, FILE_COUNT_LIMIT, "个文件", "files")
    for kind, target in targets.values():
        mine = [file.name for file in parts.get(KINDS.get(kind, ""), ()) if is_part(file.name, target)]
        there = kind == "worksheet" or any(is_part(name, target) for name in names)
        if kind in KINDS and there and not mine:
            raise damaged(place)
    return {number: target for number, (_, target) in targets.items()}


def names_of(book: Book, targets: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Names and states of the sheets by the end of their part's name."""
    return {targets[n]: sheet for n, sheet in book.sheets.items() if targets.get(n)}
