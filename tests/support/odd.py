"""Texts with every class of odd character, and every maker of documents and pictures given each of them.

`python tests/support/odd.py NAME…` makes everything of those texts in a process of its own (what is tested for can end one) and
prints a line a text and maker: what it became.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import polars as pl
from office import HEAD

from sifund.analysis.comparison import compare
from sifund.dataset import Dataset
from sifund.dataset.schema import AccountRow, LineRow, MetaRow
from sifund.importer.sheet import File
from sifund.problem import SifundError
from sifund.report import flat, pdf, pictures, side, word, workbook
from sifund.report.order import Order
from sifund.scenario import Scenario
from sifund.text import fit

ODD: dict[str, str] = {
    "null": "a\x00b", "vertical tab": "a\x0bb", "unit separator": "a\x1fb", "delete": "a\x7fb", "C1": "a\x85b",
    "right to left": "a\u202eb", "isolate": "a\u2066b", "surrogate": "a\ud800b", "non-character": "a\ufffeb",
    "non-characters": "\ufdd0a\U0001ffff", "combining": "e\u0301 a\u0338 o\u20dd", "stacked": "Z\u0351\u036b\u0343\u032a\u0302",
    "emoji": "增长👍", "joined emoji": "👩‍👩‍👧‍👦🇨🇳", "private use": "a\ue000b\U000f0000", "astral": "𠮷野家𠀀",
    "hebrew": "שלום עולם", "zero width": "a\u200bb\u200cc\u200dd\u2060e", "byte order mark": "\ufeffa\ufeffb",
    "soft hyphen": "a\u00adb", "no-break space": "a\u00a0b", "ideographic space": "某\u3000市", "line breaks": "a\nb\r\nc\td",
    "line separator": "a\u2028b\u2029c", "quotes": "'a\" “b” «c» `d`", "formula =": "=1+1", "formula +": "+1",
    "formula -": "-1", "formula @": "@SUM(A1)", "call": '=HYPERLINK("http://evil.example","x")', "markup": "<b>a</b> & &lt; ]]> <!--",
    "link": "http://evil.example www.evil.example a@evil.example", "signs": ":smile: :red[x] $x$ [a](b) *c* # -- -> :material/home:",
    "jinja": "{{ title }} {% if x %} {# c #}", "format": "{x} {0} {} %s %(a)s %d", "typst": '#read("/etc/passwd") $x$ @a <b> *c*',
    "escaped": "a_x000B_b _x005F_", "path": "../../etc/passwd \\\\host\\x %00%2e", "backslash": "a\\b\\n\\u0000",
    "unassigned": "a\u0378b", "tags": "a\U000e0041b", "replaced": "a\ufffdb", "long": "长" * 199, "longer": "a" * 5000,
    "number": "1.20", "date": "2021-01-01", "none": "None NaN null",
}  # fmt: skip
"""What it is → the text."""
BARS = {
    "mark": "bar",
    "encoding": {
        "y": {"field": "name", "type": "nominal", "axis": {"labelLimit": 0}},
        "x": {"field": "x", "type": "quantitative"},
    },
}
BENEFIT = "unemployment,unemployment.benefit,expenditure,2022,万元,1200,reported,p1"
ROWS = pl.DataFrame({"name": ["a"], "x": [1.0]})


def files(words: str) -> list[File]:
    """What an office uploads whose dataset and one line are called so."""
    cell = '"' + words.replace('"', '""') + '"'
    lines = f"{HEAD}\n{BENEFIT}\nunemployment,{cell},支出,2022,万元,5,reported,p1\n"
    meta = f"code,name_zh,name_en,base_year\nsmall,{cell},{cell},2022\n"
    named = (("meta.csv", meta), ("lines.csv", lines))
    return [File(name, text.encode(errors="surrogatepass")) for name, text in named]


def forced(name: str) -> Dataset:
    """A dataset whose words are the text, though its schema would refuse them: of an older version, or built by hand."""
    ground: dict[str, Any] = {"basis": "reported", "source": name}
    line: dict[str, Any] = {"fund": "unemployment", "line": "unemployment.benefit", "year": 2022, "kind": "expenditure"}
    own = {
        "fund": "unemployment",
        "line": "unemployment.own",
        "year": 2022,
        "kind": "expenditure",
        "name_zh": name,
        "name_en": name,
    }
    rows = [LineRow.model_construct(**head, actual_yuan=1e7, **ground) for head in (line, own)]
    item: dict[str, Any] = {"fund": "unemployment", "year": 2022, "amount_yuan": 1e8}
    accounts = tuple(AccountRow.model_construct(item="opening", **item, **ground) for _ in range(1))
    meta = MetaRow.model_construct(
        code="odd", name_zh=name, name_en=name, base_year=2022, source_zh=name, source_en=name
    )
    return Dataset(meta, tuple(rows), accounts, (), (), ())


def makers(name: str) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Everything that is made of words: documents, pictures and tables."""
    yield "scenario.txt", lambda: Scenario(name=name).text().encode()
    name = name.encode(errors="ignore").decode()  # no table holds half a character
    on = forced(name)
    scenario = Scenario((("unemployment.benefit_standard", ((24276, 1530.0),)),), fit(name))
    order = Order(on, scenario)
    yield "brief.docx", lambda: word.brief(order)
    yield "brief.pdf", lambda: pdf.brief(order)
    yield "annual.docx", lambda: word.annual(order, drawn=False)
    yield "workbook.xlsx", lambda: workbook.workbook(order)
    yield (
        "comparison.xlsx",
        lambda: side.workbook(
            side.Side(on, compare(on, [scenario, replace(scenario, changes=())]), "zh", "http://127.0.0.1:8501/compare")
        ),
    )
    rows = pl.DataFrame({"name": [name], "x": [1.0]})
    drawn = {"title": (ROWS, name, ""), "rows": (rows, "题", ""), "beside": (ROWS, "题", name)}
    for form, make in (("png", pictures.png), ("svg", lambda *given: pictures.svg(*given).encode())):
        yield from ((f"{part}.{form}", partial(make, BARS, *given)) for part, given in drawn.items())
    yield "table.csv", lambda: flat.csv(rows)
    yield "table.parquet", lambda: flat.parquet(rows)


