"""Whether words can be seen: hidden, struck, of the colour of their ground, or too small. For Word and Excel."""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Iterator, Mapping, MutableMapping
from functools import cached_property

from sifund.report.proof.package import Element, Package, child, is_on, local, value

SMALLEST = 8
"""Half points: what is set smaller is not read."""
CONTRAST = 0.12
NARROWEST, RAISED, TIGHT = 34, 60, -60
"""Percent of a letter's width; half points above or below its line; twips between letters, which run into each other."""
EXACT_LINE, EXACT_ROW, FAR = 60, 80, 9_000
"""Twips: a line or row so low cuts off what stands in it, an indent so wide carries it off the page."""
SYMBOLS = re.compile("symbol|wingdings|webdings|dingbats", re.IGNORECASE)
WHITE = "FFFFFF"
HIGHLIGHTS = {"black": "000000", "white": WHITE, "yellow": "FFFF00", "green": "00FF00", "cyan": "00FFFF", "magenta": "FF00FF",
              "blue": "0000FF", "red": "FF0000", "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000",
              "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080",
              "lightGray": "C0C0C0"}  # fmt: skip


def light(colour: str) -> float | None:
    """How light RRGGBB is, 0 to 1; None for what is no colour."""
    if not re.fullmatch("[0-9A-Fa-f]{6}", colour):
        return None
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def drowned(ink: str | None, ground: str | None) -> bool:
    """Whether ink of a colour cannot be told from its ground; automatic ink can."""
    dark, under = light(ink or ""), light(ground or "")
    return dark is not None and abs(dark - (1.0 if under is None else under)) < CONTRAST


_Rules = MutableMapping[str, Element]


class Styles:
    """What a document's styles say of runs and paragraphs that do not say it themselves."""

    def __init__(self, package: Package) -> None:
        root = package.root(package.main, "styles")
        self._numbering = package.root(package.main, "numbering")
        self._by_id = {} if root is None else {value(s, "styleId"): s for s in root if local(s) == "style"}
        self._standard = next((s for s in self._by_id.values() if value(s, "type") == "paragraph"
                               and value(s, "default") in ("1", "true")), None)  # fmt: skip
        defaults = child(child(root, "docDefaults"), "rPrDefault")
        self._defaults = child(defaults, "rPr")
        self._looks: dict[str | None, _Rules] = {}

    def _chain(self, name: str | None) -> Iterator[Element]:
        """A style and what it is based on."""
        style, met = self._by_id.get(name), 0
        while style is not None and met < 20:
            yield style
            style, met = self._by_id.get(value(child(style, "basedOn"))), met + 1

    def _of_paragraph(self, properties: Element | None) -> list[Element]:
        named = value(child(properties, "pStyle"))
        elements = list(self._chain(named))
        return elements or ([self._standard] if self._standard is not None else [])

    def _rules(self, run: Element | None, paragraph: Element | None, table: str | None) -> _Rules:
        """A run's own properties, then its styles', the paragraph's, the table's."""
        direct = value(child(run, "rStyle"))
        named = value(child(paragraph, "pStyle"))
        standard = value(self._standard, "styleId")
        return ChainMap(_children(run), self._look(direct), self._look(named if named in self._by_id else standard),
                        self._look(table), _children(self._defaults))  # fmt: skip

    def _look(self, style: str | None) -> _Rules:
        """What a style and those that it is based on say of runs."""
        if style not in self._looks:
            self._looks[style] = dict(ChainMap(*(_children(child(s, "rPr")) for s in self._chain(style))))
        return self._looks[style]

    def unseen(
        self, run: Element | None, paragraph: Element | None, ground: str | None, table: str | None = None
    ) -> bool:
        """Whether a reader cannot see a run's words. `run` and `paragraph`: their own properties; `table`: its style."""
        first = self._rules(run, paragraph, table)
        if any(is_on(first.get(name)) for name in ("vanish", "specVanish", "strike", "dstrike")):
            return True
        under = _shade(first.get("shd")) or HIGHLIGHTS.get(value(first.get("highlight")) or "") or ground
        return (
            drowned(_ink(first.get("color")), under) or _number(first.get("sz"), 99) < SMALLEST
            or _number(first.get("w"), 100) < NARROWEST or abs(_number(first.get("position"), 0)) > RAISED
            or _number(first.get("spacing"), 0) < TIGHT or first.get("textFill") is not None
            or bool(SYMBOLS.search(value(first.get("rFonts"), "ascii") or ""))
        )  # fmt: skip

    def raised(self, run: Element | None, paragraph: Element | None) -> bool:
        """Whether a run stands above or below its line, as powers do."""
        return value(self._rules(run, paragraph, None).get("vertAlign")) in ("superscript", "subscript")

    def label(self, paragraph: Element | None) -> str:
        """What automatic numbering prints before a paragraph; empty for nothing."""
        rules = [paragraph, *(child(s, "pPr") for s in self._of_paragraph(paragraph))]
        numberings = [n for n in (child(rule, "numPr") for rule in rules) if n is not None]
        number = next((n for n in (value(child(a, "numId")) for a in numberings) if n), None)
        level = next((n for n in (value(child(a, "ilvl")) for a in numberings) if n), "0")
        return "" if number in (None, "0") else self._levels.get((number, level), "")

    @cached_property
    def _levels(self) -> Mapping[tuple[str, str], str]:
        """Number and level → what is printed."""
        if self._numbering is None:
            return {}
        drawn = {value(a, "abstractNumId"): a for a in self._numbering if local(a) == "abstractNum"}
        return {
            (value(numbering, "numId") or "", value(level, "ilvl") or ""): _printed(level)
            for numbering in self._numbering if local(numbering) == "num"
            for level in [*drawn.get(value(child(numbering, "abstractNumId")), ()),
                          *(lvl for over in numbering for lvl in over if local(over) == "lvlOverride")]
            if local(level) == "lvl"
        }  # fmt: skip


