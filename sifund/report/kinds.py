"""The documents that can be asked for: kind, forms, and what makes each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sifund.report.order import Order
from sifund.report.progress import Tell
from sifund.text import Text

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Form:
    """A file type of a document: its ending, media type, and what makes the bytes and tells of its steps."""

    ending: str
    media: str
    make: Callable[[Order, Tell], bytes]


@dataclass(frozen=True, slots=True)
class Document:
    """A kind of document in one or more forms, the first by default."""

    kind: str
    name: Text
    says: Text
    forms: tuple[Form, ...]

    def form(self, ending: str) -> Form | None:
        """The form of a document by its ending; None where there is none."""
        return next((form for form in self.forms if form.ending == ending), None)


def _annual(order: Order, tell: Tell) -> bytes:
    from sifund.report import word

    return word.annual(order, tell)


def _brief_word(order: Order, tell: Tell) -> bytes:
    from sifund.report import word

    return word.brief(order, tell)


def _brief_pdf(order: Order, tell: Tell) -> bytes:
    from sifund.report import pdf

    return pdf.brief(order, tell)


def _workbook(order: Order, tell: Tell) -> bytes:
    from sifund.report import workbook

    return workbook.workbook(order, tell)


DOCUMENTS: dict[str, Document] = {
    document.kind: document for document in (
        Document(
            "annual", Text("年度绩效报告", "Annual performance report"),
            Text("按报告的结构，由数据生成；模板可由本单位修改。",
                 "In the structure of the office's report, made from data; the template is yours to edit."),
            (Form("docx", WORD, _annual),),
        ),
        Document(
            "brief", Text("一页简报", "One-page brief"),
            Text("一页纸说清方案：问题、答案、四个数、图、政策依据、风险和链接。",
                 "The scenario on one page: question, answer, four figures, chart, law, risks, link."),
            (Form("pdf", "application/pdf", _brief_pdf), Form("docx", WORD, _brief_word)),
        ),
        Document(
            "workbook", Text("工作簿", "Workbook"),
            Text("数据、参数、结果、归因和预算调整表，合计与差额为公式。",
                 "Data, parameters, results, attribution and the budget adjustment, with live formulas."),
            (Form("xlsx", EXCEL, _workbook),),
        ),
    )
}  # fmt: skip
