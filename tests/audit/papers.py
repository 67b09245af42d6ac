"""The documents as somebody else's programs show them: Word through LibreOffice, every page as PNG, and a report to fill in.

It writes documents, pages, and what was made with which programs, faces and pages. What the pages look like is for a person
to see, to write down in the report, and to keep in docs/audit.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from pypdf import PdfReader

from audit import Failed, NotRun, Section
from sifund.analysis.comparison import compare
from sifund.dataset import SAMPLE, find
from sifund.report import side, workbook
from sifund.report.kinds import DOCUMENTS
from sifund.report.order import Order
from sifund.report.progress import silent
from sifund.report.verify import verify
from sifund.scenario import parse
from sifund.text import LANGS

DPI = 80
ONE = "1;n=%E6%8F%90%E6%A0%87;unemployment.benefit_standard=1530"
FULL = ";".join((
    "1;n=%E6%BB%A1", "unemployment.benefit_standard=1530@2022-01,2600@2024-01", "unemployment.refund_rate_sme=95",
    "unemployment.refund_rate_large=60", "unemployment.employer_rate=0.8", "unemployment.employee_rate=0.6",
    "unemployment.new_claims=30000", "unemployment.assistance_months=40000", "unemployment.skills_subsidy=2500",
    "resident.basic_standard=400", "public.adjustment=6", "resident.match=80", "economy.wage_growth=4",
))  # fmt: skip
FEW = ";".join(FULL.split(";")[:5])
PAPERS = {"annual": ("annual", ""), "brief": ("brief", ONE), "brief-few": ("brief", FEW), "brief-full": ("brief", FULL)}
"""Name of the files → kind of document and scenario."""


def run(out: Path) -> Iterator[str]:
    """Make everything; a row of the report for each document."""
    missing = [name for name in ("soffice", "pdftoppm") if not shutil.which(name)]
    if missing:
        packages = "libreoffice-writer libreoffice-calc poppler-utils fonts-liberation"
        yield NotRun(f"There is no {', '.join(missing)} here (apt-get install {packages}).")
        return
    yield from _head()
    for file in _documents(out):
        yield _row(file, _pdf(file, out))
    yield ""
    yield from _saved_again(out)
    yield from ("", "### What was looked at", "", "To be written.", "", "### What was seen", "", "To be written.")


def _documents(out: Path) -> Iterator[Path]:
    """Every Word and PDF document, in both languages."""
    dataset = find(SAMPLE)
    for name, (kind, text) in PAPERS.items():
        scenario, notices = parse(text, dataset)
        assert not notices, [notice("en") for notice in notices]
        for lang in LANGS:
            for form in DOCUMENTS[kind].forms:
                file = out / f"{name}-{lang}.{form.ending}"
                file.write_bytes(form.make(Order(dataset, scenario, lang), silent))
                yield file


def _pdf(file: Path, out: Path) -> Path:
    """The document as PDF, by LibreOffice where it is Word, with a PNG a page beside it."""
    made = file
    if file.suffix == ".docx":
        made = out / "word" / f"{file.stem}.pdf"
        _run("soffice", "--headless", "--convert-to", "pdf", "--outdir", str(made.parent), str(file))
    _run("pdftoppm", "-r", str(DPI), "-png", str(made), str(made.with_suffix("")))
    return made


def _saved_again(out: Path) -> Iterator[str]:
    """Whether what LibreOffice saved again in its own form still proves itself."""
    yield "| saved again by LibreOffice | verify |"
    yield "|-|-|"
    for file in [*out.glob("*.docx"), *_books(out)]:
        name = {".docx": "docx:MS Word 2007 XML", ".xlsx": "xlsx:Calc MS Excel 2007 XML"}[file.suffix]
        _run("soffice", "--headless", "--convert-to", name, "--outdir", str(out / "again"), str(file))
        found = verify(out / "again" / file.name)
        row = f"| {file.name} | {'holds' if found.holds else f'{len(found.differences)} differences'} |"
        yield row if found.holds else Failed(row)


def _books(out: Path) -> Iterator[Path]:
    """A scenario's workbook and a comparison's, in both languages."""
    dataset = find(SAMPLE)
    asked = [parse(text, dataset)[0] for text in (ONE, FULL)]
    for lang in LANGS:
        for name, content in (
            ("workbook", workbook.workbook(Order(dataset, asked[1], lang))),
            (
                "comparison",
                side.workbook(side.Side(dataset, compare(dataset, asked), lang, "http://127.0.0.1:8501/compare")),
            ),
        ):
            (out / f"{name}-{lang}.xlsx").write_bytes(content)
            yield out / f"{name}-{lang}.xlsx"


def _row(file: Path, pdf: Path) -> str:
    pages = PdfReader(pdf).pages
    faces = sorted({face for page in pages for face in _faces(page)})
    by = "LibreOffice" if file.suffix == ".docx" else "Typst"
    row = f"| {file.name} | {by} | {len(pages)} | {file.stat().st_size // 1000} | {', '.join(faces)} |"
    return Failed(row) if len(pages) > 1 and file.name.startswith("brief") else row


def _faces(page: dict) -> Iterator[str]:
    fonts = page["/Resources"].get("/Font", {})
    for key in fonts:
        yield str(fonts[key]["/BaseFont"]).removeprefix("/").partition("+")[2]


def _head() -> Iterator[str]:
    office = _run("soffice", "--version").split()[1]
    poppler = _run("pdftoppm", "-v").splitlines()[0].split()[-1]
    yield f"LibreOffice {office}, Poppler {poppler}, Typst {version('typst')}, vl-convert {version('vl-convert-python')}; {DPI} dpi."
    yield ""
    yield "| document | set by | pages | kB | faces |"
    yield "|-|-|-|-|-|"


def _run(*command: str) -> str:
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return done.stdout or done.stderr


SECTION = Section("Documents looked at", run)
