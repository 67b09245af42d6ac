"""The brief as PDF, set by Typst in the project's own font."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, cast

from sifund.problem import SifundError, problem
from sifund.report.brief import Brief
from sifund.report.fonts import FOLDER as FONTS
from sifund.report.headings import LEVERS
from sifund.report.order import Order
from sifund.report.template import FOLDER

PNG_PPI = 110


def brief(order: Order) -> bytes:
    """One A4 page as PDF. Raises SifundError."""
    return _set(order, "pdf")[0]


def pages(order: Order) -> list[bytes]:
    """The brief's pages as PNG."""
    return _set(order, "png")


def _set(order: Order, form: Literal["pdf", "png"]) -> list[bytes]:
    import typst

    page = Brief(order)
    content = page.content() | {"lang": order.lang, "mark": order.passport("brief").text(), "qr": False}
    content["lever_heads"] = [order.t(title) for _, title in LEVERS]
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "chart.svg").write_text(page.chart_svg(), encoding="utf-8")
        if code := page.qr_png():
            (folder / "qr.png").write_bytes(code)
            content["qr"] = True
        (folder / "content.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        main = folder / "brief.typ"
        main.write_bytes((FOLDER / "brief.typ").read_bytes())
        try:
            made = typst.compile(
                str(main), root=name, font_paths=[str(FONTS)], ignore_system_fonts=True, format=form,
                ppi=PNG_PPI if form == "png" else None, timestamp=0,
            )  # fmt: skip
        except typst.TypstError as error:
            raise SifundError([problem("template", "brief.typ", "版式无法排出：{value}", "the page cannot be set: {value}",
                                       value=error)]) from None  # fmt: skip
    return cast(list[bytes], made if isinstance(made, list) else [made])
