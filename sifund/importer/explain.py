"""What is wrong with a row, in words: the schema's findings by kind, with the cell as it was written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from sifund.dataset.official import plain_form
from sifund.importer.cells import RowReader
from sifund.importer.columns import columns, headings
from sifund.problem import Problem, problem, shown
from sifund.text import Text, same

GROUNDS = {"source", "formula", "reason_zh", "reason_en"}
NEEDS = {
    "reported": Text("依据为“报告”的数须有出处（source）", "a value whose basis is reported needs its source"),
    "derived": Text("依据为“推算”的数须有算式（formula）", "a value whose basis is derived needs its formula"),
    "assumed": Text(
        "依据为“假设”的数须有理由（reason_zh、reason_en）",
        "a value whose basis is assumed needs its reason_zh and reason_en",
    ),
}

MISSING = "缺少；应为{allowed}。", "is missing; it must be {allowed}."
MISFIT = "“{value}”不合要求；应为{allowed}。", '"{value}" does not fit; it must be {allowed}.'
NO_KIND = (
    "缺少；模型没有“{line}”这个项目，须写明{allowed}，项目名称写错的请改正。",
    'is missing; the model has no "{line}", so say {allowed}, or mend the line\'s name.',
)


def explain(row: RowReader, error: ValidationError) -> Iterator[Problem]:
    """A problem for each finding that is not already one of the row's own."""
    for item in error.errors(include_url=False):
        field = str(item["loc"][0]) if item["loc"] else ""
        if not field and not GROUNDS & row.bad:
            yield _ground(row, item)
        elif field and field not in row.bad:
            yield _cell(row, field, item["type"])


def _ground(row: RowReader, item: Any) -> Problem:
    basis = item.get("ctx", {}).get("basis", "")
    return problem("ground", row.table.heading("basis"), "{says}。", "{says}.", place=row.place, value=basis,
                   says=NEEDS.get(basis, same(basis)))  # fmt: skip


def _cell(row: RowReader, field: str, kind: str) -> Problem:
    column = (
        next((c for c in columns(row.table.key) if c.field == field), None)
        or headings(row.table.key)[plain_form(field)]
    )
    written = row.cells.get(column.key, "")
    line = shown(row.cells.get("line", ""))
    zh, en = MISSING if kind == "missing" or not written else MISFIT
    if column.key == "kind" and line and not written:
        zh, en = NO_KIND
    return problem("cell", row.table.heading(column.key), zh, en, place=row.place, value=written, line=line,
                   allowed=column.allowed)  # fmt: skip
