"""How much a check names, counted once when it ends: persons and firms, findings and money, by rule, district and risk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import polars as pl
from polars import col


class Part(NamedTuple):
    """Findings of one kind: the persons and firms that they are about, how many they are, the money at stake [fen]."""

    subjects: int
    findings: int
    stake: int


NOTHING = Part(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Counts:
    """`total` and `new` have the money of a record once; `rules` are by code, `risks` by the key of a risk, `districts` by
    district ("" is none) and risk."""

    total: Part
    new: Part
    rules: Mapping[str, Part]
    risks: Mapping[str, Part]
    districts: Mapping[tuple[str, str], Part]


def whom(firms: list[str]) -> pl.Expr:
    """The person or firm that a finding is about; `firms` are the tables of firms."""
    return pl.struct(col("table").is_in(firms).alias("firm"), "subject")


def count(findings: pl.DataFrame, risks: Mapping[str, str], number: int, firms: list[str]) -> Counts:
    """The counts of findings whose rules have these keys of risk; `number` is that of the run."""
    parts = (whom(firms).n_unique().alias("subjects"), pl.len().alias("findings"), col("stake").sum())
    risk = col("code").replace_strict(risks, default="", return_dtype=pl.String).alias("risk")
    fresh = findings.filter((col("since") == number) & (number > 1))
    by_rule, by_risk = (findings.group_by(key).agg(parts).sort(pl.first()) for key in (col("code"), risk))
    placed = findings.group_by(col("district").fill_null(""), risk).agg(parts).sort("district", "risk")
    return Counts(
        _once(findings, parts), _once(fresh, parts), {code: Part(*row) for code, *row in by_rule.iter_rows()},
        {key: Part(*row) for key, *row in by_risk.iter_rows()}, {(place, key): Part(*row) for place, key, *row in placed.iter_rows()},
    )  # fmt: skip


def _once(findings: pl.DataFrame, parts: tuple[pl.Expr, ...]) -> Part:
    """All of them, the money of a record that several rules name once."""
    subjects, rows, _ = findings.select(parts).row(0)
    return Part(subjects, rows, at_stake(findings))


def at_stake(findings: pl.DataFrame) -> int:
    """Money at stake [fen]: of a record that several rules name, once."""
    return int(findings.group_by("table", "record").agg(col("stake").max())["stake"].sum())


def written(counts: Counts) -> dict[str, Any]:
    """As JSON holds them."""
    return {
        "total": counts.total, "new": counts.new, "rules": counts.rules, "risks": counts.risks,
        "districts": [[*key, *part] for key, part in counts.districts.items()],
    }  # fmt: skip


def read_counts(content: Mapping[str, Any]) -> Counts:
    """Those that `written` wrote. Raises ValueError, TypeError, KeyError."""
    return Counts(
        Part(*content["total"]), Part(*content["new"]), {code: Part(*row) for code, row in content["rules"].items()},
        {key: Part(*row) for key, row in content["risks"].items()},
        {(place, key): Part(*row) for place, key, *row in content["districts"]},
    )  # fmt: skip
