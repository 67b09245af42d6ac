"""The brief as PDF, set by Typst in the project's own font."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, cast

from sifund import catalog
from sifund.problem import SifundError, problem
from sifund.report.brief import Brief
from sifund.report.fonts import FOLDER as FONTS
from sifund.report.given import require_fit
from sifund.report.headings import LEVERS
from sifund.report.order import Order
from sifund.report.progress import DRAW, RUN, SET, WRITE, Steps, Tell, silent
from sifund.report.stamp import template_mark
from sifund.report.template import FOLDER

PNG_PPI = 110


def brief(order: Order, tell: Tell = silent) -> bytes:
    """One A4 page as PDF. Raises SifundError."""
    return _set(order, "pdf", tell)[0]


def pages(order: Order) -> list[bytes]:
    """The brief's pages as PNG."""
    return _set(order, "png")


def _set(order: Order, form: Literal["pdf", "png"], tell: Tell = silent) -> list[bytes]:
    page, steps = Brief(order), Steps(4, tell)
    steps.begin(RUN)
    _ = order.side
    steps.begin(WRITE)
    template = FOLDER / "brief.typ"
    passport = order.passport("brief", template_mark(template))
    content = page.content() | {"lang": order.lang, "mark": passport.text(), "qr": False, "roomy": page.roomy}
    content["lever_heads"] = [order.t(title) for _, title, _ in LEVERS]
    steps.begin(DRAW.format(name=catalog.fund_name(page.fund)))
    parts = {"chart.svg": page.chart_svg().encode(), "brief.typ": template.read_bytes()}
    if code := page.qr_png():
        parts["qr.png"], content["qr"] = code, True
    require_fit(content)
    parts["content.json"] = json.dumps(content, ensure_ascii=False).encode()
    steps.begin(SET)
    return _compiled(parts, form)


def _compiled(parts: Mapping[str, bytes], form: Literal["pdf", "png"]) -> list[bytes]:
    """What Typst makes of brief.typ and the files that it reads. Raises SifundError."""
    import typst

    with TemporaryDirectory() as name:
        for part, content in parts.items():
            (Path(name) / part).write_bytes(content)
        try:
            made = typst.compile(
                str(Path(name) / "brief.typ"), root=name, font_paths=[str(FONTS)], ignore_system_fonts=True, format=form,
                ppi=PNG_PPI if form == "png" else None, timestamp=0,
            )  # fmt: skip
        except typst.TypstError as error:
            raise SifundError([problem("template", "brief.typ", "版式无法排出：{value}", "the page cannot be set: {value}",
                                       value=error)]) from None  # fmt: skip
    return cast(list[bytes], made if isinstance(made, list) else [made])
