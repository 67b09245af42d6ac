"""Tables that many rules read, and what they share: worked out once, when the first asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from narwhals import Expr, LazyFrame, any_horizontal, col, concat
from narwhals import len as length

from sifund.records.need import Need
from sifund.records.runs import chain, outside, runs

HELD = ("claims",)
"""Tables that nearly all rules read."""
WHOLE = "{} whole"
"""What a table is called with all its rows, where a part of them is checked."""
FEW = 5_000
"""Keys that fit in a list."""
SHORT = 12
"""Characters of a hash by which equal ones are sought first."""
Make = Callable[[LazyFrame], LazyFrame]
Split = Callable[[str, Make, str], Mapping[str, LazyFrame]]
"""What is made of a table's rows by the code of a column, and none for the empty one."""
Thin = Callable[[LazyFrame, Sequence[str], str], LazyFrame]
Mark = Callable[[LazyFrame, str], LazyFrame]
P = ParamSpec("P")
S = TypeVar("S", bound="Shared")


class Shared:
    """The tables that a rule reads, by name; `reads` is what was asked of them. `settle` works out what many rules share, `split`
    the same apart by the codes of a column, `few` is up to how many keys rows are sought by a list: 0 is never; `as_of` is the last
    month that the tables cover, where that is known. `thin` leaves out rows that another of the same keys outdoes in a column, as
    many as it likes, `mark` adds what is equal where a column is (`mark`): an engine may have cheap ways to."""

    def __init__(
        self, tables: Mapping[str, LazyFrame], settle: Make = lambda frame: frame,
        few: int = FEW, split: Split | None = None, as_of: int | None = None,
        thin: Thin = lambda rows, *_: rows,
        mark: Mark = lambda rows, column: rows.with_columns(mark=col(column).str.slice(0, SHORT)),
    ) -> None:  # fmt: skip
        self._tables, self._settle, self._few, self._split = tables, settle, few, split
        self.thin, self.mark = thin, mark
        self.as_of = as_of
        self._settled: dict[tuple[Any, ...], LazyFrame] = {}
        self._apart: dict[str, Mapping[str, LazyFrame]] = {}
        self.reads: set[Need] = set()
        self._left: list[LazyFrame] = []
        self._left_by: dict[tuple[Any, ...], list[LazyFrame]] = {}

    def __getattr__(self, name: str) -> LazyFrame:
        if name.startswith("_") or name not in self._tables:
            raise AttributeError(name)
        self.reads.add(Need(name))
        return self.once((name,), lambda: self._tables[name]) if name in HELD else self._tables[name]

    def whole(self, table: str) -> LazyFrame:
        """A table with all its rows, whatever part of them is checked."""
        self.reads.add(Need(table))
        return self._tables.get(WHOLE.format(table), self._tables[table])

    def part(self, table: str, column: str, code: str, filled: str = "") -> LazyFrame:
        """The rows of a table with a code in a column, and with `filled`: where there is none, the rule is not checked."""
        self.reads.add(Need(table, column, code, filled))
        rows = self._tables[table].filter(col(column) == code)
        return rows.filter(~col(filled).is_null()) if filled else rows

    def once(self, key: tuple[Any, ...], make: Callable[[], LazyFrame]) -> LazyFrame:
        """A frame that many rules read, worked out when the first asks for it; what it leaves, every one that reads it leaves."""
        if key in self._settled:
            self._left += self._left_by[key]
        else:
            before = len(self._left)
            self._settled[key] = self._settle(make())
            self._left[before:] = self._left_by[key] = [*map(self._settle, self._left[before:])]
        return self._settled[key]

    def hold(self, rows: LazyFrame) -> LazyFrame:
        """A frame that a rule reads several times, worked out now."""
        return self._settle(rows)

    def of_code(self, table: str, make: Make, column: str, code: str) -> LazyFrame:
        """The rows of a code among what is made of a table's rows, each by itself; worked out once. One `make` for a column."""
        rows: LazyFrame = getattr(self, table)
        if self._split is None:
            return self.once((column, code), lambda: make(rows.filter(col(column) == code)))
        if column not in self._apart:
            self._apart[column] = self._split(table, make, column)
        return self._apart[column].get(code, self._apart[column][""])

    def codes(self, rows: LazyFrame, column: str) -> list[str]:
        """The codes of a column."""
        return rows.select(column).unique().collect(backend="polars").get_column(column).to_list()

    def each(self, codes: Iterable[str], make: Callable[[str], LazyFrame]) -> LazyFrame:
        """What is made for every code, as one frame: rows of one code are grouped and joined by numbers alone."""
        return concat([make(code) for code in sorted(codes) or [""]])

    def among(self, rows: LazyFrame, key: str, of: LazyFrame) -> LazyFrame:
        """Rows with a key of some others, which are sought first: where they are few, no other row is read whole."""
        keys = of.filter(~col(key).is_null()).select(key).unique()
        values = self.values(of, key)
        if values is None:
            return rows.join(keys, on=key, how="semi")
        return rows.filter(col(key).is_in(values)) if values else rows.head(0)

    def without(self, rows: LazyFrame, key: str, of: LazyFrame) -> LazyFrame:
        """Rows with a key of none of some others."""
        values = self.values(of, key)
        if values is None:
            return rows.join(of.select(key), on=key, how="anti")
        return rows.filter(~col(key).is_in(values)) if values else rows

    def values(self, rows: LazyFrame, key: str) -> list[Any] | None:
        """The values of a column, where they are few."""
        if not self._few:
            return None
        keys = rows.filter(~col(key).is_null()).select(key).unique()
        values = keys.head(self._few + 1).collect(backend="polars").get_column(key).to_list()
        return values if len(values) <= self._few else None

    def movers(self, rows: LazyFrame) -> LazyFrame:
        """Rows of who may be in two places: in one at least that is not the place of most."""
        places = rows.group_by("place").agg(count=length()).sort("count", descending=True).head(1)
        usual = self.values(places, "place")
        return self.among(rows, "person_id", rows.filter(~col("place").is_in(usual))) if usual else rows

    def dated(
        self, rows: LazyFrame, of: LazyFrame, span: tuple[int, int], key: str = "", sure: bool = False
    ) -> tuple[LazyFrame, dict[str, Expr], dict[str, Expr]]:
        """Rows, and what a table says of their `month`, its `calendar`, and of their key; null where it says nothing; and where
        that is. One that says few things within the rows' first and last month is read as conditions, so that rows are chosen while
        they are read. `sure`: what is said holds only where it says something, which then takes no condition; with a key, rows are
        those of keys of which it says something."""
        of = of.filter(col("calendar").is_between(*span))
        values = runs(of.collect(backend="polars").to_native(), key) if self._few else None
        if values is not None:
            codes = {code for each in values.values() for code in each} if key and sure else set()
            if codes:
                rows = rows.filter(any_horizontal(*(col(key) == code for code in sorted(codes)), ignore_nulls=False))
            says = {name: chain(each, key, span if key or not sure else None, codes) for name, each in values.items()}
            return rows, says, {name: outside(each, key) for name, each in values.items()}
        keys = [key] if key else []
        both = rows.join(of, left_on=[*keys, "month"], right_on=[*keys, "calendar"], how="left")
        names = [name for name in of.collect_schema().names() if name not in (*keys, "calendar")]
        return both, {name: col(name) for name in names}, {name: col(name).is_null() for name in names}


def shared(frame: Callable[Concatenate[S, P], LazyFrame]) -> Callable[Concatenate[S, P], LazyFrame]:
    """What many rules read of the tables: worked out once for all of them."""

    @wraps(frame)
    def once(records: S, *args: P.args, **named: P.kwargs) -> LazyFrame:
        return records.once((frame, *args, *named.items()), lambda: frame(records, *args, **named))

    return once
