"""Dataset: the validated tables of one office and year, known by a fingerprint."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, cast

import polars as pl
from pydantic import BaseModel

from sifund import catalog
from sifund.dataset.rules import row_problems
from sifund.dataset.schema import (
    BESIDE,
    LATER,
    TABLES,
    AccountRow,
    AgesRow,
    HistoryRow,
    IndicatorRow,
    LawRow,
    LineRow,
    MetaRow,
    ParameterRow,
    ReasonRow,
)
from sifund.declare.parameter import Steps, parse_month
from sifund.problem import Problem, SifundError, problem
from sifund.text import Text, period, same

TOTAL = Text("合计", "total")


@dataclass(frozen=True, eq=False)
class Dataset:
    """One office's figures. Rows are validated models; amounts are yuan. `law` is later local law, which moves no money."""

    meta: MetaRow
    lines: tuple[LineRow, ...]
    accounts: tuple[AccountRow, ...]
    parameters: tuple[ParameterRow, ...]
    indicators: tuple[IndicatorRow, ...]
    reasons: tuple[ReasonRow, ...]
    law: tuple[LawRow, ...] = ()
    history: tuple[HistoryRow, ...] = ()
    ages: tuple[AgesRow, ...] = ()

    @property
    def code(self) -> str:
        return self.meta.code

    @property
    def name(self) -> Text:
        return Text(self.meta.name_zh, self.meta.name_en)

    @property
    def base_year(self) -> int:
        return self.meta.base_year

    @property
    def is_reference(self) -> bool:
        """Whether these are series to compare with and no office's accounts: history without lines."""
        return bool(self.history) and not self.lines

    @property
    def partial(self) -> bool:
        """Whether the data cover a part of the base year only."""
        return self.meta.months_covered < 12

    def period(self, year: int | None = None) -> Text:
        """What the data of a year cover, by its name: the base year (by default) its months, another year the whole."""
        return period(year or self.base_year, self.meta.months_covered if year in (None, self.base_year) else 12)

    @cached_property
    def fingerprint(self) -> str:
        """Hash of the content (not of file bytes) without what stands beside it: 12 hexadecimal digits."""
        names = (name for name in TABLES if name not in BESIDE and (self.rows(name) or name not in LATER))
        tables = {name: [row.model_dump(mode="json") for row in self.rows(name)] for name in names}
        text = json.dumps(tables, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    @cached_property
    def funds(self) -> tuple[str, ...]:
        """Keys of the funds that have lines in the base year, in the catalog's order."""
        present = {row.fund for row in self.lines if row.year == self.base_year}
        return tuple(key for key in catalog.all_funds() if key in present)

    def with_history(self, rows: Iterable[HistoryRow]) -> Dataset:
        """The same with more months: one of a series and period that is there already takes its place."""
        by_period = {(row.series, row.period): row for row in self.history} | {
            (row.series, row.period): row for row in rows
        }
        return replace(self, history=tuple(by_period.values()))

    def rows(self, table: str) -> tuple[BaseModel, ...]:
        """The rows of a table."""
        return (self.meta,) if table == "meta" else getattr(self, table)

    def frame(self, table: str) -> pl.DataFrame:
        """The table as a Polars frame, columns as in `sifund.dataset.schema`."""
        model = TABLES[table]
        return pl.DataFrame([row.model_dump() for row in self.rows(table)], schema=_columns(model))

    def line(self, key: str, year: int | None = None) -> LineRow | None:
        """The row of a line in a year (the base year by default), or None."""
        return self._lines_by_key.get((key, year or self.base_year))

    @cached_property
    def _lines_by_key(self) -> dict[tuple[str, int], LineRow]:
        return {(row.line, row.year): row for row in self.lines}

    def fund_name(self, key: str, *, short: bool = False) -> Text:
        """A fund's name; of "all", that of the funds that the data hold together."""
        return catalog.fund_name(key, short=short, count=len(self.funds))

    def line_name(self, key: str) -> Text:
        """What a line is called: by the catalog, else by the office; a total by that word."""
        if line := catalog.lines().get(key):
            return line.name
        if key.endswith(".total"):
            return TOTAL
        named = (Text(row.name_zh or key, row.name_en or key) for row in self.lines if row.line == key)
        return next(named, same(key))

    def account(self, fund: str, item: str, year: int | None = None) -> AccountRow | None:
        """The most exactly printed row of an account item, or None."""
        return self._accounts_by_item.get((fund, item, year or self.base_year))

    @cached_property
    def _accounts_by_item(self) -> dict[tuple[str, str, int], AccountRow]:
        by_item: dict[tuple[str, str, int], AccountRow] = {}
        for row in sorted(self.accounts, key=lambda row: row.amount_step_yuan or 0):
            by_item.setdefault((row.fund, row.item, row.year), row)
        return by_item

    def steps(self, key: str) -> Steps:
        """The dated values that the dataset gives for a parameter; empty where it gives none."""
        return tuple((cast(int, parse_month(row.from_month)), row.value) for row in self.parameter_rows(key))

    def parameter_rows(self, key: str) -> tuple[ParameterRow, ...]:
        """What the data say of a parameter."""
        return self._parameter_rows.get(key, ())

    def law_rows(self, key: str) -> tuple[LawRow, ...]:
        """What the table of law says of a parameter, the earliest first."""
        return tuple(sorted((row for row in self.law if row.key == key), key=lambda r: r.from_month))

    @cached_property
    def _parameter_rows(self) -> dict[str, tuple[ParameterRow, ...]]:
        by_key: dict[str, list[ParameterRow]] = {}
        for row in sorted(self.parameters, key=lambda r: r.from_month):
            by_key.setdefault(row.key, []).append(row)
        return {key: tuple(rows) for key, rows in by_key.items()}


def make(tables: Mapping[str, Sequence[BaseModel]]) -> Dataset:
    """A dataset of validated rows, checked across tables. Raises SifundError."""
    if len(tables.get("meta", ())) != 1:
        raise SifundError([problem("meta", "meta", "必须正好有一行。", "must have exactly one row.")])
    rows: dict[str, Any] = {name: tuple(tables.get(name, ())) for name in TABLES if name != "meta"}
    dataset = Dataset(meta=cast(MetaRow, tables["meta"][0]), **rows)
    problems = list(_cross_check(dataset))
    if problems:
        raise SifundError(problems)
    return dataset


def _cross_check(dataset: Dataset) -> list[Problem]:
    problems = [p for table in TABLES for row in dataset.rows(table) for p in row_problems(row)]
    if not dataset.funds and not dataset.is_reference:
        problems.append(problem(
            "no_lines", "lines", "基年{year}没有任何收支项目。", "there is no line in the base year {year}.",
            year=dataset.base_year,
        ))  # fmt: skip
    return problems


def _columns(model: type[BaseModel]) -> dict[str, Any]:
    kinds = {"int": pl.Int64, "float": pl.Float64, "bool": pl.Boolean}
    text = {name: str(field.annotation) for name, field in model.model_fields.items()}
    return {name: next((kinds[k] for k in kinds if k in note), pl.String) for name, note in text.items()}
