"""A fund that no row moves is worked out once for all runs of a baseline, and gives what it gave beside those rows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from support import sample

from sifund import catalog
from sifund.declare.formula import Line
from sifund.model import engine
from sifund.model.case import Side, run
from sifund.model.rows import RowPaths
from sifund.model.values import ArrayValues
from sifund.scenario import Changes

YEARS = 5


def rows() -> Iterator[Changes]:
    """Every fourth parameter by itself, the unemployment benefit first."""
    month = 12 * (sample().base_year + 1)
    keys = ("unemployment.benefit_standard", *catalog.parameters())
    for p in map(catalog.parameter, list(dict.fromkeys(keys))[::4]):
        if p.dated and not p.options:
            yield ((p.key, ((month, (p.low + p.high) / 2),)),)


def amounts(side: Side) -> dict[object, np.ndarray | None]:
    measures = {(fund, x): side.measure(fund, x) for fund in (*side.funds, catalog.ALL)
                for x in ("expenditure", "income", "closing", "cover_months", "surplus")}  # fmt: skip
    lines = {key: np.append(side.line(key), side.months(key)) for key in side.line_keys()}
    quantities = {key: side.quantity(item) for key, item in catalog.quantities().items()}
    return {**measures, **lines, **quantities}


def test_what_is_not_moved_is_the_same_to_the_last_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [*rows(), ()]
    assert len(asked) > 20
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


def test_only_the_lines_that_rest_on_what_is_moved_are_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    run(sample(), [()], YEARS)
    made: list[Line] = []
    keep = ArrayValues.keep
    monkeypatch.setattr(ArrayValues, "keep", lambda self, item, amounts: made.append(item) or keep(self, item, amounts))
    run(sample(), [next(rows())], YEARS)
    moved = catalog.parameter("unemployment.benefit_standard")
    assert made and all(moved in item.rests_on or item.looks_back for item in made)
