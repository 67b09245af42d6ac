"""What a document says: the passport in its properties, and its pieces in their order. Word, Excel and PDF."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from sifund.report.order import Passport, read_passport
from sifund.report.proof.package import Package, parts_of, xml
from sifund.report.proof.pieces import NUMBER, TEXT, Piece, unmarked

LIMIT = 50_000_000
CORE = "docProps/core.xml"
PDF = b"%PDF-"
NEAR = 16
"""Characters before a number that say where it stands."""
PIECE_LIMIT = 60_000


def ending_of(content: bytes) -> str:
    """The form that the bytes are in, whatever the file is called: "pdf", "xlsx", else "docx"."""
    if content.startswith(PDF):
        return "pdf"
    with ZipFile(BytesIO(content)) as parts:
        return "xlsx" if any(name.lower().startswith("xl/") for name in parts.namelist()) else "docx"


def passport_of(content: bytes) -> Passport | None:
    """The passport in the properties of a document, or None; a file that cannot be read has none."""
    return _passport_of_pdf(content) if content.startswith(PDF) else _passport_of_office(content)


def _passport_of_office(content: bytes) -> Passport | None:
    from lxml import etree  # type: ignore[attr-defined]

    try:
        with ZipFile(BytesIO(content)) as parts:
            if parts.getinfo(CORE).file_size > LIMIT:
                return None
            root = xml(parts.read(CORE))
    except (BadZipFile, KeyError, ValueError, OSError, RuntimeError, NotImplementedError, etree.XMLSyntaxError):
        return None
    passports = (
        read_passport(element.text or "") for element in root.iter("{http://purl.org/dc/elements/1.1/}description")
    )
    return next((passport for passport in passports if passport), None)


def _passport_of_pdf(content: bytes) -> Passport | None:
    from sifund.report.proof.pdf import open_pdf

    try:
        about = open_pdf(content).metadata
        return read_passport(str(about.keywords)) if about and about.keywords else None
    except Exception:  # a foreign or broken file can fail the reader in any way
        return None


def reading(content: bytes) -> tuple[Piece, ...]:
    """Everything that a document says. Raises SifundError beyond the limits, and whatever a broken file fails with."""
    from sifund.report.proof.excel import ExcelReader
    from sifund.report.proof.package import too_much
    from sifund.report.proof.pdf import PdfReader
    from sifund.report.proof.word import WordReader

    ending = ending_of(content)
    if ending == "pdf":
        pieces = PdfReader(content).pieces()
    else:
        reader = ExcelReader if ending == "xlsx" else WordReader
        pieces = reader(Package(parts_of(content))).pieces()
    listed = []
    for piece in pieces:
        listed.append(piece)
        if len(listed) > PIECE_LIMIT:
            raise too_much(f"{PIECE_LIMIT} pieces")
    return tuple(listed)


def numbers(content: bytes) -> Iterator[tuple[str, str]]:
    """Every number of a document in its order, with the words before it, if need be of the cell or line before."""
    before = ""
    for piece in reading(content):
        if piece.stream.startswith(TEXT):
            words = unmarked(piece.says)
            for match in NUMBER.finditer(words):
                yield f"{before} {words[: match.start()]}".strip()[-NEAR:], match.group()
            before = f"{before} {words}"[-NEAR:]
