"""Small words of documents: basis, place, an indicator's value, a percent in a table."""

from __future__ import annotations

from sifund.analysis.words import BASIS
from sifund.dataset import Dataset
from sifund.dataset.schema import IndicatorRow
from sifund.dataset.source import where
from sifund.declare.scale import IN_WAN
from sifund.declare.unit import YUAN
from sifund.text import DASH, Lang, Text, format_number

PART = Text("{period}为{basis}，其余月份为推算", "{period} {basis}, the other months modelled")
SIGN = {"=": "", ">=": "≥", "<=": "≤", ">": ">", "<": "<"}


def place(source: str, lang: Lang) -> str:
    """Where it stands in the source; a dash for nowhere."""
    words = where(source)
    return words(lang) if words else DASH


def number(value: float) -> str:
    """With separators and as many places as it has, at most two."""
    exact = round(value, 2)
    return format_number(exact, 0 if exact == int(exact) else 1 if round(exact, 1) == exact else 2)


def measured(value: float, comparison: str, unit: Text | None, lang: Lang) -> str:
    """≥95%."""
    space = "" if lang == "zh" or not unit or unit("en") == "%" else " "
    return f"{SIGN[comparison]}{number(value)}{space}{unit(lang) if unit else ''}"


def indicator(row: IndicatorRow, lang: Lang) -> str:
    """An indicator's value with its unit."""
    unit = Text(row.unit_zh, row.unit_en) if row.unit_zh and row.unit_en else None
    return DASH if row.value is None else measured(row.value, row.comparison, unit, lang)


def wan(yuan: float | None, step: float | None = None, *, source: bool = False) -> Text:
    """An amount for a column of 万元: a source's with its digits, another as the program writes it."""
    if yuan is None or not source:
        return YUAN.number(yuan)
    return IN_WAN.number(yuan, IN_WAN.stated(yuan, step))


def data_year(dataset: Dataset, year: int, lang: Lang) -> str | int:
    """A year of the data; of a part of it its months."""
    return dataset.period(year)(lang) if dataset.partial and year == dataset.base_year else year


def rests_on(dataset: Dataset, key: str) -> Text:
    """What a line of the base year rests on that the data give, for the months that they cover."""
    row = dataset.line(key)
    basis = BASIS[row.basis if row else "reported"]
    return PART.format(period=dataset.period(), basis=basis) if dataset.partial else basis


def percent(value: float | None) -> str:
    """A percent for a table, without its sign."""
    return format_number(value, 2)
