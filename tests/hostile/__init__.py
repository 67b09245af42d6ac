"""Files made to do harm, or harmed on their way: each is taken with exactly the values that were put in, or refused in words.

A case says what may come of it: the outcomes that are right where it is taken (none: it must be refused), and whether it
may be refused. What is lost without a word, or taken as something else, is a fault; so is any other exception.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from office import workbook

from sifund.dataset import Dataset
from sifund.importer.sheet import File
from sifund.importer.source import Imported
from sifund.problem import SifundError, shown

Values = Mapping[str, float | str]
Table = Sequence[Sequence[str]]
META: Table = (("code", "name_zh", "name_en", "base_year"), ("hostile", "示例市", "Example", "2022"))
LINES: Table = (
    ("fund", "line", "kind", "year", "unit", "actual", "source"),
    ("unemployment", "unemployment.benefit", "expenditure", "2022", "万元", "1234.5", "p1"),
    ("unemployment", "unemployment.medical", "expenditure", "2022", "万元", "610", "p2"),
    ("unemployment", "稳就业专项", "支出", "2022", "万元", "55.5", "p3"),
    ("unemployment", "unemployment.contributions", "income", "2022", "万元", "2000", "p4"),
    ("unemployment", "unemployment.benefit", "expenditure", "2021", "万元", "1100.25", "p5"),
)
PARAMETERS: Table = (
    ("key", "from_month", "value", "source"),
    ("unemployment.benefit_standard", "2022-01", "1530", "p6"),
    ("unemployment.refund_rate_sme", "2022-01", "60", "p7"),
)
ACCOUNTS: Table = (
    ("fund", "year", "item", "unit", "amount", "source"),
    ("unemployment", "2022", "opening", "万元", "8000", "p8"),
)
TABLES: Mapping[str, Table] = {"meta": META, "lines": LINES, "parameters": PARAMETERS, "accounts": ACCOUNTS}
VALUES: Values = {
    "name": "示例市",
    "unemployment.benefit 2022": 12_345_000, "unemployment.medical 2022": 6_100_000, "稳就业专项 2022": 555_000,
    "unemployment.contributions 2022": 20_000_000, "unemployment.benefit 2021": 11_002_500,
    "unemployment.benefit_standard 2022-01": 1530, "unemployment.refund_rate_sme 2022-01": 60, "opening 2022": 80_000_000,
}  # fmt: skip
"""What the tables hold: amounts in yuan, parameters in their own unit."""


@dataclass(frozen=True)
class Case:
    """Files, the outcomes that are right where they are taken, and whether they may be refused. `loses`: a part that is lost
    must be told in a notice. `unseen`: the harm cannot be seen in the file, so values are not compared."""

    name: str
    files: tuple[File, ...]
    takes: tuple[Values, ...] = (VALUES,)
    refused: bool = True
    loses: bool = False
    unseen: bool = False


def legal(name: str, *files: File, values: Values = VALUES) -> Case:
    """What must be taken."""
    return Case(name, files, (values,), refused=False)


def wrong(name: str, *files: File) -> Case:
    """What must be refused."""
    return Case(name, files, ())


def either(name: str, *files: File, values: Values = VALUES) -> Case:
    """What may be refused, but is never taken as anything else."""
    return Case(name, files, (values,))


def changed(**values: float | str) -> Values:
    return {**VALUES, **values}


def without(*keys: str) -> Values:
    return {key: value for key, value in VALUES.items() if key not in keys}


def values_of(dataset: Dataset) -> dict[str, float | str]:
    """What came out: every amount, parameter and balance, and the dataset's name."""
    lines = {f"{row.name_zh or row.line} {row.year}": row.actual_yuan for row in dataset.lines}
    given = {f"{row.key} {row.from_month}": row.value for row in dataset.parameters}
    held = {f"{row.item} {row.year}": row.amount_yuan for row in dataset.accounts}
    amounts = {key: value for key, value in (lines | given | held).items() if value is not None}
    return {"name": dataset.meta.name_zh, **amounts}


def judge(case: Case, found: Imported | SifundError) -> str:
    """What is wrong with the outcome of a case; nothing where it is right."""
    if isinstance(found, SifundError):
        said = [*found.lines("zh"), *found.lines("en")]
        if not said or not all(line.isprintable() and line.strip() for line in said):
            return f"refused in words that cannot be read: {said}"
        if not any(
            name in line for name in (*TABLES, *(shown(file.stem)[:20] for file in case.files)) for line in said
        ):
            return f"refused without its name: {said}"
        return "" if case.refused else f"refused: {found.lines('en')[:3]}"
    out = values_of(found.dataset)
    if case.unseen or any(_same(out, values) for values in case.takes):
        return ""
    if case.loses and any(_is_part(out, values) for values in case.takes) and found.notices:
        return ""
    meant = dict(case.takes[0] if case.takes else VALUES)
    differs = {key: (meant.get(key), out.get(key)) for key in {*out, *meant} if not _like(out.get(key), meant.get(key))}
    return f"taken {'as' if case.takes else 'at all, as'} {differs}"


def _is_part(out: Values, whole: Values) -> bool:
    return all(key in whole and _like(value, whole[key]) for key, value in out.items())


def _same(out: Values, whole: Values) -> bool:
    return out.keys() == whole.keys() and _is_part(out, whole)


def _like(one: float | str | None, other: float | str | None) -> bool:
    """The same to the fen."""
    if isinstance(one, str | None) or isinstance(other, str | None):
        return one == other
    return abs(one - other) <= max(0.005, 1e-12 * abs(other))


# --- making files -----------------------------------------------------------------------------------------------------


def text_of(table: Table, delimiter: str = ",", end: str = "\n") -> str:
    page = io.StringIO()
    csv.writer(page, delimiter=delimiter, lineterminator=end).writerows(table)
    return page.getvalue()


def tables(**replaced: Table) -> dict[str, Table]:
    return {**TABLES, **replaced}


def files(
    encode: Callable[[str], bytes] = str.encode, tables: Mapping[str, Table] = TABLES, **of_text: str
) -> tuple[File, ...]:
    """The tables as CSV, a file each."""
    return tuple(File(f"{name}.csv", encode(text_of(table, **of_text))) for name, table in tables.items())


def book(tables: Mapping[str, Table] = TABLES, name: str = "own.xlsx") -> File:
    """The tables as a workbook; figures are numbers."""
    return workbook({key: [[_cell(cell) for cell in row] for row in table] for key, table in tables.items()}, name)


def _cell(text: str) -> str | float:
    try:
        return float(text)
    except ValueError:
        return text


def with_cell(table: str, row: int, column: str, value: str) -> dict[str, Table]:
    """The tables with one cell replaced; row 1 is the first below the head."""
    grid = [list(line) for line in TABLES[table]]
    grid[row][grid[0].index(column)] = value
    return tables(**{table: grid})


def cases() -> Iterator[Case]:
    """All of them, always the same, in the same order."""
    from hostile import books, columnar, damaged, delimited, names, numbers, zips

    for part in (delimited, numbers, names, zips, books, columnar, damaged):
        yield from part.cases()
