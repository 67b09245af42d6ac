"""The XML parts of a workbook, read one element at a time and never kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import TypeVar
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml.common import DefusedXmlException
from defusedxml.sax import parse

from sifund.importer.sheet import File, unreadable
from sifund.problem import SifundError

H = TypeVar("H", bound="PartReader")
DEPTH_LIMIT = 60
Parts = Mapping[str, Sequence[File]]
"""The XML parts of a workbook, by the name of their root."""
UNPARSED = (SAXParseException, LookupError, ValueError)
"""Not well formed, or in an encoding that nobody knows."""
XML = (".xml", ".rels")
"""Endings of parts that must be XML: one that cannot be read is no part that does not matter."""


def damaged(place: str) -> SifundError:
    """The error of a workbook that is not as it should be."""
    return unreadable(place, "工作簿已损坏；请另存一份再上传。", "the workbook is damaged; save a copy and try again.")


class PartReader(ContentHandler):
    """What reads the parts of one kind, known by their `root`: elements without prefix, and the path to the one at hand."""

    root = ""

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place, self.path = place, [""]

    def startElement(self, name: str, attrs) -> None:  # noqa: N802
        """Follow the path; refuse what nests too deep."""
        if len(self.path) > DEPTH_LIMIT:
            raise unreadable(self.place, "结构异常，没有打开。", "is oddly nested and was not opened.")
        self.path.append(name.rpartition(":")[2])
        self.start(self.path[-1], attrs)

    def endElement(self, name: str) -> None:  # noqa: N802
        """Leave an element."""
        self.end(self.path.pop())

    def start(self, name: str, attrs) -> None:
        """An element begins, by its local name."""

    def end(self, name: str) -> None:
        """An element ends, by its local name."""


class _RootName(Exception):
    """The root of a part, by its name without prefix."""


class _Root(PartReader):
    def start(self, name: str, attrs) -> None:
        """Stop at the first element."""
        raise _RootName(name)


def by_root(place: str, files: Sequence[File]) -> Parts:
    """The XML parts by their root. Pictures and a printer's settings are none; a part that should be XML is, or is damage."""
    parts: dict[str, list[File]] = {}
    for file in files:
        try:
            parse(BytesIO(file.data), _Root(place), forbid_dtd=True)
        except _RootName as root:
            parts.setdefault(str(root), []).append(file)
        except DefusedXmlException as error:
            raise damaged(place) from error
        except UNPARSED as error:
            if file.ending in XML:
                raise damaged(place) from error
    return parts


def read_parts(parts: Parts, new: Callable[[], H]) -> Iterator[tuple[File, H]]:
    """Each part of the handler's kind, and the handler that has read all of it. Raises SifundError."""
    for file in parts.get(new().root, ()):
        handler = new()
        try:
            parse(BytesIO(file.data), handler, forbid_dtd=True)
        except SifundError:
            raise
        except (DefusedXmlException, *UNPARSED) as error:
            raise damaged(handler.place) from error
        yield file, handler


def read_one(parts: Parts, new: Callable[[], H]) -> H:
    """What a handler finds in the only part of its kind; nothing where there is none. Two of them are damage: which of
    them counts is no guess of ours."""
    handlers = [handler for _, handler in read_parts(parts, new)]
    if len(handlers) > 1:
        raise damaged(handlers[0].place)
    return handlers[0] if handlers else new()
