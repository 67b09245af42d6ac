"""A fund that no row moves is worked out once for all runs of a baseline, and gives what it gave beside those rows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from support import sample

from sifund import catalog
from sifund.model import engine
from sifund.model.case import Side, run
from sifund.model.rows import RowPaths
from sifund.scenario import Changes

YEARS = 5
MOVED = (
    "unemployment.benefit_standard",
    "resident.match",
    "public.adjustment",
    "economy.interest",
    "economy.wage_growth",
)


def rows() -> Iterator[Changes]:
    """One lever of each fund, and what the funds share."""
    month = 12 * (sample().base_year + 1)
    for key in MOVED:
        if key in catalog.parameters():
            yield ((key, ((month, catalog.parameter(key).low + 1.0),)),)


def amounts(side: Side) -> dict[object, np.ndarray | None]:
    measures = {(fund, x): side.measure(fund, x) for fund in (*side.funds, catalog.ALL)
                for x in ("expenditure", "income", "closing", "cover_months", "surplus")}  # fmt: skip
    lines = {key: np.append(side.line(key), side.months(key)) for key in side.line_keys()}
    quantities = {key: side.quantity(item) for key, item in catalog.quantities().items()}
    return {**measures, **lines, **quantities}


def test_what_is_not_moved_is_the_same_to_the_last_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [*rows(), ()]
    assert len(asked) >= 4
    quick = [run(sample(), [changes], YEARS)[0] for changes in asked]
    monkeypatch.setattr(RowPaths, "vary", lambda self, some: True)
    for changes, side in zip(asked, quick, strict=True):
        (whole,) = run(sample(), [changes], YEARS)
        for own, other in ((side, whole), (side.baseline, whole.baseline)):
            for (key, one), two in zip(amounts(own).items(), amounts(other).values(), strict=True):
                assert (one is None) == (two is None), key
                assert one is None or two is None or np.array_equal(one, two, equal_nan=True), (changes, key)


def test_only_the_fund_that_is_moved_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    run(sample(), [()], YEARS)
    made: list[str] = []
    work = engine._run_fund
    monkeypatch.setattr(engine, "_run_fund", lambda part, paths, fund: made.append(fund) or work(part, paths, fund))
    run(sample(), [next(rows())], YEARS)
    assert made == ["unemployment"]
