"""What amounts of money are counted in: 元, 万元 and 亿元, which English writes as yuan, million and billion yuan."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

from sifund.text import DASH, LANGS, WAN, YI, Lang, Text, format_number, same, short_number

COARSE = 100
"""Yuan of a source's last digit from which on it prints 万元 or 亿元, whose digits are then kept as they are."""
MOST = 8
"""Places at most."""


@dataclass(frozen=True, slots=True)
class Scale:
    """What amounts are counted in: so many yuan in Chinese, so many in English, with as many digits in both."""

    name: Text
    zh: int
    en: int

    def size(self, lang: Lang) -> int:
        """Yuan that it counts as one."""
        return self.zh if lang == "zh" else self.en

    def places(self, places: int, lang: Lang) -> int:
        """Decimals of a number that has so many in Chinese."""
        return places + (round(math.log10(self.en / self.zh)) if lang == "en" else 0)

    def number(self, yuan: float, places: int, *, signed: bool = False, short: bool = False) -> Text:
        """An amount without its unit; `short` without the zeros that end it."""
        exact = Decimal(repr(float(yuan)))
        digits = (format_number(exact / self.size(x), self.places(places, x), signed=signed) for x in LANGS)
        return Text(*(short_number(x) if short else x for x in digits))

    def write(self, yuan: float | None, places: int, *, signed: bool = False, short: bool = False) -> Text:
        """An amount with its unit; a dash for none."""
        if yuan is None or not math.isfinite(yuan):
            return same(DASH)
        return with_unit(self.number(yuan, places, signed=signed, short=short), self.name)

    def stated(self, yuan: float, step: float | None) -> int:
        """Places that a source's amount has here: those of its last printed digit. Where that is not known, or the
        source prints yuan, as few as are exact."""
        if step and step >= COARSE:
            return max(0, round(math.log10(self.zh / step)))
        exact = Decimal(repr(round(float(yuan), 2))) / self.zh
        return next((p for p in range(MOST) if exact == round(exact, p)), MOST)


IN_YUAN = Scale(Text("元", "yuan"), 1, 1)
IN_WAN = Scale(Text("万元", "million yuan"), WAN, 1_000_000)
IN_YI = Scale(Text("亿元", "billion yuan"), YI, 1_000_000_000)


def stated(yuan: float | None, step: float | None) -> Text:
    """An amount with the digits that its source prints: in 亿元 where its last digit is that coarse (39.3, not 39.30)."""
    if yuan is None:
        return same(DASH)
    scale = scale_of(yuan, step)
    return scale.write(yuan, scale.stated(yuan, step))


def of_fen(fen: int, *, signed: bool = False) -> Text:
    """An amount that records count in fen: exact, without the zeros that end it."""
    return scale_of(fen / 100, None).write(fen / 100, 2, short=True, signed=signed)


def scale_of(yuan: float, step: float | None) -> Scale:
    """What a source counts an amount in whose last printed digit is `step` yuan."""
    return IN_YI if (step or 0) >= YI / 100 else IN_WAN if abs(yuan) >= WAN else IN_YUAN


def with_unit(number: Text, unit: Text) -> Text:
    """A number and its unit: Chinese without a space, English with one but before a percent sign."""
    return Text(f"{number.zh}{unit.zh}", f"{number.en}{'' if unit.en.startswith('%') else ' '}{unit.en}")
