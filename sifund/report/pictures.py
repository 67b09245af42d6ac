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
HEAD: dict[str, Any] = {
    "anchor": "start",
    "frame": "bounds",
    "fontSize": 15,
    "subtitleFontSize": 11,
    "subtitlePadding": 5,
    "offset": 12,
}
_WORDS = re.compile(r"<text[^>]*>(.*?)</text>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_PIECES = re.compile(r"[“（]*[\u2e80-\uffef][，。；：、）”]*\s*|[^\s\u2e80-\uffef]+\s*")
_FONT = re.compile(r'font-family="([^"]*)"')


def svg(spec: dict[str, Any], data: pl.DataFrame, title: str = "", says: str = "", width: int = WIDTH) -> str:
    """The chart as SVG, under a title and a line that says more where they are given. Raises SifundError where the font
    lacks a character of it."""
    return _svg(json.dumps(spec, sort_keys=True), data.write_json(), title, says, width)


def png(spec: dict[str, Any], data: pl.DataFrame, title: str = "", says: str = "", width: int = WIDTH) -> bytes:
    """The chart as PNG, SCALE pixels a point. Raises SifundError where the font lacks a character of it."""
    import vl_convert

    return vl_convert.svg_to_png(svg(spec, data, title, says, width), scale=SCALE)


@lru_cache(maxsize=64)
def _svg(spec: str, data: str, title: str, says: str, width: int) -> str:
    import vl_convert

    vega = json.loads(_compiled(spec, width))
    if title:
        vega["title"] = HEAD | {"text": title, "subtitle": _wrapped(says, width)}
    table = next(part for part in vega["data"] if part["name"] == "rows")
    table["values"] = json.loads(data)
    picture = vl_convert.vega_to_svg(vega)
    fonts = {unescape(found) for found in _FONT.findall(picture)}
    assert fonts <= {FAMILY}, fonts
    require_glyphs("".join(unescape(_TAG.sub("", words)) for words in _WORDS.findall(picture)))
    return picture


def _wrapped(says: str, width: int) -> list[str]:
    """Lines that fit the picture: broken at a space or after any Chinese character."""
    lines = []
    for line in says.split("\n"):
        lines.append("")
        for word in _PIECES.findall(line):
            if _length(lines[-1] + word.rstrip()) > width / HEAD["subtitleFontSize"]:
                lines.append("")
            lines[-1] += word
    return [line.strip() for line in lines]


def _length(words: str) -> float:
    """About how many full-width characters wide they are."""
    return sum(1 if ord(c) > 0x2E7F or c in "—…“”" else 0.58 for c in words)


@cache
def _compiled(spec: str, width: int) -> str:
    """The specification in Vega, compiled once: page specs are constant."""
    import vl_convert

    vl_convert.register_font_directory(str(FOLDER))
    own = json.loads(spec)
    right = own.get("padding", {}).get("right", PADDING)
    own |= {"data": {"name": "rows", "values": []}, "width": width, "background": "white"}
    own |= {"padding": {"left": PADDING, "top": PADDING, "bottom": PADDING, "right": right}}
    own["config"] = own.get("config", {}) | {"font": FAMILY}
    return json.dumps(vl_convert.vegalite_to_vega(own))
