"""Where every value comes from: one row a value of the dataset and of the baseline made from it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from sifund import catalog
from sifund.checks.facts import MONEY, Facts
from sifund.dataset import Dataset
from sifund.dataset.schema import LineRow, Row
from sifund.declare.parameter import Parameter, month_text, parse_month
from sifund.declare.unit import PERSONS, RATE, YUAN
from sifund.model.baseline import Baseline
from sifund.model.ground import Ground
from sifund.text import Text

SCHEMA = {
    "table": pl.String, "key": pl.String, "name_zh": pl.String, "name_en": pl.String, "year": pl.Int64,
    "field": pl.String, "value": pl.Float64, "unit_zh": pl.String, "unit_en": pl.String, "basis": pl.String,
    "source": pl.String, "formula": pl.String, "reason_zh": pl.String, "reason_en": pl.String, "document": pl.String,
}  # fmt: skip
Record = dict[str, Any]


def provenance(dataset: Dataset) -> pl.DataFrame:
    """Every value: table, key, both names, year, field, value, unit, basis, and its source, formula or reason.

    `baseline` holds the parameters that the dataset does not give: solved from an amount, or declared as assumed.
    """
    f = Facts(dataset)
    rows = [
        *_lines(f),
        *_accounts(f),
        *_parameters(f),
        *_indicators(f),
        *_causes(f),
        *_law(f),
        *_ages(f),
        *_baseline(f),
    ]
    return pl.DataFrame(rows, schema=SCHEMA)


def _record(
    table: str, key: str, name: Text, year: int, field: str, value: float | None, unit: Text, ground: Row
) -> Record:
    return {
        "table": table, "key": key, "name_zh": name.zh, "name_en": name.en, "year": year, "field": field,
        "value": value, "unit_zh": unit.zh, "unit_en": unit.en, "basis": ground.basis, "source": ground.source,
        "formula": ground.formula, "reason_zh": ground.reason_zh, "reason_en": ground.reason_en,
        "document": getattr(ground, "document", ""),
    }  # fmt: skip


def _lines(f: Facts) -> Iterator[Record]:
    for row in f.dataset.lines:
        for what in MONEY:
            if (value := getattr(row, f"{what}_yuan")) is not None:
                record = _record("lines", row.line, f.line_name(row), row.year, what, value, YUAN.name, row)
                yield record | ({} if what == "actual" else _budget(row, what))
        for what in ("stated_completion", "stated_yoy"):
            if (value := getattr(row, f"{what}_percent")) is not None:
                stated = _record("lines", row.line, f.line_name(row), row.year, what, value, RATE.name, row)
                yield stated | {"basis": "reported", "formula": ""}


def _budget(row: LineRow, what: str) -> Record:
    """A budget rests on a formula of its own, or is printed."""
    formula = getattr(row, f"{what}_formula")
    return {"basis": "derived" if formula else "reported", "formula": formula}


def _accounts(f: Facts) -> Iterator[Record]:
    for row in f.dataset.accounts:
        yield _record("accounts", row.fund, f.fund_name(row.fund), row.year, row.item, row.amount_yuan, YUAN.name, row)


def _parameters(f: Facts) -> Iterator[Record]:
    for row in f.dataset.parameters:
        p = catalog.parameter(row.key)
        year = int(row.from_month[:4])
        yield _record("parameters", row.key, p.name, year, row.from_month, row.value, p.unit.name, row)


def _indicators(f: Facts) -> Iterator[Record]:
    for row in f.dataset.indicators:
        name, unit = Text(row.name_zh, row.name_en), Text(row.unit_zh or "—", row.unit_en or "—")
        key = f"{row.fund}.{row.key}"
        yield _record("indicators", key, name, row.year, f"{row.kind}, {row.comparison}", row.value, unit, row)


def _causes(f: Facts) -> Iterator[Record]:
    for row in f.dataset.reasons:
        if row.amount_yuan is not None:
            line = f.dataset.line(row.line, row.year)
            name = f.line_name(line) if line else f.fund_name(row.fund)
            yield _record("reasons", row.line, name, row.year, row.factor, row.amount_yuan, YUAN.name, row)


def _law(f: Facts) -> Iterator[Record]:
    """Later local law, each rule with its ground in the baseline."""
    if not isinstance(f.baseline, Baseline):
        return
    for row in f.dataset.law:
        p, month = catalog.parameter(row.key), parse_month(row.from_month) or 0
        ground = f.baseline.values[row.key].ground_at(month)
        yield _solved(p, ground, row.value, row.from_month, month // 12) | {"table": "law", "document": row.document}


def _ages(f: Facts) -> Iterator[Record]:
    for row in f.dataset.ages:
        key, field = f"{row.fund}.{row.sex}", str(row.age)
        yield _record("ages", key, f.fund_name(row.fund), f.base_year, field, row.persons, PERSONS.name, row)


def _baseline(f: Facts) -> Iterator[Record]:
    if not isinstance(f.baseline, Baseline):
        return
    for key, value in f.baseline.values.items():
        if not (f.dataset.parameter_rows(key) or f.dataset.law_rows(key)):
            p = catalog.parameter(key)
            for month, amount in value.steps:
                ground = value.ground_at(month)
                yield _solved(p, ground, amount, month_text(month) if month else "", max(month // 12, f.base_year))


def _solved(p: Parameter, ground: Ground, amount: float, month: str, year: int) -> Record:
    return {
        "table": "baseline", "key": p.key, "name_zh": p.name.zh, "name_en": p.name.en, "year": year, "field": month,
        "value": amount, "unit_zh": p.unit.name.zh, "unit_en": p.unit.name.en, "basis": ground.basis,
        "source": ground.source, "formula": "", "reason_zh": ground.says.zh, "reason_en": ground.says.en,
        "document": ground.document,
    }  # fmt: skip