def seen_in(file: str, content: bytes, name: str) -> bool:
    """Whether a file can be opened by another program's reader, and holds the words of its data as they are."""
    return _close(name.encode(errors="ignore").decode()) in _close(READERS[file.partition(".")[2]](content))


def _close(words: str) -> str:
    """Without what breaks lines or is not drawn; quotation marks straight, as over a picture in English."""
    return re.sub(r"[\s\ufeff]+", "", words.replace("“", '"').replace("”", '"'))


def _word(content: bytes) -> str:
    from docx import Document

    page = Document(BytesIO(content))
    cells = (cell.text for table in page.tables for row in table.rows for cell in row.cells)
    return "\n".join([page.core_properties.title, *(line.text for line in page.paragraphs), *cells])


def _excel(content: bytes) -> str:
    import fastexcel

    book = fastexcel.read_excel(content)
    sheets = (book.load_sheet(name, header_row=None).to_polars() for name in book.sheet_names)
    return "\n".join(str(cell) for sheet in sheets for row in sheet.rows() for cell in row)


def _pdf(content: bytes) -> str:
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def _svg(content: bytes) -> str:
    return "".join(ElementTree.fromstring(content).itertext())


def _png(content: bytes) -> str:
    from PIL import Image

    with Image.open(BytesIO(content)) as picture:
        picture.load()
    return ""


READERS: dict[str, Callable[[bytes], str]] = {
    "docx": _word, "xlsx": _excel, "pdf": _pdf, "svg": _svg, "png": _png,
    "csv": lambda content: "\n".join(str(cell) for row in csv.reader(content.decode("utf-8-sig").splitlines(True)) for cell in row),
    "txt": lambda content: unquote(content.decode()),
    "parquet": lambda content: str(pl.read_parquet(BytesIO(content))["name"][0]),
}  # fmt: skip


def become(file: str, make: Callable[[], bytes], name: str) -> str:
    """ "made", or what it was refused for; anything else is a fault."""
    try:
        content = make()
    except SifundError as error:
        return f"refused: {error}"
    if LINKED.search(b"".join(_parts(content))):
        return "made with a link of the name"
    return "made" if file.endswith("png") or seen_in(file, content, name) else "made without its words"


LINKED = re.compile(rb"/URI|<(w:)?hyperlink|[^>]HYPERLINK[^<]*</(f|w:instrText)>|relationships/hyperlink")
"""What a link is in PDF, Word and Excel."""


def _parts(content: bytes) -> Iterator[bytes]:
    """A file, and the parts of one that is an archive."""
    yield content
    if zipfile.is_zipfile(BytesIO(content)):
        with zipfile.ZipFile(BytesIO(content)) as parts:
            yield from map(parts.read, parts.namelist())


def main() -> None:
    """A line of JSON for each text and maker, as soon as it is known: what ends the process is told by what is missing."""
    for what in sys.argv[1:]:
        for file, make in makers(ODD[what]):
            print(json.dumps([what, file, become(file, make, ODD[what])]), flush=True)


if __name__ == "__main__":
    main()
