"""Whether today's data and model still give a document's numbers, and which differ: it is made again and compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from sifund.dataset import Dataset
from sifund.problem import Problem, SifundError, problem
from sifund.report.order import Order, Passport, read_passport
from sifund.scenario import parse
from sifund.text import Text

LIMIT = 50_000_000
CORE = "docProps/core.xml"
NUMBER = re.compile(r"[−+-]?[0-9][0-9,]*(?:\.[0-9]+)?")
NEAR = 12
"""Characters before a number that say where it stands."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A number of the document and what it would be today; either is empty where there is none."""

    where: str
    document: str
    today: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What a document says of itself, and how it compares with one made today."""

    passport: Passport
    today: str
    result_changed: bool
    numbers: int
    differences: tuple[Difference, ...]
    notices: tuple[Problem, ...]

    @property
    def data_changed(self) -> bool:
        """Whether the data's fingerprint, `today`, is another than the document's."""
        return self.today != self.passport.dataset_fingerprint

    @property
    def holds(self) -> bool:
        return not (self.data_changed or self.result_changed or self.differences)


def verify(path: Path, dataset: Dataset | None = None) -> Verified:
    """Compare a Word or Excel file with the document that today's data and model give. Raises SifundError.

    `dataset` is the data to use; by default that of the code that the document carries.
    """
    content = _read(path)
    passport = passport_of(content)
    if passport is None:
        raise SifundError([problem(
            "no_passport", path.name, "不是本程序生成的Word或Excel文件，或核验信息已被删去。",
            "is no Word or Excel file of this program, or its passport was removed.",
        )])  # fmt: skip
    data = dataset or _find(passport.dataset)
    scenario, notices = parse(passport.scenario, data)
    order = Order(data, replace(scenario, dataset=""), passport.lang, passport.base)
    found, today = list(numbers(content)), list(numbers(_again(order, passport.kind)))
    return Verified(
        passport, data.fingerprint,
        order.result.fingerprint() != passport.result_fingerprint, len(found), tuple(_differ(found, today)), notices,
    )  # fmt: skip


def passport_of(content: bytes) -> Passport | None:
    """The passport in the properties of a Word or Excel file, or None."""
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


def numbers(content: bytes) -> Iterator[tuple[str, str]]:
    """Every number of a document in its order, with the words before it."""
    for words in _words(content):
        for match in NUMBER.finditer(words):
            yield words[max(0, match.start() - NEAR) : match.start()], match.group()


def _words(content: bytes) -> Iterator[str]:
    with ZipFile(BytesIO(content)) as parts:
        excel = any(name.startswith("xl/") for name in parts.namelist())
    return _cells(content) if excel else _paragraphs(content)


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


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > LIMIT:
            raise SifundError(
                [
                    problem(
                        "too_large",
                        path.name,
                        "文件超过{limit}MB。",
                        "is larger than {limit} MB.",
                        limit=LIMIT // 10**6,
                    )
                ]
            )
        return path.read_bytes()
    except OSError as error:
        raise SifundError(
            [problem("file", path.name, "无法读取：{value}", "cannot be read: {value}", value=error)]
        ) from None


def _find(code: str) -> Dataset:
    from sifund.dataset import find

    return find(code)


def _again(order: Order, kind: str) -> bytes:
    """The document without its pictures."""
    from sifund.report import word, workbook

    makers = {"annual": lambda: word.annual(order, drawn=False), "brief": lambda: word.brief(order),
              "workbook": lambda: workbook.workbook(order)}  # fmt: skip
    if kind not in makers:
        raise SifundError(
            [problem("kind", "", "未知的文件种类“{value}”。", "unknown kind of document “{value}”.", value=kind)]
        )
    return makers[kind]()


def _differ(found: Sequence[tuple[str, str]], today: Sequence[tuple[str, str]]) -> Iterator[Difference]:
    match = SequenceMatcher(None, [n for _, n in found], [n for _, n in today], autojunk=False)
    for kind, i, j, k, m in match.get_opcodes():
        if kind != "equal":
            for place in range(max(j - i, m - k)):
                here, there = _at(found, i + place, j), _at(today, k + place, m)
                yield Difference((here or there or ("", ""))[0], here[1] if here else "", there[1] if there else "")


def _at(numbers: Sequence[tuple[str, str]], place: int, end: int) -> tuple[str, str] | None:
    return numbers[place] if place < end else None


SAYS = Text("{where}…{document} → {today}", "{where}… {document} → {today}")