def _children(element: Element | None) -> _Rules:
    """An element's children by their names; the first of a name."""
    return {} if element is None else {local(one): one for one in reversed(element)}


def _printed(level: Element) -> str:
    words = value(child(level, "lvlText")) or ""
    shape = value(child(level, "numFmt")) or ""
    return "" if not words or (shape == "none" and "%" in words) else f"{shape} {words}"


def _number(element: Element | None, otherwise: float) -> float:
    try:
        return float((value(element) or "").rstrip("%pt"))
    except ValueError:
        return otherwise


def _ink(element: Element | None) -> str | None:
    """The colour of letters: a theme's goes before the one that stands beside it."""
    return WHITE if value(element, "themeColor") in ("background1", "light1") else value(element)


def _shade(element: Element | None) -> str | None:
    fill = value(element, "color" if value(element) == "solid" else "fill") or ""
    return fill if light(fill) is not None else None


def ground_of(properties: Element | None) -> str | None:
    """The colour below a paragraph's or cell's words, where it has one."""
    return _shade(child(properties, "shd"))


def cut_off(paragraph: Element | None) -> bool:
    """Whether a paragraph's own lines are too low to show it, or its indent carries it off the page."""
    spacing, indent = child(paragraph, "spacing"), child(paragraph, "ind")
    low = value(spacing, "lineRule") == "exact" and _twips(value(spacing, "line")) < EXACT_LINE
    return low or any(
        abs(_twips(value(indent, side) or "0")) > FAR for side in ("left", "start", "firstLine", "hanging")
    )


def row_hidden(properties: Element | None) -> bool:
    """Whether a table's row is hidden, or too low to show anything."""
    height = child(properties, "trHeight")
    low = value(height, "hRule") == "exact" and _twips(value(height)) < EXACT_ROW
    return low or is_on(child(properties, "hidden"))


def _twips(words: str | None) -> float:
    try:
        return float(words or "")
    except ValueError:
        return FAR
