"""Had we been asked then: an earlier year of a dataset, modelled forward, against what the base year really was.

The earlier year is calibrated like any base year, from its own amounts. What only the later year tells is cast back:
levels by the baseline's growth, so that their own growth is not tested. Rates of growth are not known in advance: the
declared assumptions stand. The error of a line is split by running the forecast again with the standards that really
came: what that changes is the standard's part, the rest is volume.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
from pydantic import BaseModel

from sifund import catalog
from sifund import dataset as datasets
from sifund.dataset import Dataset
from sifund.dataset.schema import ParameterRow
from sifund.declare.parameter import Parameter, Steps, month_of, month_text, parse_month
from sifund.declare.unit import GROWTH, PERSONS, PERSONS_PER_YEAR, YUAN_PER_HEAD, YUAN_PER_HEAD_YEAR, YUAN_PER_MONTH
from sifund.model.baseline import Baseline
from sifund.model.calibrate import calibrate
from sifund.model.case import Case, Side
from sifund.model.memory import remembered

A_HEAD = (YUAN_PER_MONTH, YUAN_PER_HEAD, YUAN_PER_HEAD_YEAR)
COUNTED = (PERSONS, PERSONS_PER_YEAR)
SCHEMA = {
    "fund": pl.String, "kind": pl.String, "line": pl.String, "before": pl.Float64, "forecast": pl.Float64, "actual": pl.Float64,
    "error": pl.Float64, "error_percent": pl.Float64, "standard": pl.Float64, "volume": pl.Float64, "carried_flat": pl.Boolean,
    "unexplained": pl.Float64,
}  # fmt: skip
REASON = (
    "该年没有此项数据；由基年数值按增长假设倒推",
    "not known for that year; cast back from the base year by the growth assumed",
)


def earlier_years(dataset: Dataset) -> list[int]:
    """Years before the base year of which the dataset has amounts, the latest first; none before a part of a year."""
    if dataset.partial:
        return []
    years = {
        r.year for r in dataset.lines if r.year < dataset.base_year and r.kind != "total" and r.actual_yuan is not None
    }
    return sorted(years, reverse=True)


@remembered(16)
def backtest(dataset: Dataset, year: int) -> pl.DataFrame:
    """The base year modelled from an earlier year: columns of SCHEMA, one row a line, amounts in yuan.

    `error` is actual less forecast, `standard` + `volume`; `error_percent` is of the actual. `unexplained` is what the
    model leaves of the earlier year's own amount. Lines without an amount in both years are left out.
    """
    then, now = earlier(dataset, year), calibrate(dataset)
    base = calibrate(then)
    standards = tuple((p.key, _path(now, p)) for p in _standards(base, now))
    side = Case(then, standards, dataset.base_year - year + 1).side()
    return pl.DataFrame(list(_lines(dataset, base, side)), schema=SCHEMA, orient="row")


def _lines(dataset: Dataset, base: Baseline, side: Side) -> Iterator[tuple[object, ...]]:
    remainders = {r.key: r.difference for r in base.remainders}
    for key in side.line_keys():
        before, actual = dataset.line(key, base.base_year), dataset.line(key)
        if before and actual and before.actual_yuan is not None and actual.actual_yuan is not None:
            forecast, standards = (float(x.line(key)[-1]) for x in (side.baseline, side))
            error = actual.actual_yuan - forecast
            percent = 100 * error / actual.actual_yuan if actual.actual_yuan else None
            yield (
                key.partition(".")[0], side.kind(key), key, before.actual_yuan, forecast, actual.actual_yuan, error, percent,
                standards - forecast, actual.actual_yuan - standards, key in base.flat, remainders.get(key, 0.0),
            )  # fmt: skip


def _standards(base: Baseline, now: Baseline) -> Iterator[Parameter]:
    """Levers, amounts a head, and what an average a head is made of: what is decided, not counted."""
    averages = {
        p for q in catalog.quantities().values() if q.unit in A_HEAD for p in q.parameters if p.unit not in COUNTED
    }
    for key, p in catalog.parameters().items():
        decided = p.kind == "lever" or p.unit in A_HEAD or p in averages
        if decided and p.dated and p.kind != "input" and key in base.values and key in now.values:
            yield p


def _path(now: Baseline, p: Parameter) -> Steps:
    """The parameter's values in the base year, as steps."""
    first = month_of(now.base_year)
    months = [(month, now.value_at(p.key, month)) for month in range(first, first + 12)]
    steps = [(m, v) for i, (m, v) in enumerate(months) if v is not None and (i == 0 or v != months[i - 1][1])]
    return tuple(steps)


# --- the earlier year as a dataset of its own -------------------------------------------------------------------------


def earlier(dataset: Dataset, year: int) -> Dataset:
    """What could be known at the end of an earlier year, as a dataset of its own. Raises SifundError."""
    meta = dataset.meta.model_dump() | {"base_year": year, "months_covered": 12}
    tables: dict[str, list[BaseModel]] = {
        "meta": [type(dataset.meta).model_validate(meta)],
        "lines": [row for row in dataset.lines if row.year <= year],
        "accounts": [row for row in dataset.accounts if row.year <= year],
        "parameters": list(_parameters(dataset, year)),
    }
    return datasets.make(tables)


def _parameters(dataset: Dataset, year: int) -> Iterator[ParameterRow]:
    """What the dataset gives up to that year; else a count of that year; else the first value of the base year, cast
    back, where no amount of that year tells it."""
    now = calibrate(dataset)
    counts = {f"{r.fund}.{r.key.removeprefix('count.')}": r.value for r in dataset.indicators if r.year == year}
    for key, p in catalog.parameters().items():
        rows = dataset.parameter_rows(key)
        earlier = [row for row in rows if _year(row) <= year]
        yield from earlier
        if earlier:
            continue
        if counts.get(key) is not None:
            yield _row(p, year, float(counts[key] or 0))
        elif rows and _year(rows[0]) <= dataset.base_year and p.unit is not GROWTH and not _is_solved(dataset, p, year):
            yield _row(p, year, _cast_back(now, p, rows[0].value, dataset.base_year - year))


def _year(row: ParameterRow) -> int:
    return (parse_month(row.from_month) or 0) // 12


def _is_solved(dataset: Dataset, p: Parameter, year: int) -> bool:
    """Whether an amount of that year tells the parameter: a line is solved for it first."""
    solved = (dataset.line(line.key, year) for line in catalog.lines().values() if line.solves[:1] == (p,))
    return any(row is not None and row.actual_yuan is not None for row in solved)


def _cast_back(now: Baseline, p: Parameter, value: float, years: int) -> float:
    """The value that the growth of the base year brings to the one given."""
    return value / (1 + float(now.path(p.grows, 1)[0, 0])) ** years if p.grows else value


def _row(p: Parameter, year: int, value: float) -> ParameterRow:
    return ParameterRow.model_validate({
        "key": p.key, "from_month": month_text(month_of(year)), "value": value, "basis": "assumed",
        "reason_zh": REASON[0], "reason_en": REASON[1],
    })  # fmt: skip
