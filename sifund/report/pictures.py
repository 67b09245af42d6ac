"""Charts as pictures in the project's own font: SVG and PNG from the same specification that the page draws."""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from html import unescape
from typing import Any

import polars as pl

from sifund.charts.theme import broken
from sifund.colours import INK, WHITE
from sifund.report.fonts import FAMILY, FOLDER, require_glyphs

WIDTH, WIDE = 560, 800
"""Points across: a chart inside a document, and one that stands alone under its title."""
SCALE = 2.5
PADDING = 8
HEAD: dict[str, Any] = {
    "anchor": "start", "frame": "bounds", "font": FAMILY, "fontSize": 15, "fontWeight": "normal", "color": INK,
    "subtitleFont": FAMILY, "subtitleFontSize": 11, "subtitleColor": INK, "subtitlePadding": 5, "offset": 12,
}  # fmt: skip
_WORDS = re.compile(r"<text[^>]*>(.*?)</text>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_FONT = re.compile(r'font-family="([^"]*)"')
_CHINESE = re.compile(r"[\u3400-\u9fff]")


def svg(spec: dict[str, Any], data: pl.DataFrame, title: str = "", says: str = "") -> str:
    """The chart as SVG, wide and under its title, and what more it says, where it has one. Raises SifundError where the
    font lacks a character."""
    require_words(spec, data, title, says)
    return _svg(json.dumps(spec, sort_keys=True), data.write_json(), title, says)


def png(spec: dict[str, Any], data: pl.DataFrame, title: str = "", says: str = "") -> bytes:
    """The chart as PNG, SCALE pixels a point. Raises SifundError where the font lacks a character of it."""
    import vl_convert

    return vl_convert.svg_to_png(svg(spec, data, title, says), scale=SCALE)


def require_words(spec: dict[str, Any], data: pl.DataFrame, *beside: str) -> None:
    """That every word which the picture may show, and those `beside` it, has its glyphs, without drawing it. Raises
    SifundError. What makes the picture ends the process at a character that XML forbids: none reaches it unread."""
    cells = (cell for column in data.select(pl.col(pl.String)) for cell in column.unique().drop_nulls())
    require_glyphs("".join([*beside, json.dumps(spec, ensure_ascii=False), *data.columns, *cells]))


@lru_cache(maxsize=64)
def _svg(spec: str, data: str, title: str, says: str) -> str:
    import vl_convert

    vega = json.loads(_compiled(spec, WIDE if title else WIDTH))
    table = next(part for part in vega["data"] if part["name"] == "rows")
    table["values"] = json.loads(data)
    if title:
        vega["title"] = HEAD | {"text": lines(title, HEAD["fontSize"]),
                                "subtitle": lines(says, HEAD["subtitleFontSize"]) if says else []}  # fmt: skip
    picture = vl_convert.vega_to_svg(vega)
    fonts = {unescape(name) for name in _FONT.findall(picture)}
    assert fonts <= {FAMILY}, fonts
    require_glyphs("".join(unescape(_TAG.sub("", words)) for words in _WORDS.findall(picture)))
    return picture


def lines(words: str, size: float) -> list[str]:
    """Words of a size in lines that fit over a wide picture: broken between Chinese characters or before English words."""
    return [line for paragraph in words.split("\n") for line in _lines(paragraph, size)]


def _lines(words: str, size: float) -> list[str]:
    if not _CHINESE.search(words):
        words = words.replace("“", '"').replace("”", '"')  # the font's curly quotes are as wide as Chinese ones
    return broken(words, WIDE / size)


@cache
def _compiled(spec: str, width: int) -> str:
    """The specification in Vega, compiled once: page specs are constant."""
    import vl_convert

    vl_convert.register_font_directory(str(FOLDER))
    chart = json.loads(spec)
    right = chart.get("padding", {}).get("right", PADDING)
    chart |= {"data": {"name": "rows", "values": []}, "width": width, "background": WHITE}
    chart |= {"padding": {"left": PADDING, "top": PADDING, "bottom": PADDING, "right": right}}
    config = {
        key: value for key, value in chart.get("config", {}).items() if key != "autosize"
    }  # a page's is fitted to its column
    chart["config"] = config | {"font": FAMILY}
    return json.dumps(vl_convert.vegalite_to_vega(chart))
