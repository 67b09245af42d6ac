"""Dataset: the validated tables of one office and year, kept as Parquet, known by a fingerprint."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

import polars as pl
from pydantic import BaseModel, ValidationError

from sifund import catalog
from sifund.atomic import all_or_none
from sifund.parameter import Steps, parse_month
from sifund.problem import Problem, SifundError, problem
from sifund.rules import row_problems
from sifund.schema import BESIDE, TABLES, AccountRow, IndicatorRow, LawRow, LineRow, MetaRow, ParameterRow, ReasonRow
from sifund.text import Text, same

SAMPLE = "urumqi-2021"
PATH_LIMIT = 1000
TOTAL = Text("合计", "total")
HOME = Path(__file__).resolve().parent.parent / "data"
R = TypeVar("R", bound=BaseModel)


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

    @property
    def code(self) -> str:
        return self.meta.code

    @property
    def name(self) -> Text:
        return Text(self.meta.name_zh, self.meta.name_en)

    @property
    def base_year(self) -> int:
        return self.meta.base_year

    @cached_property
    def fingerprint(self) -> str:
        """Hash of the content (not of file bytes) without what stands beside it: 12 hexadecimal digits."""
        names = (name for name in TABLES if name not in BESIDE)
        tables = {name: [row.model_dump(mode="json") for row in self.rows(name)] for name in names}
        text = json.dumps(tables, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    @cached_property
    def funds(self) -> tuple[str, ...]:
        """Keys of the funds that have lines in the base year, in the catalog's order."""
        present = {row.fund for row in self.lines if row.year == self.base_year}
        return tuple(key for key in catalog.all_funds() if key in present)

    def rows(self, table: str) -> tuple[BaseModel, ...]:
        return (self.meta,) if table == "meta" else getattr(self, table)

    def frame(self, table: str) -> pl.DataFrame:
        """The table as a Polars frame, columns as in `sifund.schema`."""
        model = TABLES[table]
        return pl.DataFrame([row.model_dump() for row in self.rows(table)], schema=_columns(model))

    def line(self, key: str, year: int | None = None) -> LineRow | None:
        """The row of a line in a year (the base year by default), or None."""
        return self._lines_by_key.get((key, year or self.base_year))

    @cached_property
    def _lines_by_key(self) -> dict[tuple[str, int], LineRow]:
        return {(row.line, row.year): row for row in self.lines}

    def line_name(self, key: str) -> Text:
        """What a line is called: by the catalog, else by the office; a total by that word."""
        if known := catalog.lines().get(key):
            return known.name
        if key.endswith(".total"):
            return TOTAL
        named = (Text(row.name_zh or key, row.name_en or key) for row in self.lines if row.line == key)
        return next(named, same(key))

    def account(self, fund: str, item: str, year: int | None = None) -> AccountRow | None:
        """The most exactly printed row of an account item, or None."""
        found = [
            row for row in self.accounts
            if (row.fund, row.item, row.year) == (fund, item, year or self.base_year)
        ]  # fmt: skip
        return min(found, key=lambda row: row.amount_step_yuan or 0, default=None)

    def steps(self, key: str) -> Steps:
        """The dated values that the dataset gives for a parameter; empty where it gives none."""
        return tuple((cast(int, parse_month(row.from_month)), row.value) for row in self.parameter_rows(key))

    def parameter_rows(self, key: str) -> tuple[ParameterRow, ...]:
        return self._parameter_rows.get(key, ())

    def law_rows(self, key: str) -> tuple[LawRow, ...]:
        """What the table of law says of a parameter, the earliest first."""
        return tuple(sorted((row for row in self.law if row.key == key), key=lambda r: r.from_month))

    @cached_property
    def _parameter_rows(self) -> dict[str, tuple[ParameterRow, ...]]:
        found: dict[str, list[ParameterRow]] = {}
        for row in sorted(self.parameters, key=lambda r: r.from_month):
            found.setdefault(row.key, []).append(row)
        return {key: tuple(rows) for key, rows in found.items()}


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
    found = [p for table in TABLES for row in dataset.rows(table) for p in row_problems(row)]
    if not dataset.funds:
        found.append(problem(
            "no_lines", "lines", "基年{year}没有任何收支项目。", "there is no line in the base year {year}.",
            year=dataset.base_year,
        ))  # fmt: skip
    return found


