"""What rows of a dataset are called: the catalog's name, else the dataset's own."""

from __future__ import annotations

from sifund import catalog
from sifund.dataset.schema import LineRow
from sifund.text import Text, same

TOTAL = Text("支出合计", "Total expenditure")


def line_name(row: LineRow) -> Text:
    """The official item's name; a line that the catalog does not know goes by its own."""
    line = catalog.lines().get(row.line)
    if line:
        return line.name
    if row.name_zh or row.name_en:
        return Text(row.name_zh or row.name_en, row.name_en or row.name_zh)
    return TOTAL if row.kind == "total" else same(row.line)
