"""Pieces of a document in their order: what each says, and where it stands. Words, figures and marks are its tokens."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sifund.text import Lang, Text, same

SIGNED = r"[−+-]?\d[\d,]*(?:\.\d+)?"
NUMBER = re.compile(rf"{SIGNED}[²³¹⁰-₉\u0300-\u036f\u20d0-\u20ff]*")
"""A number with what is set on or over its digits."""
OPEN, CLOSE = "\x01", "\x02"
_MARK = re.compile(f"{OPEN}[^{CLOSE}]*{CLOSE}")
_TOKEN = re.compile(rf"{_MARK.pattern}|{NUMBER.pattern}|[A-Za-z]+|\S")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
TEXT = "text"
"""The stream of what stands on the page itself."""
MARKS = {
    "format": Text("数字格式", "number format"), "formula": Text("公式", "formula"), "field": Text("域", "field"),
    "bound": Text("绑定的内容控件", "bound content control"), "picture": Text("图片", "picture"),
    "drawing": Text("图形", "drawing"), "note": Text("注号", "note mark"), "label": Text("自动编号", "automatic numbering"),
    "symbol": Text("符号字体", "symbol"), "turned": Text("反向文字", "turned text"), "part": Text("部件", "part"),
    "other": Text("与原样不同", "not as made"), "own": Text("原样", "as made"), "raised": Text("上下标", "raised or lowered"),
    "hidden": Text("隐藏", "hidden"), "fill": Text("重复填充", "repeated to fill"),
}  # fmt: skip
FIGURE_MARKS = ("format", "formula", "fill")
"""Marks that say how a figure is shown: another one shows another figure."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, cell, line, comment or picture. `place` says where; `label`: a heading or name beside figures in a
    table; `covers`: where somebody adds it, figures cannot be read any more."""

    stream: str
    place: Text
    says: str
    label: bool = False
    covers: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """A number, word, character or mark of a piece, and where in its words it stands."""

    text: str
    piece: int
    start: int
    end: int

    @property
    def is_mark(self) -> bool:
        return self.text.startswith(OPEN)

    @property
    def is_number(self) -> bool:
        return NUMBER.fullmatch(self.text) is not None

    @property
    def is_figure(self) -> bool:
        """A number, or how one is shown."""
        return self.is_number or (self.is_mark and self.text[1:].partition(":")[0] in FIGURE_MARKS)


def mark(kind: str, says: str = "") -> str:
    """Something in a piece that is no word of it: a picture, a field, a formula."""
    return f"{OPEN}{kind}:{cleaned(says)}{CLOSE}"


def cleaned(words: str) -> str:
    """Without what marks are made of, blanks as one."""
    return " ".join(_CONTROL.sub("\ufffd", words).split())


def plain(words: str) -> str:
    """Words as they stand on a page: blanks as one, marks kept."""
    return " ".join(words.split())


def tokens(pieces: Iterable[Piece]) -> Iterator[Token]:
    """The tokens of pieces in their order."""
    for number, piece in enumerate(pieces):
        for match in _TOKEN.finditer(piece.says):
            yield Token(match.group(), number, match.start(), match.end())


def unmarked(words: str) -> str:
    """Words without marks."""
    return _MARK.sub("", words)


def readable(words: str) -> Text:
    """Words for a reader, marks by their names."""
    return Text(_readable(words, "zh") or "∅", _readable(words, "en") or "∅")


def _readable(words: str, lang: Lang) -> str:
    def name(match: re.Match[str]) -> str:
        kind, _, says = match.group()[1:-1].partition(":")
        return f"[{MARKS.get(kind, same(kind))(lang)}{' ' if says else ''}{says}]"

    return _MARK.sub(name, words).strip()
