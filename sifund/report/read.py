"""What a document says: the passport in its properties, and its numbers in their order. Word, Excel and PDF."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from sifund.report.order import Passport, read_passport

LIMIT = 50_000_000
CORE = "docProps/core.xml"
PDF = b"%PDF-"
NUMBER = re.compile(r"[−+-]?[0-9][0-9,]*(?:\.[0-9]+)?")
NEAR = 16
"""Characters before a number that say where it stands."""


def ending_of(content: bytes) -> str:
    """The form that the bytes are in, whatever the file is called: "pdf", "xlsx", else "docx"."""
    if content.startswith(PDF):
        return "pdf"
    with ZipFile(BytesIO(content)) as parts:
        return "xlsx" if any(name.startswith("xl/") for name in parts.namelist()) else "docx"


def passport_of(content: bytes) -> Passport | None:
    """The passport in the properties of a document, or None; a file that cannot be read has none."""
    return _passport_of_pdf(content) if content.startswith(PDF) else _passport_of_office(content)


def _passport_of_office(content: bytes) -> Passport | None:
    from lxml import etree  # type: ignore[attr-defined]

    safe = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        with ZipFile(BytesIO(content)) as parts:
            if parts.getinfo(CORE).file_size > LIMIT:
                return None
            root = etree.fromstring(parts.read(CORE), safe)
    except (BadZipFile, KeyError, etree.XMLSyntaxError):
        return None
    found = (
        read_passport(element.text or "") for element in root.iter("{http://purl.org/dc/elements/1.1/}description")
    )
    return next((passport for passport in found if passport), None)


def _passport_of_pdf(content: bytes) -> Passport | None:
    try:
        about = _pdf(content).metadata
        return read_passport(str(about.keywords)) if about and about.keywords else None
    except Exception:  # a foreign or broken file can fail the reader in any way
        return None


def numbers(content: bytes) -> Iterator[tuple[str, str]]:
    """Every number of a document in its order, with the words before it, if need be of the cell or line before."""
    before = ""
    for words in _WORDS[ending_of(content)](content):
        for match in NUMBER.finditer(words):
            yield f"{before} {words[: match.start()]}".strip()[-NEAR:], match.group()
        before = f"{before} {words}"[-NEAR:]


def marked_up(content: bytes) -> int:
    """How many annotations lie over a PDF's pages: text and stamps that are no part of them. A signature is one."""
    if not content.startswith(PDF):
        return 0
    return sum(len(page.annotations or ()) for page in _pdf(content).pages)


def _paragraphs(content: bytes) -> Iterator[str]:
    from docx import Document
    from docx.table import Table

    for block in Document(BytesIO(content)).iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                yield from (cell.text for cell in row.cells)
        else:
            yield block.text


def _cells(content: bytes) -> Iterator[str]:
    """Cells as text; figures and the values of formulas as they were written."""
    import fastexcel

    book = fastexcel.read_excel(content)
    for name in book.sheet_names:
        frame = book.load_sheet(name, header_row=None, dtypes="string").to_polars()
        for row in frame.iter_rows():
            yield from (str(cell) for cell in row if cell is not None)


def _lines(content: bytes) -> Iterator[str]:
    """Lines of a PDF as they were set, those in its charts too."""
    for page in _pdf(content).pages:
        yield from page.extract_text().splitlines()


def _pdf(content: bytes) -> Any:
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of broken files line by line
    return PdfReader(BytesIO(content))


_WORDS = {"pdf": _lines, "xlsx": _cells, "docx": _paragraphs}
