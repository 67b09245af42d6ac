"""Words in two languages, citations, and how numbers and percents are written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from string import Formatter
from typing import Literal

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")
DASH = "—"
WAN = 10_000
YI = 100_000_000
HALF_FEN = 0.005
"""Yuan, and months, below which nothing is there."""
NO_CHANGE = "±0"


@dataclass(frozen=True, slots=True)
class Text:
    """One meaning in both languages; an empty side is an error at import, so nothing ships untranslated."""

    zh: str
    en: str

    def __post_init__(self) -> None:
        if not (self.zh.strip() and self.en.strip()):
            raise ValueError(f"Text needs both languages, got zh={self.zh!r}, en={self.en!r}")

    def __call__(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en

    @property
    def inside(self) -> Text:
        """As it stands inside a sentence: English begins small."""
        return Text(self.zh, self.en[:1].lower() + self.en[1:])

    def format(self, **parts: object) -> Text:
        """Fill both languages; a Text among the parts is filled in its own language. English agrees with numbers where it says
        how: {count} {count:row is|rows are}."""
        return Text(self.zh.format(**_in("zh", parts)), filled(self.en, **_in("en", parts)))


class _Agreement(Formatter):
    """Words for one thing, and for any other number of them."""

    def format_field(self, value: object, format_spec: str) -> str:
        """A number as it is written, or what follows it: "row is|rows are"."""
        one, several, many = format_spec.partition("|")
        return (one if str(value) == "1" else many) if several else super().format_field(value, format_spec)


_AGREES = _Agreement()


def filled(template: str, *args: object, **parts: object) -> str:
    """A template of one language with its parts; it may say how words agree with numbers, as `Text.format`'s English does."""
    return (_AGREES.format if "|" in template else str.format)(template, *args, **parts)


def _in(lang: Lang, parts: dict[str, object]) -> dict[str, object]:
    return {key: value(lang) if isinstance(value, Text) else value for key, value in parts.items()}


def same(word: str) -> Text:
    """A word that reads the same in both languages: a code, a number, a document number."""
    return Text(word, word)


def quoted(name: str) -> Text:
    """A name between each language's quotation marks: Chinese full-width, English ASCII."""
    return Text(f"“{name}”", f'"{name}"')


def join(texts: Iterable[Text], zh: str = "、", en: str = ", ") -> Text | None:
    """The texts in a row with each language's separator; None for none."""
    some = list(texts)
    return Text(zh.join(t.zh for t in some), en.join(t.en for t in some)) if some else None


@dataclass(frozen=True, slots=True)
class Cite:
    """A legal document: its number, what it rules, and whether a public copy of it was read.

    `checked=False` is shown as "to be verified": general knowledge, not read.
    """

    document: str
    rules: Text
    checked: bool = True

    def __call__(self, lang: Lang) -> str:
        mark = "" if self.checked else TO_BE_VERIFIED(lang)
        return f"{self.document}{mark}" + ("：" if lang == "zh" else ": ") + self.rules(lang)


TO_BE_VERIFIED = Text("（待核实）", " (to be verified)")
EXHAUSTED = Text("已用尽", "exhausted")
"""What a fund is whose cover is below 0: it has no months left, and a negative number of them says nothing."""


@lru_cache(maxsize=4096)
def format_number(value: float | Decimal | None, places: int = 0, *, signed: bool = False) -> str:
    """A number with thousands separators, rounded half up as accountants do; None is a dash, never NaN.

    Minus is the true minus sign and zero carries no sign.
    """
    if value is None:
        return DASH
    exact = Decimal(repr(float(value))) if not isinstance(value, Decimal) else value
    if not exact.is_finite():
        return DASH
    rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    sign = "−" if rounded < 0 else "+" if signed and rounded > 0 else ""
    return f"{sign}{abs(rounded):,.{places}f}"


def format_percent(percent: float | None, places: int = 1, *, signed: bool = False) -> str:
    """A percent given in percent (60 is 60%)."""
    number = format_number(percent, places, signed=signed)
    return number if number == DASH else f"{number}%"


def exhausted(cover: float | None) -> bool:
    """Whether cover months are below 0, but for the noise of sums."""
    return cover is not None and cover < -1e-9


