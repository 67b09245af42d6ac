"""The XML parts of a workbook, read one element at a time and never kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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
XML = (".xml", ".rels")
"""Endings of parts that must be XML: one that cannot be read is no part that does not matter."""


def damaged(place: str) -> SifundError:
    """The error of a workbook that is not as it should be."""
    return unreadable(place, "工作簿已损坏；请另存一份再上传。", "the workbook is damaged; save a copy and try again.")


class _Done(Exception):
    """The part is none that matters here."""


class PartReader(ContentHandler):
    """What reads a part of one kind, known by its `root`: elements without prefix, and the path to the one at hand."""

    root = ""

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place, self.path = place, [""]

    def startElement(self, name: str, attrs) -> None:  # noqa: N802
        """Follow the path; refuse what nests too deep and stop at another root."""
        name = name.rpartition(":")[2]
        if len(self.path) == 1 and name != self.root:
            raise _Done
        if len(self.path) > DEPTH_LIMIT:
            raise unreadable(self.place, "结构异常，没有打开。", "is oddly nested and was not opened.")
        self.path.append(name)
        self.start(name, attrs)

    def endElement(self, name: str) -> None:  # noqa: N802
        """Leave an element."""
        self.end(self.path.pop())

    def start(self, name: str, attrs) -> None:
        """An element begins, by its local name."""

    def end(self, name: str) -> None:
        """An element ends, by its local name."""


def read_parts(files: Sequence[File], new: Callable[[], H]) -> Iterator[H]:
    """What a handler finds in each part of its kind."""
    for file in files:
        handler = new()
        try:
            parse(BytesIO(file.data), handler, forbid_dtd=True)
        except _Done:
            continue
        except SifundError:
            raise
        except DefusedXmlException as error:
            raise damaged(handler.place) from error
        except (SAXParseException, LookupError, ValueError) as error:  # not well formed, or in an unknown encoding
            if handler.path != [""] or file.ending in XML:
                raise damaged(handler.place) from error
            continue  # no XML: a picture, a printer's settings
        yield handler
