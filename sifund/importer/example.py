"""A made-up city, as an office would fill in the template: the example that the template shows."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from sifund import catalog
from sifund.importer.columns import columns
from sifund.text import Text

Rows = Sequence[Mapping[str, str]]


def _example() -> Mapping[str, Rows]:
    """The rows of example.toml by table, with what they share."""
    tables = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    shared = {"": {}} | tables.pop("shared")
    return {table: [shared[row.pop("as", "")] | row for row in rows] for table, rows in tables.items()}


EXAMPLE = _example()


def prefilled() -> Mapping[str, Rows]:
    """The empty template's rows: every line and balance by name, for the office to fill in or leave."""
    kinds = {"expenditure": "支出", "income": "收入"}
    lines = [
        {"fund": catalog.fund_name(line.fund, short=True).zh, "line": line.name.zh, "kind": kinds[line.kind], "unit": "万元"}
        for line in catalog.lines().values()
    ]  # fmt: skip
    items = _words("item")
    funds = [words.zh for words in _words("fund").values()]
    totals = [{"fund": fund, "line": "合计", "kind": "合计", "unit": "万元"} for fund in funds]
    balances = [
        {"fund": fund, "item": words.zh, "unit": "万元"}
        for fund in funds for key, words in items.items() if key != "outlay"
    ]  # fmt: skip
    return {"meta": [{"months_covered": "12"}], "lines": [*lines, *totals], "accounts": balances}


def _words(key: str) -> Mapping[str, Text]:
    """The words that the template offers in a column of accounts."""
    return next(column.words for column in columns("accounts") if column.key == key)
