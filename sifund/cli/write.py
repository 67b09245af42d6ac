"""How answers are written: JSON, CSV, and tables that line up with Chinese words in them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from sifund.text import as_text, plain, width


def write_json(content: Mapping[str, Any]) -> str:
    """JSON with Chinese as it is; NaN and infinity cannot pass."""
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)


def write_csv(header: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """CSV whose text cells a spreadsheet cannot take for a formula; None is an empty cell."""
    page = io.StringIO()
    sheet = csv.writer(page, lineterminator="\n")
    sheet.writerows([_cell(value) for value in row] for row in (header, *rows))
    return page.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return plain(value)
    # A lone return is not quoted by the writer, and what follows it would be a row of its own.
    return re.sub("\r\n?", "\n", as_text(value)) if isinstance(value, str) else str(value)


def write_table(rows: Sequence[Sequence[str]], words: int) -> str:
    """Rows of cells as aligned columns: the first `words` to the left, figures to the right."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return "\n".join(_row(row, widths, words) for row in rows)


def _row(row: Sequence[str], widths: Sequence[int], words: int) -> str:
    cells = []
    for place, (text, size) in enumerate(zip(row, widths, strict=True)):
        gap = " " * (size - width(text))
        cells.append(text + gap if place < words else gap + text)
    return "  ".join(cells).rstrip()
