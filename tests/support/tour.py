"""Every page with all its parts, every document and every command, of datasets with the toy fund of docs/extend.md: run in a
copy of the house in which its recipes were followed."""

from __future__ import annotations

import contextlib
import io
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from seen import headings, read_as_markdown
from streamlit.testing.v1 import AppTest

from sifund.cli import main
from sifund.dataset import SAMPLE, Dataset, find, make, save
from sifund.dataset.schema import TABLES
from sifund.report.kinds import DOCUMENTS
from sifund.report.order import Order
from sifund.report.progress import silent
from sifund.scenario import parse
from sifund.text import Text
from sifund.ui.parts import sections

NONSENSE = re.compile(r"\b(?:nan|None|inf)\b|KeyError|Traceback")
CHANGE = "ferry.standard=120"
DRAWN: set[str] = set()
"""Pages of which all parts were drawn."""
PAGES = ("overview", "scenario", "compare", "performance", "checks", "outlook", "methods", "records", "saved")


def quay() -> Dataset:
    """The sample with the toy fund's rows of its own base year beside its own."""
    sample, toy = find(SAMPLE), find("harbour")
    dated = {"lines": "year", "accounts": "year"}
    tables = {name: list(sample.rows(name)) for name in TABLES}
    for name, column in dated.items():
        tables[name] += [row.model_copy(update={column: sample.base_year}) for row in toy.rows(name)]
    tables["parameters"] += [row.model_copy(update={"from_month": f"{sample.base_year}-01"}) for row in toy.parameters]
    tables["accounts"] = [row for row in tables["accounts"] if row.fund != "all"]  # type: ignore[attr-defined]
    tables["meta"] = [sample.meta.model_copy(update={"code": "quay"})]
    data = make(tables)
    save(data, Path("data") / "quay")
    return data


def all_parts(key: str, parts: Mapping[Text, Callable[..., None]], *given: object, begin: Text | None = None) -> None:
    """Every part of a page, one after the other."""
    DRAWN.add(key)
    for show in parts.values():
        show(*given)


def draw(code: str, lang: str) -> None:
    """All pages; what they write is in words."""
    sections.sections = all_parts
    for page in PAGES:
        app = AppTest.from_file(str(Path("app.py").resolve()), default_timeout=120)
        text = f"1;d={code};{CHANGE};view.fund=ferry"
        app.query_params |= {"lang": lang, "s": f"{text}|1;d={code};ferry.standard=80" if page == "compare" else text}
        app.switch_page(f"pages/{page}.py").run()
        assert not app.exception, (code, page, lang, app.exception)
        assert headings(app), (code, page, lang)
        words = "\n".join(read_as_markdown(app))
        assert not NONSENSE.search(words), (code, page, lang, NONSENSE.search(words))


def write(data: Dataset, lang: str) -> None:
    """All documents."""
    scenario, notices = parse(CHANGE, data)
    assert not notices
    order = Order(data, scenario, lang, "http://localhost")  # type: ignore[arg-type]
    for document in DOCUMENTS.values():
        for form in document.forms:
            content = form.make(order, silent)
            assert len(content) > 1000, (document.kind, form.ending)


def command(code: str, lang: str) -> None:
    """All commands that ask something of a dataset."""
    said = ("--lang", lang)
    asked = ("--set", CHANGE)
    for words in (
        ("simulate", code, *asked), ("link", code, *asked), ("parameters", code), ("presets", code), ("check", code),
        ("solve", code, "--lever", "ferry.standard", "--measure", "ferry:closing@2025", "--target", "9000000"),
        ("solve", code, "--lever", "ferry.standard", "--measure", "all:closing@2025", "--target", "9000000"),
        ("template", "--output", f"template-{code}-{lang}.xlsx"), ("report", "workbook", code, *asked, "--output", f"{code}-{lang}.xlsx"),
        ("verify", f"{code}-{lang}.xlsx"),
    ):  # fmt: skip
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            status = main([*words, *said])
        assert status in (0, 1), (words, out.getvalue())
        assert not NONSENSE.search(out.getvalue()), (words, out.getvalue())


def tour(part: str) -> None:
    """One part of it for both datasets and languages."""
    data = {"harbour": find("harbour"), "quay": quay()}
    assert data["quay"].fund_name("all") == Text("四险合计", "All funds")
    for code, lang in ((code, lang) for code in data for lang in ("zh", "en")):
        if part == "pages":
            draw(code, lang)
        elif part == "documents":
            write(data[code], lang)
        else:
            command(code, lang)
    assert part != "pages" or {"lab", "outlook", "performance", "methods"} == DRAWN
    print("seen")


if __name__ == "__main__":
    tour(sys.argv[1])
