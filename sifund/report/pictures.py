"""Charts as pictures in the project's own font: SVG and PNG from the same specification that the page draws."""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from html import unescape
from typing import Any

import polars as pl

from sifund.report.fonts import FAMILY, FOLDER, require_glyphs

WIDTH = 560
SCALE = 2.5
PADDING = 8
_WORDS = re.compile(r"<text[^>]*>(.*?)</text>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_FONT = re.compile(r'font-family="([^"]*)"')


def svg(spec: dict[str, Any], data: pl.DataFrame) -> str:
    """The chart as SVG. Raises SifundError where the font lacks a character of it."""
    return _svg(json.dumps(spec, sort_keys=True), data.write_json())


def png(spec: dict[str, Any], data: pl.DataFrame) -> bytes:
    """The chart as PNG, SCALE pixels a point. Raises SifundError where the font lacks a character of it."""
    import vl_convert

    return vl_convert.svg_to_png(svg(spec, data), scale=SCALE)


@lru_cache(maxsize=64)
def _svg(spec: str, data: str) -> str:
    import vl_convert

    vega = json.loads(_compiled(spec))
    table = next(part for part in vega["data"] if part["name"] == "rows")
    table["values"] = json.loads(data)
    picture = vl_convert.vega_to_svg(vega)
    fonts = {unescape(found) for found in _FONT.findall(picture)}
    assert fonts <= {FAMILY}, fonts
    require_glyphs("".join(unescape(_TAG.sub("", words)) for words in _WORDS.findall(picture)))
    return picture


@cache
def _compiled(spec: str) -> str:
    """The specification in Vega, compiled once: page specs are constant."""
    import vl_convert

    vl_convert.register_font_directory(str(FOLDER))
    own = json.loads(spec)
    right = own.get("padding", {}).get("right", PADDING)
    own |= {"data": {"name": "rows", "values": []}, "width": WIDTH, "background": "white"}
    own |= {"padding": {"left": PADDING, "top": PADDING, "bottom": PADDING, "right": right}}
    own["config"] = own.get("config", {}) | {"font": FAMILY}
    return json.dumps(vl_convert.vegalite_to_vega(own))
