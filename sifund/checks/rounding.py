"""Which lines a printed total adds up, and its rounding remainder (尾差) in the base year."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from sifund import catalog
from sifund.dataset import Dataset
from sifund.dataset.schema import LineRow
from sifund.declare.scale import IN_WAN
from sifund.text import Lang, Text

_SAYS = Text(
    "尾差 · {name}：印刷合计 {printed} − 各项合计 {lines} = {difference}（{unit}）",
    "rounding remainder · {name}: printed total {printed} − sum of lines {lines} = {difference} ({unit})",
)


@dataclass(frozen=True, slots=True)
class Rounding:
    """A printed total beside the sum of its expenditure lines [yuan]; `fund` is whose it is, in words."""

    line: str
    printed: float
    lines: float
    difference: float
    fund: Text

    def row(self) -> dict[str, Any]:
        """The remainder as a row of a table."""
        return {key: value for key, value in asdict(self).items() if key != "fund"}

    def __call__(self, lang: Lang) -> str:
        """One line in words, amounts in 万元."""
        amounts = {name: IN_WAN.number(getattr(self, name), 1)(lang) for name in ("printed", "lines", "difference")}
        return _SAYS(lang).format(name=self.fund(lang), unit=IN_WAN.name(lang), **amounts)


def roundings(dataset: Dataset) -> list[Rounding]:
    """Of every printed total of the base year; a fund's own total leaves out what it remits up."""
    rows = [row for row in dataset.lines if row.year == dataset.base_year and row.actual_yuan is not None]
    return [_rounding(total, rows, dataset.fund_name(total.fund)) for total in rows if is_total(total)]


def _rounding(total: LineRow, rows: list[LineRow], fund: Text) -> Rounding:
    printed = total.actual_yuan or 0.0
    lines = round(math.fsum(row.actual_yuan or 0.0 for row in spent(rows, total.fund)), 2)
    return Rounding(total.line, printed, lines, round(printed - lines, 2), fund)


def is_total(row: LineRow) -> bool:
    """Whether the row is the printed total of a fund's expenditure, or of all funds'."""
    return row.line == f"{row.fund}.total"


def spent(rows: Iterable[LineRow], fund: str, *, beside: bool = False) -> list[LineRow]:
    """The expenditure lines that a fund's total adds up; what it remits up only with `beside`, or for all funds."""
    lines = [row for row in rows if row.kind == "expenditure" and fund in (catalog.ALL, row.fund)]
    if fund == catalog.ALL or beside:
        return lines
    declared = catalog.lines()
    return [row for row in lines if not (row.line in declared and declared[row.line].beside)]
