"""What runs rules: the tables of a part as lazy frames of one engine, and findings out of a group of rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import narwhals as nw
import polars as pl
from polars import selectors as cs

from sifund.problem import SifundError, problem
from sifund.records.language import CALENDAR, Records
from sifund.records.need import Need
from sifund.records.part import Part
from sifund.records.rule import Rule
from sifund.records.shared import Make
from sifund.records.tables import TABLES

Run = Callable[[Sequence[Rule]], pl.DataFrame]
"""The findings of some rules in the tables at hand."""
Engine = Callable[[Part], Run]
"""What takes the tables of a part; what its rules share is worked out once."""
SCANS = pl.QueryOptFlags(comm_subplan_elim=False)
"""A table that a rule reads twice is scanned twice: scanned once it would be held until its last reader is done."""
MONTHS = pl.DataFrame({"calendar": pl.int_range(12 * 1950, 12 * 2100, dtype=pl.Int32, eager=True)})
"""All months that a standard or a rate may hold for."""
FINDINGS = {
    "code": pl.String, "table": pl.String, "record": pl.String, "subject": pl.Int64, "month": pl.Int32, "amount": pl.Int64,
    "due": pl.Int64, "place": pl.String,
}  # fmt: skip


@cache
def reads(rule: Rule) -> tuple[Need, ...]:
    """The tables that a rule reads, and the parts of them: seen by running it on empty ones."""
    empty = Records(_empty(), few=0)
    rule.find(empty)
    return tuple(sorted(empty.reads))


@cache
def _empty() -> Mapping[str, nw.LazyFrame[Any]]:
    return tables({name: table.empty().lazy() for name, table in TABLES.items()})


@cache
def needs(rule: Rule) -> tuple[str, ...]:
    """The tables that a rule reads, in order of declaration."""
    names = {need.table for need in reads(rule)}
    return tuple(name for name in TABLES if name in names)


def on_polars(part: Part) -> Run:
    """Polars, streaming."""
    return over(part.frames(), part.pieces, part.as_of)


def over(
    frames: Mapping[str, pl.LazyFrame], pieces: Callable[[str], Iterable[pl.LazyFrame]] | None = None, as_of: int | None = None
) -> Run:  # fmt: skip
    """Polars over any frames, which may lie in pieces and cover the months up to `as_of`.
    One rule after another: together they are no faster and need the memory of
    all."""
    records = Records(
        tables(frames), held,
        split=lambda table, make, column: _apart(pieces(table) if pieces else [frames[table]], make, column), as_of=as_of,
    )  # fmt: skip
    return lambda rules: pl.concat(named(item, _collect(item.find(records))) for item in rules)


def named(rule: Rule, rows: pl.DataFrame) -> pl.DataFrame:
    """What a rule gives, as findings."""
    return rows.with_columns(code=pl.lit(rule.code)).cast(FINDINGS).select(list(FINDINGS))  # type: ignore[arg-type]


def held(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """What a frame comes to, in one piece: a few rows chosen from many would keep the room of all that was read."""
    return nw.from_native(_collect(frame).rechunk().lazy())


def _collect(frame: nw.LazyFrame[Any]) -> pl.DataFrame:
    return frame.to_native().collect(engine="streaming", optimizations=SCANS)


def _apart(pieces: Iterable[pl.LazyFrame], make: Make, column: str) -> dict[str, nw.LazyFrame[Any]]:
    """What is made of each piece by the code of a column, so that one piece more than the whole is held; the code itself is
    said once for all, codes stand as numbers of a quarter of their size."""
    parts: dict[str, list[pl.DataFrame]] = {}
    for piece in pieces:
        rows = make(nw.from_native(piece)).to_native()
        rows = _collect(nw.from_native(rows.with_columns(cs.string().cast(pl.Categorical))))
        parts.setdefault("", []).append(rows.clear().drop(column))
        for (code,), some in rows.partition_by(column, as_dict=True, include_key=False).items():
            parts.setdefault(str(code), []).append(some)
    whole = {code: pl.concat(some, rechunk=False).lazy() for code, some in parts.items()}
    return {code: nw.from_native(rows.with_columns(pl.lit(code).alias(column))) for code, rows in whole.items()}


def tables(frames: Mapping[str, pl.LazyFrame]) -> dict[str, nw.LazyFrame[Any]]:
    """Frames as rules read them, with the calendar."""
    return {name: nw.from_native(frame) for name, frame in {**frames, CALENDAR: MONTHS.lazy()}.items()}


class Failed(Exception):
    """What an engine says of its own failure: the kind only, for its words may hold what rows say."""


@contextmanager
def failing(kind: type[Exception]) -> Iterator[None]:
    """An engine's own errors as failures."""
    try:
        yield
    except kind as error:
        raise Failed(type(error).__name__) from error


def _duckdb(_: str) -> Engine:
    from sifund.records.duck import on_duckdb

    return on_duckdb()


def _spark(address: str) -> Engine:
    from sifund.records.spark import on_spark

    return on_spark(address)


ENGINES: Mapping[str, Callable[[str], Engine]] = {"polars": lambda _: on_polars, "duckdb": _duckdb, "sc://": _spark}
"""The engines that are offered, by the name that the command line takes, or by what an address begins with."""


def engine(name: str) -> Engine:
    """The engine of that name or at that address. Raises SifundError where it is not offered, not installed or not there."""
    kind = "sc://" if name.startswith("sc://") else name
    if kind not in ENGINES:
        raise SifundError([problem(
            "engine", "--engine", "没有引擎“{value}”；可用：{names}。", 'there is no engine "{value}"; there are: {names}.',
            value=name, names="polars, duckdb, sc://host:port",
        )])  # fmt: skip
    try:
        return ENGINES[kind](name)
    except ModuleNotFoundError as error:
        raise SifundError([problem(
            "engine", "--engine", "引擎“{value}”需要先安装 requirements-records.txt（缺 {module}）。",
            'the engine "{value}" needs requirements-records.txt installed first ({module} is missing).', value=name, module=error.name,
        )]) from None  # fmt: skip
