"""Word documents from the templates of the office: filled in, never computed there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from io import BytesIO
from typing import Any

from sifund import catalog
from sifund.problem import SifundError, problem
from sifund.report.annual import Annual
from sifund.report.annual_fund import pictures
from sifund.report.brief import Brief
from sifund.report.given import require_fit
from sifund.report.order import MARK, Order
from sifund.report.progress import DRAW, FILL, RUN, WRITE, Steps, Tell, silent
from sifund.report.stamp import template_mark
from sifund.report.template import FOLDER

PROPERTY = 255
"""Characters that python-docx lets into a property."""
CHART_MM, BRIEF_MM, HALF_MM, FULL_MM, QR_MM = 150, 125, 80, 90, 22


def annual(order: Order, tell: Tell = silent, *, drawn: bool = True) -> bytes:
    """The annual report as .docx; without charts where only its figures are wanted. Raises SifundError."""
    made = Annual(order)
    steps = Steps(3 + len(made.growth), tell)
    steps.begin(RUN)
    _ = order.side
    steps.begin(WRITE)
    content = made.content()
    charts = []
    for growth in made.growth:
        steps.begin(DRAW.format(name=catalog.fund_name(growth.fund)))
        charts.append(pictures(order, growth.fund, made.rows, growth, made.tolerance, drawn))
    steps.begin(FILL)

    def fill(template: Any) -> dict[str, Any]:
        funds = [
            {name: getattr(fund, name) for name in asdict(fund)}
            | {"bullet": None, "waterfall": None}
            | _placed(template, images)
            for fund, images in zip(made.funds, charts, strict=True)
        ]
        return content | {"funds": funds}

    return render("annual", order, fill, drawn=drawn)


def brief(order: Order, tell: Tell = silent) -> bytes:
    """The brief as .docx. Raises SifundError."""
    page, steps = Brief(order), Steps(4, tell)
    steps.begin(RUN)
    _ = order.side
    steps.begin(WRITE)
    content = page.content()
    steps.begin(DRAW.format(name=catalog.fund_name(page.fund)))
    chart, code = page.chart_png(), page.qr_png()
    steps.begin(FILL)

    def fill(template: Any) -> dict[str, Any]:
        images = _placed(template, {"chart": chart}, BRIEF_MM if page.roomy else FULL_MM if page.full else HALF_MM)
        images |= _placed(template, {"qr": code}, QR_MM) if code else {"qr": ""}
        return content | images

    return render("brief", order, fill)


def _placed(template: Any, charts: Mapping[str, bytes], width: float = CHART_MM) -> dict[str, Any]:
    from docx.shared import Mm
    from docxtpl import InlineImage

    return {
        name: InlineImage(template, BytesIO(data), width=Mm(width)) if data else " " for name, data in charts.items()
    }


def render(kind: str, order: Order, fill: Any, *, drawn: bool = True) -> bytes:
    """A template filled in, with the document's passport in its properties. Raises SifundError for a broken template."""
    from docxtpl import DocxTemplate
    from jinja2 import Environment, StrictUndefined, TemplateError

    file = FOLDER / f"{kind}.{order.lang}.docx"
    template = DocxTemplate(file)
    passport = order.passport(kind, template_mark(file), drawn=drawn).text()
    content = fill(template)
    require_fit(content, passport, order.t(order.dataset.name))
    try:
        template.render(content, Environment(undefined=StrictUndefined, autoescape=True))
    except TemplateError as error:
        raise SifundError([problem(
            "template", file.name, "模板无法填写：{value}；请重新生成或改正。",
            "the template cannot be filled in: {value}; mend it or make it again.", value=error,
        )]) from None  # fmt: skip
    assert template.docx is not None
    about = template.docx.core_properties
    about.title, about.comments = order.t(order.dataset.name)[:PROPERTY], MARK
    note = next(part for part in about._element.iterchildren() if part.text == MARK)
    note.text = passport  # longer than the 255 characters that python-docx lets through
    about.author = about.last_modified_by = "sifund"
    buffer = BytesIO()
    template.save(buffer)
    return buffer.getvalue()
