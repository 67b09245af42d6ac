"""What runs rules: the tables of a part as lazy frames of one engine, and findings out of a group of rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from typing import Any

import narwhals as nw
import polars as pl
from polars import col
from polars import selectors as cs

from sifund.problem import SifundError, problem
from sifund.records.language import CALENDAR, Records
from sifund.records.need import Need
from sifund.records.part import Part
from sifund.records.rule import Rule
from sifund.records.shared import Make
from sifund.records.tables import TABLES

Run = Callable[[Sequence[Rule]], Callable[[], pl.DataFrame]]
"""Begins some rules on the tables at hand; what comes back gives their findings."""
Engine = Callable[[Part], Run]
"""What takes the tables of a part; what its rules share is worked out once."""
SCANS = pl.QueryOptFlags(comm_subplan_elim=False)
"""A table that a rule reads twice is scanned twice: scanned once it would be held until its last reader is done."""
MONTHS = pl.DataFrame({"calendar": pl.int_range(12 * 1950, 12 * 2100, dtype=pl.Int32, eager=True)})
"""All months that a standard or a rate may hold for."""
LANES = 3
"""Collects at once: two do not fill two processors, and rules are laid out meanwhile; each more needs the memory of another."""
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
    """Polars over any frames, which may lie in pieces and cover the months up to `as_of`. A few rules at once: all together need
    the memory of all."""
    lanes, desk = ThreadPoolExecutor(LANES), ThreadPoolExecutor(1)
    records = Records(
        tables(frames), lambda frame: lanes.submit(held, frame).result(),
        split=lambda table, make, column: _apart(
            lanes.map(lambda piece: _by_code(piece, make, column), pieces(table) if pieces else [frames[table]]), column
        ),
        as_of=as_of, thin=_thinned, mark=_marked,
    )  # fmt: skip

    def run(rules: Sequence[Rule]) -> Callable[[], pl.DataFrame]:
        begun: list[Future[pl.DataFrame]] = []
        laid = desk.submit(lambda: begun.extend(lanes.submit(_collect, item.find(records)) for item in rules))

        def findings() -> pl.DataFrame:
            try:
                laid.result()
                return pl.concat(named(item, rows.result()) for item, rows in zip(rules, begun, strict=True))
            finally:
                for rows in begun:
                    rows.cancel()

        return findings

    return run


def named(rule: Rule, rows: pl.DataFrame) -> pl.DataFrame:
    """What a rule gives, as findings."""
    return rows.with_columns(code=pl.lit(rule.code)).cast(FINDINGS).select(list(FINDINGS))  # type: ignore[arg-type]


def held(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """What a frame comes to, in one piece: a few rows chosen from many would keep the room of all that was read."""
    return nw.from_native(_collect(frame).rechunk().lazy())


def _collect(frame: nw.LazyFrame[Any]) -> pl.DataFrame:
    return frame.to_native().collect(engine="streaming", optimizations=SCANS)


def _thinned(rows: nw.LazyFrame[Any], same: Sequence[str], top: str) -> nw.LazyFrame[Any]:
    """Rows without those that the next one outdoes: where rows lie in order, a few are left to be grouped."""
    outdone = [col(name) == col(name).shift(-1) for name in same] + [col(top) <= col(top).shift(-1)]
    return nw.from_native(rows.to_native().filter(~pl.all_horizontal(outdone).fill_null(False)))


def _marked(rows: nw.LazyFrame[Any], column: str) -> nw.LazyFrame[Any]:
    """Rows with the hash of a column: numbers are grouped in half the time of strings."""
    return nw.from_native(rows.to_native().with_columns(mark=col(column).hash()))


def _by_code(piece: pl.LazyFrame, make: Make, column: str) -> dict[tuple[Any, ...], pl.DataFrame]:
    """What is made of a piece by the code of a column, and none of it as by the empty one; the code itself is said once for all,
    codes stand as numbers of a quarter of their size."""
    coded = make(nw.from_native(piece)).to_native().with_columns(cs.string().cast(pl.Categorical))
    rows = _collect(nw.from_native(coded))
    return {("",): rows.clear().drop(column), **rows.partition_by(column, as_dict=True, include_key=False)}


def _apart(pieces: Iterable[dict[tuple[Any, ...], pl.DataFrame]], column: str) -> dict[str, nw.LazyFrame[Any]]:
    """The pieces' rows by the code of a column."""
    parts: dict[str, list[pl.DataFrame]] = {}
    for piece in pieces:
        for (code,), some in piece.items():
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
