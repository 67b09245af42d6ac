"""An export of a business system → records: units, months and codes as declared, numbers masked. Nothing of a refused one is
written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from sifund.declare.parameter import Month, month_text
from sifund.problem import Problem, SifundError, problem
from sifund.records.export import DECLARATION, Declared, Export, read_export
from sifund.records.expressions import OPEN
from sifund.records.intake import Taken, of_rows, take
from sifund.records.mask import Mask, veiled
from sifund.records.tables import CORE, TABLES
from sifund.records.write import A_PART, about, fresh, put

PARENTS = {
    "person_id": "persons",
    "firm_id": "firms",
    "claim_id": "claims",
    "resend_of": "payments",
    "payment_id": "payments",
}
"""Tables in which the numbers of a column stand."""
DATED = ("paid_month", "posted_month")
SPARSE = 100
"""Rows of a month on average for which the last month that is covered has one at least."""


@dataclass(frozen=True, slots=True)
class Built:
    """What was written: rows by table, the fingerprint, the last month, and what was noticed on the way."""

    rows: dict[str, int]
    fingerprint: str
    as_of: str
    notices: tuple[Problem, ...]


def build(source: Path, folder: Path, mask: Mask) -> Built:
    """Read the export in a folder, check all of it, then write. Raises SifundError with every problem found, by file, column,
    count and first rows and without a value; OSError."""
    export, files = _files(source)
    taken = {name: _signed(take(TABLES[name], path, export.of(name), mask)) for name, path in files.items()}
    months = _months(taken)
    last, usual = _last(months), _last(months, SPARSE)
    wrong = [p for one in taken.values() for p in (*one.problems, *_across(one, taken))]
    if wrong := [*wrong, *_after(export, last)]:
        raise SifundError(wrong)
    notices = [
        *_left(source, files),
        *(_not_given(name) for name in CORE if name not in files),
        *(p for one in taken.values() for p in one.notices),
        *_far_later(export, months, usual),
    ]
    as_of = export.as_of if export.as_of is not None else usual
    return _write(folder, taken, export, month_text(as_of) if as_of is not None else "", tuple(notices))


def _files(source: Path) -> tuple[Export, dict[str, Path]]:
    """What is declared of an export, and its file of each table. Raises SifundError where there is none."""
    if not source.is_dir():
        raise SifundError(
            [problem("source", "SOURCE", "没有目录“{value}”。", 'there is no folder "{value}".', value=source.name)]
        )
    export = read_export(source)
    files = {name: file for name in TABLES if (file := _file(source, name, export.of(name)))}
    if not files:
        raise SifundError([problem(
            "no_export", source.name, "没有找到导出文件（如 payments.csv）。", "holds no file of an export (payments.csv and others).",
        )])  # fmt: skip
    return export, files


def _file(source: Path, name: str, declared: Declared) -> Path | None:
    """The file of a table: the declared one, else one of its name. Raises SifundError where the declared one is not there."""
    names = [declared.file] if declared.file else [f"{name}.csv", f"{name}.parquet"]
    there = [source / file for file in names if (source / file).is_file()]
    if len(there) > 1 or (declared.file and not there):
        raise SifundError([problem(
            "file", name, "应正好有一个文件：{value}。", "must have exactly one file: {value}.", place=source.name, value=" / ".join(names),
        )])  # fmt: skip
    return there[0] if there else None


def _write(folder: Path, taken: Mapping[str, Taken], export: Export, as_of: str, notices: tuple[Problem, ...]) -> Built:
    parts = -(-taken["persons"].frame.height // A_PART) if "persons" in taken else 1
    with fresh(folder) as to:
        for name, one in taken.items():
            frame = one.frame.sort(TABLES[name].bucket or TABLES[name].key[0], *TABLES[name].key, nulls_last=True)
            if TABLES[name].bucket != "person_id" or parts < 2:
                put(frame, to, name)
                continue
            for part in range(parts):
                put(frame.filter(pl.col("person_id") % parts == part), to, name, part)
        rows = {name: one.frame.height for name, one in taken.items()}
        mark = about(
            to, name=export.name, invented=False, as_of=as_of or None, dataset=export.dataset, rows=rows, lines=None
        )
    return Built(rows, mark, as_of, notices)


def _left(source: Path, files: Mapping[str, Path]) -> Iterator[Problem]:
    """What lies in the export and is no table's file."""
    others = [path for path in sorted(source.iterdir()) if path not in {*files.values(), source / DECLARATION}]
    if names := [veiled(path.name) + "/" * path.is_dir() for path in others if not path.name.startswith(".")]:
        yield problem(
            "not_taken", source.name, "没有取用的文件：{value}；表的文件名形如 payments.csv，或在{file}中以 file 指明。",
            "files not taken over: {value}; a table's file is named like payments.csv, or declared as its file in {file}.",
            value=", ".join(names), file=DECLARATION,
        )  # fmt: skip