def _columns(model: type[BaseModel]) -> dict[str, Any]:
    kinds = {"int": pl.Int64, "float": pl.Float64, "bool": pl.Boolean}
    text = {name: str(field.annotation) for name, field in model.model_fields.items()}
    return {name: next((kinds[k] for k in kinds if k in note), pl.String) for name, note in text.items()}


def save(dataset: Dataset, folder: Path) -> None:
    """Write the tables as Parquet, all or none, byte for byte the same for the same content.

    Raises OSError where writing fails and SifundError where another write is under way; what was there stays.
    """
    with all_or_none(folder, [f"{table}.parquet" for table in TABLES]) as staged:
        for table in TABLES:
            dataset.frame(table).write_parquet(staged / f"{table}.parquet", compression="zstd", statistics=False)


def load(folder: Path) -> Dataset:
    """The dataset kept in a folder of Parquet tables. Raises SifundError."""
    if not (folder / "meta.parquet").exists():
        raise SifundError([problem(
            "not_a_dataset", folder.name, "不是数据集目录（缺少meta.parquet）；请先运行 build。",
            "is not a dataset folder (no meta.parquet); run build first.",
        )])  # fmt: skip
    tables = {name: _read(model, folder / f"{name}.parquet") for name, model in TABLES.items()}
    return make(tables)


def loaded(folder: Path) -> Dataset:
    """The dataset kept in a folder, read again only when it was written since. Raises SifundError, OSError."""
    return _loaded(folder, (folder / "meta.parquet").stat().st_mtime_ns)


@lru_cache(maxsize=16)
def _loaded(folder: Path, written: int) -> Dataset:
    return load(folder)


def _read(model: type[R], path: Path) -> list[R]:
    if not path.exists():
        return []
    try:
        return [model.model_validate(row) for row in pl.read_parquet(path).iter_rows(named=True)]
    except (ValidationError, pl.exceptions.PolarsError, OSError) as error:
        raise SifundError([problem(
            "unreadable", path.name, "文件损坏或格式不符；请重新生成。", "is damaged or of another shape; build it again.",
            value=error,
        )]) from None  # fmt: skip


def homes() -> list[Path]:
    """Folders that hold datasets: the office's own ($SIFUND_DATA) before the shipped sample."""
    own = os.environ.get("SIFUND_DATA")
    return ([Path(own)] if own else []) + [HOME]


def codes() -> list[str]:
    """Codes of the datasets at hand, the sample first."""
    found = {p.parent.name for home in homes() if home.is_dir() for p in home.glob("*/meta.parquet")}
    return sorted(found, key=lambda code: (code != SAMPLE, code))


def find(code_or_folder: str) -> Dataset:
    """The dataset of a code under data/ or $SIFUND_DATA, or in a folder. Raises SifundError."""
    return load(folder_of(code_or_folder))


def folder_of(code_or_folder: str) -> Path:
    """The folder that holds the dataset of a code, or that is named itself. Raises SifundError."""
    for home in homes():
        if code_or_folder in codes() and (home / code_or_folder / "meta.parquet").exists():
            return home / code_or_folder
    if len(code_or_folder) < PATH_LIMIT and (folder := Path(code_or_folder)).is_dir():
        return folder
    raise SifundError([problem(
        "no_dataset", "DATASET", "找不到数据集“{value}”；现有：{known}，或给出目录。",
        "there is no dataset “{value}”; at hand: {known}, or name a folder.",
        value=code_or_folder, known=", ".join(codes()),
    )])  # fmt: skip


def keep(dataset: Dataset) -> Path:
    """Save a dataset among the office's own, under its code. Raises SifundError where there is no place for it, OSError."""
    own = homes()[0]
    if own == HOME:
        raise SifundError([problem(
            "no_home", "SIFUND_DATA", "没有设置存放本单位数据的目录；请由管理员设置环境变量SIFUND_DATA。",
            "no folder for your own datasets is set; let the administrator set the variable SIFUND_DATA.",
        )])  # fmt: skip
    if (HOME / dataset.code).exists():
        raise SifundError([problem(
            "shipped", "code", "“{value}”是随程序提供的数据集，不能替换；请改用别的代码。",
            "“{value}” is a dataset that came with the program and is not replaced; use another code.", value=dataset.code,
        )])  # fmt: skip
    save(dataset, own / dataset.code)
    return own / dataset.code
