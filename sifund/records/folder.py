"""A folder of records: which tables are at hand, what is wrong with the others, and their rows, read lazily."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import polars as pl

from sifund.problem import Problem, SifundError, problem
from sifund.records.column import Table
from sifund.records.tables import TABLES

PLANTED, ABOUT = "planted", "about"
"""What lies beside the tables: the key to a sample, and what is known of the whole."""
FINDINGS = "findings"
"""The folder beside the tables in which a page looks for what a check found; tables that are made anew leave it there."""
_PART = re.compile("part-([0-9]{4})[.]parquet")


@dataclass(frozen=True, slots=True, eq=False)
class Folder:
    """Tables of records at hand. `parts` are each table's files, `rows` its counts; `problems` say why a table is not at
    hand, or that it holds nothing (code `missing`, `empty`, `foreign`, `damaged`, `double`); `absent` are columns of each that may
    be missing and are."""

    path: Path
    parts: Mapping[str, tuple[Path, ...]]
    rows: Mapping[str, int]
    problems: Mapping[str, Problem]
    absent: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def scan(self, table: str, paths: Sequence[Path] | None = None) -> pl.LazyFrame:
        """The declared columns of a table, of all its files or of some; without a row where it is not at hand."""
        chosen = self.parts.get(table, ()) if paths is None else paths
        if not chosen:
            return TABLES[table].empty().lazy()
        there = pl.scan_parquet(list(chosen), glob=False).select(self.columns(table))
        gone = {name: pl.lit(None, TABLES[table].schema[name]) for name in self.absent.get(table, ())}
        return there.with_columns(**gone).select(list(TABLES[table].schema)) if gone else there

    def columns(self, table: str) -> list[str]:
        """The declared columns that a table's files hold, in order."""
        return [name for name in TABLES[table].schema if name not in self.absent.get(table, ())]

    def has(self, table: str) -> bool:
        """Whether a table is at hand and holds rows."""
        return table not in self.problems

    def refusal(self, *tables: str) -> list[Problem]:
        """What keeps these tables from being used."""
        return [self.problems[table] for table in tables if table in self.problems]


def read(path: Path) -> Folder:
    """What a folder of records holds. Raises SifundError where there is no such folder, or no table in it."""
    if not path.is_dir():
        raise SifundError([problem("folder", "DIR", "没有目录“{value}”；请写明细所在的目录。",
                                   'there is no folder "{value}"; name the folder of records.', value=path.name)])  # fmt: skip
    states = {name: _state(path, table) for name, table in TABLES.items()}
    if all(isinstance(state, Problem) and state.code == "missing" for state in states.values()):
        raise SifundError([problem(
            "no_records", path.name, "目录里没有数据明细表（如 payments.parquet）；请先运行 records build 或 records sample。",
            "the folder holds no table of records (payments.parquet and others); run records build or records sample first.",
        )])  # fmt: skip
    good = {name: state for name, state in states.items() if not isinstance(state, Problem)}
    bad = {name: state for name, state in states.items() if isinstance(state, Problem)}
    rows = {name: sum(state.rows.values()) for name, state in good.items()}
    nothing = {
        name: _says(TABLES[name], "empty", "没有一行记录", "holds no row") for name, count in rows.items() if not count
    }
    absent = {name: state.absent for name, state in good.items()}
    return Folder(path, {name: tuple(state.rows) for name, state in good.items()}, rows, {**bad, **nothing}, absent)


class _Parts(NamedTuple):
    """Rows by file of a table, and the declared columns that no file holds."""

    rows: dict[Path, int]
    absent: frozenset[str]


def _state(path: Path, table: Table) -> _Parts | Problem:
    """What a table consists of, or why it cannot be used."""
    one, many = path / f"{table.name}.parquet", path / table.name
    if one.exists() and many.is_dir():
        return _says(
            table, "double", "既有文件又有同名目录；请留下其一", "is there as a file and as a folder; leave one of them"
        )
    parts = sorted(many.glob("*.parquet")) if many.is_dir() else [one] if one.exists() else []
    if not parts:
        return _says(table, "missing", "缺少这张表", "the table is missing")
    if many.is_dir() and (gap := _gap(parts)):
        return _says(table, "damaged", "分片不齐或命名不对：{gap}", "parts are missing or misnamed: {gap}", gap=gap)
    return _read_parts(table, parts)


def _read_parts(table: Table, parts: list[Path]) -> _Parts | Problem:
    """Files that lack other columns than the first are none of its table."""
    rows: dict[Path, int] = {}
    absent: frozenset[str] = frozenset()
    for part in parts:
        try:
            frame = pl.scan_parquet(part, glob=False)
            schema = frame.collect_schema()
            gone = frozenset(table.schema) - frozenset(schema)
            absent = absent if rows else gone
            wrong = [*_foreign(table, schema), *sorted(gone ^ absent)]
            rows[part] = 0 if wrong else frame.select(pl.len()).collect().item()
        except (OSError, pl.exceptions.PolarsError):
            return _says(
                table,
                "damaged",
                "文件{file}损坏，读不出来",
                "the file {file} is damaged and cannot be read",
                file=part.name,
            )
        if wrong:
            return _says(
                table, "foreign", "文件{file}不是这张表：{wrong}", "the file {file} is not this table: {wrong}",
                file=part.name, wrong=", ".join(wrong[:6]),
            )  # fmt: skip
    return _Parts(rows, absent)


def _foreign(table: Table, schema: pl.Schema) -> Iterator[str]:
    """What differs from the declared columns: missing, of another type, named twice but for case."""
    for name, dtype in table.schema.items():
        if name in schema and schema[name] != dtype:
            yield f"{name} {schema[name]} ≠ {dtype}"
        elif name not in schema and name in table.always:
            yield f"{name} —"
    yield from (f"{name} = {name.lower()}" for name in schema if name != name.lower() and name.lower() in schema)


def _gap(parts: list[Path]) -> str:
    """The first name among the parts that is wrong or missing; empty where they run from 0000 without a gap."""
    for number, part in enumerate(parts):
        match = _PART.fullmatch(part.name)
        if not match or int(match[1]) != number:
            return f"part-{number:04d}.parquet"
    return ""


def _says(table: Table, code: str, zh: str, en: str, **parts: str) -> Problem:
    return problem(code, table.name, f"{{title}}：{zh}。", f"{{title}}: {en}.", title=table.title, **parts)
