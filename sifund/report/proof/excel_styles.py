"""How Excel shows a cell: its number format in one spelling, and whether ink and ground can be told apart."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sifund.report.proof.look import WHITE, drowned
from sifund.report.proof.package import Element, Package, child, inside, is_on, local, value

BUILT_IN = {0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 49: "@"}
BLACK, BLACKER = "000000", 0.85
INDEXED = {"0": BLACK, "1": WHITE, "8": BLACK, "9": WHITE, "65": WHITE}
THEME = ("lt1", "dk1", "lt2", "dk2")
"""Colours of the theme, in the order in which cells name them."""
Theme = Mapping[str, str]
PLAIN_THEME: Theme = {"0": WHITE, "1": BLACK}
SMALLEST = 4.0
"""Points."""
_PIECE = re.compile(r'"([^"]*)"|\\(.)|\[\$[^\]]*\]|\[([^\]]*)\]|(General)|(.)', re.IGNORECASE | re.DOTALL)
_DRAWN = re.compile(r"[#0?.,%@/;*_ \-+()EeGymdhsYMDHS]")


@dataclass(frozen=True, slots=True)
class Style:
    """A number format in one spelling, whether what stands in the cell can be seen, and whether it is repeated to fill."""

    format: str
    unseen: bool
    fill: bool


NONE = Style("General", False, False)


def spelled(code: str) -> str:
    """A number format in one spelling: quotes and escapes of signs that need none are the same format."""
    return "".join(_spelled(match) for match in _PIECE.finditer(code)).removesuffix(";@") or "General"


def _spelled(match: re.Match[str]) -> str:
    quoted, escaped, bracket, general, sign = match.groups()
    if quoted is not None or escaped is not None:
        return "".join(c if c in " -+()" else f'"{c}"' for c in (quoted if quoted is not None else escaped))
    if bracket is not None:
        return f"[{bracket.lower()}]"
    if general:
        return "General"
    if sign is None:
        return match.group()
    return sign if _DRAWN.match(sign) else f'"{sign}"'


def styles_of(package: Package) -> list[Style]:
    """The style of each number that cells name."""
    root = package.root(package.main, "styles")
    if root is None:
        return []
    codes = {value(one, "numFmtId"): value(one, "formatCode") or "" for one in inside(root, "numFmts")}
    theme, fonts, fills = theme_of(package), list(inside(root, "fonts")), list(inside(root, "fills"))
    return [_style(xf, codes, fonts, fills, theme) for xf in inside(root, "cellXfs")]


def theme_of(package: Package) -> Theme:
    """Colours of the theme by the number that cells use."""
    root = package.root(package.main, "theme")
    scheme = (
        {} if root is None else {local(one): one for all_ in root.iter() if local(all_) == "clrScheme" for one in all_}
    )
    given = {name: next((value(c, "lastClr") or value(c) for c in one), None) for name, one in scheme.items()}
    return {str(at): (given.get(name) or (WHITE, BLACK)[at % 2])[-6:] for at, name in enumerate(THEME)}


def _style(
    xf: Element, codes: dict[str | None, str], fonts: list[Element], fills: list[Element], theme: Theme
) -> Style:
    number = value(xf, "numFmtId") or "0"
    code = codes.get(number) or BUILT_IN.get(int(number), f"[{number}]")
    font, ground = fonts[int(value(xf, "fontId") or 0)], _ground(fills[int(value(xf, "fillId") or 0)], theme)
    unseen = unseen_font(font, ground, theme)
    return Style(spelled(code), unseen, value(child(xf, "alignment"), "horizontal") == "fill")


def unseen_font(font: Element | None, ground: str | None = WHITE, theme: Theme = PLAIN_THEME) -> bool:
    """Whether what is written in a font cannot be seen on its ground, or is struck out."""
    size = value(child(font, "sz"))
    return (
        drowned(colour(child(font, "color"), theme), ground) or is_on(child(font, "strike"))
        or (size is not None and float(size) < SMALLEST)
    )  # fmt: skip


def _ground(fill: Element, theme: Theme) -> str | None:
    pattern = child(fill, "patternFill")
    if pattern is None:
        return None
    return colour(child(pattern, "fgColor"), theme) if value(pattern, "patternType") == "solid" else WHITE


def colour(element: Element | None, theme: Theme) -> str | None:
    """RRGGBB where it is known: given so, or black or white of the theme or the palette."""
    if element is None:
        return None
    if rgb := value(element, "rgb"):
        return rgb[-6:]
    shade = theme.get(value(element, "theme") or "") or INDEXED.get(value(element, "indexed") or "")
    tint = float(value(element, "tint") or 0)
    if shade and abs(tint) > BLACKER:
        return WHITE if tint > 0 else BLACK
    return shade


def drawn_by(rule: Element) -> bool:
    """Whether a conditional format's own look shows figures otherwise: another format, or ink that cannot be seen."""
    return any(local(one) == "numFmt" for one in rule) or unseen_font(child(rule, "font"))