def places_below(cover: float, bound: float) -> int:
    """Decimals with which cover below a bound does not read as the bound: 5.97 months are not 6.0."""
    return next((places for places in range(1, 9) if round(cover + 1e-9, places) < bound), 9)


MONTHS_EN = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def span(first: object, last: object) -> Text:
    """From one to another: 2022—2026, 2022–2026; one by itself where they are the same."""
    return same(f"{first}") if first == last else Text(f"{first}—{last}", f"{first}–{last}")


def years_text(years: Sequence[int]) -> Text:
    """Years in order as runs, at least one: 2013—2015、2017, 2013–2015, 2017."""
    starts, ends = ([year for year in years if year + step not in years] for step in (-1, 1))
    runs = [span(first, last) if first < last else same(f"{first}") for first, last in zip(starts, ends, strict=True)]
    return Text("、".join(run.zh for run in runs), ", ".join(run.en for run in runs))


def period(year: int, months: int = 12) -> Text:
    """What the first months of a year are called: 2021年1—9月, January–September 2021; the whole year by its number."""
    if months >= 12:
        return Text(f"{year}年", f"{year}")
    one = MONTHS_EN[0] if months == 1 else f"{MONTHS_EN[0]}–{MONTHS_EN[months - 1]}"
    return Text(f"{year}年1{f'—{months}' if months > 1 else ''}月", f"{one} {year}")


def period_end(year: int, months: int = 12) -> Text:
    """Its last day: 2021年9月末, the end of September 2021."""
    if months >= 12:
        return Text(f"{year}年末", f"the end of {year}")
    return Text(f"{year}年{months}月末", f"the end of {MONTHS_EN[months - 1]} {year}")


SEMICOLON = Text("；", "; ")
TAIL = Text("{figure}（尾差）", "{figure} (unrounded)")
TAILS = Text(
    "各数分别取整，合计和差额可有尾差。",
    "Figures are rounded one by one; sums and differences may differ in the last digit.",
)
_PRINTED = re.compile("([+−±]?)([0-9,]+(?:[.][0-9]+)?)(亿|万)?")


def printed(figure: Text) -> Decimal | None:
    """What a printed figure says, amounts in yuan; None where it is no figure."""
    match = _PRINTED.match(figure.zh)
    if not match:
        return None
    number = Decimal(match[2].replace(",", "")) * {"亿": YI, "万": WAN}.get(match[3], 1)
    return -number if match[1] == "−" else number


def difference(gap: Text, after: Text, before: Text) -> Text:
    """A printed difference; marked as unrounded where the two figures printed beside it do not make it."""
    made, first, second = (printed(figure) for figure in (gap, after, before))
    if made is None or first is None or second is None or abs(made) == abs(first - second):
        return gap
    return TAIL.format(figure=gap)


FORMULA_START = r"^([=+\-@\t\r\n＝＋－＠])"
"""How a text begins that a spreadsheet, a Chinese one too, would take for a formula."""


def as_text(word: str) -> str:
    """A cell that a spreadsheet cannot take for a formula."""
    return re.sub(FORMULA_START, r"'\1", word)


_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF)) + "]"
)  # fmt: skip


BLANKS = "".join(c for c in map(chr, range(0x3001)) if c.isspace() and not _UNFIT.match(c))
"""What may stand about a cell's words; controls are none of it, though Python strips them too."""


def unfit(text: str) -> list[str]:
    """Codes (U+000B) of the characters that no name or note may hold: controls but tab and line breaks (those that turn
    the order of writing too), surrogates, non-characters. U+3000, the no-break space and line breaks are ordinary."""
    return [code_of(c) for c in dict.fromkeys(_UNFIT.findall(text))]


def fit(text: str) -> str:
    """The text without what no text may hold."""
    return _UNFIT.sub("", text)


def code_of(character: str) -> str:
    """A character's code as it is written: U+000B."""
    return f"U+{ord(character):04X}"


def short_number(number: str) -> str:
    """A number as it is written, without the zeros that end its decimals."""
    return number.rstrip("0").rstrip(".") if "." in number else number


def plain(value: float) -> str:
    """Shortest text that reads back to the same float: 1530, 0.5, never 1530.0 or 1e-05."""
    text = format(Decimal(repr(float(value))), "f")
    return short_number(text)


def width(text: str) -> int:
    """Columns that words take: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
