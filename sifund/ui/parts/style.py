"""The style of all pages: Streamlit's page is served with it (`sifund.dressed`), no run sends it. Where another server
serves the page, the bar's script lays it."""

from __future__ import annotations

from pathlib import Path

from sifund import colours

HERE = Path(__file__).parent


def sheet() -> str:
    """The colours as variables, then what stands in the sheets."""
    sheets = ((HERE / name).read_text(encoding="utf-8") for name in ("bar.css", "page.css"))
    return "".join([colours.css(), *sheets])
