"""A short table read as conditions says of every month what a join with it says."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import polars as pl
import pytest
from rule_cases_more import city_of_cases

from sifund.records.engine import named, on_polars, tables
from sifund.records.expressions import OPEN
from sifund.records.folder import read
from sifund.records.language import Records
from sifund.records.part import Part
from sifund.records.rules import rules
from sifund.records.runs import MANY, chain, outside, runs

MONTHS = pl.DataFrame(
    {"fund": ["a"] * 12 + ["b"] * 12 + ["c"] * 12, "month": [*range(12)] * 3}, schema_overrides={"month": pl.Int32}
)


def table(*rows: tuple[str, int, int | None, int | None]) -> pl.DataFrame:
    schema = {"fund": pl.String, "calendar": pl.Int32, "most": pl.Int64, "least": pl.Int64}
    return pl.DataFrame(rows, schema, orient="row")


@pytest.mark.parametrize(
    "rows",
    [
        [("a", n, 5, n // 4) for n in range(2, 9)],
        [("a", 1, 5, 0), ("a", 2, 5, None), ("a", 5, 6, 7), ("b", 3, 1, 1), ("b", 4, None, 1), ("b", 9, 1, 1)],
        [("a", 0, None, None)],
        [],
    ],
)
@pytest.mark.parametrize(("first", "last"), [(0, OPEN), (2, 6), (5, 5)])
def test_conditions_say_what_a_join_says(rows: list[Any], first: int, last: int) -> None:
    """Runs with gaps, of several keys, of a value missing, of nothing; within the months that there are."""
    short = table(*rows).filter(pl.col("calendar").is_between(first, last))
    values = runs(short, "fund")
    assert values is not None
    months = MONTHS.filter(pl.col("month").is_between(first, last))
    joined = months.join(
        short, left_on=["fund", "month"], right_on=["fund", "calendar"], how="left", maintain_order="left"
    )
    conditions = (
        nw.from_native(months)
        .with_columns(**{name: chain(each, "fund", (first, last)) for name, each in values.items()})
        .to_native()
    )
    assert conditions.equals(joined)
    for name, each in values.items():
        sure = nw.from_native(months).with_columns(value=chain(each, "fund", None)).filter(~outside(each, "fund"))
        assert sure.to_native()["value"].equals(joined[name].drop_nulls())
    codes = {code for each in values.values() for code in each}
    some = nw.from_native(months.filter(pl.col("fund").is_in(codes)))
    bare = some.with_columns(**{name: chain(each, "fund", (first, last), codes) for name, each in values.items()})
    assert bare.to_native().equals(joined.filter(pl.col("fund").is_in(codes)))


def test_a_table_that_says_two_things_or_many_is_joined() -> None:
    assert runs(table(("a", 1, 5, 0), ("a", 1, 6, 0)), "fund") is None
    assert runs(table(*(("a", n, n, n) for n in range(MANY))), "fund") is None


def test_rules_say_the_same_by_conditions_and_by_joins(tmp_path_factory: pytest.TempPathFactory) -> None:
    part = Part(read(city_of_cases().write(tmp_path_factory.mktemp("city") / "records", 7)))
    some = [
        rules()[code]
        for code in ("C01", "C04", "C05", "C06", "C07", "C08", "C09", "C14", "C18", "C34", "P02", "P31", "P32")
    ]
    joining = Records(tables(part.frames()), few=0)
    joined = pl.concat(named(item, item.find(joining).to_native().collect()) for item in some)
    keys = ["code", "record", "place", "month"]
    assert joined["code"].n_unique() == len(some)
    assert on_polars(part)(some)().sort(keys).equals(joined.sort(keys))
