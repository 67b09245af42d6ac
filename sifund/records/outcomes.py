"""What came of findings: results that hold as long as the figures do, how often a rule is right, what to look at first."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist
from typing import Any

import polars as pl
from polars import col

from sifund.records.findings import CONFIRMED, FILE, KEPT, KEY, LAWFUL, Kept, drawn_in, reading, rows_of

LEVEL = 0.95
Z = NormalDist().inv_cdf((1 + LEVEL) / 2)
COUNTED = (*KEY, "mark", "subject", "stake")
RATES = {
    "code": pl.String, "confirmed": pl.Int64, "lawful": pl.Int64, "rate": pl.Float64, "low": pl.Float64, "high": pl.Float64,
    "expected": pl.Float64,
}  # fmt: skip


def drawn(entry: Kept) -> pl.DataFrame:
    """Every record that was drawn at random for a second look, as findings are written."""
    frames = [pl.LazyFrame(schema=KEPT), *(rows_of(file, KEPT) for file in drawn_in(entry.output))]
    return pl.concat(frames).collect()


def standing(entry: Kept, rows: pl.DataFrame | None = None) -> pl.DataFrame:
    """Findings, or other rows of the same form, with their results: `outcome` is null where there is none for these figures,
    `lapsed` says that there was one for others."""
    results = entry.results.rename({"mark": "marked"})
    joined = (entry.findings if rows is None else rows).join(results, on=list(KEY), how="left", maintain_order="left")
    same = col("mark") == col("marked")
    return joined.with_columns(
        *(pl.when(same).then(name).alias(name) for name in ("outcome", "reason", "who", "when")),
        lapsed=(~same).fill_null(False),
    ).drop("marked")  # fmt: skip


@lru_cache(4)
def looked_at(entry: Kept) -> pl.DataFrame:
    """The findings, and records drawn at random, that results were entered for: what `standing` adds, and of their own columns
    those of COUNTED."""
    named = col("record").is_in(entry.results["record"].implode())
    rows = (frame.select(COUNTED).filter(named) for frame in (entry.lazy, drawn(entry).lazy()))
    wanted = entry.results.lazy().select(KEY)
    with reading(entry.output / FILE):
        some = pl.concat(rows).join(wanted, on=list(KEY), how="semi").collect(engine="streaming")
    return standing(entry, some)


def rates(entry: Kept) -> pl.DataFrame:
    """How often each rule was right among the findings looked at: share [0 to 1] with its 95% interval (Wilson), None where
    none was; `expected` (Jeffreys) weighs money and is a half then. Of a draw it is the error rate."""
    gone = looked_at(entry).filter("lapsed").select(KEY)
    counted = entry.results.join(gone, on=list(KEY), how="anti").group_by("code").agg(
        confirmed=(col("outcome") == CONFIRMED).sum().cast(pl.Int64), lawful=(col("outcome") == LAWFUL).sum().cast(pl.Int64)
    )  # fmt: skip
    codes = pl.DataFrame({"code": [*entry.checked, *drawn(entry)["code"].unique().sort()]}, schema={"code": pl.String})
    rows = codes.join(counted, on="code", how="left", maintain_order="left").fill_null(0).to_dicts()
    return pl.DataFrame([_rate(row) for row in rows], schema=RATES)


def _rate(row: dict[str, Any]) -> dict[str, Any]:
    right, looked = row["confirmed"], row["confirmed"] + row["lawful"]
    low, high = interval(right, looked) or (None, None)
    return {
        **row,
        "rate": right / looked if looked else None,
        "low": low,
        "high": high,
        "expected": (right + 0.5) / (looked + 1),
    }


def interval(right: int, looked: int) -> tuple[float, float] | None:
    """Wilson's 95% interval of a share; None where nothing was looked at."""
    if not looked:
        return None
    share, square = right / looked, Z**2 / looked
    middle, half = share + square / 2, Z * math.sqrt(share * (1 - share) / looked + square / looked / 4)
    return max(0.0, (middle - half) / (1 + square)), min(1.0, (middle + half) / (1 + square))


@dataclass(frozen=True, slots=True)
class Draw:
    """A random draw from a table: how many records, how many were looked at, how many of these are wrong, the error rate with its
    interval [0 to 1]; None where none was looked at."""

    code: str
    table: str
    records: int
    looked: int
    wrong: int
    low: float | None
    high: float | None

    @property
    def rate(self) -> float | None:
        return self.wrong / self.looked if self.looked else None


def draws(entry: Kept) -> list[Draw]:
    """Every random draw, with what came of it."""
    counted = (
        drawn(entry).group_by("code").agg(col("table").first(), pl.len()).join(rates(entry), on="code").sort("code")
    )
    return [
        Draw(
            row["code"],
            row["table"],
            row["len"],
            row["confirmed"] + row["lawful"],
            row["confirmed"],
            row["low"],
            row["high"],
        )
        for row in counted.iter_rows(named=True)
    ]


def work_list(entry: Kept) -> pl.DataFrame:
    """What is still to be checked, by expected money [fen]: money at stake × how often the rule is right."""
    rows = standing(entry).filter(~col("outcome").is_in([CONFIRMED, LAWFUL]).fill_null(False))
    weighed = rows.join(rates(entry).select("code", "expected"), on="code", how="left")
    return weighed.with_columns(expected=col("stake") * col("expected")).sort(
        "expected", *KEY, descending=[True, False, False, False]
    )
