"""A folder of CSV tables that a person can read → the rows of a dataset."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
from pydantic import BaseModel, ValidationError

from sifund.dataset import Dataset, make
from sifund.importer.numbers import UNITS, evaluate, parse_number, rounding_step
from sifund.problem import Problem, SifundError, problem, shown
from sifund.schema import KEYS, TABLES

Cells = dict[str, str]


@dataclass(frozen=True, slots=True)
class Money:
    """How a money column of a sheet becomes columns of the table."""

    column: str
    formula: str = ""
    step: bool = True


MONEY: dict[str, tuple[Money, ...]] = {
    "lines": (
        Money("initial_budget", "initial_budget_formula"),
        Money("budget", "budget_formula"),
        Money("actual", "formula"),
    ),
    "accounts": (Money("amount", "formula"), Money("low", step=False), Money("high", step=False)),
    "reasons": (Money("amount"),),
}
STATED = {"lines": ("stated_completion", "stated_yoy")}


def read_folder(folder: Path) -> Dataset:
    """The dataset in a folder of `<table>.csv` files. Raises SifundError with every problem found."""
    problems: list[Problem] = []
    tables: dict[str, list[BaseModel]] = {}
    for table in TABLES:
        path = folder / f"{table}.csv"
        if path.exists():
            tables[table] = list(_rows(table, path, problems))
        elif table in ("meta", "lines"):
            problems.append(problem(
                "missing_file", path.name, "缺少这个文件；每个数据集都要有。", "this file is missing; every dataset needs it.",
            ))  # fmt: skip
    if problems:
        raise SifundError(problems)
    return make(tables)


def _rows(table: str, path: Path, problems: list[Problem]) -> Iterator[BaseModel]:
    seen: dict[tuple[str, ...], int] = {}
    try:
        sheet = pl.read_csv(path, infer_schema=False).fill_null("")
    except pl.exceptions.PolarsError as error:
        problems.append(problem(
            "unreadable", path.name, "无法按CSV读取：{value}", "cannot be read as CSV: {value}", value=error,
        ))  # fmt: skip
        return
    for number, cells in enumerate(sheet.iter_rows(named=True), start=2):
        place = f"{path.name}:{number}"
        key = tuple(cells.get(k, "") for k in KEYS.get(table, ()))
        if key and seen.setdefault(key, number) != number:
            problems.append(problem(
                "duplicate", place, "与第{first}行重复：{value}；删去一行。", "repeats row {first}: {value}; delete one.",
                value=" ".join(key), first=seen[key],
            ))  # fmt: skip
        yield from _row(table, place, cells, problems)


def _row(table: str, place: str, cells: Cells, problems: list[Problem]) -> Iterator[BaseModel]:
    try:
        values = _convert(table, cells)
    except CellError as error:
        problems.append(error.problem(place))
        return
    try:
        yield TABLES[table].model_validate(values)
    except ValidationError as error:
        problems.extend(_explain(place, item) for item in error.errors())


class CellError(ValueError):
    """A cell that is not what its column holds."""

    def __init__(self, column: str, value: str, zh: str, en: str, why: str = "") -> None:
        super().__init__(en)
        self.column, self.value, self.zh, self.en, self.why = column, value, zh, en, why

    def problem(self, place: str) -> Problem:
        return problem("cell", self.column, self.zh, self.en, place=place, value=self.value, why=shown(self.why))


def _convert(table: str, cells: Cells) -> dict[str, Any]:
    """Cells → columns of the table: money into yuan with its rounding step, percents with theirs, formulas worked out."""
    values: dict[str, Any] = {k: v.strip() for k, v in cells.items() if v.strip()}
    unit = values.pop("unit", "元") if table in MONEY else "元"
    if unit not in UNITS:
        raise CellError(
            "unit", unit, "未知单位“{value}”；可用：元、万元、亿元。", "unknown unit “{value}”; use 元, 万元 or 亿元."
        )
    for money in MONEY.get(table, ()):
        _convert_money(money, values, UNITS[unit])
    for column in STATED.get(table, ()):
        if column in values:
            number = _number(column, values.pop(column))
            values[f"{column}_percent"] = float(number)
            values[f"{column}_step"] = float(rounding_step(number))
    if table == "parameters" and "formula" in values and "value" not in values:
        values["value"] = _formula("formula", values["formula"])
    return values


def _convert_money(money: Money, values: dict[str, Any], unit: int) -> None:
    text = values.pop(money.column, "")
    if text:
        number = _number(money.column, text)
        values[f"{money.column}_yuan"] = float(number * unit)
        if money.step:
            values[f"{money.column}_step_yuan"] = float(rounding_step(number) * unit)
    elif money.formula and values.get(money.formula):
        worked = _formula(money.formula, values[money.formula])
        values[f"{money.column}_yuan"] = float(round(Decimal(repr(worked * unit)), 2))


def _number(column: str, text: str) -> Decimal:
    try:
        return parse_number(text)
    except ValueError:
        raise CellError(
            column, text, "“{value}”不是数字；例如 1234.5。", "“{value}” is not a number; such as 1234.5."
        ) from None


def _formula(column: str, text: str) -> float:
    try:
        return evaluate(text)
    except ValueError as error:
        raise CellError(
            column,
            text,
            "算式“{value}”无法计算：{why}",
            "the formula “{value}” cannot be worked out: {why}",
            str(error),
        ) from None


def _explain(place: str, error: Any) -> Problem:
    column = ".".join(str(part) for part in error["loc"]) or "row"
    return problem(
        "schema", shown(column), "值“{value}”不合要求：{why}", "the value “{value}” does not fit: {why}",
        place=place, value=error["input"] if error["loc"] else "", why=error["msg"],
    )  # fmt: skip
