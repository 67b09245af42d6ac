"""Where in a dataset a check looks."""

from __future__ import annotations

from dataclasses import dataclass

from sifund.text import Text


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a dataset: table, key of the line, account, parameter or indicator, year and field."""

    table: str
    key: str
    year: int
    field: str
    name: Text
