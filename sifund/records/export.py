"""What an office declares of its export: files, columns, units, how months are written, what its codes mean."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from sifund.declare.parameter import Month, parse_month
from sifund.problem import Problem, SifundError, problem
from sifund.records.column import FEN, HASH, MASKED, Column, Table
from sifund.records.tables import TABLES

DECLARATION = "export.toml"
PLACES: Mapping[str, int] = {"fen": 0, "yuan": 2, "wan": 6}
"""Units of money, by how many decimals of it make a fen."""
ENCODINGS = ("utf-8", "gb18030", "gbk", "gb2312", "big5", "utf-16")
OF_NUMBER = ("id_valid", "id_birth_month")
"""Columns that are read from the identity number itself, where the export has none of their own."""
Months = Literal["text", "number"]
_TOP = {"as_of", "dataset", "name_zh", "name_en"}
_OF_TABLE = {"file", "money", "months", "encoding", "columns", "codes"}


@dataclass(frozen=True, slots=True)
class Declared:
    """One table's file, unit of money (`None`: not declared), months (`number`: year × 12 + month − 1), encoding, its columns
    by what they are here, and codes by column."""

    file: str = ""
    money: str | None = None
    months: Months = "text"
    encoding: str = "utf-8"
    columns: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def names(self, table: Table, column: Column) -> tuple[str, ...]:
        """Names under which the export may hold a column: the declared one, else its own, or that of the number itself."""
        if column.name in self.columns:
            return (self.columns[column.name],)
        if table.name in ("persons", "firms") and (column.kind is MASKED or column.name in ("id_hash", "code_hash")):
            return (*self.names(table, table[table.key[0]]),)
        if column.name in OF_NUMBER:
            return (column.name, *self.names(table, table[table.key[0]]))
        short = column.name.removesuffix("_fen" if column.kind is FEN else "_hash")
        return (column.name, short) if column.kind in (FEN, HASH) and short != column.name else (column.name,)


@dataclass(frozen=True, slots=True)
class Export:
    """The declaration as a whole; `as_of` is the last month that the export covers, None where it is not declared."""

    as_of: Month | None
    dataset: str
    name: Mapping[str, str] | None
    tables: Mapping[str, Declared]

    def of(self, table: str) -> Declared:
        """What is declared of a table."""
        return self.tables.get(table, Declared())


def read_export(folder: Path) -> Export:
    """What the folder's declaration says; nothing where there is none. Raises SifundError with all that is wrong with it."""
    path = folder / DECLARATION
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except (OSError, UnicodeError, tomllib.TOMLDecodeError) as error:
        raise SifundError([_wrong("", "读不懂：{value}。", "cannot be read: {value}.", error)]) from None
    if wrong := list(_problems(content)):
        raise SifundError(wrong)
    tables = {name: Declared(**content[name]) for name in content if name in TABLES}
    name = {lang: content[f"name_{lang}"] for lang in ("zh", "en")} if "name_zh" in content else None
    month = content.get("as_of")
    return Export(parse_month(month) if month else None, content.get("dataset", ""), name, tables)


def _problems(content: Mapping[str, Any]) -> Iterator[Problem]:
    for key in content.keys() - _TOP - TABLES.keys():
        yield _wrong(
            key, "不是表名，也不是{allowed}。", "is neither a table nor {allowed}.", allowed=", ".join(sorted(_TOP))
        )
    for key in _TOP & content.keys():
        if not isinstance(content[key], str) or (key == "as_of" and not parse_month(content[key])):
            yield _wrong(key, "应为文字；as_of 形如 2021-12。", "must be text; as_of is like 2021-12.")
    if ("name_zh" in content) != ("name_en" in content):
        yield _wrong("name_zh", "name_zh 和 name_en 须同时给出。", "name_zh and name_en are given together.")
    for name in TABLES.keys() & content.keys():
        yield from _of_table(name, content[name])


def _of_table(name: str, given: object) -> Iterator[Problem]:
    """What is wrong with what is declared of a table."""
    if not isinstance(given, dict) or given.keys() - _OF_TABLE:
        yield _wrong(name, "只能有{allowed}。", "may only hold {allowed}.", allowed=", ".join(sorted(_OF_TABLE)))
        return
    allowed: dict[str, tuple[str, ...]] = {"money": tuple(PLACES), "months": ("text", "number"), "encoding": ENCODINGS}
    for key, values in allowed.items():
        if given.get(key, values[0]) not in values:
            yield _wrong(f"{name}.{key}", "应为{allowed}之一。", "must be one of {allowed}.", allowed=", ".join(values))
    _odict_keys = TABLES[name].schema.keys()
    for key in ("columns", "codes"):
        part = given.get(key, {})
        if not isinstance(part, dict) or part.keys() - _odict_keys:
            yield _wrong(
                f"{name}.{key}",
                "只能写这张表的列：{allowed}。",
                "may only name this table's columns: {allowed}.",
                allowed=", ".join(_odict_keys),
            )
        elif not all(isinstance(value, str if key == "columns" else dict) for value in part.values()):
            yield _wrong(
                f"{name}.{key}",
                "写法不对：列写作“列名”，代码写作表。",
                "is not written so: columns are names, codes are tables.",
            )
    file = given.get("file", "")
    if not isinstance(file, str) or Path(file).name != file:
        yield _wrong(f"{name}.file", "应为本目录中的文件名。", "must be the name of a file in this folder.")


def _wrong(subject: str, zh: str, en: str, value: object = "", allowed: str = "") -> Problem:
    return problem("export", subject, zh, en, place=DECLARATION, value=value, allowed=allowed)
