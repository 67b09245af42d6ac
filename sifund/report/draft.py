"""The draft of the quarterly warning report as Word: in the office's own typography, to be edited."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from sifund.analysis.year.running import Cockpit
from sifund.analysis.year.running_words import HEADS, draft
from sifund.dataset import Dataset
from sifund.report.given import require_fit
from sifund.report.template import FOLDER
from sifund.text import Lang, Text


def warning(dataset: Dataset, cockpit: Cockpit, lang: Lang) -> bytes:
    """The draft as .docx, in the styles of the annual report's template. Raises SifundError for what no file may hold."""
    from docx import Document

    words = list(draft(dataset, cockpit))
    require_fit([part(lang) for part in words])
    document = Document(str(FOLDER / f"annual.{lang}.docx"))
    body = document.element.body
    for part in list(body)[:-1]:  # the last one holds page and margins
        body.remove(part)
    for part, style in zip(words, _styles(words), strict=True):
        document.add_paragraph(part(lang), style)
    about = document.core_properties
    about.title, about.author, about.last_modified_by, about.comments = words[0](lang)[:255], "sifund", "sifund", ""
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _styles(words: Sequence[Text]) -> list[str]:
    """The first is the title; heads stand over paragraphs."""
    return ["Title", *("Heading 1" if part in HEADS else "Normal" for part in words[1:])]