def _not_given(name: str) -> Problem:
    return problem(
        "missing",
        name,
        "导出中没有这张表；用到它的规则和对账不能做。",
        "is not in the export; rules and ties that need it are not run.",
    )


def _across(one: Taken, taken: Mapping[str, Taken]) -> Iterator[Problem]:
    """Keys that stand twice, rows of nobody, and rows whose person, firm, claim or payment is not there."""
    table, frame = one.table, one.frame
    key = frame.select(table.key)
    double = key.is_duplicated() & key.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
    yield from of_rows("double", ", ".join(table.key), one.source, double)
    yield from _paid_negative(one)
    yield from _overlapping(one)
    if table.alone:
        bare = frame.select(pl.all_horizontal(pl.col(table.alone).is_null())).to_series()
        yield from of_rows("nobody", " / ".join(table.alone), one.source, bare)
    for column, parent in PARENTS.items():
        if column in frame.columns and _keyed(taken.get(parent)) and (parent != table.name or column == "resend_of"):
            series = taken[parent].frame[TABLES[parent].key[0]].unique().implode()
            orphan = frame[column].is_not_null() & ~frame[column].is_in(series)
            yield from of_rows("orphan", column, one.source, orphan, parent=parent)


def _keyed(parent: Taken | None) -> bool:
    """Whether a table is there whose own key can be read: else nothing is said of rows that point to it."""
    return (
        parent is not None
        and (parent.frame.height == 0 or parent.frame[parent.table.key[0]].null_count() == 0)
        and not (parent.frame.height == 0 and parent.problems)
    )


def _signed(one: Taken) -> Taken:
    """What was taken back as an amount below 0, whichever sign the export gives it."""
    if not {"kind", "amount_fen"} <= {*one.frame.columns}:
        return one
    back, fen = pl.col("kind") == "recovery", pl.col("amount_fen")
    return replace(one, frame=one.frame.with_columns(pl.when(back).then(-fen.abs()).otherwise(fen).alias("amount_fen")))


def _paid_negative(one: Taken) -> Iterator[Problem]:
    """Amounts below 0 that are no recovery."""
    if {"kind", "amount_fen"} <= {*one.frame.columns}:
        wrong = (
            one.frame.select((pl.col("kind") != "recovery") & (pl.col("amount_fen") < 0)).to_series().fill_null(False)
        )
        yield from of_rows("sign", "amount_fen", one.source, wrong)


def _overlapping(one: Taken) -> Iterator[Problem]:
    """Standards and rates of which another of the same tier is in force at the same time."""
    *of, first = one.table.key
    if one.table.name not in ("standards", "rates"):
        return
    rows = one.frame.with_row_index("row").sort(*of, first)
    later = pl.col("to_month").fill_null(OPEN).shift().over(of) >= pl.col(first)
    which = rows.select("row", later=later.fill_null(False)).sort("row")["later"]
    yield from of_rows("overlap", ", ".join(one.table.key), one.source, which)


def _months(taken: Mapping[str, Taken]) -> list[pl.DataFrame]:
    """How many rows each table has paid or posted in each month: `month` and `count`."""
    dated = [one.frame[name].rename("month") for one in taken.values() for name in DATED if name in one.frame.columns]
    return [months.drop_nulls().value_counts() for months in dated]


def _last(months: Sequence[pl.DataFrame], sparse: int = 0) -> Month | None:
    """The last month in which something was paid or posted; with `sparse` the last with one row at least for so many in a month on
    average."""
    many = [counts.filter(pl.col("count") * sparse >= pl.col("count").mean() * bool(sparse)) for counts in months]
    return max((int(month) for counts in many for month in counts["month"]), default=None)


def _far_later(export: Export, months: Sequence[pl.DataFrame], as_of: Month | None) -> Iterator[Problem]:
    """A few rows of months after the last that is taken to be covered."""
    count = sum(counts.filter(pl.col("month") > as_of)["count"].sum() for counts in months)
    if export.as_of is None and as_of is not None and count:
        yield problem(
            "few_later", "as_of", "只有{count}行晚于{month}，截止月按{month}；不是误录的，请写 as_of。",
            "only {count} {count:row is|rows are} later than {month}, which is taken as the last month; "
            "where {count:it is no slip|they are no slips}, declare as_of.",
            place=DECLARATION, count=count, month=month_text(as_of),
        )  # fmt: skip


def _after(export: Export, last: Month | None) -> Iterator[Problem]:
    """What was paid or posted after the month that the export is said to end with."""
    if export.as_of is not None and last is not None and last > export.as_of:
        yield problem(
            "as_of", "as_of", "声明截至{month}，但有{last}的记录。", "the export is said to end in {month}, but holds rows of {last}.",
            place=DECLARATION, month=month_text(export.as_of), last=month_text(last),
        )  # fmt: skip
