"""Local law later than the base year, laid over what a dataset gives: dated values that no growth moves."""

from __future__ import annotations

from collections.abc import Sequence

from sifund.dataset.schema import LawRow
from sifund.declare.parameter import parse_month
from sifund.model.ground import Ground, Value
from sifund.text import TO_BE_VERIFIED, Text

TABLE = Text("法规表", "table of law")


def with_law(value: Value | None, rows: Sequence[LawRow]) -> Value:
    """A parameter's path with the rules of the table of law, each from its month on; a month that both give is the law's."""
    steps, grounds = (dict(value.steps), {g.month: g for g in value.grounds}) if value else ({}, {})
    for row in rows:
        month = parse_month(row.from_month) or 0
        steps[month], grounds[month] = row.value, _ground(row, month)
    return Value(tuple(sorted(steps.items())), tuple(grounds[month] for month in sorted(grounds)))


def _ground(row: LawRow, month: int) -> Ground:
    """A rule that was not read is assumed."""
    says = TABLE if row.checked else Text(TABLE.zh + TO_BE_VERIFIED.zh, TABLE.en + TO_BE_VERIFIED.en)
    place = f"law/{row.key}/{row.from_month}"
    return Ground("reported" if row.checked else "assumed", says, source=row.document, month=month, row=place)
