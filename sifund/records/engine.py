"""What runs rules: the tables of a folder as lazy frames of one engine, and findings out of a group of rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

import narwhals as nw
import polars as pl

from sifund.problem import SifundError, problem
from sifund.records.folder import Folder
from sifund.records.language import CALENDAR, Records
from sifund.records.rule import Rule
from sifund.records.tables import TABLES

Tables = Mapping[str, pl.LazyFrame]
Engine = Callable[[Sequence[Rule], Tables], pl.DataFrame]
"""The findings of a group of rules in the tables at hand."""
MONTHS = pl.LazyFrame({"calendar": pl.int_range(12 * 1950, 12 * 2100, dtype=pl.Int32, eager=True)})
"""All months that a standard or a rate may hold for."""
FINDINGS = {
    "code": pl.String, "table": pl.String, "record": pl.String, "subject": pl.Int64, "month": pl.Int32, "amount": pl.Int64,
    "due": pl.Int64, "place": pl.String,
}  # fmt: skip


@cache
def needs(rule: Rule) -> tuple[str, ...]:
    """The tables that a rule reads, in order of declaration: seen by running it on empty ones."""
    empty = _records({name: table.empty().lazy() for name, table in TABLES.items()})
    rule.find(empty)
    return tuple(name for name in TABLES if name in empty.reads)


def of_part(folder: Folder, part: int, parts: int) -> dict[str, pl.LazyFrame]:
    """The tables with the persons of one part of so many: the files of that number where they lie in so many, else by
    the remainder of their keys; firms and what is small stand whole in each."""
    return {name: _part(folder, name, part, parts) for name in TABLES}


def _part(folder: Folder, name: str, part: int, parts: int) -> pl.LazyFrame:
    if parts == 1 or TABLES[name].bucket != "person_id":
        return folder.scan(name)
    if parts == files(folder):
        return folder.scan(name, part)
    return folder.scan(name).filter(pl.col("person_id") % parts == part)


def files(folder: Folder) -> int:
    """How many files the tables of persons lie in, where all that lie in several lie in as many; else one."""
    counts = {len(paths) for name, paths in folder.parts.items() if TABLES[name].bucket == "person_id"} - {1}
    return counts.pop() if len(counts) == 1 else 1


def in_parts(rule: Rule, folder: Folder, parts: int) -> bool:
    """Whether a rule can be run part by part: it is about single persons, and where the parts are files, all tables of
    persons that it reads lie in so many."""
    cut = [name for name in needs(rule) if TABLES[name].bucket == "person_id"]
    lie = parts != files(folder) or all(len(folder.parts.get(name, ())) == parts for name in cut)
    return not rule.whole and "refunds" not in needs(rule) and (lie or parts == 1)


def on_polars(rules: Sequence[Rule], tables: Tables) -> pl.DataFrame:
    """Polars, streaming: what the rules share is read once."""
    records = _records(tables)
    plans = [item.find(records).to_native().select(pl.lit(item.code).alias("code"), pl.all()) for item in rules]
    frames = pl.collect_all(plans, engine="streaming")
    return pl.concat(frame.cast(FINDINGS).select(list(FINDINGS)) for frame in frames)  # type: ignore[arg-type]


def _records(tables: Tables) -> Records:
    return Records({name: nw.from_native(frame) for name, frame in {**tables, CALENDAR: MONTHS}.items()})


ENGINES: dict[str, Engine] = {"polars": on_polars}
"""The engines that are offered, by the name that the command line takes."""


def engine(name: str) -> Engine:
    """The engine of that name. Raises SifundError where it is not offered."""
    if name not in ENGINES:
        raise SifundError([problem(
            "engine", "--engine", "没有引擎“{value}”；可用：{names}。", 'there is no engine "{value}"; there are: {names}.',
            value=name, names=", ".join(ENGINES),
        )])  # fmt: skip
    return ENGINES[name]
